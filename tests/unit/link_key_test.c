/* SPDX-License-Identifier: Apache-2.0 */
/* device_key, reconnect, hall_clock: D-25's key file, one sentence for each mistake; back-off. */
#define _GNU_SOURCE
#include "link/hall_clock.h"
#include "link/link.h"
#include "link/reconnect.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

#define HEX "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1F"
#define GOOD "uid=00000000000000a7 kind=kiosk name=kiosk-1 key=" HEX "\n"

static char folder[64], path[128];

static int setup(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/hall-key-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/kiosk-1.key", folder);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void write_key(const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

/* Reads the key; what was said on stderr comes back in `said`. */
static enum err read_key(struct device_key *key, char *said, size_t size)
{
    FILE *caught = tmpfile();
    assert_non_null(caught);
    fflush(stderr);
    int real = dup(STDERR_FILENO);
    dup2(fileno(caught), STDERR_FILENO);
    enum err err = device_key_read(path, key);
    dup2(real, STDERR_FILENO);
    close(real);
    rewind(caught);
    size_t n = fread(said, 1, size - 1, caught);
    said[n] = '\0';
    fclose(caught);
    return err;
}

static void assert_refused(const char *text, mode_t mode, const char *sentence)
{
    struct device_key key;
    const struct device_key none = {0};
    char said[1024];
    if (text)
        write_key(text, mode);
    assert_int_equal(read_key(&key, said, sizeof(said)), ERR_CONFIG);
    if (!strstr(said, sentence))
        fail_msg("want: %s\ngot:  %s", sentence, said);
    assert_non_null(strstr(said, path));                       /* names the file */
    assert_ptr_equal(strchr(said, '\n'), strrchr(said, '\n')); /* one line */
    assert_memory_equal(&key, &none, sizeof(key));
}

static void a_key_file_is_read(void **state)
{
    (void)state;
    struct device_key key;
    char said[256];
    write_key(GOOD, 0600);
    assert_int_equal(read_key(&key, said, sizeof(said)), ERR_NONE);
    assert_int_equal(key.uid, 0xa7);
    assert_int_equal(key.kind, DEVICE_KIOSK);
    assert_string_equal(key.name, "kiosk-1");
    for (uint8_t i = 0; i < sizeof(key.key); i++)
        assert_int_equal(key.key[i], i);
    assert_string_equal(said, "");
    device_key_wipe(&key);
    assert_int_equal(key.uid, 0);
}

static void what_is_written_is_read_again_and_is_private(void **state)
{
    (void)state;
    struct device_key key = {.uid = UINT64_MAX,
                             .kind = DEVICE_BOARD,
                             .name = "一楼-board-0123456789"};
    struct device_key back;
    memset(key.key, 0xa5, sizeof(key.key));
    assert_int_equal(device_key_write(path, &key), ERR_NONE);
    struct stat is;
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0600);
    assert_int_equal(device_key_read(path, &back), ERR_NONE);
    assert_memory_equal(&key, &back, sizeof(key));
}

static void a_key_others_can_use_is_refused(void **state)
{
    (void)state;
    static const mode_t modes[] = {0640, 0604, 0620, 0601, 0777};
    for (size_t i = 0; i < countof(modes); i++)
        assert_refused(GOOD, modes[i], "run: chmod 600");
}

static void each_mistake_has_one_sentence(void **state)
{
    (void)state;
    assert_refused(NULL, 0, "cannot be opened: No such file");
    assert_refused("", 0600, "has no uid=");
    assert_refused("uid=1 kind=kiosk name=a\n", 0600, "has no key=");
    assert_refused("uid=1 name=a key=" HEX, 0600, "has no kind=");
    assert_refused("uid=1 kind=kiosk key=" HEX, 0600, "has no name=");
    assert_refused("uid=0 kind=kiosk name=a key=" HEX, 0600, "uid= must be 1 to 16 hex");
    assert_refused("uid=12x kind=kiosk name=a key=" HEX, 0600, "uid= must be 1 to 16 hex");
    assert_refused("uid=11112222333344445 kind=kiosk name=a key=" HEX, 0600, "uid= must be");
    assert_refused("uid=1 kind=toaster name=a key=" HEX, 0600, "kind= must be kiosk, pad");
    assert_refused("uid=1 kind=kiosk name= key=" HEX, 0600, "name= must be 1 to 24 bytes");
    assert_refused("uid=1 kind=kiosk name=abcdefghijklmnopqrstuvwxy key=" HEX, 0600, "name= must");
    assert_refused("uid=1 kind=kiosk name=\xff key=" HEX, 0600, "name= must be");
    assert_refused("uid=1 kind=kiosk name=a key=00", 0600, "key= must be 64 hex");
    assert_refused("uid=1 kind=kiosk name=a key=" HEX "0", 0600, "key= must be 64 hex");
    assert_refused(GOOD "uid=2\n", 0600, "says uid= twice");
    assert_refused(GOOD "colour=red\n", 0600, "holds something other than");
    assert_refused(GOOD "secret\n", 0600, "holds something other than");
}

static void a_key_file_is_small_text_in_a_file(void **state)
{
    (void)state;
    char text[2000];
    memset(text, ' ', sizeof(text));
    memcpy(text, GOOD, sizeof(GOOD) - 1);
    text[1024] = '\0';
    assert_refused(text, 0600, "is no key file");
    text[1023] = '\0'; /* the limit itself */
    struct device_key key;
    write_key(text, 0600);
    assert_int_equal(device_key_read(path, &key), ERR_NONE);
    unlink(path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_refused(NULL, 0, "is not a file");
    rmdir(path);
    assert_int_equal(mkfifo(path, 0600), 0); /* nobody writes: reading must not wait */
    assert_refused(NULL, 0, "is not a file");
}

/* What a mistyped file holds may be half a key. */
static void no_part_of_a_key_is_logged(void **state)
{
    (void)state;
    struct device_key key;
    char said[1024];
    static const char *const texts[] = {"uid=1 kind=kiosk name=a key=deadbeef00", "deadbeef00",
                                        "kye=deadbeef00", "=deadbeef00"};
    for (size_t i = 0; i < countof(texts); i++) {
        write_key(texts[i], 0600);
        assert_int_equal(read_key(&key, said, sizeof(said)), ERR_CONFIG);
        assert_null(strstr(said, "deadbeef"));
    }
}

static void the_wait_doubles_up_to_five_seconds(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        struct reconnect reconnect;
        reconnect_init(&reconnect, seed);
        msec base = RECONNECT_FIRST_MS;
        for (int i = 0; i < 20; i++) {
            msec wait = reconnect_delay(&reconnect, 0);
            assert_in_range(wait, base / 2, base + base / 2);
            assert_in_range(wait, 100, RECONNECT_MAX_MS);
            base = base * 2 < RECONNECT_MAX_MS * 2 / 3 ? base * 2 : RECONNECT_MAX_MS * 2 / 3;
        }
    }
}

static void only_a_session_that_lasted_starts_the_series_anew(void **state)
{
    (void)state;
    struct reconnect reconnect;
    reconnect_init(&reconnect, 1);
    for (int i = 0; i < 10; i++)
        (void)reconnect_delay(&reconnect, 0);
    assert_in_range(reconnect_delay(&reconnect, RECONNECT_LASTED_MS - 1), 1600, 5000);
    assert_in_range(reconnect_delay(&reconnect, RECONNECT_LASTED_MS), 100, 300);
    assert_in_range(reconnect_delay(&reconnect, 0), 200, 600);
}

static void devices_do_not_come_back_all_at_once(void **state)
{
    (void)state;
    uint32_t early = 0;
    for (uint64_t uid = 1; uid <= 1000; uid++) {
        struct reconnect reconnect;
        reconnect_init(&reconnect, uid * 0x9e3779b97f4a7c15);
        early += reconnect_delay(&reconnect, HOUR) < 200;
    }
    assert_in_range(early, 400, 600);
}

/* D-27, D-28. */
static void the_hall_clock_is_carried_on_from_the_last_answer(void **state)
{
    (void)state;
    struct hall_clock clock = {0};
    assert_int_equal(hall_clock_now(&clock, 12345), 0);
    struct msg_welcome welcome = {.now_ms = 9000000, .tz_min = 480};
    hall_clock_welcome(&clock, &welcome, 500);
    assert_int_equal(hall_clock_now(&clock, 700), 9000200);
    /* The wall clock was set back an hour: so is ours, and half the way is added. */
    struct msg_pong pong = {.now_ms = 9000000 - HOUR, .tz_min = 540};
    hall_clock_pong(&clock, &pong, 40, 1000);
    assert_int_equal(hall_clock_now(&clock, 1000), 9000020 - HOUR);
    assert_int_equal(clock.tz_min, 540);
    welcome.training = 60;
    hall_clock_welcome(&clock, &welcome, 0);
    assert_int_equal(hall_clock_now(&clock, 1000), 9000000 + MINUTE);
    hall_clock_pong(&clock, &pong, 40, 1000);
    assert_int_equal(hall_clock_now(&clock, 1001), 9000000 - HOUR + 21 * 60);
}

#define KEY_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEY_TEST(a_key_file_is_read),
        KEY_TEST(what_is_written_is_read_again_and_is_private),
        KEY_TEST(a_key_others_can_use_is_refused),
        KEY_TEST(each_mistake_has_one_sentence),
        KEY_TEST(a_key_file_is_small_text_in_a_file),
        KEY_TEST(no_part_of_a_key_is_logged),
        cmocka_unit_test(the_wait_doubles_up_to_five_seconds),
        cmocka_unit_test(only_a_session_that_lasted_starts_the_series_anew),
        cmocka_unit_test(devices_do_not_come_back_all_at_once),
        cmocka_unit_test(the_hall_clock_is_carried_on_from_the_last_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
