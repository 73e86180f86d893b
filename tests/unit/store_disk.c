/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_disk - what a start does after the disk refused something (D-32).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/file.h"
#include "store_fixture.h"
#include "test.h"

static bool there(const struct store_fixture *f, const char *name)
{
    char path[128];
    fixture_path(f, name, path);
    return file_exists(path);
}

static void assert_private(const struct store_fixture *f, const char *name)
{
    char path[128];
    struct stat stat_of;
    fixture_path(f, name, path);
    assert_int_equal(stat(path, &stat_of), 0);
    assert_int_equal(stat_of.st_mode & 0777, 0600);
}

static void boot_id(char id[40])
{
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%39s", id), 1);
    fclose(file);
}

/* As the store leaves it when a commit fails: `ago` before now, the one before it `gap` earlier. */
static void mark(const struct store_fixture *f, const char *boot, msec ago, msec gap)
{
    char path[128], text[129];
    fixture_path(f, "disk-marker", path);
    msec at = clock_utc_ms() - ago;
    int n = snprintf(text, sizeof(text), "failed %s %" PRId64 " %" PRId64, boot, at,
                     gap ? at - gap : 0);
    memset(text + n, ' ', sizeof(text) - 1 - (size_t)n);
    assert_int_equal(file_write(path, text, 128, 0600), ERR_NONE);
}

static void fill(struct store_fixture *f)
{
    fixture_open(f);
    assert_int_equal(fixture_open_day(f, 20250801), ERR_NONE);
    assert_int_equal(fixture_turn(f, 20), ERR_NONE);
    assert_int_equal(fixture_open_day(f, 20250802), ERR_NONE); /* row 22 */
    assert_int_equal(fixture_turn(f, 20), ERR_NONE);
    fixture_close(f);
}

static void a_good_disk_is_not_copied(void **state)
{
    struct store_fixture *f = *state;
    fill(f);
    fixture_open(f);
    assert_true(there(f, "journal-1.db"));
    assert_false(there(f, "journal-2.db"));
}

static void after_a_failure_the_journal_is_copied_to_a_new_file(void **state)
{
    struct store_fixture *f = *state;
    struct store_identity before, after;
    char id[40];
    fill(f);
    fixture_open(f);
    store_identity(f->store, &before);
    fixture_close(f);
    boot_id(id);
    mark(f, id, MINUTE, 0);
    fixture_listen();
    fixture_open(f);
    assert_non_null(strstr(fixture_heard(), "copying the journal to a new file"));
    assert_true(there(f, "journal-2.db"));
    assert_false(there(f, "journal-1.db"));
    assert_false(there(f, "journal-1.db-wal"));
    assert_false(there(f, "journal-2.db.new"));
    assert_private(f, "journal-2.db");
    assert_private(f, "journal-2.db-wal");
    fixture_expect_rows(f, 22, 42);
    store_identity(f->store, &after);
    assert_true(after.instance == before.instance);
    assert_int_equal(after.boot, before.boot + 1);
    assert_int_equal(after.seq, 42);

    /* The past came along, and life goes on in the new file. */
    ticket_id ticket;
    assert_int_equal(store_find(f->store, (struct label){"A", 11}, 20250801, &ticket), ERR_NONE);
    assert_int_equal(ticket.n, 10);
    assert_int_equal(fixture_turn(f, 1), ERR_NONE);
    fixture_close(f);
    fixture_open(f); /* healed: not copied again */
    assert_true(there(f, "journal-2.db"));
    assert_false(there(f, "journal-3.db"));
    fixture_expect_rows(f, 22, 43);
}

static enum err open_quietly(struct store_fixture *f, const char **said)
{
    struct store_options options = fixture_options(f);
    fixture_listen();
    enum err err = store_open(&options, &f->store);
    *said = fixture_heard();
    return err;
}

static void a_second_failure_within_a_day_keeps_it_closed(void **state)
{
    struct store_fixture *f = *state;
    const char *said;
    char id[40];
    fill(f);
    boot_id(id);
    mark(f, id, 0, 23 * HOUR);
    for (int i = 0; i < 2; i++) { /* and it stays so */
        assert_int_equal(open_quietly(f, &said), ERR_DB);
        assert_non_null(strstr(said, "failed twice within 24 hours"));
        assert_true(there(f, "journal-1.db"));
        assert_false(there(f, "journal-2.db"));
    }
}

static void a_second_failure_after_a_day_is_a_first_one(void **state)
{
    struct store_fixture *f = *state;
    const char *said;
    char id[40];
    fill(f);
    boot_id(id);
    mark(f, id, 0, 25 * HOUR);
    assert_int_equal(open_quietly(f, &said), ERR_NONE);
    fixture_expect_rows(f, 22, 42);
}

static void a_reboot_voids_the_mark(void **state)
{
    struct store_fixture *f = *state;
    fill(f);
    mark(f, "00000000-0000-0000-0000-000000000000", 0, HOUR);
    fixture_open(f);
    assert_true(there(f, "journal-1.db"));
    assert_false(there(f, "journal-2.db"));
    fixture_expect_rows(f, 22, 42);
}

static void a_torn_mark_counts_as_none(void **state)
{
    struct store_fixture *f = *state;
    char path[128];
    fill(f);
    fixture_path(f, "disk-marker", path);
    assert_int_equal(file_write(path, "fail\0\0ed", 8, 0600), ERR_NONE);
    fixture_open(f);
    fixture_expect_rows(f, 22, 42);
}

/* A cut in the middle of the copying leaves the old file in charge. */
static void an_unfinished_copy_is_thrown_away(void **state)
{
    struct store_fixture *f = *state;
    char path[128], id[40];
    const char *said;
    fill(f);
    fixture_path(f, "journal-2.db.new", path);
    assert_int_equal(file_write(path, "half a file", 11, 0600), ERR_NONE);
    fixture_open(f);
    assert_false(there(f, "journal-2.db.new"));
    fixture_close(f);

    assert_int_equal(file_write(path, "half a file", 11, 0600), ERR_NONE);
    boot_id(id);
    mark(f, id, 0, 0);
    assert_int_equal(open_quietly(f, &said), ERR_NONE);
    assert_false(there(f, "journal-2.db.new"));
    fixture_expect_rows(f, 22, 42);
}

/* Copying is the last chance to notice: every row of every day is followed. */
static void a_damaged_past_is_not_copied(void **state)
{
    struct store_fixture *f = *state;
    const char *said;
    char path[128], id[40];
    fill(f);
    fixture_open(f);
    assert_int_equal(store_checkpoint(f->store), ERR_NONE);
    fixture_close(f);
    fixture_path(f, "journal-1.db-wal", path);
    assert_int_equal(unlink(path), 0); /* everything is in the file itself */
    fixture_path(f, "journal-1.db", path);
    uint8_t *bytes;
    size_t length, at = 0;
    assert_int_equal(file_read(path, 1 << 24, &bytes, &length), ERR_NONE);
    while (at + 8 < length && memcmp(bytes + at, "kiosk-12", 8) != 0) /* row 12, day before */
        at++;
    assert_true(at + 8 < length);
    bytes[at + 6] = '2';
    assert_int_equal(file_write(path, bytes, length, 0600), ERR_NONE);
    free(bytes);
    boot_id(id);
    mark(f, id, 0, 0);
    assert_int_equal(open_quietly(f, &said), ERR_DB);
    assert_non_null(strstr(said, "row=12 does not follow"));
    assert_true(there(f, "journal-1.db"));
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_good_disk_is_not_copied),
        TEST(after_a_failure_the_journal_is_copied_to_a_new_file),
        TEST(a_second_failure_within_a_day_keeps_it_closed),
        TEST(a_second_failure_after_a_day_is_a_first_one),
        TEST(a_reboot_voids_the_mark),
        TEST(a_torn_mark_counts_as_none),
        TEST(an_unfinished_copy_is_thrown_away),
        TEST(a_damaged_past_is_not_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
