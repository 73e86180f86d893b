/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/faults.h"

#include <stdio.h>
#include <string.h>

static const uint32_t harshest[RATE_COUNT] = {
#define X(name, value, text) value,
    RATES(X)
#undef X
};

const char *rate_name(enum rate rate)
{
    static const char *const names[RATE_COUNT] = {
#define X(name, value, text) #name,
        RATES(X)
#undef X
    };
    return names[rate];
}

const char *rate_text(enum rate rate)
{
    static const char *const texts[RATE_COUNT] = {
#define X(name, value, text) text,
        RATES(X)
#undef X
    };
    return texts[rate];
}

static uint64_t mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

struct dice dice_of(uint64_t seed, uint32_t kind, uint32_t index)
{
    return (struct dice){mix(seed * 0x9e3779b97f4a7c15u + mix((uint64_t)kind << 32 | index))};
}

uint32_t dice_roll(struct dice *dice, uint32_t below)
{
    dice->state += 0x9e3779b97f4a7c15u;
    return below ? (uint32_t)(mix(dice->state) >> 32) % below : 0;
}

bool dice_chance(struct dice *dice, uint32_t per_mille)
{
    return dice_roll(dice, 1000) < per_mille;
}

msec dice_span(struct dice *dice, msec lo, msec hi)
{
    return lo + dice_roll(dice, (uint32_t)(hi - lo) + 1);
}

static uint32_t draw_rate(struct dice *dice, uint32_t most)
{
    switch (dice_roll(dice, 3)) {
    case 0:
        return 0;
    case 1:
        return 1 + dice_roll(dice, most / 4 + 1);
    default:
        return 1 + dice_roll(dice, most);
    }
}

void plan_draw(struct plan *plan, uint64_t seed, uint32_t hours)
{
    struct dice dice = dice_of(seed, 0, 0);
    memset(plan, 0, sizeof(*plan));
    plan->seed = seed;
    plan->minutes = hours * 60;
    plan->services = (uint8_t)(1 + dice_roll(&dice, 6));
    plan->windows = (uint8_t)(1 + dice_roll(&dice, PLAN_WINDOWS_MAX));
    plan->kiosks = (uint8_t)(1 + dice_roll(&dice, PLAN_KIOSKS_MAX / 2));
    plan->boards = (uint8_t)(1 + dice_roll(&dice, 3));
    plan->service_s = 60 + dice_roll(&dice, 400);
    plan->sessions = dice_chance(&dice, 200) ? 4 : PLAN_SESSIONS;
    /* 50 to 110 % of what the windows can do. */
    uint32_t load = 50 + dice_roll(&dice, 60);
    plan->people = plan->minutes * 60 * plan->windows * load / 100 / plan->service_s + 1;
    if (plan->people > PEOPLE_MAX)
        plan->people = PEOPLE_MAX;
    for (int i = 0; i < RATE_COUNT; i++)
        plan->rates[i] = draw_rate(&dice, harshest[i]);
}

void plan_print(const struct plan *plan, char *text, size_t size)
{
    uint32_t people = 0;
    for (uint32_t i = 0; i < plan->people; i++)
        people += !plan->away[i];
    int n = snprintf(text, size, "%u services, %u windows, %u kiosks, %u people in %u min",
                     plan->services, plan->windows, plan->kiosks, people, plan->minutes);
    for (int i = 0; i < RATE_COUNT && n > 0 && (size_t)n < size; i++)
        if (plan->rates[i])
            n += snprintf(text + n, size - (size_t)n, " %s=%u", rate_name((enum rate)i),
                          plan->rates[i]);
}
