/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reconnect - how long to wait before the next try: 0.2 s, doubled up to 5 s, with jitter.
 *
 * Jitter spreads a hall of devices after the controller came back. A session that
 * lasted starts the series anew; one that was ended at once does not, so two devices
 * with the same key cannot throw each other out five times a second.
 *
 * Pure: the caller gives the seed and the times.
 */
#ifndef LINK_RECONNECT_H
#define LINK_RECONNECT_H

#include "base/base.h"

#define RECONNECT_FIRST_MS 200
#define RECONNECT_MAX_MS (5 * SECOND)
#define RECONNECT_LASTED_MS (5 * SECOND)

struct reconnect {
    uint32_t random; /* never 0 */
    msec base_ms;
};

void reconnect_init(struct reconnect *reconnect, uint64_t seed);
/* The wait after a session that was open for open_ms (0: there was none). */
msec reconnect_delay(struct reconnect *reconnect, msec open_ms);

#endif
