/* SPDX-License-Identifier: Apache-2.0 */
/*
 * day - what `hall-sim day` and `hall-sim days` run: one plan at a time.
 */
#ifndef SIM_DAY_H
#define SIM_DAY_H

#include <stdio.h>

#include "sim/world.h"

struct day_result {
    enum promise broken;
    char sentence[256];
    msec after; /* of the day's begin */
    uint32_t tickets, calls, served, slips, copies, restarts, answers, rows;
    uint32_t facts[FACT_KIND_COUNT];
    uint64_t digest; /* of all rows: two runs of one seed must agree */
};

void day_run(const struct plan *plan, const struct world_options *options,
             struct day_result *result);

/* Makes the plan smaller while the same promise stays broken; one line a step to `log`. */
void day_shrink(struct plan *plan, const struct world_options *options, enum promise broken,
                FILE *log);

#endif
