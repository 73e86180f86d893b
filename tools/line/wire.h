/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wire - one pair of RS-485 wires: what one end says all others hear, a character at a
 * time at the speed of the line; two that speak at once are understood by nobody.
 *
 * Pure: bytes are put in with the moment they were written, and come out when the line
 * has had the time to carry them.
 *
 * Time:    nanoseconds of a monotonic clock, passed in, never going back.
 * Threads: none.
 */
#ifndef LINE_WIRE_H
#define LINE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRE_ENDS_MAX 66     /* the master, 64 stations, one to listen */
#define WIRE_QUEUE_SIZE 2048 /* characters an end may be ahead of the line */

struct wire_end {
    int64_t next;         /* when the first waiting character starts */
    int64_t spoilt_until; /* characters that start before that met another's */
    uint32_t head, count;
    uint8_t queue[WIRE_QUEUE_SIZE];
};

struct wire {
    int64_t char_ns;
    int64_t busy_until; /* the end of the last character … */
    uint32_t speaker;   /* … and who said it */
    uint32_t ends;
    uint64_t carried, spoilt, dropped;
    struct wire_end end[WIRE_ENDS_MAX];
};

void wire_init(struct wire *wire, uint32_t ends, uint32_t baud);
/* What does not fit is dropped: a UART's buffer is not endless either. */
void wire_put(struct wire *wire, uint32_t end, const uint8_t *bytes, size_t count, int64_t now);
/* The next character that arrived by `now`: who said it, and what is heard. */
bool wire_next(struct wire *wire, int64_t now, uint32_t *speaker, uint8_t *byte);
/* When the next character arrives; INT64_MAX when the line is silent. */
int64_t wire_deadline(const struct wire *wire);

#endif
