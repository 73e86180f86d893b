/* SPDX-License-Identifier: Apache-2.0 */
#include "engine_lively.h"

#include <string.h>

#include "test.h"

static void define(struct engine_hall *w)
{
    engine_define(w, 3, W_STEP, 1);
    strcpy(w->services[0].prefix, "A");
    strcpy(w->services[1].prefix, "B");
    for (int i = 0; i < W_STEP; i++) {
        w->windows[i].start = START_EXPLICIT;
        w->windows[i].next = NEXT_REFUSE;
        w->windows[i].service_count = 2;
        w->windows[i].services[0].n = 1;
        w->windows[i].services[1].n = 2;
        w->windows[i].transfer_count = 1;
        w->windows[i].transfers[0].target.n = W_IDLE;
    }
    w->windows[W_STEP - 1].service_count = 1;
    w->windows[W_STEP - 1].services[0].n = 3;
    w->def.rules.miss_calls = 1;
    w->def.rules.miss_after_s = 0;
    w->def.rules.lease_size = 10;
    w->def.rules.lease_first = 600;
}

static void act(struct engine_hall *w, uint16_t window, enum verb verb, uint32_t arg)
{
    enum refusal no = engine_act(w, window, verb, arg);
    if (no)
        fail_msg("%s at %u: %s", verb_name((uint8_t)verb), window, refusal_text((uint8_t)no));
}

static void order(struct engine_hall *w, struct command command)
{
    enum refusal no = engine_do(w, command);
    if (no)
        fail_msg("%s: %s", verb_name(command.verb), refusal_text((uint8_t)no));
}

/* The next one of service 1 comes, is called there, and is served. */
static void call(struct engine_hall *w, uint16_t window)
{
    engine_issue(w, 1);
    act(w, window, VERB_CALL_NEXT, 0);
}

static void serve(struct engine_hall *w, uint16_t window)
{
    call(w, window);
    act(w, window, VERB_START, 0);
    w->now += MINUTE;
}

static void lease(struct engine_hall *w, uint16_t service)
{
    order(w, (struct command){.verb = VERB_LEASE, .service = {service}, .text = "kiosk-1"});
}

static void at_the_windows(struct engine_hall *w)
{
    serve(w, W_RATING);
    act(w, W_RATING, VERB_FINISH, 0);
    call(w, W_CALLING);
    serve(w, W_SERVING);
    call(w, W_IDLE);
    act(w, W_IDLE, VERB_MISS, 0);
    serve(w, W_IDLE);
    act(w, W_IDLE, VERB_PARK, PARK_KEPT);
    serve(w, W_IDLE);
    act(w, W_IDLE, VERB_PARK, PARK_AWAY);
    order(w, (struct command){.verb = VERB_CANCEL, .ticket = engine_issue(w, 1)});
    serve(w, W_PAUSED);
    act(w, W_PAUSED, VERB_FINISH, 0);
    act(w, W_PAUSED, VERB_RATE, 5);
    act(w, W_PAUSED, VERB_PAUSE, PAUSE_LUNCH);
    serve(w, W_EMPTY);
    order(w, (struct command){.verb = VERB_TRANSFER, .target = {W_EMPTY}, .to = {W_IDLE}});
}

uint32_t engine_id(const struct engine_hall *w, uint32_t nth)
{
    return hall_ticket_first(w->hall) + nth - 1;
}

void engine_start_lively(struct engine_hall *w)
{
    define(w);
    engine_start(w, LIVELY_ROOM);
    engine_open_day(w);
    lease(w, 1);
    lease(w, 2);
    order(w, (struct command){.verb = VERB_LEASE_END, .lease = engine_id(w, LIVELY_ENDED)});
    w->now += HOUR;
    at_the_windows(w);
    for (uint32_t ticket = LIVELY_WAITING; ticket < LIVELY_OTHER; ticket++)
        engine_issue(w, 1);
    engine_issue(w, 2);
    order(w, (struct command){.verb = VERB_IMPORT,
                              .service = {1},
                              .lease = engine_id(w, LIVELY_LEASE),
                              .label = {{'A'}, 600},
                              .issued = w->now - MINUTE,
                              .arg = PRINT_PRINTED,
                              .arg2 = ENGINE_DAY,
                              .who = "kiosk-1"});
    assert_int_equal(hall_tickets(w->hall), LIVELY_TICKETS);
}
