/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/leds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "os/log.h"

#define PITCH_MAX 24 /* px a lamp */
#define LAMP 0.42f   /* its radius, in pitches */
#define DARK RGB(0x202020)
#define GLOW_LEAST 15 /* percent: a dim panel is still to be read in its preview */

struct lamp {
    uint16_t pitch;
    int16_t x, y; /* of the first one */
    uint8_t alpha[PITCH_MAX * PITCH_MAX];
};

static void shape(struct lamp *lamp)
{
    float middle = (float)(lamp->pitch - 1) / 2, radius = LAMP * (float)lamp->pitch;
    for (uint32_t y = 0; y < lamp->pitch; y++)
        for (uint32_t x = 0; x < lamp->pitch; x++) {
            float inside = radius + 0.5f - hypotf((float)x - middle, (float)y - middle);
            inside = inside < 0 ? 0 : inside > 1 ? 1 : inside;
            lamp->alpha[y * lamp->pitch + x] = (uint8_t)(lamp->pitch < 3 ? 255 : inside * 255);
        }
}

static struct lamp lamp_of(const struct canvas *canvas, const struct dots *dots)
{
    int32_t across = canvas->w / dots->w, down = canvas->h / dots->h;
    int32_t pitch = across < down ? across : down;
    pitch = pitch < 1 ? 1 : pitch > PITCH_MAX ? PITCH_MAX : pitch;
    struct lamp lamp = {.pitch = (uint16_t)pitch};
    lamp.x = (int16_t)((canvas->w - pitch * dots->w) / 2);
    lamp.y = (int16_t)((canvas->h - pitch * dots->h) / 2);
    shape(&lamp);
    return lamp;
}

static uint8_t glow(bool lit, uint8_t brightness)
{
    uint32_t percent = brightness > GLOW_LEAST ? brightness : GLOW_LEAST;
    return (uint8_t)(lit ? 0x30 + (255 - 0x30) * percent / 100 : 0);
}

static struct rgba colour_of(uint8_t leds, uint8_t brightness)
{
    if (leds == DOT_OFF)
        return DARK;
    struct rgba colour = {glow(leds & DOT_RED, brightness), glow(leds & DOT_GREEN, brightness),
                          glow(leds & DOT_BLUE, brightness), 0xff};
    if (leds == DOT_AMBER)
        colour.g = (uint8_t)(colour.g * 7 / 10); /* as the eye sees red and green together */
    return colour;
}

static enum err remember(struct leds *leds, const struct dots *dots)
{
    if (leds->was && leds->w == dots->w && leds->h == dots->h)
        return ERR_NONE;
    free(leds->was);
    *leds = (struct leds){.w = dots->w, .h = dots->h, .was = malloc((size_t)dots->w * dots->h)};
    return leds->was ? ERR_NONE : log_fault(ERR_NOMEM, "dots");
}

static void widen(struct box *box, int32_t x, int32_t y, int32_t side)
{
    if (box->w == 0) {
        *box = BOX(x, y, side, side);
        return;
    }
    int32_t left = x < box->x ? x : box->x, top = y < box->y ? y : box->y;
    int32_t right = x + side > box->x + box->w ? x + side : box->x + box->w;
    int32_t bottom = y + side > box->y + box->h ? y + side : box->y + box->h;
    *box = BOX(left, top, right - left, bottom - top);
}

struct box leds_paint(struct leds *leds, struct canvas *canvas, const struct dots *dots,
                      uint8_t brightness, bool all)
{
    struct box changed = BOX(0, 0, 0, 0), screen = BOX(0, 0, canvas->w, canvas->h);
    all = all || !leds->was || leds->brightness != brightness;
    if (remember(leds, dots))
        return changed;
    struct lamp lamp = lamp_of(canvas, dots);
    struct mask mask = {lamp.pitch, lamp.pitch, lamp.alpha};
    canvas_clip(canvas, screen);
    if (all)
        canvas_fill(canvas, screen, RGB(0x000000));
    for (uint32_t i = 0; i < (uint32_t)dots->w * dots->h; i++) {
        if (!all && leds->was[i] == dots->at[i])
            continue;
        int32_t x = lamp.x + (int32_t)(i % dots->w) * lamp.pitch;
        int32_t y = lamp.y + (int32_t)(i / dots->w) * lamp.pitch;
        if (x < 0 || y < 0 || x + lamp.pitch > canvas->w || y + lamp.pitch > canvas->h)
            continue; /* a window smaller than the panel shows its middle */
        canvas_fill(canvas, BOX(x, y, lamp.pitch, lamp.pitch), RGB(0x000000));
        canvas_mask(canvas, (int16_t)x, (int16_t)y, &mask, colour_of(dots->at[i], brightness));
        widen(&changed, x, y, lamp.pitch);
    }
    memcpy(leds->was, dots->at, (size_t)dots->w * dots->h);
    leds->brightness = brightness;
    return all ? screen : changed;
}

void leds_fini(struct leds *leds)
{
    free(leds->was);
    *leds = (struct leds){0};
}
