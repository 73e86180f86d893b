/* SPDX-License-Identifier: Apache-2.0 */
/*
 * channel - one direction pair between two peers: messages to frames and back,
 * with the counters that make a lost or repeated frame visible.
 *
 * channel_seal and channel_open are the only way between frame and message, on TCP
 * and through a bus tunnel alike. Frames are clear (SEC = 0), which D-25 allows on
 * loopback and pseudo-terminals only; sealing belongs in these two functions and
 * changes none of their callers.
 *
 * Errors:  channel_open never changes the channel when it refuses a frame, so a
 *          forged or foreign one cannot end a session (SPEC.md 1).
 * Threads: none; pure.
 */
#ifndef PROTOCOL_CHANNEL_H
#define PROTOCOL_CHANNEL_H

#include "protocol/frame.h"
#include "protocol/message.h"

struct channel {
    uint8_t own, peer;  /* addresses: what we write as SRC, what we write as DST */
    uint32_t sent, got; /* frames; the low byte of `sent` is the next CTR */
    uint32_t refused;   /* frames not for this channel */
    uint32_t missing;   /* frames that never came */
};

void channel_init(struct channel *channel, uint8_t own, uint8_t peer);

/* Wire bytes of the message as the next frame; link_bits are OPEN, ACKREQ and ACK of CTL.
 * Counts only what fitted. ERR_TOOBIG when it does not fit. */
enum err channel_seal(struct channel *channel, const struct message *message, uint8_t link_bits,
                      uint8_t *wire, size_t size, size_t *length) MUST_CHECK;

enum channel_result {
    CHANNEL_MESSAGE,
    CHANNEL_FOREIGN, /* other addresses or another security: ignored, counted in `refused` */
    CHANNEL_REPEAT,  /* the frame before once more: acknowledge, do not run (D-45); not decoded */
    CHANNEL_GAP,     /* a message, but frames before it are missing */
    CHANNEL_UNKNOWN, /* a type we do not know; message->type says which */
    CHANNEL_BAD,     /* a known type whose fields make no sense */
};

/* Reads one decoded frame (frame_parser_feed). What is a gap on a line is the end of a TCP
 * session; the caller decides. */
enum channel_result channel_open(struct channel *channel, const uint8_t *frame, size_t length,
                                 struct message *message) MUST_CHECK;

#endif
