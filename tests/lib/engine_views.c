/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that hall.h lets read, as one number; and the replay that compares it.
 */
#include <stdlib.h>

#include "engine_hall.h"
#include "test.h"

struct sum {
    uint64_t h;
};

static void add(struct sum *sum, uint64_t value)
{
    sum->h = (sum->h ^ value) * 0x100000001b3u;
    sum->h ^= sum->h >> 31;
}

static void add_ticket(struct sum *sum, const struct hall *hall, uint32_t id)
{
    struct ticket_view v;
    ticket_id found;
    assert_true(hall_ticket(hall, (ticket_id){id}, &v));
    assert_int_equal(v.id.n, id);
    assert_true(hall_find(hall, v.label, &found));
    assert_int_equal(found.n, id);
    struct slip_view slip;
    assert_true(hall_slip(hall, (ticket_id){id}, v.issued, &slip));
    const uint64_t fields[] = {
        v.state,
        v.ticket_class,
        v.lang,
        v.service.n,
        v.label.number,
        (uint8_t)v.label.prefix[0],
        v.target.n,
        (uint64_t)v.issued,
        (uint64_t)v.joined,
        v.called ? 1 : 0,
        (uint64_t)v.called,
        (uint64_t)v.started,
        v.order,
        (uint64_t)v.ended,
        (uint64_t)v.key,
        v.calls,
        v.misses,
        v.score,
        v.unprinted,
        v.park_kind,
        v.sent,
        v.items,
        (uint64_t)v.parked,
        (uint64_t)v.held_away,
        (uint64_t)v.held_kept,
        (uint64_t)v.held_meanwhile,
        (uint64_t)v.served,
        (uint64_t)v.rated,
        v.step,
        v.journey,
        v.of,
        v.pick_up,
        slip.may_rejoin,
        slip.ahead_if_back,
        slip.may_rate,
        (uint64_t)slip.rate_until,
        (uint64_t)slip.slot,
        slip.principals,
        hall_ahead(hall, (ticket_id){id}),
    };
    for (size_t i = 0; i < countof(fields); i++)
        add(sum, fields[i]);
}

static void add_target(struct sum *sum, const struct hall *hall, target_id id)
{
    struct window_view v;
    ticket_id next, parked[8];
    assert_true(hall_window(hall, id, &v));
    hall_next(hall, id, &next);
    const uint64_t fields[] = {v.state,    v.pause_reason,    v.parked, v.call, v.calls,
                               v.ticket.n, (uint64_t)v.since, v.order,  next.n, v.staff,
                               v.role,     v.lunch,           v.late};
    for (size_t i = 0; i < countof(fields); i++)
        add(sum, fields[i]);
    uint32_t count = hall_parked(hall, id, parked, countof(parked));
    for (uint32_t i = 0; i < count; i++)
        add(sum, parked[i].n);
}

static void add_service(struct sum *sum, const struct hall *hall, service_id id)
{
    uint16_t lo, hi, wait;
    add(sum, hall_waiting(hall, id));
    add(sum, hall_windows_open(hall, id));
    add(sum, hall_ahead_of_new(hall, id, CLASS_NORMAL, 20 * HOUR));
    add(sum, hall_estimate(hall, id, 7, &lo, &hi, &wait));
    add(sum, (uint64_t)lo << 32 | (uint64_t)hi << 16 | wait);
}

static void add_lists(struct sum *sum, const struct hall *hall)
{
    static struct announce_view said[HALL_ANNOUNCES_MAX];
    static ticket_id missed[64];
    uint32_t count = hall_announces(hall, 0, said, countof(said));
    for (uint32_t i = 0; i < count; i++) {
        assert_true(i == 0 || said[i].id == said[i - 1].id + 1);
        add(sum, (uint64_t)said[i].id << 32 | (uint64_t)said[i].target.n << 8 | said[i].kind);
        add(sum, (uint64_t)said[i].at ^ said[i].label.number ^ (uint64_t)said[i].gone << 60);
    }
    static struct notice_view notices[HALL_NOTICES_MAX];
    count = hall_notices(hall, 0, notices, countof(notices));
    for (uint32_t i = 0; i < count; i++)
        add(sum, (uint64_t)notices[i].id << 32 | (uint64_t)notices[i].view << 16 |
                     (uint8_t)notices[i].text[0]);
    count = hall_missed(hall, missed, countof(missed));
    for (uint32_t i = 0; i < count; i++)
        add(sum, missed[i].n);
}

uint64_t engine_views(const struct hall *hall, const struct hall_def *def)
{
    struct sum sum = {1};
    add(&sum, hall_day(hall));
    add(&sum, hall_tickets(hall));
    add(&sum, hall_ticket_first(hall));
    add(&sum, hall_waiting_all(hall));
    add(&sum, (uint64_t)hall_next_deadline(hall));
    for (uint32_t i = 0; i < hall_tickets(hall); i++)
        add_ticket(&sum, hall, hall_ticket_at(hall, i).n);
    for (uint32_t i = 0; i < def->window_count; i++) {
        add_target(&sum, hall, (target_id){def->windows[i].number});
        for (uint32_t k = 0; k < def->service_count; k++)
            add(&sum, hall_serves(hall, def->windows[i].number, def->services[k].id));
        add(&sum, hall_waiting_window(hall, def->windows[i].number));
    }
    for (uint32_t i = 0; i < def->room_count; i++)
        add_target(&sum, hall, (target_id){(uint16_t)(TARGET_ROOM + def->rooms[i].id)});
    for (uint32_t i = 0; i < def->service_count; i++)
        add_service(&sum, hall, def->services[i].id);
    add_lists(&sum, hall);
    return sum.h;
}

/* Through bytes and back, as the journal does it. */
static struct fact stored(const struct fact *fact)
{
    uint8_t bytes[FACT_BYTES_MAX];
    struct fact back;
    struct wire_out out = {bytes, bytes + sizeof(bytes), false};
    fact_put(&out, fact);
    assert_false(out.bad);
    struct wire_in in = {bytes, out.at, false};
    fact_get(&in, &back);
    assert_false(in.bad);
    assert_int_equal(wire_left(&in), 0);
    return back;
}

void engine_replay(const struct engine_hall *w)
{
    void *memory = malloc(hall_bytes(&w->def, w->tickets));
    assert_non_null(memory);
    struct hall *again = hall_init(memory, &w->def, w->tickets);
    for (uint32_t i = 0; i < w->record_count; i++) {
        struct fact fact = stored(&w->record[i]);
        if (fact.kind == FACT_KIND_DIGEST &&
            fact.digest.digest != hall_digest_of(again, fact.digest.list))
            fail_msg("the digest at fact %u is not that of the replay", (unsigned)i);
        if (hall_objection(again, &fact))
            fail_msg("fact %u: %s", (unsigned)i, hall_objection(again, &fact));
        hall_apply(again, &fact);
    }
    const char *wrong = hall_check(again);
    if (wrong)
        fail_msg("after a replay: %s", wrong);
    if (hall_digest(again) != hall_digest(w->hall))
        fail_msg("a replay has another digest");
    if (engine_views(again, &w->def) != engine_views(w->hall, &w->def))
        fail_msg("a replay shows another hall");
    free(memory);
}
