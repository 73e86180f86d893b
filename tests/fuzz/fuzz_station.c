/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A station on its line, a controller that keys it, and somebody who says anything between
 * them: bytes, frames, old frames again, with any time between.
 *
 * A station never says more than one frame to one frame heard, always in its own name, and
 * clear only ACK and NEED. What nobody sealed changes neither its picture nor its session, nor
 * anything at the controller.
 * Input: records {what u8, ms u8, length u8, bytes}.
 */
#include <stdlib.h>
#include <string.h>

#include "app/line_group.h"
#include "app/line_keys.h"
#include "core/link.h"

#define ADDRESS 7
#define STEP_MS 16
#define RECORDED 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum what {
    RAW,    /* bytes */
    FRAMED, /* a frame of those bytes */
    AGAIN,  /* a frame of before, one bit of it changed or not */
    POLL,
    BEAT,
    NOISE1,
    WELCOME,
    SEALED, /* those bytes, sealed by the controller */
    GROUP,  /* the same, to all */
    TURN,   /* another group key */
    UPLINK, /* a frame of those bytes, for the controller */
    NEED,   /* in the name of the station */
    LOSE,   /* the controller forgets its keys */
    PRESS,
    RATE,
    WHAT_COUNT
};

static struct {
    struct station station;
    struct station_link link;
    struct line_keys keys;
    struct line_group group;
    uint8_t ephemerals, seeds;
    msec now;
    struct {
        size_t length;
        uint8_t at[FRAME_MAX_BUS];
    } recorded[RECORDED];
    uint32_t count;
} f;

static const struct station_identity identity = {.uid = 1, .name = "pad-7", .key = {1, 2, 3}};

static void check(int holds)
{
    if (!holds)
        abort();
}

static void record(const uint8_t *frame, size_t length)
{
    f.recorded[f.count % RECORDED].length = length;
    memcpy(f.recorded[f.count++ % RECORDED].at, frame, length);
}

/* ---- the controller hears ---- */

static bool uplink(const uint8_t *frame, size_t length)
{
    struct message message;
    bool first;
    if (length <= FRAME_HEADER)
        return false;
    if ((frame[FRAME_CTL] & CTL_SEC_MASK) == CTL_SEC_HANDSHAKE)
        return line_keys_noise2(&f.keys, frame, length, f.now, &message);
    enum channel_result result = line_keys_open(&f.keys, frame, length, f.now, &message, &first);
    return result == CHANNEL_MESSAGE || result == CHANNEL_GAP;
}

static void hear(const struct station_reply *reply)
{
    struct frame_parser parser;
    uint8_t buffer[LINK_WIRE_MAX];
    const uint8_t *frame;
    size_t length;
    if (!reply->length)
        return;
    frame_parser_init(&parser, buffer, sizeof(buffer));
    (void)frame_parser_feed(&parser, reply->wire, reply->length, &frame, &length);
    check(frame && frame[FRAME_SRC] == ADDRESS && frame[FRAME_DST] == ADDRESS_CONTROLLER);
    uint8_t type = frame[FRAME_HEADER];
    switch (frame[FRAME_CTL] & CTL_SEC_MASK) {
    case CTL_SEC_CLEAR:
        check(type == MSG_TYPE_ACK || type == MSG_TYPE_NEED);
        break;
    case CTL_SEC_HANDSHAKE:
        check(type == MSG_TYPE_NOISE2);
        break;
    default:
        check(f.link.state == STATION_OPEN && f.link.keys.in_session);
    }
    record(frame, length);
    (void)uplink(frame, length);
}

/* ---- the station hears ---- */

static void work(void)
{
    uint8_t seed[CRYPTO_POINT];
    if (station_link_wants_seed(&f.link)) {
        memset(seed, ++f.seeds, sizeof(seed));
        station_link_seed(&f.link, seed);
    }
    station_link_tick(&f.link, f.now);
    (void)station_link_deadline(&f.link);
}

static void bytes(const uint8_t *at, size_t count)
{
    struct station_reply reply;
    for (size_t used = 0; used < count;) {
        size_t taken = station_link_feed(&f.link, at + used, count - used, f.now, &reply);
        check(taken > 0);
        used += taken;
        hear(&reply);
    }
    work();
}

static void say(const uint8_t *frame, size_t length)
{
    uint8_t wire[FRAME_WIRE_MAX(255)];
    size_t wire_length;
    if (!frame_encode(frame, length, wire, sizeof(wire), &wire_length))
        bytes(wire, wire_length);
}

/* By somebody without keys: whatever it is, the picture and the session stay. */
static void attack(const uint8_t *frame, size_t length, bool framed)
{
    struct station before = f.station;
    bool in_session = f.link.keys.in_session;
    uint32_t next = f.link.keys.session.in.next, boot = f.link.boot;
    if (framed)
        say(frame, length);
    else
        bytes(frame, length);
    check(f.link.keys.in_session == in_session && f.link.keys.session.in.next == next);
    check(f.link.boot == boot && f.station.target.n == before.target.n);
    check(f.station.pad.label.number == before.pad.label.number);
    check(f.station.pad.call == before.pad.call && f.station.pad.keys == before.pad.keys);
    check(f.station.strip.label.number == before.strip.label.number);
    check(f.station.rating.ticket.n == before.rating.ticket.n || !f.station.rating.ticket.n);
}

static void again(const uint8_t *at, size_t length)
{
    uint32_t count = f.count < RECORDED ? f.count : RECORDED;
    if (!count || length < 2)
        return;
    uint8_t frame[FRAME_MAX_BUS];
    size_t index = at[0] % count, size = f.recorded[index].length;
    memcpy(frame, f.recorded[index].at, size);
    if (length > 2)
        frame[at[1] % size] ^= at[2];
    if (at[1] & 0x80)
        (void)uplink(frame, size);
    else
        say(frame, size);
}

/* ---- the controller speaks ---- */

static void seal(const struct message *message, bool group)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    enum err err = group ? channel_seal(&f.group.channel, message, frame, sizeof(frame), &length)
                         : line_keys_seal(&f.keys, message, frame, sizeof(frame), &length);
    if (err)
        return;
    frame[FRAME_CTL] |= group ? 0 : CTL_ACKREQ;
    record(frame, length);
    say(frame, length);
}

static void seal_bytes(const uint8_t *at, size_t length, bool group)
{
    struct message message;
    struct wire_in in = {at, at + length, false};
    if (!message_decode(&in, &message))
        seal(&message, group);
}

static void noise1(void)
{
    uint8_t ephemeral[CRYPTO_POINT], frame[FRAME_MAX_BUS];
    memset(ephemeral, 0x80 + f.ephemerals++, sizeof(ephemeral));
    check(!line_keys_begin(&f.keys, identity.uid, identity.key, ephemeral, f.now));
    size_t length = line_keys_noise1(&f.keys, frame, f.now);
    frame[FRAME_CTL] |= CTL_ACKREQ;
    record(frame, length);
    say(frame, length);
}

static void welcome(void)
{
    struct message message = {.type = MSG_TYPE_WELCOME};
    message.welcome.boot = 3;
    message.welcome.target = 3;
    if (f.station.kind != DEVICE_RATING)
        line_group_welcome(&f.group, &message.welcome);
    seal(&message, false);
}

static void turn(const uint8_t *at, size_t length)
{
    uint8_t key[RECORD_KEY] = {0};
    struct message message;
    memcpy(key, at, length < sizeof(key) ? length : sizeof(key));
    line_group_turn(&f.group, key, f.now);
    line_group_gkey(&f.group, &message);
    seal(&message, false);
    (void)line_group_tick(&f.group, length & 1, f.now);
}

static void clear(uint8_t to, uint8_t bits, const struct message *message)
{
    uint8_t frame[FRAME_MAX_BUS] = {to, ADDRESS_CONTROLLER, bits, 0};
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    check(!message_encode(message, &out));
    attack(frame, (size_t)(out.at - frame), true); /* anybody could have said it */
}

static void act(enum what what, const uint8_t *at, size_t length)
{
    uint8_t first = length ? at[0] : 0;
    struct message message = {.type = MSG_TYPE_BEAT};
    switch (what) {
    case RAW:
    case FRAMED:
        attack(at, length, what == FRAMED);
        break;
    case AGAIN:
        again(at, length);
        break;
    case POLL:
        message.type = MSG_TYPE_POLL;
        clear(ADDRESS, (uint8_t)(CTL_ACKREQ | (first & CTL_ACK_MASK)), &message);
        break;
    case BEAT:
        message.beat.flags = first;
        message.beat.gctr = length > 1 ? (uint32_t)at[1] * 100 : 0;
        clear(ADDRESS_ALL, 0, &message);
        break;
    case NOISE1:
        noise1();
        break;
    case WELCOME:
        welcome();
        break;
    case SEALED:
    case GROUP:
        seal_bytes(at, length, what == GROUP);
        break;
    case TURN:
        turn(at, length);
        break;
    case UPLINK:
        check(!uplink(at, length));
        break;
    case NEED:
        line_keys_need(&f.keys, f.now);
        break;
    case LOSE:
        line_keys_drop(&f.keys, f.now);
        break;
    case PRESS:
        (void)station_press(&f.station, first & 0x1f, first, f.now);
        break;
    case RATE:
        (void)station_rate(&f.station, first & 7, f.now);
        break;
    case WHAT_COUNT:
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t kinds[] = {DEVICE_PAD, DEVICE_STRIP, DEVICE_RATING}, key[RECORD_KEY];
    memset(&f, 0, sizeof(f));
    f.now = 1000;
    station_init(&f.station, kinds[size % 3], (target_id){3}, f.now);
    station_link_init(&f.link, &identity, &f.station, ADDRESS);
    line_keys_init(&f.keys, ADDRESS, 19200, 0);
    line_keys_present(&f.keys, true, f.now);
    line_group_init(&f.group, key);
    work();
    for (size_t at = 0; size - at >= 3;) {
        uint8_t what = data[at] % WHAT_COUNT;
        size_t length = data[at + 2];
        f.now += data[at + 1] * STEP_MS;
        at += 3;
        if (length > size - at)
            length = size - at;
        (void)line_keys_tick(&f.keys, f.now);
        act((enum what)what, data + at, length);
        at += length;
    }
    return 0;
}
