/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/replay.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "os/log.h"

/* Of events at one moment the lower kind goes first, then the lower number. */
enum event_kind { WINDOW_FINISHES, WINDOW_OPENS, WINDOW_CLOSES, BREAK_BEGINS, VISITOR_ARRIVES };

enum clerk_state { CLERK_OFF, CLERK_IDLE, CLERK_BUSY, CLERK_ON_BREAK };

struct replay_clerk {
    uint8_t state;       /* enum clerk_state */
    uint32_t leg;        /* being served, or waited for */
    uint32_t next_break; /* of its shifts; those before were taken */
    msec since;          /* idle */
};

static const struct day_visitor *visitor_of(const struct replay *replay, uint32_t leg)
{
    return &replay->day->visitors[replay->legs[leg].visitor];
}

static bool journal_add(struct replay_bytes *journal, const struct fact *fact)
{
    if (journal->size - journal->length < FACT_BYTES_MAX) {
        size_t size = journal->size ? 2 * journal->size : 1 << 16;
        uint8_t *bytes = realloc(journal->bytes, size);
        if (!bytes)
            return false;
        journal->bytes = bytes;
        journal->size = size;
    }
    struct wire_out out = {journal->bytes + journal->length, journal->bytes + journal->size, false};
    fact_put(&out, fact);
    assert(!out.bad);
    journal->length = (size_t)(out.at - journal->bytes);
    return true;
}

/* One command at the present moment. A refusal that the caller does not expect ends the run. */
static bool act(struct replay *replay, struct command command, struct facts *facts, uint8_t expect)
{
    struct result result;
    if (replay->err)
        return false;
    command.now = replay_midnight() + replay->now;
    command.id.seq = ++replay->seq;
    memcpy(command.who, "replay", sizeof("replay"));
    hall_decide(replay->hall, &command, facts, &result);
    replay->facts += facts->count;
    for (uint32_t i = 0; i < facts->count && replay->restart_every; i++)
        if (!journal_add(&replay->journal, &facts->list[i]))
            replay->err = log_fault(ERR_NOMEM, "no memory for the journal of a replay");
    if (result.code && result.code != expect)
        replay->err = log_fault(ERR_CONFIG, "at %lld ms: %s is refused: %s", (long long)replay->now,
                                verb_name(result.verb), refusal_text(result.code));
    return !replay->err && !result.code;
}

static bool act_at(struct replay *replay, uint32_t window, enum verb verb, uint32_t arg)
{
    struct facts facts;
    return act(replay,
               (struct command){.verb = (uint8_t)verb,
                                .target = {(uint16_t)(window + 1)},
                                .arg = arg},
               &facts, REFUSED_NOT);
}

static void happens(struct replay *replay, msec at, enum event_kind kind, uint32_t number)
{
    if (!replay->err && !events_add(&replay->events, (struct event){at, kind, number}))
        replay->err = log_fault(ERR_NOMEM, "no memory for the events of a replay");
}

/* The visitor came, or not: how long the window has to do with it. */
static void begin_visit(struct replay *replay, uint32_t window, uint32_t leg_no)
{
    struct replay_leg *leg = &replay->legs[leg_no];
    const struct day_visitor *visitor = visitor_of(replay, leg_no);
    leg->call = replay->now;
    leg->window = (int32_t)window;
    leg->show =
        replay->now - leg->enqueue <= (leg->leg ? visitor->next_patience : visitor->patience);
    msec took = replay->day->no_show;
    if (leg->show) {
        act_at(replay, window, VERB_START, 0);
        took = day_duration(replay->day, window, leg->service,
                            leg->leg ? visitor->next_work : visitor->work);
    }
    replay->clerks[window].state = CLERK_BUSY;
    replay->clerks[window].leg = leg_no;
    happens(replay, replay->now + took, WINDOW_FINISHES, window);
}

static void call(struct replay *replay, uint32_t window)
{
    struct facts facts;
    struct replay_clerk *clerk = &replay->clerks[window];
    const struct command next = {.verb = VERB_CALL_NEXT, .target = {(uint16_t)(window + 1)}};
    if (!act(replay, next, &facts, REFUSED_EMPTY)) {
        if (clerk->state != CLERK_IDLE)
            clerk->since = replay->now;
        clerk->state = CLERK_IDLE;
        return;
    }
    const struct fact *called = &facts.list[facts.count - 1];
    while (called->kind != FACT_KIND_CALLED && called > facts.list)
        called--; /* a digest may stand behind it */
    assert(called->kind == FACT_KIND_CALLED);
    uint32_t slot = called->called.ticket - hall_ticket_first(replay->hall);
    begin_visit(replay, window, replay->leg_of[slot]);
}

static bool on_shift(const struct replay *replay, uint32_t window)
{
    const struct day_window *def = &replay->day->windows[window];
    const struct day_shift *shift = &replay->day->shifts[def->shift];
    for (uint32_t i = 0; i < def->shift_count; i++)
        if (!shift[i].pause && shift[i].start <= replay->now && replay->now < shift[i].end)
            return true;
    return false;
}

/* The first break of the window that was not taken yet, if its time has come. */
static const struct day_shift *break_due(struct replay *replay, uint32_t window)
{
    const struct day_window *def = &replay->day->windows[window];
    struct replay_clerk *clerk = &replay->clerks[window];
    const struct day_shift *shift = &replay->day->shifts[def->shift];
    while (clerk->next_break < def->shift_count && !shift[clerk->next_break].pause)
        clerk->next_break++;
    if (clerk->next_break == def->shift_count || shift[clerk->next_break].start > replay->now)
        return NULL;
    return &shift[clerk->next_break++];
}

/* Off, on a break, or the next one. The engine's window is open and has nobody. */
static void becomes_free(struct replay *replay, uint32_t window)
{
    struct replay_clerk *clerk = &replay->clerks[window];
    if (!on_shift(replay, window)) {
        act_at(replay, window, VERB_CLOSE, 0);
        clerk->state = CLERK_OFF;
        return;
    }
    const struct day_shift *pause = break_due(replay, window);
    if (!pause) {
        call(replay, window);
        return;
    }
    act_at(replay, window, VERB_PAUSE, PAUSE_AWAY);
    clerk->state = CLERK_ON_BREAK;
    happens(replay, replay->now + pause->end - pause->start, WINDOW_FINISHES, window);
}

static uint32_t add_leg(struct replay *replay, struct replay_leg leg)
{
    leg.enqueue = replay->now;
    leg.call = leg.window = -1;
    replay->legs[replay->leg_count] = leg;
    return replay->leg_count++;
}

/* Fewest services, then idle longest, then the lowest number; -1 = none is idle. */
static int64_t idle_window(const struct replay *replay, uint32_t service)
{
    const struct day *day = replay->day;
    int64_t best = -1;
    for (uint32_t w = 0; w < day->window_count; w++) {
        const struct replay_clerk *clerk = &replay->clerks[w];
        if (clerk->state != CLERK_IDLE ||
            !def_window_serves(&replay->windows[w], replay->services[service].id))
            continue;
        if (best >= 0 && (day->windows[w].count > day->windows[best].count ||
                          (day->windows[w].count == day->windows[best].count &&
                           clerk->since >= replay->clerks[best].since)))
            continue;
        best = w;
    }
    return best;
}

static void joined(struct replay *replay, uint32_t service)
{
    int64_t window = replay->err ? -1 : idle_window(replay, service);
    if (window >= 0)
        call(replay, (uint32_t)window);
}

/* D-18: an appointment that comes too late is a visit like any other. */
static bool late(const struct replay *replay, const struct day_visitor *visitor)
{
    return visitor->ticket_class == CLASS_APPOINTMENT &&
           visitor->arrive > visitor->due + replay->day->late_grace;
}

static void arrives(struct replay *replay, uint32_t index)
{
    struct facts facts;
    const struct day_visitor *visitor = &replay->day->visitors[index];
    struct command issue = {.verb = VERB_ISSUE,
                            .service = replay->services[visitor->service].id,
                            .ticket_class = visitor->ticket_class};
    if (late(replay, visitor))
        issue.ticket_class = CLASS_NORMAL;
    else if (visitor->ticket_class == CLASS_APPOINTMENT)
        issue.from = issue.until = replay_midnight() + visitor->due;
    if (!act(replay, issue, &facts, REFUSED_NOT))
        return;
    const struct fact_issued *issued = &facts.list[0].issued;
    replay->leg_of[issued->ticket - hall_ticket_first(replay->hall)] =
        add_leg(replay, (struct replay_leg){.visitor = index,
                                            .ticket_class = issued->ticket_class,
                                            .service = visitor->service,
                                            .key = issued->key - replay_midnight()});
    joined(replay, visitor->service);
}

/* On to the next service: joined before this window is free (so another idle one takes it). */
static void moves_on(struct replay *replay, uint32_t window, const struct replay_leg *from)
{
    struct facts facts;
    uint32_t service = (uint32_t)replay->day->visitors[from->visitor].next_service;
    if (!act(replay,
             (struct command){.verb = VERB_TRANSFER,
                              .target = {(uint16_t)(window + 1)},
                              .service = replay->services[service].id},
             &facts, REFUSED_NOT))
        return;
    const struct fact *fact = facts.list;
    while (fact->kind != FACT_KIND_TRANSFERRED)
        fact++;
    replay->leg_of[fact->transferred.ticket - hall_ticket_first(replay->hall)] =
        add_leg(replay, (struct replay_leg){.visitor = from->visitor,
                                            .leg = (uint8_t)(from->leg + 1),
                                            .ticket_class = fact->transferred.ticket_class,
                                            .service = service,
                                            .key = fact->transferred.key - replay_midnight()});
    joined(replay, service);
}

static void finishes(struct replay *replay, uint32_t window)
{
    struct replay_clerk *clerk = &replay->clerks[window];
    const struct replay_leg leg = replay->legs[clerk->leg];
    if (clerk->state == CLERK_ON_BREAK)
        act_at(replay, window, VERB_RESUME, 0);
    else if (!leg.show)
        act_at(replay, window, VERB_MISS, 0);
    else if (!leg.leg && visitor_of(replay, clerk->leg)->next_service >= 0)
        moves_on(replay, window, &leg);
    else
        act_at(replay, window, VERB_FINISH, 0);
    becomes_free(replay, window);
}

static void happened(struct replay *replay, const struct event *event)
{
    replay->now = event->at;
    uint32_t window = event->number;
    if (event->kind == VISITOR_ARRIVES) {
        arrives(replay, event->number);
    } else if (event->kind == WINDOW_FINISHES) {
        finishes(replay, window);
    } else if (event->kind == WINDOW_OPENS && replay->clerks[window].state == CLERK_OFF) {
        act_at(replay, window, VERB_OPEN, 0);
        becomes_free(replay, window);
    } else if (event->kind != WINDOW_OPENS && replay->clerks[window].state == CLERK_IDLE) {
        becomes_free(replay, window); /* closes, or takes its break, if it is time */
    }
}

/* As a controller that was killed: a new hall from the bytes of the journal. */
static void restart(struct replay *replay)
{
    struct wire_in in = {replay->journal.bytes, replay->journal.bytes + replay->journal.length,
                         false};
    uint64_t digest = hall_digest(replay->hall);
    void *memory = replay->memory[++replay->restarts % 2];
    replay->hall = hall_init(memory, &replay->def, replay->def.tickets_day);
    while (wire_left(&in) && !replay->err) {
        struct fact fact;
        fact_get(&in, &fact);
        const char *no = in.bad ? "it is malformed" : hall_objection(replay->hall, &fact);
        if (no)
            replay->err = log_fault(ERR_CONFIG, "a fact cannot be applied again: %s", no);
        else
            hall_apply(replay->hall, &fact);
    }
    if (!replay->err && hall_digest(replay->hall) != digest)
        replay->err = log_fault(ERR_CONFIG, "a restart gives another hall");
}

static void plan_day(struct replay *replay)
{
    const struct day *day = replay->day;
    for (uint32_t i = 0; i < day->shift_count; i++) {
        const struct day_shift *shift = &day->shifts[i];
        happens(replay, shift->start, shift->pause ? BREAK_BEGINS : WINDOW_OPENS, shift->window);
        if (!shift->pause)
            happens(replay, shift->end, WINDOW_CLOSES, shift->window);
    }
    for (uint32_t i = 0; i < day->visitor_count; i++)
        happens(replay, day->visitors[i].arrive, VISITOR_ARRIVES, i);
}

static enum err replay_open(struct replay *replay, const struct replay_options *options)
{
    const struct day *day = replay->day;
    enum err err = replay_hall_build(replay, options->rule);
    if (err)
        return err;
    replay->clerks = calloc(day->window_count, sizeof(*replay->clerks));
    replay->legs = calloc((size_t)day->visitor_count * 2 + 1, sizeof(*replay->legs));
    replay->leg_of = calloc(day->visitor_count + 1u, sizeof(*replay->leg_of));
    if (!replay->clerks || !replay->legs || !replay->leg_of)
        return log_fault(ERR_NOMEM, "no memory for a replay");
    replay->restart_every = options->restart_every;
    struct facts facts;
    act(replay, (struct command){.verb = VERB_DAY_OPEN, .arg = REPLAY_DATE}, &facts, REFUSED_NOT);
    return replay->err;
}

enum err replay_run(struct replay *replay, const struct day *day,
                    const struct replay_options *options)
{
    *replay = (struct replay){.day = day};
    replay->err = replay_open(replay, options);
    if (!replay->err)
        plan_day(replay);
    struct event event;
    while (!replay->err && events_next(&replay->events, &event)) {
        happened(replay, &event);
        replay->events_done++;
        if (!replay->err && replay->restart_every &&
            replay->events_done % replay->restart_every == 0)
            restart(replay);
    }
    return replay->err;
}

void replay_free(struct replay *replay)
{
    free(replay->services);
    free(replay->windows);
    free(replay->memory[0]);
    free(replay->memory[1]);
    free(replay->clerks);
    events_free(&replay->events);
    free(replay->legs);
    free(replay->leg_of);
    free(replay->journal.bytes);
    *replay = (struct replay){0};
}
