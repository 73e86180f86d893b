/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random commits against clients that read slowly, reconnect and lose deltas: after
 * one exchange a client holds exactly the controller's rows (protocol/SPEC.md 4).
 *
 * The controller here is the simplest that conflates: it remembers, for each key ever
 * used, the rev of its last change, and a delta carries what is newer than the
 * client's rev, a tombstone where the row is gone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/view.h"
#include "test.h"

#define KEYS 40
#define SEEDS 200
#define COMMITS 400

struct model {
    uint32_t rev, changed[KEYS]; /* 0 = never used */
    bool present[KEYS];
    uint16_t number[KEYS];
};

static struct model model;
static struct view_row server_rows[KEYS], client_rows[KEYS];
static struct view_rows server, client;
static struct message message;
static uint32_t seed;

static uint32_t next_random(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % below;
}

/* Keys are scattered so that rows arrive in any order; two kinds interleave. */
static uint8_t kind_of(uint32_t i)
{
    return i % 3 ? ROW_TYPE_TICKET : ROW_TYPE_MISSED;
}

static uint32_t key_of(uint32_t i)
{
    return i * 2654435761u;
}

static void commit(void)
{
    model.rev++;
    for (uint32_t n = 1 + next_random(4); n; n--) {
        uint32_t i = next_random(KEYS);
        if (model.present[i] && next_random(3) == 0) {
            model.present[i] = false;
            model.changed[i] = model.rev;
            assert_true(view_remove(&server, kind_of(i), key_of(i)));
            continue;
        }
        uint16_t number = (uint16_t)(1 + next_random(9));
        struct row_ticket ticket = {.number = number};
        struct row_missed missed = {.number = number};
        const void *row = kind_of(i) == ROW_TYPE_TICKET ? (const void *)&ticket : &missed;
        bool differs = !model.present[i] || model.number[i] != number;
        /* A row that came back within a commit as it was is no change, but new to a client. */
        assert_int_equal(view_set(&server, kind_of(i), key_of(i), model.rev, row), differs);
        if (!differs)
            continue;
        model.present[i] = true;
        model.number[i] = number;
        model.changed[i] = model.rev;
    }
}

static enum view_result feed_rows(uint8_t type, uint32_t newer_than)
{
    message.type = type;
    uint8_t *at = type == MSG_TYPE_DELTA ? message.delta.rows.at : message.rows.rows.at;
    struct wire_out out = {at, at + 8000, false};
    uint32_t start = next_random(KEYS);
    for (uint32_t n = 0; n < KEYS; n++) {
        uint32_t i = (start + n) % KEYS;
        const struct view_row *row = view_find(&server, kind_of(i), key_of(i));
        if (model.changed[i] <= newer_than && type == MSG_TYPE_DELTA)
            continue;
        if (row)
            assert_true(view_put(&out, row));
        else if (type == MSG_TYPE_DELTA)
            assert_true(view_put_tombstone(&out, kind_of(i), key_of(i), model.changed[i]));
    }
    uint16_t length = (uint16_t)(out.at - at);
    if (type == MSG_TYPE_DELTA) {
        message.delta.from = newer_than;
        message.delta.to = model.rev;
        message.delta.rows.length = length;
    } else {
        message.rows.rows.length = length;
    }
    return view_feed(&client, &message);
}

static void snapshot(void)
{
    message.type = MSG_TYPE_SNAP_BEGIN;
    message.snap_begin.epoch = 1;
    message.snap_begin.rev = model.rev;
    message.snap_begin.rows = (uint16_t)server.count;
    assert_int_equal(view_feed(&client, &message), VIEW_PENDING);
    assert_int_equal(feed_rows(MSG_TYPE_ROWS, 0), VIEW_PENDING);
    message.type = MSG_TYPE_SNAP_END;
    message.snap_end.rev = model.rev;
    message.snap_end.hash = view_hash(&server);
    assert_int_equal(view_feed(&client, &message), VIEW_CHANGED);
}

static void assert_same(void)
{
    assert_int_equal(client.count, server.count);
    assert_int_equal(client.rev, model.rev);
    assert_int_equal(view_hash(&client), view_hash(&server));
    for (uint32_t i = 0; i < client.count; i++)
        assert_memory_equal(&client.rows[i], &server.rows[i], sizeof(client.rows[i]));
}

/* One exchange, perhaps after losing one: the client is right again, and knows when it is not. */
static void exchange(void)
{
    uint32_t fate = next_random(10);
    if (fate == 0) { /* a lost delta: the next one does not join */
        uint32_t lost = model.rev;
        commit();
        enum view_result result = feed_rows(MSG_TYPE_DELTA, lost);
        assert_int_equal(result, client.rev == lost + 1 ? VIEW_CHANGED : VIEW_GAP);
        if (result == VIEW_GAP)
            snapshot();
    } else if (fate == 1) { /* the client started anew */
        view_init(&client, client_rows, KEYS);
        snapshot();
    } else {
        assert_int_equal(feed_rows(MSG_TYPE_DELTA, client.rev), VIEW_CHANGED);
    }
    assert_same();
}

static void a_client_is_right_after_one_exchange(void **state)
{
    (void)state;
    const char *given = getenv("HALL_SEED");
    uint32_t first = given ? (uint32_t)strtoul(given, NULL, 10) : 1, last = given ? first : SEEDS;
    for (uint32_t s = first; s <= last; s++) {
        seed = s;
        memset(&model, 0, sizeof(model));
        view_init(&server, server_rows, KEYS);
        view_init(&client, client_rows, KEYS);
        printf("HALL_SEED=%u\r", s);
        commit();
        snapshot();
        for (uint32_t n = 0; n < COMMITS; n++) {
            commit();
            if (next_random(3) == 0) /* the others are conflated into the next delta */
                exchange();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_client_is_right_after_one_exchange)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
