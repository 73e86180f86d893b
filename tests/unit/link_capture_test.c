/* SPDX-License-Identifier: Apache-2.0 */
/* capture: what Wireshark gets, what it never gets, and where it ends. */
#define _GNU_SOURCE
#include "link/capture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

static char folder[64], path[128];

static int setup(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/hall-capture-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof(path), "%s/session.pcap", folder);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

struct packets {
    uint8_t bytes[1 << 16];
    size_t length;
};

static void read_all(struct packets *packets)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    packets->length = fread(packets->bytes, 1, sizeof(packets->bytes), file);
    fclose(file);
}

static uint32_t u32(const uint8_t *at)
{
    uint32_t n;
    memcpy(&n, at, sizeof(n));
    return n;
}

/* The nth packet: flags, then the frame. */
static const uint8_t *packet(const struct packets *packets, uint32_t nth, size_t *length)
{
    size_t at = 24;
    for (; nth; nth--)
        at += 16 + u32(packets->bytes + at + 8);
    assert_true(at + 16 < packets->length);
    *length = u32(packets->bytes + at + 8);
    assert_int_equal(u32(packets->bytes + at + 12), *length);
    assert_true(at + 16 + *length <= packets->length);
    return packets->bytes + at + 16;
}

static void show(struct capture *capture, bool sent, const struct message *message)
{
    uint8_t frame[FRAME_MAX] = {0, 1, CTL_SEC_SEALED, 7};
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    const struct channel_tap *tap = capture_tap(capture);
    assert_int_equal(message_encode(message, &out), ERR_NONE);
    tap->frame(tap->context, sent, true, frame, (size_t)(out.at - frame));
}

static void a_packet_is_flags_and_the_frame(void **state)
{
    (void)state;
    static struct packets packets;
    static const uint8_t sealed[] = {1, 0, CTL_SEC_SEALED, 9, 0xaa, 0xbb};
    struct capture *capture = capture_open(path);
    assert_non_null(capture);
    const struct message ping = {.type = MSG_TYPE_PING, .ping = {.id = 0x1234, .t1 = 5}};
    show(capture, true, &ping);
    capture_tap(capture)->frame(capture_tap(capture)->context, false, false, sealed,
                                sizeof(sealed));
    capture_close(capture);
    struct stat is;
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 07777, 0600);
    read_all(&packets);
    assert_int_equal(u32(packets.bytes), 0xa1b2c3d4);
    assert_int_equal(u32(packets.bytes + 20), CAPTURE_LINK_TYPE);
    size_t length;
    const uint8_t *at = packet(&packets, 0, &length);
    static const uint8_t said[] = {CAPTURE_TO_CONTROLLER | CAPTURE_OPENED,
                                   0,
                                   1,
                                   CTL_SEC_SEALED,
                                   7,
                                   MSG_TYPE_PING,
                                   0x34,
                                   0x12,
                                   5,
                                   0,
                                   0,
                                   0};
    assert_int_equal(length, sizeof(said));
    assert_memory_equal(at, said, sizeof(said));
    at = packet(&packets, 1, &length);
    assert_int_equal(length, 1 + sizeof(sealed));
    assert_int_equal(at[0], 0);
    assert_memory_equal(at + 1, sealed, sizeof(sealed));
    assert_null(capture_tap(NULL));
    capture_close(NULL);
}

/* T18: whoever reads a capture gets into nothing. The fields behind a key stay what they are. */
static void no_key_and_no_proof_of_a_pin_is_recorded(void **state)
{
    (void)state;
    static struct packets packets;
    static uint8_t secret[32];
    static struct message messages[5];
    memset(secret, 0x5a, sizeof(secret));
    messages[0] = (struct message){.type = MSG_TYPE_GKEY, .gkey = {.gkey.length = 16}};
    memcpy(messages[0].gkey.gkey.at, secret, 16);
    messages[1] = (struct message){.type = MSG_TYPE_LEASE, .lease = {.key.length = 32}};
    memcpy(messages[1].lease.key.at, secret, 32);
    messages[2] = (struct message){.type = MSG_TYPE_DAY_KEY, .day_key = {.key.length = 32}};
    memcpy(messages[2].day_key.key.at, secret, 32);
    messages[3] = (struct message){.type = MSG_TYPE_LOGIN,
                                   .login = {.proof.length = 32, .target = 0x4321, .lang = 2}};
    memcpy(messages[3].login.proof.at, secret, 32);
    messages[4] = (struct message){.type = MSG_TYPE_WELCOME,
                                   .welcome = {.label = "A label", .gkey.length = 16}};
    memcpy(messages[4].welcome.gkey.at, secret, 16);
    struct capture *capture = capture_open(path);
    for (size_t i = 0; i < countof(messages); i++)
        show(capture, false, &messages[i]);
    capture_close(capture);
    read_all(&packets);
    assert_null(memmem(packets.bytes, packets.length, secret, 4));
    assert_non_null(memmem(packets.bytes, packets.length, "A label", 7));
    size_t length;
    const uint8_t *at = packet(&packets, 3, &length);
    assert_memory_equal(at + length - 3, "\x21\x43\x02", 3);
}

/* A body that ends in the middle of a key is nobody's message, and no less a key. */
static void what_is_left_of_a_cut_key_is_blank_too(void **state)
{
    (void)state;
    static struct packets packets;
    const uint8_t cut[] =
        {1,    0,    CTL_SEC_SEALED, 0,   MSG_TYPE_DAY_KEY, 1, 2, 3, 4, 32, 0, 0x5a,
         0x5a, 0x5a, 0x5a,           0x5a};
    struct capture *capture = capture_open(path);
    capture_tap(capture)->frame(capture_tap(capture)->context, false, true, cut, sizeof(cut));
    capture_close(capture);
    read_all(&packets);
    size_t length;
    const uint8_t *at = packet(&packets, 0, &length);
    assert_int_equal(length, 1 + sizeof(cut));
    assert_null(memchr(at, 0x5a, length));
}

static void a_capture_goes_on_after_a_restart(void **state)
{
    (void)state;
    static struct packets packets;
    const struct message ping = {.type = MSG_TYPE_PING, .ping = {.id = 1}};
    size_t length;
    for (int i = 0; i < 2; i++) {
        struct capture *capture = capture_open(path);
        show(capture, true, &ping);
        capture_close(capture);
    }
    read_all(&packets);
    (void)packet(&packets, 1, &length);
    assert_int_equal(packets.length, 24 + 2 * (16 + length));
}

static void nothing_else_is_overwritten(void **state)
{
    (void)state;
    static struct packets packets;
    FILE *file = fopen(path, "w");
    fputs("uid=1 and other words that somebody may still need\n", file);
    fclose(file);
    assert_null(capture_open(path));
    read_all(&packets);
    assert_int_equal(strncmp((const char *)packets.bytes, "uid=1 and", 9), 0);
    assert_null(capture_open("/dev/null"));
    assert_null(capture_open(folder));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("/dev/null", path), 0);
    assert_null(capture_open(path));
}

static void a_capture_ends_at_its_limit(void **state)
{
    (void)state;
    static const uint8_t frame[FRAME_MAX_TCP] = {1, 0, CTL_SEC_SEALED};
    struct capture *capture = capture_open(path);
    struct stat is;
    const size_t each = 16 + 1 + sizeof(frame), most = (CAPTURE_MAX - 24) / each;
    for (size_t i = 0; i < most + 3; i++)
        capture_tap(capture)->frame(capture_tap(capture)->context, true, false, frame,
                                    sizeof(frame));
    capture_close(capture);
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_size, 24 + most * each);
}

#define CAPTURE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CAPTURE_TEST(a_packet_is_flags_and_the_frame),
        CAPTURE_TEST(no_key_and_no_proof_of_a_pin_is_recorded),
        CAPTURE_TEST(what_is_left_of_a_cut_key_is_blank_too),
        CAPTURE_TEST(a_capture_goes_on_after_a_restart),
        CAPTURE_TEST(nothing_else_is_overwritten),
        CAPTURE_TEST(a_capture_ends_at_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
