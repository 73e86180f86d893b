/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "os/tzif.h"

/* A rule of POSIX TZ: "CET-1CEST,M3.5.0,M10.5.0/3". West is positive there. */
struct change {
    int32_t month, week, weekday; /* Mm.w.d; 0 = Sunday; week 5 = the last */
    int32_t day;                  /* Jn or n when month is 0: day of the year from 0 */
    bool skips_leap_day;          /* Jn */
    int32_t at;                   /* local seconds since midnight */
};

struct rule {
    int32_t standard, summer; /* seconds east of UTC */
    bool has_summer;
    struct change start, end;
};

static bool skip_name(const char **at)
{
    const char *from = *at;
    if (*from == '<') {
        const char *close = strchr(from, '>');
        *at = close ? close + 1 : from;
        return close != NULL;
    }
    while ((**at >= 'A' && **at <= 'Z') || (**at >= 'a' && **at <= 'z'))
        (*at)++;
    return *at - from >= 3;
}

static bool read_number(const char **at, int32_t max, int32_t *value)
{
    const char *from = *at;
    *value = 0;
    for (; **at >= '0' && **at <= '9' && *value <= max; (*at)++)
        *value = *value * 10 + (**at - '0');
    return *at > from && *value <= max;
}

static bool read_char(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

/* [+-]hh[:mm[:ss]] */
static bool read_time(const char **at, int32_t *seconds)
{
    int32_t sign = read_char(at, '-') ? -1 : 1, hours, minutes = 0, rest = 0;
    if (sign == 1)
        (void)read_char(at, '+');
    if (!read_number(at, 167, &hours))
        return false;
    if (read_char(at, ':') && !read_number(at, 59, &minutes))
        return false;
    if (read_char(at, ':') && !read_number(at, 59, &rest))
        return false;
    *seconds = sign * (hours * 3600 + minutes * 60 + rest);
    return true;
}

static bool read_change(const char **at, struct change *change)
{
    *change = (struct change){.at = 2 * 3600};
    bool good;
    if (!read_char(at, ','))
        return false;
    if (read_char(at, 'M')) {
        good = read_number(at, 12, &change->month) && change->month && read_char(at, '.') &&
               read_number(at, 5, &change->week) && change->week && read_char(at, '.') &&
               read_number(at, 6, &change->weekday);
    } else {
        change->skips_leap_day = read_char(at, 'J');
        good = read_number(at, 365, &change->day);
        change->day -= change->skips_leap_day; /* Jn counts from 1 */
    }
    return good && (!read_char(at, '/') || read_time(at, &change->at));
}

static bool read_rule(const char *text, struct rule *rule)
{
    *rule = (struct rule){0};
    if (!skip_name(&text) || !read_time(&text, &rule->standard))
        return false;
    rule->standard = -rule->standard;
    if (!*text)
        return true;
    rule->has_summer = true;
    rule->summer = rule->standard + 3600;
    if (!skip_name(&text))
        return false;
    if (*text != ',') {
        if (!read_time(&text, &rule->summer))
            return false;
        rule->summer = -rule->summer;
    }
    return read_change(&text, &rule->start) && read_change(&text, &rule->end) && !*text;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t days_before_year(int64_t year)
{
    int64_t y = year - 1;
    return 365 * (year - 1970) + (y / 4 - y / 100 + y / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
}

static int64_t year_of(int64_t utc)
{
    int64_t year = 1970 + utc / (366 * 86400);
    while (days_before_year(year + 1) * 86400 <= utc)
        year++;
    return year;
}

/* Local seconds since 1970 at which the change of that year happens. */
static int64_t moment(const struct change *change, int64_t year)
{
    static const int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t day = days_before_year(year);
    if (!change->month)
        return (day + change->day +
                (change->skips_leap_day && change->day >= 59 && is_leap(year))) *
                   86400 +
               change->at;
    int32_t length = lengths[change->month - 1] + (change->month == 2 && is_leap(year));
    for (int32_t month = 1; month < change->month; month++)
        day += lengths[month - 1] + (month == 2 && is_leap(year));
    int32_t first = (int32_t)((day + 4) % 7); /* 1970-01-01 was a Thursday = 4 */
    int32_t date = (change->weekday - first + 7) % 7 + (change->week - 1) * 7;
    if (date >= length)
        date -= 7; /* week 5 is the last one, which may be the fourth */
    return (day + date) * 86400 + change->at;
}

bool tzif_rule_offset(const char *text, int64_t utc, int32_t *offset)
{
    struct rule rule;
    if (!read_rule(text, &rule) || utc < 0)
        return false;
    *offset = rule.standard;
    if (!rule.has_summer)
        return true;
    int64_t year = year_of(utc + rule.standard < 0 ? 0 : utc + rule.standard);
    int64_t start = moment(&rule.start, year) - rule.standard;
    int64_t end = moment(&rule.end, year) - rule.summer;
    bool summer = start < end ? utc >= start && utc < end : utc >= start || utc < end;
    if (summer)
        *offset = rule.summer;
    return true;
}
