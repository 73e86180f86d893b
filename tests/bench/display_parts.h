/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display_parts - the parts of bench-display, each with its own figures.
 *
 * Errors: logged; a part that could not be measured fails the bench.
 */
#ifndef BENCH_DISPLAY_PARTS_H
#define BENCH_DISPLAY_PARTS_H

#include "bench/bench.h"
#include "domain/hall_def.h"

/* Pages and their changes as pixels, drawn by software. */
enum err display_frames(struct bench *bench, const struct hall_def *def) MUST_CHECK;
/* What a board of this hall holds after 24 hours, in virtual time. */
enum err display_day(struct bench *bench, const struct hall_def *def) MUST_CHECK;
/* Calls on 14 real boards; 200 boards at once. */
enum err display_calls(struct bench *bench, const char *where) MUST_CHECK;
/* One real board: start, reconnection, first sound, ticker, what it costs. */
enum err display_board(struct bench *bench, const char *where) MUST_CHECK;

#endif
