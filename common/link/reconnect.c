/* SPDX-License-Identifier: Apache-2.0 */
#include "link/reconnect.h"

/* Jitter is 50 to 150 % of the base, and no wait is longer than RECONNECT_MAX_MS. */
#define BASE_MAX_MS (RECONNECT_MAX_MS * 2 / 3)

void reconnect_init(struct reconnect *reconnect, uint64_t seed)
{
    uint32_t folded = (uint32_t)(seed ^ seed >> 32);
    *reconnect = (struct reconnect){folded ? folded : 1, RECONNECT_FIRST_MS};
}

static uint32_t next_random(struct reconnect *reconnect)
{
    uint32_t x = reconnect->random; /* xorshift32: spreads devices, keeps no secret */
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    reconnect->random = x;
    return x;
}

msec reconnect_delay(struct reconnect *reconnect, msec open_ms)
{
    if (open_ms >= RECONNECT_LASTED_MS)
        reconnect->base_ms = RECONNECT_FIRST_MS;
    msec base = reconnect->base_ms;
    reconnect->base_ms = base * 2 < BASE_MAX_MS ? base * 2 : BASE_MAX_MS;
    return base / 2 + (msec)(next_random(reconnect) % (uint32_t)(base + 1));
}
