/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_hall - a real hall lives on a real journal: decide, append, commit; killed anywhere and
 * replayed it is the same hall (D-31), over days.
 */
#include <stdlib.h>
#include <string.h>

#include "engine_hall.h"
#include "store_fixture.h"
#include "test.h"

#define DAYS 4
#define TURNS_A_DAY 120
#define COMMANDS_A_TURN 8
#define TICKETS 2000

struct life {
    struct store_fixture *store;
    struct engine_hall hall;
    uint32_t seed, rows, restarts;
    ticket_id ticket; /* the first one of the first day */
    struct label label;
};

static uint32_t random_below(struct life *life, uint32_t bound)
{
    life->seed = life->seed * 1664525u + 1013904223u;
    return (life->seed >> 8) % bound;
}

/* engine_do decided a command; the turn keeps what came of it. */
static void keep(struct life *life)
{
    const struct engine_hall *hall = &life->hall;
    const struct command command = {.id = {7, 1, 0, hall->seq}, .now = hall->now};
    uint64_t seq;
    if (!hall->facts.count)
        return;
    assert_int_equal(store_append(life->store->store, &command, &hall->result, &hall->facts, &seq),
                     ERR_NONE);
    assert_int_equal(seq, ++life->rows);
    if (hall->facts.list[0].kind == FACT_KIND_ISSUED && !life->ticket.n) {
        life->ticket = hall->result.ticket;
        life->label = hall->result.label;
    }
}

static void do_and_keep(struct life *life, uint16_t window, enum verb verb, uint32_t arg)
{
    const struct command command = {.verb = (uint8_t)verb,
                                    .target = {window},
                                    .service = {(uint16_t)(1 + random_below(life, 2))},
                                    .arg = arg,
                                    .who = "somebody"};
    engine_do(&life->hall, command);
    keep(life);
}

static void begin(struct life *life)
{
    assert_int_equal(store_begin(life->store->store), ERR_NONE);
}

static void commit(struct life *life)
{
    assert_int_equal(store_commit(life->store->store), ERR_NONE);
}

/* What a morning of a hall is made of: many tickets, every verb, many refusals. */
static void busy_turn(struct life *life)
{
    static const uint8_t verbs[] = {VERB_ISSUE,     VERB_ISSUE,  VERB_ISSUE,    VERB_CALL_NEXT,
                                    VERB_CALL_NEXT, VERB_START,  VERB_START,    VERB_FINISH,
                                    VERB_MISS,      VERB_RECALL, VERB_TRANSFER, VERB_PARK,
                                    VERB_PAUSE,     VERB_RESUME, VERB_OPEN,     VERB_CLOSE,
                                    VERB_RATE,      VERB_HELP,   VERB_TICK,     VERB_RETURN,
                                    VERB_REJOIN};
    begin(life);
    for (uint32_t i = 1 + random_below(life, COMMANDS_A_TURN); i; i--) {
        life->hall.now += random_below(life, 30) * SECOND;
        do_and_keep(life, (uint16_t)(1 + random_below(life, 4)),
                    verbs[random_below(life, countof(verbs))], 1 + random_below(life, 3));
    }
    commit(life);
}

static enum err apply_row(void *context, const struct store_row *row)
{
    struct hall *hall = context;
    for (uint32_t i = 0; i < row->facts.count; i++) {
        const struct fact *fact = &row->facts.list[i];
        if (fact->kind == FACT_KIND_DIGEST)
            assert_true(fact->digest.digest == hall_digest(hall));
        hall_apply(hall, fact);
    }
    return ERR_NONE;
}

/* SIGKILL and start: the new hall goes on in the place of the old one. */
static void restart(struct life *life)
{
    struct engine_hall *hall = &life->hall;
    uint64_t digest = hall_digest(hall->hall), views = engine_views(hall->hall, &hall->def);
    fixture_close(life->store);
    fixture_open(life->store);
    hall->hall = hall_init(hall->memory, &hall->def, TICKETS);
    assert_int_equal(store_replay(life->store->store, apply_row, hall->hall), ERR_NONE);
    assert_true(hall_digest(hall->hall) == digest);
    assert_true(engine_views(hall->hall, &hall->def) == views);
    assert_null(hall_check(hall->hall));
    life->restarts++;
}

static void open_day(struct life *life, uint32_t day)
{
    begin(life);
    do_and_keep(life, 0, VERB_DAY_OPEN, day);
    for (uint16_t window = 1; window <= 3; window++)
        do_and_keep(life, window, VERB_OPEN, 0);
    commit(life);
    assert_int_equal(hall_day(life->hall.hall), day);
}

static void close_day(struct life *life)
{
    begin(life);
    for (uint16_t window = 1; window <= 4; window++) {
        do_and_keep(life, window, VERB_START, 0);
        do_and_keep(life, window, VERB_FINISH, 0);
    }
    do_and_keep(life, 0, VERB_DAY_CLOSE, 1);
    commit(life);
    assert_int_equal(hall_day(life->hall.hall), 0);
}

static void a_replayed_hall_is_the_hall_that_was(void **state)
{
    struct life life = {.store = *state, .seed = 1};
    fixture_open(life.store);
    engine_define_small(&life.hall);
    engine_start(&life.hall, TICKETS);
    for (uint32_t day = 0; day < DAYS; day++) {
        life.hall.now = (day + 1) * 24 * HOUR + 8 * HOUR;
        open_day(&life, ENGINE_DAY + day);
        for (uint32_t i = 0; i < TURNS_A_DAY; i++) {
            busy_turn(&life);
            if (random_below(&life, 10) == 0)
                restart(&life);
        }
        close_day(&life);
        if (day % 2)
            restart(&life); /* between two days, too */
    }
    assert_true(life.restarts > DAYS);
    assert_true(life.rows > DAYS * TURNS_A_DAY);
    engine_stop(&life.hall);
}

struct story {
    ticket_id ticket;
    uint32_t rows;
    uint8_t first;
};

static enum err read_story(void *context, const struct store_row *row)
{
    struct story *story = context;
    if (!story->rows++)
        story->first = row->facts.list[0].kind;
    return ERR_NONE;
}

static void a_ticket_of_a_closed_day_has_its_story(void **state)
{
    struct life life = {.store = *state, .seed = 5};
    struct story story = {.rows = 0};
    fixture_open(life.store);
    engine_define_small(&life.hall);
    engine_start(&life.hall, TICKETS);
    for (uint32_t day = 0; day < 2; day++) {
        life.hall.now = (day + 1) * 24 * HOUR + 8 * HOUR;
        open_day(&life, ENGINE_DAY + day);
        for (uint32_t i = 0; i < TURNS_A_DAY; i++)
            busy_turn(&life);
        close_day(&life);
    }
    assert_int_equal(store_find(life.store->store, life.label, ENGINE_DAY, &story.ticket),
                     ERR_NONE);
    assert_int_equal(story.ticket.n, life.ticket.n);
    assert_int_equal(store_history(life.store->store, story.ticket, read_story, &story), ERR_NONE);
    assert_int_equal(story.first, FACT_KIND_ISSUED);
    assert_true(story.rows >= 2); /* and somebody called it */
    engine_stop(&life.hall);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_replayed_hall_is_the_hall_that_was),
        TEST(a_ticket_of_a_closed_day_has_its_story),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
