/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ticket_queue - the waiting tickets of one service, or those sent to one target.
 *
 * Who goes first (D-19): the returned before all others, then the smallest
 *     (rank, key, joined, order).
 * rank is that of its class under strict classes and else 0 (dispatch.h). `order` is
 * unique in the hall, so the order is total and a replay gives the same day.
 *
 * Why a tree and no array heap: tickets move between queues, so 128 array heaps
 * would each need room for the whole day; and a heap cannot say how many go before
 * a ticket (R-W1) or who is the k-th (R-C2) without walking all of it. This is a
 * treap, a search tree by place and a heap by a hash of the slot: join, leave,
 * rank and nth are O(log n), first is O(1), and its nodes lie beside the tickets. Each
 * node knows the classes below it, so "the first of these classes" is O(log n) as well.
 *
 * Ownership: the caller owns the nodes; all queues of a hall share one array, slot 0
 *            means none, and a slot is in at most one queue.
 * Threads:   none; pure.
 */
#ifndef ENGINE_TICKET_QUEUE_H
#define ENGINE_TICKET_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"

struct ticket_place {
    int64_t key;
    msec joined;
    uint32_t order;
    bool returned; /* class returned sorts before all (D-19) */
    uint8_t rank;
    uint8_t ticket_class;
};

struct ticket_node {
    struct ticket_place place;
    uint32_t left, right, parent; /* slots */
    uint32_t size;                /* of the subtree; 0 = not in a queue */
    uint8_t classes;              /* of the subtree, a bit each */
};

struct ticket_queue {
    struct ticket_node *nodes;
    uint32_t root, first;
};

bool place_before(const struct ticket_place *a, const struct ticket_place *b);

void ticket_queue_init(struct ticket_queue *queue, struct ticket_node *nodes);
/* The slot must be in no queue. */
void ticket_queue_join(struct ticket_queue *queue, uint32_t slot, const struct ticket_place *place);
/* The slot must be in this queue, anywhere. */
void ticket_queue_leave(struct ticket_queue *queue, uint32_t slot);
uint32_t ticket_queue_length(const struct ticket_queue *queue);
/* The slot with exactly n before it; 0 when there are not so many. */
uint32_t ticket_queue_nth(const struct ticket_queue *queue, uint32_t n);
/* The one behind this slot; 0 = it is the last. */
uint32_t ticket_queue_next(const struct ticket_queue *queue, uint32_t slot);
/* The first whose class has its bit in `classes`, leaving out one slot (0 = none); 0 = nobody. */
uint32_t ticket_queue_first_of(const struct ticket_queue *queue, uint8_t classes, uint32_t but);
/* How many stand before this place. */
uint32_t ticket_queue_rank(const struct ticket_queue *queue, const struct ticket_place *place);
/* NULL, or what is wrong with the tree. O(n). */
const char *ticket_queue_check(const struct ticket_queue *queue);

#endif
