/* SPDX-License-Identifier: Apache-2.0 */
#include "model/carousel.h"

void carousel_set(struct carousel *carousel, const uint16_t *seconds, uint32_t count)
{
    if (count > PLAYLIST_ROWS_MAX)
        count = PLAYLIST_ROWS_MAX;
    for (uint32_t i = 0; i < count; i++)
        carousel->seconds[i] = seconds[i];
    carousel->count = count;
    carousel->at = 0;
    carousel->shown = 0;
    carousel->on = false;
}

uint32_t carousel_next(const struct carousel *carousel)
{
    return carousel->count ? (carousel->at + 1) % carousel->count : CAROUSEL_NONE;
}

static msec time_of(const struct carousel *carousel)
{
    return carousel->seconds[carousel->at] * SECOND;
}

static void turn(struct carousel *carousel)
{
    carousel->at = carousel_next(carousel);
    carousel->shown = 0;
}

void carousel_skip(struct carousel *carousel)
{
    if (carousel->count)
        turn(carousel);
}

static bool quiet(struct carousel *carousel, msec now, uint32_t call, bool blocked)
{
    if (call && call != carousel->call) {
        carousel->call = call;
        carousel->called = now;
    }
    return blocked || call || (carousel->call && now - carousel->called < CAROUSEL_BACK_MS);
}

uint32_t carousel_step(struct carousel *carousel, msec now, uint32_t call, bool blocked)
{
    msec passed = now - carousel->stepped;
    carousel->stepped = now;
    if (quiet(carousel, now, call, blocked) || carousel->count == 0) {
        carousel->on = false;
        return CAROUSEL_NONE;
    }
    if (!carousel->on) { /* R-L9: back again */
        carousel->on = true;
        if (carousel->shown && time_of(carousel) - carousel->shown < CAROUSEL_LEAST_MS)
            turn(carousel);
        return carousel->at;
    }
    carousel->shown += passed;
    if (carousel->shown >= time_of(carousel))
        turn(carousel);
    return carousel->at;
}
