/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_play.h"

#include <string.h>

#include "domain/calendar.h"

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
static struct ledger journal; /* what is on the disk */

void send(struct fixture *f, struct kiosk_event event)
{
    event.now = f->now;
    kiosk_step(&f->model, &event, &f->effects);
    uint32_t count = 0;
    f->entry_count = 0;
    for (uint32_t i = 0; i < f->effects.count; i++)
        if (f->effects.list[i].type == KIOSK_DO_JOURNAL)
            f->entries[f->entry_count++] = f->effects.list[i].entry;
        else
            f->effects.list[count++] = f->effects.list[i];
    f->effects.count = count;
    for (uint32_t i = 0; i < f->entry_count; i++)
        assert_true(ledger_apply(&journal, &f->entries[i]));
}

bool wrote(const struct fixture *f, enum ledger_kind kind)
{
    for (uint32_t i = 0; i < f->entry_count; i++)
        if (f->entries[i].kind == kind)
            return true;
    return false;
}

const struct kiosk_effect *did(const struct fixture *f, enum kiosk_effect_type type)
{
    for (uint32_t i = 0; i < f->effects.count; i++)
        if (f->effects.list[i].type == type)
            return &f->effects.list[i];
    return NULL;
}

void lease(struct fixture *f, uint32_t id, uint16_t service, uint16_t first, uint16_t last)
{
    struct ledger_lease lease = {.lease = id,
                                 .day = PLAY_DAY,
                                 .service = service,
                                 .prefix = "A",
                                 .first = first,
                                 .last = last,
                                 .epoch = 1};
    lease.prefix[0] = (char)('A' + service - 1);
    send(f, (struct kiosk_event){.type = KIOSK_LEASE, .up = true, .lease = &lease});
}

static void welcome(struct fixture *f)
{
    static uint32_t boot;
    struct ledger_hall hall_of = {.instance = 7, .epoch = 1, .tz_min = 480};
    send(f, (struct kiosk_event){.type = KIOSK_WELCOME, .boot = ++boot, .hall = &hall_of});
}

void restart(struct fixture *f)
{
    kiosk_init(&f->model, &hall, &device);
    f->model.ledger = journal;
    kiosk_restored(&f->model);
}

void wait_ms(struct fixture *f, msec ms)
{
    f->now += ms;
    send(f, (struct kiosk_event){.type = KIOSK_TICK,
                                 .hall_ms = calendar_midnight(PLAY_DAY, 480) + 8 * HOUR + f->now,
                                 .tz_min = 480});
}

void rows(struct fixture *f, bool ticketing, uint16_t left)
{
    f->rows = (struct kiosk_rows){.known = true, .day = PLAY_DAY, .ticketing = ticketing};
    for (size_t i = 0; i < countof(services); i++)
        f->rows.services[i] =
            (struct kiosk_service){.known = true, .ticketing = ticketing, .left = left};
    send(f, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &f->rows});
}

void link_is(struct fixture *f, bool up)
{
    if (up && !f->model.boot)
        welcome(f);
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
    ledger_init(&journal);
    wait_ms(&fixture, 0);
    welcome(&fixture);
    link_is(&fixture, true);
    rows(&fixture, true, 100);
    return 0;
}
