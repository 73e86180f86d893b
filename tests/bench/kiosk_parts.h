/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_parts - the parts of bench-kiosk, each with its own figures.
 *
 * Errors: logged; a part that could not be measured fails the bench.
 */
#ifndef BENCH_KIOSK_PARTS_H
#define BENCH_KIOSK_PARTS_H

#include "bench/bench.h"
#include "domain/hall_def.h"

/* Pages as pixels, at 1920x1080, drawn by software. */
enum err kiosk_frames(struct bench *bench, const struct hall_def *def) MUST_CHECK;

/* The real programs: a finger at the kiosk's touch device, an eye at its display, a printer. */
enum err kiosk_visits(struct bench *bench, const char *hall, const char *where) MUST_CHECK;

#endif
