/* SPDX-License-Identifier: Apache-2.0 */
/* frame: what its header promises (protocol/SPEC.md 1). */
#include "protocol/frame.h"

#include <string.h>

#include "base/crc32c.h"
#include "test.h"

#define WIRE_MAX FRAME_WIRE_MAX(FRAME_MAX_TCP)

static uint32_t seed;

static uint32_t next_random(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed;
}

/* Mostly non-zero bytes with zeros here and there: all COBS block shapes. */
static void fill(uint8_t *bytes, size_t n, uint32_t zeros)
{
    for (size_t i = 0; i < n; i++)
        bytes[i] = zeros && next_random() % zeros == 0 ? 0 : (uint8_t)(1 + next_random() % 255);
}

struct got {
    uint32_t count;
    size_t length;
    uint8_t last[FRAME_MAX_TCP];
};

static void feed(struct frame_parser *parser, const uint8_t *bytes, size_t count, size_t chunk,
                 struct got *got)
{
    while (count) {
        size_t most = count < chunk ? count : chunk;
        const uint8_t *frame;
        size_t length;
        size_t n = frame_parser_feed(parser, bytes, most, &frame, &length);
        assert_in_range(n, 1, most);
        bytes += n;
        count -= n;
        if (!frame)
            continue;
        got->count++;
        got->length = length;
        memcpy(got->last, frame, length);
    }
}

static void assert_wire(const char *decoded, size_t decoded_length, const char *wire,
                        size_t wire_length)
{
    uint8_t out[WIRE_MAX];
    size_t n;
    assert_int_equal(frame_encode((const uint8_t *)decoded, decoded_length, out, sizeof(out), &n),
                     ERR_NONE);
    assert_int_equal(n, wire_length);
    assert_memory_equal(out, wire, wire_length);
}

#define WIRE(decoded, wire) assert_wire(decoded, sizeof(decoded) - 1, wire, sizeof(wire) - 1)

static void clear_frames_match_the_published_vectors(void **state)
{
    (void)state;
    assert_int_equal(crc32c("123456789", 9), 0xe3069283u);
    WIRE("\xff\x00\x20\x2a\x12\x01\x10\x13\x01", /* ROLL */
         "\x00\x02\xff\x08\x20\x2a\x12\x01\x10\x13\x01\xce\xbf\xa1\xec\x80\x00");
    WIRE("\x07\x00\x30\x05\x10", /* POLL */
         "\x00\x02\x07\x04\x30\x05\x10\xa4\xb7\x89\x9b\x88\x00");
}

static void crc_is_the_same_in_pieces_and_at_any_alignment(void **state)
{
    (void)state;
    uint8_t bytes[300];
    seed = 7;
    fill(bytes, sizeof(bytes), 5);
    for (size_t start = 0; start < 9; start++)
        for (size_t n = 0; start + n <= sizeof(bytes); n++) {
            uint32_t bitwise = ~0u;
            for (size_t i = 0; i < n; i++) {
                bitwise ^= bytes[start + i];
                for (int bit = 0; bit < 8; bit++)
                    bitwise = bitwise >> 1 ^ (bitwise & 1 ? 0x82f63b78u : 0);
            }
            assert_int_equal(crc32c(bytes + start, n), ~bitwise);
            uint32_t half = crc32c(bytes + start, n / 3);
            assert_int_equal(crc32c_more(half, bytes + start + n / 3, n - n / 3), ~bitwise);
        }
}

static void every_length_comes_back(void **state)
{
    (void)state;
    uint8_t frame[FRAME_MAX_TCP], wire[WIRE_MAX], buffer[WIRE_MAX];
    static const uint32_t densities[] = {0, 1, 2, 100, 600};
    seed = 11;
    for (size_t n = FRAME_HEADER + 1; n <= FRAME_MAX_TCP; n += n < 800 ? 1 : 1231)
        for (size_t d = 0; d < countof(densities); d++) {
            struct got got = {0};
            size_t length;
            fill(frame, n, densities[d]);
            assert_int_equal(frame_encode(frame, n, wire, FRAME_WIRE_MAX(n), &length), ERR_NONE);
            assert_null(memchr(wire + 1, 0, length - 2));
            struct frame_parser parser;
            frame_parser_init(&parser, buffer, FRAME_WIRE_MAX(n));
            feed(&parser, wire, length, length, &got);
            assert_int_equal(got.count, 1);
            assert_int_equal(got.length, n);
            assert_memory_equal(got.last, frame, n);
        }
}

/* The block edges of COBS: 253, 254 and 255 bytes without a zero, then a zero or none. */
static void block_edges_have_one_encoding_each(void **state)
{
    (void)state;
    static const struct {
        size_t run;
        bool zero;
        size_t wire; /* encoded without FCS and delimiters */
    } edges[] = {{253, false, 254}, {253, true, 255}, {254, false, 255}, {254, true, 257},
                 {255, false, 257}, {255, true, 258}, {508, false, 510}, {509, false, 512}};
    for (size_t i = 0; i < countof(edges); i++) {
        uint8_t frame[600], wire[700];
        size_t n = edges[i].run + edges[i].zero, length;
        memset(frame, 0x55, n);
        if (edges[i].zero)
            frame[n - 1] = 0;
        assert_int_equal(frame_encode(frame, n, wire, sizeof(wire), &length), ERR_NONE);
        assert_int_equal(length, edges[i].wire + 7);
        /* One byte less room is refused, not overrun. */
        assert_int_equal(frame_encode(frame, n, wire, length - 1, &length), ERR_TOOBIG);
    }
}

static void the_largest_bus_frame_is_258_bytes(void **state)
{
    (void)state;
    uint8_t frame[FRAME_MAX_BUS + 1], wire[300], buffer[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
    struct got got = {0};
    struct frame_parser parser;
    size_t length;
    assert_int_equal(FRAME_WIRE_MAX(FRAME_MAX_BUS), 258);
    memset(frame, 1, sizeof(frame));
    frame_parser_init(&parser, buffer, sizeof(buffer));
    assert_int_equal(frame_encode(frame, FRAME_MAX_BUS, wire, sizeof(wire), &length), ERR_NONE);
    assert_int_equal(length, 258);
    feed(&parser, wire, length, 1, &got);
    assert_int_equal(got.count, 1);
    /* One more is skipped to its end and counted, and the next frame is taken again. */
    assert_int_equal(frame_encode(frame, FRAME_MAX_BUS + 1, wire, sizeof(wire), &length), ERR_NONE);
    feed(&parser, wire, length, 1, &got);
    assert_int_equal(got.count, 1);
    assert_int_equal(parser.bad, 1);
    assert_int_equal(frame_encode(frame, 9, wire, sizeof(wire), &length), ERR_NONE);
    feed(&parser, wire, length, 1, &got);
    assert_int_equal(got.count, 2);
}

static void runts_are_no_frames(void **state)
{
    (void)state;
    uint8_t frame[8] = {1, 2, 3, 4, 5}, wire[32], buffer[64];
    struct frame_parser parser;
    frame_parser_init(&parser, buffer, sizeof(buffer));
    for (size_t n = 0; n <= FRAME_HEADER + 1; n++) {
        struct got got = {0};
        size_t length;
        assert_int_equal(frame_encode(frame, n, wire, sizeof(wire), &length), ERR_NONE);
        feed(&parser, wire, length, length, &got);
        assert_int_equal(got.count, n == FRAME_HEADER + 1);
    }
    assert_int_equal(parser.bad, FRAME_HEADER + 1);
    assert_int_equal(parser.taken, 1);
}

/* The size of a parser counts both delimiters: below them there is room for nothing. */
static void a_buffer_for_the_delimiters_alone_takes_no_frame(void **state)
{
    (void)state;
    static const uint8_t wire[] = {0, 1, 2, 3, 0};
    for (size_t size = 0; size < 3; size++) {
        struct frame_parser parser;
        const uint8_t *frame;
        size_t length;
        frame_parser_init(&parser, (uint8_t[1]){0}, size);
        assert_int_equal(frame_parser_feed(&parser, wire, sizeof(wire), &frame, &length),
                         sizeof(wire));
        assert_null(frame);
        assert_int_equal(parser.bad, 1);
    }
}

static void bytes_one_at_a_time_give_the_same_frames(void **state)
{
    (void)state;
    static uint8_t stream[1 << 16];
    seed = 23;
    for (int round = 0; round < 20; round++) {
        size_t used = 0;
        for (int i = 0; i < 60; i++) {
            uint8_t frame[400];
            size_t n = 1 + next_random() % 300, length = 0;
            fill(frame, n, 1 + next_random() % 9);
            assert_int_equal(frame_encode(frame, n, stream + used, sizeof(stream) - used, &length),
                             ERR_NONE);
            used += length;
            if (next_random() % 3 == 0) /* a hit somewhere, perhaps on a delimiter */
                stream[next_random() % used] = (uint8_t)next_random();
        }
        uint8_t a[258], b[258];
        struct frame_parser whole, bytewise;
        struct got x = {0}, y = {0};
        frame_parser_init(&whole, a, sizeof(a));
        frame_parser_init(&bytewise, b, sizeof(b));
        feed(&whole, stream, used, used, &x);
        feed(&bytewise, stream, used, 1, &y);
        assert_int_equal(x.count, y.count);
        assert_int_equal(whole.bad, bytewise.bad);
        assert_int_equal(whole.taken, x.count);
        assert_int_equal(x.length, y.length);
        assert_memory_equal(x.last, y.last, x.length);
    }
}

/* B13: whatever comes between two frames, at most one good frame is lost. */
static void garbage_costs_at_most_one_good_frame(void **state)
{
    (void)state;
    uint8_t frame[] = {0xff, 0x00, 0x20, 0x2a, 0x12, 0x01}, wire[32], noise[600];
    size_t length;
    assert_int_equal(frame_encode(frame, sizeof(frame), wire, sizeof(wire), &length), ERR_NONE);
    seed = 31;
    for (int round = 0; round < 20000; round++) {
        uint8_t buffer[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
        struct frame_parser parser;
        struct got got = {0};
        frame_parser_init(&parser, buffer, sizeof(buffer));
        feed(&parser, wire, length, length, &got);
        size_t n = next_random() % sizeof(noise);
        fill(noise, n, next_random() % 2 ? 20 : 0);
        feed(&parser, noise, n, n, &got);
        feed(&parser, wire, length, length, &got);
        /* Delimiters on both sides: here even that frame is safe. */
        assert_int_equal(got.count, 2);
        feed(&parser, noise, n, n, &got);
        feed(&parser, wire + 1, length - 1, length, &got); /* its leading delimiter is gone */
        feed(&parser, wire, length, length, &got);
        assert_in_range(got.count, 3, 4);
    }
}

static uint32_t undetected(const uint8_t *frame, size_t n, const uint8_t *damaged, size_t length)
{
    uint8_t buffer[64];
    struct frame_parser parser;
    struct got got = {0};
    frame_parser_init(&parser, buffer, sizeof(buffer));
    feed(&parser, damaged, length, length, &got);
    /* A flip in the outer delimiters may leave the frame as it was: that is no error. */
    if (!got.count || (got.count == 1 && got.length == n && !memcmp(got.last, frame, n)))
        return 0;
    return 1;
}

/* The check is over the encoded bytes: every 1- and 2-bit error on the wire of a short frame is
 * seen. */
static void one_and_two_bit_errors_are_all_detected(void **state)
{
    (void)state;
    seed = 47;
    for (int sample = 0; sample < 40; sample++) {
        uint8_t frame[16], wire[40];
        size_t n = 5 + next_random() % 10, length;
        fill(frame, n, 3);
        assert_int_equal(frame_encode(frame, n, wire, sizeof(wire), &length), ERR_NONE);
        uint32_t missed = 0;
        for (size_t i = 0; i < length * 8; i++)
            for (size_t j = i; j < length * 8; j++) {
                uint8_t damaged[40];
                memcpy(damaged, wire, length);
                damaged[i / 8] ^= (uint8_t)(1 << i % 8);
                if (j != i) /* j == i: the 1-bit error alone */
                    damaged[j / 8] ^= (uint8_t)(1 << j % 8);
                missed += undetected(frame, n, damaged, length);
            }
        assert_int_equal(missed, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clear_frames_match_the_published_vectors),
        cmocka_unit_test(crc_is_the_same_in_pieces_and_at_any_alignment),
        cmocka_unit_test(every_length_comes_back),
        cmocka_unit_test(block_edges_have_one_encoding_each),
        cmocka_unit_test(the_largest_bus_frame_is_258_bytes),
        cmocka_unit_test(runts_are_no_frames),
        cmocka_unit_test(a_buffer_for_the_delimiters_alone_takes_no_frame),
        cmocka_unit_test(bytes_one_at_a_time_give_the_same_frames),
        cmocka_unit_test(garbage_costs_at_most_one_good_frame),
        cmocka_unit_test(one_and_two_bit_errors_are_all_detected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
