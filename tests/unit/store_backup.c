/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_backup - a copy while turns go on, a copy of a folder at rest, a copy brought back, and all
 * of it checked (D-29).
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "store/offline.h"
#include "store_fixture.h"
#include "test.h"

#define DAY 20250801u

static void days(struct store_fixture *f, uint32_t count)
{
    fixture_open(f);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(fixture_open_day(f, DAY + i), ERR_NONE);
        assert_int_equal(fixture_turn(f, 9), ERR_NONE);
    }
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

static bool there(const struct store_fixture *f, const char *name)
{
    char path[128];
    fixture_path(f, name, path);
    return file_exists(path);
}

/* Steps until it is there; a turn before each. The last row in it. */
static uint64_t back_up(struct store_fixture *f, uint32_t *steps)
{
    bool more = true;
    uint64_t until = 0;
    assert_int_equal(store_backup_begin(f->store), ERR_NONE);
    for (*steps = 0; more; ++*steps) {
        assert_int_equal(fixture_turn(f, 2), ERR_NONE);
        assert_int_equal(store_backup_step(f->store, &more, &until), ERR_NONE);
    }
    return until;
}

static void bring_back(const struct store_fixture *f, const char *file, struct store_fixture *back)
{
    struct offline_report report;
    char path[128], archives[128];
    *back = (struct store_fixture){.next = f->next};
    snprintf(back->dir, sizeof(back->dir), "%.50s/back", f->dir);
    fixture_path(f, file, path);
    fixture_path(f, "archive", archives);
    assert_int_equal(offline_restore(path, back->dir, archives, &report), ERR_NONE);
    assert_int_equal(report.missing, 0);
}

static void a_backup_is_made_while_turns_go_on(void **state)
{
    struct store_fixture *f = *state, back;
    struct store_identity was, is;
    struct offline_report report;
    char name[64], path[128];
    uint32_t steps;
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    for (int i = 0; i < 20; i++)
        assert_int_equal(fixture_turn(f, 200), ERR_NONE);
    uint64_t until = back_up(f, &steps);
    assert_true(steps >= 3); /* in pieces */
    assert_int_equal(until, f->next - 1);
    snprintf(name, sizeof(name), "backup/until-%u.db", (unsigned)until);
    assert_true(there(f, name));
    assert_false(there(f, "backup/backup.new"));
    store_identity(f->store, &was);
    assert_int_equal(fixture_turn(f, 5), ERR_NONE); /* these are not in it */

    fixture_path(f, name, path);
    assert_int_equal(offline_verify_file(path, &report), ERR_NONE);
    assert_int_equal(report.identity.seq, until);
    bring_back(f, name, &back);
    back.next = until + 1;
    fixture_open(&back);
    store_identity(back.store, &is);
    assert_true(is.instance == was.instance); /* D-26 */
    assert_int_equal(is.epoch, was.epoch);
    assert_int_equal(is.boot, was.boot + 1);
    assert_int_equal(is.seq, until);
    fixture_expect_rows(&back, 1, until);
    assert_int_equal(fixture_turn(&back, 1), ERR_NONE);
    fixture_close(&back);
}

/* Also a day that opens, is moved away and is archived meanwhile. */
static void a_backup_goes_on_over_the_opening_of_a_day(void **state)
{
    struct store_fixture *f = *state, back;
    bool more = true, tidying = true;
    uint64_t until;
    char name[64];
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, DAY), ERR_NONE);
    for (int i = 0; i < 20; i++)
        assert_int_equal(fixture_turn(f, 200), ERR_NONE);
    assert_int_equal(store_backup_begin(f->store), ERR_NONE);
    assert_int_equal(store_backup_step(f->store, &more, &until), ERR_NONE);
    assert_true(more);
    assert_int_equal(fixture_open_day(f, DAY + 1), ERR_NONE);
    while (more) {
        assert_int_equal(fixture_turn(f, 1), ERR_NONE);
        assert_int_equal(store_tidy(f->store, 0, &tidying), ERR_NONE);
        assert_int_equal(store_checkpoint(f->store), ERR_NONE);
        assert_int_equal(store_backup_step(f->store, &more, &until), ERR_NONE);
    }
    snprintf(name, sizeof(name), "backup/until-%u.db", (unsigned)until);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    bring_back(f, name, &back);
    fixture_open(&back);
    assert_int_equal(fixture_tidy(&back, 0), ERR_NONE);
    fixture_expect_rows(&back, 4002, until);
    ticket_id ticket;
    assert_int_equal(store_find(back.store, (struct label){"A", 2001}, DAY, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 2000);
    fixture_close(&back);
}

static void an_unfinished_backup_is_thrown_away(void **state)
{
    struct store_fixture *f = *state;
    uint32_t steps;
    days(f, 1);
    assert_int_equal(store_backup_begin(f->store), ERR_NONE);
    fixture_close(f); /* in the middle of it */
    assert_false(there(f, "backup/backup.new"));
    fixture_open(f);
    fixture_expect_rows(f, 1, 10);
    back_up(f, &steps);
}

static void a_folder_at_rest_is_backed_up(void **state)
{
    struct store_fixture *f = *state, back;
    struct offline_report report;
    char path[128];
    days(f, 3);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    fixture_path(f, "copy.db", path);
    fixture_listen();
    enum err err = offline_backup(f->dir, path, &report);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_DB); /* a controller has it open */
    assert_non_null(strstr(said, "in use by another controller"));
    assert_false(file_exists(path));
    fixture_close(f);
    assert_int_equal(offline_backup(f->dir, path, &report), ERR_NONE);
    assert_int_equal(report.identity.seq, 30);
    assert_string_equal(report.hall, FIXTURE_HALL);
    fixture_listen();
    err = offline_backup(f->dir, path, &report);
    assert_non_null(strstr(fixture_heard(), "is there already"));
    assert_int_equal(err, ERR_IO);

    bring_back(f, "copy.db", &back);
    assert_int_equal(offline_verify(back.dir, &report), ERR_NONE);
    assert_int_equal(report.archives, 2);
    assert_int_equal(report.rows, 30);
    fixture_open(&back);
    fixture_expect_rows(&back, 21, 30);
    fixture_close(&back);
    fixture_listen();
    err = offline_restore(path, back.dir, NULL, &report);
    assert_non_null(strstr(fixture_heard(), "holds a journal already"));
    assert_int_equal(err, ERR_USAGE);
}

/* Without its archives a hall works; verify says which are wanted. */
static void archives_may_come_later(void **state)
{
    struct store_fixture *f = *state;
    struct offline_report report;
    char path[128], back[128];
    days(f, 3);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    fixture_close(f);
    fixture_path(f, "copy.db", path);
    fixture_path(f, "back", back);
    assert_int_equal(offline_backup(f->dir, path, &report), ERR_NONE);
    assert_int_equal(offline_restore(path, back, NULL, &report), ERR_NONE);
    assert_int_equal(report.missing, 2);
    fixture_listen();
    enum err err = offline_verify(back, &report);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_IO);
    assert_non_null(strstr(said, "archive/2025-08-01.db is gone"));
    assert_non_null(strstr(said, "archive/2025-08-02.db is gone")); /* each of them */
}

static void damage_is_not_brought_back(void **state)
{
    struct store_fixture *f = *state;
    struct offline_report report;
    char path[128], back[128], archives[128];
    days(f, 3);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    fixture_close(f);
    fixture_path(f, "copy.db", path);
    fixture_path(f, "back", back);
    fixture_path(f, "archive", archives);
    assert_int_equal(offline_backup(f->dir, path, &report), ERR_NONE);
    change(f, "archive/2025-08-02.db", "UPDATE journal SET boot = 7 WHERE seq = 15");
    fixture_listen();
    enum err err = offline_restore(path, back, archives, &report);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_DB);
    assert_non_null(strstr(said, "archive/2025-08-02.db row=15 does not follow"));
    assert_false(there(f, "back/journal-1.db"));
    change(f, "copy.db", "UPDATE journal SET boot = 7 WHERE seq = 25");
    fixture_listen();
    err = offline_restore(path, back, NULL, &report);
    said = fixture_heard();
    assert_int_equal(err, ERR_DB);
    assert_non_null(strstr(said, "file=copy.db row=25 does not follow"));
    assert_non_null(strstr(said, "use an older one"));
    assert_false(there(f, "back/journal-1.db"));
}

/* D-23: keys and names lie in files beside the database. */
static void a_backup_holds_nothing_but_the_journal(void **state)
{
    static const char canary[] = "canary-of-a-secret-key-0123456789";
    struct store_fixture *f = *state;
    struct offline_report report;
    char path[128], deep[128];
    uint32_t steps;
    days(f, 2);
    fixture_path(f, "devices", deep);
    assert_int_equal(file_make_dir(deep, 0700), ERR_NONE);
    fixture_path(f, "devices/kiosk-1.key", path);
    assert_int_equal(file_write(path, canary, sizeof(canary), 0600), ERR_NONE);
    fixture_path(f, "day-keys", path);
    assert_int_equal(file_write(path, canary, sizeof(canary), 0600), ERR_NONE);
    uint64_t until = back_up(f, &steps);
    fixture_close(f);
    char names[2][128], online[64];
    snprintf(online, sizeof(online), "backup/until-%u.db", (unsigned)until);
    fixture_path(f, online, names[0]);
    fixture_path(f, "copy.db", names[1]);
    assert_int_equal(offline_backup(f->dir, names[1], &report), ERR_NONE);
    for (size_t i = 0; i < countof(names); i++) {
        uint8_t *bytes;
        size_t length;
        assert_int_equal(file_read(names[i], 1 << 24, &bytes, &length), ERR_NONE);
        for (size_t at = 0; at + sizeof(canary) <= length; at++)
            assert_memory_not_equal(bytes + at, canary, 16);
        free(bytes);
    }
}

/* ---- verify ---- */

static void finds(struct store_fixture *f, const char *file, const char *sql, const char *sentence)
{
    struct offline_report report;
    days(f, 4);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_int_equal(store_checkpoint(f->store), ERR_NONE);
    fixture_close(f);
    assert_int_equal(offline_verify(f->dir, &report), ERR_NONE);
    assert_int_equal(report.rows, 40);
    assert_int_equal(report.archives, 3);
    change(f, file, sql);
    fixture_listen();
    enum err err = offline_verify(f->dir, &report);
    const char *said = fixture_heard();
    if (!err || !strstr(said, sentence))
        fail_msg("\"%s\" is not in \"%s\"", sentence, said);
}

static void verify_finds_a_changed_row_of_an_archive(void **state)
{
    finds(*state, "archive/2025-08-02.db", "UPDATE journal SET verb = 9 WHERE seq = 14",
          "file=archive/2025-08-02.db row=14 does not follow");
}

static void verify_finds_a_changed_row_of_the_open_day(void **state)
{
    finds(*state, "journal-1.db", "UPDATE journal SET verb = 9 WHERE seq = 33",
          "file=journal-1.db row=33 does not follow");
}

static void verify_finds_a_row_that_was_cut_off(void **state)
{
    finds(*state, "archive/2025-08-03.db", "DELETE FROM journal WHERE seq = 30",
          "file=archive/2025-08-03.db row=30 is missing");
}

static void verify_finds_a_head_that_was_changed(void **state)
{
    finds(*state, "archive/2025-08-01.db", "UPDATE head SET day = 20250701",
          "has a head that does not match its seal");
}

static void verify_finds_an_archive_that_left_the_list(void **state)
{
    finds(*state, "journal-1.db", "DELETE FROM archive WHERE day = 20250802",
          "row=11 is in no archive of the list");
}

static void verify_finds_a_list_that_was_changed(void **state)
{
    finds(*state, "journal-1.db", "UPDATE archive SET link = zeroblob(16) WHERE day = 20250802",
          "file=archive/2025-08-02.db is not the archive in the journal's list");
}

/* Each of them is whole; they are not where they belong. */
static void verify_finds_exchanged_archives(void **state)
{
    struct store_fixture *f = *state;
    struct offline_report report;
    char one[128], two[128], spare[128];
    days(f, 3);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    fixture_close(f);
    fixture_path(f, "archive/2025-08-01.db", one);
    fixture_path(f, "archive/2025-08-02.db", two);
    fixture_path(f, "spare", spare);
    assert_int_equal(rename(one, spare), 0);
    assert_int_equal(rename(two, one), 0);
    assert_int_equal(rename(spare, two), 0);
    fixture_listen();
    enum err err = offline_verify(f->dir, &report);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_DB);
    assert_non_null(strstr(said, "archive/2025-08-01.db is not the archive in the journal's list"));
    assert_non_null(strstr(said, "archive/2025-08-02.db is not the archive in the journal's list"));
}

static void verify_refuses_another_folders_archive(void **state)
{
    struct store_fixture *f = *state;
    void *other_state = NULL;
    struct offline_report report;
    char from[128], to[128];
    assert_int_equal(store_fixture_setup(&other_state), 0);
    struct store_fixture *other = other_state;
    days(f, 2);
    days(other, 2);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_int_equal(fixture_tidy(other, 0), ERR_NONE);
    fixture_close(f);
    fixture_path(other, "archive/2025-08-01.db", from);
    fixture_path(f, "archive/2025-08-01.db", to);
    assert_int_equal(rename(from, to), 0);
    store_fixture_teardown(&other_state);
    fixture_listen();
    enum err err = offline_verify(f->dir, &report);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_OTHER_HALL);
    assert_non_null(strstr(said, "of another hall or another state folder"));
}

static void verify_says_what_is_no_state_folder(void **state)
{
    struct store_fixture *f = *state;
    struct offline_report report;
    fixture_listen();
    enum err err = offline_verify(f->dir, &report);
    assert_non_null(strstr(fixture_heard(), "has no journal: name the controller's state folder"));
    assert_int_equal(err, ERR_DB);
    assert_false(there(f, "journal-1.db")); /* and makes none */
    fixture_listen();
    err = offline_verify_file("/nowhere/backup.db", &report);
    assert_non_null(strstr(fixture_heard(), "file=/nowhere/backup.db is not there"));
    assert_int_equal(err, ERR_IO);
}

/* A folder of the version before is checked as it is. */
static void verify_reads_version_1_and_changes_nothing(void **state)
{
    struct store_fixture *f = *state;
    struct offline_report report;
    uint8_t *before, *after;
    size_t length, length_after;
    char from[512], to[128];
    snprintf(from, sizeof(from), "%s/store/version-1.db", TEST_DATA_DIR);
    fixture_path(f, "journal-1.db", to);
    assert_int_equal(file_read(from, 1 << 20, &before, &length), ERR_NONE);
    assert_int_equal(file_write(to, before, length, 0600), ERR_NONE);
    assert_int_equal(offline_verify(f->dir, &report), ERR_NONE);
    assert_int_equal(report.rows, 24);
    assert_int_equal(report.archives, 0);
    assert_int_equal(file_read(to, 1 << 20, &after, &length_after), ERR_NONE);
    assert_int_equal(length, length_after);
    assert_memory_equal(before, after, length);
    free(before);
    free(after);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_backup_is_made_while_turns_go_on),
        TEST(a_backup_goes_on_over_the_opening_of_a_day),
        TEST(an_unfinished_backup_is_thrown_away),
        TEST(a_folder_at_rest_is_backed_up),
        TEST(archives_may_come_later),
        TEST(damage_is_not_brought_back),
        TEST(a_backup_holds_nothing_but_the_journal),
        TEST(verify_finds_a_changed_row_of_an_archive),
        TEST(verify_finds_a_changed_row_of_the_open_day),
        TEST(verify_finds_a_row_that_was_cut_off),
        TEST(verify_finds_a_head_that_was_changed),
        TEST(verify_finds_an_archive_that_left_the_list),
        TEST(verify_finds_a_list_that_was_changed),
        TEST(verify_finds_exchanged_archives),
        TEST(verify_refuses_another_folders_archive),
        TEST(verify_says_what_is_no_state_folder),
        TEST(verify_reads_version_1_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
