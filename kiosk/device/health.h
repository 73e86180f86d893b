/* SPDX-License-Identifier: Apache-2.0 */
/*
 * health - what a kiosk says of its own machine, and when somebody has to come (R-B9, R-K4).
 *
 * An alarm is on until what caused it is over; each change is told once. The temperature has to
 * fall a little before its alarm is off, so that it does not flicker.
 *
 * Threads: none; pure.
 */
#ifndef DEVICE_HEALTH_H
#define DEVICE_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"

#define HEALTH_PAPER_LOW_PCT 10
#define HEALTH_PAPER_UNKNOWN 255
#define HEALTH_CELSIUS_UNKNOWN INT16_MIN
#define HEALTH_HOT_CELSIUS 80
#define HEALTH_COOL_CELSIUS 75 /* the alarm is off again */
#define HEALTH_CELSIUS_STEP 3  /* less is no news */

/* As on the wire: printer = PRINTER_STATES, reader and scanner = PART_STATES. */
struct health {
    uint8_t paper_pct; /* HEALTH_PAPER_UNKNOWN = not counted */
    uint8_t printer, reader, scanner;
    bool door; /* of the printer, open */
    bool stopped, alone, no_day_key;
    int16_t celsius;
    uint16_t unsent, lease_left, unprinted;
    uint16_t width, height;
    uint32_t slips; /* since the roll was changed */
};

/* Something that the manager should see now, not at the next regular report. */
bool health_is_news(const struct health *told, const struct health *now);

#define HEALTH_ALARMS(X)                \
    X(PAPER_OUT) /* PRINTER_NO_PAPER */ \
    X(PAPER_LOW)                        \
    X(PRINTER)                          \
    X(HOT)                              \
    X(READER)
#define X(name) HEALTH_ALARM_##name,
enum health_alarm_kind { HEALTH_ALARMS(X) HEALTH_ALARM_COUNT };
#undef X

struct health_alarm {
    uint8_t kind; /* enum health_alarm_kind */
    bool on;
    uint32_t arg; /* percent, degrees */
};
/* Which of them are on, by bit; 0 at the start of each session: they are all told anew. */
struct health_alarms {
    uint32_t on;
};
/* The changes, at most HEALTH_ALARM_COUNT; how many. */
uint32_t health_changes(struct health_alarms *alarms, const struct health *now,
                        struct health_alarm list[HEALTH_ALARM_COUNT]);

#endif
