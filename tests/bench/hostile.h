/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hostile - those who want a controller to fall: strangers that connect and say nothing, that
 * say a byte a second, that shake hands without the key, and adopted devices that never read.
 *
 * Whoever is thrown out comes back about a second later. Half of the idle ones and of the bad
 * handshakes come from `home`, where a device lives and which is therefore never shut; the
 * others from many addresses of their own. Deaf devices ask for the whole view again each
 * second and for every event, and read none of it.
 *
 * Ownership: hostile_start begins a process of its own, hostile_stop ends it.
 * Errors:    logged.
 */
#ifndef BENCH_HOSTILE_H
#define BENCH_HOSTILE_H

#include <signal.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "link/link.h"

#define HOSTILE_DEAF_MAX 64

struct hostile_options {
    uint16_t port;
    uint32_t home; /* IPv4 */
    uint32_t idle, slow, handshakes_s;
    uint64_t uid; /* of a device that is adopted: its key is what the bad handshakes do not hold */
    const struct device_key *deaf; /* consoles, adopted */
    uint32_t deaf_count;
};

enum hostile_part { HOSTILE_IDLE, HOSTILE_SLOW, HOSTILE_DEAF, HOSTILE_KNOCK, HOSTILE_PARTS };

struct hostile_counts {
    uint32_t open[HOSTILE_PARTS]; /* now */
    uint32_t made[HOSTILE_PARTS]; /* connections tried since the start */
    uint32_t sessions;            /* of deaf devices */
    uint32_t knocks;              /* bad handshakes said; others were refused before */
    uint32_t failed;              /* sockets that could not be had */
};

struct hostile {
    pid_t process; /* 0 = none */
    struct hostile_counts *counts;
};

enum err hostile_start(struct hostile *hostile, const struct hostile_options *options) MUST_CHECK;
void hostile_stop(struct hostile *hostile);

/* The work itself, until *stop. */
enum err hostile_run(const struct hostile_options *options, struct hostile_counts *counts,
                     const volatile sig_atomic_t *stop) MUST_CHECK;

#endif
