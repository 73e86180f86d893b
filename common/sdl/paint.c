/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/paint.h"

#include "ui/layout.h"

static int16_t aligned(int16_t start, int16_t room, int16_t length, uint8_t align)
{
    if (align == ALIGN_RIGHT)
        return (int16_t)(start + room - length);
    if (align == ALIGN_CENTRE)
        return (int16_t)(start + (room - length) / 2);
    return start;
}

static void paint_line(const struct paint *paint, const struct draw_item *item,
                       const struct font_line *line)
{
    int32_t x = aligned(item->box.x, item->box.w, (int16_t)line->w, item->align) - item->shift;
    int32_t y = item->baseline - line->ascent;
    struct font_glyph glyph;
    for (uint32_t i = 0; i < line->count; i++)
        if (fonts_glyph(paint->fonts, line, i, &glyph))
            canvas_mask(paint->canvas, (int16_t)(x + glyph.x), (int16_t)(y + glyph.y), &glyph.mask,
                        item->fill);
}

/* 90 degrees clockwise: the first column of the mask becomes the top row. */
static bool turn(uint8_t *to, struct mask *mask)
{
    uint32_t w = mask->h, h = mask->w;
    if (w * h > PAINT_SCRATCH)
        return false;
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++)
            to[y * w + x] = mask->alpha[(w - 1 - x) * h + y];
    *mask = (struct mask){(uint16_t)w, (uint16_t)h, to};
    return true;
}

static void paint_column(const struct paint *paint, const struct draw_item *item,
                         const struct font_line *line)
{
    int32_t right = item->box.x + (item->box.w - line->h) / 2 + line->h;
    int32_t top = aligned(item->box.y, item->box.h, (int16_t)line->w, item->align) - item->shift;
    struct font_glyph glyph;
    for (uint32_t i = 0; i < line->count; i++)
        if (fonts_glyph(paint->fonts, line, i, &glyph) && turn(paint->scratch, &glyph.mask))
            canvas_mask(paint->canvas, (int16_t)(right - glyph.y - glyph.mask.w),
                        (int16_t)(top + glyph.x), &glyph.mask, item->fill);
}

static void paint_text(const struct paint *paint, const struct draw *draw,
                       const struct draw_item *item)
{
    struct font_line line;
    if (!fonts_line(paint->fonts, draw_item_text(draw, item), item->size, item->bold, &line))
        return;
    struct box clip = paint->canvas->clip;
    if (item->clip) {
        struct box own = item->box;
        if (!box_overlaps(own, clip))
            return;
        int32_t x = own.x > clip.x ? own.x : clip.x, y = own.y > clip.y ? own.y : clip.y;
        int32_t right = own.x + own.w < clip.x + clip.w ? own.x + own.w : clip.x + clip.w;
        int32_t bottom = own.y + own.h < clip.y + clip.h ? own.y + own.h : clip.y + clip.h;
        canvas_clip(paint->canvas, BOX(x, y, right - x, bottom - y));
    }
    if (item->turned)
        paint_column(paint, item, &line);
    else
        paint_line(paint, item, &line);
    paint->canvas->clip = clip;
}

static void paint_icon(const struct paint *paint, const struct draw_item *item)
{
    struct mask ink, holes;
    if (!icon_cache_get(fonts_icons(paint->fonts), (enum icon)item->icon, (uint16_t)item->box.w,
                        &ink, &holes))
        return;
    canvas_mask(paint->canvas, item->box.x, item->box.y, &ink, item->fill);
    canvas_mask(paint->canvas, item->box.x, item->box.y, &holes, item->line);
}

static void paint_bitmap(const struct paint *paint, const struct draw *draw,
                         const struct draw_item *item)
{
    const struct draw_bitmap *bitmap = &draw->bitmaps[item->bitmap];
    const uint8_t *dots = draw->dots + bitmap->at;
    int32_t across = item->box.w / bitmap->w, down = item->box.h / bitmap->h;
    int32_t scale = across < down ? across : down;
    int32_t left = item->box.x + (item->box.w - bitmap->w * scale) / 2;
    int32_t top = item->box.y + (item->box.h - bitmap->h * scale) / 2;
    for (int32_t y = 0; y < bitmap->h; y++)
        for (int32_t x = 0; x < bitmap->w; x++) {
            bool set = dots[y * ((bitmap->w + 7) / 8) + x / 8] & 0x80 >> x % 8;
            canvas_fill(paint->canvas, BOX(left + x * scale, top + y * scale, scale, scale),
                        set ? item->fill : item->line);
        }
}

static void paint_image(const struct paint *paint, const struct draw_item *item)
{
    const struct pixmap *pixmap = pixmaps_find(fonts_pixmaps(paint->fonts), item->image);
    if (pixmap)
        canvas_pixels(paint->canvas, (int16_t)(item->box.x + (item->box.w - pixmap->w) / 2),
                      (int16_t)(item->box.y + (item->box.h - pixmap->h) / 2), pixmap);
}

void paint_item(const struct paint *paint, const struct draw *draw, const struct draw_item *item)
{
    switch ((enum draw_kind)item->kind) {
    case DRAW_RECT:
        canvas_rect(paint->canvas, item->box,
                    &(struct rect_style){.fill = item->fill,
                                         .line = item->line,
                                         .border = item->border,
                                         .radius = item->radius,
                                         .corners = item->corners,
                                         .dashed = item->dashed});
        break;
    case DRAW_TEXT:
        paint_text(paint, draw, item);
        break;
    case DRAW_ICON:
        paint_icon(paint, item);
        break;
    case DRAW_BITMAP:
        paint_bitmap(paint, draw, item);
        break;
    case DRAW_IMAGE:
        paint_image(paint, item);
        break;
    }
}

void paint_area(const struct paint *paint, const struct draw *draw, struct box area)
{
    canvas_clip(paint->canvas, area);
    canvas_fill(paint->canvas, area, draw->background);
    for (uint32_t i = 0; i < draw->count; i++)
        if (box_overlaps(draw->items[i].ink, area))
            paint_item(paint, draw, &draw->items[i]);
}
