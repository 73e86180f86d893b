/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roll - how much paper is left, counted: most printers only say that there is none (R-B9).
 *
 * Every slip that came out takes its length and the feed to the knife from the roll. Staff say
 * when they have put in another one.
 *
 * Threads: none; pure.
 */
#ifndef DEVICE_ROLL_H
#define DEVICE_ROLL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

#define ROLL_FEED_MM 12  /* from the head to the knife */
#define ROLL_SLIP_MM 140 /* a usual slip with its feed; after the first ones, their mean */
#define ROLL_TEXT_SIZE 128

struct roll {
    uint32_t used_mm, slips; /* since it was put in */
    msec changed;            /* UTC ms; 0 = nobody has said so */
};

void roll_change(struct roll *roll, msec now);
void roll_take(struct roll *roll, uint32_t slip_mm);
/* Of a roll of so many metres; 0 metres = not known: 100. */
uint8_t roll_pct(const struct roll *roll, uint16_t metres);
uint32_t roll_slips_left(const struct roll *roll, uint16_t metres);
uint32_t roll_slips_full(const struct roll *roll, uint16_t metres);

/* As the text of a file. */
void roll_print(const struct roll *roll, char text[ROLL_TEXT_SIZE]);
/* False: it is no such text, and nothing was changed. */
bool roll_parse(struct roll *roll, const char *text, size_t length) MUST_CHECK;

#endif
