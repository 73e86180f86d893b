/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store_room - the levels of a disk that fills up, at their limits, on a disk of its own (F06).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "os/file.h"
#include "store_fixture.h"
#include "test.h"

#define MIB (1024L * 1024L)
#define DISK_MB 40

static bool mounted;

static int set_up(void **state)
{
    char size[32];
    if (store_fixture_setup(state) != 0)
        return -1;
    struct store_fixture *f = *state;
    snprintf(size, sizeof(size), "size=%dm", DISK_MB);
    mounted = mount("tmpfs", f->dir, "tmpfs", 0, size) == 0;
    return 0;
}

static int tear_down(void **state)
{
    struct store_fixture *f = *state;
    fixture_close(f);
    if (mounted)
        umount2(f->dir, MNT_DETACH);
    return store_fixture_teardown(state);
}

/* Somebody else's file takes the rest. */
static void leave(const struct store_fixture *f, long bytes)
{
    char path[128];
    struct statvfs fs;
    fixture_path(f, "filler", path);
    unlink(path);
    assert_int_equal(statvfs(f->dir, &fs), 0);
    long take = (long)(fs.f_bavail * fs.f_frsize) - bytes;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0 && take >= 0);
    if (take)
        assert_int_equal(posix_fallocate(fd, 0, take), 0);
    close(fd);
}

static bool reserved(const struct store_fixture *f)
{
    char path[128];
    struct stat stat_of;
    fixture_path(f, "reserve.bin", path);
    return stat(path, &stat_of) == 0 && stat_of.st_size == MIB && stat_of.st_blocks * 512 >= MIB;
}

static void open_with(struct store_fixture *f, uint32_t reserve_mb)
{
    struct store_options options = fixture_options(f);
    options.reserve_mb = reserve_mb;
    assert_int_equal(store_open(&options, &f->store), ERR_NONE);
}

static void the_levels_begin_where_they_are_said_to(void **state)
{
    static const struct {
        long bytes;
        enum store_room level;
        bool reserved;
    } steps[] = {
        {16 * MIB, STORE_ROOM_PLENTY, true},
        {16 * MIB - 4096, STORE_ROOM_LOW, true},
        {4 * MIB, STORE_ROOM_LOW, true},
        {4 * MIB - 4096, STORE_ROOM_SCARCE, true},
        {1 * MIB, STORE_ROOM_SCARCE, true},
        {1 * MIB - 4096, STORE_ROOM_NONE, false},
        {2 * MIB - 4096, STORE_ROOM_NONE, false}, /* not for the reserve to be taken at once */
        {2 * MIB, STORE_ROOM_SCARCE, true},
        {20 * MIB, STORE_ROOM_PLENTY, true},
        {0, STORE_ROOM_NONE, false},
    };
    struct store_fixture *f = *state;
    if (!mounted)
        skip();
    fixture_listen();
    open_with(f, 1);
    for (size_t i = 0; i < countof(steps); i++) {
        leave(f, steps[i].bytes);
        enum store_room level = store_room(f->store);
        if (level != steps[i].level || reserved(f) != steps[i].reserved) {
            fixture_heard();
            fail_msg("step %zu: level %d, reserve %d", i, level, reserved(f));
        }
    }
    const char *said = fixture_heard();
    assert_non_null(strstr(said, "is getting full"));
    assert_non_null(strstr(said, "no backups and archives"));
    assert_non_null(strstr(said, "no new tickets"));
    assert_non_null(strstr(said, "has room again"));
}

static void without_a_reserve_nothing_is_looked_at(void **state)
{
    struct store_fixture *f = *state;
    if (!mounted)
        skip();
    open_with(f, 0);
    leave(f, 0);
    assert_int_equal(store_room(f->store), STORE_ROOM_PLENTY);
    assert_false(reserved(f));
}

/* An archive needs room beside the rows it is made from. */
static void a_nearly_full_disk_waits_with_its_archives(void **state)
{
    struct store_fixture *f = *state;
    char path[128];
    if (!mounted)
        skip();
    open_with(f, 1);
    assert_int_equal(fixture_open_day(f, 20250801), ERR_NONE);
    assert_int_equal(fixture_open_day(f, 20250802), ERR_NONE);
    leave(f, 3 * MIB);
    fixture_path(f, "archive/2025-08-01.db", path);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_false(file_exists(path));
    leave(f, 20 * MIB);
    assert_int_equal(fixture_open_day(f, 20250803), ERR_NONE);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    assert_true(file_exists(path));
}

/* A full disk is no reason to give up a day: the archive is written when there is room. */
static void an_archive_that_finds_the_disk_full_is_given_up(void **state)
{
    struct store_fixture *f = *state;
    char path[128];
    if (!mounted)
        skip();
    open_with(f, 0);
    assert_int_equal(fixture_open_day(f, 20250801), ERR_NONE);
    for (int i = 0; i < 8; i++)
        assert_int_equal(fixture_turn(f, 250), ERR_NONE);
    assert_int_equal(fixture_open_day(f, 20250802), ERR_NONE);
    leave(f, 200 * 1024L);
    fixture_listen();
    enum err err = fixture_tidy(f, 0);
    const char *said = fixture_heard();
    assert_int_equal(err, ERR_NONE);
    assert_non_null(strstr(said, "archive/2025-08-01.db"));
    fixture_path(f, "archive/2025-08-01.db.new", path);
    assert_false(file_exists(path));
    assert_int_equal(fixture_turn(f, 1), ERR_NONE); /* the hall goes on */
    leave(f, 20 * MIB);
    fixture_close(f);
    open_with(f, 0);
    assert_int_equal(fixture_tidy(f, 0), ERR_NONE);
    fixture_path(f, "archive/2025-08-01.db", path);
    assert_true(file_exists(path));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_levels_begin_where_they_are_said_to),
        TEST(without_a_reserve_nothing_is_looked_at),
        TEST(a_nearly_full_disk_waits_with_its_archives),
        TEST(an_archive_that_finds_the_disk_full_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
