/* SPDX-License-Identifier: Apache-2.0 */
#include "station_line.h"

#include "test.h"

#include <string.h>

void station_line_init(struct station_line *l, uint8_t kind)
{
    uint8_t key[RECORD_KEY];
    memset(l, 0, sizeof(*l));
    memset(key, 0x61, sizeof(key));
    l->now = 100000;
    l->ack = 0xff;
    l->identity = (struct station_identity){.uid = LINE_UID, .name = "pad-7"};
    memset(l->identity.key, 0x11, sizeof(l->identity.key));
    station_init(&l->station, kind, (target_id){3}, l->now);
    station_link_init(&l->link, &l->identity, &l->station, LINE_ADDRESS);
    line_keys_init(&l->keys, LINE_ADDRESS, 115200, 0x40);
    line_keys_present(&l->keys, true, l->now);
    line_group_init(&l->group, key);
}

static void work(struct station_line *l)
{
    uint8_t seed[CRYPTO_POINT];
    if (station_link_wants_seed(&l->link) && !l->seedless) {
        memset(seed, ++l->seeds, sizeof(seed));
        station_link_seed(&l->link, seed);
    }
    if (station_link_deadline(&l->link) <= l->now)
        station_link_tick(&l->link, l->now);
}

static void hear(struct station_line *l, const struct station_reply *reply)
{
    struct frame_parser parser;
    uint8_t buffer[LINK_WIRE_MAX];
    const uint8_t *frame;
    l->said = (struct message){0};
    l->length = 0;
    l->first = false;
    if (!reply->length)
        return;
    frame_parser_init(&parser, buffer, sizeof(buffer));
    (void)frame_parser_feed(&parser, reply->wire, reply->length, &frame, &l->length);
    assert_non_null(frame);
    memcpy(l->frame, frame, l->length);
    assert_int_equal(frame[FRAME_SRC], LINE_ADDRESS);
    assert_int_equal(frame[FRAME_DST], ADDRESS_CONTROLLER);
    uint8_t security = frame[FRAME_CTL] & CTL_SEC_MASK;
    struct wire_in in = {l->frame + FRAME_HEADER, l->frame + l->length, false};
    if (security == CTL_SEC_SEALED) {
        enum channel_result result =
            line_keys_open(&l->keys, l->frame, l->length, l->now, &l->said, &l->first);
        if (result == CHANNEL_FORGED || result == CHANNEL_FOREIGN)
            l->said.type = 0;
    } else {
        assert_int_equal(message_decode(&in, &l->said), ERR_NONE);
    }
}

void station_line_bytes(struct station_line *l, const uint8_t *bytes, size_t count)
{
    struct station_reply reply = {.length = 0};
    work(l);
    for (size_t at = 0; at < count;)
        at += station_link_feed(&l->link, bytes + at, count - at, l->now, &reply);
    hear(l, &reply);
    if (l->length && l->said.type != MSG_TYPE_ACK)
        l->ack = l->frame[FRAME_CTR];
    work(l);
}

void station_line_frame(struct station_line *l, const uint8_t *frame, size_t length, uint8_t bits)
{
    uint8_t wire[LINK_WIRE_MAX], copy[FRAME_MAX_BUS];
    assert_in_range(length, FRAME_HEADER + 1, sizeof(copy));
    memcpy(copy, frame, length);
    copy[FRAME_CTL] = (uint8_t)((copy[FRAME_CTL] & (uint8_t)~CTL_LINK_BITS) | bits);
    assert_int_equal(frame_encode(copy, length, wire, sizeof(wire), &length), ERR_NONE);
    station_line_bytes(l, wire, length);
}

static uint8_t asking(const struct station_line *l)
{
    return (uint8_t)(CTL_ACKREQ | (l->ack & CTL_ACK_MASK));
}

static void give_own(struct station_line *l, const struct message *message, uint8_t to,
                     uint8_t bits)
{
    uint8_t wire[LINK_WIRE_MAX];
    const uint8_t header[FRAME_HEADER] = {to, ADDRESS_CONTROLLER, bits, l->ctr++};
    size_t length;
    assert_int_equal(message_to_wire(message, header, wire, sizeof(wire), &length), ERR_NONE);
    station_line_bytes(l, wire, length);
}

void station_line_poll(struct station_line *l)
{
    const struct message poll = {.type = MSG_TYPE_POLL};
    give_own(l, &poll, LINE_ADDRESS, asking(l));
}

void station_line_beat(struct station_line *l, uint8_t flags, uint32_t gctr)
{
    struct message beat = {.type = MSG_TYPE_BEAT};
    beat.beat.flags = flags;
    beat.beat.gctr = gctr;
    give_own(l, &beat, ADDRESS_ALL, 0);
    assert_int_equal(l->length, 0); /* what is for all is answered by nobody */
}

void station_line_send(struct station_line *l, const struct message *message)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    assert_int_equal(line_keys_seal(&l->keys, message, frame, sizeof(frame), &length), ERR_NONE);
    station_line_frame(l, frame, length, asking(l));
}

void station_line_to_all(struct station_line *l, const struct message *message)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    assert_int_equal(channel_seal(&l->group.channel, message, frame, sizeof(frame), &length),
                     ERR_NONE);
    station_line_frame(l, frame, length, 0);
    assert_int_equal(l->length, 0);
}

size_t station_line_noise1(struct station_line *l, uint8_t frame[FRAME_MAX_BUS])
{
    uint8_t ephemeral[CRYPTO_POINT];
    memset(ephemeral, 0x80 + l->ephemerals++, sizeof(ephemeral));
    assert_int_equal(line_keys_begin(&l->keys, LINE_UID, l->identity.key, ephemeral, l->now),
                     ERR_NONE);
    assert_int_equal(line_keys_due(&l->keys, l->now), LINE_KEYS_NOISE1);
    return line_keys_noise1(&l->keys, frame, l->now);
}

void station_line_handshake(struct station_line *l)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length = station_line_noise1(l, frame);
    station_line_frame(l, frame, length, asking(l));
    assert_int_equal(l->said.type, MSG_TYPE_ACK);
    assert_int_equal(l->said.ack.status, ACK_BUSY);
    station_line_poll(l);
    assert_int_equal(l->said.type, MSG_TYPE_NOISE2);
    assert_int_equal(l->frame[FRAME_CTL] & CTL_SEC_MASK, CTL_SEC_HANDSHAKE);
    assert_true(line_keys_noise2(&l->keys, l->frame, l->length, l->now, &l->said));
}

void station_line_welcome(struct station_line *l, uint32_t boot)
{
    struct message message = {.type = MSG_TYPE_WELCOME};
    message.welcome.boot = boot;
    message.welcome.target = 3;
    message.welcome.epoch = 2;
    message.welcome.jseq = 77;
    if (l->station.kind != DEVICE_RATING)
        line_group_welcome(&l->group, &message.welcome);
    station_line_send(l, &message);
    line_keys_welcomed(&l->keys, l->now);
}

void station_line_open(struct station_line *l)
{
    station_line_beat(l, 0x10, 0);
    station_line_handshake(l);
    station_line_welcome(l, 5);
    assert_int_equal(l->said.type, MSG_TYPE_STATUS);
    station_line_poll(l);
    l->station.pad.known = true;
}
