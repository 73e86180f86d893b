/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pick_up - papers of an earlier day: is there such a visit, and are they ready (R-M10)?
 *
 * The engine knows today only; what an earlier day promised is in its archive. Reading it costs a
 * walk through that day, so it is asked for one request in a turn at most.
 */
#include "app/controller.h"

struct promise {
    uint32_t ticket, day;
    uint16_t service;
};

static enum err take_row(void *context, const struct store_row *row)
{
    struct promise *promise = context;
    for (uint32_t i = 0; i < row->facts.count; i++) {
        const struct fact *fact = &row->facts.list[i];
        if (fact->kind != FACT_KIND_PICK_UP || fact->pick_up.ticket != promise->ticket)
            continue;
        promise->day = fact->pick_up.day;
        promise->service = fact->pick_up.service;
    }
    return ERR_NONE;
}

enum refusal pick_up_ready(struct controller *c, const struct command *command)
{
    struct promise promise = {.ticket = command->of.n};
    if (c->picked_up)
        return REFUSED_BUSY;
    c->picked_up = true;
    /* A fault was logged: then nothing is known of that visit. */
    if (store_history(c->store, command->of, take_row, &promise) || !promise.day)
        return REFUSED_UNKNOWN_TICKET;
    if (promise.service != command->service.n)
        return REFUSED_NOT_SERVED_HERE;
    return promise.day <= hall_day(c->hall) ? REFUSED_NOT : REFUSED_BOOKING_EARLY;
}
