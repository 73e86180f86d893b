/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dots on their way to a panel (display/app/matrix.h, docs/matrix.md): a receiver of ours on a
 * socket and on a pseudo-terminal takes the frames apart and compares dots.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <event2/event.h>
#include <event2/util.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/matrix.h"
#include "base/crc32c.h"
#include "domain/hall_def.h"
#include "os/clock.h"
#include "test.h"

#define WAIT_MS 20000
#define DOTS_MAX (MATRIX_W_MAX * MATRIX_H_MAX)

/* ---- the receiver ---- */

struct fixture {
    struct event_base *base;
    struct event *wake, *readable;
    struct matrix *matrix;
    struct matrix_size size;
    int fd; /* socket, or the master's side */
    bool serial;
    bool answers;  /* the panel has power */
    uint8_t says;  /* in its answers */
    uint32_t drop; /* packets that will get lost */
    uint32_t packets, wholes, pictures;
    uint32_t number, rows; /* of the last picture */
    uint8_t brightness;
    bool damaged; /* a frame that is not as the document says */
    bool mixed;   /* a picture that is not of one colour */
    bool uniform; /* pictures are expected to be of one colour */
    struct sockaddr_in from;
    size_t length;
    uint8_t bytes[4096];
    uint8_t memory[DOTS_MAX], shown[DOTS_MAX];
};
static struct fixture fixture;
static uint8_t drawn[DOTS_MAX];

static uint16_t u16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t u32(const uint8_t *at)
{
    return u16(at) | (uint32_t)u16(at + 2) << 16;
}

static void answer(struct fixture *f, const uint8_t *number)
{
    uint8_t reply[16] = {'J', 'H', 'M', '1', 2, f->says};
    memcpy(reply + 8, number, 4);
    uint32_t crc = crc32c(reply, 12);
    for (int i = 0; i < 4; i++)
        reply[12 + i] = (uint8_t)(crc >> 8 * i);
    if (f->serial)
        assert_int_equal(write(f->fd, reply, sizeof(reply)), sizeof(reply));
    else
        (void)sendto(f->fd, reply, sizeof(reply), 0, (struct sockaddr *)&f->from, sizeof(f->from));
}

static void show(struct fixture *f)
{
    memcpy(f->shown, f->memory, sizeof(f->shown));
    f->pictures++;
    for (uint32_t i = 1; f->uniform && i < (uint32_t)f->size.w * f->size.h; i++)
        f->mixed |= f->shown[i] != f->shown[0];
}

static void take(struct fixture *f, const uint8_t *packet, size_t count)
{
    uint16_t w = u16(packet + 6), h = u16(packet + 8), row = u16(packet + 16);
    uint16_t rows = u16(packet + 18), bytes = u16(packet + 20);
    uint8_t planes = packet[10];
    size_t line = (w + 7u) / 8;
    f->packets++;
    if (f->drop) {
        f->drop--;
        return;
    }
    if (count != 28u + bytes || packet[4] != 1 || w != f->size.w || h != f->size.h ||
        planes != f->size.planes || row + rows > h || bytes != rows * line * planes ||
        u16(packet + 22) != 0 || u32(packet + count - 4) != crc32c(packet, count - 4)) {
        f->damaged = true;
        return;
    }
    f->wholes += (packet[5] & 3) == 3;
    f->brightness = packet[11];
    f->rows = rows + (u32(packet + 12) == f->number ? f->rows : 0);
    f->number = u32(packet + 12);
    for (uint32_t y = 0; y < rows; y++)
        for (uint32_t x = 0; x < w; x++) {
            const uint8_t *at = packet + 24 + y * line * planes + x / 8;
            uint8_t leds = 0;
            for (uint32_t plane = 0; plane < planes; plane++)
                leds |= (uint8_t)((at[plane * line] >> (7 - x % 8) & 1) << plane);
            f->memory[(row + y) * w + x] = leds;
        }
    if (!(packet[5] & 1))
        return;
    show(f);
    if (f->answers)
        answer(f, packet + 12);
}

/* On a line: the magic, as many bytes as the header says. */
static void hunt(struct fixture *f)
{
    while (f->length >= 28) {
        size_t count = 28u + u16(f->bytes + 20);
        if (memcmp(f->bytes, "JHM1", 4) != 0 || count > 512) {
            f->damaged = true;
            f->length = 0;
            return;
        }
        if (f->length < count)
            return;
        take(f, f->bytes, count);
        f->length -= count;
        memmove(f->bytes, f->bytes + count, f->length);
    }
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct fixture *f = context;
    (void)what;
    if (f->serial) {
        ssize_t got = read(fd, f->bytes + f->length, sizeof(f->bytes) - f->length);
        f->length += got > 0 ? (size_t)got : 0;
        hunt(f);
        return;
    }
    for (;;) {
        uint8_t packet[2048];
        socklen_t size = sizeof(f->from);
        ssize_t got = recvfrom(fd, packet, sizeof(packet), 0, (struct sockaddr *)&f->from, &size);
        if (got < 0)
            return;
        assert_true(got >= 28 && got <= MATRIX_PACKET_MAX);
        take(f, packet, (size_t)got);
    }
}

static void on_wake(evutil_socket_t fd, short what, void *context)
{
    (void)fd, (void)what, (void)context;
}

/* ---- the fixture ---- */

static int set_up(void **state)
{
    struct fixture *f = &fixture;
    memset(f, 0, sizeof(*f));
    f->base = event_base_new();
    f->wake = event_new(f->base, -1, EV_PERSIST, on_wake, NULL);
    event_add(f->wake, &(struct timeval){0, 5000});
    f->fd = -1;
    f->answers = true;
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    matrix_free(f->matrix);
    if (f->readable)
        event_free(f->readable);
    if (f->fd >= 0)
        close(f->fd);
    event_free(f->wake);
    event_base_free(f->base);
    return 0;
}

static void listen_on(struct fixture *f, int fd)
{
    f->fd = fd;
    assert_int_equal(evutil_make_socket_nonblocking(fd), 0);
    f->readable = event_new(f->base, fd, EV_READ | EV_PERSIST, on_readable, f);
    event_add(f->readable, NULL);
}

static void open_out(struct fixture *f, const char *out, struct matrix_size size)
{
    f->size = size;
    assert_int_equal(matrix_new(f->base,
                                &(struct matrix_options){.name = "board-9",
                                                         .out = out,
                                                         .size = size},
                                &f->matrix),
                     ERR_NONE);
}

static void open_udp(struct fixture *f, struct matrix_size size)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(at);
    char out[64];
    int room = 4 << 20;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &length), 0);
    listen_on(f, fd);
    snprintf(out, sizeof(out), "udp:127.0.0.1:%u", ntohs(at.sin_port));
    open_out(f, out, size);
}

static void open_line(struct fixture *f, struct matrix_size size)
{
    char path[64], out[96];
    int master, slave;
    assert_int_equal(openpty(&master, &slave, path, NULL, NULL), 0);
    close(slave);
    f->serial = true;
    snprintf(out, sizeof(out), "%s@921600", path);
    open_out(f, out, size); /* first: a master without a slave reads an error */
    listen_on(f, master);
}

static void until(struct fixture *f, bool (*good)(struct fixture *f))
{
    msec end = clock_mono_ms() + WAIT_MS;
    while (!good(f)) {
        assert_true(clock_mono_ms() < end);
        event_base_loop(f->base, EVLOOP_ONCE);
    }
}

static struct dots picture(const struct fixture *f, uint32_t seed)
{
    struct dots dots = {f->size.w, f->size.h, drawn};
    for (uint32_t i = 0; i < (uint32_t)dots.w * dots.h; i++) {
        seed = seed * 1664525u + 1013904223u;
        drawn[i] = (uint8_t)(seed >> 24 & 7);
    }
    return dots;
}

static bool arrived(struct fixture *f)
{
    for (uint32_t i = 0; i < (uint32_t)f->size.w * f->size.h; i++) {
        uint8_t leds =
            f->size.planes == 1 ? drawn[i] != 0 : (uint8_t)(drawn[i] & ((1 << f->size.planes) - 1));
        if (f->shown[i] != leds)
            return false;
    }
    return f->pictures > 0 && !f->damaged;
}

static void send_picture(struct fixture *f, uint32_t seed, uint8_t brightness)
{
    struct dots dots = picture(f, seed);
    matrix_show(f->matrix, &dots, brightness);
}

/* ---- tests ---- */

static void the_example_of_the_document(void **state)
{
    static const uint8_t want[] = {0x4a, 0x48, 0x4d, 0x31, 0x01, 0x03, 0x10, 0x00, 0x02, 0x00, 0x01,
                                   0x64, 0x07, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x04, 0x00,
                                   0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0x3c, 0xfd, 0x8b, 0xdc};
    static const uint8_t dots[4] = {0, 0, 0xff, 0xff};
    uint8_t packet[MATRIX_PACKET_MAX];
    const struct matrix_part part = {7, 0, 2, 100, true, true};
    (void)state;
    size_t count = matrix_packet(&(struct matrix_size){16, 2, 1}, dots, &part, packet);
    assert_int_equal(count, sizeof(want));
    assert_memory_equal(packet, want, sizeof(want));
}

static void every_dot_arrives_over_udp(void **state)
{
    static const struct matrix_size sizes[] = {{96, 16, 1},
                                               {192, 64, 1},
                                               {250, 33, 2},
                                               {320, 160, 3},
                                               {MATRIX_W_MAX, MATRIX_H_MAX, 3}};
    for (size_t i = 0; i < countof(sizes); i++) {
        struct fixture *f = *state;
        open_udp(f, sizes[i]);
        send_picture(f, 1 + (uint32_t)i, 80);
        until(f, arrived);
        assert_int_equal(f->brightness, 80);
        send_picture(f, 100 + (uint32_t)i, 80);
        until(f, arrived);
        assert_int_equal(matrix_state(f->matrix), MATRIX_WORKS);
        tear_down(state);
        set_up(state);
    }
}

static bool whole(struct fixture *f)
{
    return f->wholes >= 3;
}

static void only_what_changed_is_sent_and_all_of_it_once_a_second(void **state)
{
    struct fixture *f = *state;
    open_udp(f, (struct matrix_size){192, 64, 1});
    struct dots dots = picture(f, 5);
    matrix_show(f->matrix, &dots, 100);
    until(f, arrived);
    uint32_t pictures = f->pictures;
    matrix_show(f->matrix, &dots, 100); /* the same */
    assert_int_equal(f->pictures, pictures);
    drawn[10 * 192 + 7] = drawn[10 * 192 + 7] ? DOT_OFF : DOT_RED;
    drawn[12 * 192 + 7] = drawn[12 * 192 + 7] ? DOT_OFF : DOT_RED;
    matrix_show(f->matrix, &dots, 100);
    until(f, arrived);
    if (f->wholes == 1) /* no second is over: a slow machine may be later */
        assert_int_equal(f->rows, 3);
    msec began = clock_mono_ms();
    until(f, whole);
    assert_true(clock_mono_ms() - began >= 900);
}

static void a_lost_packet_is_made_good(void **state)
{
    struct fixture *f = *state;
    open_udp(f, (struct matrix_size){320, 160, 1});
    send_picture(f, 1, 100);
    until(f, arrived);
    f->drop = 4;
    send_picture(f, 2, 100);
    until(f, arrived);
    assert_int_equal(f->drop, 0);
}

static bool lost(struct fixture *f)
{
    return matrix_state(f->matrix) == MATRIX_LOST;
}

static bool works(struct fixture *f)
{
    return matrix_state(f->matrix) == MATRIX_WORKS;
}

static void a_panel_that_does_not_answer_is_lost_and_found_again(void **state)
{
    struct fixture *f = *state;
    open_udp(f, (struct matrix_size){192, 64, 2});
    f->answers = false;
    send_picture(f, 1, 100);
    assert_int_equal(matrix_state(f->matrix), MATRIX_WORKS); /* not yet known */
    until(f, lost);
    f->answers = true;
    until(f, works);
    f->says = 1; /* it is another panel */
    until(f, lost);
    f->says = 0;
    until(f, works);
    until(f, arrived);
}

static void a_panel_that_is_not_there_blocks_nothing(void **state)
{
    struct fixture *f = *state;
    open_udp(f, (struct matrix_size){320, 160, 3});
    event_free(f->readable);
    f->readable = NULL;
    close(f->fd); /* the port answers "unreachable" */
    f->fd = -1;
    msec began = clock_mono_ms();
    for (uint32_t i = 0; i < 50; i++)
        send_picture(f, i, 100);
    assert_true(clock_mono_ms() - began < 5 * SECOND);
    until(f, lost);
}

static bool is_lost(struct fixture *f)
{
    return matrix_state(f->matrix) == MATRIX_LOST;
}

/* A network that comes up after the board: here one that this socket may not reach. */
static void a_network_that_is_not_there_yet_is_no_error(void **state)
{
    struct fixture *f = *state;
    open_out(f, "udp:255.255.255.255:5005", (struct matrix_size){96, 16, 1});
    send_picture(f, 1, 80);
    until(f, is_lost);
}

static void every_dot_arrives_over_a_line(void **state)
{
    struct fixture *f = *state;
    open_line(f, (struct matrix_size){192, 64, 2});
    send_picture(f, 1, 55);
    until(f, arrived);
    send_picture(f, 2, 55);
    until(f, arrived);
    assert_int_equal(f->brightness, 55);
    assert_int_equal(matrix_state(f->matrix), MATRIX_WORKS);
}

static bool last_of_many(struct fixture *f)
{
    return f->pictures > 1 && f->shown[0] == (drawn[0] != 0) && arrived(f);
}

/* Pictures of one colour each, faster than the line takes them. */
static void a_slow_line_drops_pictures_but_never_mixes_two(void **state)
{
    struct fixture *f = *state;
    open_line(f, (struct matrix_size){320, 160, 1});
    struct dots dots = {320, 160, drawn};
    f->uniform = true;
    memset(drawn, 0, sizeof(drawn));
    for (uint32_t i = 0; i < 200; i++) {
        memset(drawn, i % 2 ? DOT_RED : DOT_OFF, 320 * 160);
        matrix_show(f->matrix, &dots, 100);
        event_base_loop(f->base, EVLOOP_ONCE);
    }
    until(f, last_of_many);
    assert_false(f->mixed);
    assert_false(f->damaged);
    assert_true(f->pictures < 200);
}

static void answers_are_found_between_other_bytes(void **state)
{
    uint8_t good[16] = {'J', 'H', 'M', '1', 2, 0, 0, 0, 9, 0, 0, 0};
    uint32_t crc = crc32c(good, 12), found = 0;
    struct matrix_stream stream = {.count = 0};
    struct matrix_answer got;
    (void)state;
    for (int i = 0; i < 4; i++)
        good[12 + i] = (uint8_t)(crc >> 8 * i);
    uint8_t bytes[96] = "JJHMJHM1 noise JHM";
    memcpy(bytes + 18, good, 16); /* behind a magic that broke off */
    memcpy(bytes + 34, good, 16);
    bytes[40] ^= 1; /* damaged */
    memcpy(bytes + 50, good, 16);
    for (size_t i = 0; i < sizeof(bytes); i++)
        found += matrix_stream_byte(&stream, bytes[i], &got);
    assert_int_equal(found, 2);
    assert_int_equal(got.number, 9);
    assert_false(matrix_answer(good, 15, &got));
    good[4] = 1;
    assert_false(matrix_answer(good, 16, &got));
}

static void an_output_that_is_none_is_refused(void **state)
{
    static const char *const bad[] = {"udp:panel:5005",    "udp:127.0.0.1",  "udp:127.0.0.1:x",
                                      "tcp:10.0.0.1:5",    "/dev/ttyS0@300", "/dev/ttyS0@fast",
                                      "/dev/ttyS0@5000000"};
    struct fixture *f = *state;
    for (size_t i = 0; i < countof(bad); i++)
        assert_int_equal(matrix_new(f->base,
                                    &(struct matrix_options){.name = "b",
                                                             .out = bad[i],
                                                             .size = {96, 16, 1}},
                                    &f->matrix),
                         ERR_CONFIG);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_example_of_the_document),
        TEST(every_dot_arrives_over_udp),
        TEST(only_what_changed_is_sent_and_all_of_it_once_a_second),
        TEST(a_lost_packet_is_made_good),
        TEST(a_panel_that_does_not_answer_is_lost_and_found_again),
        TEST(a_panel_that_is_not_there_blocks_nothing),
        TEST(a_network_that_is_not_there_yet_is_no_error),
        TEST(every_dot_arrives_over_a_line),
        TEST(a_slow_line_drops_pictures_but_never_mixes_two),
        TEST(answers_are_found_between_other_bytes),
        TEST(an_output_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
