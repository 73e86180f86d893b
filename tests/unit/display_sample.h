/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display_sample - the morning of the drawings (docs/ui: Jianchang, 18 March, 9:42), for pictures
 * of boards and for tests of what fits.
 */
#ifndef TESTS_DISPLAY_SAMPLE_H
#define TESTS_DISPLAY_SAMPLE_H

#include "model/announce.h"
#include "model/board.h"

/* 2026-03-18 09:42 in China, at 100 s of the monotonic clock. */
extern const struct board_time sample_time;

/* The calls, people and missed numbers as drawn. */
void sample_fill(struct board *board, const struct board_time *time);
/* The longest that a hall of this size shows: A1023 and AB1023, window 110, rooms, other floors,
 * four-digit counts, long ranges. */
void sample_fill_widest(struct board *board, const struct board_time *time);

struct label sample_label(const char *text);
struct announce_entry sample_call(uint32_t id, const char *label, uint16_t target, msec now);

#endif
