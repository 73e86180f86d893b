/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock - the time, read by shells and passed into the pure cores.
 *
 * Wall time is for people and the journal; durations and time-outs use the
 * monotonic clock, which no administrator can set back (D-28).
 */
#ifndef OS_CLOCK_H
#define OS_CLOCK_H

#include "base/base.h"
#include "base/err.h"

/* Milliseconds since 1970-01-01 UTC. */
msec clock_utc_ms(void);
/* Milliseconds since an unknown start; never goes back, and counts the time that the machine
 * slept: whoever was waited for then is overdue. */
msec clock_mono_ms(void);

/* The same clock in microseconds: how long a frame took. */
int64_t clock_mono_us(void);

/* Names this start of the machine; "unknown" where the kernel does not say. */
#define CLOCK_BOOT_ID_SIZE 48
void clock_boot_id(char id[CLOCK_BOOT_ID_SIZE]);

/* Minutes east of UTC in the IANA zone ("Asia/Shanghai") at that moment, from
 * tzdata. ERR_CONFIG, logged, when there is no such zone here. */
enum err clock_offset(const char *zone, msec utc, int16_t *offset_min) MUST_CHECK;
/* Is there such a zone on this machine? Says nothing. */
enum err clock_zone_check(const char *zone) MUST_CHECK;

#endif
