/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link_list - a list through an array of links, by index; 0 = none.
 *
 * Missed tickets, the parked tickets of a window and the windows that wait for a
 * rating are such lists: O(1) in and out, no memory of their own.
 *
 * Threads: none; pure.
 */
#ifndef ENGINE_LINK_LIST_H
#define ENGINE_LINK_LIST_H

#include <stdint.h>

struct link {
    uint32_t prev, next;
};

struct link_list {
    uint32_t head, tail, count;
};

/* Appends; `at` must be in no list. */
void link_list_add(struct link_list *list, struct link *links, uint32_t at);
/* The same, right behind a member; 0 = before all. */
void link_list_add_behind(struct link_list *list, struct link *links, uint32_t at, uint32_t behind);
/* `at` must be in this list. */
void link_list_remove(struct link_list *list, struct link *links, uint32_t at);

#endif
