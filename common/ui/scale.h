/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scale - an image to another size, row by row: smaller by the mean of what each dot covers,
 * larger by blending neighbours.
 *
 *     scale_begin, then scale_row for each row of the source; the target is then whole
 *
 * Ownership: the caller's memory: scale_bytes(w, target w), and the target's pixels (0x00RRGGBB).
 * Threads:   none; pure.
 */
#ifndef UI_SCALE_H
#define UI_SCALE_H

#include <stddef.h>
#include <stdint.h>

#define SCALE_SIDE_MAX 8192

struct scale {
    uint32_t w, h;       /* of the source */
    uint32_t to_w, to_h; /* of the target */
    uint32_t row;        /* of the source, next */
    uint32_t out;        /* row of the target, next */
    uint32_t *pixels;    /* of the target, to_w a row */
    uint32_t *sums;      /* to_w * 3: smaller: the row under way; larger: the row before */
    uint16_t *line;      /* to_w * 3: the last source row at the target's width */
};

/* The largest size of the image's shape in a box; never larger than `most` times itself. */
void scale_fit(uint32_t w, uint32_t h, uint32_t box_w, uint32_t box_h, uint32_t most,
               uint32_t *to_w, uint32_t *to_h);
size_t scale_bytes(uint32_t to_w);
/* All sides 1 … SCALE_SIDE_MAX. */
void scale_begin(struct scale *scale, uint32_t w, uint32_t h, uint32_t to_w, uint32_t to_h,
                 uint32_t *pixels, void *memory);
/* w * 3 bytes: r, g, b. Rows behind the last are ignored. */
void scale_row(struct scale *scale, const uint8_t *rgb);

#endif
