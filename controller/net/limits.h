/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits - how many connections may wait for their HELLO.
 *
 * A device says HELLO with its first packet, so one that has not after LIMITS_PATIENCE_MS is
 * slow or a stranger. Only those may be thrown out for a newcomer: a storm of known devices
 * behind one address passes, a port scanner holds at most four places (D-33).
 *
 * Threads: none; pure.
 */
#ifndef NET_LIMITS_H
#define NET_LIMITS_H

#include <stdbool.h>

#include "base/base.h"

#define LIMITS_HALF_OPEN_MAX 64
#define LIMITS_PER_ADDRESS_MAX 4
#define LIMITS_PATIENCE_MS ((msec)300)

struct half_open {
    uint64_t client; /* who waits; 0 = free place */
    uint32_t address;
    msec since;
};

struct limits {
    struct half_open places[LIMITS_HALF_OPEN_MAX];
};

enum limits_answer {
    LIMITS_ENTER,   /* the newcomer has a place */
    LIMITS_REPLACE, /* it has the place of *evicted, which must go */
    LIMITS_FULL,    /* no place, and nobody waits long enough to be thrown out */
};

/* `client` is a number of the caller's, never 0. */
enum limits_answer limits_enter(struct limits *limits, uint64_t client, uint32_t address, msec now,
                                uint64_t *evicted) MUST_CHECK;
/* Its HELLO came, or it went. */
void limits_leave(struct limits *limits, uint64_t client);
uint32_t limits_waiting(const struct limits *limits);

#endif
