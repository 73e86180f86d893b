/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_random - random small halls and random things to ask of them, from a seed.
 */
#ifndef TESTS_ENGINE_RANDOM_H
#define TESTS_ENGINE_RANDOM_H

#include "engine_hall.h"

struct dice {
    uint64_t state;
};

uint32_t roll(struct dice *dice, uint32_t below);
bool chance(struct dice *dice, uint32_t percent);

/* 1-6 services, 1-6 windows, 0-2 rooms, random rules. Every service has a window. */
void random_hall(struct dice *dice, struct engine_hall *w);
/* Anything anybody may send, sensible or not. */
struct command random_command(struct dice *dice, const struct engine_hall *w);
/* What a clerk at this window would do next. */
struct command likely_key(struct dice *dice, const struct engine_hall *w, uint16_t window);

/* Quotas, cards, classes and appointments; not of random_hall, whose readers take any ticket. */
void random_issue(struct dice *dice, struct engine_hall *w);
/* Who asks for a ticket, and on what. */
void random_request(struct dice *dice, struct command *command);
/* BOOK, CHECK_IN, UNBOOK or QUOTA. */
struct command random_appointment(struct dice *dice, const struct engine_hall *w);

#endif
