/* SPDX-License-Identifier: Apache-2.0 */
/*
 * turn - all commands that have arrived: decided in order, one commit, then answered.
 */
#include <assert.h>
#include <stdio.h>

#include "app/controller.h"
#include "app/day_plan.h"
#include "os/clock.h"

bool turn_add(struct controller *c, const struct command *command, struct origin origin,
              uint8_t asked)
{
    return turn_add_doubted(c, command, origin, asked, REFUSED_NOT);
}

bool turn_add_doubted(struct controller *c, const struct command *command, struct origin origin,
                      uint8_t asked, enum refusal refused)
{
    if (c->turn.count == TURN_MAX)
        return false; /* the budget of the server keeps below; who asks repeats */
    struct turn_entry *entry = &c->turn.list[c->turn.count++];
    entry->command = *command;
    entry->origin = origin;
    entry->asked = asked;
    entry->refused = (uint8_t)refused;
    entry->facts.count = 0;
    if (origin.kind == ORIGIN_HALL) {
        entry->command.id = (struct command_id){0, c->identity.boot, 0, ++c->own_seq};
        snprintf(entry->command.who, sizeof(entry->command.who), "controller");
    }
    return true;
}

static void complete_for_person(struct controller *c, struct command *command, msec now)
{
    /* Only ever today: other dates' numbers are used up. When the clock does not know what today
     * is, it is what the person says. */
    uint32_t today = day_plan_date(&c->clock, command->tz_min);
    if (command->verb == VERB_DAY_OPEN && today)
        command->arg = today;
    if (command->verb == VERB_CLOCK) {
        command->from = now;
        command->until = c->clock.doubt == CLOCK_AHEAD ? c->clock.wall : now;
    }
}

/* What nobody may ask for, or what only the shell can fill in. */
static void complete(struct controller *c, struct turn_entry *entry, msec now)
{
    struct command *command = &entry->command;
    command->now = now;
    command->tz_min = controller_tz(c);
    command->behind = c->seen.behind; /* F24 */
    command->lost = c->seen.lost;
    if (command->verb == VERB_ACCEPT_HISTORY) {
        command->arg2 = (c->seen.epoch > c->identity.epoch ? c->seen.epoch : c->identity.epoch) + 1;
        command->from = (msec)(c->seen.row & INT64_MAX);
    }
    if (command->verb == VERB_TICK && entry->origin.kind != ORIGIN_HALL)
        command->verb = VERB_COUNT; /* time is the hall's own to tell: refused as malformed */
    if (entry->origin.kind != ORIGIN_HALL)
        complete_for_person(c, command, now);
}

static enum err journal(struct controller *c, struct turn_entry *entry)
{
    enum err err = ERR_NONE;
    if (!c->turn.committing)
        err = store_begin(c->store);
    if (err)
        return err;
    c->turn.committing = true;
    err = store_append(c->store, &entry->command, &entry->answer.result, &entry->facts, &c->jseq);
    entry->answer.jseq = c->jseq;
    return err;
}

/* The answer of a command that was given before, if it was: *known. A session that was forgotten
 * because others came may still repeat its commands, also when it has sent a newer one since, so
 * the journal is asked about every number that may have been run. */
static enum err recall(struct controller *c, struct turn_entry *entry, bool *known)
{
    const struct command_id *id = &entry->command.id;
    enum results_found found = results_find(c->results, id, &entry->answer);
    *known = found != RESULTS_NEW;
    if (found == RESULTS_OLD)
        entry->answer = (struct answer){{.code = REFUSED_STALE}, c->jseq};
    if (*known || results_is_above(c->results, id))
        return ERR_NONE;
    struct store_row row;
    enum err err = store_find_command(c->store, id, &row, known);
    if (!err && *known)
        entry->answer = (struct answer){row.result, row.seq};
    return err;
}

/* F06: what would need room for a whole visit. Who has a ticket, also from a lease, is served. */
static bool begins_a_ticket(const struct command *command)
{
    return command->verb == VERB_ISSUE || command->verb == VERB_CHECK_IN ||
           command->verb == VERB_LEASE;
}

/* What the engine cannot know: the disk, and what was promised on another day. */
static enum refusal before_deciding(struct controller *c, const struct command *command)
{
    if (c->room == STORE_ROOM_NONE && begins_a_ticket(command))
        return REFUSED_DISK;
    bool papers = command->verb == VERB_ISSUE && command->of.n;
    return papers ? pick_up_ready(c, command) : REFUSED_NOT;
}

/* What the command that an import stands for had issued (D-22). */
static enum err find_superseded(struct controller *c, struct command *command)
{
    const struct command_id other = {command->other_uid, command->other_boot, 0,
                                     command->other_seq};
    struct answer answer = {{0}, 0};
    struct store_row row;
    bool known = results_find(c->results, &other, &answer) == RESULTS_KNOWN;
    enum err err = known ? ERR_NONE : store_find_command(c->store, &other, &row, &known);
    if (err || !known)
        return err;
    if (!answer.jseq)
        answer.result = row.result;
    bool issued = answer.result.verb == VERB_ISSUE || answer.result.verb == VERB_CHECK_IN;
    if (issued && !answer.result.code)
        command->ticket = answer.result.ticket;
    return ERR_NONE;
}

static enum err decide(struct controller *c, struct turn_entry *entry, msec now)
{
    const struct command_id *id = &entry->command.id;
    bool known;
    enum err err = recall(c, entry, &known);
    if (err || known)
        return err;
    complete(c, entry, now);
    if (entry->command.verb == VERB_IMPORT && entry->command.other_uid)
        err = find_superseded(c, &entry->command);
    if (err)
        return err;
    enum refusal no =
        entry->refused ? (enum refusal)entry->refused : before_deciding(c, &entry->command);
    if (no)
        entry->answer.result =
            (struct result){.code = (uint8_t)no, .verb = entry->command.verb, .at = now};
    else
        hall_decide(c->hall, &entry->command, &entry->facts, &entry->answer.result);
    entry->answer.jseq = c->jseq;
    if (entry->facts.count)
        err = journal(c, entry);
    if (err)
        return err;
    if (no != REFUSED_BUSY) /* the same command, asked again, is to be looked at */
        results_put(c->results, id, &entry->answer);
    for (uint32_t i = 0; i < entry->facts.count; i++) {
        const struct fact *fact = &entry->facts.list[i];
        rows_fact(&c->rows, fact);
        staff_fact(&c->staff, fact);
        if (fact->kind == FACT_KIND_DAY_OPENED) /* a fault is logged; the day opens all the same */
            (void)!in_force_opening(&c->in_force, c->settings.state_dir, fact->day_opened.day);
    }
    const char *wrong = replay_check(c, false);
    return wrong ? log_fault(ERR_DB, "the hall contradicts itself after %s: %s",
                             verb_name(entry->answer.result.verb), wrong)
                 : ERR_NONE;
}

/* ---- after the commit ---- */

/* Of the open day, for one of its tickets; NULL = no code can be made (logged). */
static const struct ticket_key *slip_key(struct controller *c, ticket_id ticket)
{
    struct ticket_view view;
    uint32_t day = hall_day(c->hall);
    if (!day || !hall_ticket(c->hall, ticket, &view) ||
        ticket_key_get(&c->ticket_key, c->settings.state_dir, day))
        return NULL;
    return &c->ticket_key;
}

static void answer_device(struct controller *c, const struct turn_entry *entry)
{
    struct outbound_asked asked = {
        .type = entry->asked,
        .id = entry->command.id,
        .epoch = c->identity.epoch,
        .tz_min = c->tz_min,
        .def = c->def,
    };
    struct message message;
    if (entry->asked == MSG_TYPE_TICKET_REQ || entry->asked == MSG_TYPE_CHECKIN ||
        entry->asked == MSG_TYPE_SLIP)
        asked.key = slip_key(c, entry->answer.result.ticket);
    outbound_answer(&entry->answer, &asked, &message);
    if (entry->asked == MSG_TYPE_PRESS) {
        struct target_state *target = target_of(c, entry->command.target);
        if (target)
            target->ack_seq = (uint16_t)entry->command.id.seq;
    }
    if (entry->origin.kind == ORIGIN_STATION) {
        lines_send(c, &c->stations[entry->origin.index], &message);
        return;
    }
    struct peer *peer = &c->peers[entry->origin.index];
    if (entry->asked == MSG_TYPE_LOGOUT && !entry->answer.result.code)
        staff_end(&c->staff, entry->command.id.session);
    if (!peer->client || peer->number != entry->origin.number)
        return;
    if (entry->asked == MSG_TYPE_LOGIN)
        login_decided(c, peer, entry);
    else
        client_send(peer->client, &message);
}

static void note_day(struct controller *c, const struct turn_entry *entry)
{
    const struct result *result = &entry->answer.result;
    for (uint32_t i = 0; i < entry->facts.count; i++) {
        const struct fact *fact = &entry->facts.list[i];
        if (fact->kind == FACT_KIND_DAY_OPENED) {
            c->last_day = fact->day_opened.day;
            log_info("day=%u opened by=%s", c->last_day, fact->day_opened.who);
            c->tidying = true;
            bookings_day_opened(c, c->last_day);
            (void)!in_force_keep(&c->in_force, c->settings.state_dir); /* a fault is logged */
        } else if (fact->kind == FACT_KIND_DAY_CLOSED) {
            log_info("day=%u closed issued=%u served=%u expired=%u no_shows=%u by=%s",
                     fact->day_closed.day, fact->day_closed.issued, fact->day_closed.served,
                     fact->day_closed.expired, fact->day_closed.no_shows, fact->day_closed.who);
            bookings_day_closed(c, fact->day_closed.day);
            c->report_due = fact->day_closed.day;
        }
    }
    if (entry->origin.kind == ORIGIN_HALL && result->code && result->verb != VERB_TICK &&
        result->verb != VERB_LEASE) {
        log_warn("%s refused: %s", verb_name(result->verb), refusal_text(result->code));
        if (result->verb == VERB_DAY_OPEN || result->verb == VERB_DAY_CLOSE)
            c->day_after = clock_mono_ms() + MINUTE; /* a clock that is wrong is wrong for longer */
    }
}

/* D-26: from now on devices are told the new epoch. */
static void note_history(struct controller *c, const struct turn_entry *entry)
{
    for (uint32_t i = 0; i < entry->facts.count; i++) {
        const struct fact *fact = &entry->facts.list[i];
        if (fact->kind != FACT_KIND_HISTORY_ACCEPTED)
            continue;
        c->identity.epoch = fact->history_accepted.epoch;
        history_seen_end(&c->seen, c->settings.state_dir);
        log_warn("history accepted epoch=%u by=%s: every series passes over %u numbers",
                 c->identity.epoch, fact->history_accepted.who, fact->history_accepted.skip);
    }
}

static void act(struct controller *c, const struct turn_entry *entry)
{
    note_history(c, entry);
    if (entry->origin.kind != ORIGIN_HALL) {
        answer_device(c, entry);
        if (entry->answer.result.verb == VERB_CLOCK && entry->facts.count)
            day_clock_believe(&c->clock);
    }
    note_day(c, entry);
    if (entry->command.verb == VERB_IMPORT && entry->answer.result.code)
        leases_refused(c, entry);
    if (!entry->facts.count)
        return;
    peers_event(c, entry->answer.jseq, &entry->facts);
    leases_facts(c, &entry->facts);
}

enum err turn_run(struct controller *c)
{
    struct turn *turn = &c->turn;
    if (!turn->count)
        return ERR_NONE;
    msec now = controller_now(c);
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < turn->count && !err; i++)
        err = decide(c, &turn->list[i], now);
    if (!err && turn->committing) {
        err = store_commit(c->store);
        c->last_commit = clock_mono_ms();
    }
    if (err)
        return err; /* the outcome is unknown: the restart reads what is on disk (D-32) */
    for (uint32_t i = 0; i < turn->count; i++)
        act(c, &turn->list[i]);
    if (turn->committing) {
        struct rows_time time;
        controller_time(c, &time);
        rows_refresh(&c->rows, &time);
    }
    turn->committing = false;
    turn->count = 0;
    c->picked_up = false;
    return ERR_NONE;
}
