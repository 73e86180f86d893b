/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes on the line, with any time between them: a station never says more than one
 * frame to one frame heard, never longer than a bus frame, and always in its own name.
 * Input: records {ms u8, key u8, length u8, bytes}; bytes with key bit 7 are made frames.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/link.h"

#define ADDRESS 7

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct station_reply *reply)
{
    struct frame_parser parser;
    uint8_t buffer[LINK_WIRE_MAX];
    const uint8_t *frame;
    size_t length;
    if (!reply->length)
        return;
    frame_parser_init(&parser, buffer, sizeof(buffer));
    (void)frame_parser_feed(&parser, reply->wire, reply->length, &frame, &length);
    if (!frame || frame[FRAME_SRC] != ADDRESS || frame[FRAME_DST] != ADDRESS_CONTROLLER)
        abort();
}

static void give(struct station_link *link, const uint8_t *bytes, size_t count, msec now)
{
    struct station_reply reply;
    for (size_t at = 0; at < count;) {
        size_t taken = station_link_feed(link, bytes + at, count - at, now, &reply);
        if (!taken)
            abort();
        at += taken;
        check(&reply);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct station station;
    static struct station_link link;
    static const struct station_identity identity = {.uid = 1, .name = "pad-7"};
    static const uint8_t kinds[] = {DEVICE_PAD, DEVICE_STRIP, DEVICE_RATING};
    msec now = 1000;
    station_init(&station, kinds[size % 3], (target_id){3}, now);
    station_link_init(&link, &identity, &station, ADDRESS);
    for (size_t at = 0; size - at >= 3;) {
        uint8_t wait = data[at], key = data[at + 1];
        size_t length = data[at + 2];
        at += 3;
        if (length > size - at)
            length = size - at;
        now += wait * 16;
        uint8_t wire[FRAME_WIRE_MAX(255)];
        size_t wire_length;
        if (key & 0x80 && !frame_encode(data + at, length, wire, sizeof(wire), &wire_length))
            give(&link, wire, wire_length, now);
        else
            give(&link, data + at, length, now);
        if (key & 0x40)
            (void)station_press(&station, key & 0x1f, wait, now);
        if (key & 0x20)
            (void)station_rate(&station, key & 7, now);
        station_link_tick(&link, now);
        (void)station_link_deadline(&link);
        at += length;
    }
    return 0;
}
