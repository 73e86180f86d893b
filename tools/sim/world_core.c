/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_core - the controller: the real engine and the app's own table of results, turn by turn
 * as controller/app/turn.c does it. A turn takes time on the disk; until it is over nobody hears
 * of it, and the machine may stop at any moment of it.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/world.h"

#define NOBODY UINT32_MAX /* the hall itself asked */
#define CHECKPOINT_EVERY (20 * SECOND)

static msec core_now(struct world *w)
{
    w->core.clock.held = hall_waiting_all(w->core.hall) > 0;
    return day_clock_now(&w->core.clock, w->now, w->now + w->core.skew);
}

static void new_hall(struct world *w)
{
    struct core *core = &w->core;
    core->hall = hall_init(core->memory, w->def, w->tickets);
    core->results = results_init(core->results_memory, w->plan.sessions);
    day_clock_init(&core->clock, 0, 0, w->now);
}

static void *checked(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

/* ---- starting ---- */

static enum err take_row(void *context, const struct store_row *row)
{
    struct world *w = context;
    struct core *core = &w->core;
    checker_row(&w->checker, row);
    for (uint32_t i = 0; i < row->facts.count && !w->checker.broken; i++) {
        const struct fact *fact = &row->facts.list[i];
        if (fact->kind == FACT_KIND_DIGEST && fact->digest.list == HALL_DIGEST_LIST &&
            fact->digest.digest != hall_digest(core->hall))
            checker_break(&w->checker, PROMISE_DIGEST, "row %llu: the replayed digest differs",
                          (unsigned long long)row->seq);
        const char *no = hall_objection(core->hall, fact);
        if (no) {
            checker_break(&w->checker, PROMISE_OBJECTION, "row %llu, %s: %s",
                          (unsigned long long)row->seq, fact_name(fact->kind), no);
            return ERR_DB;
        }
        hall_apply(core->hall, fact);
    }
    if (row->id.uid) {
        const struct answer answer = {row->result, row->seq};
        results_put(core->results, &row->id, &answer);
    }
    day_clock_not_before(&core->clock, row->at, w->now);
    core->jseq = row->seq;
    return w->checker.broken ? ERR_DB : ERR_NONE;
}

static void tick_later(struct world *w)
{
    msec deadline = hall_next_deadline(w->core.hall);
    if (!deadline)
        return;
    msec left = day_clock_until(&w->core.clock, deadline);
    world_after(w, left + 1, EVENT_TURN, w->core.life, 1);
}

static void start(struct world *w)
{
    struct core *core = &w->core;
    uint64_t attempted = core->jseq;
    uint32_t known = w->checker.row_count;
    if (core->up || w->checker.broken)
        return;
    new_hall(w);
    core->jseq = 0;
    enum err err = journal_start(core->journal, take_row, w);
    if (w->checker.broken)
        return;
    if (err) {
        checker_break(&w->checker, PROMISE_STARTS, "%s", err_text(err));
        return;
    }
    core->life++;
    journal_heard(core->journal);
    core->up = true;
    core->committing = core->turn_due = false;
    core->inbox_count = core->turn_count = 0;
    core->own_seq = 0;
    core->leases = core->booked = 0;
    core->tidying = true;
    TRACE(w, "controller starts for the %u. time: %llu rows", core->life,
          (unsigned long long)core->jseq);
    checker_restart(&w->checker, core->jseq, attempted);
    if (core->jseq == known && core->digest != hall_digest(core->hall) && known)
        checker_break(&w->checker, PROMISE_DIGEST, "the digest after %u rows is another one",
                      known);
    if (core->jseq < core->seen)
        checker_break(&w->checker, PROMISE_BACKWARDS,
                      "a device saw row %llu, the journal ends at %llu",
                      (unsigned long long)core->seen, (unsigned long long)core->jseq);
    const char *wrong = hall_check(core->hall);
    if (wrong)
        checker_break(&w->checker, PROMISE_CHECKED, "after a start: %s", wrong);
    if (core->life == 1)
        core_yesterday(w);
    core->digest = hall_digest(core->hall);
    picture_take(w);
    tick_later(w);
    if (!hall_day(core->hall) && !w->closing)
        core_own(w, VERB_DAY_OPEN, 0);
}

void core_init(struct world *w)
{
    struct core *core = &w->core;
    core->dice = dice_of(w->plan.seed, 10, 0);
    core->memory_bytes = hall_bytes(w->def, w->tickets);
    core->memory = checked(malloc(core->memory_bytes));
    core->results_memory = checked(malloc(results_bytes(w->plan.sessions)));
    start(w);
    if (w->plan.rates[RATE_CRASH])
        world_after(w, dice_span(&core->dice, 0, 2 * HOUR / w->plan.rates[RATE_CRASH]), EVENT_CRASH,
                    0, 0);
    if (w->plan.rates[RATE_CLOCK])
        world_after(w, dice_span(&core->dice, 0, 2 * HOUR / w->plan.rates[RATE_CLOCK]), EVENT_CLOCK,
                    0, 0);
}

void core_free(struct world *w)
{
    picture_drop(w->core.picture);
    free(w->core.memory);
    free(w->core.results_memory);
    journal_free(w->core.journal);
}

/* ---- stopping ---- */

void core_crash(struct world *w)
{
    struct core *core = &w->core;
    if (!core->up)
        return;
    bool kept = !core->committing || dice_chance(&core->dice, 500);
    TRACE(w, "controller crashes%s", core->committing ? " before it has answered" : "");
    journal_crash(core->journal, &core->dice, kept);
    core->up = false;
    core->inbox_count = 0;
    for (uint32_t i = 0; i < w->link_count; i++)
        link_down(w, i, dice_span(&w->links[i].dice, 200, 10000));
    world_after(w, dice_span(&core->dice, 50, 20000), EVENT_START, 0, 0);
}

/* ---- a turn ---- */

static void turn_soon(struct world *w)
{
    struct core *core = &w->core;
    if (core->turn_due || core->committing || !core->inbox_count)
        return;
    core->turn_due = true;
    world_after(w, dice_span(&core->dice, 0, 5), EVENT_TURN, core->life, 0);
}

void core_take(struct world *w, uint32_t link, uint32_t connection, const struct command *command)
{
    struct core *core = &w->core;
    if (!core->up || core->inbox_count == CORE_TURN_MAX)
        return; /* who asks repeats */
    struct core_entry *entry = &core->inbox[core->inbox_count++];
    entry->link = link;
    entry->connection = connection;
    entry->command = *command;
    entry->facts.count = 0;
    turn_soon(w);
}

void core_own(struct world *w, uint8_t verb, uint32_t arg)
{
    struct command command = {.verb = verb, .arg = arg, .who = "controller"};
    command.id = (struct command_id){0, w->core.life, 0, ++w->core.own_seq};
    core_take(w, NOBODY, 0, &command);
}

/* As controller/app/turn.c does. */
static enum err recall(struct world *w, struct core_entry *entry, bool *known)
{
    struct core *core = &w->core;
    const struct command_id *id = &entry->command.id;
    enum results_found found = results_find(core->results, id, &entry->answer);
    *known = found != RESULTS_NEW;
    if (found == RESULTS_OLD)
        entry->answer = (struct answer){{.code = REFUSED_STALE}, core->jseq};
    if (*known || results_is_above(core->results, id))
        return ERR_NONE;
    static struct store_row row;
    enum err err = journal_find(core->journal, id, &row, known);
    if (!err && *known)
        entry->answer = (struct answer){row.result, row.seq};
    return err;
}

static enum err decide(struct world *w, struct core_entry *entry, msec now, bool *begun)
{
    struct core *core = &w->core;
    bool known = false;
    enum err err = recall(w, entry, &known);
    entry->fresh = !known;
    if (err || known)
        return err;
    entry->command.now = now;
    entry->command.tz_min = WORLD_TZ;
    err = core_superseded(w, &entry->command);
    if (err)
        return err;
    hall_decide(core->hall, &entry->command, &entry->facts, &entry->answer.result);
    entry->answer.jseq = core->jseq;
    if (entry->facts.count && !*begun)
        err = journal_begin(core->journal);
    *begun |= entry->facts.count > 0;
    if (!err && entry->facts.count)
        err = journal_append(core->journal, &entry->command, &entry->answer.result, &entry->facts,
                             &core->jseq);
    if (err)
        return err;
    if (entry->facts.count)
        entry->answer.jseq = core->jseq;
    results_put(core->results, &entry->command.id, &entry->answer);
    return ERR_NONE;
}

static void check_hall(struct world *w)
{
    struct core *core = &w->core;
    if (++core->checks <= hall_tickets(core->hall) / 8)
        return;
    core->checks = 0;
    const char *wrong = hall_check(core->hall);
    if (wrong)
        checker_break(&w->checker, PROMISE_CHECKED, "%s", wrong);
}

static msec disk_time(struct world *w)
{
    struct core *core = &w->core;
    if (dice_chance(&core->dice, rate_of(w, RATE_SLOW_DISK)))
        return dice_span(&core->dice, 100, 2000);
    return dice_span(&core->dice, 1, 8);
}

static void turn(struct world *w)
{
    struct core *core = &w->core;
    core->turn_due = false;
    if (!core->up || core->committing || !core->inbox_count)
        return;
    memcpy(core->turn, core->inbox, core->inbox_count * sizeof(core->inbox[0]));
    core->turn_count = core->inbox_count;
    core->inbox_count = 0;
    bool doomed = dice_chance(&core->dice, rate_of(w, RATE_CRASH_IN_TURN)), begun = false;
    if (doomed)
        journal_cut_soon(core->journal, &core->dice);
    msec now = core_now(w);
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < core->turn_count && !err; i++)
        err = decide(w, &core->turn[i], now, &begun);
    if (!err && begun)
        err = journal_commit(core->journal);
    check_hall(w);
    core->committing = true;
    if (err) {
        core_crash(w);
        return;
    }
    msec time = disk_time(w);
    if (doomed)
        world_after(w, dice_span(&core->dice, 0, time), EVENT_CRASH, core->life, 1);
    world_after(w, time, EVENT_COMMITTED, core->life, 0);
}

/* ---- after the commit ---- */

static bool seen_from_outside(uint8_t kind)
{
    return kind != FACT_KIND_PRINTED && kind != FACT_KIND_DIGEST && kind != FACT_KIND_ISSUED;
}

static void tell(struct world *w, const struct core_entry *entry, bool *shows)
{
    struct store_row row = {.seq = entry->answer.jseq,
                            .at = entry->answer.result.at,
                            .id = entry->command.id,
                            .verb = entry->answer.result.verb,
                            .result = entry->answer.result,
                            .facts = entry->facts};
    if (entry->fresh && entry->facts.count) {
        checker_row(&w->checker, &row);
        for (uint32_t k = 0; k < entry->facts.count; k++)
            *shows |= seen_from_outside(entry->facts.list[k].kind);
    }
    if (entry->link != NOBODY)
        link_send_answer(w, entry->link, entry->connection, &entry->command, &entry->answer);
}

static void committed(struct world *w)
{
    struct core *core = &w->core;
    bool shows = false;
    core->committing = false;
    journal_heard(core->journal);
    for (uint32_t i = 0; i < core->turn_count && !w->checker.broken; i++)
        tell(w, &core->turn[i], &shows);
    core->digest = hall_digest(core->hall);
    if (shows || !core->picture)
        picture_send_all(w);
    if (shows)
        tick_later(w);
    if (w->now - core->last_checkpoint > CHECKPOINT_EVERY && !core->inbox_count) {
        core->last_checkpoint = w->now;
        if (journal_checkpoint(core->journal))
            core_crash(w);
    }
    core_grant(w);
    core_book(w);
    core_tidy(w);
    turn_soon(w);
}

static void crash(struct world *w, const struct event *event)
{
    struct core *core = &w->core;
    if (event->tag) {
        if (event->who == core->life)
            core_crash(w);
        return;
    }
    if (w->calm)
        return;
    if (rate_of(w, RATE_CRASH))
        core_crash(w);
    world_after(w, dice_span(&core->dice, 0, 2 * HOUR / w->plan.rates[RATE_CRASH]), EVENT_CRASH, 0,
                0);
}

static void step_clock(struct world *w)
{
    struct core *core = &w->core;
    if (w->calm)
        return;
    if (rate_of(w, RATE_CLOCK)) {
        core->skew = dice_span(&core->dice, -10 * MINUTE, 10 * MINUTE);
        TRACE(w, "the wall clock steps to %+lld s", (long long)(core->skew / SECOND));
    }
    world_after(w, dice_span(&core->dice, 0, 2 * HOUR / w->plan.rates[RATE_CLOCK]), EVENT_CLOCK, 0,
                0);
}

void core_event(struct world *w, const struct event *event)
{
    struct core *core = &w->core;
    switch (event->kind) {
    case EVENT_TURN:
        if (event->who != core->life || !core->up)
            return;
        if (event->tag)
            core_own(w, VERB_TICK, 0);
        else
            turn(w);
        return;
    case EVENT_COMMITTED:
        if (event->who == core->life && core->up)
            committed(w);
        return;
    case EVENT_CRASH:
        crash(w, event);
        return;
    case EVENT_CLOCK:
        step_clock(w);
        return;
    default:
        assert(event->kind == EVENT_START);
        start(w);
        return;
    }
}

bool core_asked(const struct world *w, struct label label, struct ticket_view *view)
{
    ticket_id id;
    if (!w->core.up || w->core.committing)
        return false;
    return hall_find(w->core.hall, label, &id) && hall_ticket(w->core.hall, id, view);
}
