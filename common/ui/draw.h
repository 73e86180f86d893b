/* SPDX-License-Identifier: Apache-2.0 */
/*
 * draw - a screen as a list of things to paint and of places to touch.
 *
 * A view fills the list from its model; common/sdl paints it, tests read it. What comes
 * later lies above. Everything has its place in pixels when it is added, so the list
 * needs no layout, no font and no clock afterwards.
 *
 * Text:      one line in one size. Its baseline is the centre of its box + 0.376 em,
 *            or the one given. Of up to four sizes the first that fits the box is taken; when
 *            none fits, the smallest is used, `overflows` counts it and the test fails.
 * Ownership: the caller owns the list (about 60 KB: static, not on a stack); texts are copied.
 * Errors:    a full list drops what does not fit and sets `full`.
 * Threads:   none; pure.
 */
#ifndef UI_DRAW_H
#define UI_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"
#include "ui/icon.h"

#define DRAW_ITEMS_MAX 640
#define DRAW_TEXT_BYTES 16384
#define DRAW_HITS_MAX 96
#define DRAW_BITMAPS_MAX 16
#define DRAW_PRIVATE_MAX 4
#define DRAW_BITMAP_BYTES 8192
#define TEXT_SIZES_MAX 4
#define TEXT_SCALED_MIN 30 /* a smaller text_percent makes no text smaller than this */

struct box {
    int16_t x, y, w, h;
};
#define BOX(x, y, w, h) ((struct box){(int16_t)(x), (int16_t)(y), (int16_t)(w), (int16_t)(h)})

struct rgba {
    uint8_t r, g, b, a; /* a 0 = nothing is painted */
};
#define RGB(hex) ((struct rgba){(hex) >> 16 & 0xff, (hex) >> 8 & 0xff, (hex)&0xff, 0xff})
#define RGBA_NONE ((struct rgba){0, 0, 0, 0})

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

/* Corners that are round; the others are square. */
enum corner {
    CORNER_TOP_LEFT = 1,
    CORNER_TOP_RIGHT = 2,
    CORNER_BOTTOM_RIGHT = 4,
    CORNER_BOTTOM_LEFT = 8,
    CORNER_TOP = 3,
    CORNER_BOTTOM = 12,
    CORNER_RIGHT = 6,
    CORNER_ALL = 15
};

struct rect_style {
    struct rgba fill, line;
    uint8_t border; /* px, inside the box; 0 = none */
    uint8_t radius;
    uint8_t corners; /* 0 = all */
    bool dashed;
};

struct text_style {
    uint16_t size[TEXT_SIZES_MAX]; /* px em, largest first; 0 = no more */
    struct rgba colour;
    bool bold;
    uint8_t align;
    bool turned;      /* a column: shaped along a line, turned 90 degrees clockwise (R-G3) */
    bool clip;        /* paint only inside the box: the ticker */
    int16_t shift;    /* with clip: px the text is moved to the left */
    int16_t baseline; /* y of the baseline; 0 = centred in the box */
};

enum draw_kind { DRAW_RECT, DRAW_TEXT, DRAW_ICON, DRAW_BITMAP, DRAW_IMAGE };

struct draw_item {
    uint8_t kind;
    uint8_t border, radius, corners; /* rect */
    bool dashed;
    bool bold, turned, clip; /* text */
    uint8_t align;
    uint8_t icon;         /* enum icon */
    uint8_t bitmap;       /* index */
    struct rgba fill;     /* rect, text, icon, set dots */
    struct rgba line;     /* border; clear dots of a bitmap; what an icon cuts out */
    struct box box;       /* as given */
    struct box ink;       /* where it paints at most */
    uint16_t size, width; /* text: px em as chosen, px wide as measured */
    int16_t baseline, shift;
    uint16_t text;  /* offset in `texts` */
    uint32_t image; /* number of a picture that the painter holds */
};

/* 1-bit picture: row by row, most significant bit first, rows begin at a byte. */
struct draw_bitmap {
    uint16_t w, h, at; /* `at` = offset in `dots` */
};

/* A place to touch. `action` and `arg` are the caller's. */
struct draw_hit {
    uint16_t action;
    uint16_t arg;
    struct box box;
    bool enabled;
};

/* Width of a text in px, by whoever owns a font. */
struct text_measure {
    void *context;
    uint16_t (*width)(void *context, const char *text, uint16_t size, bool bold);
};
/* Without a font: 1 em for hanzi, Noto's widths for the rest. For tests and headless tools. */
extern const struct text_measure text_measure_rough;

struct draw {
    int16_t w, h;
    struct rgba background;
    const struct text_measure *measure;
    uint8_t text_percent; /* every size asked for is taken times this; set after draw_begin */
    uint32_t count, hit_count, bitmap_count;
    uint32_t dimmed; /* the items before it lie under a veil, not to be read */
    uint32_t text_bytes, bitmap_bytes;
    uint32_t overflows; /* texts wider than their box in every size */
    bool full;
    struct draw_item items[DRAW_ITEMS_MAX];
    struct draw_hit hits[DRAW_HITS_MAX];
    struct draw_bitmap bitmaps[DRAW_BITMAPS_MAX];
    uint32_t private_count;
    struct box private_areas[DRAW_PRIVATE_MAX];
    char texts[DRAW_TEXT_BYTES];
    uint8_t dots[DRAW_BITMAP_BYTES];
};

/* An empty screen. `measure` must outlive the list. */
void draw_begin(struct draw *draw, int16_t w, int16_t h, struct rgba background,
                const struct text_measure *measure);
void draw_rect(struct draw *draw, struct box box, const struct rect_style *style);
/* A filled rectangle without border. */
void draw_fill(struct draw *draw, struct box box, struct rgba colour);
/* Returns the width in px of the text as painted. */
uint16_t draw_text(struct draw *draw, struct box box, const char *text,
                   const struct text_style *style);
/* The box is square. `cut` paints the holes of the icon (the background). */
void draw_icon(struct draw *draw, struct box box, enum icon icon, struct rgba colour,
               struct rgba cut);
/* w x h dots from `dots`, scaled to whole pixels and centred in the box. Clear dots are painted
 * in `clear` unless its alpha is 0. */
void draw_bitmap(struct draw *draw, struct box box, const struct draw_bitmap *size,
                 const uint8_t *dots, struct rgba set, struct rgba clear);

/* A picture that whoever paints holds under that number, centred in the box; another picture has
 * another number. One that is not held paints nothing. */
void draw_image(struct draw *draw, struct box box, uint32_t image);

/* A place to touch; a later one lies above an earlier one. */
void draw_hit(struct draw *draw, struct box box, uint16_t action, uint16_t arg, bool enabled);
/* Dims what is there and takes its places away: a dialog follows. */
void draw_dim(struct draw *draw, struct rgba veil);
/* What a person typed stands there: whoever looks from afar sees a grey box (R-Y3). On the screen
 * itself nothing changes. More than DRAW_PRIVATE_MAX: the whole list is private. */
void draw_private(struct draw *draw, struct box box);
/* The place at a point, enabled or not; NULL when there is none. */
const struct draw_hit *draw_hit_at(const struct draw *draw, int16_t x, int16_t y);

/* A text wider than its box in every size it was allowed. */
bool draw_item_too_wide(const struct draw_item *item);
const char *draw_item_text(const struct draw *draw, const struct draw_item *item);
uint16_t draw_measure(const struct draw *draw, const char *text, uint16_t size, bool bold);

/* The boxes that look different in `now`: at most `max`, joined when there are more. Returns how
 * many. Another size or background = one box with everything. */
uint32_t draw_changes(const struct draw *was, const struct draw *now, struct box *boxes,
                      uint32_t max);

/* One item as a line of text for golden files. Returns its bytes. */
size_t draw_item_print(const struct draw *draw, const struct draw_item *item, char *text,
                       size_t size);

#endif
