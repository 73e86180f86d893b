/* SPDX-License-Identifier: Apache-2.0 */
#include "device/roll.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MOST 999999999u /* of a count: nine digits */
#define MEAN_FROM 5     /* slips: before that one long slip would count too much */

void roll_change(struct roll *roll, msec now)
{
    *roll = (struct roll){.changed = now};
}

void roll_take(struct roll *roll, uint32_t slip_mm)
{
    uint32_t mm = slip_mm + ROLL_FEED_MM;
    roll->used_mm = roll->used_mm > MOST - mm ? MOST : roll->used_mm + mm;
    roll->slips += roll->slips < MOST;
}

static uint32_t left_mm(const struct roll *roll, uint16_t metres)
{
    uint32_t full = metres * 1000u;
    return roll->used_mm < full ? full - roll->used_mm : 0;
}

uint8_t roll_pct(const struct roll *roll, uint16_t metres)
{
    return (uint8_t)(metres ? left_mm(roll, metres) / (metres * 10u) : 100);
}

static uint32_t slip_mm(const struct roll *roll)
{
    uint32_t mean = roll->slips >= MEAN_FROM ? roll->used_mm / roll->slips : 0;
    return mean > 0 ? mean : ROLL_SLIP_MM;
}

uint32_t roll_slips_left(const struct roll *roll, uint16_t metres)
{
    return left_mm(roll, metres) / slip_mm(roll);
}

uint32_t roll_slips_full(const struct roll *roll, uint16_t metres)
{
    return metres * 1000u / slip_mm(roll);
}

void roll_print(const struct roll *roll, char text[ROLL_TEXT_SIZE])
{
    snprintf(text, ROLL_TEXT_SIZE, "used_mm %" PRIu32 "\nslips %" PRIu32 "\nchanged %" PRId64 "\n",
             roll->used_mm, roll->slips, (int64_t)roll->changed);
}

bool roll_parse(struct roll *roll, const char *text, size_t length)
{
    char copy[ROLL_TEXT_SIZE];
    struct roll read = {0};
    int64_t changed = 0;
    char rest = 0;
    if (length >= sizeof(copy))
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (sscanf(copy, "used_mm %9" SCNu32 " slips %9" SCNu32 " changed %15" SCNd64 " %c",
               &read.used_mm, &read.slips, &changed, &rest) != 3 ||
        changed < 0)
        return false;
    read.changed = changed;
    *roll = read;
    return true;
}
