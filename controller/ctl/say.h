/* SPDX-License-Identifier: Apache-2.0 */
/*
 * say - what hallctl tells people: one sentence on stderr, times of the hall.
 */
#ifndef CTL_SAY_H
#define CTL_SAY_H

#include "base/base.h"
#include "domain/label.h"

/* "hallctl: SENTENCE" */
void complain(const char *fmt, ...) PRINTF_LIKE(1, 2);

#define CLOCK_TEXT_SIZE 16
/* "09:31:05" local time; "-" for no moment. */
void clock_text(uint64_t utc_ms, int16_t tz_min, char text[CLOCK_TEXT_SIZE]);
/* "A042"; "-" for none. */
void label_text(uint16_t prefix, uint16_t number, char text[LABEL_TEXT_SIZE]);
/* "12", or the room's number with "room-" before it. */
void target_text(uint16_t target, char text[16]);
bool read_target(const char *text, uint16_t *target);
bool read_u32(const char *text, uint32_t *number);

#endif
