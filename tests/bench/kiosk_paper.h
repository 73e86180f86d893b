/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_paper - a receipt printer at the far end of a pseudo-terminal: always well, and it knows
 * when the first bytes of each slip came.
 *
 * A thread of its own reads and answers, so that nothing waits for it.
 */
#ifndef BENCH_KIOSK_PAPER_H
#define BENCH_KIOSK_PAPER_H

#include <pthread.h>
#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

struct paper_end {
    int fd;        /* the far end; -1 = closed */
    char port[64]; /* the near end, for the kiosk */
    pthread_t thread;
    pthread_mutex_t lock;
    double first; /* seconds of bench_clock of the first picture since paper_clear; 0 = none */
    bool running;
};

enum err paper_open(struct paper_end *paper) MUST_CHECK;
void paper_close(struct paper_end *paper);
/* What comes from now on is another slip. */
void paper_clear(struct paper_end *paper);
/* When its first bytes came; 0 = not within `patience` seconds. */
double paper_wait(struct paper_end *paper, double patience);

#endif
