/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ordered queue against a plain sorted list, and the list of links.
 */
#include <string.h>

#include "engine/link_list.h"
#include "engine/ticket_queue.h"
#include "test.h"

#define SLOTS 200
#define CLASSES 5u

struct fixture {
    struct ticket_node nodes[SLOTS + 1];
    struct ticket_queue queue;
    uint32_t sorted[SLOTS], count; /* the model */
    uint64_t seed;
};

static uint32_t roll(struct fixture *f, uint32_t below)
{
    f->seed = f->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(f->seed >> 33) % below;
}

static void model_join(struct fixture *f, uint32_t slot, const struct ticket_place *place)
{
    uint32_t at = f->count++;
    for (; at > 0 && place_before(place, &f->nodes[f->sorted[at - 1]].place); at--)
        f->sorted[at] = f->sorted[at - 1];
    f->sorted[at] = slot;
}

static void model_leave(struct fixture *f, uint32_t index)
{
    f->count--;
    memmove(&f->sorted[index], &f->sorted[index + 1], (f->count - index) * sizeof(f->sorted[0]));
}

/* The first of these classes in the sorted list, leaving out one. */
static uint32_t model_first_of(const struct fixture *f, uint8_t classes, uint32_t but)
{
    for (uint32_t i = 0; i < f->count; i++)
        if (f->sorted[i] != but && (classes >> f->nodes[f->sorted[i]].place.ticket_class & 1))
            return f->sorted[i];
    return 0;
}

static void expect_same_classes(struct fixture *f)
{
    for (uint8_t classes = 0; classes < 1u << CLASSES; classes++) {
        uint32_t first = model_first_of(f, classes, 0);
        assert_int_equal(ticket_queue_first_of(&f->queue, classes, 0), first);
        assert_int_equal(ticket_queue_first_of(&f->queue, classes, first),
                         first ? model_first_of(f, classes, first) : 0);
    }
}

static void expect_same(struct fixture *f)
{
    expect_same_classes(f);
    for (uint32_t i = 0; i < f->count; i++)
        assert_int_equal(ticket_queue_next(&f->queue, f->sorted[i]),
                         i + 1 < f->count ? f->sorted[i + 1] : 0);
    assert_null(ticket_queue_check(&f->queue));
    assert_int_equal(ticket_queue_length(&f->queue), f->count);
    assert_int_equal(f->queue.first, f->count ? f->sorted[0] : 0);
    for (uint32_t i = 0; i < f->count; i++) {
        assert_int_equal(ticket_queue_nth(&f->queue, i), f->sorted[i]);
        assert_int_equal(ticket_queue_rank(&f->queue, &f->nodes[f->sorted[i]].place), i);
    }
    assert_int_equal(ticket_queue_nth(&f->queue, f->count), 0);
}

static void a_queue_is_the_sorted_list_after_any_joins_and_leaves(void **state)
{
    (void)state;
    static struct fixture f;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        f = (struct fixture){.seed = seed};
        ticket_queue_init(&f.queue, f.nodes);
        for (uint32_t order = 1; order <= 400; order++) {
            uint32_t slot = 1 + roll(&f, SLOTS);
            if (f.nodes[slot].size) {
                uint32_t index = 0;
                while (f.sorted[index] != slot)
                    index++;
                ticket_queue_leave(&f.queue, slot);
                model_leave(&f, index);
            } else {
                /* Few keys, so that ties are common. */
                struct ticket_place place = {.key = (int64_t)roll(&f, 5) - 2,
                                             .joined = roll(&f, 3),
                                             .order = order,
                                             .returned = roll(&f, 8) == 0,
                                             .rank = (uint8_t)roll(&f, 2),
                                             .ticket_class = (uint8_t)roll(&f, CLASSES)};
                ticket_queue_join(&f.queue, slot, &place);
                model_join(&f, slot, &place);
            }
            if (order % 10 == 0)
                expect_same(&f);
        }
    }
}

/* D-19: the returned, then rank, then key, then time of joining, then order of joining. */
static void the_order_is_returned_rank_key_joined_order(void **state)
{
    (void)state;
    const struct ticket_place ranked[] = {
        {.key = 900, .joined = 900, .order = 9, .returned = true},
        {.key = -5, .joined = 50, .order = 8},
        {.key = 10, .joined = 10, .order = 7},
        {.key = 10, .joined = 20, .order = 5},
        {.key = 10, .joined = 20, .order = 6},
        {.key = -9, .joined = 10, .order = 4, .rank = 1},
    };
    for (size_t a = 0; a < countof(ranked); a++)
        for (size_t b = 0; b < countof(ranked); b++)
            assert_int_equal(place_before(&ranked[a], &ranked[b]), a < b);
}

static void first_in_order_stays_shallow(void **state)
{
    (void)state;
    static struct ticket_node nodes[50001];
    struct ticket_queue queue;
    memset(nodes, 0, sizeof(nodes));
    ticket_queue_init(&queue, nodes);
    for (uint32_t i = 1; i <= 50000; i++)
        ticket_queue_join(&queue, i, &(struct ticket_place){.key = i, .joined = i, .order = i});
    uint32_t deepest = 0;
    for (uint32_t i = 1; i <= 50000; i++) {
        uint32_t depth = 0;
        for (uint32_t at = i; nodes[at].parent; at = nodes[at].parent)
            depth++;
        deepest = depth > deepest ? depth : deepest;
    }
    assert_true(deepest < 64); /* about 4 ln n for a treap; a list would be 50,000 deep */
}

static void a_list_keeps_the_order_of_adding(void **state)
{
    (void)state;
    struct link links[6] = {0};
    struct link_list list = {0};
    for (uint32_t i = 1; i <= 5; i++)
        link_list_add(&list, links, i);
    link_list_remove(&list, links, 3);
    link_list_remove(&list, links, 1);
    link_list_remove(&list, links, 5);
    link_list_add(&list, links, 1);
    assert_int_equal(list.count, 3);
    assert_int_equal(list.head, 2);
    assert_int_equal(links[2].next, 4);
    assert_int_equal(links[4].next, 1);
    assert_int_equal(list.tail, 1);
    link_list_remove(&list, links, 2);
    link_list_remove(&list, links, 4);
    link_list_remove(&list, links, 1);
    assert_int_equal(list.head, 0);
    assert_int_equal(list.tail, 0);
}

/* A tree of two made by hand. */
static const char *check_two(uint32_t root, uint32_t child, bool left)
{
    struct ticket_node nodes[3] = {0};
    struct ticket_queue queue = {nodes, root, left ? child : root};
    nodes[root] = (struct ticket_node){.place.order = 5, .size = 2, .classes = 1};
    nodes[child] = (struct ticket_node){
        .place.order = left ? 4 : 6,
        .parent = root,
        .size = 1,
        .classes = 1,
    };
    *(left ? &nodes[root].left : &nodes[root].right) = child;
    return ticket_queue_check(&queue);
}

static void of_two_the_heavier_is_the_root(void **state)
{
    (void)state;
    for (int left = 0; left <= 1; left++) {
        const char *one = check_two(1, 2, left), *other = check_two(2, 1, left);
        assert_true((one == NULL) != (other == NULL));
        assert_string_equal(one ? one : other, "a queue's tree is out of shape");
    }
}

static void links_that_do_not_meet_are_noticed(void **state)
{
    (void)state;
    struct ticket_node nodes[3] = {0};
    struct ticket_queue queue;
    ticket_queue_init(&queue, nodes);
    ticket_queue_join(&queue, 1, &(struct ticket_place){.order = 1});
    ticket_queue_join(&queue, 2, &(struct ticket_place){.order = 2});
    if (queue.root == 2) { /* the one behind hangs below the one before it */
        ticket_queue_leave(&queue, 1);
        ticket_queue_join(&queue, 1, &(struct ticket_place){.order = 3});
    }
    assert_null(ticket_queue_check(&queue));
    nodes[nodes[queue.root].right].parent = 0;
    assert_string_equal(ticket_queue_check(&queue), "a queue's links do not meet");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_queue_is_the_sorted_list_after_any_joins_and_leaves),
        cmocka_unit_test(the_order_is_returned_rank_key_joined_order),
        cmocka_unit_test(first_in_order_stays_shallow),
        cmocka_unit_test(of_two_the_heavier_is_the_root),
        cmocka_unit_test(links_that_do_not_meet_are_noticed),
        cmocka_unit_test(a_list_keeps_the_order_of_adding),
    };
    return cmocka_run_group_tests_name("engine_queue", tests, NULL, NULL);
}
