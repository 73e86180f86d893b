/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/strip.h"

#include <string.h>

#include "ui/layout.h"

/* FNV-1a */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * 0x100000001b3;
    return hash;
}

static bool same_box(struct box a, struct box b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static bool same_colour(struct rgba a, struct rgba b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

/* One colour all over the place. */
static bool covers(const struct draw_item *item, struct box place)
{
    int16_t edge = item->radius > item->border ? item->radius : item->border;
    struct box inner = box_inset(item->box, edge, edge);
    return item->kind == DRAW_RECT && item->fill.a == 0xff && place.x >= inner.x &&
           place.y >= inner.y && place.x + place.w <= inner.x + inner.w &&
           place.y + place.h <= inner.y + inner.h;
}

static bool find_ground(const struct draw *draw, const struct draw_item *text, struct box place,
                        struct rgba *ground)
{
    *ground = draw->background;
    for (uint32_t i = 0; i < draw->count; i++) {
        const struct draw_item *item = &draw->items[i];
        if (item == text || !box_overlaps(item->ink, place))
            continue;
        if (item > text || !covers(item, place))
            return false;
        *ground = item->fill;
    }
    return true;
}

/* The rows that hold letters; a line is no higher than twice its size. */
static struct box place_of(const struct draw_item *item, const struct font_line *line,
                           const struct canvas *canvas)
{
    int32_t top = item->baseline - line->ascent, bottom = top + line->h;
    int32_t left = item->box.x, right = item->box.x + item->box.w;
    top = top > item->box.y ? top : item->box.y;
    bottom = bottom < item->box.y + item->box.h ? bottom : item->box.y + item->box.h;
    if (top < 0 || left < 0 || bottom > canvas->h || right > canvas->w || bottom <= top)
        return BOX(0, 0, 0, 0);
    return BOX(left, top, right - left, bottom - top);
}

static bool paint_texture(struct strip *strip, const struct paint *paint, const struct draw *draw,
                          const struct font_line *line)
{
    int32_t height = strip->place.h;
    if ((size_t)line->w * (size_t)height * 4 > STRIP_BYTES_MAX || line->w > INT16_MAX ||
        canvas_init(&strip->texture, (int16_t)line->w, (int16_t)height))
        return false;
    struct draw_item item = strip->item;
    item.box = BOX(0, item.box.y - strip->place.y, line->w, item.box.h);
    item.baseline = (int16_t)(item.baseline - strip->place.y);
    item.shift = 0;
    struct paint on = {&strip->texture, paint->fonts, paint->scratch};
    canvas_fill(&strip->texture, BOX(0, 0, line->w, height), strip->ground);
    paint_item(&on, draw, &item);
    return true;
}

bool strip_take(struct strip *strip, const struct paint *paint, const struct draw *draw,
                const struct draw_item *item)
{
    struct font_line line;
    struct rgba ground;
    const char *text = draw_item_text(draw, item);
    if (item->align != ALIGN_LEFT || item->turned ||
        !fonts_line(paint->fonts, text, item->size, item->bold, &line))
        return false;
    struct box place = place_of(item, &line, paint->canvas);
    if (place.w == 0 || !find_ground(draw, item, place, &ground))
        return false;
    uint64_t hash = hash_of(text);
    bool same = strip->texture.pixels && strip->text == hash && strip->item.size == item->size &&
                strip->item.bold == item->bold && same_colour(strip->item.fill, item->fill) &&
                same_colour(strip->ground, ground) && same_box(strip->place, place);
    if (same)
        return true;
    strip_fini(strip);
    *strip = (struct strip){.place = place, .ground = ground, .item = *item, .text = hash};
    return paint_texture(strip, paint, draw, &line);
}

struct box strip_show(const struct strip *strip, struct canvas *canvas, int16_t shift)
{
    struct box place = strip->place;
    const struct canvas *texture = &strip->texture;
    int32_t left = shift > 0 ? shift : 0, count = texture->w - left;
    count = count < 0 ? 0 : count > place.w ? place.w : count;
    canvas_clip(canvas, place);
    for (int32_t y = 0; y < place.h; y++)
        memcpy(canvas->pixels + (size_t)(place.y + y) * (size_t)canvas->w + place.x,
               texture->pixels + (size_t)y * (size_t)texture->w + left,
               (size_t)count * sizeof(*canvas->pixels));
    canvas_fill(canvas, BOX(place.x + count, place.y, place.w - count, place.h), strip->ground);
    return place;
}

void strip_fini(struct strip *strip)
{
    canvas_fini(&strip->texture);
    *strip = (struct strip){.text = 0};
}
