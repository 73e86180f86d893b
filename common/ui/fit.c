/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/fit.h"

#include <string.h>

struct fit fit_of(int16_t list_w, int16_t list_h, int16_t screen_w, int16_t screen_h)
{
    struct fit fit = {.num = screen_w, .den = list_w, .w = screen_w, .h = screen_h};
    if ((int32_t)screen_w * list_h > (int32_t)screen_h * list_w)
        fit.num = screen_h, fit.den = list_h;
    fit.x = (int16_t)((screen_w - list_w * fit.num / fit.den) / 2);
    fit.y = (int16_t)((screen_h - list_h * fit.num / fit.den) / 2);
    return fit;
}

bool fit_is_same(const struct fit *fit)
{
    return fit->num == fit->den && fit->x == 0 && fit->y == 0;
}

/* Rounded down, also below zero, so neighbours that met still meet. */
static int32_t scaled(const struct fit *fit, int32_t value)
{
    int32_t product = value * fit->num;
    return product >= 0 ? product / fit->den : -((-product + fit->den - 1) / fit->den);
}

static struct box fitted(const struct fit *fit, struct box box)
{
    int32_t left = scaled(fit, box.x), top = scaled(fit, box.y);
    int32_t right = scaled(fit, box.x + box.w), bottom = scaled(fit, box.y + box.h);
    return BOX(fit->x + left, fit->y + top, right - left, bottom - top);
}

/* A line never vanishes. */
static uint8_t thickness(const struct fit *fit, uint8_t value)
{
    int32_t other = (value * fit->num + fit->den / 2) / fit->den;
    if (value > 0 && other == 0)
        other = 1;
    return (uint8_t)(other > UINT8_MAX ? UINT8_MAX : other);
}

static void fit_item(const struct fit *fit, struct draw_item *item)
{
    struct box ink = fitted(fit, item->ink);
    if (item->kind == DRAW_ICON) /* stays square */
        item->box = BOX(fit->x + scaled(fit, item->box.x), fit->y + scaled(fit, item->box.y),
                        scaled(fit, item->box.w), scaled(fit, item->box.w));
    else
        item->box = fitted(fit, item->box);
    /* Rounding moves letters by a pixel or two. */
    item->ink = BOX(ink.x - 2, ink.y - 2, ink.w + 4, ink.h + 4);
    if (item->kind == DRAW_RECT && item->box.h == 0)
        item->box.h = 1;
    if (item->kind == DRAW_RECT && item->box.w == 0)
        item->box.w = 1;
    item->border = thickness(fit, item->border);
    item->radius = thickness(fit, item->radius);
    item->size = (uint16_t)scaled(fit, item->size);
    item->width = (uint16_t)scaled(fit, item->width);
    item->baseline = (int16_t)(fit->y + scaled(fit, item->baseline));
    item->shift = (int16_t)scaled(fit, item->shift);
}

void fit_draw(const struct fit *fit, const struct draw *from, struct draw *to)
{
    if (to != from)
        memcpy(to, from, sizeof(*to));
    to->w = fit->w;
    to->h = fit->h;
    for (uint32_t i = 0; i < to->count; i++)
        fit_item(fit, &to->items[i]);
    for (uint32_t i = 0; i < to->hit_count; i++)
        to->hits[i].box = fitted(fit, to->hits[i].box);
    for (uint32_t i = 0; i < to->private_count; i++)
        to->private_areas[i] = fitted(fit, to->private_areas[i]);
}

void fit_point(const struct fit *fit, int32_t x, int32_t y, int16_t *list_x, int16_t *list_y)
{
    int32_t left = (x - fit->x) * fit->den, top = (y - fit->y) * fit->den;
    *list_x = (int16_t)(left < 0 ? -1 : left / fit->num);
    *list_y = (int16_t)(top < 0 ? -1 : top / fit->num);
}
