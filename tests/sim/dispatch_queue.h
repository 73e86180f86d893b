/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch_queue - a textbook queue played by the real engine: Poisson arrivals of up to
 * four classes, the same windows for all, service times of a given law, any rule.
 *
 * Every ticket goes through ISSUE, CALL_NEXT, START and the CALL_NEXT that finishes it.
 * The engine's day holds 50,000 tickets, so the day is closed and the next one opened at
 * a moment when nobody is there: such a moment forgets the past (Poisson arrivals), so
 * days put together are one long run.
 */
#ifndef TESTS_DISPATCH_QUEUE_H
#define TESTS_DISPATCH_QUEUE_H

#include "engine_hall.h"

#define QUEUE_CLASSES 4 /* normal, priority, appointment, green */
#define QUEUE_BATCHES 20
#define QUEUE_SERVICE_MEAN MINUTE

struct queue_setup {
    uint8_t rule; /* enum dispatch_rule */
    uint16_t head_start_min[QUEUE_CLASSES];
    uint32_t windows;
    double load;                 /* of a window, below 1 */
    double share[QUEUE_CLASSES]; /* of the arrivals; sum 1 */
    double cv2;                  /* squared coefficient of variation: 1 exponential, 0 constant,
                                  * above 1 hyperexponential with balanced means */
    uint32_t tickets;
    uint64_t seed;
};

/* Minutes. Batches are of equally many tickets, in the order of joining. */
struct queue_result {
    uint64_t served[QUEUE_CLASSES];
    double wait[QUEUE_CLASSES];  /* mean */
    double wait_all, wait_share; /* share: of those who had to wait at all */
    /* 95 % half widths of the means, from the batches. */
    double half[QUEUE_CLASSES], half_all, half_share;
};

struct queue_result queue_run(const struct queue_setup *setup);

#endif
