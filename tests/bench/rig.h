/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rig - a state folder on the disk to be measured, and the real controller on it.
 *
 * The controller runs as training at one times the speed, so that a bench does not depend on the
 * hour of the day. What our own links log is kept away from the figures, and shown when the bench
 * failed.
 *
 * Ownership: rig_open makes the folder, rig_close ends the controller and removes it.
 * Errors: logged.
 */
#ifndef BENCH_RIG_H
#define BENCH_RIG_H

#include <sys/types.h>

#include "base/base.h"
#include "base/err.h"
#include "link/link.h"

#define RIG_PATH_MAX 512

struct rig {
    char dir[RIG_PATH_MAX];   /* "" = none */
    char state[RIG_PATH_MAX]; /* folder of the controller, below dir */
    char bin[RIG_PATH_MAX];   /* where this program lies */
    const char *hall;         /* folder of the definition */
    const char *start;        /* --training-start of the controller */
    int real_stderr;
    pid_t controller;
    int log;       /* read end of what it says, open while it runs; 0 = none */
    uint16_t port; /* 0 = any; from the first start on the same one, so that links come back */
};

/* Below `where`. hall and start are filled in by the caller. */
enum err rig_open(struct rig *rig, const char *where) MUST_CHECK;
void rig_close(struct rig *rig, bool failed);
/* Forgets the controller's folder, for the next measurement. */
enum err rig_clear(struct rig *rig) MUST_CHECK;

/* A key that this hall's controller knows. */
enum err rig_key(const struct rig *rig, uint8_t kind, const char *name,
                 struct device_key *key) MUST_CHECK;

/* Runs it; returns when it listens. */
enum err rig_start(struct rig *rig) MUST_CHECK;
/* Runs it again and does not wait: it will listen on rig->port. */
enum err rig_spawn(struct rig *rig) MUST_CHECK;
/* Seconds of a processor that it used so far; 0 = not known here. */
double rig_cpu(const struct rig *rig);
/* KiB of memory that it holds now. */
double rig_rss(const struct rig *rig);
/* KiB that it has written and the system keeps for a device at that address. */
double rig_unsent(const struct rig *rig, const char *address);
/* SIGKILL, as always (crash-only). */
void rig_kill(struct rig *rig);

#endif
