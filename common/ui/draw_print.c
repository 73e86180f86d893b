/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "ui/draw.h"

static const char *const aligns[] = {"left", "centre", "right"};

static unsigned hex(struct rgba colour)
{
    return (unsigned)colour.r << 16 | (unsigned)colour.g << 8 | colour.b;
}

static int print_rect(const struct draw_item *item, char *text, size_t size)
{
    struct box b = item->box;
    if (!item->border)
        return snprintf(text, size, "rect %d,%d %dx%d fill %06X/%02X", b.x, b.y, b.w, b.h,
                        hex(item->fill), item->fill.a);
    return snprintf(text, size, "rect %d,%d %dx%d fill %06X/%02X %s %u %06X", b.x, b.y, b.w, b.h,
                    hex(item->fill), item->fill.a, item->dashed ? "dashed" : "line", item->border,
                    hex(item->line));
}

size_t draw_item_print(const struct draw *draw, const struct draw_item *item, char *text,
                       size_t size)
{
    struct box b = item->box;
    int n = 0;
    switch ((enum draw_kind)item->kind) {
    case DRAW_RECT:
        n = print_rect(item, text, size);
        break;
    case DRAW_TEXT:
        n = snprintf(text, size, "text %d,%d %dx%d %u%s %s %06X %s", b.x, b.y, b.w, b.h, item->size,
                     item->bold ? "b" : "", aligns[item->align % 3], hex(item->fill),
                     draw_item_text(draw, item));
        break;
    case DRAW_ICON:
        n = snprintf(text, size, "icon %d,%d %dx%d %06X %s", b.x, b.y, b.w, b.h, hex(item->fill),
                     icon_name((enum icon)item->icon));
        break;
    case DRAW_BITMAP:
        n = snprintf(text, size, "bitmap %d,%d %dx%d of %ux%u", b.x, b.y, b.w, b.h,
                     draw->bitmaps[item->bitmap].w, draw->bitmaps[item->bitmap].h);
        break;
    case DRAW_IMAGE:
        n = snprintf(text, size, "image %d,%d %dx%d number %u", b.x, b.y, b.w, b.h, item->image);
        break;
    }
    return n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
}
