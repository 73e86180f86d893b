/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_walk.h"

#include <stdio.h>
#include <string.h>

#include "domain/calendar.h"
#include "test.h"

#define LATE_MAX (4 * SECOND)
#define TICK 200

/* xorshift64*: the same walk for the same seed. */
uint32_t walk_dice(struct walk *walk, uint32_t sides)
{
    walk->dice ^= walk->dice >> 12;
    walk->dice ^= walk->dice << 25;
    walk->dice ^= walk->dice >> 27;
    return (uint32_t)((walk->dice * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % sides;
}

static bool chance(struct walk *walk, uint32_t percent)
{
    return walk_dice(walk, 100) < percent;
}

static struct walk_answer *answer_later(struct walk *walk, msec most)
{
    assert_true(walk->pending_count < WALK_PENDING_MAX);
    struct walk_answer *answer = &walk->pending[walk->pending_count++];
    memset(answer, 0, sizeof(*answer));
    answer->at = walk->now + 1 + (msec)walk_dice(walk, (uint32_t)most);
    return answer;
}

/* ---- the controller and the printer ---- */

static void answer_request(struct walk *walk, const struct kiosk_effect *effect)
{
    static const uint8_t refusals[] = {REFUSED_FULL,  REFUSED_NOT_OPEN,       REFUSED_DAY_CLOSED,
                                       REFUSED_QUOTA, REFUSED_HAS_TICKET,     REFUSED_BUSY,
                                       REFUSED_DISK,  REFUSED_UNKNOWN_BOOKING};
    struct walk_answer *answer = answer_later(walk, LATE_MAX);
    answer->event = (struct kiosk_event){.type = KIOSK_ANSWER};
    answer->ticket = (struct kiosk_ticket){
        .seq = effect->seq,
        .refusal = chance(walk, 30) ? refusals[walk_dice(walk, countof(refusals))] : REFUSED_NOT,
        .id = {chance(walk, 1) ? 0 : ++walk->tickets}, /* 0: a number that is none */
        .label = {"A", (uint16_t)(walk->tickets % 9999 + 1)},
        .service = effect->service,
        .ticket_class = effect->ticket_class,
        .ahead = (uint16_t)walk_dice(walk, 1000),
        .qr = "1-0123456789abcdef",
    };
}

static void answer_print(struct walk *walk, const struct kiosk_effect *effect)
{
    struct walk_answer *answer = answer_later(walk, LATE_MAX);
    answer->event = (struct kiosk_event){.type = KIOSK_PRINTED,
                                         .number = effect->ticket.n,
                                         .code = chance(walk, 70)   ? PRINT_PRINTED
                                                 : chance(walk, 50) ? PRINT_NO_PAPER
                                                                    : PRINT_FAILED};
}

static void answer_command(struct walk *walk, const struct kiosk_effect *effect)
{
    struct walk_answer *answer = answer_later(walk, LATE_MAX);
    answer->event =
        (struct kiosk_event){.type = KIOSK_RESULT,
                             .number = effect->seq,
                             .code = chance(walk, 80) ? REFUSED_NOT : REFUSED_WRONG_STATE};
}

static void answer_find(struct walk *walk, const struct kiosk_effect *effect)
{
    static const uint8_t states[] = {TICKET_WAITING, TICKET_CALLED, TICKET_SERVING,  TICKET_SERVED,
                                     TICKET_MISSED,  TICKET_PARKED, TICKET_CANCELLED};
    struct walk_answer *answer = answer_later(walk, LATE_MAX);
    const struct kiosk_model *model = &walk->model;
    answer->event = (struct kiosk_event){.type = KIOSK_FOUND};
    answer->found = (struct kiosk_found){
        .seq = effect->seq,
        .refusal = chance(walk, 10) ? REFUSED_UNKNOWN_TICKET : REFUSED_NOT,
        .id = {1 + walk_dice(walk, 1000)},
        .label = {"A", (uint16_t)(1 + walk_dice(walk, 1023))},
        .service = model->def->services[walk_dice(walk, model->def->service_count)].id,
        .state = states[walk_dice(walk, countof(states))],
        .vouched = chance(walk, 60),
        .may_rejoin = chance(walk, 70),
        .may_rate = chance(walk, 70),
        .target = (uint16_t)(1 + walk_dice(walk, 110)),
        .calls = (uint8_t)(1 + walk_dice(walk, 3)),
        .ahead = (uint16_t)walk_dice(walk, 1000),
        .issued = walk->model.hall_ms,
        .since = walk->model.hall_ms,
        .score = (uint8_t)walk_dice(walk, 6),
        .change_s = (uint16_t)walk_dice(walk, 300),
        .back_ahead = 3,
    };
}

static void answer_login(struct walk *walk, const struct kiosk_effect *effect)
{
    struct walk_answer *answer = answer_later(walk, LATE_MAX);
    answer->event = (struct kiosk_event){.type = KIOSK_SIGNED};
    answer->signing = (struct kiosk_signing){
        .seq = effect->seq,
        .staff = effect->number,
        .session = 1 + walk_dice(walk, 1000),
        .code = chance(walk, 75) ? REFUSED_NOT : REFUSED_WRONG_PIN,
        .role = chance(walk, 50) ? ROLE_GUIDE : ROLE_MANAGER,
        .tries_left = (uint8_t)walk_dice(walk, 5),
    };
}

static void answer_slip(struct walk *walk, const struct kiosk_effect *effect)
{
    if (effect->verb == VERB_REPRINT)
        answer_request(walk, effect);
    else
        answer_command(walk, effect);
}

static void print_side_slip(struct walk *walk, uint8_t event)
{
    struct walk_answer *answer = answer_later(walk, LATE_MAX);
    answer->event = (struct kiosk_event){.type = event,
                                         .code = chance(walk, 80) ? PRINT_PRINTED : PRINT_NO_PAPER};
}

/* The controller answers nothing of what is lost on the way; a printer always says something. */
static void take_message(struct walk *walk, const struct kiosk_effect *effect)
{
    if (chance(walk, 10))
        return;
    switch (effect->type) {
    case KIOSK_DO_REQUEST:
    case KIOSK_DO_CHECK_IN:
        answer_request(walk, effect);
        break;
    case KIOSK_DO_FIND:
        answer_find(walk, effect);
        break;
    case KIOSK_DO_SLIP:
        answer_slip(walk, effect);
        break;
    case KIOSK_DO_LOGIN:
        answer_login(walk, effect);
        break;
    default:
        answer_command(walk, effect);
        break;
    }
}

static void take_effect(struct walk *walk, const struct kiosk_effect *effect)
{
    switch (effect->type) {
    case KIOSK_DO_JOURNAL:
        if (!ledger_apply(&walk->journal, &effect->entry))
            fail_msg("the journal would not take entry %u back", effect->entry.kind);
        break;
    case KIOSK_DO_PRINT:
        assert_false(walk->model.journal_lost);
        answer_print(walk, effect);
        break;
    case KIOSK_DO_TEST_SLIP:
        print_side_slip(walk, KIOSK_TESTED);
        break;
    case KIOSK_DO_SHEET:
        print_side_slip(walk, KIOSK_SHEET_CAME);
        break;
    case KIOSK_DO_NOTE:
    case KIOSK_DO_NEW_ROLL:
    case KIOSK_DO_KEEP:
    case KIOSK_DO_REMIND:
    case KIOSK_DO_LISTEN:
        break;
    default:
        take_message(walk, effect);
        break;
    }
}

void walk_send(struct walk *walk, struct kiosk_event event)
{
    static struct kiosk_effects effects; /* too large for a stack */
    event.now = walk->now;
    kiosk_step(&walk->model, &event, &effects);
    assert_true(effects.count <= KIOSK_EFFECTS_MAX);
    for (uint32_t i = 0; i < effects.count; i++)
        take_effect(walk, &effects.list[i]);
    walk->seen[walk->model.page]++;
}

static void deliver(struct walk *walk)
{
    for (uint32_t i = 0; i < walk->pending_count;) {
        if (walk->pending[i].at > walk->now) {
            i++;
            continue;
        }
        struct walk_answer due = walk->pending[i];
        walk->pending[i] = walk->pending[--walk->pending_count];
        due.event.ticket = due.event.type == KIOSK_ANSWER ? &due.ticket : NULL;
        due.event.found = due.event.type == KIOSK_FOUND ? &due.found : NULL;
        due.event.signing = due.event.type == KIOSK_SIGNED ? &due.signing : NULL;
        bool printer = due.event.type == KIOSK_PRINTED || due.event.type == KIOSK_TESTED ||
                       due.event.type == KIOSK_SHEET_CAME;
        if (walk->model.link_up || printer)
            walk_send(walk, due.event);
    }
}

void walk_wait(struct walk *walk, msec ms)
{
    const msec until = walk->now + ms;
    while (walk->now < until) {
        walk->now = walk->now + TICK < until ? walk->now + TICK : until;
        deliver(walk);
        walk_send(walk, (struct kiosk_event){.type = KIOSK_TICK,
                                             .hall_ms = calendar_midnight(20260318, 480) +
                                                        9 * HOUR + walk->now,
                                             .tz_min = 480});
    }
}

/* ---- what nobody did ---- */

static void set_rows(struct walk *walk, bool luck)
{
    walk->rows = (struct kiosk_rows){.known = true,
                                     .day = 20260318,
                                     .ticketing = luck || chance(walk, 90),
                                     .emergency = !luck && chance(walk, 5)};
    for (uint32_t i = 0; i < walk->def->service_count; i++)
        walk->rows.services[i] =
            (struct kiosk_service){.known = luck || chance(walk, 95),
                                   .ticketing = luck || chance(walk, 90),
                                   .waiting = (uint16_t)walk_dice(walk, 300),
                                   .windows = 3,
                                   .left = luck || chance(walk, 90) ? 900 : 0,
                                   .ahead_normal = (uint16_t)walk_dice(walk, 300),
                                   .lo_min = (uint16_t)walk_dice(walk, 40),
                                   .hi_min = (uint16_t)(40 + walk_dice(walk, 40))};
    walk_send(walk, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &walk->rows});
}

static void send_card(struct walk *walk, uint8_t news)
{
    const struct kiosk_card card = {.news = news,
                                    .reader =
                                        chance(walk, 80) ? KIOSK_READER_OK : KIOSK_READER_MISSING,
                                    .hashed = chance(walk, 90),
                                    .age_band = chance(walk, 50) ? 60 : 0,
                                    .id_hash = {(uint8_t)walk_dice(walk, 200)}};
    walk_send(walk, (struct kiosk_event){.type = KIOSK_CARD_NEWS, .card = &card});
}

static void send_scan(struct walk *walk)
{
    static const char *const texts[] = {"1-0123456789abcdef", "804123", "https://example.com/x",
                                        "?", "K4711"};
    walk_send(walk, (struct kiosk_event){.type = KIOSK_SCAN,
                                         .text = texts[walk_dice(walk, countof(texts))]});
}

/* Numbers of its own for the first services, as a controller tops them up. */
static void send_lease(struct walk *walk)
{
    const struct service_def *service = &walk->def->services[walk_dice(walk, 4)];
    struct ledger_lease lease = {.lease = ++walk->leases,
                                 .day = 20260318,
                                 .service = service->id.n,
                                 .first = (uint16_t)(600 + 10 * (walk->leases % 300)),
                                 .epoch = 1};
    lease.last = (uint16_t)(lease.first + 9);
    snprintf(lease.prefix, sizeof(lease.prefix), "%s", service->prefix);
    if (service->prefix[0] && walk->model.link_up)
        walk_send(walk, (struct kiosk_event){.type = KIOSK_LEASE, .up = true, .lease = &lease});
}

/* Staff open their page with the gesture of the corners (R-K15). */
static void send_gesture(struct walk *walk)
{
    static const int16_t places[] = {5, 5, 1915, 1915, 5, 1915};
    for (size_t i = 0; i < countof(places); i++) {
        struct kiosk_event event = {.type = KIOSK_DOWN, .x = places[i], .y = 5, .w = 1920};
        walk_send(walk, event);
        event.type = KIOSK_UP;
        walk_send(walk, event);
        walk_wait(walk, 300);
    }
}

/* Another state folder, in the middle of whatever is under way (D-26). */
static void send_welcome(struct walk *walk)
{
    struct ledger_hall hall = {.instance = walk->model.ledger.hall.instance + 1,
                               .epoch = 1,
                               .tz_min = 480};
    walk_send(walk, (struct kiosk_event){.type = KIOSK_WELCOME,
                                         .boot = walk->model.boot + 1,
                                         .hall = &hall});
    set_rows(walk, false);
}

/* What is in memory is written when the disk is there again (docs/reliability.md 8). */
static void lose_journal(struct walk *walk)
{
    walk_send(walk, (struct kiosk_event){.type = KIOSK_JOURNAL, .up = walk->model.journal_lost});
}

void walk_fate(struct walk *walk)
{
    switch (walk_dice(walk, 11)) {
    case 0:
        walk_send(walk, (struct kiosk_event){.type = KIOSK_LINK, .up = chance(walk, 70)});
        break;
    case 1:
        walk_send(walk,
                  (struct kiosk_event){.type = KIOSK_PRINTER, .code = (uint8_t)walk_dice(walk, 3)});
        break;
    case 2:
        set_rows(walk, false);
        break;
    case 3:
        send_card(walk, (uint8_t)walk_dice(walk, KIOSK_CARD_GONE + 1));
        break;
    case 4:
        send_scan(walk);
        break;
    case 5:
        send_lease(walk);
        break;
    case 6:
        walk_send(walk, (struct kiosk_event){.type = KIOSK_PARTS,
                                             .code = (uint8_t)walk_dice(walk, 3),
                                             .arg = (uint16_t)walk_dice(walk, 3)});
        break;
    case 9:
        if (chance(walk, 30))
            send_welcome(walk);
        break;
    case 10:
        lose_journal(walk);
        break;
    case 7:
        walk_send(walk, (struct kiosk_event){.type = KIOSK_SOUND, .up = chance(walk, 70)});
        break;
    default:
        send_gesture(walk);
        break;
    }
}

void walk_mend(struct walk *walk)
{
    walk_send(walk, (struct kiosk_event){.type = KIOSK_LINK, .up = true});
    walk_send(walk, (struct kiosk_event){.type = KIOSK_PRINTER, .code = KIOSK_PRINTER_OK});
    walk_send(walk, (struct kiosk_event){.type = KIOSK_SOUND, .up = true});
    walk_send(walk, (struct kiosk_event){.type = KIOSK_JOURNAL, .up = true});
    send_card(walk, KIOSK_CARD_GONE);
    set_rows(walk, true);
}

void walk_begin(struct walk *walk, const struct hall_def *def, const struct device_def *device,
                uint64_t seed)
{
    memset(walk, 0, sizeof(*walk));
    walk->def = def;
    walk->dice = seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
    walk->now = SECOND;
    kiosk_init(&walk->model, def, device);
    ledger_init(&walk->journal);
    const struct ledger_hall hall = {.instance = 7, .epoch = 1, .tz_min = 480};
    walk_send(walk, (struct kiosk_event){.type = KIOSK_WELCOME, .boot = 1, .hall = &hall});
    walk_mend(walk);
    walk_wait(walk, SECOND);
}
