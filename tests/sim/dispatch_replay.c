/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two recorded days through the real engine: the calls are those of an independent
 * simulator, byte for byte, and stay so when the hall is rebuilt from its journal in
 * the middle: dispatch_replay [EVENTS between two restarts]
 */
#include <stdlib.h>
#include <string.h>

#include "sim/replay.h"
#include "test.h"

static const char *const days[] = {"base_1_0", "heavy_1_0"};
static const char *const rules[] = {[DISPATCH_HEADSTART] = "headstart",
                                    [DISPATCH_FIFO] = "fifo",
                                    [DISPATCH_STRICT] = "strict",
                                    [DISPATCH_TURNS] = "turns"};

static uint32_t often; /* 0 = not said */

static void path_of(char *path, size_t size, const char *day, const char *file)
{
    snprintf(path, size, TEST_DATA_DIR "/days/%s%s%s", day, *file ? "/" : "", file);
}

static struct day read_day(const char *name)
{
    char path[512];
    struct day day;
    path_of(path, sizeof(path), name, "");
    assert_int_equal(day_read(path, &day), ERR_NONE);
    return day;
}

/* The log as text, to be freed. */
static char *log_of(const struct day *day, uint8_t rule, uint32_t restart_every, uint32_t *restarts)
{
    struct replay replay;
    const struct replay_options options = {.rule = rule, .restart_every = restart_every};
    assert_int_equal(replay_run(&replay, day, &options), ERR_NONE);
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    assert_non_null(file);
    replay_write(&replay, file);
    assert_int_equal(fclose(file), 0);
    *restarts = replay.restarts;
    replay_free(&replay);
    return text;
}

static char *file_text(const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, size, file), size);
    text[size] = '\0';
    fclose(file);
    return text;
}

/* Says where, since two logs of 250 KB are no message. */
static void same_log(const char *what, const char *got, const char *want)
{
    uint32_t line = 1;
    for (; *got && *got == *want; got++, want++)
        line += *got == '\n';
    if (*got != *want)
        fail_msg("%s: line %u: %.60s … instead of %.60s …", what, line, got, want);
}

static void the_calls_are_those_of_the_reference(void **state)
{
    (void)state;
    for (size_t d = 0; d < countof(days); d++) {
        struct day day = read_day(days[d]);
        for (uint8_t rule = DISPATCH_HEADSTART; rule <= DISPATCH_STRICT; rule++) {
            char name[64], path[512];
            uint32_t restarts;
            snprintf(name, sizeof(name), "calls_%s.csv", rules[rule]);
            path_of(path, sizeof(path), days[d], name);
            char *want = file_text(path), *got = log_of(&day, rule, 0, &restarts);
            same_log(path, got, want);
            free(want);
            free(got);
        }
        day_free(&day);
    }
}

static void a_restart_at_any_event_changes_no_call(void **state)
{
    (void)state;
    /* Numbers without a common divisor: moments of every kind. */
    const uint32_t every[][2] = {{often ? often : 29, 41}, {499, 997}};
    for (size_t d = 0; d < countof(days); d++) {
        struct day day = read_day(days[d]);
        for (uint8_t rule = DISPATCH_HEADSTART; rule <= DISPATCH_TURNS; rule++) {
            uint32_t restarts;
            char *whole = log_of(&day, rule, 0, &restarts);
            assert_int_equal(restarts, 0);
            for (size_t i = 0; i < countof(every[d]); i++) {
                char *again = log_of(&day, rule, every[d][i], &restarts);
                assert_true(restarts >= 10);
                same_log(rules[rule], again, whole);
                free(again);
            }
            free(whole);
        }
        day_free(&day);
    }
}

static void everybody_is_called_and_once(void **state)
{
    (void)state;
    for (size_t d = 0; d < countof(days); d++) {
        struct day day = read_day(days[d]);
        for (uint8_t rule = DISPATCH_HEADSTART; rule <= DISPATCH_TURNS; rule++) {
            struct replay replay;
            const struct replay_options options = {.rule = rule};
            assert_int_equal(replay_run(&replay, &day, &options), ERR_NONE);
            for (uint32_t i = 0; i < replay.leg_count; i++)
                assert_true(replay.legs[i].window >= 0 &&
                            replay.legs[i].call >= replay.legs[i].enqueue);
            assert_null(hall_check(replay.hall));
            assert_int_equal(hall_waiting_all(replay.hall), 0);
            replay_free(&replay);
        }
        day_free(&day);
    }
}

int main(int argc, char **argv)
{
    if (argc > 1)
        often = (uint32_t)strtoul(argv[1], NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_calls_are_those_of_the_reference),
        cmocka_unit_test(a_restart_at_any_event_changes_no_call),
        cmocka_unit_test(everybody_is_called_and_once),
    };
    return cmocka_run_group_tests_name("dispatch_replay", tests, NULL, NULL);
}
