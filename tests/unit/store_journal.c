/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_journal - rows, turns, days and what can be asked about a ticket.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "store_fixture.h"
#include "test.h"

#define DAY 20250801u

static struct command_id last_id;
static enum err keep_row(void *context, const struct store_row *row)
{
    last_id = row->id;
    *(struct store_row *)context = *row;
    return ERR_NONE;
}

static void write_one(struct store_fixture *f, const struct command *command,
                      const struct result *result, const struct facts *facts)
{
    uint64_t seq;
    assert_int_equal(store_begin(f->store), ERR_NONE);
    assert_int_equal(store_append(f->store, command, result, facts, &seq), ERR_NONE);
    assert_int_equal(store_commit(f->store), ERR_NONE);
}

/* D-09, D-10: a repeat is known by its id, however long ago the session was. */
static void a_command_is_found_by_its_id(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    struct command command = {.id = {UINT64_MAX, 3, 7, 9}, .now = 1754012345678};
    const struct result result = {.code = REFUSED_NOT, .verb = VERB_HELP, .call = 5};
    struct facts facts = {.count = 1};
    facts.list[0] = (struct fact){.kind = FACT_KIND_HELP, .at = 5};
    write_one(f, &command, &result, &facts);

    struct store_row row;
    bool found;
    assert_int_equal(store_find_command(f->store, &command.id, &row, &found), ERR_NONE);
    assert_true(found);
    assert_int_equal(row.result.call, 5);
    assert_int_equal(row.facts.count, 1);
    command.id.seq++;
    assert_int_equal(store_find_command(f->store, &command.id, &row, &found), ERR_NONE);
    assert_false(found);
    fixture_close(f);
}

static void a_row_comes_back_as_it_was_written(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    const struct command command = {.id = {UINT64_MAX, UINT32_MAX, 7, UINT32_MAX - 1},
                                    .now = 1754012345678};
    const struct result result = {
        .code = REFUSED_NOT,
        .verb = VERB_TRANSFER,
        .target = {0x8003},
        .ticket = {4000000000u},
        .label = {"AB", 1023},
        .service = {65535},
        .ticket_class = 3,
        .call = UINT32_MAX,
        .retry_ms = 9,
        .ahead = 17,
        .lo_min = 3,
        .hi_min = 999,
        .wait_min = 65535,
        .at = INT64_MAX,
    };
    struct facts facts = {.count = 2};
    facts.list[0] = (struct fact){.kind = FACT_KIND_PARKED, .at = 5};
    facts.list[0].parked.ticket = 4000000000u;
    facts.list[1] = (struct fact){.kind = FACT_KIND_HELP, .at = INT64_MAX};
    snprintf(facts.list[1].help.device, sizeof(facts.list[1].help.device), "pad-%020d", 7);
    write_one(f, &command, &result, &facts);

    fixture_close(f);
    fixture_open(f);
    struct store_row row;
    assert_int_equal(store_replay(f->store, keep_row, &row), ERR_NONE);
    assert_int_equal(row.seq, 1);
    assert_int_equal(row.at, command.now);
    assert_int_equal(row.verb, VERB_TRANSFER);
    assert_memory_equal(&row.id.uid, &command.id.uid, sizeof(uint64_t));
    assert_int_equal(row.id.boot, command.id.boot);
    assert_int_equal(row.id.session, 7);
    assert_int_equal(row.id.seq, command.id.seq);
    assert_int_equal(row.result.target.n, 0x8003);
    assert_int_equal(row.result.ticket.n, 4000000000u);
    assert_true(label_same(row.result.label, result.label));
    assert_int_equal(row.result.service.n, 65535);
    assert_int_equal(row.result.ticket_class, 3);
    assert_int_equal(row.result.call, UINT32_MAX);
    assert_int_equal(row.result.retry_ms, 9);
    assert_int_equal(row.result.ahead, 17);
    assert_int_equal(row.result.lo_min, 3);
    assert_int_equal(row.result.hi_min, 999);
    assert_int_equal(row.result.wait_min, 65535);
    assert_int_equal(row.result.at, INT64_MAX);
    assert_int_equal(row.facts.count, 2);
    assert_int_equal(row.facts.list[0].parked.ticket, 4000000000u);
    assert_int_equal(row.facts.list[1].at, INT64_MAX);
    assert_string_equal(row.facts.list[1].help.device, facts.list[1].help.device);
}

/* FACTS_MAX facts of every kind, every byte of them set. */
static void every_kind_of_fact_fits(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    for (uint8_t kind = 1; kind < FACT_KIND_COUNT; kind++) {
        if (!fact_table(kind) || kind == FACT_KIND_DAY_OPENED)
            continue;
        struct command command = {.id = {1, 1, 1, kind}};
        struct result result;
        memset(&result, 0xff, sizeof(result));
        struct facts facts = {.count = FACTS_MAX};
        for (uint32_t i = 0; i < FACTS_MAX; i++) {
            struct fact *fact = &facts.list[i];
            memset(fact, 'x', sizeof(*fact));
            fact->kind = kind;
            const struct field_table *table = fact_table(kind);
            for (uint16_t k = 0; k < table->count; k++) /* end the texts */
                if (table->fields[k].kind == FIELD_STR)
                    ((char *)&fact->day_opened)[table->fields[k].offset + table->fields[k].max] = 0;
        }
        write_one(f, &command, &result, &facts);
        struct store_row row;
        assert_int_equal(store_replay(f->store, keep_row, &row), ERR_NONE);
        assert_int_equal(row.facts.count, FACTS_MAX);
        char want[1024], got[1024];
        fact_print(&facts.list[7], want, sizeof(want));
        fact_print(&row.facts.list[7], got, sizeof(got));
        assert_string_equal(got, want);
    }
}

static void rows_of_a_turn_come_back_in_order(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 1), ERR_NONE);
    assert_int_equal(fixture_turn(f, 256), ERR_NONE);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    fixture_expect_rows(f, 1, 260);
    fixture_close(f);
    fixture_open(f);
    fixture_expect_rows(f, 1, 260);
}

static void replay_begins_with_the_open_day(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 2), ERR_NONE);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE); /* row 3 */
    assert_int_equal(fixture_turn(f, 5), ERR_NONE);
    fixture_expect_rows(f, 3, 8);
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE); /* row 9 */
    fixture_expect_rows(f, 9, 9);
    assert_int_equal(fixture_turn(f, 1), ERR_NONE);
    fixture_close(f);
    fixture_open(f);
    fixture_expect_rows(f, 9, 10);
}

static enum err stop_at_two(void *context, const struct store_row *row)
{
    *(uint64_t *)context = row->seq;
    return row->seq == 2 ? ERR_CONFIG : ERR_NONE;
}

static void replay_stops_at_the_first_error_of_its_reader(void **state)
{
    struct store_fixture *f = *state;
    uint64_t last = 0;
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 4), ERR_NONE);
    assert_int_equal(store_replay(f->store, stop_at_two, &last), ERR_CONFIG);
    assert_int_equal(last, 2);
    fixture_expect_rows(f, 1, 4); /* and nothing is left open */
    assert_int_equal(fixture_turn(f, 1), ERR_NONE);
    assert_int_equal(store_checkpoint(f->store), ERR_NONE);
}

static void a_turn_without_commit_never_happened(void **state)
{
    struct store_fixture *f = *state;
    struct command command;
    struct result result;
    struct facts facts;
    uint64_t seq;
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    assert_int_equal(store_begin(f->store), ERR_NONE);
    fixture_row(4, &command, &result, &facts);
    assert_int_equal(store_append(f->store, &command, &result, &facts, &seq), ERR_NONE);
    fixture_close(f); /* as a crash would */
    fixture_open(f);
    fixture_expect_rows(f, 1, 3);
    assert_int_equal(fixture_turn(f, 1), ERR_NONE); /* the same id is free */
    fixture_expect_rows(f, 1, 4);
}

static void an_empty_turn_leaves_nothing(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    assert_int_equal(store_begin(f->store), ERR_NONE);
    store_rollback(f->store);
    assert_int_equal(fixture_turn(f, 1), ERR_NONE);
    fixture_expect_rows(f, 1, 1);
}

/* D-10: unique on the command id, whatever the controller remembers. */
static void a_command_id_is_kept_once(void **state)
{
    struct store_fixture *f = *state;
    struct command command;
    struct result result;
    struct facts facts;
    uint64_t seq;
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 2), ERR_NONE);
    fixture_row(2, &command, &result, &facts);
    assert_int_equal(store_begin(f->store), ERR_NONE);
    fixture_listen();
    enum err err = store_append(f->store, &command, &result, &facts, &seq);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_DB);
    assert_non_null(strstr(said, "UNIQUE"));
    fixture_close(f);
    fixture_open(f);
    fixture_expect_rows(f, 1, 2);
}

/* D-26: seq never restarts; boot counts starts; the instance is the folder's. */
static void identity_lives_with_the_folder(void **state)
{
    struct store_fixture *f = *state;
    struct store_identity first, second;
    fixture_open(f);
    store_identity(f->store, &first);
    assert_int_equal(first.boot, 1);
    assert_int_equal(first.epoch, 1);
    assert_int_equal(first.seq, 0);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    assert_int_equal(fixture_turn(f, 4), ERR_NONE);
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE);
    fixture_close(f);
    fixture_open(f);
    store_identity(f->store, &second);
    assert_true(first.instance == second.instance && first.instance != 0);
    assert_int_equal(second.boot, 2);
    assert_int_equal(second.seq, 6);

    void *other = NULL;
    assert_int_equal(store_fixture_setup(&other), 0);
    fixture_open(other);
    store_identity(((struct store_fixture *)other)->store, &second);
    assert_true(first.instance != second.instance);
    store_fixture_teardown(&other);
}

struct tally {
    uint32_t rows;
    uint64_t last;
};

static enum err tally_row(void *context, const struct store_row *row)
{
    struct tally *tally = context;
    assert_true(row->seq > tally->last);
    tally->last = row->seq;
    tally->rows++;
    return ERR_NONE;
}

static void write_call(struct store_fixture *f, uint32_t ticket)
{
    struct command command;
    struct result result = {.verb = VERB_CALL_NEXT, .ticket = {ticket}};
    struct facts facts;
    fixture_row(f->next, &command, &result, &facts);
    result = (struct result){.verb = VERB_CALL_NEXT};
    facts.list[0] = (struct fact){.kind = FACT_KIND_CALLED};
    facts.list[0].called.ticket = ticket;
    write_one(f, &command, &result, &facts);
    f->next++;
}

static void the_history_of_a_ticket_spans_its_rows_of_any_day(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE); /* 1 */
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);       /* tickets 2 3 4 */
    write_call(f, 3);                                     /* 5 */
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE); /* tickets 7 8 9 */
    write_call(f, 9);                               /* 10 */

    struct tally old = {0, 0}, today = {0, 0}, never = {0, 0};
    assert_int_equal(store_history(f->store, (ticket_id){3}, tally_row, &old), ERR_NONE);
    assert_int_equal(old.rows, 2);
    assert_int_equal(old.last, 5);
    assert_int_equal(store_history(f->store, (ticket_id){9}, tally_row, &today), ERR_NONE);
    assert_int_equal(today.rows, 2);
    assert_int_equal(today.last, 10);
    assert_int_equal(store_history(f->store, (ticket_id){77}, tally_row, &never), ERR_NONE);
    assert_int_equal(never.rows, 0);
}

static void a_label_is_found_on_its_day(void **state)
{
    struct store_fixture *f = *state;
    ticket_id ticket;
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    write_call(f, 3);
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    const struct label third = {"A", 4}, eighth = {"A", 9};
    assert_int_equal(store_find(f->store, third, DAY, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 3);
    assert_int_equal(store_find(f->store, third, DAY + 1, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 0);
    assert_int_equal(store_find(f->store, eighth, DAY + 1, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 8);
    assert_int_equal(store_find(f->store, third, DAY + 7, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 0);
}

/* A manager may close a day and open the same date again (R-N7: numbers go on). */
static void a_date_opened_twice_is_one_day(void **state)
{
    struct store_fixture *f = *state;
    ticket_id ticket;
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE); /* tickets 2 3 4 */
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE); /* tickets 6 7 8 */
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE);
    assert_int_equal(store_find(f->store, (struct label){"A", 4}, DAY, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 3);
    assert_int_equal(store_find(f->store, (struct label){"A", 8}, DAY, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 7);
}

static int64_t wal_bytes(const struct store_fixture *f)
{
    char path[128];
    struct stat stat_of;
    fixture_path(f, "journal-1.db-wal", path);
    return stat(path, &stat_of) == 0 ? stat_of.st_size : -1;
}

static void a_checkpoint_lets_the_wal_begin_anew(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    for (int i = 0; i < 100; i++)
        assert_int_equal(fixture_turn(f, 1), ERR_NONE);
    assert_int_equal(store_checkpoint(f->store), ERR_NONE);
    int64_t before = wal_bytes(f);
    for (int i = 0; i < 50; i++)
        assert_int_equal(fixture_turn(f, 1), ERR_NONE);
    assert_int_equal(wal_bytes(f), before);
    assert_int_equal(store_checkpoint(f->store), ERR_NONE);
    assert_int_equal(store_checkpoint(f->store), ERR_NONE); /* nothing to do */
    fixture_expect_rows(f, 1, 150);
}

/* A hall that is never idle: WAL_PAGES_MAX is 1000 pages of 4 kB and their headers. */
static void the_wal_stays_bounded_without_a_checkpoint(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    for (int i = 0; i < 60; i++)
        assert_int_equal(fixture_turn(f, 256), ERR_NONE);
    assert_true(wal_bytes(f) > 0);
    assert_true(wal_bytes(f) < 6 * 1024 * 1024);
    fixture_close(f);
    fixture_open(f);
    fixture_expect_rows(f, 1, 60 * 256);
}

/* It copies what the day before has left in one turn. */
static void the_room_of_a_day_opening_is_not_kept(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    for (int i = 0; i < 160; i++)
        assert_int_equal(fixture_turn(f, 256), ERR_NONE);
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE);
    assert_true(wal_bytes(f) < 6 * 1024 * 1024);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    fixture_close(f);
    fixture_open(f);
    fixture_expect_rows(f, 160 * 256 + 2, 160 * 256 + 5);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_row_comes_back_as_it_was_written),
        TEST(a_command_is_found_by_its_id),
        TEST(every_kind_of_fact_fits),
        TEST(rows_of_a_turn_come_back_in_order),
        TEST(replay_begins_with_the_open_day),
        TEST(replay_stops_at_the_first_error_of_its_reader),
        TEST(a_turn_without_commit_never_happened),
        TEST(an_empty_turn_leaves_nothing),
        TEST(a_command_id_is_kept_once),
        TEST(identity_lives_with_the_folder),
        TEST(the_history_of_a_ticket_spans_its_rows_of_any_day),
        TEST(a_label_is_found_on_its_day),
        TEST(a_date_opened_twice_is_one_day),
        TEST(a_checkpoint_lets_the_wal_begin_anew),
        TEST(the_wal_stays_bounded_without_a_checkpoint),
        TEST(the_room_of_a_day_opening_is_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
