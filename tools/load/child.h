/* SPDX-License-Identifier: Apache-2.0 */
/*
 * child - the controller under test as our own process: start, kill, stop.
 *
 * Ownership: child_stop ends it. Errors: logged; ERR_IO when it does not come up.
 */
#ifndef LOAD_CHILD_H
#define LOAD_CHILD_H

#include <stdint.h>
#include <sys/types.h>

#include "base/base.h"
#include "base/err.h"

struct child_options {
    const char *bin; /* folder of the programs */
    const char *hall, *state, *log;
    uint32_t training;
    const char *training_start; /* "20260318T0825" */
};

struct child {
    pid_t pid;
    uint16_t port; /* the same over restarts */
};

/* Waits until it listens. A later start listens on the port of the first. */
enum err child_start(struct child *child, const struct child_options *options) MUST_CHECK;
/* SIGKILL, and waits for its end. */
void child_kill(struct child *child);
/* SIGTERM; ERR_IO when it did not end with status 0. */
enum err child_stop(struct child *child) MUST_CHECK;
/* Runs a program of the folder to its end; ERR_IO unless it exits 0. */
enum err child_run(const char *bin, const char *program, const char *const *arguments) MUST_CHECK;

#endif
