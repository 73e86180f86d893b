/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/draw.h"

#include <string.h>

void draw_begin(struct draw *draw, int16_t w, int16_t h, struct rgba background,
                const struct text_measure *measure)
{
    draw->w = w;
    draw->h = h;
    draw->background = background;
    draw->measure = measure;
    draw->text_percent = 100;
    draw->count = draw->hit_count = draw->bitmap_count = draw->dimmed = 0;
    draw->text_bytes = draw->bitmap_bytes = draw->overflows = 0;
    draw->private_count = 0;
    draw->full = false;
}

static struct draw_item *add(struct draw *draw, enum draw_kind kind, struct box box)
{
    if (draw->count == DRAW_ITEMS_MAX) {
        draw->full = true;
        return NULL;
    }
    struct draw_item *item = &draw->items[draw->count++];
    memset(item, 0, sizeof(*item));
    item->kind = (uint8_t)kind;
    item->box = item->ink = box;
    return item;
}

void draw_rect(struct draw *draw, struct box box, const struct rect_style *style)
{
    struct draw_item *item = add(draw, DRAW_RECT, box);
    if (!item)
        return;
    item->fill = style->fill;
    item->line = style->line;
    item->border = style->border;
    item->radius = style->radius;
    item->corners = style->corners ? style->corners : CORNER_ALL;
    item->dashed = style->dashed;
}

void draw_fill(struct draw *draw, struct box box, struct rgba colour)
{
    draw_rect(draw, box, &(struct rect_style){.fill = colour});
}

static uint16_t scaled(const struct draw *draw, uint16_t size)
{
    uint16_t other = (uint16_t)((uint32_t)size * draw->text_percent / 100);
    uint16_t least = size < TEXT_SCALED_MIN ? size : TEXT_SCALED_MIN;
    return other < least ? least : other;
}

static uint16_t measure(const struct draw *draw, const char *text, uint16_t size, bool bold)
{
    return draw->measure->width(draw->measure->context, text, size, bold);
}

uint16_t draw_measure(const struct draw *draw, const char *text, uint16_t size, bool bold)
{
    return measure(draw, text, scaled(draw, size), bold);
}

/* The first size whose text is no wider than `room`, else the smallest. */
static uint16_t choose_size(const struct draw *draw, const char *text,
                            const struct text_style *style, int16_t room, uint16_t *width)
{
    uint16_t size = scaled(draw, style->size[0]);
    for (uint32_t i = 0; i < TEXT_SIZES_MAX && style->size[i]; i++) {
        size = scaled(draw, style->size[i]);
        *width = measure(draw, text, size, style->bold);
        if (*width <= room)
            break;
    }
    return size;
}

static bool keep_text(struct draw *draw, const char *text, uint16_t *at)
{
    size_t bytes = strlen(text) + 1;
    if (draw->text_bytes + bytes > DRAW_TEXT_BYTES) {
        draw->full = true;
        return false;
    }
    *at = (uint16_t)draw->text_bytes;
    memcpy(draw->texts + draw->text_bytes, text, bytes);
    draw->text_bytes += (uint32_t)bytes;
    return true;
}

static int16_t aligned(int16_t start, int16_t room, uint16_t width, uint8_t align)
{
    if (align == ALIGN_RIGHT)
        return (int16_t)(start + room - width);
    if (align == ALIGN_CENTRE)
        return (int16_t)(start + (room - width) / 2);
    return start;
}

/* What the glyphs may cover: Noto Sans CJK reaches 1.16 em above the baseline and 0.29 below. */
static struct box ink_of_line(const struct draw_item *item)
{
    int16_t above = (int16_t)(item->size * 116 / 100 + 1);
    int16_t below = (int16_t)(item->size * 29 / 100 + 1);
    int16_t x = aligned(item->box.x, item->box.w, item->width, item->align);
    return BOX(x - 2, item->baseline - above, item->width + 4, above + below);
}

static struct box ink_of_column(const struct draw_item *item)
{
    int16_t y = aligned(item->box.y, item->box.h, item->width, item->align);
    return BOX(item->box.x, y - 2, item->box.w, item->width + 4);
}

uint16_t draw_text(struct draw *draw, struct box box, const char *text,
                   const struct text_style *style)
{
    if (!*text)
        return 0;
    int16_t room = style->turned ? box.h : box.w;
    uint16_t width = 0, at = 0;
    uint16_t size = choose_size(draw, text, style, room, &width);
    struct draw_item *item = keep_text(draw, text, &at) ? add(draw, DRAW_TEXT, box) : NULL;
    if (!item)
        return width;
    item->text = at;
    item->size = size;
    item->width = width;
    item->fill = style->colour;
    item->bold = style->bold;
    item->align = style->align;
    item->turned = style->turned;
    item->clip = style->clip;
    item->shift = style->shift;
    item->baseline = style->baseline;
    if (!item->baseline)
        item->baseline = (int16_t)(box.y + (box.h * 500 + size * 376) / 1000);
    draw->overflows += draw_item_too_wide(item);
    if (!style->clip)
        item->ink = style->turned ? ink_of_column(item) : ink_of_line(item);
    return width;
}

void draw_icon(struct draw *draw, struct box box, enum icon icon, struct rgba colour,
               struct rgba cut)
{
    if (icon == ICON_NONE)
        return;
    struct draw_item *item = add(draw, DRAW_ICON, box);
    if (!item)
        return;
    item->icon = (uint8_t)icon;
    item->fill = colour;
    item->line = cut;
}

void draw_image(struct draw *draw, struct box box, uint32_t image)
{
    struct draw_item *item = add(draw, DRAW_IMAGE, box);
    if (item)
        item->image = image;
}

void draw_bitmap(struct draw *draw, struct box box, const struct draw_bitmap *size,
                 const uint8_t *dots, struct rgba set, struct rgba clear)
{
    uint32_t bytes = (size->w + 7u) / 8 * size->h;
    if (draw->bitmap_count == DRAW_BITMAPS_MAX || draw->bitmap_bytes + bytes > DRAW_BITMAP_BYTES) {
        draw->full = true;
        return;
    }
    struct draw_item *item = add(draw, DRAW_BITMAP, box);
    if (!item)
        return;
    memcpy(draw->dots + draw->bitmap_bytes, dots, bytes);
    draw->bitmaps[draw->bitmap_count] =
        (struct draw_bitmap){size->w, size->h, (uint16_t)draw->bitmap_bytes};
    item->bitmap = (uint8_t)draw->bitmap_count++;
    item->fill = set;
    item->line = clear;
    draw->bitmap_bytes += bytes;
}

void draw_hit(struct draw *draw, struct box box, uint16_t action, uint16_t arg, bool enabled)
{
    if (draw->hit_count == DRAW_HITS_MAX) {
        draw->full = true;
        return;
    }
    draw->hits[draw->hit_count++] = (struct draw_hit){action, arg, box, enabled};
}

static struct rgba under_veil(struct rgba colour, struct rgba veil)
{
    uint32_t keep = 255u - veil.a;
    if (colour.a == 0)
        return colour; /* nothing is painted there */
    colour.r = (uint8_t)((colour.r * keep + veil.r * veil.a + 127) / 255);
    colour.g = (uint8_t)((colour.g * keep + veil.g * veil.a + 127) / 255);
    colour.b = (uint8_t)((colour.b * keep + veil.b * veil.a + 127) / 255);
    return colour;
}

/* A veil over pixels is the same as over their colours, and costs no pixel. */
void draw_dim(struct draw *draw, struct rgba veil)
{
    draw->background = under_veil(draw->background, veil);
    for (uint32_t i = 0; i < draw->count; i++) {
        draw->items[i].fill = under_veil(draw->items[i].fill, veil);
        draw->items[i].line = under_veil(draw->items[i].line, veil);
    }
    draw->dimmed = draw->count;
    draw->hit_count = 0;
}

const struct draw_hit *draw_hit_at(const struct draw *draw, int16_t x, int16_t y)
{
    for (uint32_t i = draw->hit_count; i > 0; i--) {
        const struct draw_hit *hit = &draw->hits[i - 1];
        if (x >= hit->box.x && y >= hit->box.y && x < hit->box.x + hit->box.w &&
            y < hit->box.y + hit->box.h)
            return hit;
    }
    return NULL;
}

bool draw_item_too_wide(const struct draw_item *item)
{
    int16_t room = item->turned ? item->box.h : item->box.w;
    return item->kind == DRAW_TEXT && !item->clip && item->width > room;
}

const char *draw_item_text(const struct draw *draw, const struct draw_item *item)
{
    return item->kind == DRAW_TEXT ? draw->texts + item->text : "";
}

void draw_private(struct draw *draw, struct box box)
{
    if (draw->private_count < DRAW_PRIVATE_MAX)
        draw->private_areas[draw->private_count++] = box;
    else
        draw->private_areas[0] = BOX(0, 0, draw->w, draw->h);
}
