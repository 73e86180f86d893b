/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_open - whose folder it is, who may have it, and what is refused at the door.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pwd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/file.h"
#include "store_fixture.h"
#include "test.h"

/* What the door says; NULL when it opened. */
static const char *refusal(const struct store_options *options, enum err want)
{
    struct store *store;
    fixture_listen();
    enum err err = store_open(options, &store);
    const char *said = fixture_heard();
    assert_int_equal(err, want);
    assert_null(store);
    return said;
}

static void says_once(const char *said, const char *sentence)
{
    const char *at = strstr(said, sentence);
    if (!at)
        fail_msg("\"%s\" is not in \"%s\"", sentence, said);
    assert_ptr_equal(strchr(said, '\n') + 1, said + strlen(said)); /* one line */
}

static uint32_t mode_of(const char *path)
{
    struct stat stat_of;
    assert_int_equal(stat(path, &stat_of), 0);
    return stat_of.st_mode & 0777;
}

static void a_missing_folder_is_made_private(void **state)
{
    struct store_fixture *f = *state;
    char deep[128], path[256];
    struct store *store;
    fixture_path(f, "new", deep);
    struct store_options options = {.dir = deep, .hall_id = FIXTURE_HALL};
    assert_int_equal(store_open(&options, &store), ERR_NONE);
    assert_int_equal(mode_of(deep), 0700);
    static const char *const files[] = {"journal-1.db", "journal-1.db-wal", "journal-current",
                                        "disk-marker"};
    for (size_t i = 0; i < countof(files); i++) {
        snprintf(path, sizeof(path), "%s/%s", deep, files[i]);
        assert_int_equal(mode_of(path), 0600);
    }
    store_close(store);
    for (size_t i = 0; i < countof(files); i++) {
        snprintf(path, sizeof(path), "%s/%s", deep, files[i]);
        unlink(path);
    }
    assert_int_equal(rmdir(deep), 0); /* and nothing else was left in it */
}

static void another_hall_is_refused(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    fixture_close(f);
    struct store_options options = {.dir = f->dir, .hall_id = "township"};
    says_once(refusal(&options, ERR_OTHER_HALL), "belongs to the hall \"jianchang\"");
    fixture_open(f); /* and nothing was changed */
    struct store_identity identity;
    store_identity(f->store, &identity);
    assert_int_equal(identity.boot, 2);
}

/* D-26: a training folder never becomes the real one, nor the other way. */
static void training_is_another_instance(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    fixture_close(f);
    struct store_options options = fixture_options(f);
    options.training = true;
    says_once(refusal(&options, ERR_OTHER_HALL), "real hall's folder");
}

static void change(const struct store_fixture *f, const char *sql)
{
    char path[128];
    sqlite3 *db;
    fixture_path(f, "journal-1.db", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_newer_format_is_refused(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    fixture_close(f);
    change(f, "PRAGMA user_version = 99");
    struct store_options options = fixture_options(f);
    says_once(refusal(&options, ERR_NEWER), "newer version");
}

static void a_second_controller_is_refused(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 1), ERR_NONE);
    struct store_options options = fixture_options(f);
    says_once(refusal(&options, ERR_DB), "in use by another controller");
    assert_int_equal(fixture_turn(f, 1), ERR_NONE); /* the first one does not notice */
    fixture_expect_rows(f, 1, 2);
}

static void a_second_process_is_refused(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    pid_t child = fork();
    if (child == 0) {
        execl("/proc/self/exe", "store_open", "--second", f->dir, (char *)NULL);
        _exit(9);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(fixture_turn(f, 1), ERR_NONE);
}

/* The child of the test above: 0 = refused with the right words. */
static int second_process(const char *dir)
{
    struct store *store;
    struct store_options options = {.dir = dir, .hall_id = FIXTURE_HALL};
    fixture_listen();
    enum err err = store_open(&options, &store);
    return err == ERR_DB && strstr(fixture_heard(), "in use by another controller") ? 0 : 1;
}

static void a_folder_of_somebody_else_is_refused(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    fixture_close(f);
    assert_int_equal(chmod(f->dir, 0555), 0);
    char path[128];
    fixture_path(f, "journal-1.db", path);
    chmod(path, 0444);
    /* root may write anywhere: be somebody else for a moment */
    bool root = geteuid() == 0;
    if (root)
        assert_int_equal(seteuid(65534), 0);
    struct store_options options = fixture_options(f);
    const char *said = refusal(&options, ERR_IO);
    if (root)
        assert_int_equal(seteuid(0), 0);
    chmod(f->dir, 0700);
    says_once(said, "give the folder to the user that runs the controller");
}

static void a_file_in_the_way_is_named(void **state)
{
    struct store_fixture *f = *state;
    char path[128];
    fixture_path(f, "disk-marker", path);
    fixture_open(f);
    fixture_close(f);
    struct store_options options = {.dir = path, .hall_id = FIXTURE_HALL};
    says_once(refusal(&options, ERR_IO), path);
}

static void not_a_database_is_refused(void **state)
{
    struct store_fixture *f = *state;
    char path[128];
    fixture_path(f, "journal-1.db", path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 2000; i++)
        fputs("not a database\n", file);
    fclose(file);
    struct store_options options = fixture_options(f);
    says_once(refusal(&options, ERR_DB), "damaged");
}

/* ---- F07, T15: nothing of the open day can be changed unseen ---- */

static void fill(struct store_fixture *f)
{
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    assert_int_equal(fixture_open_day(f, 20250801), ERR_NONE);
    assert_int_equal(fixture_turn(f, 6), ERR_NONE);
    fixture_close(f);
}

/* SQLite would delete the log, the day would begin anew, and its numbers would be given twice. */
static void an_emptied_file_is_refused_and_its_log_kept(void **state)
{
    struct store_fixture *f = *state;
    struct store_options options = fixture_options(f);
    char path[128], log[128];
    struct stat before, after;
    fixture_path(f, "journal-1.db", path);
    fixture_path(f, "journal-1.db-wal", log);
    fill(f);
    assert_int_equal(stat(log, &before), 0);
    assert_int_equal(truncate(path, 0), 0);
    says_once(refusal(&options, ERR_DB), "is empty or gone, and its log is not");
    assert_int_equal(unlink(path), 0);
    says_once(refusal(&options, ERR_DB), "is empty or gone, and its log is not");
    assert_int_equal(stat(log, &after), 0);
    assert_int_equal(before.st_size, after.st_size);
}

static void too_long_a_name_is_said(void **state)
{
    char dir[FILE_PATH_MAX + 1];
    (void)state;
    memset(dir, 'a', sizeof(dir) - 1);
    dir[sizeof(dir) - 1] = '\0';
    struct store_options options = {.dir = dir, .hall_id = FIXTURE_HALL};
    says_once(refusal(&options, ERR_IO), "the name is too long");
}

static void refused_after(struct store_fixture *f, const char *sql, const char *sentence)
{
    fill(f);
    change(f, sql);
    struct store_options options = fixture_options(f);
    says_once(refusal(&options, ERR_DB), sentence);
}

static void a_changed_body_is_found(void **state)
{
    refused_after(*state, "UPDATE journal SET body = x'0102' WHERE seq = 7",
                  "row=7 does not follow");
}

static void a_changed_column_is_found(void **state)
{
    refused_after(*state, "UPDATE journal SET at = at + 1 WHERE seq = 8", "row=8 does not follow");
}

static void a_missing_row_is_found(void **state)
{
    refused_after(*state, "DELETE FROM journal WHERE seq = 6", "row=6 is missing");
}

static void a_missing_first_row_is_found(void **state)
{
    refused_after(*state, "DELETE FROM journal WHERE seq = 4", "row=4 is missing");
}

static void a_cut_past_is_found(void **state)
{
    refused_after(*state, "DELETE FROM past WHERE seq = 3", "row=3 is missing");
}

static void exchanged_rows_are_found(void **state)
{
    refused_after(*state,
                  "UPDATE journal SET seq = 100 WHERE seq = 6;"
                  "UPDATE journal SET seq = 6 WHERE seq = 7;"
                  "UPDATE journal SET seq = 7 WHERE seq = 100",
                  "row=6 does not follow");
}

static void a_changed_identity_is_found(void **state)
{
    refused_after(*state, "UPDATE meta SET boot = 0", "identity does not match");
}

static void a_lost_identity_is_found(void **state)
{
    refused_after(*state, "DELETE FROM meta", "lost its identity");
}

static enum err ignore_row(void *context, const struct store_row *row)
{
    (void)context, (void)row;
    return ERR_NONE;
}

/* D-29: the past is not read at a start; it is checked when somebody asks for it. */
static void a_changed_past_is_found_when_it_is_read(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, 20250801), ERR_NONE);
    assert_int_equal(fixture_turn(f, 4), ERR_NONE);
    assert_int_equal(fixture_open_day(f, 20250802), ERR_NONE);
    fixture_close(f);
    change(f, "UPDATE past SET at = at + 1 WHERE seq = 3");
    fixture_open(f);
    fixture_listen();
    enum err err = store_history(f->store, (ticket_id){4}, ignore_row, NULL);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_DB);
    says_once(said, "row=3 does not follow");
    fixture_listen();
    err = store_verify(f->store);
    said = fixture_heard();
    assert_int_equal(err, ERR_DB);
    says_once(said, "row=3 does not follow");
}

/* Overwrites the oldest rows of the past on the disk. */
static void tear_the_past(const struct store_fixture *f)
{
    static const char sql[] = "SELECT pageno FROM dbstat WHERE name = 'past' AND pagetype = 'leaf'"
                              " ORDER BY path LIMIT 1";
    static const char garbage[4096] = "not a page";
    char path[128];
    sqlite3 *db;
    sqlite3_stmt *statement;
    change(f, "PRAGMA wal_checkpoint(TRUNCATE)");
    fixture_path(f, "journal-1.db", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    long at = (sqlite3_column_int(statement, 0) - 1L) * (long)sizeof(garbage);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    int fd = open(path, O_RDWR);
    assert_int_equal(pwrite(fd, garbage, sizeof(garbage), at), sizeof(garbage));
    close(fd);
}

/* 0007: it is found when somebody looks there; today's tickets do not depend on it. */
static void a_past_that_cannot_be_read_does_not_end_the_day(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, 20250801), ERR_NONE);
    for (int i = 0; i < 40; i++)
        assert_int_equal(fixture_turn(f, 20), ERR_NONE);
    assert_int_equal(fixture_open_day(f, 20250802), ERR_NONE);
    fixture_close(f);
    tear_the_past(f);
    fixture_open(f);
    fixture_listen();
    enum err err = store_history(f->store, (ticket_id){4}, ignore_row, NULL);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_DB);
    says_once(said, "the file is damaged");
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    fixture_close(f);
    fixture_open(f);
    fixture_expect_rows(f, 802, 805);
}

static void a_sound_file_is_verified(void **state)
{
    struct store_fixture *f = *state;
    fixture_open(f);
    assert_int_equal(store_verify(f->store), ERR_NONE); /* nothing yet */
    fixture_close(f);
    fill(f);
    fixture_open(f);
    assert_int_equal(store_verify(f->store), ERR_NONE);
    assert_int_equal(fixture_turn(f, 1), ERR_NONE); /* and goes on where it was */
    assert_int_equal(store_verify(f->store), ERR_NONE);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--second") == 0)
        return second_process(argv[2]);
    const struct CMUnitTest tests[] = {
        TEST(a_missing_folder_is_made_private),
        TEST(another_hall_is_refused),
        TEST(training_is_another_instance),
        TEST(a_newer_format_is_refused),
        TEST(a_second_controller_is_refused),
        TEST(a_second_process_is_refused),
        TEST(a_folder_of_somebody_else_is_refused),
        TEST(a_file_in_the_way_is_named),
        TEST(not_a_database_is_refused),
        TEST(an_emptied_file_is_refused_and_its_log_kept),
        TEST(too_long_a_name_is_said),
        TEST(a_changed_body_is_found),
        TEST(a_changed_column_is_found),
        TEST(a_missing_row_is_found),
        TEST(a_missing_first_row_is_found),
        TEST(a_cut_past_is_found),
        TEST(exchanged_rows_are_found),
        TEST(a_changed_identity_is_found),
        TEST(a_lost_identity_is_found),
        TEST(a_changed_past_is_found_when_it_is_read),
        TEST(a_past_that_cannot_be_read_does_not_end_the_day),
        TEST(a_sound_file_is_verified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
