/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tzif - the UTC offset of a moment from the bytes of a tzdata file (RFC 8536).
 *
 * Pure. Reads the 64-bit block of version 2 and later; behind its last transition
 * the rule in the footer goes on ("CET-1CEST,M3.5.0,M10.5.0/3").
 */
#ifndef OS_TZIF_H
#define OS_TZIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

/* Seconds east of UTC at `utc` (seconds since 1970). False when the bytes make no sense. */
bool tzif_offset(const uint8_t *bytes, size_t length, int64_t utc, int32_t *offset) MUST_CHECK;
/* The same from a rule alone. */
bool tzif_rule_offset(const char *rule, int64_t utc, int32_t *offset) MUST_CHECK;

#endif
