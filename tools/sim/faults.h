/* SPDX-License-Identifier: Apache-2.0 */
/*
 * faults - what goes wrong on a simulated day, and how often; drawn from a seed.
 *
 * Each seed draws its own rates (a swarm): a third of them are zero, a third mild, a
 * third harsher than life, so that rare things meet on some days and stay apart on
 * others. Every entity has its own dice: taking one person or one fault away leaves
 * the luck of all others as it was, which is what makes shrinking work.
 *
 * Threads: none; pure.
 */
#ifndef SIM_FAULTS_H
#define SIM_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

/*  name, harshest value, unit and meaning */
#define RATES(X)                                                                            \
    X(DROP, 100, "messages lost, of 1,000")                                                 \
    X(LATE, 150, "messages late by up to 2.5 s, of kiosks 12 s, of 1,000")                  \
    X(TWICE, 150, "messages that arrive twice, of 1,000")                                   \
    X(CUT, 8, "disconnections of a device an hour")                                         \
    X(CRASH, 5, "crashes of the controller an hour")                                        \
    X(CRASH_IN_TURN, 3, "crashes between a command and its answer, of 1,000 turns")         \
    X(SLOW_DISK, 20, "commits that take up to 2 s, of 1,000")                               \
    X(CLOCK, 2, "steps of the controller's wall clock an hour")                             \
    X(KIOSK_POWER, 15, "power cuts of a kiosk, of 1,000 steps of issuing")                  \
    X(PAPER, 15, "slips for which the paper is out, of 1,000")                              \
    X(PAD_POWER, 3, "restarts of a pad an hour")                                            \
    X(BOARD_POWER, 4, "restarts of a board an hour")                                        \
    X(PRESS_TWICE, 150, "keys pressed twice, of 1,000")                                     \
    X(WRONG_KEY, 30, "keys that are the wrong one, of 1,000")                               \
    X(HASTY, 100, "clerks who do not wait for who is called, of 1,000 calls")               \
    X(UNDO, 60, "commands that a clerk takes back, of 1,000")                               \
    X(REASSIGN, 6, "services given to or taken from a window, and quotas changed, an hour") \
    X(PAUSE, 40, "pauses instead of a call, of 1,000")                                      \
    X(TRANSFER, 150, "visits that go on elsewhere, of 1,000")                               \
    X(PARK, 100, "visits that are parked, of 1,000")                                        \
    X(LEAVE, 120, "people who give up and leave, of 1,000")                                 \
    X(CANCEL, 500, "leavers who say so at the desk, of 1,000")                              \
    X(ABSENT, 200, "people who are out when called, of 1,000")                              \
    X(SECOND, 80, "people who take two tickets, of 1,000")                                  \
    X(COPY, 50, "slips that are photocopied, of 1,000")                                     \
    X(SHIFT, 20, "clerks who go or change windows, of 1,000 calls")                         \
    X(UNSKILLED, 300, "services that a clerk may not serve, of 1,000")                      \
    X(NAMED, 60, "numbers that are called by name, of 1,000 calls")                         \
    X(ITEM, 200, "visits with another business, of 1,000")                                  \
    X(RATE, 500, "visits that are rated, of 1,000")                                         \
    X(JOURNEY, 500, "people who have several steps, of 1,000")                              \
    X(BOOKING, 300, "people who have an appointment, of 1,000")

#define X(name, harshest, text) RATE_##name,
enum rate { RATES(X) RATE_COUNT };
#undef X

const char *rate_name(enum rate rate);
const char *rate_text(enum rate rate);

#define PEOPLE_MAX 4000
#define PLAN_WINDOWS_MAX 12
#define PLAN_SESSIONS 255
#define PLAN_KIOSKS_MAX 6

/* One day, before anything random happens in it. Shrinking changes a plan, never the seed. */
struct plan {
    uint64_t seed;
    uint32_t minutes; /* until nobody comes any more */
    uint32_t people;
    uint32_t service_s; /* mean time at a window */
    uint8_t services, windows, kiosks, boards;
    uint8_t sessions; /* whose answers the controller remembers; PLAN_SESSIONS is one for each */
    uint32_t rates[RATE_COUNT];
    bool away[PEOPLE_MAX]; /* who stays at home */
};

void plan_draw(struct plan *plan, uint64_t seed, uint32_t hours);
/* The shape of a plan in one line. */
void plan_print(const struct plan *plan, char *text, size_t size);

struct dice {
    uint64_t state;
};
/* kind and index say whose dice they are. */
struct dice dice_of(uint64_t seed, uint32_t kind, uint32_t index);
uint32_t dice_roll(struct dice *dice, uint32_t below);
bool dice_chance(struct dice *dice, uint32_t per_mille);
/* From lo up to and with hi. */
msec dice_span(struct dice *dice, msec lo, msec hi);

#endif
