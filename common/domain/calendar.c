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

static uint8_t weekday_of(int64_t days)
{
    int64_t since_monday = days + 3; /* 1970-01-01 was a Thursday */
    return (uint8_t)(since_monday - floor_div(since_monday, 7) * 7);
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
    civil.weekday = weekday_of(days);
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

uint32_t calendar_add(uint32_t date, int32_t days)
{
    return calendar_date(calendar_local(calendar_midnight(date, 0) + days * 24 * HOUR, 0));
}

uint8_t calendar_weekday(uint32_t date)
{
    return weekday_of(days_from_civil(date / 10000, date / 100 % 100, date % 100));
}

uint32_t calendar_date_parse(const char *text)
{
    uint32_t date = 0;
    for (int i = 0; i < 10; i++) {
        bool dash = i == 4 || i == 7;
        if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return 0;
        if (!dash)
            date = date * 10 + (uint32_t)(text[i] - '0');
    }
    return !text[10] && calendar_date_valid(date) ? date : 0;
}

static const struct holiday_def *holiday_of(const struct hall_def *def, uint32_t date)
{
    uint32_t i = 0;
    while (i < def->holiday_count && def->holidays[i].date < date)
        i++;
    return i < def->holiday_count && def->holidays[i].date == date ? &def->holidays[i] : NULL;
}

#define NOON 720

static uint8_t half_day(const struct hours *hours, bool morning)
{
    uint8_t open = 0;
    for (int i = 0; i < hours->count; i++)
        if ((hours->sessions[i].from_min < NOON) == morning)
            open |= (uint8_t)(1u << i);
    return open;
}

struct calendar_hours calendar_hours(const struct hall_def *def, const struct service_def *service,
                                     uint32_t date)
{
    const struct hours *hours = service ? def_hours(def, service) : &def->hours;
    const struct holiday_def *holiday = holiday_of(def, date);
    struct calendar_hours day = {hours, 0};
    if (!holiday)
        day.open = hours_on(hours, calendar_weekday(date));
    else if (holiday->kind == HOLIDAY_WORKING)
        day.open = hours_all(hours);
    else if (holiday->kind != HOLIDAY_CLOSED)
        day.open = half_day(hours, holiday->kind == HOLIDAY_MORNING);
    return day;
}

bool calendar_works(const struct hall_def *def, uint32_t date)
{
    if (calendar_hours(def, NULL, date).open)
        return true;
    for (uint32_t i = 0; i < def->service_count; i++)
        if (def->services[i].hours.count && calendar_hours(def, &def->services[i], date).open)
            return true;
    return false;
}
