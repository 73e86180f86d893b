/* SPDX-License-Identifier: Apache-2.0 */
/* Rows from facts, and what arrives at a client that follows them. */
#include "controller_rows.h"

static void a_ticket_has_a_row_while_it_is_open(void **state)
{
    struct fixture *f = *state;
    struct row_ticket row;
    refresh(f);
    ticket_id id = engine_issue(&f->w, 1);
    refresh(f);
    assert_true(view_get(&f->rows.table, ROW_TYPE_TICKET, id.n, &row));
    assert_int_equal(row.state, TICKET_WAITING);
    assert_int_equal(row.unprinted, 1);
    assert_int_equal(engine_press(&f->w, 1, KEY_NEXT), REFUSED_NOT);
    refresh(f);
    assert_int_equal(window_row(f, 1).state, WINDOW_CALLING);
    assert_int_equal(window_row(f, 1).number, 1);
    assert_int_equal(engine_press(&f->w, 1, KEY_FINISH), REFUSED_NOT);
    refresh(f);
    assert_int_equal(count_rows(f, ROW_TYPE_TICKET), 0); /* D-15 */
}

static void rows_after_many_acts_are_what_a_fresh_start_would_show(void **state)
{
    struct fixture *f = *state;
    struct rows fresh;
    void *memory = malloc(rows_bytes(&f->w.def, TICKETS));
    srand(4);
    for (int i = 0; i < 1500; i++) {
        f->w.now += rand() % 20 * SECOND;
        if (rand() % 3 == 0 && hall_tickets(f->w.hall) < TICKETS)
            engine_do(&f->w, (struct command){.verb = VERB_ISSUE,
                                              .service = {(uint16_t)(rand() % 2 + 1)}});
        else
            engine_press(&f->w, (uint16_t)(rand() % 4 + 1), (enum pad_key)(rand() % 10 + 1));
        refresh(f);
    }
    rows_init(&fresh, memory, &f->w.def, TICKETS, f->w.hall);
    for (uint32_t i = 0; i < f->w.record_count; i++)
        rows_fact(&fresh, &f->w.record[i]);
    const struct rows_time time = time_of(f);
    rows_refresh(&fresh, &time);
    assert_int_equal(fresh.table.count, f->rows.table.count);
    for (uint32_t i = 0; i < fresh.table.count; i++) {
        const struct view_row *a = &fresh.table.rows[i], *b = &f->rows.table.rows[i];
        struct row_ticket x, y;
        assert_int_equal(a->kind, b->kind);
        assert_int_equal(a->key, b->key);
        if (a->kind == ROW_TYPE_TICKET) { /* places in the queue are counted in turns */
            view_row_decode(a, &x);
            view_row_decode(b, &y);
            x.ahead = y.ahead;
            assert_memory_equal(&x.state, &y.state, 1);
            assert_int_equal(x.target, y.target);
            assert_int_equal(x.service, y.service);
        } else
            assert_memory_equal(a->bytes, b->bytes, a->length);
    }
    free(memory);
}

static uint16_t windows_of(const struct fixture *f, uint16_t service)
{
    struct row_service row = {0};
    assert_true(view_get(&f->rows.table, ROW_TYPE_SERVICE, service, &row));
    return row.windows;
}

/* Whatever ended the ticket; also at the services the ticket has nothing to do with. */
static void a_pause_that_begins_with_the_end_of_a_ticket_closes_the_window_for_all(void **state)
{
    struct fixture *f = *state;
    const enum pad_key ends[] = {KEY_FINISH, KEY_PARK};
    engine_press(&f->w, 2, KEY_NEXT); /* the first of the day opens the window */
    for (size_t i = 0; i < countof(ends); i++) {
        engine_issue(&f->w, 1);
        assert_int_equal(engine_press(&f->w, 1, KEY_NEXT), REFUSED_NOT);
        refresh(f);
        assert_int_equal(windows_of(f, 2), 2);
        assert_int_equal(engine_press(&f->w, 1, KEY_PAUSE), REFUSED_NOT);
        assert_int_equal(engine_press(&f->w, 1, ends[i]), REFUSED_NOT);
        refresh(f);
        f->w.now += HOUR; /* a rating that nobody gives ends by itself */
        engine_do(&f->w, (struct command){.verb = VERB_TICK});
        refresh(f);
        assert_int_equal(window_row(f, 1).state, WINDOW_PAUSED);
        assert_int_equal(windows_of(f, 2), 1);
    }
}

/* R-O3, R-O4: the clock alone brings noon and the end of the hours. */
static void the_duty_of_a_window_rides_beside_its_state(void **state)
{
    struct fixture *f = *state;
    const uint16_t noon = 12 * 60, evening = 17 * 60;
    const msec midnight = f->w.now - f->w.now % (24 * HOUR);
    f->w.def.hours = (struct hours){.count = 2, .sessions = {{510, noon}, {810, evening}}};
    assert_int_equal(engine_act(&f->w, 1, VERB_OPEN, 0), REFUSED_NOT);
    assert_int_equal(engine_act(&f->w, 1, VERB_DUTY, DUTY_LUNCH), REFUSED_NOT);
    refresh(f);
    const struct {
        uint16_t minute;
        uint8_t duty;
    } at[] = {{noon - 1, DUTY_NORMAL},
              {noon, DUTY_LUNCH},
              {810, DUTY_NORMAL},
              {evening, DUTY_AFTER_HOURS}};
    for (size_t i = 0; i < countof(at); i++) {
        f->w.now = midnight + at[i].minute * MINUTE;
        const struct rows_time time = time_of(f);
        rows_tick(&f->rows, &time);
        assert_int_equal(window_row(f, 1).duty, at[i].duty);
        assert_int_equal(window_row(f, 2).duty, DUTY_NORMAL); /* nobody works there */
    }
}

static void an_announcement_lives_its_time_and_names_its_languages(void **state)
{
    struct fixture *f = *state;
    struct row_announce row;
    uint32_t at = 0;
    engine_do(&f->w, (struct command){.verb = VERB_ISSUE, .service = {1}, .lang = LANG_EN});
    assert_int_equal(engine_press(&f->w, 1, KEY_NEXT), REFUSED_NOT);
    refresh(f);
    assert_int_equal(count_rows(f, ROW_TYPE_ANNOUNCE), 1);
    view_row_decode(view_each(&f->rows.table, ROW_TYPE_ANNOUNCE, &at), &row);
    assert_int_equal(row.langs, 1u << LANG_ZH | 1u << LANG_EN);
    assert_int_equal(row.voice_zone, 1);
    f->w.now += 60 * SECOND - 1;
    refresh(f);
    assert_int_equal(count_rows(f, ROW_TYPE_ANNOUNCE), 1);
    f->w.now += 1;
    refresh(f);
    assert_int_equal(count_rows(f, ROW_TYPE_ANNOUNCE), 0); /* D-12 */
}

/* Boards count its life in real time; a row that went sooner was taken back to them. */
static void in_training_an_announcement_lives_in_real_time(void **state) /* D-12, D-27 */
{
    struct fixture *f = *state;
    struct rows_time time = {.training = 60};
    struct row_announce row;
    uint32_t at = 0;
    engine_issue(&f->w, 1);
    assert_int_equal(engine_press(&f->w, 1, KEY_NEXT), REFUSED_NOT);
    refresh(f);
    view_row_decode(view_each(&f->rows.table, ROW_TYPE_ANNOUNCE, &at), &row);
    assert_int_equal(row.life_s, 60);
    time.now = f->w.now + 60 * 60 * SECOND - 1;
    rows_tick(&f->rows, &time);
    assert_int_equal(count_rows(f, ROW_TYPE_ANNOUNCE), 1);
    time.now += 1;
    rows_tick(&f->rows, &time);
    assert_int_equal(count_rows(f, ROW_TYPE_ANNOUNCE), 0);
}

static void a_missed_number_is_shown_for_a_while(void **state)
{
    struct fixture *f = *state;
    engine_issue(&f->w, 1);
    assert_int_equal(engine_press(&f->w, 1, KEY_NEXT), REFUSED_NOT);
    refresh(f);
    for (int i = 0; i < 10 && count_rows(f, ROW_TYPE_MISSED) == 0; i++) {
        f->w.now += 2 * MINUTE;
        engine_press(&f->w, 1, KEY_RECALL);
        refresh(f);
        engine_press(&f->w, 1, KEY_MISS);
        refresh(f);
    }
    assert_int_equal(count_rows(f, ROW_TYPE_MISSED), 1);
    f->w.now += 30 * MINUTE;
    refresh(f);
    assert_int_equal(count_rows(f, ROW_TYPE_MISSED), 0); /* R-C3 */
}

/* ---- feeds ---- */

struct reader {
    struct feed feed;
    uint16_t view;
    struct view_rows held;
    struct view_row rows[1024];
    uint32_t snapshots, deltas;
};

static struct reader *reader_new(struct fixture *f, uint16_t view, uint8_t credit)
{
    struct reader *reader = calloc(1, sizeof(*reader));
    const struct msg_sync sync = {.view = view, .credit = credit};
    view_init(&reader->held, reader->rows, countof(reader->rows));
    reader->view = view;
    assert_true(feed_sync(&reader->feed, &f->rows, &sync, EPOCH, f->w.now));
    return reader;
}

static void take(struct fixture *f, struct reader *reader, bool vack)
{
    static struct message message;
    while (feed_next(&reader->feed, &f->rows, f->w.now, &message)) {
        enum view_result result = view_feed(&reader->held, &message);
        assert_true(result == VIEW_PENDING || result == VIEW_CHANGED || result == VIEW_SAME);
        reader->snapshots += message.type == MSG_TYPE_SNAP_BEGIN;
        reader->deltas += message.type == MSG_TYPE_DELTA;
        if (vack && result == VIEW_CHANGED)
            feed_vack(&reader->feed, &(struct msg_vack){.rev = reader->held.rev, .credit = 2});
    }
}

/* The reader holds exactly what its view shows now. */
static void assert_right(const struct fixture *f, const struct reader *reader)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->rows.table.count; i++) {
        const struct view_row *row = &f->rows.table.rows[i];
        struct scope scope;
        scope_of(&f->w.def, row, &scope);
        if (!filter_shows(&reader->feed.filter, &scope))
            continue;
        const struct view_row *held = view_find(&reader->held, row->kind, row->key);
        assert_non_null(held);
        assert_int_equal(held->ver, row->ver);
        assert_memory_equal(held->bytes, row->bytes, row->length);
        n++;
    }
    assert_int_equal(reader->held.count, n);
}

static void random_act(struct fixture *f)
{
    f->w.now += rand() % 5 * SECOND;
    if (rand() % 3 == 0 && hall_tickets(f->w.hall) < TICKETS)
        engine_do(&f->w,
                  (struct command){.verb = VERB_ISSUE, .service = {(uint16_t)(rand() % 2 + 1)}});
    else
        engine_press(&f->w, (uint16_t)(rand() % 4 + 1), (enum pad_key)(rand() % 10 + 1));
    refresh(f);
}

static void every_reader_ends_with_the_truth_however_it_reads(void **state)
{
    struct fixture *f = *state;
    const uint16_t views[] = {VIEW(VIEW_KIND_ADMIN, 0), VIEW(VIEW_KIND_HALL, 0),
                              VIEW(VIEW_KIND_ZONE, 2),  VIEW(VIEW_KIND_WINDOW, 1),
                              VIEW(VIEW_KIND_KIOSK, 0), VIEW(VIEW_KIND_BOARD, 1)};
    struct reader *readers[countof(views)];
    srand(11);
    for (size_t i = 0; i < countof(views); i++)
        readers[i] = reader_new(f, views[i], i % 2 ? 2 : 0);
    for (int step = 0; step < 2000; step++) {
        random_act(f);
        struct reader *reader = readers[rand() % (int)countof(views)];
        take(f, reader, rand() % 2 || reader->feed.flying == reader->feed.credit);
    }
    for (size_t i = 0; i < countof(views); i++) {
        feed_vack(&readers[i]->feed, &(struct msg_vack){.rev = readers[i]->held.rev});
        take(f, readers[i], true);
        take(f, readers[i], true);
        assert_right(f, readers[i]);
        assert_int_equal(readers[i]->snapshots, 1);
        free(readers[i]);
    }
}

static void rows_may_change_while_a_snapshot_is_sent(void **state)
{
    struct fixture *f = *state;
    static struct message message;
    for (int i = 0; i < 300; i++)
        engine_issue(&f->w, 1);
    f->rows.all = true;
    refresh(f);
    struct reader *reader = reader_new(f, VIEW(VIEW_KIND_ADMIN, 0), 2);
    srand(2);
    while (!reader->held.loaded) {
        random_act(f);
        assert_true(feed_next(&reader->feed, &f->rows, f->w.now, &message));
        assert_int_not_equal(view_feed(&reader->held, &message), VIEW_BAD);
    }
    take(f, reader, true);
    assert_right(f, reader);
    free(reader);
}

/* BOARD_STATUS: what a board shows is compared when it is what it should have by now. */
static void the_hash_of_a_client_is_known_when_it_is_up_to_date(void **state)
{
    struct fixture *f = *state;
    uint32_t hash;
    refresh(f);
    struct reader *reader = reader_new(f, VIEW(VIEW_KIND_BOARD, 1), 0);
    assert_false(feed_hash(&reader->feed, &f->rows, 0, &hash)); /* nothing was sent */
    take(f, reader, true);
    assert_true(feed_hash(&reader->feed, &f->rows, reader->held.rev, &hash));
    assert_int_equal(hash, view_hash(&reader->held));
    engine_issue(&f->w, 1); /* zone 1: none of its business but the hall's row */
    engine_press(&f->w, 1, KEY_NEXT);
    refresh(f);
    assert_false(feed_hash(&reader->feed, &f->rows, reader->held.rev, &hash)); /* on its way */
    take(f, reader, true);
    assert_true(feed_hash(&reader->feed, &f->rows, reader->held.rev, &hash));
    assert_int_equal(hash, view_hash(&reader->held));
    assert_false(feed_hash(&reader->feed, &f->rows, reader->held.rev - 1, &hash));
    reader->held.rows[0].ver++; /* a picture that is not ours */
    assert_true(hash != view_hash(&reader->held));
    free(reader);
}

static void who_fell_out_of_the_ring_gets_a_snapshot(void **state)
{
    struct fixture *f = *state;
    refresh(f);
    struct reader *reader = reader_new(f, VIEW(VIEW_KIND_ADMIN, 0), 2);
    take(f, reader, true);
    struct row_device device = {.kind = DEVICE_BOARD};
    for (uint32_t i = 0; i <= ROWS_CHANGES; i++) {
        device.seen_ms = i + 1;
        rows_device(&f->rows, 0, &device);
    }
    assert_false(rows_reaches(&f->rows, reader->feed.scanned));
    take(f, reader, true);
    assert_int_equal(reader->snapshots, 2);
    assert_right(f, reader);
    free(reader);
}

/* Missed here, sent elsewhere and missed there, while the reader was away. */
static void a_row_that_came_back_in_another_place_leaves_this_one(void **state)
{
    struct fixture *f = *state;
    struct row_missed row = {.service = 1, .number = 7};
    refresh(f);
    rows_set(&f->rows, ROW_TYPE_MISSED, 5, &row);
    struct reader *reader = reader_new(f, VIEW(VIEW_KIND_ZONE, 1), 2);
    take(f, reader, true);
    assert_non_null(view_find(&reader->held, ROW_TYPE_MISSED, 5));
    rows_unset(&f->rows, ROW_TYPE_MISSED, 5);
    row.service = 3;
    rows_set(&f->rows, ROW_TYPE_MISSED, 5, &row);
    take(f, reader, true);
    assert_null(view_find(&reader->held, ROW_TYPE_MISSED, 5));
    assert_right(f, reader);
    free(reader);
}

static void two_deltas_fly_and_no_third(void **state)
{
    struct fixture *f = *state;
    refresh(f);
    struct reader *reader = reader_new(f, VIEW(VIEW_KIND_ADMIN, 0), 200);
    take(f, reader, true);
    for (int i = 0; i < 5; i++) {
        engine_issue(&f->w, 1);
        refresh(f);
        take(f, reader, false);
    }
    assert_int_equal(reader->deltas, FEED_CREDIT_MAX);
    assert_false(feed_is_slow(&reader->feed, f->w.now + FEED_SLOW_MS - 1));
    assert_true(feed_is_slow(&reader->feed, f->w.now + FEED_SLOW_MS));
    feed_vack(&reader->feed, &(struct msg_vack){.rev = reader->held.rev});
    take(f, reader, true);
    assert_int_equal(reader->deltas, FEED_CREDIT_MAX + 1); /* three changes in one */
    assert_right(f, reader);
    free(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_ticket_has_a_row_while_it_is_open),
        TEST(rows_after_many_acts_are_what_a_fresh_start_would_show),
        TEST(a_pause_that_begins_with_the_end_of_a_ticket_closes_the_window_for_all),
        TEST(the_duty_of_a_window_rides_beside_its_state),
        TEST(an_announcement_lives_its_time_and_names_its_languages),
        TEST(in_training_an_announcement_lives_in_real_time),
        TEST(a_missed_number_is_shown_for_a_while),
        TEST(every_reader_ends_with_the_truth_however_it_reads),
        TEST(rows_may_change_while_a_snapshot_is_sent),
        TEST(who_fell_out_of_the_ring_gets_a_snapshot),
        TEST(the_hash_of_a_client_is_known_when_it_is_up_to_date),
        TEST(a_row_that_came_back_in_another_place_leaves_this_one),
        TEST(two_deltas_fly_and_no_third),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
