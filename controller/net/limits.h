/* SPDX-License-Identifier: Apache-2.0 */
/*
 * limits - how many connections may wait for their handshake, and whose.
 *
 * A device says NOISE1 with its first packet, so one that has not after LIMITS_PATIENCE_MS is
 * slow or a stranger. Only those may be thrown out for a newcomer, first those of the same
 * address: a storm of known devices behind one address passes, a port scanner holds four
 * places (D-33).
 *
 * An address where an adopted device has proven itself is *known*. Known addresses have places
 * of their own, so no storm of strangers shuts them out, and they are never shut. Elsewhere
 * more than LIMITS_FAILURES_MAX handshakes within a minute that failed or were never finished
 * shut the address for LIMITS_SHUT_MS: its connections are not even read.
 *
 * When strangers have no place left, one whose address has not failed within the minute takes
 * that of one whose address has: so devices find back in also after a restart, when no address
 * is known yet.
 *
 * All lists are bounded; a full one forgets what is oldest. Addresses are IPv4, never 0.
 *
 * Time: monotonic milliseconds, passed in. Threads: none; pure.
 */
#ifndef NET_LIMITS_H
#define NET_LIMITS_H

#include <stdbool.h>

#include "base/base.h"

/* Both as many as a large hall has devices: after a restart all are strangers, at once. */
#define LIMITS_STRANGERS_MAX 1024
#define LIMITS_KNOWN_WAITING_MAX 1024
#define LIMITS_WAITING_MAX (LIMITS_STRANGERS_MAX + LIMITS_KNOWN_WAITING_MAX)
#define LIMITS_PER_ADDRESS_MAX 4
#define LIMITS_PATIENCE_MS ((msec)300)
#define LIMITS_KNOWN_MAX 2048
#define LIMITS_OFFENDERS_MAX 256
#define LIMITS_FAILURES_MAX 30 /* a minute: one device that was never adopted stays below */
#define LIMITS_SHUT_MS (10 * SECOND)

struct half_open {
    uint64_t client; /* who waits; 0 = free place */
    uint32_t address;
    bool failed; /* its address has, within the minute before it came or since */
    msec since;
};

struct offender {
    uint32_t address; /* 0 = free */
    uint32_t failures;
    msec since; /* the minute in which they are counted */
    msec shut;  /* until then */
};

struct limits {
    struct half_open places[LIMITS_WAITING_MAX]; /* the strangers' first */
    uint32_t known[LIMITS_KNOWN_MAX];            /* addresses; 0 = free */
    msec proven[LIMITS_KNOWN_MAX];               /* when each was last */
    struct offender offenders[LIMITS_OFFENDERS_MAX];
};

enum limits_answer {
    LIMITS_ENTER,   /* the newcomer has a place */
    LIMITS_REPLACE, /* it has the place of *evicted, which must go */
    LIMITS_FULL,    /* no place, and nobody waits long enough to be thrown out */
    LIMITS_SHUT,    /* its address failed too often */
};

/* `client` is a number of the caller's, never 0. */
enum limits_answer limits_enter(struct limits *limits, uint64_t client, uint32_t address, msec now,
                                uint64_t *evicted) MUST_CHECK;
/* Its handshake is over, or it went: the place is free. */
void limits_leave(struct limits *limits, uint64_t client);
/* A handshake from there failed, or was never finished. */
void limits_failed(struct limits *limits, uint32_t address, msec now);
/* An adopted device there has proven itself; its session there ended. */
void limits_proven(struct limits *limits, uint32_t address, msec now);
/* The key of a device there was revoked: the next one there is a stranger again. */
void limits_forget(struct limits *limits, uint32_t address);

bool limits_known(const struct limits *limits, uint32_t address);
uint32_t limits_waiting(const struct limits *limits);

#endif
