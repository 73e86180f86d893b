/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Wrong bits, lost bytes and garbage on a wire (SPEC.md 1): no frame is taken that was
 * not sent, no more is lost than what the damage fell on, and the receiver is back at
 * the next delimiter. A trial is one damaged frame among good ones.
 *
 *     protocol_errors_sim [TRIALS [FIRST [FRAMES]]]
 *
 * plays the random trials FIRST, FIRST + 1 ... and all 1-, 2- and 3-bit errors of FRAMES
 * frames of each short length (0 = none of them).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol_damage.h"
#include "test.h"

#define SHORT_MIN 5 /* decoded bytes */
#define SHORT_MAX 14
#define VECTOR_MAX 20
#define VECTORS TEST_DATA_DIR "/../../protocol/vectors/frames.txt"
#define CUT_STREAMS 200 /* of CUT_TRIALS trials each, read in three ways */
#define CUT_TRIALS 20

static uint64_t trials = 3000000, first = 1, number;
static uint32_t frames = 6;
static uint8_t buffer[FRAME_WIRE_MAX(FRAME_MAX_TCP)];

/* ---- every error of a few bits ---- */

struct tally {
    uint64_t by_verdict[WIRE_VERDICTS], count;
};

struct exhaust {
    struct wire_stream stream;
    struct frame_parser parser;
    struct tally tally;
    bool must_hold; /* else verdicts are only counted */
};

static void complain(const struct exhaust *e, const uint8_t *wire, enum wire_verdict verdict)
{
    fprintf(stderr, "%s: %s:\nsent    ", e->stream.code->name, wire_verdict_words[verdict]);
    for (size_t i = 0; i < e->stream.hit_length; i++)
        fprintf(stderr, "%02x", wire[i]);
    fprintf(stderr, "\narrived ");
    for (size_t i = 0; i < e->stream.hit_length; i++)
        fprintf(stderr, "%02x", e->stream.bytes[e->stream.hit + i]);
    fprintf(stderr, "\n");
    fail();
}

static void judge_flipped(struct exhaust *e, const uint8_t *wire)
{
    const uint8_t *hit = e->stream.bytes + e->stream.hit;
    size_t end = e->stream.hit_length - 1;
    struct wire_damage damage = {true, hit[0] != wire[0], hit[end] != wire[end]};
    enum wire_verdict verdict =
        wire_judge(&e->stream, &e->parser, e->stream.bytes, e->stream.length, damage);
    e->tally.by_verdict[verdict]++;
    e->tally.count++;
    if (verdict == WIRE_SOUND)
        return;
    if (e->must_hold)
        complain(e, wire, verdict);
    e->parser.length = 0; /* a weak receiver starts anew */
}

/* All errors of 1 to `bits` bits from bit `from` on. */
static void flip_up_to(struct exhaust *e, const uint8_t *wire, uint32_t bits, uint32_t from)
{
    uint8_t *hit = e->stream.bytes + e->stream.hit;
    for (uint32_t bit = from; bit < e->stream.hit_length * 8; bit++) {
        hit[bit / 8] ^= (uint8_t)(1u << bit % 8);
        judge_flipped(e, wire);
        if (bits > 1)
            flip_up_to(e, wire, bits - 1, bit + 1);
        hit[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void exhaust(struct exhaust *e, const struct wire_code *code, bool shared, uint32_t bits,
                    const uint8_t *frame, size_t length)
{
    uint8_t wire[FRAME_WIRE_MAX(VECTOR_MAX) + 16];
    wire_stream_make(&e->stream, code, shared, frame, length);
    assert_true(e->stream.hit_length <= sizeof(wire));
    memcpy(wire, e->stream.bytes + e->stream.hit, e->stream.hit_length);
    frame_parser_init(&e->parser, buffer, sizeof(buffer));
    e->parser.hunting = false;
    flip_up_to(e, wire, bits, 0);
}

static void say(const char *what, const struct exhaust *e)
{
    printf("%s: %" PRIu64 " trials, 0 undetected\n", what, e->tally.count);
}

/* The `decoded` values of the published vectors, each over one or more lines. */
static size_t next_vector(FILE *file, uint8_t *frame, size_t size)
{
    char line[256];
    size_t n = 0;
    bool inside = false;
    while (fgets(line, sizeof(line), file)) {
        if (strncmp(line, "decoded", 7) == 0)
            inside = true;
        else if (line[0] != ' ' && inside)
            return n;
        for (const char *at = line + 10; inside && at < line + strlen(line) - 1; at += 2) {
            unsigned byte;
            assert_int_equal(sscanf(at, "%2x", &byte), 1);
            if (n < size)
                frame[n] = (uint8_t)byte;
            n++;
        }
    }
    return n;
}

static void few_wrong_bits_in_the_vectors_are_always_seen(void **state)
{
    static struct exhaust e = {.must_hold = true};
    uint8_t frame[VECTOR_MAX];
    FILE *file = fopen(VECTORS, "r");
    (void)state;
    assert_non_null(file);
    uint32_t count = 0;
    for (size_t n; frames && (n = next_vector(file, frame, sizeof(frame))) != 0;) {
        if (n > VECTOR_MAX)
            continue;
        count++;
        exhaust(&e, &wire_hall1, true, 3, frame, n);
        exhaust(&e, &wire_hall1, false, 2, frame, n);
    }
    fclose(file);
    assert_true(!frames || count >= 3);
    say("all 1-, 2- and 3-bit errors of the short vectors", &e);
}

/* The 1- and 2-bit errors of four times as many frames: they are cheap. */
static void few_wrong_bits_in_short_frames_are_always_seen(void **state)
{
    static struct exhaust e = {.must_hold = true}, three = {.must_hold = true};
    uint8_t frame[SHORT_MAX];
    (void)state;
    for (uint32_t n = SHORT_MIN; n <= SHORT_MAX; n++) {
        for (uint32_t i = 0; i < 4 * frames; i++) {
            struct dice dice = dice_of((uint64_t)n << 32 | i);
            damage_fill(&dice, frame, n);
            exhaust(&e, &wire_hall1, true, 2, frame, n);
            exhaust(&e, &wire_hall1, false, 2, frame, n);
            if (i < frames)
                exhaust(&three, &wire_hall1, true, 3, frame, n);
        }
    }
    say("all 1- and 2-bit errors of short frames", &e);
    say("all 1-, 2- and 3-bit errors of short frames", &three);
}

/* ---- the judge is no rubber stamp ---- */

static void a_check_inside_the_encoding_is_found_out(void **state)
{
    static struct exhaust e;
    uint8_t frame[SHORT_MAX];
    (void)state;
    for (uint32_t i = 0; i < 10; i++) {
        struct dice dice = dice_of(i);
        damage_fill(&dice, frame, 5 + i % 3);
        exhaust(&e, &wire_crc_inside, true, 3, frame, 5 + i % 3);
    }
    printf("%s: %" PRIu64 " trials, %" PRIu64 " undetected\n", wire_crc_inside.name, e.tally.count,
           e.tally.by_verdict[WIRE_WRONG]);
    assert_true(e.tally.by_verdict[WIRE_WRONG] > 0);
}

static void a_length_in_front_is_found_out(void **state)
{
    static struct exhaust e;
    static const uint8_t frame[] = {0x07, 0x00, 0x30, 0x05, 0x10};
    (void)state;
    exhaust(&e, &wire_length_first, false, 1, frame, sizeof(frame));
    assert_true(e.tally.by_verdict[WIRE_DEAF] > 0);
    assert_true(e.tally.by_verdict[WIRE_LOST] > 0);
    assert_int_equal(e.tally.by_verdict[WIRE_WRONG], 0); /* its CRC is as good as ours */
}

/* ---- random damage ---- */

static void random_damage_is_seen_and_left_behind(void **state)
{
    static struct damage_trial trial;
    static struct frame_parser parser;
    uint64_t counts[DAMAGE_KINDS] = {0};
    (void)state;
    frame_parser_init(&parser, buffer, sizeof(buffer));
    parser.hunting = false;
    for (number = first; number < first + trials; number++) {
        damage_play(&trial, number);
        /* A line's receiver has the small buffer, so that garbage runs over it. */
        parser.size = trial.stream.sent_length[1] <= FRAME_MAX_BUS ? FRAME_WIRE_MAX(FRAME_MAX_BUS)
                                                                   : sizeof(buffer);
        enum wire_verdict verdict =
            wire_judge(&trial.stream, &parser, trial.bytes, trial.length, trial.damage);
        counts[trial.kind]++;
        if (verdict != WIRE_SOUND)
            fail_msg("trial %" PRIu64 " (%s): %s; play it again: protocol_errors_sim 1 %" PRIu64
                     " 0",
                     number, damage_words[trial.kind], wire_verdict_words[verdict], number);
    }
    printf("random damage: %" PRIu64 " trials from %" PRIu64 " on, 0 undetected\n", trials, first);
    for (uint32_t i = 0; i < DAMAGE_KINDS; i++)
        printf("    %-24s %12" PRIu64 "\n", damage_words[i], counts[i]);
}

/* ---- the same bytes in other pieces ---- */

struct heard {
    uint64_t digest;
    uint32_t taken, bad;
};

enum cut { CUT_NOWHERE, CUT_EVERYWHERE, CUT_AT_RANDOM };

static struct heard hear(const struct wire_code *code, const uint8_t *bytes, size_t length,
                         enum cut cut, struct dice *dice)
{
    static struct frame_parser parser;
    struct heard heard = {0};
    frame_parser_init(&parser, buffer, FRAME_WIRE_MAX(FRAME_MAX_BUS));
    for (size_t at = 0; at < length;) {
        const uint8_t *frame;
        size_t n = length - at, frame_length;
        if (cut == CUT_EVERYWHERE)
            n = 1;
        else if (cut == CUT_AT_RANDOM && n > 1)
            n = 1 + dice_roll(dice, n < 80 ? (uint32_t)n : 80);
        at += code->feed(&parser, bytes + at, n, &frame, &frame_length);
        for (size_t i = 0; frame && i < frame_length; i++)
            heard.digest = (heard.digest ^ frame[i]) * 1099511628211u;
        heard.digest += frame != NULL;
    }
    heard.taken = parser.taken;
    heard.bad = parser.bad;
    return heard;
}

static bool same(struct heard a, struct heard b)
{
    return a.digest == b.digest && a.taken == b.taken && a.bad == b.bad;
}

static bool pieces_do_not_matter(const struct wire_code *code, uint64_t stream)
{
    static struct damage_trial trial;
    static uint8_t bytes[CUT_TRIALS * DAMAGE_STREAM_MAX];
    struct dice dice = dice_of(~stream);
    size_t length = 0;
    for (uint32_t i = 0; i < CUT_TRIALS; i++) {
        damage_play(&trial, stream * CUT_TRIALS + i);
        memcpy(bytes + length, trial.bytes, trial.length);
        length += trial.length;
    }
    struct heard whole = hear(code, bytes, length, CUT_NOWHERE, &dice);
    return whole.taken && whole.bad &&
           same(whole, hear(code, bytes, length, CUT_EVERYWHERE, &dice)) &&
           same(whole, hear(code, bytes, length, CUT_AT_RANDOM, &dice));
}

static void bytes_in_any_pieces_give_the_same_frames_and_counters(void **state)
{
    (void)state;
    uint64_t streams = CUT_STREAMS + trials / 10000, differ = 0;
    for (uint64_t i = 0; i < streams; i++)
        if (!pieces_do_not_matter(&wire_hall1, first + i))
            fail_msg("stream %" PRIu64 " depends on how it is cut", first + i);
    for (uint64_t i = 0; i < CUT_STREAMS; i++)
        differ += !pieces_do_not_matter(&wire_forgetful, first + i);
    assert_true(differ > 0); /* one that forgets between two reads is found out */
    printf("cut three ways: %" PRIu64 " streams of %d trials, all alike\n", streams, CUT_TRIALS);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        trials = strtoull(argv[1], NULL, 10);
    if (argc > 2)
        first = strtoull(argv[2], NULL, 10);
    if (argc > 3)
        frames = (uint32_t)strtoul(argv[3], NULL, 10);
    if (!trials || argc > 4) {
        fprintf(stderr, "usage: protocol_errors_sim [TRIALS [FIRST [FRAMES]]]\n");
        return 2;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_wrong_bits_in_the_vectors_are_always_seen),
        cmocka_unit_test(few_wrong_bits_in_short_frames_are_always_seen),
        cmocka_unit_test(a_check_inside_the_encoding_is_found_out),
        cmocka_unit_test(a_length_in_front_is_found_out),
        cmocka_unit_test(random_damage_is_seen_and_left_behind),
        cmocka_unit_test(bytes_in_any_pieces_give_the_same_frames_and_counters),
    };
    return cmocka_run_group_tests_name("protocol_errors_sim", tests, NULL, NULL);
}
