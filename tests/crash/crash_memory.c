/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crash_memory - every allocation fails in turn (F08), SQLite's, OpenSSL's and our own; once and
 * for good. The store refuses, the process ends, and a turn was committed once or not at all.
 *
 * CRASH_STRIDE=1 takes every allocation; the suite takes some.
 */
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "scenario.h"
#include "test.h"

#define STRIDE 23

static struct {
    uint64_t count, fail_at;
    bool armed, persists, failed;
} memory;

static bool refuses(void)
{
    if (!memory.armed)
        return false;
    memory.count++;
    if (!memory.fail_at || memory.count < memory.fail_at || (memory.failed && !memory.persists))
        return false;
    memory.failed = true;
    return true;
}

/* ---- whose allocations ---- */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size)
{
    return refuses() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refuses() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return refuses() ? NULL : __real_realloc(block, size);
}

static sqlite3_mem_methods sqlite;

static void *sqlite_malloc(int size)
{
    return refuses() ? NULL : sqlite.xMalloc(size);
}

static void *sqlite_realloc(void *block, int size)
{
    return refuses() ? NULL : sqlite.xRealloc(block, size);
}

static void *openssl_malloc(size_t size, const char *file, int line)
{
    (void)file, (void)line;
    return refuses() ? NULL : __real_malloc(size);
}

static void *openssl_realloc(void *block, size_t size, const char *file, int line)
{
    (void)file, (void)line;
    return refuses() ? NULL : __real_realloc(block, size);
}

static void openssl_free(void *block, const char *file, int line)
{
    (void)file, (void)line;
    free(block);
}

static void install(void)
{
    sqlite3_mem_methods wrapped;
    if (!CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) ||
        sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite) != SQLITE_OK)
        abort();
    wrapped = sqlite;
    wrapped.xMalloc = sqlite_malloc;
    wrapped.xRealloc = sqlite_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &wrapped) != SQLITE_OK)
        abort();
}

/* ---- the lives ---- */

static bool lives(struct scenario *s)
{
    bool whole = scenario_run(s);
    memory.armed = false;
    if (!whole && !memory.failed) {
        snprintf(s->complaint, sizeof(s->complaint), "refused with memory at step %zu", s->step);
        return false;
    }
    scenario_kill(s);
    if (!scenario_verify(s))
        return false;
    scenario_skip(s);
    return scenario_run(s) && scenario_verify(s);
}

static uint64_t stride(void)
{
    const char *text = getenv("CRASH_STRIDE");
    uint64_t n = text ? strtoull(text, NULL, 10) : 0;
    return n ? n : STRIDE;
}

static void fail_everywhere(bool persists)
{
    uint64_t step = stride(), done = 0;
    for (uint64_t at = 1;; at += step, done++) {
        struct scenario s;
        scenario_begin(&s);
        memory.count = 0;
        memory.fail_at = at;
        memory.persists = persists;
        memory.failed = false;
        memory.armed = true;
        bool good = lives(&s), reached = memory.failed;
        scenario_end(&s);
        if (!good)
            fail_msg("allocation %llu fails (%s): %s", (unsigned long long)at,
                     persists ? "for good" : "once", s.complaint);
        if (!reached)
            break;
    }
    print_message("%llu of %llu allocations\n", (unsigned long long)done,
                  (unsigned long long)memory.count);
    assert_true(done > 100);
}

static void an_allocation_fails_once(void **state)
{
    (void)state;
    fail_everywhere(false);
}

static void there_is_no_more_memory(void **state)
{
    (void)state;
    fail_everywhere(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_allocation_fails_once),
        cmocka_unit_test(there_is_no_more_memory),
    };
    install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
