/* SPDX-License-Identifier: Apache-2.0 */
/*
 * engine_sane - the lively hall, and its memory as it was, for tests that write into it: hall_mend
 * makes it sane again.
 */
#ifndef TESTS_ENGINE_SANE_H
#define TESTS_ENGINE_SANE_H

#include <stdlib.h>
#include <string.h>

#include "engine/state.h"
#include "engine_lively.h"
#include "test.h"

static struct engine_hall w;
static struct hall *hall;
static void *sane;
static size_t size;

static int setup(void **state)
{
    (void)state;
    engine_start_lively(&w);
    hall = w.hall;
    digest_settle(hall); /* what is stale may differ from its hash */
    size = hall_bytes(&w.def, w.tickets);
    sane = malloc(size);
    assert_non_null(sane);
    memcpy(sane, w.memory, size);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    free(sane);
    engine_stop(&w);
    return 0;
}

static inline void hall_mend(void)
{
    memcpy(w.memory, sane, size);
}

#endif
