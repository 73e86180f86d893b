/* SPDX-License-Identifier: Apache-2.0 */
/*
 * picture - what a board must show: the rows of the controller, as an administrator sees them,
 * through the filter of the board's view.
 *
 * The hash of a snapshot says that it came whole; this says that it is the right one.
 */
#ifndef BENCH_PICTURE_H
#define BENCH_PICTURE_H

#include "bench/crowd.h"

/* The view_hash that a device of that view must have, by the rows of crowd->admin. */
uint32_t picture_hash(const struct crowd *crowd, uint16_t view);
/* Waits until each of the first `boards` devices has it; ERR_GONE names one that has not. */
enum err picture_check(struct crowd *crowd, uint32_t boards) MUST_CHECK;

#endif
