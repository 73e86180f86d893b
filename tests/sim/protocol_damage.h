/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_damage - what lines, adapters and cut connections do to a frame, at random.
 *
 * A number decides all: the frame, the way it stands among its neighbours, and the damage
 * (damage_play). So a trial that fails is played again from its number alone.
 */
#ifndef TESTS_SIM_PROTOCOL_DAMAGE_H
#define TESTS_SIM_PROTOCOL_DAMAGE_H

#include "protocol_wire.h"

#define DAMAGES(X)                                                                 \
    X(BITS, "bits at 1e-6 .. 1e-3") /* at least one of them wrong */               \
    X(FLIPS, "4 .. 12 bits")        /* beyond what the check guarantees */         \
    X(BURST, "bursts of 2 .. 32 bits")                                             \
    X(DROP, "bytes dropped")                                                       \
    X(INSERT, "bytes inserted")                                                    \
    X(DUPLICATE, "bytes duplicated")                                               \
    X(CUT, "tails cut")                                                            \
    X(BREAK, "breaks")                   /* the line held low: bytes read as 00 */ \
    X(GARBAGE, "garbage between frames") /* too long for any buffer, now and then */

enum damage_kind {
#define X(name, words) DAMAGE_##name,
    DAMAGES(X)
#undef X
        DAMAGE_KINDS
};
extern const char *const damage_words[DAMAGE_KINDS];

#define DAMAGE_GARBAGE_MAX (3 * FRAME_WIRE_MAX(FRAME_MAX_BUS))
#define DAMAGE_STREAM_MAX (WIRE_STREAM_MAX + DAMAGE_GARBAGE_MAX)

struct dice {
    uint64_t state;
};
/* Numbers near each other give dice that have nothing in common. */
struct dice dice_of(uint64_t number);
uint32_t dice_roll(struct dice *dice, uint32_t below);

struct damage_trial {
    enum damage_kind kind;
    struct wire_damage damage;
    struct wire_stream stream;
    uint8_t frame[WIRE_FRAME_MAX];
    uint8_t bytes[DAMAGE_STREAM_MAX]; /* the stream as it arrives */
    size_t length;
};
/* Plays trial `number`: HALL/1 frames of 5 bytes up, mostly short, some as long as a line or TCP
 * allows. */
void damage_play(struct damage_trial *trial, uint64_t number);
/* A frame of this length: any bytes, with few or many zeros, as the dice fall. */
void damage_fill(struct dice *dice, uint8_t *frame, size_t length);

#endif
