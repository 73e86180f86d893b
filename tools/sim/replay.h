/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay - a recorded day through the real engine (docs/dispatch.md 6).
 *
 * People, work and breaks are the day's; who is called, when and with which key is
 * decided by hall_decide, command by command. What the product leaves to people is
 * played here by fixed rules, so that a replay is unique: clerks start, finish, miss
 * and press 呼叫 at once, and of several idle windows that may take an arrival the one
 * with the fewest services presses it, then the one idle longest, then the lowest.
 *
 * Restarts: with `restart_every` the hall is thrown away after so many events and
 * built anew from the bytes of its journal; the log of calls must not change.
 *
 * Ownership: replay_run allocates, replay_free releases. Errors: ERR_CONFIG with a
 * sentence when the engine refuses what the day asks for; ERR_NOMEM.
 */
#ifndef SIM_REPLAY_H
#define SIM_REPLAY_H

#include <stdio.h>

#include "day/day.h"
#include "engine/hall.h"
#include "sim/events.h"

/* One joining and its call. */
struct replay_leg {
    uint32_t visitor;
    uint8_t leg, ticket_class;
    uint32_t service;
    msec enqueue, call; /* call -1: never called */
    int32_t window;     /* -1 = none */
    bool show;          /* came when called */
    int64_t key;
};

struct replay_clerk;
struct replay_bytes {
    uint8_t *bytes;
    size_t length, size;
};

struct replay {
    const struct day *day;
    struct hall_def def;
    struct service_def *services;
    struct window_def *windows;
    void *memory[2]; /* the hall, and the one a restart builds */
    struct hall *hall;
    struct replay_clerk *clerks;
    struct events events;
    struct replay_leg *legs; /* in the order of joining */
    uint32_t leg_count;
    uint32_t *leg_of; /* of each ticket issued, its present leg */
    struct replay_bytes journal;
    uint32_t restart_every, restarts, seq;
    uint64_t events_done, facts;
    msec now;
    enum err err;
};

struct replay_options {
    uint8_t rule;           /* enum dispatch_rule */
    uint32_t restart_every; /* events; 0 = never */
};

enum err replay_run(struct replay *replay, const struct day *day,
                    const struct replay_options *options) MUST_CHECK;
void replay_free(struct replay *replay);
/* leg_no,ticket,leg,service,class,enqueue_ms,call_ms,window,show,key_ms */
void replay_write(const struct replay *replay, FILE *file);

/* The hall of a day, with rules under which clerks never have to wait. */
enum err replay_hall_build(struct replay *replay, uint8_t rule) MUST_CHECK;
#define REPLAY_DATE 20200102u
/* UTC of the day's midnight; the hall lies on the meridian of Greenwich. */
msec replay_midnight(void);

#endif
