/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replays - first messages of handshakes that were accepted lately, so that a recorded one
 * played again is not answered (D-45).
 *
 * Only messages whose maker held the device key are remembered, so a stranger can push none
 * out. More than REPLAYS_MAX within a minute push out the oldest: a replay still gains
 * nothing but an answer it cannot read, and counts for nothing before its first record.
 *
 * Time:    monotonic milliseconds, passed in. Threads: none; pure.
 */
#ifndef NET_REPLAYS_H
#define NET_REPLAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

#define REPLAYS_MAX 2048
#define REPLAYS_BYTES 16 /* of the ephemeral key that a first message begins with */
#define REPLAYS_MS MINUTE

struct replays {
    uint32_t next;
    struct {
        uint8_t first[REPLAYS_BYTES];
        msec until; /* 0 = empty */
    } list[REPLAYS_MAX];
};

/* Was a message with this beginning accepted within the last minute? Too short: false. */
bool replays_known(const struct replays *replays, const uint8_t *message, size_t length, msec now);
void replays_remember(struct replays *replays, const uint8_t first[REPLAYS_BYTES], msec now);

#endif
