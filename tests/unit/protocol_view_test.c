/* SPDX-License-Identifier: Apache-2.0 */
/* view: snapshot, delta, gap, tombstone, hash and capacity (protocol/SPEC.md 4, D-15). */
#include "protocol/view.h"

#include <string.h>

#include "test.h"

#define ROOM 8

struct fixture {
    struct view_row server_rows[ROOM * 2], client_rows[ROOM];
    struct view_rows server, client;
    struct message message;
};

static struct fixture fixture;

static int setup(void **state)
{
    struct fixture *f = &fixture;
    memset(f, 0, sizeof(*f));
    view_init(&f->server, f->server_rows, countof(f->server_rows));
    view_init(&f->client, f->client_rows, countof(f->client_rows));
    f->server.epoch = 3;
    f->server.rev = 100;
    *state = f;
    return 0;
}

static bool set(struct view_rows *view, uint32_t key, uint32_t ver, uint16_t number)
{
    const struct row_window window = {.number = number};
    return view_set(view, ROW_TYPE_WINDOW, key, ver, &window);
}

static uint16_t shown(const struct view_rows *view, uint32_t key)
{
    struct row_window window;
    return view_get(view, ROW_TYPE_WINDOW, key, &window) ? window.number : 0;
}

static enum view_result begin(struct fixture *f)
{
    f->message = (struct message){.type = MSG_TYPE_SNAP_BEGIN};
    f->message.snap_begin.epoch = f->server.epoch;
    f->message.snap_begin.rev = f->server.rev;
    f->message.snap_begin.rows = (uint16_t)f->server.count;
    return view_feed(&f->client, &f->message);
}

static enum view_result rows(struct fixture *f)
{
    f->message = (struct message){.type = MSG_TYPE_ROWS};
    struct wire_out out = {f->message.rows.rows.at, f->message.rows.rows.at + 8000, false};
    for (uint32_t i = 0; i < f->server.count; i++)
        assert_true(view_put(&out, &f->server.rows[i]));
    f->message.rows.rows.length = (uint16_t)(out.at - f->message.rows.rows.at);
    return view_feed(&f->client, &f->message);
}

static enum view_result end(struct fixture *f)
{
    f->message = (struct message){.type = MSG_TYPE_SNAP_END};
    f->message.snap_end.rev = f->server.rev;
    f->message.snap_end.hash = view_hash(&f->server);
    return view_feed(&f->client, &f->message);
}

static void load(struct fixture *f)
{
    assert_int_equal(begin(f), VIEW_PENDING);
    assert_int_equal(rows(f), VIEW_PENDING);
    assert_int_equal(end(f), VIEW_CHANGED);
}

/* A delta of one row, or of its tombstone. */
static void make_delta(struct fixture *f, uint32_t from, uint32_t to, uint32_t key, bool gone)
{
    f->message = (struct message){.type = MSG_TYPE_DELTA};
    f->message.delta.from = from;
    f->message.delta.to = to;
    struct wire_out out = {f->message.delta.rows.at, f->message.delta.rows.at + 8000, false};
    if (gone)
        assert_true(view_put_tombstone(&out, ROW_TYPE_WINDOW, key, to));
    else
        assert_true(view_put(&out, view_find(&f->server, ROW_TYPE_WINDOW, key)));
    f->message.delta.rows.length = (uint16_t)(out.at - f->message.delta.rows.at);
}

static void rows_are_kept_sorted_whatever_the_order(void **state)
{
    struct fixture *f = *state;
    static const uint32_t keys[] = {5, 1, 0xffffffff, 0, 7, 3, 2};
    for (uint32_t i = 0; i < countof(keys); i++)
        assert_true(set(&f->server, keys[i], 1, (uint16_t)(100 + i)));
    const struct row_service service = {.waiting = 4};
    assert_true(view_set(&f->server, ROW_TYPE_SERVICE, 1, 1, &service));
    const struct row_hall hall = {.day = 20260318};
    assert_true(view_set(&f->server, ROW_TYPE_HALL, 0, 1, &hall));
    uint32_t at = 0, count = 0, last = 0;
    for (const struct view_row *row; (row = view_each(&f->server, ROW_TYPE_WINDOW, &at)); count++) {
        assert_true(!count || row->key > last);
        last = row->key;
    }
    assert_int_equal(count, countof(keys));
    for (uint32_t i = 0; i < countof(keys); i++)
        assert_int_equal(shown(&f->server, keys[i]), 100 + i);
    assert_null(view_find(&f->server, ROW_TYPE_WINDOW, 4));
    assert_null(view_find(&f->server, ROW_TYPE_TICKET, 0));
}

static void an_empty_kind_has_no_rows(void **state)
{
    struct fixture *f = *state;
    uint32_t at = 0;
    assert_null(view_each(&f->server, ROW_TYPE_WINDOW, &at));
    set(&f->server, 1, 1, 1);
    at = 0;
    assert_null(view_each(&f->server, ROW_TYPE_HALL, &at));
    at = 0;
    assert_null(view_each(&f->server, ROW_TYPE_DEVICE, &at));
}

static void only_a_change_gets_a_new_version(void **state)
{
    struct fixture *f = *state;
    assert_true(set(&f->server, 1, 7, 42));
    assert_false(set(&f->server, 1, 8, 42));
    assert_int_equal(view_find(&f->server, ROW_TYPE_WINDOW, 1)->ver, 7);
    assert_true(set(&f->server, 1, 9, 43));
    assert_int_equal(view_find(&f->server, ROW_TYPE_WINDOW, 1)->ver, 9);
    assert_true(view_remove(&f->server, ROW_TYPE_WINDOW, 1));
    assert_false(view_remove(&f->server, ROW_TYPE_WINDOW, 1));
    assert_int_equal(f->server.count, 0);
    struct row_text text = {.text = "closed"}; /* a longer one that begins like it */
    assert_true(view_set(&f->server, ROW_TYPE_TEXT, 1, 1, &text));
    strcpy(text.text, "closed today");
    assert_true(view_set(&f->server, ROW_TYPE_TEXT, 1, 2, &text));
}

static void a_snapshot_makes_both_the_same(void **state)
{
    struct fixture *f = *state;
    set(&f->client, 77, 1, 1); /* from before: dropped */
    for (uint32_t key = 1; key <= ROOM; key++)
        set(&f->server, key, 90 + key, (uint16_t)key);
    load(f);
    assert_true(f->client.loaded);
    assert_int_equal(f->client.epoch, 3);
    assert_int_equal(f->client.rev, 100);
    assert_int_equal(f->client.count, ROOM);
    assert_int_equal(shown(&f->client, 77), 0);
    assert_int_equal(view_hash(&f->client), view_hash(&f->server));
}

static void a_delta_changes_adds_and_removes(void **state)
{
    struct fixture *f = *state;
    set(&f->server, 1, 1, 10);
    set(&f->server, 2, 1, 20);
    load(f);
    set(&f->server, 1, 101, 11);
    make_delta(f, 100, 101, 1, false);
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_CHANGED);
    assert_int_equal(shown(&f->client, 1), 11);
    set(&f->server, 9, 102, 90);
    make_delta(f, 101, 102, 9, false);
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_CHANGED);
    assert_int_equal(shown(&f->client, 9), 90);
    view_remove(&f->server, ROW_TYPE_WINDOW, 2);
    make_delta(f, 102, 110, 2, true); /* conflated: eight commits in one delta */
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_CHANGED);
    assert_int_equal(f->client.rev, 110);
    assert_int_equal(f->client.count, 2);
    assert_int_equal(view_hash(&f->client), view_hash(&f->server));
    make_delta(f, 110, 111, 2, true); /* what is not there may be removed again */
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_CHANGED);
}

static void a_delta_that_does_not_join_is_a_gap(void **state)
{
    struct fixture *f = *state;
    set(&f->server, 1, 1, 10);
    make_delta(f, 0, 1, 1, false);
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_GAP); /* no snapshot yet */
    load(f);
    make_delta(f, 101, 102, 1, false);
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_GAP);
    make_delta(f, 100, 101, 1, false); /* too late: only a snapshot helps now */
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_GAP);
    assert_int_equal(shown(&f->client, 1), 10); /* what was shown stays until it comes */
    load(f);
    make_delta(f, 100, 101, 1, false);
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_CHANGED);
}

static void rows_without_a_beginning_are_a_gap(void **state)
{
    struct fixture *f = *state;
    set(&f->server, 1, 1, 10);
    assert_int_equal(rows(f), VIEW_GAP);
    assert_int_equal(end(f), VIEW_GAP);
    assert_int_equal(f->client.count, 0);
    begin(f);
    make_delta(f, 100, 101, 1, false);
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_GAP);
}

static void a_snapshot_that_does_not_prove_itself_is_bad(void **state)
{
    struct fixture *f = *state;
    set(&f->server, 1, 1, 10);
    set(&f->server, 2, 2, 20);
    begin(f);
    rows(f);
    view_remove(&f->server, ROW_TYPE_WINDOW, 2);
    assert_int_equal(end(f), VIEW_BAD);
    assert_false(f->client.loaded);
    begin(f);
    rows(f);
    f->server.rev++;
    assert_int_equal(end(f), VIEW_BAD);
}

static void rows_beyond_the_capacity_are_bad(void **state)
{
    struct fixture *f = *state;
    for (uint32_t key = 1; key <= ROOM; key++)
        set(&f->server, key, 1, 1);
    load(f); /* exactly full is fine */
    set(&f->server, ROOM + 1, 101, 1);
    make_delta(f, 100, 101, ROOM + 1, false);
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_BAD);
    assert_int_equal(begin(f), VIEW_BAD); /* known from the announced count */
    f->message = (struct message){.type = MSG_TYPE_SNAP_BEGIN};
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_PENDING);
    assert_int_equal(rows(f), VIEW_BAD); /* or from the rows themselves */
    assert_false(set(&f->client, 99, 1, 1));
}

static enum view_result feed_delta_bytes(struct fixture *f, const uint8_t *bytes, size_t n)
{
    f->message = (struct message){.type = MSG_TYPE_DELTA};
    f->message.delta.from = f->client.rev;
    f->message.delta.to = f->client.rev + 1;
    memcpy(f->message.delta.rows.at, bytes, n);
    f->message.delta.rows.length = (uint16_t)n;
    return view_feed(&f->client, &f->message);
}

static void malformed_rows_change_nothing(void **state)
{
    struct fixture *f = *state;
    set(&f->server, 1, 1, 10);
    uint8_t good[ROW_HEAD + ROW_BYTES_MAX], bytes[300];
    struct wire_out out = {good, good + sizeof(good), false};
    view_put(&out, view_find(&f->server, ROW_TYPE_WINDOW, 1));
    size_t n = (size_t)(out.at - good);
    good[1] = 55; /* another key: applied only if the whole delta is sound */
    for (size_t cut = 1; cut < n; cut++) {
        load(f);
        memcpy(bytes, good, n);
        memcpy(bytes + n, good, cut);
        assert_int_equal(feed_delta_bytes(f, bytes, n + cut), VIEW_BAD);
        assert_int_equal(f->client.count, 1);
    }
    load(f); /* longer fields than a row may have */
    memcpy(bytes, good, n);
    bytes[ROW_HEAD - 2] = ROW_BYTES_MAX + 1;
    memset(bytes + n, 0, sizeof(bytes) - n);
    assert_int_equal(feed_delta_bytes(f, bytes, ROW_HEAD + ROW_BYTES_MAX + 1), VIEW_BAD);
    load(f); /* a tombstone with fields */
    memcpy(bytes, good, n);
    bytes[0] |= ROW_TOMBSTONE;
    assert_int_equal(feed_delta_bytes(f, bytes, n), VIEW_BAD);
    begin(f); /* a tombstone in a snapshot */
    f->message = (struct message){.type = MSG_TYPE_ROWS};
    out = (struct wire_out){f->message.rows.rows.at, f->message.rows.rows.at + 64, false};
    view_put_tombstone(&out, ROW_TYPE_WINDOW, 1, 1);
    f->message.rows.rows.length = ROW_HEAD;
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_BAD);
}

/* Rows and fields of a newer controller are kept as they came. */
static void unknown_kinds_and_longer_rows_survive(void **state)
{
    struct fixture *f = *state;
    load(f);
    uint8_t bytes[ROW_HEAD + ROW_BYTES_MAX] = {0x55, 9, 0, 0, 0, 1, 0, 0, 0, ROW_BYTES_MAX, 0};
    memset(bytes + ROW_HEAD, 0xab, ROW_BYTES_MAX);
    assert_int_equal(feed_delta_bytes(f, bytes, sizeof(bytes)), VIEW_CHANGED);
    assert_int_equal(view_find(&f->client, 0x55, 9)->length, ROW_BYTES_MAX);
    assert_null(row_table(0x55));
    assert_string_equal(row_name(0x55), "?");
    bytes[0] = ROW_TYPE_MISSED;
    memset(bytes + ROW_HEAD, 0, ROW_BYTES_MAX);
    bytes[ROW_HEAD] = 6;
    assert_int_equal(feed_delta_bytes(f, bytes, sizeof(bytes)), VIEW_CHANGED);
    struct row_missed missed;
    assert_true(view_get(&f->client, ROW_TYPE_MISSED, 9, &missed));
    assert_int_equal(missed.service, 6);
}

static void a_body_takes_whole_rows_only(void **state)
{
    struct fixture *f = *state;
    set(&f->server, 1, 1, 10);
    const struct view_row *row = view_find(&f->server, ROW_TYPE_WINDOW, 1);
    uint8_t bytes[ROW_HEAD + ROW_BYTES_MAX];
    size_t size = (size_t)ROW_HEAD + row->length;
    struct wire_out out = {bytes, bytes + size - 1, false};
    assert_false(view_put(&out, row));
    assert_ptr_equal(out.at, bytes);
    assert_false(out.bad); /* what is in it already can still be sent */
    out.end = bytes + size;
    assert_true(view_put(&out, row));
    assert_false(view_put_tombstone(&out, ROW_TYPE_WINDOW, 1, 2));
    out = (struct wire_out){bytes, bytes + size, true}; /* something before it did not fit */
    assert_false(view_put(&out, row));
    assert_ptr_equal(out.at, bytes);
}

static void a_hash_proves_the_view_or_asks(void **state)
{
    struct fixture *f = *state;
    set(&f->server, 1, 5, 10);
    set(&f->server, 2, 6, 20);
    load(f);
    f->message = (struct message){.type = MSG_TYPE_VHASH};
    f->message.vhash.rev = 100;
    f->message.vhash.hash = view_hash(&f->server);
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_SAME);
    f->message.vhash.rev = 101; /* of a moment we do not have: proves nothing */
    f->message.vhash.hash = 0;
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_SAME);
    f->message.vhash.rev = 100;
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_GAP);
    f->message.type = MSG_TYPE_RESULT;
    assert_int_equal(view_feed(&f->client, &f->message), VIEW_OTHER);
}

/* A linear hash, a CRC for example, would not see that two rows swapped their versions. */
static void swapped_versions_change_the_hash(void **state)
{
    struct fixture *f = *state;
    set(&f->server, 1, 5, 10);
    set(&f->server, 2, 6, 20);
    uint32_t before = view_hash(&f->server);
    f->server_rows[0].ver = 6;
    f->server_rows[1].ver = 5;
    assert_int_not_equal(view_hash(&f->server), before);
}

static void every_row_kind_fits_its_bytes(void **state)
{
    (void)state;
    for (uint8_t kind = 1; kind < ROW_TYPE_COUNT; kind++) {
        assert_non_null(row_table(kind));
        assert_in_range(codec_size_max(row_table(kind)), 1, ROW_BYTES_MAX);
    }
}

#define VIEW_TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        VIEW_TEST(rows_are_kept_sorted_whatever_the_order),
        VIEW_TEST(an_empty_kind_has_no_rows),
        VIEW_TEST(only_a_change_gets_a_new_version),
        VIEW_TEST(a_snapshot_makes_both_the_same),
        VIEW_TEST(a_delta_changes_adds_and_removes),
        VIEW_TEST(a_delta_that_does_not_join_is_a_gap),
        VIEW_TEST(rows_without_a_beginning_are_a_gap),
        VIEW_TEST(a_snapshot_that_does_not_prove_itself_is_bad),
        VIEW_TEST(rows_beyond_the_capacity_are_bad),
        VIEW_TEST(malformed_rows_change_nothing),
        VIEW_TEST(unknown_kinds_and_longer_rows_survive),
        VIEW_TEST(a_body_takes_whole_rows_only),
        VIEW_TEST(a_hash_proves_the_view_or_asks),
        VIEW_TEST(swapped_versions_change_the_hash),
        VIEW_TEST(every_row_kind_fits_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
