/* SPDX-License-Identifier: Apache-2.0 */
/*
 * log - one line per fact on stderr: "level component key=value …".
 *
 * Only shells log. Pure code returns a refusal or an err and the caller, who knows
 * the peer, says it. A fault is logged where it is first seen and nowhere else:
 * log_fault returns its argument, so that raising is one line.
 *
 * Text:    control characters are written as \xNN, so what a peer sent can never
 *          forge a line; a line longer than LOG_LINE_MAX is cut.
 * Threads: each line is one write; log_every's site belongs to one thread.
 */
#ifndef OS_LOG_H
#define OS_LOG_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

#define LOG_LINE_MAX 1024
#define LOG_EVERY_MS MINUTE

/* Call once, before the first line: "controller", "kiosk". The text must live on. */
void log_component(const char *name);
/* A practice day: from now on every line says mode=TRAINING, so that no log of one is ever taken
 * for a real day. Controllers know it from their arguments, devices from WELCOME. */
void log_training(bool on);
/* log_debug is silent until this. */
void log_verbose(bool on);
/* A tool whose reader is a person at a terminal: only faults are said from now on. */
void log_quiet(bool on);

void log_debug(const char *fmt, ...) PRINTF_LIKE(1, 2);
void log_info(const char *fmt, ...) PRINTF_LIKE(1, 2);
void log_warn(const char *fmt, ...) PRINTF_LIKE(1, 2);
/* Writes the line and returns `err`. */
enum err log_fault(enum err err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Where a warning repeats: a zeroed member of what fails, or a static. */
struct log_site {
    msec next;
    uint32_t held;
};
/* A warning at most once a minute; the next line ends in held=N, the lines left out. */
void log_every(struct log_site *site, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
