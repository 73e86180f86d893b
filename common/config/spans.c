/* SPDX-License-Identifier: Apache-2.0 */
#include "config/spans.h"

#include <stdbool.h>

static void skip_spaces(const char **at)
{
    while (**at == ' ')
        (*at)++;
}

static bool read_number(const char **at, uint32_t most, uint16_t *value)
{
    const char *from = *at;
    uint32_t number = 0;
    for (; **at >= '0' && **at <= '9' && number <= most; (*at)++)
        number = number * 10 + (uint32_t)(**at - '0');
    *value = (uint16_t)number;
    return *at > from && number <= most;
}

const char *spans_parse(const char *text, struct spans *spans)
{
    static const char form[] = "write a number or a range, such as 5 or 1-8, 12";
    *spans = (struct spans){0};
    for (;;) {
        uint16_t low, high;
        skip_spaces(&text);
        if (!read_number(&text, SPAN_NUMBER_MAX, &low) || !low)
            return form;
        high = low;
        skip_spaces(&text);
        if (*text == '-') {
            text++;
            skip_spaces(&text);
            if (!read_number(&text, SPAN_NUMBER_MAX, &high))
                return form;
            skip_spaces(&text);
        }
        if (high < low)
            return "the range runs backwards; write the smaller number first";
        if (spans->count == SPANS_MAX)
            return "more than 16 ranges; make two entries";
        spans->list[spans->count].low = low;
        spans->list[spans->count++].high = high;
        if (!*text)
            return NULL;
        if (*text++ != ',')
            return form;
    }
}

/* "8:30" */
static bool read_minute(const char **at, uint16_t *minute)
{
    uint16_t hours, minutes;
    if (!read_number(at, 24, &hours) || *(*at)++ != ':')
        return false;
    const char *from = *at;
    if (!read_number(at, 59, &minutes) || *at - from != 2)
        return false;
    *minute = (uint16_t)(hours * 60 + minutes);
    return *minute <= 1440;
}

const char *session_parse(const char *text, struct hours_session *session)
{
    static const char form[] = "write a session as \"8:30-12:00\"";
    *session = (struct hours_session){0};
    if (!read_minute(&text, &session->from_min))
        return form;
    skip_spaces(&text);
    if (*text++ != '-')
        return form;
    skip_spaces(&text);
    if (!read_minute(&text, &session->to_min) || *text)
        return form;
    if (session->to_min <= session->from_min)
        return "the session ends before it starts; write the earlier time first";
    return NULL;
}
