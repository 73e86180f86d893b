/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_files - which of the journals in a folder counts.
 */
#include <stdio.h>
#include <string.h>
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

static void put_file(const struct store_fixture *f, const char *name, const char *text)
{
    char path[128];
    fixture_path(f, name, path);
    assert_int_equal(file_write(path, text, strlen(text), 0600), ERR_NONE);
}

static bool there(const struct store_fixture *f, const char *name)
{
    char path[128];
    fixture_path(f, name, path);
    return file_exists(path);
}

/* An empty one would be a new hall, and the real one would be swept away as an old copy. */
static void a_journal_that_somebody_put_there_does_not_count(void **state)
{
    static const char *const contents[] = {"", "junk\n"};
    static const char *const names[] = {"journal-9.db", "journal-2.db"};
    struct store_fixture *f = *state;
    uint64_t last = 3;
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    fixture_close(f);
    for (size_t i = 0; i < countof(contents) * countof(names); i++) {
        put_file(f, names[i / 2], contents[i % 2]);
        fixture_listen();
        fixture_open(f);
        says_once(fixture_heard(), "is not this hall's journal, journal-1.db is");
        fixture_expect_rows(f, 1, last);
        assert_int_equal(fixture_turn(f, 1), ERR_NONE);
        last++;
        fixture_close(f);
        assert_true(there(f, "journal-1.db"));
        assert_true(there(f, names[i / 2])); /* it is somebody's: it stays */
        char path[128];
        fixture_path(f, names[i / 2], path);
        assert_int_equal(unlink(path), 0);
    }
}

static void a_journal_that_is_gone_is_not_begun_anew(void **state)
{
    struct store_fixture *f = *state;
    struct store_options options = fixture_options(f);
    char path[128];
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    fixture_close(f);
    fixture_path(f, "journal-1.db", path);
    assert_int_equal(unlink(path), 0);
    fixture_path(f, "journal-1.db-wal", path);
    assert_int_equal(unlink(path), 0);
    says_once(refusal(&options, ERR_DB), "journal-1.db is gone or empty");
    assert_false(there(f, "journal-1.db"));
    put_file(f, "journal-1.db", "");
    says_once(refusal(&options, ERR_DB), "journal-1.db is gone or empty");
}

/* A folder of the version before did not say which one: a death in its copying forward left two. */
static void a_folder_that_does_not_say_which_one(void **state)
{
    struct store_fixture *f = *state;
    struct store_options options = fixture_options(f);
    char from[128], to[128];
    fixture_open(f);
    assert_int_equal(fixture_turn(f, 3), ERR_NONE);
    assert_int_equal(store_checkpoint(f->store), ERR_NONE);
    fixture_close(f);
    fixture_path(f, "journal-current", from);
    assert_int_equal(unlink(from), 0);
    put_file(f, "journal-9.db", "junk");
    says_once(refusal(&options, ERR_DB), "does not say which one counts");
    fixture_path(f, "journal-9.db", from);
    assert_int_equal(unlink(from), 0);
    fixture_path(f, "journal-1.db", from);
    fixture_path(f, "journal-2.db", to);
    assert_int_equal(rename(from, to), 0);
    put_file(f, "journal-1.db", "the old one");
    fixture_open(f);
    fixture_expect_rows(f, 1, 3);
    assert_false(there(f, "journal-1.db"));
    put_file(f, "journal-current", "many\n");
    fixture_close(f);
    fixture_open(f); /* the only one there is */
    fixture_expect_rows(f, 1, 3);
}

#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_journal_that_somebody_put_there_does_not_count),
        TEST(a_journal_that_is_gone_is_not_begun_anew),
        TEST(a_folder_that_does_not_say_which_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
