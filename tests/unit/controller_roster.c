/* SPDX-License-Identifier: Apache-2.0 */
/* Key files and boot numbers, in a folder of their own. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/boots.h"
#include "net/roster.h"
#include "test.h"

static char dir[64];
static struct boots boots;

static int setup(void **state)
{
    (void)state;
    strcpy(dir, "/tmp/hall-roster-XXXXXX");
    return mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof(command), "rm -rf %s", dir);
    return system(command);
}

static void adopt_folder(void)
{
    char path[160];
    snprintf(path, sizeof(path), "%s/devices", dir);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void adopt(const char *name, uint64_t uid)
{
    char path[160];
    struct device_key key;
    assert_true(device_key_make(&key, DEVICE_KIOSK, name));
    key.uid = uid;
    snprintf(path, sizeof(path), "%s/devices/%s.key", dir, name);
    assert_int_equal(device_key_write(path, &key), ERR_NONE);
}

static void a_device_adopted_later_is_found(void **state)
{
    (void)state;
    struct roster *roster;
    assert_int_equal(roster_new(dir, &roster), ERR_NONE);
    assert_int_equal(roster_count(roster), 0);
    assert_null(roster_find(roster, 5));
    adopt("kiosk-1", 5);
    const struct device_key *key = roster_find(roster, 5);
    assert_non_null(key);
    assert_string_equal(key->name, "kiosk-1");
    assert_null(roster_find(roster, 6));
    assert_null(roster_find(roster, 0));
    roster_free(roster);
}

static void one_uid_is_one_device_and_bad_files_are_left_out(void **state)
{
    (void)state;
    struct roster *roster;
    char path[160];
    assert_int_equal(roster_new(dir, &roster), ERR_NONE);
    roster_free(roster);
    adopt("kiosk-1", 5);
    adopt("kiosk-2", 5);
    adopt("kiosk-3", 7);
    snprintf(path, sizeof(path), "%s/devices/odd.key", dir);
    FILE *file = fopen(path, "w");
    fputs("nonsense\n", file);
    fclose(file);
    snprintf(path, sizeof(path), "%s/devices/kiosk-3.key", dir);
    assert_int_equal(chmod(path, 0644), 0); /* others could read it: no key any more */
    assert_int_equal(roster_new(dir, &roster), ERR_NONE);
    assert_int_equal(roster_count(roster), 1);
    assert_null(roster_find(roster, 7));
    roster_free(roster);
    roster_free(NULL);
}

static void write_file(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/devices/%s", dir, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(path, 0600), 0);
}

static void revoke(const char *name, uint64_t uid, bool key_goes)
{
    char path[160], text[160];
    snprintf(text, sizeof(text), "uid=%016llx\nkind=kiosk\nname=%s\nrevoked=2026-03-18T09:30:00Z\n",
             (unsigned long long)uid, name);
    snprintf(path, sizeof(path), "%s.revoked", name);
    write_file(path, text);
    snprintf(path, sizeof(path), "%s/devices/%s.key", dir, name);
    assert_int_equal(key_goes ? unlink(path) : 0, 0);
}

static void a_revoked_device_is_out_at_the_next_look(void **state)
{
    (void)state;
    struct roster *roster;
    assert_int_equal(roster_new(dir, &roster), ERR_NONE);
    for (uint64_t round = 1; round <= 50; round++) {
        uint64_t uid = 2 * round + 1;
        adopt("kiosk-1", uid);
        assert_non_null(roster_find(roster, uid));
        assert_null(roster_revoked(roster, uid));
        revoke("kiosk-1", uid, true);
        roster_look(roster);
        assert_null(roster_find(roster, uid));
        assert_null(roster_find_name(roster, "kiosk-1"));
        assert_int_equal(roster_serial(roster, uid), 0);
        assert_non_null(roster_revoked(roster, uid));
        assert_string_equal(roster_revoked(roster, uid)->at, "2026-03-18T09:30:00Z");
    }
    roster_free(roster);
}

/* The time of a folder goes in steps of milliseconds: two changes within one look like one. */
static void a_change_within_the_same_step_of_the_clock_is_noticed(void **state)
{
    (void)state;
    char path[160];
    struct roster *roster;
    struct stat info;
    assert_int_equal(roster_new(dir, &roster), ERR_NONE);
    snprintf(path, sizeof(path), "%s/devices", dir);
    adopt("kiosk-1", 5);
    assert_int_equal(utimensat(AT_FDCWD, path, NULL, 0), 0); /* just now */
    roster_look(roster);
    assert_non_null(roster_find(roster, 5));
    assert_int_equal(stat(path, &info), 0);
    const struct timespec times[2] = {info.st_atim, info.st_mtim};
    revoke("kiosk-1", 5, true);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    roster_look(roster);
    assert_null(roster_find(roster, 5));
    roster_free(roster);
}

/* A backup laid over the folder brings the key file back, and not the device. */
static void a_key_file_that_comes_back_lets_nobody_in(void **state)
{
    (void)state;
    struct roster *roster;
    adopt_folder();
    adopt("kiosk-1", 5);
    adopt("kiosk-2", 7);
    revoke("kiosk-1", 5, false);
    assert_int_equal(roster_new(dir, &roster), ERR_NONE);
    assert_int_equal(roster_count(roster), 1);
    assert_null(roster_find(roster, 5));
    assert_non_null(roster_find(roster, 7));
    roster_free(roster);
}

static void only_another_key_has_another_serial(void **state)
{
    (void)state;
    struct roster *roster;
    assert_int_equal(roster_new(dir, &roster), ERR_NONE);
    adopt("kiosk-1", 5);
    adopt("kiosk-2", 7);
    roster_look(roster);
    uint32_t first = roster_serial(roster, 5), second = roster_serial(roster, 7);
    uint32_t readings = roster_readings(roster);
    assert_true(first && second && first != second);
    roster_look(roster);
    assert_int_equal(roster_readings(roster), readings); /* nothing happened: nothing is read */
    adopt("kiosk-1", 5);                                 /* the same uid, another key */
    adopt("kiosk-3", 9);
    roster_look(roster);
    assert_int_equal(roster_readings(roster), readings + 1);
    assert_int_equal(roster_serial(roster, 7), second);
    assert_true(roster_serial(roster, 5) && roster_serial(roster, 5) != first);
    roster_free(roster);
}

/* Devices do not lose their sessions because a disk hangs. */
static void without_the_folder_those_who_were_known_stay(void **state)
{
    (void)state;
    char command[160];
    struct roster *roster;
    assert_int_equal(roster_new(dir, &roster), ERR_NONE);
    adopt("kiosk-1", 5);
    roster_look(roster);
    snprintf(command, sizeof(command), "rm -r %s/devices", dir);
    assert_int_equal(system(command), 0);
    roster_look(roster);
    assert_non_null(roster_find(roster, 5));
    adopt_folder();
    roster_look(roster); /* it is back, and empty */
    assert_null(roster_find(roster, 5));
    roster_free(roster);
}

static void a_boot_number_is_never_given_twice(void **state)
{
    (void)state;
    uint32_t first, second, third;
    assert_int_equal(boots_open(&boots, dir), ERR_NONE);
    assert_int_equal(boots_next(&boots, 1, &first), ERR_NONE);
    assert_int_equal(boots_next(&boots, 2, &second), ERR_NONE);
    assert_true(second > first);
    assert_int_equal(boots_open(&boots, dir), ERR_NONE); /* after a crash */
    assert_int_equal(boots_next(&boots, 1, &third), ERR_NONE);
    assert_true(third > second);
}

static void a_number_that_a_device_counted_itself_is_passed(void **state)
{
    (void)state;
    uint32_t next;
    assert_int_equal(boots_open(&boots, dir), ERR_NONE);
    boots_saw(&boots, 1, 50000);
    boots_saw(&boots, 1, 7);
    assert_int_equal(boots_highest(&boots, 1), 50000);
    assert_int_equal(boots_highest(&boots, 2), 0);
    assert_int_equal(boots_next(&boots, 1, &next), ERR_NONE);
    assert_int_equal(next, 50001);
    assert_int_equal(boots_open(&boots, dir), ERR_NONE);
    assert_int_equal(boots_next(&boots, 2, &next), ERR_NONE);
    assert_true(next > 50001);
}

static void a_damaged_counter_is_a_fault(void **state)
{
    (void)state;
    char path[160];
    snprintf(path, sizeof(path), "%s/boots", dir);
    FILE *file = fopen(path, "w");
    fputs("12x\n", file);
    fclose(file);
    assert_int_equal(boots_open(&boots, dir), ERR_IO);
}

static void more_devices_than_places_harm_nobody(void **state)
{
    (void)state;
    assert_int_equal(boots_open(&boots, dir), ERR_NONE);
    for (uint64_t uid = 1; uid <= 2 * BOOTS_DEVICES_MAX; uid++)
        boots_saw(&boots, uid, 3);
    assert_int_equal(boots_highest(&boots, 1), 3);
    assert_int_equal(boots_highest(&boots, 2 * BOOTS_DEVICES_MAX), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_device_adopted_later_is_found, setup, teardown),
        cmocka_unit_test_setup_teardown(one_uid_is_one_device_and_bad_files_are_left_out, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_revoked_device_is_out_at_the_next_look, setup, teardown),
        cmocka_unit_test_setup_teardown(a_change_within_the_same_step_of_the_clock_is_noticed,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_key_file_that_comes_back_lets_nobody_in, setup, teardown),
        cmocka_unit_test_setup_teardown(only_another_key_has_another_serial, setup, teardown),
        cmocka_unit_test_setup_teardown(without_the_folder_those_who_were_known_stay, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_boot_number_is_never_given_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_that_a_device_counted_itself_is_passed, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_damaged_counter_is_a_fault, setup, teardown),
        cmocka_unit_test_setup_teardown(more_devices_than_places_harm_nobody, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
