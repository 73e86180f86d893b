/* SPDX-License-Identifier: Apache-2.0 */
/*
 * station_line - a station on a line and, in place of the bus program and the controller,
 * the frames that they would send: for tests that look at each of them.
 */
#ifndef TESTS_STATION_LINE_H
#define TESTS_STATION_LINE_H

#include "app/line_group.h"
#include "app/line_keys.h"
#include "core/link.h"

#define LINE_ADDRESS 7
#define LINE_UID 42

struct station_line {
    msec now;
    struct station station;
    struct station_identity identity;
    struct station_link link;
    uint8_t seeds; /* counts the station's random bytes */
    bool seedless;
    /* the controller */
    struct line_keys keys;
    struct line_group group;
    uint8_t ephemerals;
    uint8_t ctr, ack; /* the master's */
    /* the station's last words; length 0 = silence */
    uint8_t frame[LINK_WIRE_MAX];
    size_t length;
    struct message said; /* opened; type 0 when it did not open */
    bool first;
};

void station_line_init(struct station_line *l, uint8_t kind);
/* Bytes on the line; then its shell works. */
void station_line_bytes(struct station_line *l, const uint8_t *bytes, size_t count);
/* A decoded frame, with those link bits. */
void station_line_frame(struct station_line *l, const uint8_t *frame, size_t length, uint8_t bits);
void station_line_poll(struct station_line *l);
void station_line_beat(struct station_line *l, uint8_t flags, uint32_t gctr);
/* Under the keys of the controller, with ACKREQ. */
void station_line_send(struct station_line *l, const struct message *message);
void station_line_to_all(struct station_line *l, const struct message *message);
/* A handshake begins; the frame of NOISE1, its length. */
size_t station_line_noise1(struct station_line *l, uint8_t frame[FRAME_MAX_BUS]);
/* NOISE1, polls until NOISE2 is taken; the HELLO is in `said`. */
void station_line_handshake(struct station_line *l);
void station_line_welcome(struct station_line *l, uint32_t boot);
/* BEAT, handshake, WELCOME, and the STATUS that answers it acknowledged. */
void station_line_open(struct station_line *l);

#endif
