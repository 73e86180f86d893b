/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What differs between two lists. Both are walked in step; an item of `now` that is found
 * further on in `was` means that those before it were taken away, one that is not found was
 * added. So a changed clock costs one box, and a page that kept its frame keeps it (D-34).
 */
#include <string.h>

#include "ui/draw.h"
#include "ui/layout.h"

struct dirt {
    struct box *boxes;
    uint32_t count, max;
};

static int32_t area_of(struct box box)
{
    return (int32_t)box.w * box.h;
}

/* One box that holds both is less to paint: what they share is painted once. */
static bool better_joined(struct box a, struct box b)
{
    return box_overlaps(a, b) && area_of(box_join(a, b)) <= area_of(a) + area_of(b);
}

static void mark(struct dirt *dirt, struct box box)
{
    if (box.w <= 0 || box.h <= 0)
        return;
    for (uint32_t i = 0; i < dirt->count;) {
        bool last = dirt->count == dirt->max && i == dirt->count - 1;
        if (!last && !better_joined(dirt->boxes[i], box)) {
            i++;
            continue;
        }
        box = box_join(dirt->boxes[i], box);
        dirt->boxes[i] = dirt->boxes[--dirt->count];
        i = 0; /* the larger one may reach others */
    }
    dirt->boxes[dirt->count++] = box;
}

static bool same_colour(struct rgba a, struct rgba b)
{
    return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

static bool same_box(struct box a, struct box b)
{
    return a.x == b.x && a.y == b.y && a.w == b.w && a.h == b.h;
}

static bool same_bitmap(const struct draw *was, const struct draw_item *a, const struct draw *now,
                        const struct draw_item *b)
{
    const struct draw_bitmap *x = &was->bitmaps[a->bitmap], *y = &now->bitmaps[b->bitmap];
    return x->w == y->w && x->h == y->h &&
           memcmp(was->dots + x->at, now->dots + y->at, (x->w + 7u) / 8 * x->h) == 0;
}

static bool same(const struct draw *was, const struct draw_item *a, const struct draw *now,
                 const struct draw_item *b)
{
    if (a->kind != b->kind || !same_box(a->box, b->box) || !same_colour(a->fill, b->fill) ||
        !same_colour(a->line, b->line))
        return false;
    switch ((enum draw_kind)a->kind) {
    case DRAW_RECT:
        return a->border == b->border && a->radius == b->radius && a->corners == b->corners &&
               a->dashed == b->dashed;
    case DRAW_TEXT:
        return a->size == b->size && a->bold == b->bold && a->align == b->align &&
               a->turned == b->turned && a->clip == b->clip && a->shift == b->shift &&
               a->baseline == b->baseline &&
               strcmp(was->texts + a->text, now->texts + b->text) == 0;
    case DRAW_ICON:
        return a->icon == b->icon;
    case DRAW_BITMAP:
        return same_bitmap(was, a, now, b);
    case DRAW_IMAGE:
        return a->image == b->image;
    }
    return false;
}

/* Index of the item in `was` from `from` on; was->count when it is not there. */
static uint32_t find(const struct draw *was, uint32_t from, const struct draw *now, uint32_t index)
{
    while (from < was->count && !same(was, &was->items[from], now, &now->items[index]))
        from++;
    return from;
}

uint32_t draw_changes(const struct draw *was, const struct draw *now, struct box *boxes,
                      uint32_t max)
{
    struct dirt dirt = {boxes, 0, max};
    if (was->w != now->w || was->h != now->h || !same_colour(was->background, now->background)) {
        mark(&dirt, BOX(0, 0, now->w, now->h));
        return dirt.count;
    }
    uint32_t old = 0;
    for (uint32_t i = 0; i < now->count; i++) {
        uint32_t at = find(was, old, now, i);
        if (at == was->count) {
            mark(&dirt, now->items[i].ink);
            continue;
        }
        for (; old < at; old++)
            mark(&dirt, was->items[old].ink);
        old++;
    }
    for (; old < was->count; old++)
        mark(&dirt, was->items[old].ink);
    return dirt.count;
}
