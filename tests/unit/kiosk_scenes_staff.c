/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_scenes_staff.h"

#include "domain/calendar.h"

#define WIDE 1920

struct staff {
    struct kiosk_model *model;
    struct kiosk_effects effects;
    msec *now;
    bool heavy;
};

static void send(struct staff *s, struct kiosk_event event)
{
    event.now = *s->now;
    kiosk_step(s->model, &event, &s->effects);
}

static void press(struct staff *s, uint16_t action, uint16_t arg)
{
    *s->now += SECOND;
    send(s, (struct kiosk_event){.type = KIOSK_DOWN, .action = action, .arg = arg});
    send(s, (struct kiosk_event){.type = KIOSK_UP, .action = action, .arg = arg});
}

static void type(struct staff *s, const char *digits)
{
    for (; *digits; digits++)
        press(s, KIOSK_ACT_KEY, (uint8_t)*digits);
}

static void gesture(struct staff *s)
{
    static const int16_t corners[] = {10, 10, WIDE - 10, WIDE - 10, 10, WIDE - 10};
    for (size_t i = 0; i < countof(corners); i++) {
        *s->now += SECOND;
        send(s, (struct kiosk_event){.type = KIOSK_DOWN, .x = corners[i], .y = 10, .w = WIDE});
        send(s, (struct kiosk_event){.type = KIOSK_UP, .x = corners[i], .y = 10, .w = WIDE});
    }
}

static void give(struct staff *s, const char *pin)
{
    type(s, s->heavy ? "1234567" : "301");
    press(s, KIOSK_ACT_OK, 0);
    type(s, pin);
}

static void decide(struct staff *s, uint8_t code)
{
    press(s, KIOSK_ACT_OK, 0);
    struct kiosk_signing signing = {.seq = s->model->sign.seq,
                                    .staff = 301,
                                    .session = code ? 0 : 77,
                                    .code = code,
                                    .role = ROLE_GUIDE,
                                    .tries_left = code ? 4 : 0};
    send(s, (struct kiosk_event){.type = KIOSK_SIGNED, .signing = &signing});
}

/* As drawn: no paper, two numbers without a slip. */
static void lack_paper(struct staff *s)
{
    struct kiosk_paper paper = {.known = true,
                                .slips_left = s->heavy ? 1234 : 0,
                                .slips_full = s->heavy ? 1234 : 500,
                                .changed =
                                    calendar_midnight(20260317, 480) + 14 * HOUR + 20 * MINUTE};
    send(s,
         (struct kiosk_event){.type = KIOSK_PRINTER,
                              .code = s->heavy ? KIOSK_PRINTER_OFFLINE : KIOSK_PRINTER_NO_PAPER});
    send(s, (struct kiosk_event){.type = KIOSK_PAPER, .paper = &paper});
    send(s, (struct kiosk_event){.type = KIOSK_PARTS, .code = KIOSK_PART_OK});
    s->model->staff.unprinted = s->heavy ? 1234 : 2;
}

static void play_pin(struct staff *s, enum scene scene)
{
    gesture(s);
    if (scene == SCENE_PIN_NUMBER)
        type(s, "30");
    if (scene == SCENE_PIN)
        give(s, s->heavy ? "123456789012" : "246");
    if (scene == SCENE_PIN_WRONG || scene == SCENE_PIN_LOCKED) {
        give(s, "1111");
        decide(s, scene == SCENE_PIN_WRONG ? REFUSED_WRONG_PIN : REFUSED_STAFF_LOCKED);
    }
    if (scene == SCENE_PIN_BUSY) {
        give(s, "2468");
        press(s, KIOSK_ACT_OK, 0);
    }
}

static void play_page(struct staff *s, enum scene scene)
{
    gesture(s);
    give(s, "2468");
    decide(s, REFUSED_NOT);
    if (scene != SCENE_STAFF_READY)
        lack_paper(s);
    if (scene == SCENE_STAFF_ROLL)
        press(s, KIOSK_ACT_NEW_ROLL, 0);
    if (scene == SCENE_STAFF_STOP || scene == SCENE_STAFF_STOPPED)
        press(s, KIOSK_ACT_STOP, 0);
    if (scene == SCENE_STAFF_STOPPED) {
        press(s, KIOSK_ACT_STOP_YES, 0);
        play_page(s, SCENE_STAFF);
    }
}

static void play_out(struct staff *s)
{
    send(s, (struct kiosk_event){.type = KIOSK_KEPT, .code = 6, .up = true});
}

/* Not staff: what k03 says of a printer that they have to look after. */
static void play_before(struct staff *s, const struct stage *stage, uint8_t printer)
{
    const struct service_def *list[1];
    uint16_t zone = stage->def->zones[0].id;
    if (!kiosk_services(s->model, zone, list, 1))
        return;
    send(s, (struct kiosk_event){.type = KIOSK_PRINTER, .code = printer});
    press(s, KIOSK_ACT_ZONE, zone);
    press(s, KIOSK_ACT_SERVICE, list[0]->id.n);
}

void scene_staff(const struct stage *stage, enum scene scene, struct kiosk_model *model, msec *now)
{
    struct staff s = {.model = model, .now = now, .heavy = stage->heavy};
    if (scene == SCENE_OUT_OF_USE)
        play_out(&s);
    else if (scene > SCENE_OUT_OF_USE)
        play_before(&s, stage,
                    scene == SCENE_BEFORE_COVER ? KIOSK_PRINTER_COVER : KIOSK_PRINTER_NEAR_END);
    else if (scene <= SCENE_PIN_BUSY)
        play_pin(&s, scene);
    else
        play_page(&s, scene);
}
