/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/lifecycle.h"

#include <assert.h>

static const uint8_t next_ticket_state[TICKET_STATE_COUNT][TICKET_ACTION_COUNT] = {
#define X(from, action, to) [TICKET_##from][ACTION_##action] = TICKET_##to,
    TICKET_LIFECYCLE(X)
#undef X
};

/* One above the state, so that 0 is "no row" beside OFFLINE, which is 0 itself. */
static const uint8_t next_window_state[WINDOW_STATE_COUNT][WINDOW_ACTION_COUNT] = {
#define X(from, action, to) [WINDOW_##from][WINDOW_DO_##action] = WINDOW_##to + 1,
    WINDOW_LIFECYCLE(X)
#undef X
};

uint8_t lifecycle_ticket(uint8_t state, enum ticket_action action)
{
    assert(state < TICKET_STATE_COUNT && action < TICKET_ACTION_COUNT);
    return next_ticket_state[state][action];
}

uint8_t lifecycle_window(uint8_t state, enum window_action action)
{
    assert(state < WINDOW_STATE_COUNT && action < WINDOW_ACTION_COUNT);
    uint8_t to = next_window_state[state][action];
    return to ? (uint8_t)(to - 1) : LIFECYCLE_NOWHERE;
}

bool lifecycle_final(uint8_t ticket_state)
{
    for (int action = 0; action < TICKET_ACTION_COUNT; action++)
        if (lifecycle_ticket(ticket_state, (enum ticket_action)action) != TICKET_NONE)
            return false;
    return ticket_state != TICKET_NONE;
}

bool lifecycle_window_open(uint8_t window_state)
{
    return window_state != WINDOW_OFFLINE && window_state != WINDOW_CLOSED &&
           window_state != WINDOW_PAUSED;
}

const char *ticket_action_name(enum ticket_action action)
{
    static const char *const names[TICKET_ACTION_COUNT] = {
#define X(name) [ACTION_##name] = #name,
        TICKET_ACTIONS(X)
#undef X
    };
    return names[action];
}

const char *window_action_name(enum window_action action)
{
    static const char *const names[WINDOW_ACTION_COUNT] = {
#define X(name) [WINDOW_DO_##name] = #name,
        WINDOW_ACTIONS(X)
#undef X
    };
    return names[action];
}
