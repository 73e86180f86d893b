/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base - the few language gaps every folder needs filled.
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <stddef.h>
#include <stdint.h>

#define countof(array) (sizeof(array) / sizeof((array)[0]))

/* The struct that embeds `member` at `ptr`. Only for intrusive members. */
#define container_of(ptr, type, member) ((type *)(void *)((char *)(ptr)-offsetof(type, member)))

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

/* Milliseconds. A moment is counted from 1970-01-01 UTC unless a header says otherwise. */
typedef int64_t msec;
#define SECOND ((msec)1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

#endif
