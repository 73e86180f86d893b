/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model_next - who a window calls next, by each rule, as docs/dispatch.md says it: by
 * looking at every ticket of the day. Shares no line with controller/engine/dispatch.
 */
#ifndef TESTS_MODEL_NEXT_H
#define TESTS_MODEL_NEXT_H

#include "engine_model.h"

struct model_next {
    uint32_t id;       /* 0 = nobody */
    int64_t key;       /* as the window sees it */
    uint8_t why, turn; /* of the window, after this call */
};

/* Leaving one ticket out (0 = none). */
struct model_next model_next(const struct engine_model *model, const struct model_target *target,
                             uint32_t but, msec now);
/* The key of somebody who joins now, by the rule; due 0 = no appointment in time. */
int64_t model_key(const struct hall_def *def, uint16_t service, uint8_t ticket_class,
                  bool second_leg, msec now, msec due);

#endif
