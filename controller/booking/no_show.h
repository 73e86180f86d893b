/* SPDX-License-Identifier: Apache-2.0 */
/*
 * no_show - who did not come, for the block of R-A6: STATE/no-shows, mode 0600, only while
 * rules.no_shows is not 0.
 *
 * Hashed under a key of its own that lives rules.no_show_days; then it is destroyed with
 * everything that was kept under it, and a new one begins. So nothing can be tried out
 * for longer, and a block never lasts longer.
 *
 * Errors: logged here, once. Threads: none; whoever writes holds book_lock.
 */
#ifndef BOOKING_NO_SHOW_H
#define BOOKING_NO_SHOW_H

#include "booking/day_key.h"

#define NO_SHOWS_MAX 20000

struct no_shows {
    struct day_key key; /* day = when it was made */
    uint32_t count;
    struct no_show {
        uint32_t day;
        uint8_t who[ID_HASH_SIZE];
    } * list;
};

/* A key that is older than `days` on `today` is replaced, and its list is empty. Ends with
 * no_shows_free, also on an error. */
enum err no_shows_read(const char *state_dir, uint32_t today, uint32_t days,
                       struct no_shows *all) MUST_CHECK;
enum err no_shows_write(const char *state_dir, const struct no_shows *all) MUST_CHECK;
void no_shows_free(struct no_shows *all);
/* The oldest goes when there are too many. Said twice of a day it counts once: a person has one
 * appointment a day (R-A3), and its close may be seen again after a power cut. */
void no_shows_add(struct no_shows *all, uint32_t day, const uint8_t who[ID_HASH_SIZE]);
uint32_t no_shows_of(const struct no_shows *all, const uint8_t who[ID_HASH_SIZE]);

#endif
