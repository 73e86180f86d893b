/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key of a visit day: made once, private, the same for all who ask, destroyed for good; and
 * numbers of cards and passports.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "booking/day_key.h"
#include "os/file.h"
#include "test.h"

static char dir[64];

static int setup(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/hall-day-key-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof(command), "rm -rf %s", dir);
    return system(command);
}

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof(path), "%s/day-keys/%s", dir, name);
    return path;
}

static void a_key_is_made_once_and_is_private(void **state)
{
    (void)state;
    struct day_key first, second, other;
    struct stat file;
    assert_int_equal(day_key_open(dir, 20260318, &first), ERR_NONE);
    assert_int_equal(day_key_open(dir, 20260318, &second), ERR_NONE);
    assert_int_equal(day_key_open(dir, 20260319, &other), ERR_NONE);
    assert_memory_equal(first.key, second.key, DAY_KEY_SIZE);
    assert_memory_not_equal(first.key, other.key, DAY_KEY_SIZE);
    assert_int_equal(stat(path_of("2026-03-18.key"), &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600); /* D-23 */
    day_key_wipe(&first);
    assert_int_equal(first.day, 0);
}

static void a_destroyed_key_is_gone_and_a_new_one_is_another(void **state)
{
    (void)state;
    struct day_key first, second;
    char other_name[128];
    assert_int_equal(day_key_open(dir, 20260318, &first), ERR_NONE);
    /* A second name for the file shows that its bytes were overwritten before it went (R-Y2). */
    snprintf(other_name, sizeof(other_name), "%s/kept", dir);
    assert_int_equal(link(path_of("2026-03-18.key"), other_name), 0);
    assert_int_equal(day_key_destroy(dir, 20260318), ERR_NONE);
    assert_false(file_exists(path_of("2026-03-18.key")));
    uint8_t *bytes;
    size_t length;
    assert_int_equal(file_read(other_name, 100, &bytes, &length), ERR_NONE);
    for (size_t i = 0; i < length; i++)
        assert_int_equal(bytes[i], 0);
    free(bytes);
    assert_int_equal(day_key_destroy(dir, 20260318), ERR_NONE); /* twice is no fault */
    assert_int_equal(day_key_open(dir, 20260318, &second), ERR_NONE);
    assert_memory_not_equal(first.key, second.key, DAY_KEY_SIZE);
}

static void a_sweep_takes_the_days_before(void **state)
{
    (void)state;
    struct day_key key;
    assert_int_equal(day_key_sweep(dir, 20260318), ERR_NONE); /* nothing is there yet */
    assert_int_equal(day_key_open(dir, 20260317, &key), ERR_NONE);
    assert_int_equal(day_key_open(dir, 20260318, &key), ERR_NONE);
    assert_int_equal(file_write(path_of("2026-03-16.key.new-7"), "x", 1, 0600), ERR_NONE);
    assert_int_equal(day_key_sweep(dir, 20260318), ERR_NONE);
    assert_false(file_exists(path_of("2026-03-16.key.new-7")));
    assert_false(file_exists(path_of("2026-03-17.key")));
    assert_true(file_exists(path_of("2026-03-18.key")));
}

static void a_spoilt_key_is_a_fault(void **state)
{
    (void)state;
    static const char *const spoilt[] = {"", "00\n", "zz"};
    struct day_key key;
    assert_int_equal(day_key_open(dir, 20260318, &key), ERR_NONE);
    for (size_t i = 0; i < countof(spoilt); i++) {
        assert_int_equal(file_write(path_of("2026-03-18.key"), spoilt[i], strlen(spoilt[i]), 0600),
                         ERR_NONE);
        assert_int_not_equal(day_key_open(dir, 20260318, &key), ERR_NONE);
        assert_int_equal(key.day, 0);
    }
}

/* HMAC-SHA-256 of "11010519491231002X" under 32 bytes 0x0b, by Python's hmac. */
static const uint8_t expected[ID_HASH_SIZE] = {0x75, 0xd6, 0x98, 0x98, 0x68, 0xfb, 0x34, 0x81,
                                               0xc2, 0xbf, 0xe9, 0xa2, 0x99, 0x45, 0x18, 0x30};

static void a_hash_is_the_published_one(void **state)
{
    (void)state;
    uint8_t key[DAY_KEY_SIZE], hash[ID_HASH_SIZE];
    uint64_t a, b;
    memset(key, 0x0b, sizeof(key));
    assert_true(id_hash(key, "11010519491231002x", hash));
    assert_memory_equal(hash, expected, ID_HASH_SIZE);
    id_halves(hash, &a, &b);
    assert_int_equal((uint8_t)a, expected[0]);
    assert_int_equal((uint8_t)(b >> 56), expected[15]);
    assert_false(id_hash(key, "123456789012345678901", hash));
}

static void numbers_are_checked(void **state)
{
    (void)state;
    static const char *const good[] = {"11010519491231002X",
                                       "11010519491231002x",
                                       "G1234567",
                                       "12345",
                                       "12345678901234567890",
                                       "ABCDEFGHIJKLMNOPQR"};
    static const char *const bad[] =
        {"",       "1234",    "123456789012345678901", "110105194912310021",
         "12 345", "G12345é", "11010519491231002-"};
    for (size_t i = 0; i < countof(good); i++)
        assert_string_equal(id_problem(good[i]), ""); /* R-I3 */
    for (size_t i = 0; i < countof(bad); i++)
        assert_string_not_equal(id_problem(bad[i]), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_key_is_made_once_and_is_private),
        TEST(a_destroyed_key_is_gone_and_a_new_one_is_another),
        TEST(a_sweep_takes_the_days_before),
        TEST(a_spoilt_key_is_a_fault),
        TEST(a_hash_is_the_published_one),
        TEST(numbers_are_checked),
    };
    return cmocka_run_group_tests_name("booking_day_key", tests, NULL, NULL);
}
