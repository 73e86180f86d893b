/* SPDX-License-Identifier: Apache-2.0 */
/* channel: messages to sealed frames and back, between two ends or to the group of a line. */
#include "protocol/channel.h"

#include <string.h>

#include "test.h"

#define STATION 7
#define GROUP ADDRESS_ALL

static const uint8_t key_up[RECORD_KEY] = "station to hall";
static const uint8_t key_down[RECORD_KEY] = "hall to station";
static const uint8_t key_group[RECORD_KEY] = "all of the line";

struct pair {
    struct channel controller, station;
};

static void open_pair(struct pair *p, uint8_t phase)
{
    channel_init(&p->controller, ADDRESS_CONTROLLER, STATION, phase, key_down, key_up);
    channel_init(&p->station, STATION, ADDRESS_CONTROLLER, phase, key_up, key_down);
}

static void open_group(struct pair *p, uint8_t phase, uint32_t next)
{
    channel_init_group(&p->controller, GROUP, true, phase, key_group, next);
    channel_init_group(&p->station, GROUP, false, phase, key_group, next);
}

struct frame {
    uint8_t bytes[64];
    size_t length;
};

static struct frame seal(struct channel *from)
{
    const struct message press = {.type = MSG_TYPE_PRESS, .press = {.seq = 9, .key = 1}};
    struct frame frame;
    assert_int_equal(channel_seal(from, &press, frame.bytes, sizeof(frame.bytes), &frame.length),
                     ERR_NONE);
    return frame;
}

static enum channel_result take(struct channel *to, const struct frame *frame)
{
    struct message got;
    enum channel_result result = channel_open(to, frame->bytes, frame->length, &got);
    if (result == CHANNEL_MESSAGE || result == CHANNEL_GAP) {
        assert_int_equal(got.type, MSG_TYPE_PRESS);
        assert_int_equal(got.press.seq, 9);
    }
    return result;
}

static enum channel_result pass(struct channel *from, struct channel *to)
{
    const struct frame frame = seal(from);
    return take(to, &frame);
}

/* ---- pairs ---- */

static void a_pair_passes_messages_both_ways(void **state)
{
    (void)state;
    struct pair p;
    open_pair(&p, 0);
    for (int i = 0; i < 300; i++) { /* counters of their own, beyond the low byte */
        assert_int_equal(pass(&p.station, &p.controller), CHANNEL_MESSAGE);
        if (i % 3 == 0)
            assert_int_equal(pass(&p.controller, &p.station), CHANNEL_MESSAGE);
    }
    const struct frame up = seal(&p.station), down = seal(&p.controller);
    static const uint8_t header_up[] = {ADDRESS_CONTROLLER, STATION, CTL_SEC_SEALED, 300 - 256};
    static const uint8_t header_down[] = {STATION, ADDRESS_CONTROLLER, CTL_SEC_SEALED, 100};
    assert_memory_equal(up.bytes, header_up, sizeof(header_up));
    assert_memory_equal(down.bytes, header_down, sizeof(header_down));
    assert_int_equal(p.controller.refused + p.controller.forged + p.controller.missing, 0);
}

static void a_message_that_is_not_known_or_makes_no_sense_is_told_apart(void **state)
{
    (void)state;
    struct pair p;
    struct message got;
    open_pair(&p, 0);
    static const uint8_t bodies[][3] = {{0xEE, 1, 2}, {MSG_TYPE_PRESS, 1, 2}};
    static const enum channel_result results[] = {CHANNEL_UNKNOWN, CHANNEL_BAD};
    for (size_t i = 0; i < countof(bodies); i++) {
        struct frame frame = {{ADDRESS_CONTROLLER, STATION, CTL_SEC_SEALED, 0}, FRAME_HEADER + 2};
        memcpy(frame.bytes + FRAME_HEADER, bodies[i], 2);
        assert_int_equal(record_seal(&p.station.out, frame.bytes, sizeof(frame.bytes),
                                     &frame.length),
                         ERR_NONE);
        assert_int_equal(channel_open(&p.controller, frame.bytes, frame.length, &got), results[i]);
        assert_int_equal(got.type, bodies[i][0]);
    }
    assert_int_equal(pass(&p.station, &p.controller), CHANNEL_MESSAGE); /* they had their turn */
}

static void order_repeat_and_gap_are_told(void **state)
{
    (void)state;
    struct pair p;
    open_pair(&p, 0);
    assert_int_equal(pass(&p.station, &p.controller), CHANNEL_MESSAGE);
    p.station.out.next--; /* a link retry: the same frame once more */
    assert_int_equal(pass(&p.station, &p.controller), CHANNEL_REPEAT);
    p.station.out.next += 3; /* three frames the line ate */
    assert_int_equal(pass(&p.station, &p.controller), CHANNEL_GAP);
    assert_int_equal(p.controller.missing, 3);
    assert_int_equal(pass(&p.station, &p.controller), CHANNEL_MESSAGE);
    p.station.out.next += 255;
    assert_int_equal(pass(&p.station, &p.controller), CHANNEL_GAP);
    assert_int_equal(p.controller.missing, 258);
    p.station.out.next += 256; /* one more than a low byte can tell */
    assert_int_equal(pass(&p.station, &p.controller), CHANNEL_FORGED);
    assert_int_equal(p.controller.missing, 258);
}

/* D-01: OPEN, ACKREQ and ACK are the line's, whoever set them. */
static void link_bits_are_outside_the_seal(void **state)
{
    (void)state;
    struct pair p;
    open_pair(&p, 1);
    for (int bits = 0; bits < 64; bits++) {
        if (bits & CTL_KEYPHASE)
            continue;
        struct frame frame = seal(&p.station);
        frame.bytes[FRAME_CTL] |= (uint8_t)bits;
        assert_int_equal(take(&p.controller, &frame), CHANNEL_MESSAGE);
    }
}

static void what_is_not_for_it_is_counted_and_ignored(void **state)
{
    (void)state;
    struct pair p;
    open_pair(&p, 0);
    struct frame frame = seal(&p.station);
    static const struct {
        uint8_t at, value;
    } changes[] = {{FRAME_DST, 1},
                   {FRAME_DST, GROUP},
                   {FRAME_SRC, STATION + 1},
                   {FRAME_SRC, ADDRESS_CONTROLLER},
                   {FRAME_CTL, CTL_SEC_CLEAR},
                   {FRAME_CTL, CTL_SEC_GROUP},
                   {FRAME_CTL, CTL_SEC_HANDSHAKE},
                   {FRAME_CTL, CTL_SEC_SEALED | CTL_KEYPHASE}};
    for (size_t i = 0; i < countof(changes); i++) {
        struct frame other = frame;
        other.bytes[changes[i].at] = changes[i].value;
        assert_int_equal(take(&p.controller, &other), CHANNEL_FOREIGN);
    }
    struct frame cut = frame; /* a frame that is only a header */
    cut.length = FRAME_HEADER;
    assert_int_equal(take(&p.controller, &cut), CHANNEL_FOREIGN);
    static uint8_t longest[FRAME_MAX + 1]; /* longer than any frame, and well addressed */
    struct message none;
    memcpy(longest, frame.bytes, FRAME_HEADER);
    assert_int_equal(channel_open(&p.controller, longest, sizeof(longest), &none), CHANNEL_FOREIGN);
    assert_int_equal(p.controller.refused, countof(changes) + 2);
    assert_int_equal(p.controller.forged, 0);
    assert_int_equal(take(&p.controller, &frame), CHANNEL_MESSAGE);
}

static void what_does_not_open_is_counted_apart(void **state)
{
    (void)state;
    struct pair p;
    open_pair(&p, 0);
    struct frame frame = seal(&p.station);
    uint32_t count = 0;
    for (size_t at = FRAME_CTR; at < frame.length; at++, count++) {
        struct frame other = frame;
        other.bytes[at] ^= 1;
        assert_int_equal(take(&p.controller, &other), CHANNEL_FORGED);
    }
    struct channel stranger;
    channel_init(&stranger, STATION, ADDRESS_CONTROLLER, 0, key_group, key_group);
    assert_int_equal(pass(&stranger, &p.controller), CHANNEL_FORGED);
    assert_int_equal(p.controller.forged, count + 1);
    assert_int_equal(p.controller.refused, 0);
    assert_int_equal(take(&p.controller, &frame), CHANNEL_MESSAGE);
}

static void what_an_end_sent_it_never_takes(void **state)
{
    (void)state;
    struct pair p;
    open_pair(&p, 0);
    struct frame frame = seal(&p.station);
    assert_int_equal(take(&p.station, &frame), CHANNEL_FOREIGN);
    frame.bytes[FRAME_DST] = STATION; /* … nor with the addresses turned round */
    frame.bytes[FRAME_SRC] = ADDRESS_CONTROLLER;
    assert_int_equal(take(&p.station, &frame), CHANNEL_FORGED);
}

/* ---- phases ---- */

static void a_phase_takes_no_frame_of_the_other(void **state)
{
    (void)state;
    struct pair old, new;
    open_pair(&old, 0);
    open_pair(&new, 1);
    assert_int_equal(pass(&old.station, &new.controller), CHANNEL_FOREIGN);
    assert_int_equal(pass(&new.station, &old.controller), CHANNEL_FOREIGN);
    struct frame frame = seal(&new.station);
    assert_int_equal(frame.bytes[FRAME_CTL], CTL_SEC_SEALED | CTL_KEYPHASE);
    frame.bytes[FRAME_CTL] &= (uint8_t)~CTL_KEYPHASE; /* the bit is under the seal */
    assert_int_equal(take(&old.controller, &frame), CHANNEL_FORGED);
    open_pair(&new, 7); /* of a handshake number only the low bit */
    assert_int_equal(new.station.ctl, CTL_SEC_SEALED | CTL_KEYPHASE);
    open_pair(&new, 6);
    assert_int_equal(new.station.ctl, CTL_SEC_SEALED);
}

/* ---- groups (D-17) ---- */

static void a_group_hears_the_controller_and_cannot_speak(void **state)
{
    (void)state;
    struct pair p;
    struct message press = {.type = MSG_TYPE_PRESS};
    struct frame frame;
    open_group(&p, 1, 1000);
    frame = seal(&p.controller);
    static const uint8_t header[] = {GROUP, ADDRESS_CONTROLLER, CTL_SEC_GROUP | CTL_KEYPHASE,
                                     1000 & 0xff};
    assert_memory_equal(frame.bytes, header, sizeof(header));
    assert_int_equal(take(&p.station, &frame), CHANNEL_MESSAGE);
    assert_int_equal(take(&p.station, &frame), CHANNEL_REPEAT);
    assert_int_equal(take(&p.controller, &frame), CHANNEL_FOREIGN); /* its own voice */
    assert_int_equal(channel_seal(&p.station, &press, frame.bytes, sizeof(frame.bytes),
                                  &frame.length),
                     ERR_GONE);
    assert_int_equal(pass(&p.controller, &p.station), CHANNEL_MESSAGE);
    p.controller.out.next += 5;
    assert_int_equal(pass(&p.controller, &p.station), CHANNEL_GAP);
    assert_int_equal(p.station.missing, 5);
}

/* Who has the group key may listen to all, and can pretend to nobody as a station. */
static void a_group_frame_is_never_taken_as_one_of_a_pair(void **state)
{
    (void)state;
    struct pair p, g;
    open_group(&g, 0, 0);
    channel_init(&p.station, GROUP, ADDRESS_CONTROLLER, 0, key_group, key_group);
    struct frame frame = seal(&g.controller);
    assert_int_equal(take(&p.station, &frame), CHANNEL_FOREIGN);
    frame.bytes[FRAME_CTL] = CTL_SEC_SEALED; /* the security is in the nonce */
    assert_int_equal(take(&p.station, &frame), CHANNEL_FORGED);
}

static void a_group_takes_no_frame_of_another(void **state)
{
    (void)state;
    struct pair p, other;
    open_group(&p, 0, 0);
    open_group(&other, 1, 0);
    assert_int_equal(pass(&other.controller, &p.station), CHANNEL_FOREIGN);
    channel_init_group(&other.controller, ADDRESS_GROUP_PADS, true, 0, key_group, 0);
    assert_int_equal(pass(&other.controller, &p.station), CHANNEL_FOREIGN);
    channel_init_group(&other.controller, GROUP, true, 0, key_up, 0);
    assert_int_equal(pass(&other.controller, &p.station), CHANNEL_FORGED);
    assert_int_equal(pass(&p.controller, &p.station), CHANNEL_MESSAGE);
}

/* ---- bounds and the end ---- */

static void what_does_not_fit_is_not_counted(void **state)
{
    (void)state;
    struct pair p;
    const struct message press = {.type = MSG_TYPE_PRESS, .press = {.seq = 9, .key = 1}};
    uint8_t bytes[64];
    size_t length, needed;
    open_pair(&p, 0);
    const struct frame whole = seal(&p.station);
    for (size_t size = 0; size < whole.length; size++)
        assert_int_equal(channel_seal(&p.station, &press, bytes, size, &length), ERR_TOOBIG);
    assert_int_equal(channel_seal_wire(&p.station, &press, bytes, sizeof(bytes), &needed),
                     ERR_NONE);
    for (size_t size = 0; size < needed; size++)
        assert_int_equal(channel_seal_wire(&p.station, &press, bytes, size, &length), ERR_TOOBIG);
    assert_int_equal(p.station.out.next, 2);
    assert_int_equal(channel_seal_wire(&p.station, &press, bytes, needed, &length), ERR_NONE);
    assert_int_equal(length, needed);
}

static void a_key_that_is_used_up_seals_nothing(void **state)
{
    (void)state;
    struct pair p;
    const struct message press = {.type = MSG_TYPE_PRESS};
    uint8_t bytes[64];
    size_t length;
    open_pair(&p, 0);
    p.station.out.next = p.controller.in.next = RECORD_FRAMES_MAX - 1;
    assert_int_equal(pass(&p.station, &p.controller), CHANNEL_MESSAGE);
    assert_int_equal(channel_seal(&p.station, &press, bytes, sizeof(bytes), &length), ERR_GONE);
    assert_int_equal(channel_seal_wire(&p.station, &press, bytes, sizeof(bytes), &length),
                     ERR_GONE);
}

static void a_wiped_channel_holds_no_key_and_does_nothing(void **state)
{
    (void)state;
    static const uint8_t zero[RECORD_KEY];
    struct pair pairs[2];
    open_pair(&pairs[0], 0);
    open_group(&pairs[1], 0, 0);
    for (int i = 0; i < 2; i++) {
        struct pair *p = &pairs[i];
        const struct message press = {.type = MSG_TYPE_PRESS};
        const struct frame frame = seal(&p->controller);
        struct frame none;
        channel_wipe(&p->station);
        channel_wipe(&p->controller);
        assert_memory_equal(p->station.in.key, zero, RECORD_KEY);
        assert_memory_equal(p->station.out.key, zero, RECORD_KEY);
        assert_memory_equal(p->controller.out.key, zero, RECORD_KEY);
        assert_int_equal(take(&p->station, &frame), CHANNEL_FOREIGN);
        assert_int_equal(channel_seal(&p->controller, &press, none.bytes, sizeof(none.bytes),
                                      &none.length),
                         ERR_GONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pair_passes_messages_both_ways),
        cmocka_unit_test(a_message_that_is_not_known_or_makes_no_sense_is_told_apart),
        cmocka_unit_test(order_repeat_and_gap_are_told),
        cmocka_unit_test(link_bits_are_outside_the_seal),
        cmocka_unit_test(what_is_not_for_it_is_counted_and_ignored),
        cmocka_unit_test(what_does_not_open_is_counted_apart),
        cmocka_unit_test(what_an_end_sent_it_never_takes),
        cmocka_unit_test(a_phase_takes_no_frame_of_the_other),
        cmocka_unit_test(a_group_hears_the_controller_and_cannot_speak),
        cmocka_unit_test(a_group_frame_is_never_taken_as_one_of_a_pair),
        cmocka_unit_test(a_group_takes_no_frame_of_another),
        cmocka_unit_test(what_does_not_fit_is_not_counted),
        cmocka_unit_test(a_key_that_is_used_up_seals_nothing),
        cmocka_unit_test(a_wiped_channel_holds_no_key_and_does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
