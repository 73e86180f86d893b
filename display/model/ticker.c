/* SPDX-License-Identifier: Apache-2.0 */
#include "model/ticker.h"

#include <stdio.h>
#include <string.h>

void ticker_init(struct ticker *ticker, uint16_t box)
{
    memset(ticker, 0, sizeof(*ticker));
    ticker->box = box;
}

bool ticker_add(struct ticker *ticker, struct ticker_text text)
{
    if (ticker->count == TICKER_TEXTS_MAX)
        return false;
    ticker->texts[ticker->count++] = text;
    return true;
}

static uint32_t overhang(const struct ticker *ticker, const struct ticker_text *text)
{
    return text->width > ticker->box ? (uint32_t)text->width - ticker->box : 0;
}

static msec rounded_up(msec value, msec by)
{
    return (value + by - 1) / by;
}

/* Time to move `px`, rounded up: signs of average width are counted (R-L14). */
static msec moving_ms(const struct ticker_text *text, uint32_t px)
{
    msec signs_px = (msec)TICKER_SIGNS_A_SECOND * text->width; /* px a second, times signs */
    msec by_signs = rounded_up((msec)px * SECOND * text->signs, signs_px);
    msec by_px = rounded_up((msec)px * SECOND, TICKER_PX_A_SECOND);
    return by_px > by_signs ? by_px : by_signs;
}

static msec duration(const struct ticker *ticker, const struct ticker_text *text)
{
    uint32_t px = overhang(ticker, text);
    return px ? 2 * TICKER_EDGE_MS + moving_ms(text, px) : TICKER_STAND_MS;
}

static struct ticker_place place(const struct ticker *ticker, uint32_t index, msec age, msec now)
{
    const struct ticker_text *text = &ticker->texts[index];
    struct ticker_place at = {.index = index, .next = now - age + duration(ticker, text)};
    msec moved = age - TICKER_EDGE_MS;
    uint32_t px = overhang(ticker, text);
    if (px == 0)
        return at;
    msec all = moving_ms(text, px);
    at.moving = moved >= 0 && moved < all;
    if (moved >= 0)
        at.shift = (uint16_t)(at.moving ? moved * px / all : px);
    if (at.shift < px)
        at.next = now - moved + rounded_up((at.shift + 1) * all, px);
    return at;
}

struct ticker_place ticker_at(const struct ticker *ticker, msec now)
{
    msec round = 0;
    for (uint32_t i = 0; i < ticker->count; i++)
        round += duration(ticker, &ticker->texts[i]);
    msec age = round ? now % round : 0;
    for (uint32_t i = 0; i < ticker->count; i++) {
        msec each = duration(ticker, &ticker->texts[i]);
        if (age < each)
            return place(ticker, i, age, now);
        age -= each;
    }
    return (struct ticker_place){.next = now + TICKER_STAND_MS};
}

bool ticker_say(struct ticker *ticker, const char *said, struct ticker_text text)
{
    if (!ticker_add(ticker, text))
        return false;
    snprintf(ticker->said[ticker->count - 1], TICKER_TEXT_SIZE, "%s", said);
    return true;
}

bool ticker_follow(struct ticker *ticker, const struct ticker *next, msec now)
{
    bool starts = ticker->count == 0 || ticker->box != next->box || ticker->about != next->about;
    if (!starts && (ticker_at(ticker, now).moving || ticker_at(next, now).moving ||
                    memcmp(ticker, next, sizeof(*ticker)) == 0))
        return false;
    *ticker = *next;
    return true;
}
