/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "sim/replay.h"

void replay_write(const struct replay *replay, FILE *file)
{
    fprintf(file, "leg_no,ticket,leg,service,class,enqueue_ms,call_ms,window,show,key_ms\n");
    for (uint32_t i = 0; i < replay->leg_count; i++) {
        const struct replay_leg *leg = &replay->legs[i];
        fprintf(file, "%u,%u,%u,%u,%u,%" PRId64 ",%" PRId64 ",%d,%d,%" PRId64 "\n", i,
                replay->day->visitors[leg->visitor].ticket, leg->leg, leg->service,
                leg->ticket_class, leg->enqueue, leg->call, leg->window, leg->show, leg->key);
    }
}
