/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_world.h"

#include <string.h>

#include "domain/calendar.h"
#include "test.h"

#define CUT_RATE 700 /* in 10,000: before each effect, while it is not calm */

static const struct hall_def *hall_of;
static const struct device_def *device_of;

uint32_t roll(struct world *w, uint32_t below)
{
    w->dice ^= w->dice << 13, w->dice ^= w->dice >> 7, w->dice ^= w->dice << 17;
    return (uint32_t)((w->dice >> 16) % below);
}

bool chance(struct world *w, uint32_t in_10000)
{
    return roll(w, 10000) < in_10000;
}

void count(struct world *w, enum count what)
{
    w->counts[what]++;
}

struct paper_trail *trail_of(struct world *w, struct label label)
{
    return &w->trails[label.prefix[0] - 'A'][label.number];
}

/* ---- power ---- */

static void cut(struct world *w)
{
    count(w, COUNT_CUTS);
    w->on = false;
    w->boots_at = w->now + 3 * SECOND + roll(w, 20) * SECOND;
    world_session_ends(w);
}

static bool power_goes(struct world *w)
{
    if (w->calm || !chance(w, CUT_RATE))
        return false;
    cut(w);
    return true;
}

/* ---- the disk ---- */

static void renew(struct world *w)
{
    static uint8_t fresh[DISK_MAX];
    struct ledger_entry entries[LEDGER_PIECE_MAX];
    size_t length = 0;
    uint32_t piece = 0, n;
    w->generation++;
    do {
        n = ledger_piece(&w->model.ledger, piece, entries);
        if (n || !piece)
            length += ledger_frame(w->generation, piece++, entries, n, fresh + length,
                                   sizeof(fresh) - length);
    } while (n);
    length +=
        ledger_frame(w->generation, piece++, entries, 0, fresh + length, sizeof(fresh) - length);
    assert_true(length < sizeof(fresh) - 2 * LEDGER_FRAME_MAX);
    memcpy(w->disk, fresh, length); /* a rename: the old file or the new one */
    w->disk_length = w->disk_fresh = length;
    w->frames = piece;
    w->durable = w->model.ledger;
}

static void given_instead(struct world *w, const struct ledger_slip *slip)
{
    if (!slip || !slip->asked.seq || w->instead_count == MEMO_MAX)
        return;
    w->instead[w->instead_count].boot = slip->asked.boot;
    w->instead[w->instead_count++].seq = slip->asked.seq;
}

/* One frame; false when the power went in the middle of it, or the disk did not take it. */
static bool write_frame(struct world *w, const struct ledger_entry *entries, uint32_t n)
{
    uint8_t frame[LEDGER_FRAME_MAX];
    size_t length = ledger_frame(w->generation, w->frames, entries, n, frame, sizeof(frame));
    assert_true(length > 0 && w->disk_length + length <= DISK_MAX);
    if (!w->calm && chance(w, CUT_RATE / 4)) {
        size_t part = roll(w, (uint32_t)length);
        memcpy(w->disk + w->disk_length, frame, part);
        w->disk_length += part;
        count(w, COUNT_TORN);
        cut(w);
        return false;
    }
    if (w->now < w->disk_bad_until)
        return false;
    memcpy(w->disk + w->disk_length, frame, length);
    w->disk_length += length;
    w->frames++;
    for (uint32_t i = 0; i < n; i++)
        if (!ledger_apply(&w->durable, &entries[i]))
            BROKEN("an entry %s makes no sense on the disk\n", ledger_entry_name(entries[i].kind));
    for (uint32_t i = 0; i < n; i++)
        if (entries[i].kind == LEDGER_KIND_LEASED)
            given_instead(w, ledger_slip(&w->durable, entries[i].leased.slip));
    return true;
}

static void lose_journal(struct world *w)
{
    if (w->calm || w->sound)
        return;
    if (chance(w, 60)) {
        w->disk_length = 0;
        count(w, COUNT_LOST_JOURNALS);
    } else if (chance(w, 60) && w->disk_length) {
        w->disk[roll(w, (uint32_t)w->disk_length)] ^= (uint8_t)(1 + roll(w, 255));
        count(w, COUNT_ROTTEN);
        w->damaged = true; /* in the last frame it looks like a cut, and loses an entry */
    }
}

static void power_on(struct world *w)
{
    struct ledger_reading reading;
    lose_journal(w);
    w->on = true;
    w->printer.busy = false;
    kiosk_init(&w->model, hall_of, device_of);
    ledger_read(w->disk, w->disk_length, &w->model.ledger, &reading);
    bool lost = reading.end == LEDGER_END_EMPTY || reading.end == LEDGER_END_ROTTEN;
    w->welcomed = false;
    w->damaged = w->damaged || lost;
    w->generation = reading.generation;
    w->boot++;
    renew(w);
    if (power_goes(w))
        return;
    kiosk_restored(&w->model);
}

/* ---- effects ---- */

static void owners(struct world *w, const struct ledger_entry *entries, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (entries[i].kind == LEDGER_KIND_LEASED)
            count(w, entries[i].leased.supersedes ? COUNT_INSTEAD : COUNT_ALONE);
        if (entries[i].kind == LEDGER_KIND_INTENT)
            w->slip_owner[entries[i].intent.slip % countof(w->slip_owner)] =
                w->at_kiosk == NOBODY ? 0 : w->at_kiosk + 1;
    }
}

static void print(struct world *w, const struct kiosk_effect *effect)
{
    const struct ledger_slip *slip = ledger_slip(&w->durable, effect->slip);
    if (!slip || slip->state != SLIP_PRINTING) /* rule 1 */
        BROKEN("slip %u is printed and not written down\n", effect->slip);
    if (w->printer.busy)
        BROKEN("two slips in the printer\n");
    struct kiosk_ticket ticket;
    kiosk_slip_ticket(&w->model, effect->slip, &ticket);
    w->printer.busy = true;
    w->printer.job = effect->ticket.n;
    w->printer.label = ticket.label;
    w->printer.copy = ticket.reprinted != 0;
    w->printer.owner = w->slip_owner[effect->slip % countof(w->slip_owner)];
    w->printer.ends = w->now + SECOND + roll(w, 2000);
    struct paper_trail *trail = trail_of(w, ticket.label);
    trail->alone = ticket.alone;
    trail->given = ticket.issued;
}

static void paper_comes_out(struct world *w)
{
    struct paper_trail *trail = trail_of(w, w->printer.label);
    count(w, COUNT_PAPERS);
    if (trail->owner && w->printer.owner && trail->owner != w->printer.owner)
        BROKEN("%s%03u is printed for two people\n", w->printer.label.prefix,
               w->printer.label.number);
    if (w->printer.owner)
        trail->owner = w->printer.owner;
    if (w->printer.copy)
        trail->copies++, count(w, COUNT_COPIES);
    else if (++trail->plain > 1 || trail->copies)
        BROKEN("a second paper of %c%03u is not marked\n", w->printer.label.prefix[0],
               w->printer.label.number);
    if (!trail->owner)
        return;
    struct visitor *visitor = &w->visitors[trail->owner - 1];
    visitor->label_service = (uint8_t)(w->printer.label.prefix[0] - 'A' + 1);
    visitor->label_number = w->printer.label.number;
}

static void perform(struct world *w, const struct kiosk_effects *effects)
{
    for (uint32_t i = 0; i < effects->count; i++) {
        struct ledger_entry entries[KIOSK_EFFECTS_MAX];
        uint32_t n = 0, skipped = 0;
        if (power_goes(w))
            return;
        while (i < effects->count && effects->list[i].type == KIOSK_DO_JOURNAL)
            entries[n++] = effects->list[i++].entry;
        owners(w, entries, n);
        if (n && !w->model.journal_lost && !write_frame(w, entries, n)) {
            if (!w->on)
                return;
            bool is_new = false;
            for (uint32_t k = i; k < effects->count; k++)
                if (effects->list[k].type == KIOSK_DO_PRINT)
                    skipped = effects->list[k].slip;
            for (uint32_t k = 0; k < n; k++)
                is_new = is_new || entries[k].kind == LEDGER_KIND_ACKED ||
                         entries[k].kind == LEDGER_KIND_LEASED;
            struct kiosk_effects none;
            w->journal_retry = w->now + 5 * SECOND;
            count(w, COUNT_BAD_DISK);
            kiosk_step(&w->model,
                       &(struct kiosk_event){.type = KIOSK_JOURNAL,
                                             .now = w->now,
                                             .number = skipped,
                                             .code = is_new},
                       &none);
            return;
        }
        if (i == effects->count || power_goes(w))
            return;
        if (effects->list[i].type == KIOSK_DO_PRINT)
            print(w, &effects->list[i]);
        else
            world_post(w, &effects->list[i]);
    }
}

void world_event(struct world *w, struct kiosk_event event)
{
    struct kiosk_effects effects;
    event.now = w->now;
    if (!w->on)
        return;
    kiosk_step(&w->model, &event, &effects);
    perform(w, &effects);
}

/* ---- time ---- */

static void printer_step(struct world *w)
{
    if (!w->printer.busy || w->now < w->printer.ends)
        return;
    uint8_t result = PRINT_PRINTED;
    w->printer.busy = false;
    if (!w->calm && !w->paper_out && chance(w, 300)) {
        w->paper_out = true;
        w->new_roll_at = w->now + 20 * SECOND + roll(w, 60) * SECOND;
    }
    if (w->paper_out)
        result = PRINT_NO_PAPER;
    else if (!w->calm && chance(w, 200))
        result = PRINT_FAILED; /* a jam: perhaps it is out all the same */
    if (result == PRINT_PRINTED || (result == PRINT_FAILED && chance(w, 5000)))
        paper_comes_out(w);
    if (result != PRINT_PRINTED)
        count(w, COUNT_NO_PAPER);
    world_event(w, (struct kiosk_event){.type = KIOSK_PRINTED,
                                        .number = w->printer.job,
                                        .code = result});
}

static void journal_step(struct world *w)
{
    if (!w->calm && chance(w, 2))
        w->disk_bad_until = w->now + 8 * SECOND;
    if (!w->model.journal_lost || w->now < w->journal_retry || w->now < w->disk_bad_until)
        return;
    renew(w);
    world_event(w, (struct kiosk_event){.type = KIOSK_JOURNAL, .up = true});
}

void world_kiosk_start(struct world *w, const struct hall_def *def, const struct device_def *device)
{
    hall_of = def;
    device_of = device;
    w->on = true;
    kiosk_init(&w->model, def, device);
    w->boot = 1;
    renew(w);
}

void world_kiosk_step(struct world *w)
{
    if (!w->on) {
        if (w->printer.busy && w->now >= w->printer.ends) { /* it has power of its own */
            w->printer.busy = false;
            if (chance(w, 5000))
                paper_comes_out(w);
        }
        if (w->now >= w->boots_at)
            power_on(w);
        return;
    }
    world_event(w, (struct kiosk_event){.type = KIOSK_TICK,
                                        .hall_ms = world_hall0 + w->now,
                                        .tz_min = 480});
    if (w->on)
        printer_step(w);
    if (w->on)
        journal_step(w);
    if (w->paper_out && w->now >= w->new_roll_at) {
        w->paper_out = false;
        world_event(w, (struct kiosk_event){.type = KIOSK_PRINTER, .code = KIOSK_PRINTER_OK});
        world_event(w, (struct kiosk_event){.type = KIOSK_DOWN, .action = KIOSK_ACT_REPRINT_LEFT});
        world_event(w, (struct kiosk_event){.type = KIOSK_UP, .action = KIOSK_ACT_REPRINT_LEFT});
    }
}
