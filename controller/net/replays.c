/* SPDX-License-Identifier: Apache-2.0 */
#include "net/replays.h"

#include <string.h>

bool replays_known(const struct replays *replays, const uint8_t *message, size_t length, msec now)
{
    if (length < REPLAYS_BYTES)
        return false;
    for (size_t i = 0; i < REPLAYS_MAX; i++)
        if (replays->list[i].until > now &&
            memcmp(replays->list[i].first, message, REPLAYS_BYTES) == 0)
            return true;
    return false;
}

void replays_remember(struct replays *replays, const uint8_t first[REPLAYS_BYTES], msec now)
{
    uint32_t at = replays->next++ % REPLAYS_MAX;
    memcpy(replays->list[at].first, first, REPLAYS_BYTES);
    replays->list[at].until = now + REPLAYS_MS;
}
