/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "domain/calendar.h"
#include "domain/vocab.h"
#include "protocol/message.h"

void complain(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("hallctl: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
}

void clock_text(uint64_t utc_ms, int16_t tz_min, char text[CLOCK_TEXT_SIZE])
{
    struct civil local = calendar_local((msec)utc_ms, tz_min);
    if (!utc_ms)
        snprintf(text, CLOCK_TEXT_SIZE, "-");
    else
        snprintf(text, CLOCK_TEXT_SIZE, "%02u:%02u:%02u", local.hour, local.minute, local.second);
}

void label_text(uint16_t prefix, uint16_t number, char text[LABEL_TEXT_SIZE])
{
    label_print(label_from_wire(prefix, number), text);
    if (!text[0])
        snprintf(text, LABEL_TEXT_SIZE, "-");
}

void target_text(uint16_t target, char text[16])
{
    if (target & TARGET_ROOM)
        snprintf(text, 16, "room-%u", target & (TARGET_ROOM - 1));
    else
        snprintf(text, 16, "%u", target);
}

bool read_u32(const char *text, uint32_t *number)
{
    uint64_t n = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && n <= UINT32_MAX; at++)
        n = n * 10 + (uint64_t)(*at - '0');
    *number = (uint32_t)n;
    return at > text && !*at && n <= UINT32_MAX;
}

bool read_target(const char *text, uint16_t *target)
{
    bool room = strncmp(text, "room-", 5) == 0;
    uint32_t number;
    if (!read_u32(room ? text + 5 : text, &number) || number >= TARGET_ROOM)
        return false;
    *target = (uint16_t)(number | (room ? TARGET_ROOM : 0));
    return true;
}
