/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lifecycle - what may happen to a ticket and to a window, as two tables.
 *
 * The tables are the specification: a missing row is a refusal, and the golden file
 * engine_lifecycle.txt is their print. A transfer is not a state: the ticket waits
 * again, elsewhere (D-06). A recall stays CALLED on purpose. A pause that is asked
 * for while somebody is served waits beside the state (decisions, "Pause while
 * serving"), hence CALLING -> CALLING and SERVING -> SERVING.
 *
 * OFFLINE has no rows: whether a pad is connected is the network's to know.
 */
#ifndef ENGINE_LIFECYCLE_H
#define ENGINE_LIFECYCLE_H

#include "domain/vocab.h"

#define TICKET_ACTIONS(X) \
    X(CALL)               \
    X(RECALL)             \
    X(START)              \
    X(FINISH)             \
    X(MISS)               \
    X(VOID)               \
    X(TRANSFER)           \
    X(PARK)               \
    X(REJOIN)             \
    X(EXPIRE)             \
    X(CANCEL)

/*    from     action    to */
#define TICKET_LIFECYCLE(X)       \
    X(WAITING, CALL, CALLED)      \
    X(WAITING, TRANSFER, WAITING) \
    X(WAITING, EXPIRE, EXPIRED)   \
    X(WAITING, CANCEL, CANCELLED) \
    X(WAITING, VOID, VOIDED)      \
    X(CALLED, RECALL, CALLED)     \
    X(CALLED, START, SERVING)     \
    X(CALLED, MISS, MISSED)       \
    X(CALLED, VOID, VOIDED)       \
    X(CALLED, EXPIRE, EXPIRED)    \
    X(SERVING, FINISH, SERVED)    \
    X(SERVING, TRANSFER, WAITING) \
    X(SERVING, PARK, PARKED)      \
    X(PARKED, CALL, CALLED)       \
    X(PARKED, REJOIN, WAITING)    \
    X(PARKED, EXPIRE, EXPIRED)    \
    X(PARKED, CANCEL, CANCELLED)  \
    X(PARKED, VOID, VOIDED)       \
    X(MISSED, CALL, CALLED)       \
    X(MISSED, REJOIN, WAITING)    \
    X(MISSED, EXPIRE, EXPIRED)    \
    X(MISSED, CANCEL, CANCELLED)  \
    X(MISSED, VOID, VOIDED)

#define WINDOW_ACTIONS(X) \
    X(OPEN)               \
    X(CLOSE)              \
    X(PAUSE)              \
    X(RESUME)             \
    X(CALL)               \
    X(RECALL)             \
    X(START)              \
    X(RELEASE)            \
    X(FINISH)             \
    X(RATED)              \
    X(DAY_END)

/*    from     action   to */
#define WINDOW_LIFECYCLE(X)     \
    X(CLOSED, OPEN, IDLE)       \
    X(IDLE, CALL, CALLING)      \
    X(IDLE, PAUSE, PAUSED)      \
    X(IDLE, CLOSE, CLOSED)      \
    X(IDLE, DAY_END, CLOSED)    \
    X(CALLING, RECALL, CALLING) \
    X(CALLING, START, SERVING)  \
    X(CALLING, RELEASE, IDLE)   \
    X(CALLING, PAUSE, CALLING)  \
    X(CALLING, RESUME, CALLING) \
    X(CALLING, DAY_END, CLOSED) \
    X(SERVING, RELEASE, IDLE)   \
    X(SERVING, FINISH, RATING)  \
    X(SERVING, PAUSE, SERVING)  \
    X(SERVING, RESUME, SERVING) \
    X(SERVING, DAY_END, CLOSED) \
    X(RATING, RATED, IDLE)      \
    X(RATING, RESUME, RATING)   \
    X(RATING, DAY_END, CLOSED)  \
    X(PAUSED, RESUME, IDLE)     \
    X(PAUSED, CLOSE, CLOSED)    \
    X(PAUSED, DAY_END, CLOSED)

#define X(name) ACTION_##name,
enum ticket_action { TICKET_ACTIONS(X) TICKET_ACTION_COUNT };
#undef X
#define X(name) WINDOW_DO_##name,
enum window_action { WINDOW_ACTIONS(X) WINDOW_ACTION_COUNT };
#undef X

/* The state after `action`, or TICKET_NONE when the table has no such row. */
uint8_t lifecycle_ticket(uint8_t state, enum ticket_action action);
/* The same for a window; LIFECYCLE_NOWHERE when there is no row. */
#define LIFECYCLE_NOWHERE UINT8_MAX
uint8_t lifecycle_window(uint8_t state, enum window_action action);

/* Nothing may follow: SERVED, CANCELLED, VOIDED, EXPIRED. */
bool lifecycle_final(uint8_t ticket_state);

/* Takes tickets, or has one: not offline, not closed, not paused. */
bool lifecycle_window_open(uint8_t window_state);

const char *ticket_action_name(enum ticket_action action);
const char *window_action_name(enum window_action action);

#endif
