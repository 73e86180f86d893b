/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/calendar.h"

/* Days since 1970-01-01 of a civil date and back: Howard Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms", days_from_civil and civil_from_days. */
static int64_t days_from_civil(int64_t y, unsigned m, unsigned d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    unsigned yoe = (unsigned)(y - era * 400);
    unsigned doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + (int64_t)doe - 719468;
}

static void civil_from_days(int64_t z, struct civil *out)
{
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    unsigned doe = (unsigned)(z - era * 146097);
    unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    unsigned mp = (5 * doy + 2) / 153;
    out->day = (uint8_t)(doy - (153 * mp + 2) / 5 + 1);
    out->month = (uint8_t)(mp < 10 ? mp + 3 : mp - 9);
    out->year = (int32_t)((int64_t)yoe + era * 400 + (out->month <= 2));
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct civil calendar_local(msec utc, int16_t offset_min)
{
    int64_t seconds = floor_div(utc + offset_min * MINUTE, SECOND);
    int64_t days = floor_div(seconds, 86400);
    uint32_t rest = (uint32_t)(seconds - days * 86400);
    struct civil civil = {.hour = (uint8_t)(rest / 3600),
                          .minute = (uint8_t)(rest / 60 % 60),
                          .second = (uint8_t)(rest % 60)};
    civil_from_days(days, &civil);
    int64_t since_monday = days + 3; /* 1970-01-01 was a Thursday */
    civil.weekday = (uint8_t)(since_monday - floor_div(since_monday, 7) * 7);
    return civil;
}

uint32_t calendar_date(struct civil civil)
{
    return (uint32_t)civil.year * 10000u + civil.month * 100u + civil.day;
}

uint16_t calendar_minute(struct civil civil)
{
    return (uint16_t)(civil.hour * 60 + civil.minute);
}

msec calendar_midnight(uint32_t date, int16_t offset_min)
{
    int64_t days = days_from_civil(date / 10000, date / 100 % 100, date % 100);
    return days * 24 * HOUR - offset_min * MINUTE;
}

bool calendar_date_valid(uint32_t date)
{
    uint32_t month = date / 100 % 100, day = date % 100;
    if (date < 19700101 || date > 99991231 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    return calendar_date(calendar_local(calendar_midnight(date, 0), 0)) == date;
}
