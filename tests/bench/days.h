/* SPDX-License-Identifier: Apache-2.0 */
/*
 * days - state folders full of days that the real engine has decided, written through the store.
 *
 * Each ticket is issued, called, started and finished, a fifth of a second apart.
 */
#ifndef BENCH_DAYS_H
#define BENCH_DAYS_H

#include "domain/hall_def.h"
#include "store/store.h"

#define DAYS_DATE_SIZE 16

/* `days` days of `events` rows each in a training folder; the last one stays open. `start` gets a
 * moment of that day for --training-start. */
enum err days_write(const char *state, const struct hall_def *def, uint32_t days, uint32_t events,
                    char start[DAYS_DATE_SIZE]) MUST_CHECK;

#endif
