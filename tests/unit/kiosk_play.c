/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_play.h"

#include <string.h>

static const struct zone_def zones[] = {
    {.id = 1, .letter = "A", .floor_count = 1, .floors = {1}, .on_kiosk = true},
    {.id = 2, .letter = "B", .floor_count = 1, .floors = {2}, .on_kiosk = true},
    {.id = 3, .letter = "C", .floor_count = 1, .floors = {3}, .on_kiosk = false},
};
static const struct service_def services[] = {
    {.id = {A}, .prefix = "A", .zone = 1},
    {.id = {B}, .prefix = "B", .zone = 1},
    {.id = {3}, .prefix = "", .zone = 1}, /* a step of journeys */
    {.id = {4}, .prefix = "D", .zone = 2},
};
static const struct device_def device = {.name = "kiosk-1", .kind = DEVICE_KIOSK, .floor = 1};
static const struct hall_def hall = {
    .id = "test",
    .languages = {[LANG_ZH] = true, [LANG_EN] = true},
    .rules = {.ticket_repeat_s = 3},
    .zone_count = countof(zones),
    .zones = zones,
    .service_count = countof(services),
    .services = services,
};

static struct fixture fixture;

void send(struct fixture *f, struct kiosk_event event)
{
    event.now = f->now;
    kiosk_step(&f->model, &event, &f->effects);
}

void wait_ms(struct fixture *f, msec ms)
{
    f->now += ms;
    send(f, (struct kiosk_event){.type = KIOSK_TICK, .hall_ms = f->now, .tz_min = 480});
}

void rows(struct fixture *f, bool ticketing, uint16_t left)
{
    f->rows = (struct kiosk_rows){.known = true, .day = 20260318, .ticketing = ticketing};
    for (size_t i = 0; i < countof(services); i++)
        f->rows.services[i] =
            (struct kiosk_service){.known = true, .ticketing = ticketing, .left = left};
    send(f, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &f->rows});
}

void link_is(struct fixture *f, bool up)
{
    send(f, (struct kiosk_event){.type = KIOSK_LINK, .up = up});
}

void down(struct fixture *f, uint16_t action, uint16_t arg)
{
    f->now += 500; /* behind the guard */
    send(f, (struct kiosk_event){.type = KIOSK_DOWN, .action = action, .arg = arg});
}

void up(struct fixture *f, uint16_t action, uint16_t arg)
{
    send(f, (struct kiosk_event){.type = KIOSK_UP, .action = action, .arg = arg});
}

void press(struct fixture *f, uint16_t action, uint16_t arg)
{
    down(f, action, arg);
    up(f, action, arg);
}

void answer(struct fixture *f, uint32_t seq, uint8_t refusal)
{
    struct kiosk_ticket ticket = {.seq = seq,
                                  .refusal = refusal,
                                  .id = {refusal ? 0 : 100 + seq},
                                  .label = {"A", 23},
                                  .service = {A}};
    send(f, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

void printed(struct fixture *f, uint32_t ticket, uint8_t result)
{
    send(f, (struct kiosk_event){.type = KIOSK_PRINTED, .number = ticket, .code = result});
}

uint32_t ask(struct fixture *f)
{
    press(f, KIOSK_ACT_ZONE, 1);
    press(f, KIOSK_ACT_SERVICE, A);
    press(f, KIOSK_ACT_CONFIRM, 0);
    assert_int_equal(f->effects.count, 1);
    assert_int_equal(f->effects.list[0].type, KIOSK_DO_REQUEST);
    return f->effects.list[0].seq;
}

uint32_t issue(struct fixture *f)
{
    uint32_t seq = ask(f);
    answer(f, seq, REFUSED_NOT);
    return seq;
}

int start(void **state)
{
    memset(&fixture, 0, sizeof(fixture));
    *state = &fixture;
    fixture.now = HOUR;
    kiosk_init(&fixture.model, &hall, &device);
    wait_ms(&fixture, 0);
    link_is(&fixture, true);
    rows(&fixture, true, 100);
    return 0;
}
