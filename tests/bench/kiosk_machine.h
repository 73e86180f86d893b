/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_machine - the real kiosk with a finger on its touch panel, an eye on its display and a
 * printer, beside the real controller.
 *
 * The panel is a pipe with the records of an input device in it; the definition of the hall is a
 * copy in which kiosk-1 has that panel.
 */
#ifndef BENCH_KIOSK_MACHINE_H
#define BENCH_KIOSK_MACHINE_H

#include "bench/kiosk_eye.h"
#include "bench/kiosk_paper.h"
#include "bench/rig.h"

struct machine {
    struct rig rig;
    struct eye eye;
    struct paper_end paper;
    char hall[RIG_PATH_MAX + 16], panel[RIG_PATH_MAX + 16], key[RIG_PATH_MAX + 64];
    int finger;    /* write end of the panel; -1 = none */
    pid_t kiosk;   /* 0 = not running */
    int32_t touch; /* of the last finger */
};

enum err machine_open(struct machine *machine, const char *hall, const char *where) MUST_CHECK;
void machine_close(struct machine *machine, bool failed);

/* Seconds of bench_clock of its exec. */
enum err machine_start(struct machine *machine, double *at) MUST_CHECK;
void machine_stop(struct machine *machine);

void machine_down(struct machine *machine, int16_t x, int16_t y);
void machine_up(struct machine *machine);

/* KiB in memory now; seconds of a processor used so far. */
double machine_rss(const struct machine *machine);
double machine_cpu(const struct machine *machine);

#endif
