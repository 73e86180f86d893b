/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar - civil dates, local time from UTC, and which sessions a date has; without the C
 * library.
 *
 * Order in the journal is by sequence; wall time is for people. The offset of the
 * hall's time zone comes from the shell (D-28), since only it knows tzdata.
 */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"
#include "domain/hall_def.h"

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
/* The date so many days behind (or before) it. */
uint32_t calendar_add(uint32_t date, int32_t days);
uint8_t calendar_weekday(uint32_t date); /* 0 = Monday */
/* "2026-10-01"; 0 when the text is no date. */
uint32_t calendar_date_parse(const char *text);

/* R-M11, R-O6: the sessions of a service (NULL = of the hall) on that date. A holiday of the
 * definition stands above the weekday: `working` opens all sessions, `morning` those that begin
 * before noon, `afternoon` the others, whatever the weekday is. */
struct calendar_hours {
    const struct hours *hours;
    uint8_t open; /* bit i: sessions[i] is held; 0 = a day off */
};
struct calendar_hours calendar_hours(const struct hall_def *def, const struct service_def *service,
                                     uint32_t date);
/* Does anything of the hall work on that date? Then its day is opened. */
bool calendar_works(const struct hall_def *def, uint32_t date);

#endif
