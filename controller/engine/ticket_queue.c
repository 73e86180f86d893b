/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/ticket_queue.h"

#include <assert.h>

#define NODE(slot) (queue->nodes[slot])

bool place_before(const struct ticket_place *a, const struct ticket_place *b)
{
    if (a->returned != b->returned)
        return a->returned;
    if (a->rank != b->rank)
        return a->rank < b->rank;
    if (a->key != b->key)
        return a->key < b->key;
    if (a->joined != b->joined)
        return a->joined < b->joined;
    return a->order < b->order;
}

/* Decides the shape of the tree only, never the order. Fixed, so that a day is repeatable; each
 * step can be undone, so no two slots weigh the same. */
static uint32_t weight(uint32_t slot)
{
    uint32_t h = slot * 0x9e3779b1u;
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    return h ^ h >> 16;
}

static uint8_t class_bit(const struct ticket_place *place)
{
    return (uint8_t)(1u << place->ticket_class);
}

/* Of the subtree, from those right below. Slot 0 stands for nothing: no classes. */
static uint8_t classes_of(const struct ticket_queue *queue, uint32_t slot)
{
    return (uint8_t)(class_bit(&NODE(slot).place) | NODE(NODE(slot).left).classes |
                     NODE(NODE(slot).right).classes);
}

static bool heavier(uint32_t a, uint32_t b)
{
    return weight(a) > weight(b);
}

void ticket_queue_init(struct ticket_queue *queue, struct ticket_node *nodes)
{
    *queue = (struct ticket_queue){.nodes = nodes};
}

uint32_t ticket_queue_length(const struct ticket_queue *queue)
{
    return queue->root ? NODE(queue->root).size : 0;
}

/* Puts `child` where `slot` hangs: under the same parent, or at the root. */
static void replace(struct ticket_queue *queue, uint32_t slot, uint32_t child)
{
    uint32_t parent = NODE(slot).parent;
    if (!parent)
        queue->root = child;
    else if (NODE(parent).left == slot)
        NODE(parent).left = child;
    else
        NODE(parent).right = child;
    if (child)
        NODE(child).parent = parent;
}

/* Turns the edge between a child and its parent: the child comes up one level. */
static void lift(struct ticket_queue *queue, uint32_t child)
{
    uint32_t parent = NODE(child).parent;
    assert(parent && (NODE(parent).left == child || NODE(parent).right == child));
    assert(NODE(parent).size > NODE(child).size);
    replace(queue, parent, child);

    uint32_t inner; /* the child's subtree that changes sides */
    if (NODE(parent).left == child) {
        inner = NODE(child).right;
        NODE(parent).left = inner;
        NODE(child).right = parent;
    } else {
        inner = NODE(child).left;
        NODE(parent).right = inner;
        NODE(child).left = parent;
    }
    if (inner)
        NODE(inner).parent = parent;
    NODE(parent).parent = child;

    uint32_t below = inner ? NODE(inner).size : 0;
    uint32_t whole = NODE(parent).size;
    NODE(parent).size = whole - NODE(child).size + below;
    NODE(child).size = whole;
    NODE(child).classes = NODE(parent).classes;
    NODE(parent).classes = classes_of(queue, parent);
}

void ticket_queue_join(struct ticket_queue *queue, uint32_t slot, const struct ticket_place *place)
{
    assert(slot && NODE(slot).size == 0);
    assert(place->order > 0 && place->ticket_class < 8);
    uint32_t parent = 0, at = queue->root;
    bool left = false, leftmost = true;
    while (at) {
        parent = at;
        NODE(at).size++;
        NODE(at).classes |= class_bit(place);
        left = place_before(place, &NODE(at).place);
        leftmost = leftmost && left;
        at = left ? NODE(at).left : NODE(at).right;
    }
    NODE(slot) = (struct ticket_node){.place = *place,
                                      .parent = parent,
                                      .size = 1,
                                      .classes = class_bit(place)};
    if (!parent)
        queue->root = slot;
    else if (left)
        NODE(parent).left = slot;
    else
        NODE(parent).right = slot;
    if (leftmost)
        queue->first = slot;
    while (NODE(slot).parent && heavier(slot, NODE(slot).parent))
        lift(queue, slot);
}

uint32_t ticket_queue_next(const struct ticket_queue *queue, uint32_t slot)
{
    assert(slot && NODE(slot).size > 0);
    uint32_t at = NODE(slot).right;
    if (at) {
        while (NODE(at).left)
            at = NODE(at).left;
        return at;
    }
    at = slot;
    while (NODE(at).parent && NODE(NODE(at).parent).right == at)
        at = NODE(at).parent;
    return NODE(at).parent;
}

void ticket_queue_leave(struct ticket_queue *queue, uint32_t slot)
{
    assert(slot && NODE(slot).size > 0);
    assert(queue->root && queue->first);
    if (queue->first == slot)
        queue->first = ticket_queue_next(queue, slot);
    while (NODE(slot).left && NODE(slot).right)
        lift(queue,
             heavier(NODE(slot).left, NODE(slot).right) ? NODE(slot).left : NODE(slot).right);
    uint32_t above = NODE(slot).parent;
    replace(queue, slot, NODE(slot).left ? NODE(slot).left : NODE(slot).right);
    NODE(slot).left = NODE(slot).right = NODE(slot).parent = NODE(slot).size = 0;
    NODE(slot).classes = 0;
    for (bool stale = true; above; above = NODE(above).parent) {
        NODE(above).size--;
        if (stale) {
            uint8_t classes = classes_of(queue, above);
            stale = classes != NODE(above).classes; /* else those above have theirs */
            NODE(above).classes = classes;
        }
    }
    assert(!queue->root == !queue->first);
}

static bool has(const struct ticket_queue *queue, uint32_t slot, uint8_t classes)
{
    return (NODE(slot).classes & classes) != 0;
}

/* The first of these classes in a subtree that has one. */
static uint32_t leftmost_with(const struct ticket_queue *queue, uint32_t at, uint8_t classes)
{
    assert(has(queue, at, classes));
    for (;;) {
        if (has(queue, NODE(at).left, classes))
            at = NODE(at).left;
        else if (class_bit(&NODE(at).place) & classes)
            return at;
        else
            at = NODE(at).right;
    }
}

static uint32_t next_with(const struct ticket_queue *queue, uint32_t slot, uint8_t classes)
{
    if (has(queue, NODE(slot).right, classes))
        return leftmost_with(queue, NODE(slot).right, classes);
    for (uint32_t at = NODE(slot).parent; at; slot = at, at = NODE(at).parent) {
        if (NODE(at).left != slot)
            continue;
        if (class_bit(&NODE(at).place) & classes)
            return at;
        if (has(queue, NODE(at).right, classes))
            return leftmost_with(queue, NODE(at).right, classes);
    }
    return 0;
}

uint32_t ticket_queue_first_of(const struct ticket_queue *queue, uint8_t classes, uint32_t but)
{
    if (!has(queue, queue->root, classes))
        return 0;
    uint32_t first = leftmost_with(queue, queue->root, classes);
    return first == but ? next_with(queue, first, classes) : first;
}

uint32_t ticket_queue_nth(const struct ticket_queue *queue, uint32_t n)
{
    uint32_t at = queue->root;
    while (at) {
        uint32_t left = NODE(at).left ? NODE(NODE(at).left).size : 0;
        if (n == left)
            return at;
        if (n < left) {
            at = NODE(at).left;
        } else {
            assert(n > left);
            n -= left + 1;
            at = NODE(at).right;
        }
    }
    return 0;
}

uint32_t ticket_queue_rank(const struct ticket_queue *queue, const struct ticket_place *place)
{
    uint32_t before = 0;
    for (uint32_t at = queue->root; at;) {
        if (place_before(&NODE(at).place, place)) {
            before += 1 + (NODE(at).left ? NODE(NODE(at).left).size : 0);
            at = NODE(at).right;
        } else {
            at = NODE(at).left;
        }
    }
    return before;
}

static uint32_t size_of(const struct ticket_queue *queue, uint32_t slot)
{
    return slot ? NODE(slot).size : 0;
}

const char *ticket_queue_check(const struct ticket_queue *queue)
{
    uint32_t count = 0, last = 0;
    if (queue->root && NODE(queue->root).parent)
        return "a queue's root has a parent";
    if (queue->first != ticket_queue_nth(queue, 0))
        return "a queue's first is not its first";
    for (uint32_t at = queue->first; at; last = at, at = ticket_queue_next(queue, at), count++) {
        uint32_t left = NODE(at).left, right = NODE(at).right;
        if (NODE(at).size != 1 + size_of(queue, left) + size_of(queue, right))
            return "a queue's subtree is counted wrongly";
        if ((left && NODE(left).parent != at) || (right && NODE(right).parent != at))
            return "a queue's links do not meet";
        if (NODE(at).classes != classes_of(queue, at))
            return "a queue's subtree has other classes";
        if ((left && heavier(left, at)) || (right && heavier(right, at)))
            return "a queue's tree is out of shape";
        if (last && !place_before(&NODE(last).place, &NODE(at).place))
            return "a queue is out of order";
    }
    return count == ticket_queue_length(queue) ? NULL : "a queue's length is wrong";
}
