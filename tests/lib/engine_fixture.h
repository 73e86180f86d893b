/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_fixture - the hall of a test file, and how each of its tests ends: the facts, replayed,
 * are the same hall. Each file has a setup of its own.
 */
#ifndef TESTS_ENGINE_FIXTURE_H
#define TESTS_ENGINE_FIXTURE_H

#include "engine_hall.h"
#include "test.h"

static struct engine_hall w;

static int teardown(void **state)
{
    (void)state;
    engine_replay(&w);
    engine_stop(&w);
    return 0;
}

#endif
