/* SPDX-License-Identifier: Apache-2.0 */
/*
 * record: what its header promises about gaps, repeats, limits and forgeries. A number behind the
 * program's name is how many random forgeries are tried.
 */
#include "protocol/record.h"

#include <stdlib.h>
#include <string.h>

#include "test.h"

#define BODY 5
#define PLAIN (FRAME_HEADER + BODY)
#define SEALED (PLAIN + RECORD_TAG)
#define START 1000 /* counters of most tests begin here: 0xe8 is the low byte */

static const uint8_t key[RECORD_KEY] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
static const uint8_t plain[PLAIN] = {0x00, 0x07, CTL_SEC_SEALED, 0, 0x20, 0x34, 0x12, 0x01, 0x5a};
static uint32_t forgeries = 20000;

struct taken {
    enum record_result result;
    uint8_t plain[SEALED];
    size_t length;
    uint32_t missing;
};

/* The frame with this counter, as an honest sender makes it. */
static void seal_at(uint32_t counter, uint8_t sealed[SEALED])
{
    struct record out;
    size_t length = PLAIN;
    record_init(&out, key, counter);
    memcpy(sealed, plain, PLAIN);
    assert_int_equal(record_seal(&out, sealed, SEALED, &length), ERR_NONE);
    assert_int_equal(length, SEALED);
}

static struct taken open_frame(struct record *in, const uint8_t *frame, size_t length)
{
    struct taken taken;
    memset(&taken, 0x77, sizeof(taken));
    taken.result = record_open(in, frame, length, taken.plain, &taken.length, &taken.missing);
    return taken;
}

static struct taken take(struct record *in, uint32_t counter)
{
    uint8_t sealed[SEALED];
    seal_at(counter, sealed);
    return open_frame(in, sealed, sizeof(sealed));
}

/* A good frame: its text is there and the receiver waits for the one behind it. */
static void assert_taken(struct record *in, uint32_t counter, uint32_t missing)
{
    struct taken taken = take(in, counter);
    assert_int_equal(taken.result, missing ? RECORD_GAP : RECORD_NEXT);
    assert_int_equal(taken.missing, missing);
    assert_int_equal(taken.length, PLAIN);
    assert_memory_equal(taken.plain + FRAME_HEADER, plain + FRAME_HEADER, BODY);
    assert_int_equal(taken.plain[FRAME_CTR], (uint8_t)counter);
    assert_int_equal(in->next, counter + 1);
}

/* Anything else leaves the receiver as it was and no text behind. */
static void assert_not_taken(struct record *in, const uint8_t *frame, size_t length,
                             enum record_result result)
{
    const struct record before = *in;
    const uint8_t *body = plain + FRAME_HEADER;
    struct taken taken = open_frame(in, frame, length);
    assert_int_equal(taken.result, result);
    assert_int_equal(taken.length, 0);
    assert_int_equal(taken.missing, 0);
    assert_memory_equal(in, &before, sizeof(before));
    for (size_t i = 0; i + BODY <= sizeof(taken.plain); i++)
        assert_memory_not_equal(taken.plain + i, body, BODY);
}

static void assert_refused_at(struct record *in, uint32_t counter, enum record_result result)
{
    uint8_t sealed[SEALED];
    seal_at(counter, sealed);
    assert_not_taken(in, sealed, sizeof(sealed), result);
}

/* Comparable byte by byte: record_init leaves no padding unset. */
static struct record receiver_at(uint32_t next, bool last)
{
    struct record in;
    memset(&in, 0, sizeof(in));
    record_init(&in, key, next);
    in.last = last;
    return in;
}

static void frames_in_order_are_the_next_ones(void **state)
{
    (void)state;
    struct record in = receiver_at(0, false);
    for (uint32_t counter = 0; counter < 700; counter++)
        assert_taken(&in, counter, 0);
}

static void a_sealed_frame_hides_its_body_and_keeps_its_header(void **state)
{
    (void)state;
    uint8_t sealed[SEALED];
    seal_at(START, sealed);
    assert_int_equal(sealed[FRAME_CTR], START & 0xff);
    assert_memory_equal(sealed, plain, FRAME_CTR);
    assert_memory_not_equal(sealed + FRAME_HEADER, plain + FRAME_HEADER, BODY);
}

/* ---- lost frames ---- */

static void up_to_255_frames_may_be_lost(void **state)
{
    (void)state;
    for (uint32_t lost = 0; lost <= 255; lost++) {
        struct record first = receiver_at(START, false), later = receiver_at(START, true);
        assert_taken(&first, START + lost, lost);
        assert_taken(&later, START + lost, lost);
    }
}

static void more_than_255_lost_frames_need_a_hint(void **state)
{
    (void)state;
    const uint32_t far[] = {START + 256, START + 257, START + 5000, 0x7fffff00};
    for (size_t i = 0; i < countof(far); i++) {
        struct record in = receiver_at(START, true);
        assert_refused_at(&in, far[i], RECORD_FORGED);
        in.hint = far[i]; /* this one or one behind it comes */
        assert_taken(&in, far[i], far[i] - START);
    }
    struct record in = receiver_at(START, true);
    in.hint = START + 5000;
    assert_refused_at(&in, START + 4999, RECORD_FORGED);
    assert_taken(&in, START + 5255, 5255);
    in = receiver_at(START, true);
    in.hint = START + 5000;
    assert_refused_at(&in, START + 5256, RECORD_FORGED);
}

/* A hint may come from anybody: what opens without it opens with it, and nothing old does. */
static void a_false_hint_neither_helps_nor_harms(void **state)
{
    (void)state;
    const uint32_t hints[] = {0,          1,          START - 256, START - 1,
                              START,      START + 1,  START + 300, 0x7fffffff,
                              0x80000000, 0xffffff00, 0xffffff01,  0xffffffff};
    for (size_t i = 0; i < countof(hints); i++) {
        struct record in = receiver_at(START, true);
        in.hint = hints[i];
        for (uint32_t old = 0; old < START - 1; old++)
            assert_refused_at(&in, old, RECORD_FORGED);
        assert_refused_at(&in, START - 1, RECORD_REPEAT);
        assert_taken(&in, START + 255, 255);
        assert_taken(&in, START + 256, 0);
    }
}

/* ---- repeats (D-45) ---- */

static void the_last_frame_again_is_a_repeat(void **state)
{
    (void)state;
    struct record in = receiver_at(START, false);
    assert_taken(&in, START, 0);
    assert_refused_at(&in, START, RECORD_REPEAT);
    assert_refused_at(&in, START, RECORD_REPEAT);
    assert_taken(&in, START + 1, 0);
    assert_refused_at(&in, START + 1, RECORD_REPEAT);
    assert_refused_at(&in, START, RECORD_FORGED); /* only the last one */
}

/* Its low byte is that of the frame 256 later: tried as a repeat first, taken as what it is. */
static void a_frame_with_the_low_byte_of_the_last_is_told_from_it(void **state)
{
    (void)state;
    struct record in = receiver_at(START, true);
    assert_refused_at(&in, START - 1, RECORD_REPEAT);
    assert_taken(&in, START + 255, 255);
}

static void before_the_first_frame_nothing_is_a_repeat(void **state)
{
    (void)state;
    struct record in = receiver_at(START, false);
    assert_refused_at(&in, START - 1, RECORD_FORGED);
    in = receiver_at(0, false);
    assert_taken(&in, 255, 255); /* there is no frame before 0 */
}

/* ---- the end of a key ---- */

static void a_key_seals_until_its_limit(void **state)
{
    (void)state;
    struct record out;
    uint8_t frame[SEALED] = {0}, before[SEALED];
    size_t length = PLAIN;
    record_init(&out, key, RECORD_FRAMES_MAX - 1);
    assert_int_equal(record_seal(&out, frame, sizeof(frame), &length), ERR_NONE);
    memcpy(before, frame, sizeof(frame));
    length = PLAIN;
    assert_int_equal(record_seal(&out, frame, sizeof(frame), &length), ERR_GONE);
    assert_int_equal(length, PLAIN);
    assert_memory_equal(frame, before, sizeof(frame));
    assert_int_equal(out.next, RECORD_FRAMES_MAX);
}

/* What a sender without a limit would make. */
static void seal_beyond(uint32_t counter, uint8_t sealed[SEALED])
{
    uint8_t nonce[CRYPTO_CCM_NONCE] = {1, plain[FRAME_SRC], plain[FRAME_DST]};
    for (int i = 0; i < 4; i++)
        nonce[CRYPTO_CCM_NONCE - 1 - i] = (uint8_t)(counter >> 8 * i);
    memcpy(sealed, plain, PLAIN);
    sealed[FRAME_CTR] = (uint8_t)counter;
    assert_true(crypto_ccm(CRYPTO_SEAL, key, nonce, (struct crypto_bytes){sealed, FRAME_HEADER},
                           sealed + FRAME_HEADER, sealed + FRAME_HEADER, BODY, sealed + PLAIN));
}

static void a_key_opens_until_its_limit(void **state)
{
    (void)state;
    uint8_t sealed[SEALED];
    struct record in = receiver_at(START, true);
    seal_beyond(START, sealed);
    assert_int_equal(open_frame(&in, sealed, sizeof(sealed)).result, RECORD_NEXT);

    in = receiver_at(RECORD_FRAMES_MAX - 1, true);
    seal_beyond(RECORD_FRAMES_MAX, sealed);
    assert_not_taken(&in, sealed, sizeof(sealed), RECORD_FORGED);
    assert_taken(&in, RECORD_FRAMES_MAX - 1, 0);
    assert_not_taken(&in, sealed, sizeof(sealed), RECORD_FORGED);
    assert_refused_at(&in, RECORD_FRAMES_MAX - 1, RECORD_REPEAT);
}

static void a_start_beyond_the_limit_opens_and_seals_nothing(void **state)
{
    (void)state;
    struct record in = receiver_at(0xffffffff, false), out = in;
    uint8_t frame[SEALED] = {0};
    size_t length = PLAIN;
    for (uint32_t counter = 0; counter < 300; counter++)
        assert_refused_at(&in, counter, RECORD_FORGED);
    assert_int_equal(record_seal(&out, frame, sizeof(frame), &length), ERR_GONE);
}

/* ---- sizes ---- */

static void sealing_needs_room_for_the_tag(void **state)
{
    (void)state;
    struct record out;
    uint8_t frame[SEALED];
    size_t length = PLAIN;
    record_init(&out, key, START);
    memcpy(frame, plain, PLAIN);
    for (size_t size = 0; size < SEALED; size++)
        assert_int_equal(record_seal(&out, frame, size, &length), ERR_TOOBIG);
    assert_memory_equal(frame, plain, PLAIN);
    assert_int_equal(out.next, START);
    assert_int_equal(record_seal(&out, frame, SEALED, &length), ERR_NONE);
}

static void frames_of_every_size_come_through(void **state)
{
    (void)state;
    static uint8_t text[FRAME_MAX_TCP], frame[FRAME_MAX_TCP], opened[FRAME_MAX_TCP];
    for (size_t n = FRAME_HEADER + 1; n <= FRAME_MAX_TCP - RECORD_TAG; n += n < 300 ? 1 : 997) {
        struct record out, in = receiver_at(START, false);
        size_t length = n, opened_length;
        uint32_t missing;
        memset(text, (int)n, n);
        text[FRAME_CTR] = (uint8_t)START;
        memcpy(frame, text, n);
        record_init(&out, key, START);
        assert_int_equal(record_seal(&out, frame, sizeof(frame), &length), ERR_NONE);
        assert_int_equal(record_open(&in, frame, length, opened, &opened_length, &missing),
                         RECORD_NEXT);
        assert_int_equal(opened_length, n);
        assert_memory_equal(opened, text, n);
    }
}

static void a_frame_cut_anywhere_is_forged(void **state)
{
    (void)state;
    uint8_t sealed[SEALED];
    struct record in = receiver_at(START, true);
    seal_at(START, sealed);
    for (size_t length = 0; length < SEALED; length++)
        assert_not_taken(&in, sealed, length, RECORD_FORGED);
    assert_taken(&in, START, 0);
}

static void a_frame_without_type_is_forged(void **state)
{
    (void)state;
    const uint8_t nonce[CRYPTO_CCM_NONCE] = {1, 7, [12] = 5};
    uint8_t sealed[FRAME_HEADER + RECORD_TAG] = {0, 7, CTL_SEC_SEALED, 5};
    struct record in = receiver_at(5, false);
    assert_true(crypto_ccm(CRYPTO_SEAL, key, nonce, (struct crypto_bytes){sealed, FRAME_HEADER},
                           NULL, NULL, 0, sealed + FRAME_HEADER));
    assert_not_taken(&in, sealed, sizeof(sealed), RECORD_FORGED);
}

/* ---- forgeries ---- */

/* D-01: the bus program writes OPEN, ACKREQ and ACK when it sends; nothing else may change. */
static void every_bit_but_the_five_link_bits_is_sealed(void **state)
{
    (void)state;
    int free_bits = 0;
    for (size_t bit = 0; bit < SEALED * 8; bit++) {
        uint8_t sealed[SEALED];
        struct record in = receiver_at(START, true);
        seal_at(START, sealed);
        sealed[bit / 8] ^= (uint8_t)(1u << bit % 8);
        if (bit / 8 == FRAME_CTL && 1u << bit % 8 & CTL_LINK_BITS) {
            assert_int_equal(open_frame(&in, sealed, sizeof(sealed)).result, RECORD_NEXT);
            free_bits++;
        } else {
            assert_not_taken(&in, sealed, sizeof(sealed), RECORD_FORGED);
        }
    }
    assert_int_equal(free_bits, 5);
}

static void every_other_header_byte_is_forged(void **state)
{
    (void)state;
    uint8_t sealed[SEALED];
    struct record in = receiver_at(START, true);
    for (int at = 0; at < FRAME_HEADER; at++)
        for (int value = 0; value < 256; value++) {
            seal_at(START, sealed);
            bool same = sealed[at] == value || (at == FRAME_CTL && (value & 0xc8) == sealed[at]);
            sealed[at] = (uint8_t)value;
            if (!same)
                assert_not_taken(&in, sealed, sizeof(sealed), RECORD_FORGED);
        }
}

static void a_reflected_frame_is_forged(void **state)
{
    (void)state;
    uint8_t sealed[SEALED];
    struct record in = receiver_at(START, true);
    seal_at(START, sealed);
    sealed[FRAME_DST] = plain[FRAME_SRC];
    sealed[FRAME_SRC] = plain[FRAME_DST];
    assert_not_taken(&in, sealed, sizeof(sealed), RECORD_FORGED);
}

static void another_key_opens_nothing(void **state)
{
    (void)state;
    for (size_t bit = 0; bit < RECORD_KEY * 8; bit++) {
        struct record in = receiver_at(START, true);
        in.key[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_refused_at(&in, START, RECORD_FORGED);
    }
}

static uint32_t next_random(void)
{
    static uint32_t seed = 1;
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed;
}

/* Half of them random from the body on, half of them true frames with a few bytes changed. */
static void random_forgeries_never_open(void **state)
{
    (void)state;
    struct record in = receiver_at(START, true);
    const struct record before = in;
    uint8_t sealed[SEALED], forged[SEALED], opened[SEALED];
    size_t length;
    uint32_t missing, accepted = 0;
    seal_at(START, sealed);
    for (uint32_t i = 0; i < forgeries; i++) {
        memcpy(forged, sealed, sizeof(forged));
        if (i % 2)
            for (size_t at = FRAME_HEADER; at < SEALED; at++)
                forged[at] = (uint8_t)next_random();
        else
            for (uint32_t n = 1 + next_random() % 3; n > 0; n--)
                forged[FRAME_HEADER + next_random() % (SEALED - FRAME_HEADER)] =
                    (uint8_t)next_random();
        forged[FRAME_CTR] = (uint8_t)(START - 1 + next_random() % 3);
        in.hint = i % 3 ? 0 : START + 300;
        bool same = memcmp(forged, sealed, sizeof(forged)) == 0;
        if (!same &&
            record_open(&in, forged, sizeof(forged), opened, &length, &missing) != RECORD_FORGED)
            accepted++;
    }
    in.hint = 0;
    assert_int_equal(accepted, 0);
    assert_memory_equal(&in, &before, sizeof(before));
    assert_taken(&in, START, 0);
}

/* ---- secrets ---- */

static void a_wiped_record_holds_and_opens_nothing(void **state)
{
    (void)state;
    struct record in = receiver_at(START, true);
    const uint8_t zero[RECORD_KEY] = {0};
    uint8_t frame[SEALED];
    size_t length = PLAIN;
    in.hint = 77;
    record_wipe(&in);
    assert_memory_equal(in.key, zero, sizeof(zero));
    assert_int_equal(in.hint, 0);
    assert_refused_at(&in, START, RECORD_FORGED);
    assert_int_equal(record_seal(&in, frame, sizeof(frame), &length), ERR_GONE);
}

static void each_transport_key_gives_another_record_key(void **state)
{
    (void)state;
    uint8_t transport[CRYPTO_GCM_KEY] = {0}, one[RECORD_KEY], other[RECORD_KEY];
    assert_true(record_derive(transport, one));
    for (size_t bit = 0; bit < CRYPTO_GCM_KEY * 8; bit++) {
        transport[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_true(record_derive(transport, other));
        assert_memory_not_equal(one, other, sizeof(one));
        transport[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

int main(int argc, char **argv)
{
    if (argc > 1)
        forgeries = (uint32_t)strtoul(argv[1], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_in_order_are_the_next_ones),
        cmocka_unit_test(a_sealed_frame_hides_its_body_and_keeps_its_header),
        cmocka_unit_test(up_to_255_frames_may_be_lost),
        cmocka_unit_test(more_than_255_lost_frames_need_a_hint),
        cmocka_unit_test(a_false_hint_neither_helps_nor_harms),
        cmocka_unit_test(the_last_frame_again_is_a_repeat),
        cmocka_unit_test(a_frame_with_the_low_byte_of_the_last_is_told_from_it),
        cmocka_unit_test(before_the_first_frame_nothing_is_a_repeat),
        cmocka_unit_test(a_key_seals_until_its_limit),
        cmocka_unit_test(a_key_opens_until_its_limit),
        cmocka_unit_test(a_start_beyond_the_limit_opens_and_seals_nothing),
        cmocka_unit_test(sealing_needs_room_for_the_tag),
        cmocka_unit_test(frames_of_every_size_come_through),
        cmocka_unit_test(a_frame_cut_anywhere_is_forged),
        cmocka_unit_test(a_frame_without_type_is_forged),
        cmocka_unit_test(every_bit_but_the_five_link_bits_is_sealed),
        cmocka_unit_test(every_other_header_byte_is_forged),
        cmocka_unit_test(a_reflected_frame_is_forged),
        cmocka_unit_test(another_key_opens_nothing),
        cmocka_unit_test(random_forgeries_never_open),
        cmocka_unit_test(a_wiped_record_holds_and_opens_nothing),
        cmocka_unit_test(each_transport_key_gives_another_record_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
