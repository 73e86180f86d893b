/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quota - which session a ticket that is taken now belongs to, and whether it has a number left.
 *
 * Threads: none; pure.
 */
#ifndef ENGINE_QUOTA_H
#define ENGINE_QUOTA_H

#include "engine/state.h"

/* NOT, and *session (1 …); else NOT_OPEN, or QUOTA when the numbers are used up (R-K7). */
enum refusal quota_session(const struct hall *hall, const struct service *service, msec now,
                           int16_t tz_min, uint8_t *session);

/* Whose number a ticket of that moment takes, quota or not; SESSION_NONE = of none. */
uint8_t quota_session_at(const struct hall *hall, const struct service *service, msec at,
                         int16_t tz_min);

#endif
