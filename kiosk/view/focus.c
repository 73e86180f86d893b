/* SPDX-License-Identifier: Apache-2.0 */
#include "view/focus.h"

#include "ui/button.h"

_Static_assert(DRAW_HITS_MAX <= UINT8_MAX, "a place's index fits a byte");

static bool above(const struct draw_hit *a, const struct draw_hit *b)
{
    return a->box.y != b->box.y ? a->box.y < b->box.y : a->box.x < b->box.x;
}

/* Insertion sorts: a page has some thirty places. */
static void sort(const struct draw *draw, uint8_t *order, uint32_t count, bool by_row)
{
    for (uint32_t i = 1; i < count; i++) {
        uint8_t moved = order[i];
        uint32_t at = i;
        for (; at > 0; at--) {
            const struct draw_hit *before = &draw->hits[order[at - 1]], *own = &draw->hits[moved];
            if (by_row ? !above(own, before) : own->box.x >= before->box.x)
                break;
            order[at] = order[at - 1];
        }
        order[at] = moved;
    }
}

/* A place belongs to the row of the topmost one when its middle lies beside that. */
static uint32_t row_length(const struct draw *draw, const uint8_t *order, uint32_t count)
{
    struct box first = draw->hits[order[0]].box;
    uint32_t length = 1;
    while (length < count) {
        struct box box = draw->hits[order[length]].box;
        if (box.y + box.h / 2 >= first.y + first.h)
            break;
        length++;
    }
    return length;
}

uint32_t focus_order(const struct draw *draw, uint8_t order[DRAW_HITS_MAX])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < draw->hit_count; i++)
        if (draw->hits[i].enabled)
            order[count++] = (uint8_t)i;
    sort(draw, order, count, true);
    for (uint32_t at = 0; at < count;) {
        uint32_t length = row_length(draw, order + at, count - at);
        sort(draw, order + at, length, false);
        at += length;
    }
    return count;
}

static bool is_of(const struct draw_hit *hit, const struct kiosk_focus *focus)
{
    return hit->action == focus->action && hit->arg == focus->arg;
}

static uint32_t place_of(const struct draw *draw, const uint8_t *order, uint32_t count,
                         const struct kiosk_focus *focus)
{
    uint32_t before = 0;
    for (uint32_t i = 0; i < count; i++)
        if (is_of(&draw->hits[order[i]], focus) && before++ == focus->nth)
            return i;
    return count;
}

const struct draw_hit *focus_hit(const struct draw *draw, const struct kiosk_focus *focus)
{
    uint8_t order[DRAW_HITS_MAX];
    uint32_t count = focus_order(draw, order);
    if (!focus->shown || count == 0)
        return NULL;
    uint32_t at = place_of(draw, order, count, focus);
    return &draw->hits[order[at < count ? at : 0]];
}

struct kiosk_focus focus_move(const struct draw *draw, const struct kiosk_focus *focus, int step)
{
    uint8_t order[DRAW_HITS_MAX];
    uint32_t count = focus_order(draw, order);
    struct kiosk_focus to = {.shown = true};
    if (count == 0)
        return to;
    uint32_t at = place_of(draw, order, count, focus);
    if (at == count)
        at = 0; /* where the ring stands on a new page */
    if (focus->shown)
        at = (at + count + (uint32_t)(step % (int)count)) % count;
    else
        at = 0;
    const struct draw_hit *hit = &draw->hits[order[at]];
    to.action = hit->action;
    to.arg = hit->arg;
    for (uint32_t i = 0; i < at; i++)
        to.nth = (uint8_t)(to.nth + is_of(&draw->hits[order[i]], &to));
    return to;
}

const struct draw_hit *focus_find(const struct draw *draw, uint16_t action, int32_t arg)
{
    for (uint32_t i = 0; i < draw->hit_count; i++) {
        const struct draw_hit *hit = &draw->hits[i];
        if (hit->enabled && hit->action == action && (arg < 0 || hit->arg == arg))
            return hit;
    }
    return NULL;
}

void focus_draw(struct draw *draw, const struct theme *theme, const struct kiosk_focus *focus)
{
    const struct draw_hit *hit = focus_hit(draw, focus);
    if (hit)
        draw_ring(draw, theme, hit->box);
}
