/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strip_picture - a sentence as a station keeps it: dots, and where the number is put in (D-37).
 *
 * A station without a font holds one picture for each enum strip_show, sent once as BLOB_PICTURE.
 * What stands left of the number and right of it are one picture that is parted at `left`;
 * strip_place says where the two parts and the number stand, all of it centred, so A023 and
 * AB1023 need one picture.
 *
 *     'J' 'P' 1 number, insert u8, lines u8, left u16, right u16 (little-endian), then `lines` rows
 * of (left + right + 7) / 8 bytes, most significant bit first
 *
 * Errors:  a blob that is none is refused as a whole.
 * Threads: none; pure. Needs nothing but moving bytes: a microcontroller has it too.
 */
#ifndef DOMAIN_STRIP_PICTURE_H
#define DOMAIN_STRIP_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STRIP_PICTURE_HEAD 10
#define STRIP_PICTURE_LINES 16
#define STRIP_PICTURE_DOTS_MAX 1024 /* left and right together */
#define STRIP_PICTURE_BYTES (STRIP_PICTURE_HEAD + STRIP_PICTURE_DOTS_MAX / 8 * STRIP_PICTURE_LINES)
#define STRIP_PICTURE_SIGN 8 /* dots of a letter or digit */

struct strip_picture {
    uint8_t number; /* enum strip_show, or a free text's own */
    bool insert;    /* the number stands between left and right */
    uint16_t left, right;
    const uint8_t *dots; /* STRIP_PICTURE_LINES rows */
};

/* Bytes of a row. */
size_t strip_picture_stride(const struct strip_picture *picture);
/* Writes the head in front of the dots; returns the bytes of the whole blob. */
size_t strip_picture_head(const struct strip_picture *picture, uint8_t to[STRIP_PICTURE_HEAD]);
/* False when the bytes are no whole picture. `dots` points into them. */
bool strip_picture_read(const uint8_t *bytes, size_t size, struct strip_picture *picture);
/* Is the dot of the picture lit? Outside of it none is. */
bool strip_picture_dot(const struct strip_picture *picture, uint32_t x, uint32_t y);

struct strip_place {
    uint16_t left, number, right; /* x of each part */
};
/* On a strip that is `dots` wide; `signs` letters and digits are put in. False when it is too
 * narrow: the number is then shown alone. */
bool strip_place(const struct strip_picture *picture, uint16_t signs, uint16_t dots,
                 struct strip_place *place);

#endif
