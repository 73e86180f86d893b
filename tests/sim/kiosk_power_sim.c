/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ten thousand power cuts of a kiosk that gives numbers: no number for two people, every paper
 * admits one served ticket, nobody is lost, copies are marked (reliability F12, D-21, D-22).
 *
 * kiosk_power_sim [CUTS [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/calendar.h"
#include "kiosk_world.h"
#include "test.h"

#define CALM_MS (5 * MINUTE)

static const struct zone_def zones[] = {
    {.id = 1, .letter = "A", .floor_count = 1, .floors = {1}, .on_kiosk = true},
};
static const struct service_def services[] = {
    {.id = {1}, .prefix = "A", .zone = 1},
    {.id = {2}, .prefix = "B", .zone = 1},
};
static const struct device_def device = {.name = "kiosk-1", .kind = DEVICE_KIOSK, .floor = 1};
static const struct hall_def def = {
    .id = "test",
    .languages = {[LANG_ZH] = true},
    .rules = {.ticket_repeat_s = 3},
    .zone_count = countof(zones),
    .zones = zones,
    .service_count = countof(services),
    .services = services,
};
const msec world_hall0 = 1773792000000; /* 18 March 2026, 8:00 in China */

static uint64_t counts[COUNT_END], wanted = 10000, first_seed = 1;
static struct world world;

/* ---- visitors ---- */

static void touch(struct world *w, uint16_t action, uint16_t arg)
{
    world_event(w, (struct kiosk_event){.type = KIOSK_DOWN, .action = action, .arg = arg});
    world_event(w, (struct kiosk_event){.type = KIOSK_UP, .action = action, .arg = arg});
}

static void leave(struct world *w)
{
    struct visitor *visitor = &w->visitors[w->at_kiosk];
    visitor->left = true;
    if (!visitor->label_service)
        count(w, COUNT_WITHOUT);
    w->at_kiosk = NOBODY;
    w->next_visitor = w->now + 500 + roll(w, 10000);
}

/* The number is shown large: it is remembered, tried again, or given back. */
static void without_paper(struct world *w)
{
    struct visitor *visitor = &w->visitors[w->at_kiosk];
    const struct ledger_slip *slip = ledger_slip(&w->model.ledger, w->model.slip);
    uint32_t choice = roll(w, 10);
    if (!slip || w->slip_owner[slip->number % countof(w->slip_owner)] != w->at_kiosk + 1)
        return; /* somebody else's, from before */
    uint32_t slip_number = slip->number;
    struct paper_trail *trail = trail_of(w, w->model.ticket.label);
    trail->shown = true;
    trail->given = w->model.ticket.issued;
    visitor->label_service = (uint8_t)(w->model.ticket.label.prefix[0] - 'A' + 1);
    visitor->label_number = w->model.ticket.label.number;
    if (choice < 4) {
        touch(w, KIOSK_ACT_REPRINT, 0);
    } else if (choice < 5 && !trail->plain && !trail->copies) {
        touch(w, KIOSK_ACT_GIVE_BACK, 0);
        w->now += SECOND;
        touch(w, KIOSK_ACT_GIVE_BACK_YES, 0);
        /* The power may have gone before it was written down: then it is not given back. */
        slip = ledger_slip(w->on ? &w->model.ledger : &w->durable, slip_number);
        if (slip && slip->voided) {
            visitor->cancelled = true;
            count(w, COUNT_CANCELLED);
            leave(w);
        }
    } else {
        touch(w, KIOSK_ACT_HOME, 0);
        leave(w);
    }
}

static void visit(struct world *w)
{
    struct visitor *visitor = &w->visitors[w->at_kiosk];
    bool patient = w->now - visitor->since < 2 * MINUTE;
    switch (w->model.page) {
    case KIOSK_HOME:
        if (visitor->label_service || !patient)
            leave(w);
        else
            touch(w, KIOSK_ACT_ZONE, 1);
        break;
    case KIOSK_SERVICES:
        touch(w, KIOSK_ACT_SERVICE, (uint16_t)(1 + w->at_kiosk % 2));
        if (w->on && w->model.page == KIOSK_SERVICES && !patient)
            touch(w, KIOSK_ACT_HOME, 0);
        break;
    case KIOSK_CONFIRM:
        touch(w, KIOSK_ACT_CONFIRM, 0);
        break;
    case KIOSK_NO_PAPER:
        without_paper(w);
        break;
    case KIOSK_ISSUED:
        if (w->model.print != KIOSK_PRINT_BUSY)
            touch(w, KIOSK_ACT_HOME, 0);
        break;
    default:
        touch(w, KIOSK_ACT_HOME, 0);
    }
}

static void people_step(struct world *w)
{
    if (!w->on || w->now < w->next_touch)
        return;
    w->next_touch = w->now + 600 + roll(w, 600);
    if (w->at_kiosk == NOBODY) {
        if (w->calm || w->now < w->next_visitor || w->visitor_count == VISITORS_MAX ||
            w->model.page != KIOSK_HOME)
            return;
        w->at_kiosk = w->visitor_count++;
        w->visitors[w->at_kiosk] = (struct visitor){.came = true, .since = w->now};
        count(w, COUNT_VISITORS);
    }
    visit(w);
}

/* ---- a day ---- */

static void check_end(struct world *w)
{
    const struct ledger *ledger = &w->model.ledger;
    if (ledger_untold(ledger))
        BROKEN("the hall has not heard of slip %u\n", ledger_untold(ledger)->number);
    if (ledger_unsent(ledger) || (ledger->refused && !w->damaged))
        BROKEN("%u slips did not come in, %u were refused\n", ledger_unsent(ledger),
               ledger->refused);
    static struct ledger again;
    struct ledger_reading reading;
    ledger_read(w->disk, w->disk_length, &again, &reading);
    again.last_slip = ledger->last_slip;
    if (reading.end != LEDGER_END_WHOLE || memcmp(&again, ledger, sizeof(again)) != 0)
        BROKEN("the disk holds another ledger\n");
}

static void begin_day(struct world *w, uint64_t seed, uint16_t lease_size)
{
    memset(w, 0, sizeof(*w));
    w->seed = seed;
    w->dice = seed * 0x9e3779b97f4a7c15u + 1;
    w->counts = counts;
    w->at_kiosk = NOBODY;
    w->rows = (struct kiosk_rows){.known = true, .day = ENGINE_DAY, .ticketing = true};
    for (size_t i = 0; i < countof(services); i++)
        w->rows.services[i] = (struct kiosk_service){.known = true, .ticketing = true, .left = 900};
    world_hall_start(w, lease_size);
    world_kiosk_start(w, &def, &device);
}

static void step(struct world *w)
{
    w->now += WORLD_STEP_MS;
    world_link_step(w);
    world_kiosk_step(w);
    people_step(w);
}

/* The faults stop; everything comes to its end. */
static void end_day(struct world *w)
{
    w->calm = true;
    w->disk_bad_until = 0;
    for (msec ends = w->now + CALM_MS; w->now < ends;)
        step(w);
    check_end(w);
    world_serve_all(w);
    world_hall_stop(w);
}

static void run_day(struct world *w, uint64_t seed)
{
    begin_day(w, seed, 10);
    while (w->visitor_count < DAY_VISITORS && w->now < HOUR)
        step(w);
    end_day(w);
}

static void print_counts(const char *what)
{
    static const char *const names[] = {"power cuts",    "torn writes",
                                        "copies",        "papers",
                                        "numbers alone", "in place of a command",
                                        "imports",       "late answers",
                                        "no paper",      "given back",
                                        "link cuts",     "freezes",
                                        "lost journals", "rotten journals",
                                        "failed writes", "admitted at the desk",
                                        "ghosts",        "served",
                                        "visitors",      "sent to the desk"};
    _Static_assert(countof(names) == COUNT_END, "each count has its name");
    printf("kiosk_power_sim: %s\n", what);
    for (int i = 0; i < COUNT_END; i++)
        printf("  %-22s %8llu\n", names[i], (unsigned long long)counts[i]);
}

static void ten_thousand_power_cuts_lose_nobody(void **state)
{
    (void)state;
    uint64_t seed = first_seed;
    while (counts[COUNT_CUTS] < wanted)
        run_day(&world, seed++);
    char what[64];
    snprintf(what, sizeof(what), "%llu days from seed %llu",
             (unsigned long long)(seed - first_seed), (unsigned long long)first_seed);
    print_counts(what);
    assert_true(counts[COUNT_COPIES] > 0 && counts[COUNT_IMPORTS] > 0 && counts[COUNT_LATE] > 0);
}

/* F17: the controller is dead from ten past eight for eight hours of the hall's clock; the power
 * goes meanwhile, too. A lease of 200 a service is enough for a visitor every 80 s. */
static void eight_hours_alone_and_everybody_is_called_in_order(void **state)
{
    (void)state;
    struct world *w = &world;
    memset(counts, 0, sizeof(counts));
    begin_day(w, first_seed, 200);
    w->sound = true;
    w->alone_from = 10 * MINUTE;
    w->alone_until = w->alone_from + 8 * HOUR;
    while (w->now < w->alone_until) {
        bool somebody = w->at_kiosk != NOBODY;
        step(w);
        if (somebody && w->at_kiosk == NOBODY)
            w->next_visitor = w->now + 60 * SECOND + roll(w, 40 * SECOND);
    }
    uint32_t unsent = ledger_unsent(&w->model.ledger);
    end_day(w);
    print_counts("eight hours alone");
    assert_true(unsent > 250);
    assert_int_equal(counts[COUNT_WITHOUT], 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ten_thousand_power_cuts_lose_nobody),
                                       cmocka_unit_test(
                                           eight_hours_alone_and_everybody_is_called_in_order)};
    if (argc > 1)
        wanted = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        first_seed = strtoull(argv[2], NULL, 10);
    return cmocka_run_group_tests_name("kiosk_power_sim", tests, NULL, NULL);
}
