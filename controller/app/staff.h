/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staff - who may act for the hall by name: the people of STATE/staff.csv, their tries and
 * their sessions (D-43).
 *
 *     no such file         nobody is known: a console's key alone acts, as before
 *     a file               a console acts only in a session that a PIN has opened
 *     a file with mistakes the list before goes on; the log names the line
 *
 * A session belongs to one device and ends by LOGOUT, after STAFF_IDLE_S without an act, or
 * when its person is removed, gets another role or another PIN. Numbers of sessions are never
 * used again: they hold the number of the controller's start. Wrong PINs are counted per
 * staff number, in memory: a restart is no way out that a person at a console has.
 *
 * Ownership: staff_open allocates once; nothing grows. Threads: the turn's.
 */
#ifndef APP_STAFF_H
#define APP_STAFF_H

#include <sys/stat.h>

#include "engine/hall.h"
#include "os/log.h"
#include "staff/staff_list.h"

#define STAFF_SESSIONS_MAX 1024
#define STAFF_TRIES 5
#define STAFF_TRIED_MAX 256 /* numbers with wrong tries; the oldest is forgotten */
#define STAFF_LOCK_S 900
#define STAFF_IDLE_S 900
#define STAFF_FRESH_S 60 /* R-C4: so long a PIN confirms what needs one */

struct staff_session {
    uint32_t number; /* 0 = free */
    uint64_t uid;    /* of the device */
    uint32_t staff;
    msec begun, used; /* monotonic: of the PIN, of its last act */
};

struct staff_tried {
    uint32_t staff; /* 0 = free */
    uint8_t wrong;
    msec at, locked_until; /* monotonic */
};

/* What a row says of a person today. */
struct staff_today {
    uint32_t staff;
    uint16_t served;
    msec since;
};

struct staff {
    char path[4096];
    bool kept; /* there is a file */
    struct stat seen;
    struct staff_list now, next;
    uint32_t start; /* of the controller, in the numbers of sessions */
    uint32_t opened;
    uint32_t session_count; /* places in use, ever */
    struct staff_session sessions[STAFF_SESSIONS_MAX];
    struct staff_tried tried[STAFF_TRIED_MAX];
    struct staff_today today[STAFF_MAX];
    uint32_t today_count;
    msec look_due;
    struct log_site gone;
};

enum err staff_open(struct staff *staff, const char *state_dir, uint64_t instance,
                    uint32_t start) MUST_CHECK;
void staff_close(struct staff *staff);
/* True when another list came into force: sessions and windows are to be compared with it. */
bool staff_look(struct staff *staff);

/* NOT: it is the person, and *person. Else UNKNOWN_STAFF, WRONG_PIN or STAFF_LOCKED, with what is
 * left of tries, and seconds. Counts. */
struct staff_proof {
    const uint8_t *at;
    size_t length;
};
struct staff_verdict {
    uint8_t tries_left;
    uint16_t locked_s;
};
enum refusal staff_prove(struct staff *staff, uint32_t number, struct staff_proof proof, msec mono,
                         struct staff_verdict *verdict);

/* 0 = there are too many. */
uint32_t staff_begin(struct staff *staff, uint32_t number, uint64_t uid, msec mono);
/* The person of that session of that device, and that it is in use; NULL = there is none. */
const struct staff_person *staff_of_session(struct staff *staff, uint32_t session, uint64_t uid,
                                            msec mono);
/* Was the PIN of that session typed just now? */
bool staff_is_fresh(const struct staff *staff, uint32_t session, msec mono);
void staff_end(struct staff *staff, uint32_t session);
void staff_end_all(struct staff *staff, uint32_t number);
bool staff_has_session(const struct staff *staff, uint32_t number, uint32_t *session);
/* The person whose place that window is by the roster; NULL = nobody's. */
const struct staff_person *staff_rostered(const struct staff *staff, uint16_t window);

/* For rows, also on replay. */
void staff_fact(struct staff *staff, const struct fact *fact);
const struct staff_today *staff_today(const struct staff *staff, uint32_t number);

#endif
