/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ten thousand calls in virtual time under faults (D-35): connections cut, boards killed and
 * started again, sound lost, calls undone, recalled and served. The board is the real model;
 * the controller and the state file are played here.
 *
 * Holds always: no id is spoken twice; sounds never overlap; a call that the board was connected
 * for all its life is spoken, or told to be merged, expired, overtaken or withdrawn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/display_fixture.h"

#define CALLS 10000
#define LIFE_MS (60 * SECOND)
#define STEP_MS 200

enum told { TOLD_NOTHING, TOLD_SPOKEN, TOLD_SKIPPED };

static struct board board;
static struct announce announce;
static struct announce_entry rows[256];
static uint32_t row_count, next_id = 1, stored;
static uint8_t told[CALLS + 1];
static uint32_t spoken, skipped[ANNOUNCE_WITHDRAWN + 1], dropped_by_cut;
static bool cut;
static msec sound_until, cut_until, connected_since;
/* Ids that ended after the board was connected for all their life: they must be told. */
static bool must[CALLS + 1];
static uint64_t seed;

static uint32_t below(uint32_t n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

static bool waits(uint32_t id)
{
    for (uint32_t i = 0; i < announce.count; i++)
        if (announce.entries[i].id == id)
            return true;
    return false;
}

/* Heard all its life: told, or still in the queue behind another one. */
static void check_lost(void)
{
    for (uint32_t id = 1; id <= CALLS; id++)
        if (must[id] && told[id] == TOLD_NOTHING && !waits(id))
            fail_msg("call %u is lost", id);
}

static void restart(void)
{
    check_lost();
    announce_init(&announce, stored);
    sound_until = 0;
    /* What only waited in memory to be told is forgotten; its row is gone, so it cannot be said. */
    memset(must, 0, sizeof(must));
}

static void add_row(msec now, uint8_t kind, struct label label, uint16_t target)
{
    if (row_count == countof(rows) || next_id > CALLS)
        return;
    rows[row_count++] = (struct announce_entry){.id = next_id++,
                                                .target = {target},
                                                .label = label,
                                                .kind = kind,
                                                .born = now,
                                                .dies = now + LIFE_MS};
}

static void remove_row(uint32_t at, msec now)
{
    if (!cut && connected_since <= rows[at].born && rows[at].born < now)
        must[rows[at].id] = true;
    row_count--;
    for (; at < row_count; at++)
        rows[at] = rows[at + 1];
}

/* What clerks and the controller do in one step. */
static void hall_acts(msec now)
{
    for (uint32_t i = row_count; i > 0; i--)
        if (now >= rows[i - 1].dies)
            remove_row(i - 1, now);
    if (below(20) == 0)
        add_row(now, CALL_FIRST, (struct label){{'A', 0}, (uint16_t)(below(900) + 1)},
                (uint16_t)(below(30) + 1));
    if (row_count && below(100) == 0) {
        uint32_t i = below(row_count);
        add_row(now, CALL_AGAIN, rows[i].label, rows[i].target.n);
    }
    if (row_count && below(300) == 0)
        remove_row(row_count - 1, now); /* undo: the newest */
    struct board_time time = {now, MORNING + now, 480};
    board_begin(&board);
    if (row_count && below(2) == 0)
        board_put_target(&board, &(struct board_target){.target = rows[0].target,
                                                        .state = WINDOW_SERVING,
                                                        .label = rows[0].label,
                                                        .order = 1});
    board_end(&board, &time);
}

static void faults(msec now)
{
    if (!cut && below(600) == 0) {
        cut = true;
        cut_until = now + (msec)below(90) * SECOND;
    } else if (cut && now >= cut_until) {
        cut = false;
        connected_since = now;
    }
    if (below(500) == 0)
        restart();
}

static void settle(const struct announce_entry *entry, msec now)
{
    if (entry->fate == ANNOUNCE_SPEAK) {
        assert_int_equal(told[entry->id], TOLD_NOTHING);
        assert_true(now >= sound_until);
        stored = entry->id; /* before the sound */
        told[entry->id] = TOLD_SPOKEN;
        sound_until = now + (msec)(below(12) + 1) * SECOND;
        spoken++;
        return;
    }
    assert_int_not_equal(told[entry->id], TOLD_SPOKEN);
    told[entry->id] = TOLD_SKIPPED;
    stored = entry->id;
    skipped[entry->fate]++;
}

static void board_acts(msec now)
{
    struct announce_entry entry;
    if (!cut) {
        announce_begin(&announce);
        for (uint32_t i = 0; i < row_count; i++)
            announce_offer(&announce, &rows[i]);
        announce_end(&announce);
    }
    if (announce.speaking && now >= sound_until)
        announce_done(&announce);
    while (announce_step(&announce, &board, now, &entry))
        settle(&entry, now);
}

static void no_call_is_spoken_twice_and_none_is_lost(void **state) /* D-12, R-V3 */
{
    (void)state;
    const char *given = getenv("HALL_SEED");
    seed = given ? strtoull(given, NULL, 10) : 20260318;
    print_message("seed %llu\n", (unsigned long long)seed);
    board_init(&board, &small_hall, &small_device);
    restart();
    msec now = 0;
    for (; next_id <= CALLS || row_count || announce.count; now += STEP_MS) {
        hall_acts(now);
        faults(now);
        board_acts(now);
    }
    /* A row that lived and died inside one cut, or under a dead board, was never heard of. */
    for (uint32_t id = 1; id <= CALLS; id++)
        dropped_by_cut += told[id] == TOLD_NOTHING;
    check_lost();
    print_message("%u spoken, %u merged, %u expired, %u overtaken, %u withdrawn, %u not heard of, "
                  "in %lld hours\n",
                  spoken, skipped[ANNOUNCE_MERGED], skipped[ANNOUNCE_EXPIRED],
                  skipped[ANNOUNCE_OVERTAKEN], skipped[ANNOUNCE_WITHDRAWN], dropped_by_cut,
                  (long long)(now / HOUR));
    assert_true(spoken > CALLS / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_call_is_spoken_twice_and_none_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
