/* SPDX-License-Identifier: Apache-2.0 */
/*
 * when - the one thing all parts of a station do with deadlines: take the sooner one.
 */
#ifndef CORE_WHEN_H
#define CORE_WHEN_H

#include "base/base.h"

#define WHEN_NEVER INT64_MAX

static inline msec when_sooner(msec a, msec b)
{
    return a < b ? a : b;
}

#endif
