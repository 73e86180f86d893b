/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display_queue - one queue of announcements, for the tests of what becomes of them.
 */
#ifndef TESTS_DISPLAY_QUEUE_H
#define TESTS_DISPLAY_QUEUE_H

#include "display_fixture.h"

static struct board board;
static struct announce announce;
static struct announce_entry taken;

static inline int nothing_spoken(void **state)
{
    (void)state;
    board_init(&board, &small_hall, &small_device);
    announce_init(&announce, 0);
    return 0;
}

static inline struct announce_entry call(uint32_t id, const char *label, uint16_t target,
                                         uint8_t kind)
{
    return (struct announce_entry){.id = id,
                                   .target = {target},
                                   .label = label_of(label),
                                   .kind = kind,
                                   .dies = 60 * SECOND};
}

static inline void offer(const struct announce_entry *list, uint32_t count)
{
    announce_begin(&announce);
    for (uint32_t i = 0; i < count; i++)
        announce_offer(&announce, &list[i]);
    announce_end(&announce);
}

static inline bool step(msec now)
{
    return announce_step(&announce, &board, now, &taken);
}

static inline void expect(msec now, uint32_t id, enum announce_fate fate)
{
    assert_true(step(now));
    assert_int_equal(taken.id, id);
    assert_int_equal(taken.fate, fate);
}

#endif
