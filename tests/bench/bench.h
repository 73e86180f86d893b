/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench - figures of a bench, each with the target that it must meet.
 *
 *     issue.one_connection            5231.0 1/s       >=     2900.0 ok
 *
 * One line a figure on stdout; with --json FILE also one flat object {"name": value, …}. The bench
 * fails when a figure falls short, and when it could not be measured.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "base/base.h"
#include "base/err.h"

#define FIGURES_MAX 96

enum target { AT_LEAST, AT_MOST, NO_TARGET };

struct figure {
    const char *name, *unit;
    double value, limit;
    enum target target;
};

struct bench {
    struct figure figures[FIGURES_MAX];
    uint32_t count;
};

void bench_figure(struct bench *bench, struct figure figure);
/* Writes the file when it has a name; the status to exit with. */
int bench_end(const struct bench *bench, const char *json);

/* Seconds of the monotonic clock. */
double bench_clock(void);
/* Seconds of a processor that this program used: what a core can do, whoever else wants it. */
double bench_cpu(void);
/* The same of another process, all its threads; 0 = not known. */
double bench_cpu_of(pid_t process);
/* KiB of memory that a process holds now, counted page by page; 0 = not known. */
double bench_rss_of(pid_t process);
/* Sorts, and returns the value below which `percent` of them lie. */
double bench_percentile(double *values, uint32_t count, uint32_t percent);

#endif
