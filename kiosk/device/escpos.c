/* SPDX-License-Identifier: Apache-2.0 */
#include "device/escpos.h"

#include <string.h>

#define ESC 0x1b
#define GS 0x1d
#define DLE 0x10
#define EOT 0x04
/* Of every answer to DLE EOT: bits 0 and 7 are 0, bits 1 and 4 are 1. */
#define FIXED_MASK 0x93
#define FIXED_BITS 0x12

static size_t bytes_wide(const struct escpos_bitmap *bitmap)
{
    return (bitmap->w + 7u) / 8u;
}

static uint32_t bands(const struct escpos_bitmap *bitmap)
{
    return (bitmap->h + ESCPOS_BAND_ROWS - 1u) / ESCPOS_BAND_ROWS;
}

size_t escpos_length(const struct escpos_bitmap *bitmap)
{
    return ESCPOS_FRAME_BYTES + bands(bitmap) * (size_t)ESCPOS_BAND_BYTES +
           bitmap->h * bytes_wide(bitmap);
}

static uint8_t *put(uint8_t *to, const uint8_t *bytes, size_t count)
{
    memcpy(to, bytes, count);
    return to + count;
}

/* Past the right edge there is paper, not rubbish. */
static uint8_t *put_row(uint8_t *to, const struct escpos_bitmap *bitmap, uint32_t row)
{
    size_t wide = bytes_wide(bitmap);
    to = put(to, bitmap->dots + (size_t)row * bitmap->stride, wide);
    if (bitmap->w % 8)
        to[-1] &= (uint8_t)(0xff << (8 - bitmap->w % 8));
    return to;
}

size_t escpos_slip(const struct escpos_bitmap *bitmap, uint8_t *to, size_t size)
{
    static const uint8_t begin[] = {ESC, '@'}, cut[] = {GS, 'V', 66, 0}; /* feed, then cut */
    size_t length = escpos_length(bitmap), wide = bytes_wide(bitmap);
    if (size < length)
        return 0;
    to = put(to, begin, sizeof(begin));
    for (uint32_t top = 0; top < bitmap->h; top += ESCPOS_BAND_ROWS) {
        uint32_t rows = bitmap->h - top < ESCPOS_BAND_ROWS ? bitmap->h - top : ESCPOS_BAND_ROWS;
        const uint8_t band[ESCPOS_BAND_BYTES] = {GS,
                                                 'v',
                                                 '0',
                                                 0,
                                                 (uint8_t)wide,
                                                 (uint8_t)(wide >> 8),
                                                 (uint8_t)rows,
                                                 (uint8_t)(rows >> 8)};
        to = put(to, band, sizeof(band));
        for (uint32_t row = top; row < top + rows; row++)
            to = put_row(to, bitmap, row);
    }
    (void)put(to, cut, sizeof(cut));
    return length;
}

void escpos_ask(enum escpos_question question, uint8_t to[ESCPOS_ASK_BYTES])
{
    to[0] = DLE;
    to[1] = EOT;
    to[2] = (uint8_t)question;
}

bool escpos_read(enum escpos_question question, uint8_t byte, struct escpos_status *status)
{
    if ((byte & FIXED_MASK) != FIXED_BITS)
        return false;
    switch (question) {
    case ESCPOS_ASK_PRINTER:
        status->offline = status->offline || (byte & 0x08);
        return true;
    case ESCPOS_ASK_OFFLINE:
        status->cover = status->cover || (byte & 0x04);
        status->no_paper = status->no_paper || (byte & 0x20);
        return true;
    case ESCPOS_ASK_ERROR:
        status->cutter = status->cutter || (byte & 0x08);
        status->broken = status->broken || (byte & 0x24);
        return true;
    case ESCPOS_ASK_PAPER:
        status->near_end = status->near_end || (byte & 0x0c);
        status->no_paper = status->no_paper || (byte & 0x60);
        return true;
    }
    return false;
}
