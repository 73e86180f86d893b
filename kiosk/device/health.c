/* SPDX-License-Identifier: Apache-2.0 */
#include "device/health.h"

/* PRINTER_STATES and PART_STATES of the wire. */
enum { READY, NO_PAPER, FAULT, NEAR_END, COVER, OFFLINE };
enum { PART_LOST = 2 };

static bool far_apart(int16_t a, int16_t b)
{
    if (a == HEALTH_CELSIUS_UNKNOWN || b == HEALTH_CELSIUS_UNKNOWN)
        return a != b;
    return a - b >= HEALTH_CELSIUS_STEP || b - a >= HEALTH_CELSIUS_STEP;
}

bool health_is_news(const struct health *told, const struct health *now)
{
    /* Slips, leases and percents change with every ticket: they go with the regular report. */
    return told->printer != now->printer || told->reader != now->reader ||
           told->scanner != now->scanner || told->door != now->door ||
           told->stopped != now->stopped || told->alone != now->alone ||
           told->no_day_key != now->no_day_key || told->unprinted != now->unprinted ||
           told->width != now->width || told->height != now->height ||
           (told->slips > now->slips) || /* a new roll */
           far_apart(told->celsius, now->celsius);
}

static bool is_low(const struct health *now)
{
    bool counted = now->paper_pct != HEALTH_PAPER_UNKNOWN;
    return now->printer == NEAR_END || (counted && now->paper_pct <= HEALTH_PAPER_LOW_PCT);
}

static bool is_hot(const struct health *now, bool was)
{
    if (now->celsius == HEALTH_CELSIUS_UNKNOWN)
        return false;
    return now->celsius >= (was ? HEALTH_COOL_CELSIUS : HEALTH_HOT_CELSIUS);
}

static bool is_on(enum health_alarm_kind kind, const struct health *now, bool was)
{
    switch (kind) {
    case HEALTH_ALARM_PAPER_OUT:
        return now->printer == NO_PAPER;
    case HEALTH_ALARM_PAPER_LOW:
        return now->printer != NO_PAPER && is_low(now);
    case HEALTH_ALARM_PRINTER:
        return now->printer == FAULT || now->printer == COVER || now->printer == OFFLINE;
    case HEALTH_ALARM_HOT:
        return is_hot(now, was);
    case HEALTH_ALARM_READER:
        return now->reader == PART_LOST;
    case HEALTH_ALARM_COUNT:
        break;
    }
    return false;
}

static uint32_t arg_of(enum health_alarm_kind kind, const struct health *now)
{
    if (kind == HEALTH_ALARM_PAPER_LOW && now->paper_pct != HEALTH_PAPER_UNKNOWN)
        return now->paper_pct;
    return kind == HEALTH_ALARM_HOT && now->celsius > 0 ? (uint32_t)now->celsius : 0;
}

uint32_t health_changes(struct health_alarms *alarms, const struct health *now,
                        struct health_alarm list[HEALTH_ALARM_COUNT])
{
    uint32_t count = 0;
    for (int kind = 0; kind < HEALTH_ALARM_COUNT; kind++) {
        uint32_t bit = 1u << kind;
        bool was = (alarms->on & bit) != 0;
        bool on = is_on((enum health_alarm_kind)kind, now, was);
        if (on == was)
            continue;
        alarms->on ^= bit;
        list[count++] = (struct health_alarm){.kind = (uint8_t)kind,
                                              .on = on,
                                              .arg = arg_of((enum health_alarm_kind)kind, now)};
    }
    return count;
}
