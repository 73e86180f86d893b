/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/strip_picture.h"

#define VERSION 1
#define INSERT 1

static uint32_t width(const struct strip_picture *picture)
{
    return (uint32_t)picture->left + picture->right;
}

size_t strip_picture_stride(const struct strip_picture *picture)
{
    return (width(picture) + 7u) / 8u;
}

size_t strip_picture_head(const struct strip_picture *picture, uint8_t to[STRIP_PICTURE_HEAD])
{
    to[0] = 'J';
    to[1] = 'P';
    to[2] = VERSION;
    to[3] = picture->number;
    to[4] = picture->insert ? INSERT : 0;
    to[5] = STRIP_PICTURE_LINES;
    to[6] = (uint8_t)picture->left;
    to[7] = (uint8_t)(picture->left >> 8);
    to[8] = (uint8_t)picture->right;
    to[9] = (uint8_t)(picture->right >> 8);
    return STRIP_PICTURE_HEAD + strip_picture_stride(picture) * STRIP_PICTURE_LINES;
}

bool strip_picture_read(const uint8_t *bytes, size_t size, struct strip_picture *picture)
{
    if (size < STRIP_PICTURE_HEAD || bytes[0] != 'J' || bytes[1] != 'P' || bytes[2] != VERSION ||
        bytes[4] > INSERT || bytes[5] != STRIP_PICTURE_LINES)
        return false;
    *picture = (struct strip_picture){.number = bytes[3],
                                      .insert = bytes[4] == INSERT,
                                      .left = (uint16_t)(bytes[6] | bytes[7] << 8),
                                      .right = (uint16_t)(bytes[8] | bytes[9] << 8),
                                      .dots = bytes + STRIP_PICTURE_HEAD};
    return width(picture) <= STRIP_PICTURE_DOTS_MAX &&
           size == STRIP_PICTURE_HEAD + strip_picture_stride(picture) * STRIP_PICTURE_LINES;
}

bool strip_picture_dot(const struct strip_picture *picture, uint32_t x, uint32_t y)
{
    if (x >= width(picture) || y >= STRIP_PICTURE_LINES)
        return false;
    return picture->dots[y * strip_picture_stride(picture) + x / 8] >> (7 - x % 8) & 1;
}

bool strip_place(const struct strip_picture *picture, uint16_t signs, uint16_t dots,
                 struct strip_place *place)
{
    uint32_t number = picture->insert ? (uint32_t)signs * STRIP_PICTURE_SIGN : 0;
    uint32_t all = width(picture) + number;
    if (all > dots)
        return false;
    uint32_t x = (dots - all) / 2;
    *place = (struct strip_place){.left = (uint16_t)x,
                                  .number = (uint16_t)(x + picture->left),
                                  .right = (uint16_t)(x + picture->left + number)};
    return true;
}
