/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/pair.h"

#include <string.h>

#define COLUMNS_MAX 2
#define COLUMN_BYTES 96
#define MARGIN 8 /* px above and below a column */

struct columns {
    uint32_t count;
    uint16_t size;
    char text[COLUMNS_MAX][COLUMN_BYTES];
};

static bool fits(const struct draw *draw, const char *text, uint16_t size, int16_t h)
{
    return draw_measure(draw, text, size, false) <= h - 2 * MARGIN;
}

/* At the space nearest to the middle. */
static bool split(const char *text, struct columns *columns)
{
    size_t length = strlen(text), best = 0;
    for (size_t i = 1; i + 1 < length; i++) {
        size_t off = i > length / 2 ? i - length / 2 : length / 2 - i;
        size_t now = best > length / 2 ? best - length / 2 : length / 2 - best;
        if (text[i] == ' ' && (best == 0 || off < now))
            best = i;
    }
    if (best == 0 || best >= COLUMN_BYTES || length - best > COLUMN_BYTES)
        return false;
    memcpy(columns->text[0], text, best);
    columns->text[0][best] = '\0';
    memcpy(columns->text[1], text + best + 1, length - best);
    return true;
}

static bool arrange(const struct draw *draw, const struct pair *pair, int16_t h,
                    struct columns *columns)
{
    const uint16_t sizes[] = {pair->size, (uint16_t)(pair->size * 8 / 10)};
    size_t length = strlen(pair->mongolian);
    for (size_t i = 0; i < countof(sizes) && length < COLUMN_BYTES; i++)
        if (fits(draw, pair->mongolian, sizes[i], h)) {
            columns->count = 1;
            columns->size = sizes[i];
            memcpy(columns->text[0], pair->mongolian, length + 1);
            return true;
        }
    columns->count = 2;
    columns->size = sizes[1];
    return split(pair->mongolian, columns) && fits(draw, columns->text[0], columns->size, h) &&
           fits(draw, columns->text[1], columns->size, h);
}

struct box draw_pair(struct draw *draw, struct box cell, const struct pair *pair)
{
    struct columns columns;
    if (!pair->mongolian || !*pair->mongolian || !arrange(draw, pair, cell.h, &columns))
        return cell;
    int16_t w = (int16_t)(columns.size * 16 / 10), all = (int16_t)(w * (int16_t)columns.count);
    if (all > cell.w / 2)
        return cell; /* the Chinese would have too little */
    int16_t x = (int16_t)(pair->first ? cell.x : cell.x + cell.w - all);
    for (uint32_t i = 0; i < columns.count; i++)
        draw_text(draw, BOX(x + w * (int32_t)i, cell.y + MARGIN, w, cell.h - 2 * MARGIN),
                  columns.text[i],
                  &(struct text_style){.size = {columns.size},
                                       .colour = pair->colour,
                                       .align = ALIGN_CENTRE,
                                       .turned = true});
    return BOX(pair->first ? cell.x + all : cell.x, cell.y, cell.w - all, cell.h);
}
