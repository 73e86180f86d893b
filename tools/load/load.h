/* SPDX-License-Identifier: Apache-2.0 */
/*
 * load - a whole hall of simulated devices against a real controller: kiosks, clerks
 * with call pads, boards and one console, each with its own key, connection and
 * loopback address (D-33). It replays a day and keeps book of what the devices saw.
 *
 * Ownership: load_open allocates everything at start; load_close releases.
 * Errors:    logged where seen. Differences go to the book, they do not stop a replay.
 * Threads:   none; one libevent loop.
 */
#ifndef LOAD_LOAD_H
#define LOAD_LOAD_H

#include "day/day.h"
#include "link/link.h"
#include "load/book.h"

#define LOAD_KIOSKS 10
#define LOAD_BOARDS 14
#define LOAD_ZONES 6
/* A command without an answer is sent again, with the same id. */
#define LOAD_ANSWER_MS 2000

struct event;
struct load;

/* One command at a time and device (D-09): kept until its answer comes. */
struct pending {
    bool waiting;
    uint32_t seq;
    uint64_t first_us, sent_us;
    struct message message;
};

struct kiosk {
    struct load *load;
    struct link *link;
    struct event *timer;
    uint32_t seq;
    uint32_t head, count; /* visitors waiting at this kiosk, a ring */
    uint32_t *line;
    struct pending ask;
};

enum clerk_state {
    CLERK_OFF,     /* outside the shift */
    CLERK_IDLE,    /* wants a ticket, waits for one */
    CLERK_ASKING,  /* a command is on its way */
    CLERK_PUZZLED, /* called a ticket that no kiosk has in hand yet (a restart came between) */
    CLERK_WORKING, /* with a visitor */
    CLERK_LOOKING, /* the visitor has not come */
    CLERK_BREAK
};

struct clerk {
    struct load *load;
    uint32_t window; /* of the day: from 0 */
    struct link *link;
    struct event *timer;
    enum clerk_state state;
    uint16_t pad_seq;
    uint32_t act_seq;
    uint32_t call; /* the target's count, as last told */
    uint32_t waiting;
    uint32_t visitor;
    msec break_length;
    msec due; /* of the timer, time of the hall's day */
    bool open, on_break_done[64];
    struct pending ask;
    struct msg_result puzzle; /* the call that waits for its visitor */
    uint32_t puzzled;         /* looked again so often */
};

struct load {
    struct event_base *base;
    const struct day *day;
    struct book book;
    const char *keys; /* folder of key files */
    const char *host;
    uint16_t port;
    uint32_t speed; /* N of the training clock, 1 in real time */
    struct event *arrival, *patrol;
    uint32_t next_visitor;
    msec midnight; /* of the hall's day, UTC */
    struct kiosk kiosks[LOAD_KIOSKS];
    struct clerk *clerks; /* day->window_count */
    struct link *boards[LOAD_BOARDS];
    struct link *console;
    uint32_t devices;    /* opened so far */
    uint32_t reconnects; /* of the console, as one of them */
    uint64_t resent;
};

/* board_views: the view of each board, LOAD_BOARDS of them. */
enum err load_open(struct load *load, const uint16_t *board_views) MUST_CHECK;
void load_close(struct load *load);
/* Milliseconds since midnight in the hall, 0 while no device has a session. */
msec load_now(const struct load *load);
/* Every visitor came, every ticket ended. */
bool load_over(const struct load *load);

/* ---- between the parts ---- */
uint64_t load_clock_us(void);
/* Fires at that time of the hall's day (at once when it has passed). */
void load_timer(struct load *load, struct event *timer, msec at);
enum err load_key(const struct load *load, const char *name, struct device_key *key) MUST_CHECK;
struct link *load_link(struct load *load, const char *name, uint16_t view, uint32_t rows,
                       struct link_options *options) MUST_CHECK;
/* Sends what waits for an answer, again or for the first time. */
void load_send(struct load *load, struct link *link, struct pending *ask);

enum err kiosk_open(struct kiosk *kiosk, struct load *load, uint32_t number) MUST_CHECK;
void kiosk_close(struct kiosk *kiosk);
void kiosk_visit(struct kiosk *kiosk, uint32_t visitor);

enum err clerk_open(struct clerk *clerk, struct load *load, uint32_t window) MUST_CHECK;
void clerk_close(struct clerk *clerk);
/* The console's answer to an act of this clerk. */
void clerk_answer(struct clerk *clerk, const struct msg_result *result);
/* No answer yet, or a new session: the same command again. */
void clerk_resend(struct clerk *clerk);

#endif
