/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_past - what a day has from before it: appointments that were made, and the rows of
 * yesterday, which go into their archive while people come.
 */
#include "sim/world.h"

#define NOBODY UINT32_MAX
#define YESTERDAY_TICKETS 40
#define TIDY_CRASHES 20 /* a crash between two files is worth more than one between two turns */

/* ---- yesterday ---- */

static enum err past_turn(struct world *w, struct command *command, msec now)
{
    struct core *core = &w->core;
    struct facts facts = {0};
    struct result result = {0};
    command->id = (struct command_id){0, 0, 0, ++core->own_seq};
    command->now = now;
    command->tz_min = WORLD_TZ;
    hall_decide(core->hall, command, &facts, &result);
    if (!facts.count)
        return ERR_NONE;
    enum err err = journal_begin(core->journal);
    if (!err)
        err = journal_append(core->journal, command, &result, &facts, &core->jseq);
    if (!err)
        err = journal_commit(core->journal);
    if (err)
        return err;
    const struct store_row row = {.seq = core->jseq,
                                  .at = result.at,
                                  .id = command->id,
                                  .verb = result.verb,
                                  .result = result,
                                  .facts = facts};
    checker_row(&w->checker, &row);
    return ERR_NONE;
}

void core_yesterday(struct world *w)
{
    msec at = w->began - 24 * HOUR;
    enum err err = past_turn(w, &(struct command){.verb = VERB_DAY_OPEN}, at);
    uint32_t count = 1 + dice_roll(&w->core.dice, YESTERDAY_TICKETS);
    for (uint32_t i = 0; i < count && !err; i++) {
        const struct service_def *service =
            &w->def->services[dice_roll(&w->core.dice, w->def->service_count)];
        struct command issue = {.verb = VERB_ISSUE,
                                .service = service->id,
                                .lang = LANG_ZH,
                                .principals = 1,
                                .source = SOURCE_DESK};
        err = past_turn(w, &issue, at + (i + 1) * MINUTE);
    }
    if (!err)
        err = past_turn(w, &(struct command){.verb = VERB_DAY_CLOSE, .arg = 1}, at + 10 * HOUR);
    if (err)
        checker_break(&w->checker, PROMISE_STARTS, "yesterday: %s", err_text(err));
    w->core.own_seq = 0;
    journal_heard(w->core.journal);
}

void core_tidy(struct world *w)
{
    struct core *core = &w->core;
    if (!core->tidying || core->inbox_count || !hall_day(core->hall) || !core->up)
        return;
    bool doomed = dice_chance(&core->dice, TIDY_CRASHES * rate_of(w, RATE_CRASH_IN_TURN));
    if (doomed)
        journal_cut_soon(core->journal, &core->dice);
    if (journal_tidy(core->journal, &core->tidying) || doomed)
        core_crash(w);
}

struct past {
    struct world *w;
    uint32_t rows;
};

static enum err past_row(void *context, const struct store_row *row)
{
    struct past *past = context;
    past->rows++;
    if (row->seq > past->w->checker.row_count) {
        checker_break(&past->w->checker, PROMISE_ARCHIVED, "row %llu was never committed",
                      (unsigned long long)row->seq);
        return ERR_DB;
    }
    checker_row(&past->w->checker, row); /* the same as ever */
    return ERR_NONE;
}

void core_check_archive(struct world *w)
{
    struct past past = {w, 0};
    for (int i = 0; i < 64 && w->core.tidying && !w->checker.broken; i++)
        if (journal_tidy(w->core.journal, &w->core.tidying))
            checker_break(&w->checker, PROMISE_ARCHIVED, "yesterday cannot be archived");
    enum err err = journal_day(w->core.journal, WORLD_YESTERDAY, past_row, &past);
    if (err || past.rows != w->checker.yesterday)
        checker_break(&w->checker, PROMISE_ARCHIVED, "%u of %u rows of yesterday are left",
                      past.rows, w->checker.yesterday);
}

/* ---- appointments ---- */

static void book_one(struct world *w, uint32_t index)
{
    const struct person *p = &w->people[index];
    const struct service_def *service = def_service(w->def, (service_id){p->service});
    struct command command = {.verb = VERB_BOOK,
                              .service = service->id,
                              .from = p->slot,
                              .until = p->slot + service->slot_min * MINUTE,
                              .who = "controller"};
    person_code(p, command.code, sizeof(command.code));
    if (hall_booking_find(w->core.hall, command.code))
        return;
    command.id = (struct command_id){0, w->core.life, 0, ++w->core.own_seq};
    core_take(w, NOBODY, 0, &command);
}

void core_book(struct world *w)
{
    struct core *core = &w->core;
    if (!core->up || !hall_day(core->hall) || w->closing)
        return;
    for (; core->booked < w->plan.people && core->inbox_count < CORE_TURN_MAX / 2; core->booked++)
        if (w->people[core->booked].slot)
            book_one(w, core->booked);
}
