/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar - civil dates and local time from UTC, without the C library.
 *
 * Order in the journal is by sequence; wall time is for people. The offset of the
 * hall's time zone comes from the shell (D-28), since only it knows tzdata.
 */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"

struct civil {
    int32_t year;
    uint8_t month, day; /* 1..12, 1..31 */
    uint8_t weekday;    /* 0 = Monday … 6 = Sunday */
    uint8_t hour, minute, second;
};

/* Local civil time of a moment; offset_min east of UTC is positive (China +480). */
struct civil calendar_local(msec utc, int16_t offset_min);
/* 20260318 for 18 March 2026. */
uint32_t calendar_date(struct civil civil);
/* Minutes since local midnight. */
uint16_t calendar_minute(struct civil civil);
/* UTC moment of local midnight of that date (yyyymmdd). */
msec calendar_midnight(uint32_t date, int16_t offset_min);
bool calendar_date_valid(uint32_t date);

#endif
