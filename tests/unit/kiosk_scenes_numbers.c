/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_scenes_numbers.h"

#include <string.h>

#include "domain/calendar.h"

#define AT(hour, minute) (calendar_midnight(20260318, 480) + ((hour)*60 + (minute)) * MINUTE)

struct visitor {
    const struct stage *stage;
    struct kiosk_model *model;
    struct kiosk_effects effects;
    msec *now;
};

static void send(struct visitor *v, struct kiosk_event event)
{
    event.now = *v->now;
    kiosk_step(v->model, &event, &v->effects);
}

static void press(struct visitor *v, uint16_t action, uint16_t arg)
{
    *v->now += SECOND;
    send(v, (struct kiosk_event){.type = KIOSK_DOWN, .action = action, .arg = arg});
    send(v, (struct kiosk_event){.type = KIOSK_UP, .action = action, .arg = arg});
}

static void type(struct visitor *v, const char *text)
{
    for (; *text; text++)
        press(v, KIOSK_ACT_KEY, (uint8_t)*text);
}

/* ---- numbers as the hall knows them ---- */

static const struct service_def *first_service(const struct visitor *v)
{
    for (uint32_t i = 0; i < v->stage->def->service_count; i++)
        if (v->stage->def->services[i].prefix[0])
            return &v->stage->def->services[i];
    return NULL;
}

/* The widest window number, on a floor other than the kiosk's when `elsewhere`. */
static uint16_t window_of(const struct visitor *v, bool elsewhere)
{
    const struct hall_def *def = v->stage->def;
    uint16_t found = def->windows[0].number;
    for (uint32_t i = 0; i < def->window_count; i++)
        if ((def->windows[i].floor != v->stage->device->floor) == elsewhere &&
            (elsewhere || v->stage->heavy || def->windows[i].number <= 6))
            found = def->windows[i].number;
    return found;
}

static struct kiosk_found number(const struct visitor *v, uint8_t state)
{
    bool heavy = v->stage->heavy;
    struct kiosk_found found = {.id = {35},
                                .label = {"A", heavy ? 1023 : 35},
                                .service = first_service(v)->id,
                                .state = state,
                                .calls = 1,
                                .target = window_of(v, false),
                                .ahead = heavy ? 1234 : 5,
                                .lo_min = heavy ? 105 : 10,
                                .hi_min = heavy ? 120 : 15,
                                .issued = AT(9, 31),
                                .since = AT(9, 42),
                                .back_ahead = 3,
                                .back_lo = heavy ? 105 : 5,
                                .back_hi = heavy ? 120 : 10};
    if (heavy)
        found.label.prefix[1] = 'B';
    if (state == TICKET_SERVED)
        found.since = AT(9, 5), found.ended = AT(9, 18), found.may_rate = true;
    if (state == TICKET_MISSED)
        found.calls = 3, found.since = AT(9, 31);
    return found;
}

static void answer(struct visitor *v, struct kiosk_found found)
{
    found.seq = v->model->numbers.query.seq;
    send(v, (struct kiosk_event){.type = KIOSK_FOUND, .found = &found});
}

static void typed(struct visitor *v)
{
    press(v, KIOSK_ACT_QUERY, 0);
    press(v, KIOSK_ACT_PREFIX, 'A');
    type(v, v->stage->heavy ? "1023" : "035");
}

static void asked(struct visitor *v, struct kiosk_found found)
{
    typed(v);
    press(v, KIOSK_ACT_OK, 0);
    answer(v, found);
}

static void scanned(struct visitor *v, struct kiosk_found found)
{
    found.vouched = true;
    found.may_rejoin = found.state == TICKET_MISSED;
    press(v, KIOSK_ACT_QUERY, 0);
    send(v, (struct kiosk_event){.type = KIOSK_SCAN, .text = "jianchang 20260318 A035 35 c0de"});
    answer(v, found);
}

/* ---- k21 ---- */

static void play_unknown(struct visitor *v, enum scene scene)
{
    typed(v);
    press(v, KIOSK_ACT_OK, 0);
    if (scene == SCENE_PROGRESS_UNKNOWN) {
        answer(v, (struct kiosk_found){.refusal = REFUSED_UNKNOWN_TICKET});
    } else {
        *v->now += KIOSK_QUERY_MS;
        send(v, (struct kiosk_event){.type = KIOSK_TICK, .hall_ms = AT(9, 42), .tz_min = 480});
    }
}

static void play_typing(struct visitor *v, enum scene scene)
{
    if (scene == SCENE_PROGRESS_TYPED)
        typed(v);
    else
        press(v, KIOSK_ACT_QUERY, 0);
    if (scene == SCENE_PROGRESS_HINT)
        press(v, KIOSK_ACT_SCAN, 0);
}

static void play_state(struct visitor *v, enum scene scene)
{
    static const uint8_t states[SCENE_COUNT] =
        {[SCENE_PROGRESS_WAITING] = TICKET_WAITING,     [SCENE_PROGRESS_NO_DATA] = TICKET_WAITING,
         [SCENE_PROGRESS_CALLED] = TICKET_CALLED,       [SCENE_PROGRESS_FLOOR] = TICKET_CALLED,
         [SCENE_PROGRESS_ROOM] = TICKET_CALLED,         [SCENE_PROGRESS_MISSED] = TICKET_MISSED,
         [SCENE_PROGRESS_SERVING] = TICKET_SERVING,     [SCENE_PROGRESS_PARKED] = TICKET_PARKED,
         [SCENE_PROGRESS_SERVED] = TICKET_SERVED,       [SCENE_PROGRESS_RATED] = TICKET_SERVED,
         [SCENE_PROGRESS_CANCELLED] = TICKET_CANCELLED, [SCENE_PROGRESS_ALONE] = TICKET_WAITING};
    struct kiosk_found found = number(v, states[scene]);
    const struct hall_def *def = v->stage->def;
    if (scene == SCENE_PROGRESS_NO_DATA)
        found.lo_min = found.hi_min = 0;
    if (scene == SCENE_PROGRESS_FLOOR)
        found.target = window_of(v, true);
    if (scene == SCENE_PROGRESS_ROOM && def->room_count > 0)
        found.target = (uint16_t)(TARGET_ROOM + def->rooms[0].id);
    if (scene == SCENE_PROGRESS_RATED)
        found.change_s = 280;
    asked(v, found);
    if (scene == SCENE_PROGRESS_ALONE)
        send(v, (struct kiosk_event){.type = KIOSK_LINK, .up = false});
}

static void play_scanned(struct visitor *v, enum scene scene)
{
    struct kiosk_found found = number(v, TICKET_WAITING);
    if (scene == SCENE_PROGRESS_FINAL)
        found = number(v, TICKET_MISSED);
    scanned(v, found);
    v->model->numbers.found.may_rejoin = false;
    if (scene == SCENE_GIVE_BACK)
        press(v, KIOSK_ACT_GIVE_BACK, 0);
}

/* ---- k24 ---- */

static void play_rejoin(struct visitor *v, enum scene scene)
{
    struct kiosk_found found = number(v, TICKET_MISSED);
    if (scene == SCENE_REJOIN_TYPED)
        asked(v, found);
    else
        scanned(v, found);
    press(v, KIOSK_ACT_REJOIN, 0);
    if (scene != SCENE_REJOINED)
        return;
    press(v, KIOSK_ACT_REJOIN_YES, 0);
    send(v, (struct kiosk_event){.type = KIOSK_RESULT, .number = v->model->numbers.query.seq});
    found = number(v, TICKET_WAITING);
    found.vouched = true;
    answer(v, found);
}

/* ---- k22 ---- */

static void play_rate(struct visitor *v, enum scene scene)
{
    asked(v, number(v, TICKET_SERVED));
    press(v, KIOSK_ACT_RATE, 0);
    if (scene == SCENE_RATE)
        return;
    if (scene == SCENE_MESSAGE) {
        press(v, KIOSK_ACT_MESSAGE, 0);
        return;
    }
    press(v, KIOSK_ACT_SCORE, 2);
    press(v, KIOSK_ACT_REASON, 0);
    press(v, KIOSK_ACT_REASON, 3);
    if (scene == SCENE_RATE_REASONS)
        press(v, KIOSK_ACT_NEXT, 0); /* only large text has a second page */
    if (scene != SCENE_RATED)
        return;
    press(v, KIOSK_ACT_RATE_SEND, 0);
    send(v, (struct kiosk_event){.type = KIOSK_RESULT, .number = v->model->numbers.query.seq});
}

/* ---- k10 ---- */

static void refuse(struct visitor *v, uint8_t refusal)
{
    struct kiosk_ticket ticket = {.seq = v->model->asking.seq,
                                  .refusal = refusal,
                                  .service = first_service(v)->id,
                                  .slot = AT(10, 15)};
    send(v, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

static void play_check_in(struct visitor *v, enum scene scene)
{
    press(v, KIOSK_ACT_CHECK_IN, 0);
    if (scene == SCENE_CHECK_IN_LETTERS) {
        press(v, KIOSK_ACT_LETTERS, 0);
        type(v, v->stage->heavy ? "ABCDEFGH-JKLMN-WWWWWWWWW" : "K4711");
        return;
    }
    type(v, scene == SCENE_CHECK_IN ? "8041" : "804117");
    if (scene == SCENE_CHECK_IN)
        return;
    press(v, KIOSK_ACT_OK, 0);
    if (scene != SCENE_CHECK_IN_BUSY)
        refuse(v, scene == SCENE_CHECK_IN_EARLY ? REFUSED_BOOKING_EARLY : REFUSED_UNKNOWN_BOOKING);
}

/* ---- k07 ---- */

static void play_holds(struct visitor *v, enum scene scene)
{
    bool heavy = v->stage->heavy;
    struct kiosk_ticket ticket = {.refusal = REFUSED_HAS_TICKET,
                                  .id = {23},
                                  .label = {"A", heavy ? 1023 : 23},
                                  .service = first_service(v)->id,
                                  .ahead = heavy ? 1234 : 12,
                                  .issued = AT(9, 21)};
    press(v, KIOSK_ACT_ZONE, v->stage->def->zones[0].id);
    press(v, KIOSK_ACT_SERVICE, first_service(v)->id.n);
    press(v, KIOSK_ACT_CONFIRM, 0);
    ticket.seq = v->model->asking.seq;
    send(v, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
    if (scene == SCENE_HOLDS)
        return;
    press(v, KIOSK_ACT_REPRINT, 0);
    ticket.refusal = REFUSED_NOT;
    ticket.seq = v->model->numbers.query.seq;
    send(v, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
    *v->now += SECOND;
    send(v, (struct kiosk_event){.type = KIOSK_PRINTED, .number = 23, .code = PRINT_PRINTED});
}

static void (*const plays[SCENE_COUNT])(struct visitor *v, enum scene scene) = {
    [SCENE_PROGRESS] = play_typing,
    [SCENE_PROGRESS_TYPED] = play_typing,
    [SCENE_PROGRESS_HINT] = play_typing,
    [SCENE_PROGRESS_UNKNOWN] = play_unknown,
    [SCENE_PROGRESS_SILENT] = play_unknown,
    [SCENE_PROGRESS_WAITING] = play_state,
    [SCENE_PROGRESS_NO_DATA] = play_state,
    [SCENE_PROGRESS_CALLED] = play_state,
    [SCENE_PROGRESS_FLOOR] = play_state,
    [SCENE_PROGRESS_ROOM] = play_state,
    [SCENE_PROGRESS_MISSED] = play_state,
    [SCENE_PROGRESS_SERVING] = play_state,
    [SCENE_PROGRESS_PARKED] = play_state,
    [SCENE_PROGRESS_SERVED] = play_state,
    [SCENE_PROGRESS_RATED] = play_state,
    [SCENE_PROGRESS_CANCELLED] = play_state,
    [SCENE_PROGRESS_ALONE] = play_state,
    [SCENE_PROGRESS_SCANNED] = play_scanned,
    [SCENE_PROGRESS_FINAL] = play_scanned,
    [SCENE_GIVE_BACK] = play_scanned,
    [SCENE_REJOIN] = play_rejoin,
    [SCENE_REJOIN_TYPED] = play_rejoin,
    [SCENE_REJOINED] = play_rejoin,
    [SCENE_RATE] = play_rate,
    [SCENE_RATE_CHOSEN] = play_rate,
    [SCENE_RATE_REASONS] = play_rate,
    [SCENE_RATED] = play_rate,
    [SCENE_MESSAGE] = play_rate,
    [SCENE_CHECK_IN] = play_check_in,
    [SCENE_CHECK_IN_LETTERS] = play_check_in,
    [SCENE_CHECK_IN_BUSY] = play_check_in,
    [SCENE_CHECK_IN_UNKNOWN] = play_check_in,
    [SCENE_CHECK_IN_EARLY] = play_check_in,
    [SCENE_HOLDS] = play_holds,
    [SCENE_REPRINTED] = play_holds,
};

void scene_numbers(const struct stage *stage, enum scene scene, struct kiosk_model *model,
                   msec *now)
{
    static struct device_def device; /* with what the drawings have */
    static struct visitor v;
    device = *stage->device;
    strcpy(device.scanner, "/dev/scanner");
    model->device = &device;
    model->identity.reader = KIOSK_READER_OK;
    v = (struct visitor){.stage = stage, .model = model, .now = now};
    plays[scene](&v, scene);
}
