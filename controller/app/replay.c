/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay - the day so far, from the journal; and the proofs that it is the same day.
 */
#include <inttypes.h>

#include "app/controller.h"
#include "os/clock.h"

struct replay {
    struct controller *c;
    uint32_t rows, facts;
};

/* D-31: an upgrade in the middle of a day must come to the state that was. */
static enum err prove(struct controller *c, const struct store_row *row,
                      const struct fact_digest *fact)
{
    if (fact->list < HALL_DIGEST_LIST_OLDEST || fact->list > HALL_DIGEST_LIST)
        return log_fault(ERR_DB,
                         "journal seq=%" PRIu64 " a digest over field list %u, which this version "
                         "does not know; start the version that wrote it",
                         row->seq, fact->list);
    uint64_t digest = hall_digest_of(c->hall, fact->list);
    if (fact->digest == digest)
        return ERR_NONE;
    return log_fault(ERR_DB,
                     "journal seq=%" PRIu64 " the replayed day is not the day that was: digest "
                     "%016" PRIx64 ", recorded %016" PRIx64 "; start the version that wrote it, "
                     "or the hall definition that it was written with",
                     row->seq, digest, fact->digest);
}

static enum err take_fact(struct controller *c, const struct store_row *row,
                          const struct fact *fact)
{
    if (fact->kind == FACT_KIND_DIGEST) {
        enum err err = prove(c, row, &fact->digest);
        if (err)
            return err;
    }
    const char *objection = hall_objection(c->hall, fact);
    if (objection)
        return log_fault(ERR_DB,
                         "journal seq=%" PRIu64 " the fact %s does not fit this hall: %s; start "
                         "with the hall definition that the day was opened with",
                         row->seq, fact_name(fact->kind), objection);
    hall_apply(c->hall, fact);
    rows_fact(&c->rows, fact);
    staff_fact(&c->staff, fact);
    return ERR_NONE;
}

/* The day is over and was another hall's; an emergency is no day's and goes on. */
static enum err take_apart(struct controller *c, const struct fact *fact)
{
    struct fact holds = {.kind = FACT_KIND_EMERGENCY, .at = fact->at};
    if (fact->kind == FACT_KIND_EMERGENCY)
        holds.emergency = fact->emergency;
    else if (fact->kind == FACT_KIND_DAY_OPENED)
        holds.emergency.emergency = fact->day_opened.emergency;
    else
        return ERR_NONE;
    if (!hall_objection(c->hall, &holds))
        hall_apply(c->hall, &holds);
    return ERR_NONE;
}

static enum err take_row(void *context, const struct store_row *row)
{
    struct replay *replay = context;
    struct controller *c = replay->c;
    const struct answer answer = {row->result, row->seq};
    for (uint32_t i = 0; i < row->facts.count; i++) {
        const struct fact *fact = &row->facts.list[i];
        if (fact->kind == FACT_KIND_DAY_OPENED)
            c->last_day = fact->day_opened.day;
        enum err err = c->in_force.day_apart ? take_apart(c, fact) : take_fact(c, row, fact);
        if (err)
            return err;
    }
    if (row->id.uid) {
        results_put(c->results, &row->id, &answer);
        boots_saw(&c->boots, row->id.uid, row->id.boot);
    }
    day_clock_not_before(&c->clock, row->at, clock_mono_ms());
    replay->rows++;
    replay->facts += row->facts.count;
    return ERR_NONE;
}

const char *replay_check(struct controller *c, bool always)
{
#ifdef NDEBUG
    (void)c;
    (void)always;
    return NULL;
#else
    /* The check reads every ticket. After every command while the day is young; then rarer, so
     * that a command pays for about 256 tickets. */
    if (!always && ++c->checks <= hall_tickets(c->hall) / 256)
        return NULL;
    c->checks = 0;
    return hall_check(c->hall);
#endif
}

enum err replay_run(struct controller *c)
{
    struct replay replay = {.c = c};
    struct rows_time time;
    msec begun = clock_mono_ms();
    enum err err = store_replay(c->store, take_row, &replay);
    if (err)
        return err;
    log_info("replayed rows=%u facts=%u ms=%" PRId64, replay.rows, replay.facts,
             clock_mono_ms() - begun);
    const char *wrong = replay_check(c, true);
    if (wrong)
        return log_fault(ERR_DB, "the replayed day contradicts itself: %s", wrong);
    controller_time(c, &time);
    rows_refresh(&c->rows, &time);
    return ERR_NONE;
}
