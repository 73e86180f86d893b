/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_slip_kinds - every kind of slip with the data of its drawing (docs/ui p01 … p04).
 */
#ifndef TESTS_KIOSK_SLIP_KINDS_H
#define TESTS_KIOSK_SLIP_KINDS_H

#include "device/slip.h"

#define SLIP_KINDS(X)               \
    X(NORMAL, "normal")             \
    X(PRIORITY, "priority")         \
    X(APPOINTMENT, "appointment")   \
    X(REPRINT, "reprint")           \
    X(GREEN, "green")               \
    X(TRAINING, "training")         \
    X(ALONE, "alone")               \
    X(AGENT, "agent")               \
    X(CONFIDENTIAL, "confidential") \
    X(LONG, "long")                 \
    X(ENGLISH, "english")           \
    X(BOTH, "both")                 \
    X(NARROW, "narrow")             \
    X(NARROW_LONG, "narrow-long")

#define X(name, text) SLIP_##name,
enum slip_kind { SLIP_KINDS(X) SLIP_KIND_COUNT };
#undef X
const char *slip_kind_name(enum slip_kind kind);

/* `def` is changed where the kind wants another rule of the hall; it must not be shared. */
struct slip slip_of_kind(enum slip_kind kind, struct hall_def *def, const struct words *words);
/* The longest there is on that roll: both languages, a copy, people, three steps. */
struct slip slip_longest(bool narrow, struct hall_def *def, const struct words *words);

#endif
