/* SPDX-License-Identifier: Apache-2.0 */
/*
 * escpos - a slip as the bytes that receipt printers take (ESC/POS), and what they say of
 * themselves.
 *
 * The slip is a picture: GS v 0 in bands that small printers can hold, then feed and cut. No
 * text commands and no code pages: what is seen on the screen is what comes out.
 *
 * Status: DLE EOT n asks, one byte answers at once, also while the printer is offline. Fixed bits
 * tell an answer from noise.
 *
 * Threads: none; pure.
 */
#ifndef DEVICE_ESCPOS_H
#define DEVICE_ESCPOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

#define ESCPOS_BAND_ROWS 240 /* 30 mm: 17 KB at 576 dots */
#define ESCPOS_FRAME_BYTES 6 /* ESC @ and the cut */
#define ESCPOS_BAND_BYTES 8  /* before the dots of a band */

/* 1 = black, rows of `stride` bytes, the leftmost dot in the high bit. */
struct escpos_bitmap {
    uint16_t w, h, stride;
    const uint8_t *dots;
};

/* How many bytes it takes. */
size_t escpos_length(const struct escpos_bitmap *bitmap);
/* The bytes written; 0 = they do not fit, nothing is written. */
size_t escpos_slip(const struct escpos_bitmap *bitmap, uint8_t *to, size_t size) MUST_CHECK;

/* ---- status ---- */

enum escpos_question {
    ESCPOS_ASK_PRINTER = 1,
    ESCPOS_ASK_OFFLINE = 2, /* why it is offline */
    ESCPOS_ASK_ERROR = 3,
    ESCPOS_ASK_PAPER = 4,
};
#define ESCPOS_ASK_BYTES 3
void escpos_ask(enum escpos_question question, uint8_t to[ESCPOS_ASK_BYTES]);

struct escpos_status {
    bool offline;
    bool cover;    /* open */
    bool no_paper; /* none is left: it prints nothing */
    bool near_end; /* the sensor of the roll */
    bool cutter, broken;
};
/* Adds what the byte says; false, and nothing added, when it is no answer to that. */
bool escpos_read(enum escpos_question question, uint8_t byte, struct escpos_status *status);

#endif
