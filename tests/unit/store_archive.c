/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_archive - closed days go to a file each (D-29), whatever comes in between; they are read,
 * checked and, when their time is over, removed.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/file.h"
#include "store/offline.h"
#include "store_fixture.h"
#include "test.h"

#define DAY 20250801u
#define ROWS_A_DAY 7u /* with the one that opens it */

static bool there(const struct store_fixture *f, const char *name)
{
    char path[128];
    fixture_path(f, name, path);
    return file_exists(path);
}

/* Asks a file of the folder with a connection of its own. */
static int64_t ask(const struct store_fixture *f, const char *name, const char *sql)
{
    char path[128];
    sqlite3 *db;
    sqlite3_stmt *statement;
    fixture_path(f, name, path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    int64_t answer =
        sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return answer;
}

static void change(const struct store_fixture *f, const char *name, const char *sql)
{
    char path[128];
    sqlite3 *db;
    fixture_path(f, name, path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void open_days(struct store_fixture *f, uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(fixture_open_day(f, first + i), ERR_NONE);
        assert_int_equal(fixture_turn(f, ROWS_A_DAY - 1), ERR_NONE);
    }
}

/* Day i of open_days has the tickets i * ROWS_A_DAY + 2 and so on. */
static uint32_t ticket_of(uint32_t day)
{
    return day * ROWS_A_DAY + 3;
}

static ticket_id find(struct store_fixture *f, uint32_t day)
{
    ticket_id ticket;
    struct label label = {"A", (uint16_t)(ticket_of(day) + 1)};
    assert_int_equal(store_find(f->store, label, DAY + day, &ticket), ERR_NONE);
    return ticket;
}

static enum err count_row(void *context, const struct store_row *row)
{
    assert_true(fixture_is_row(row, row->seq));
    *(uint32_t *)context += 1;
    return ERR_NONE;
}

static void a_closed_day_has_a_file_of_its_own(void **state)
{
    struct store_fixture *f = *state;
    uint32_t rows = 0;
    struct stat stat_of;
    char path[128];
    fixture_open(f);
    open_days(f, DAY, 3);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_true(there(f, "archive/2025-08-01.db"));
    assert_true(there(f, "archive/2025-08-02.db"));
    assert_false(there(f, "archive/2025-08-03.db")); /* it is open */
    fixture_path(f, "archive/2025-08-01.db", path);
    assert_int_equal(stat(path, &stat_of), 0);
    assert_int_equal(stat_of.st_mode & 0777, 0600);
    for (uint32_t day = 0; day < 3; day++)
        assert_int_equal(find(f, day).n, ticket_of(day));
    assert_int_equal(store_history(f->store, (ticket_id){ticket_of(0)}, count_row, &rows),
                     ERR_NONE);
    assert_int_equal(rows, 1);
    assert_int_equal(store_verify(f->store), ERR_NONE);
    fixture_expect_rows(f, 2 * ROWS_A_DAY + 1, 3 * ROWS_A_DAY);
    assert_int_equal(fixture_turn(f, 2), ERR_NONE);
    fixture_close(f);
    assert_int_equal(ask(f, "journal-1.db", "SELECT count(*) FROM past"), 0);
    assert_int_equal(ask(f, "archive/2025-08-02.db", "SELECT min(seq) FROM journal"),
                     ROWS_A_DAY + 1);
    assert_int_equal(ask(f, "archive/2025-08-02.db", "SELECT count(*) FROM journal"), ROWS_A_DAY);
    fixture_open(f); /* the open day follows from the last archive */
    fixture_expect_rows(f, 2 * ROWS_A_DAY + 1, 3 * ROWS_A_DAY + 2);
}

/* The chain behind the last row of a day stands before the first one of the next. */
static void archives_follow_from_each_other(void **state)
{
    struct store_fixture *f = *state;
    char path[128], sql[256];
    fixture_open(f);
    open_days(f, DAY, 3);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    fixture_close(f);
    fixture_path(f, "archive/2025-08-01.db", path);
    snprintf(sql, sizeof(sql),
             "ATTACH '%s' AS one; CREATE TEMP TABLE same AS"
             " SELECT count(*) AS n FROM one.head AS a JOIN main.head AS b ON a.link = b.before",
             path);
    sqlite3 *db;
    sqlite3_stmt *statement;
    char two[128];
    fixture_path(f, "archive/2025-08-02.db", two);
    assert_int_equal(sqlite3_open(two, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT n FROM same", -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(statement, 0), 1);
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static void a_date_that_is_opened_again_has_one_archive(void **state)
{
    struct store_fixture *f = *state;
    ticket_id ticket;
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 2), ERR_NONE); /* before any day */
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_false(there(f, "archive/2025-08-01.db"));
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE); /* row 11 */
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_int_equal(store_find(f->store, (struct label){"A", 10}, DAY, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 9);
    assert_int_equal(store_find(f->store, (struct label){"A", 6}, DAY, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 5);
    fixture_close(f);
    assert_int_equal(ask(f, "archive/2025-08-01.db", "SELECT count(*) FROM journal"), 10);
}

/* Dead after any piece of it, and the start goes on: the day is there all the time. */
static void archiving_may_die_anywhere(void **state)
{
    struct store_fixture *f = *state;
    bool more = true;
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    for (int i = 0; i < 6; i++)
        assert_int_equal(fixture_turn(f, 250), ERR_NONE);
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE);
    fixture_close(f);
    for (int pieces = 1; more; pieces++) {
        fixture_open(f);
        for (int i = 0; i < pieces && more; i++)
            assert_int_equal(store_tidy(f->store, 0, &more), ERR_NONE);
        assert_int_equal(find(f, 0).n, ticket_of(0));
        fixture_close(f);
        fixture_open(f);
        assert_int_equal(find(f, 0).n, ticket_of(0));
        assert_false(there(f, "archive/2025-08-01.db.new"));
        fixture_close(f);
        assert_true(pieces < 50);
    }
    assert_int_equal(ask(f, "archive/2025-08-01.db", "SELECT count(*) FROM journal"), 1501);
    assert_int_equal(ask(f, "journal-1.db", "SELECT count(*) FROM past"), 0);
}

/* The file was named and the process died: it is in both, and one of them is what it was. */
static void a_day_that_is_in_both_is_in_one_again(void **state)
{
    struct store_fixture *f = *state;
    bool more = true;
    fixture_open(f);
    open_days(f, DAY, 2);
    while (!there(f, "archive/2025-08-01.db"))
        assert_int_equal(store_tidy(f->store, 0, &more), ERR_NONE);
    fixture_close(f);
    assert_int_equal(ask(f, "journal-1.db", "SELECT count(*) FROM past"), ROWS_A_DAY);
    fixture_open(f);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_int_equal(find(f, 0).n, ticket_of(0));
    fixture_close(f);
    assert_int_equal(ask(f, "journal-1.db", "SELECT count(*) FROM past"), 0);
}

/* … and what such a file holds is not believed. */
static void a_left_over_is_written_anew(void **state)
{
    struct store_fixture *f = *state;
    bool more = true;
    fixture_open(f);
    open_days(f, DAY, 2);
    while (!there(f, "archive/2025-08-01.db"))
        assert_int_equal(store_tidy(f->store, 0, &more), ERR_NONE);
    fixture_close(f);
    change(f, "archive/2025-08-01.db", "UPDATE journal SET at = at + 1 WHERE seq = 4");
    fixture_open(f);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_int_equal(find(f, 0).n, ticket_of(0));
}

/* The file is read again before the journal forgets. */
static void a_file_that_does_not_hold_what_was_written_is_set_aside(void **state)
{
    struct store_fixture *f = *state;
    bool more = true;
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    for (int i = 0; i < 6; i++)
        assert_int_equal(fixture_turn(f, 250), ERR_NONE);
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE);
    while (!there(f, "archive/2025-08-01.db"))
        assert_int_equal(store_tidy(f->store, 0, &more), ERR_NONE);
    change(f, "archive/2025-08-01.db", "UPDATE journal SET at = at + 1 WHERE seq = 1400");
    fixture_listen();
    enum err err = fixture_tidy(f, 0);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_NONE);
    assert_non_null(strstr(said, "row=1400 does not follow"));
    assert_true(there(f, "archive/2025-08-01.db.damaged"));
    assert_int_equal(find(f, 0).n, ticket_of(0)); /* the journal has it still */
    fixture_close(f);
    fixture_open(f);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_true(there(f, "archive/2025-08-01.db"));
    assert_int_equal(find(f, 0).n, ticket_of(0));
}

static void a_damaged_day_is_not_archived(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    open_days(f, DAY, 2);
    fixture_close(f);
    change(f, "journal-1.db", "UPDATE past SET at = at + 1 WHERE seq = 4");
    fixture_open(f);
    fixture_listen();
    enum err err = fixture_tidy(f, 0);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_NONE); /* 0007: the day goes on */
    assert_non_null(strstr(said, "row=4 does not follow"));
    assert_false(there(f, "archive/2025-08-01.db"));
    assert_false(there(f, "archive/2025-08-01.db.new"));
    assert_int_equal(fixture_turn(f, 1), ERR_NONE);
}

static void a_changed_archive_is_found_when_it_is_read(void **state)
{
    struct store_fixture *f = *state;
    ticket_id ticket;
    fixture_open(f);
    open_days(f, DAY, 2);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    change(f, "archive/2025-08-01.db", "UPDATE journal SET cseq = 9 WHERE seq = 2");
    fixture_listen();
    enum err err = store_find(f->store, (struct label){"A", 4}, DAY, &ticket);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_DB);
    assert_non_null(strstr(said, "file=archive/2025-08-01.db row=2 does not follow"));
    assert_non_null(strstr(said, "put back a copy"));
    assert_int_equal(fixture_turn(f, 1), ERR_NONE);
}

static void a_missing_archive_is_said(void **state)
{
    struct store_fixture *f = *state;
    char path[128];
    ticket_id ticket;
    fixture_open(f);
    open_days(f, DAY, 2);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    fixture_path(f, "archive/2025-08-01.db", path);
    assert_int_equal(unlink(path), 0);
    fixture_listen();
    enum err err = store_find(f->store, (struct label){"A", 4}, DAY, &ticket);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_IO);
    assert_non_null(strstr(said, "archive/2025-08-01.db is gone"));
}

/* Another folder's archive must neither be believed nor be written over. */
static void a_name_that_is_taken_gets_a_number(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    open_days(f, DAY, 2);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    open_days(f, DAY, 1); /* the clock was wrong, and somebody had it opened again */
    open_days(f, DAY + 2, 1);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_true(there(f, "archive/2025-08-01.db"));
    assert_true(there(f, "archive/2025-08-01-15.db"));
    assert_int_equal(store_verify(f->store), ERR_NONE);
}

static void old_archives_are_removed(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    open_days(f, DAY, 10);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE); /* 0: for ever */
    assert_true(there(f, "archive/2025-08-01.db"));
    fixture_close(f);
    fixture_open(f);
    fixture_listen();
    enum err err = fixture_tidy(f, 3); /* of the tenth: 7, 8, 9 stay */
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_NONE);
    assert_non_null(strstr(said, "file=archive/2025-08-06.db removed keep_days=3"));
    assert_null(strstr(said, "2025-08-07"));
    assert_false(there(f, "archive/2025-08-01.db"));
    assert_false(there(f, "archive/2025-08-06.db"));
    assert_true(there(f, "archive/2025-08-07.db"));
    assert_int_equal(find(f, 0).n, 0);
    assert_int_equal(find(f, 6).n, ticket_of(6));
    assert_int_equal(store_verify(f->store), ERR_NONE);
    fixture_close(f);
    fixture_open(f);
    fixture_expect_rows(f, 9 * ROWS_A_DAY + 1, 10 * ROWS_A_DAY);
}

/* A death between the list and the file leaves the file: the next time takes it. */
static void an_archive_that_stayed_is_removed_the_next_time(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    open_days(f, DAY, 3);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    fixture_close(f);
    change(f, "journal-1.db", "UPDATE archive SET kept = 0 WHERE day = 20250801");
    fixture_open(f);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_false(there(f, "archive/2025-08-01.db"));
    assert_true(there(f, "archive/2025-08-02.db"));
}

/* ---- a folder of a version before ---- */

static void copy_data(const struct store_fixture *f, const char *name, const char *as)
{
    uint8_t *bytes;
    size_t length;
    char from[512], to[128];
    snprintf(from, sizeof(from), "%s/store/%s", TEST_DATA_DIR, name);
    fixture_path(f, as, to);
    assert_int_equal(file_read(from, 1 << 20, &bytes, &length), ERR_NONE);
    assert_int_equal(file_write(to, bytes, length, 0600), ERR_NONE);
    free(bytes);
}

/* Three rows before any day, then days of 6, 7 and 8 rows, the last one open. */
static void version_1_with_its_table_of_the_past_is_brought_along(void **state)
{
    struct store_fixture *f = *state;
    ticket_id ticket;
    struct store_identity identity;
    copy_data(f, "version-1.db", "journal-1.db");
    fixture_open(f);
    store_identity(f->store, &identity);
    assert_true(identity.instance == 8974014121025471669u);
    assert_int_equal(identity.boot, 2);
    assert_int_equal(identity.seq, 24);
    fixture_expect_rows(f, 17, 24);
    assert_int_equal(store_verify(f->store), ERR_NONE);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_int_equal(store_find(f->store, (struct label){"A", 7}, DAY, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 6);
    assert_int_equal(store_find(f->store, (struct label){"A", 13}, DAY + 1, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 12);
    f->next = 25;
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    fixture_close(f);
    assert_int_equal(ask(f, "archive/2025-08-01.db", "SELECT count(*) FROM journal"), 9);
    assert_int_equal(ask(f, "archive/2025-08-02.db", "SELECT count(*) FROM journal"), 7);
    assert_int_equal(ask(f, "journal-1.db", "PRAGMA user_version"), 2);
    fixture_open(f);
    fixture_expect_rows(f, 17, 27);
}

/* The present one; when there is a version 3 this is where it comes from. */
static void version_2_is_opened(void **state)
{
    struct store_fixture *f = *state;
    struct offline_report report;
    char path[128];
    ticket_id ticket;
    fixture_path(f, "archive", path);
    assert_int_equal(file_make_dir(path, 0700), ERR_NONE);
    copy_data(f, "version-2/journal-1.db", "journal-1.db");
    copy_data(f, "version-2/archive/2025-08-01.db", "archive/2025-08-01.db");
    copy_data(f, "version-2/archive/2025-08-02.db", "archive/2025-08-02.db");
    assert_int_equal(offline_verify(f->dir, &report), ERR_NONE);
    assert_int_equal(report.archives, 2);
    assert_int_equal(report.rows, 24);
    fixture_open(f);
    fixture_expect_rows(f, 17, 24);
    assert_int_equal(store_find(f->store, (struct label){"A", 13}, DAY + 1, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 12);
    f->next = 25;
    assert_int_equal(fixture_open_day(f, DAY + 3), ERR_NONE);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    fixture_close(f);
    assert_int_equal(offline_verify(f->dir, &report), ERR_NONE);
    assert_int_equal(report.archives, 3);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_closed_day_has_a_file_of_its_own),
        TEST(archives_follow_from_each_other),
        TEST(a_date_that_is_opened_again_has_one_archive),
        TEST(archiving_may_die_anywhere),
        TEST(a_day_that_is_in_both_is_in_one_again),
        TEST(a_left_over_is_written_anew),
        TEST(a_file_that_does_not_hold_what_was_written_is_set_aside),
        TEST(a_damaged_day_is_not_archived),
        TEST(a_changed_archive_is_found_when_it_is_read),
        TEST(a_missing_archive_is_said),
        TEST(a_name_that_is_taken_gets_a_number),
        TEST(old_archives_are_removed),
        TEST(an_archive_that_stayed_is_removed_the_next_time),
        TEST(version_1_with_its_table_of_the_past_is_brought_along),
        TEST(version_2_is_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
