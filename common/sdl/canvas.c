/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/canvas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "os/log.h"
#include "sdl/pixmaps.h"
#include "ui/layout.h"

#define DASH_ON 9
#define DASH_OFF 6

enum err canvas_init(struct canvas *canvas, int16_t w, int16_t h)
{
    canvas->w = w;
    canvas->h = h;
    canvas->clip = BOX(0, 0, w, h);
    canvas->pixels = calloc((size_t)w * (size_t)h, sizeof(*canvas->pixels));
    return canvas->pixels ? ERR_NONE : log_fault(ERR_NOMEM, "canvas size=%dx%d", w, h);
}

void canvas_fini(struct canvas *canvas)
{
    free(canvas->pixels);
    *canvas = (struct canvas){0};
}

static struct box meet(struct box a, struct box b)
{
    int32_t x = a.x > b.x ? a.x : b.x, y = a.y > b.y ? a.y : b.y;
    int32_t right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int32_t bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    return right > x && bottom > y ? BOX(x, y, right - x, bottom - y) : BOX(0, 0, 0, 0);
}

void canvas_clip(struct canvas *canvas, struct box clip)
{
    canvas->clip = meet(clip, BOX(0, 0, canvas->w, canvas->h));
}

static uint32_t *row_of(const struct canvas *canvas, int32_t y)
{
    return canvas->pixels + (size_t)y * (size_t)canvas->w;
}

static uint32_t pack(struct rgba colour)
{
    return (uint32_t)colour.r << 16 | (uint32_t)colour.g << 8 | colour.b;
}

static uint32_t mix(uint32_t under, uint32_t over, uint32_t alpha)
{
    if (alpha == 0xff)
        return over;
    uint32_t keep = 0xff - alpha;
    uint32_t rb =
        ((under & 0xff00ff) * keep + (over & 0xff00ff) * alpha + 0x800080) >> 8 & 0xff00ff;
    uint32_t g = ((under & 0x00ff00) * keep + (over & 0x00ff00) * alpha + 0x008000) >> 8 & 0x00ff00;
    return rb | g;
}

/* Most of a page is covered by whole colours; a veil by one mix for all pixels. */
static void paint_span(uint32_t *row, int32_t from, int32_t to, uint32_t ink, uint8_t alpha)
{
    uint32_t keep = 0xffu - alpha;
    uint32_t rb = (ink & 0xff00ff) * alpha + 0x800080, g = (ink & 0x00ff00) * alpha + 0x008000;
    if (alpha == 0xff)
        for (int32_t x = from; x < to; x++)
            row[x] = ink;
    else if (alpha)
        for (int32_t x = from; x < to; x++)
            row[x] = (((row[x] & 0xff00ff) * keep + rb) >> 8 & 0xff00ff) |
                     (((row[x] & 0x00ff00) * keep + g) >> 8 & 0x00ff00);
}

void canvas_fill(struct canvas *canvas, struct box box, struct rgba colour)
{
    struct box area = meet(box, canvas->clip);
    for (int32_t y = area.y; y < area.y + area.h; y++)
        paint_span(row_of(canvas, y), area.x, area.x + area.w, pack(colour), colour.a);
}

/* ---- rectangles with round corners ---- */

struct shape {
    struct box box;
    int16_t radius;
    uint8_t corners;
};

/* How much of the pixel the shape covers, 0..255. */
static uint32_t cover(const struct shape *shape, int32_t x, int32_t y)
{
    struct box b = shape->box;
    if (x < b.x || y < b.y || x >= b.x + b.w || y >= b.y + b.h)
        return 0;
    bool left = x < b.x + shape->radius, right = x >= b.x + b.w - shape->radius;
    bool top = y < b.y + shape->radius, bottom = y >= b.y + b.h - shape->radius;
    if (!(left || right) || !(top || bottom))
        return 0xff;
    top = top && (shape->corners & (left ? CORNER_TOP_LEFT : CORNER_TOP_RIGHT));
    bottom = bottom && (shape->corners & (left ? CORNER_BOTTOM_LEFT : CORNER_BOTTOM_RIGHT));
    if (!top && !bottom)
        return 0xff;
    int32_t cx = left ? b.x + shape->radius : b.x + b.w - shape->radius;
    int32_t cy = top ? b.y + shape->radius : b.y + b.h - shape->radius;
    float dx = (float)(x - cx) + 0.5f, dy = (float)(y - cy) + 0.5f;
    float inside = (float)shape->radius + 0.5f - sqrtf(dx * dx + dy * dy);
    return inside <= 0 ? 0 : inside >= 1 ? 0xff : (uint32_t)(inside * 255);
}

static struct shape inner_shape(const struct shape *outer, uint8_t border)
{
    int16_t radius = (int16_t)(outer->radius > border ? outer->radius - border : 0);
    return (struct shape){box_inset(outer->box, border, border), radius, outer->corners};
}

/* A dash is painted along the nearer edge. */
static bool dash_on(struct box b, int32_t x, int32_t y, uint8_t border)
{
    bool level = y < b.y + border || y >= b.y + b.h - border;
    return (level ? x - b.x : y - b.y) % (DASH_ON + DASH_OFF) < DASH_ON;
}

struct painter {
    const struct rect_style *style;
    struct shape outer, inner;
    uint32_t fill, line;
};

static uint32_t paint_pixel(const struct painter *p, uint32_t under, int32_t x, int32_t y)
{
    uint32_t outer = cover(&p->outer, x, y);
    uint32_t inner = p->style->border ? cover(&p->inner, x, y) : outer;
    /* Fill first, under half of the line too, so that no gap shows between them. */
    uint32_t colour = mix(under, p->fill, outer * p->style->fill.a / 0xff);
    uint32_t edge = outer > inner ? outer - inner : 0;
    if (edge == 0 || (p->style->dashed && !dash_on(p->outer.box, x, y, p->style->border)))
        return colour;
    return mix(colour, p->line, edge * p->style->line.a / 0xff);
}

static void paint_pixels(uint32_t *row, const struct painter *p, int32_t from, int32_t to,
                         int32_t y)
{
    for (int32_t x = from; x < to; x++)
        row[x] = paint_pixel(p, row[x], x, y);
}

/* Only corners and dashes are looked at pixel by pixel: their ends, then what lies between. */
static void paint_row(const struct canvas *canvas, const struct painter *p, struct box area,
                      int32_t y)
{
    uint32_t *row = row_of(canvas, y);
    struct box b = p->outer.box;
    const struct rect_style *style = p->style;
    int32_t border = style->border, round = p->outer.radius > border ? p->outer.radius : border;
    bool edge = y < b.y + border || y >= b.y + b.h - border;
    bool corner = y < b.y + round || y >= b.y + b.h - round;
    int32_t side = corner ? round : border, end = area.x + area.w;
    if (2 * side >= b.w || (edge && style->dashed)) {
        paint_pixels(row, p, area.x, end, y);
        return;
    }
    int32_t from = b.x + side > area.x ? b.x + side : area.x;
    int32_t to = b.x + b.w - side < end ? b.x + b.w - side : end;
    from = from < end ? from : end;
    to = to > from ? to : from;
    paint_pixels(row, p, area.x, from, y);
    paint_span(row, from, to, p->fill, style->fill.a);
    if (edge)
        paint_span(row, from, to, p->line, style->line.a);
    paint_pixels(row, p, to, end, y);
}

/* Two round corners on one side share its length; a band with round corners at the top only may
 * be as high as its radius. */
static int16_t fitting_radius(struct box box, const struct rect_style *style)
{
    bool top = style->corners & CORNER_TOP, bottom = style->corners & CORNER_BOTTOM;
    int16_t high = (int16_t)(top && bottom ? box.h / 2 : box.h);
    int16_t radius = style->radius;
    if (radius > box.w / 2)
        radius = (int16_t)(box.w / 2);
    return radius > high ? high : radius;
}

void canvas_rect(struct canvas *canvas, struct box box, const struct rect_style *style)
{
    if (!style->border && !style->radius) {
        canvas_fill(canvas, box, style->fill);
        return;
    }
    int16_t radius = fitting_radius(box, style);
    struct painter painter = {.style = style,
                              .outer = {box, radius, style->corners},
                              .fill = pack(style->fill),
                              .line = pack(style->line)};
    painter.inner = inner_shape(&painter.outer, style->border);
    struct box area = meet(box, canvas->clip);
    for (int32_t y = area.y; y < area.y + area.h; y++)
        paint_row(canvas, &painter, area, y);
}

/* Without branches, so that a processor does several pixels at once: most pixels of a glyph are all
 * ink or none, in no order that could be guessed. */
static void mask_row(uint32_t *restrict to, const uint8_t *restrict from, int32_t count,
                     uint32_t ink)
{
    for (int32_t x = 0; x < count; x++) {
        uint32_t alpha = from[x], mixed = mix(to[x], ink, alpha);
        to[x] = alpha == 0 ? to[x] : mixed;
    }
}

void canvas_mask(struct canvas *canvas, int16_t x, int16_t y, const struct mask *mask,
                 struct rgba colour)
{
    struct box area = meet(BOX(x, y, mask->w, mask->h), canvas->clip);
    for (int32_t row = area.y; row < area.y + area.h; row++)
        mask_row(row_of(canvas, row) + area.x,
                 mask->alpha + (size_t)(row - y) * mask->w + (area.x - x), area.w, pack(colour));
}

void canvas_pixels(struct canvas *canvas, int16_t x, int16_t y, const struct pixmap *pixmap)
{
    struct box box = meet(BOX(x, y, pixmap->w, pixmap->h), canvas->clip);
    for (int32_t row = box.y; row < box.y + box.h; row++)
        memcpy(row_of(canvas, row) + box.x,
               pixmap->pixels + (size_t)(row - y) * (size_t)pixmap->w + (box.x - x),
               (size_t)box.w * sizeof(*pixmap->pixels));
}
