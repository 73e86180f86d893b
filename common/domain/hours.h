/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hours - when a hall issues tickets and serves (R-K5, R-O1, R-O2).
 *
 * Sessions are local wall time in minutes since midnight, for every day of a
 * weekday mask. Ticketing opens `early_min` before a session starts and stops
 * `stop_min` before it ends.
 *
 * Which sessions a day has is a mask, `open`: bit i = sessions[i]. calendar.h makes
 * it from a date and the holidays of a hall, hours_on from a weekday alone.
 */
#ifndef DOMAIN_HOURS_H
#define DOMAIN_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#define SESSIONS_MAX 4
#define WEEKDAYS_MON_FRI 0x1f /* bit 0 = Monday */

struct hours_session {
    uint16_t from_min, to_min; /* from < to; 0..1440 */
};

struct hours {
    uint8_t weekdays; /* mask; 0 = every day */
    uint8_t count;
    uint16_t early_min, stop_min;
    struct hours_session sessions[SESSIONS_MAX]; /* in order, not overlapping */
};

/* All sessions; those of that weekday (0 = Monday), 0 = none. */
uint8_t hours_all(const struct hours *hours);
uint8_t hours_on(const struct hours *hours, uint8_t weekday);
/* The first session at or behind number `from` that tickets are taken for at this minute, -1 =
 * none. Two touching sessions may both be: the first stops later than the second begins early. */
int hours_session(const struct hours *hours, uint8_t open, uint16_t minute, int from);
/* May a ticket be taken at this minute? */
bool hours_ticketing(const struct hours *hours, uint8_t open, uint16_t minute);
/* Is this minute inside a service session? */
bool hours_service(const struct hours *hours, uint8_t open, uint16_t minute);
/* Is it between two sessions of the day, of when tickets stop to when they begin again? */
bool hours_between(const struct hours *hours, uint8_t open, uint16_t minute);
/* Is the last session over? */
bool hours_over(const struct hours *hours, uint8_t open, uint16_t minute);
/* Minutes until ticketing next opens today, -1 when not again today, 0 when open now. */
int32_t hours_opens_in(const struct hours *hours, uint8_t open, uint16_t minute);
/* Sessions in order and not overlapping, each inside the day and longer than stop_min. */
bool hours_valid(const struct hours *hours);

#endif
