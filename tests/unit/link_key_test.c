/* SPDX-License-Identifier: Apache-2.0 */
/* device_key, revoked: D-25's key file, one sentence for each mistake. */
#define _GNU_SOURCE
#include "link/link.h"
#include "link/revoked.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

#define HEX "61df0b9c3a774e0d18c2f5b0947e21ad6f03d8b5529a4c17e6800b3fca91722F"
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
    static const uint8_t bytes[] = {0x61, 0xdf, 0x0b, 0x9c, 0x3a, 0x77, 0x4e, 0x0d};
    assert_memory_equal(key.key, bytes, sizeof(bytes));
    assert_int_equal(key.key[31], 0x2f);
    assert_string_equal(said, "");
    device_key_wipe(&key);
    assert_int_equal(key.uid, 0);
}

static void what_is_written_is_read_again_and_is_private(void **state)
{
    (void)state;
    struct device_key key, back;
    assert_true(device_key_make(&key, DEVICE_BOARD, "一楼-board-0123456789"));
    assert_int_equal(device_key_write(path, &key), ERR_NONE);
    struct stat is;
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0600);
    assert_int_equal(device_key_read(path, &back), ERR_NONE);
    assert_memory_equal(&key, &back, sizeof(key));
}

static void a_new_device_is_nobody_elses(void **state)
{
    (void)state;
    struct device_key a, b;
    assert_true(device_key_make(&a, DEVICE_PAD, "叫号器-1"));
    assert_true(device_key_make(&b, DEVICE_PAD, "叫号器-1"));
    assert_int_equal(a.kind, DEVICE_PAD);
    assert_string_equal(a.name, "叫号器-1");
    assert_true(a.uid && a.uid != b.uid);
    assert_memory_not_equal(a.key, b.key, sizeof(a.key));
}

/* What a device gets by QR is what a key file holds. */
static void a_key_as_one_line_is_a_key_file(void **state)
{
    (void)state;
    struct device_key key, back;
    char text[DEVICE_KEY_TEXT_SIZE];
    assert_true(device_key_make(&key, DEVICE_CONSOLE, "123456789012345678901234"));
    device_key_text(&key, text);
    assert_null(strchr(text, '\n'));
    assert_int_equal(strncmp(text, "uid=", 4), 0);
    assert_non_null(strstr(text, " kind=console name=123456789012345678901234 key="));
    write_key(text, 0600);
    assert_int_equal(device_key_read(path, &back), ERR_NONE);
    assert_memory_equal(&key, &back, sizeof(key));
}

/* D-25: no default key, whoever thought of it. */
static void keys_that_anybody_would_try_are_refused(void **state)
{
    (void)state;
    struct device_key key;
    char text[256];
    static const char *const patterns[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0",
        "00020406080a0c0e10121416181a1c1e20222426282a2c2e30323436383a3c3e", /* by twos */
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
        "61df0b9c3a774e0d18c2f5b0947e21ad61df0b9c3a774e0d18c2f5b0947e21ad", /* half a key, twice */
        "61df0b9c3a774e61df0b9c3a774e61df0b9c3a774e61df0b9c3a774e3a774e61", /* 7 values */
    };
    for (size_t i = 0; i < countof(patterns); i++) {
        snprintf(text, sizeof(text), "uid=1 kind=kiosk name=a key=%s", patterns[i]);
        assert_refused(text, 0600, "key= must be random, and this one is a pattern; make it anew");
    }
    /* The limits: eight values, and a step that comes 15 times of 31. */
    static const char *const random[] = {
        "61df0b9c3a774e0d61df0b9c3a774e610d61df0b9c3a774e0d61df0b9c3a770d",
        "000102030405060708090a0b0c0d0e0f6f03d8b5529a4c17e6800b3fca91722f",
    };
    for (size_t i = 0; i < countof(random); i++) {
        snprintf(text, sizeof(text), "uid=1 kind=kiosk name=a key=%s", random[i]);
        write_key(text, 0600);
        assert_int_equal(device_key_read(path, &key), ERR_NONE);
    }
}

static void what_stays_of_a_revoked_key_is_whose_and_when(void **state)
{
    (void)state;
    struct device_key key;
    struct revoked revoked, back;
    char text[512] = "", hex[17];
    assert_true(device_key_make(&key, DEVICE_PAD, "叫号器-1"));
    revoked = revoked_of(&key, 1773826200000); /* 2026-03-18 17:30 in China */
    assert_string_equal(revoked.at, "2026-03-18T09:30:00Z");
    assert_int_equal(revoked_write(path, &revoked), ERR_NONE);
    assert_int_equal(revoked_read(path, &back), ERR_NONE);
    assert_memory_equal(&revoked, &back, sizeof(back));
    FILE *file = fopen(path, "r");
    assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
    fclose(file);
    for (size_t i = 0; i < 8; i++)
        snprintf(hex + 2 * i, 3, "%02x", key.key[i]);
    assert_null(strstr(text, hex));
    write_key("uid=0 kind=pad name=a revoked=2026-03-18T09:30:00Z\n", 0600);
    assert_int_equal(revoked_read(path, &back), ERR_CONFIG);
    write_key("uid=5 kind=pad name=a\n", 0600);
    assert_int_equal(revoked_read(path, &back), ERR_CONFIG);
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

#define KEY_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        KEY_TEST(a_key_file_is_read),
        KEY_TEST(what_is_written_is_read_again_and_is_private),
        KEY_TEST(a_new_device_is_nobody_elses),
        KEY_TEST(a_key_as_one_line_is_a_key_file),
        KEY_TEST(keys_that_anybody_would_try_are_refused),
        KEY_TEST(what_stays_of_a_revoked_key_is_whose_and_when),
        KEY_TEST(a_key_others_can_use_is_refused),
        KEY_TEST(each_mistake_has_one_sentence),
        KEY_TEST(a_key_file_is_small_text_in_a_file),
        KEY_TEST(no_part_of_a_key_is_logged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
