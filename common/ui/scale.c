/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/scale.h"

#include <string.h>

#define ONE 256 /* fixed point of blending */

void scale_fit(uint32_t w, uint32_t h, uint32_t box_w, uint32_t box_h, uint32_t most,
               uint32_t *to_w, uint32_t *to_h)
{
    if (box_w > w * most)
        box_w = w * most;
    if (box_h > h * most)
        box_h = h * most;
    uint64_t by_width = (uint64_t)h * box_w, by_height = (uint64_t)box_h * w;
    *to_w = by_width <= by_height ? box_w : (uint32_t)(by_height / h);
    *to_h = by_width <= by_height ? (uint32_t)(by_width / w) : box_h;
    *to_w += *to_w == 0;
    *to_h += *to_h == 0;
}

size_t scale_bytes(uint32_t to_w)
{
    return (size_t)to_w * 3 * (sizeof(uint32_t) + sizeof(uint16_t));
}

void scale_begin(struct scale *scale, uint32_t w, uint32_t h, uint32_t to_w, uint32_t to_h,
                 uint32_t *pixels, void *memory)
{
    *scale = (struct scale){.w = w, .h = h, .to_w = to_w, .to_h = to_h, .pixels = pixels};
    memset(memory, 0, scale_bytes(to_w));
    scale->sums = memory;
    scale->line = (uint16_t *)(void *)(scale->sums + (size_t)to_w * 3);
}

/* ---- across ---- */

/* Each source dot covers to_w of the w parts that a target dot is wide. */
static void across_smaller(const struct scale *scale, const uint8_t *rgb)
{
    uint32_t to = 0, sum[3] = {0}, filled = 0;
    for (uint32_t x = 0; x < scale->w; x++, rgb += 3) {
        uint32_t left = scale->to_w;
        while (left) {
            uint32_t part = scale->w - filled < left ? scale->w - filled : left;
            for (int i = 0; i < 3; i++)
                sum[i] += rgb[i] * part;
            filled += part;
            left -= part;
            if (filled < scale->w)
                continue;
            for (int i = 0; i < 3; i++) {
                scale->line[to * 3 + (uint32_t)i] = (uint16_t)(sum[i] / scale->w);
                sum[i] = 0;
            }
            filled = 0;
            to++;
        }
    }
}

/* Where target dot `at` lies among `from` source dots: the dot before it, and how far behind it
 * in 1/ONE. */
static uint32_t between(uint32_t at, uint32_t from, uint32_t to, uint32_t *part)
{
    int64_t place = ((int64_t)(2 * at + 1) * from * ONE / to - ONE) / 2;
    if (place < 0)
        place = 0;
    uint32_t dot = (uint32_t)(place / ONE);
    *part = (uint32_t)(place % ONE);
    if (dot + 1 >= from) {
        dot = from - 1;
        *part = 0;
    }
    return dot;
}

static void across_larger(const struct scale *scale, const uint8_t *rgb)
{
    for (uint32_t x = 0; x < scale->to_w; x++) {
        uint32_t part, dot = between(x, scale->w, scale->to_w, &part);
        uint32_t next = part ? dot + 1 : dot;
        for (uint32_t i = 0; i < 3; i++)
            scale->line[x * 3 + i] =
                (uint16_t)((rgb[dot * 3 + i] * (ONE - part) + rgb[next * 3 + i] * part) / ONE);
    }
}

/* ---- down ---- */

static uint32_t pixel(uint32_t r, uint32_t g, uint32_t b)
{
    return r << 16 | g << 8 | b;
}

static uint32_t *target_row(const struct scale *scale)
{
    return scale->pixels + (size_t)scale->out * scale->to_w;
}

static void add(const struct scale *scale, uint32_t part)
{
    for (uint32_t i = 0; i < scale->to_w * 3; i++)
        scale->sums[i] += scale->line[i] * part;
}

static void down_smaller(struct scale *scale)
{
    /* The row covers [row * to_h, (row + 1) * to_h) of parts, h of them a target row. */
    uint32_t from = scale->row * scale->to_h, end = from + scale->to_h;
    while (from < end && scale->out < scale->to_h) {
        uint32_t until = (scale->out + 1) * scale->h;
        uint32_t part = (until < end ? until : end) - from;
        add(scale, part);
        from += part;
        if (from < until)
            return;
        uint32_t *to = target_row(scale);
        for (uint32_t x = 0; x < scale->to_w; x++)
            to[x] = pixel(scale->sums[x * 3] / scale->h, scale->sums[x * 3 + 1] / scale->h,
                          scale->sums[x * 3 + 2] / scale->h);
        memset(scale->sums, 0, (size_t)scale->to_w * 3 * sizeof(*scale->sums));
        scale->out++;
    }
}

static void blend(const struct scale *scale, uint32_t part)
{
    uint32_t *to = target_row(scale);
    uint32_t mixed[3];
    for (uint32_t x = 0; x < scale->to_w; x++) {
        for (uint32_t i = 0; i < 3; i++)
            mixed[i] =
                (scale->sums[x * 3 + i] * (ONE - part) + scale->line[x * 3 + i] * part) / ONE;
        to[x] = pixel(mixed[0], mixed[1], mixed[2]);
    }
}

/* Target rows between the row before and this one, and on it. */
static void down_larger(struct scale *scale)
{
    while (scale->out < scale->to_h) {
        uint32_t part, dot = between(scale->out, scale->h, scale->to_h, &part);
        if (dot + (part != 0) > scale->row)
            break;
        blend(scale, dot == scale->row ? ONE : part);
        scale->out++;
    }
    for (uint32_t i = 0; i < scale->to_w * 3; i++)
        scale->sums[i] = scale->line[i];
}

void scale_row(struct scale *scale, const uint8_t *rgb)
{
    if (scale->row >= scale->h)
        return;
    if (scale->to_w < scale->w)
        across_smaller(scale, rgb);
    else
        across_larger(scale, rgb);
    if (scale->to_h < scale->h)
        down_smaller(scale);
    else
        down_larger(scale);
    scale->row++;
}
