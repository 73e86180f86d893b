/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "engine/dispatch.h"
#include "engine/lease.h"
#include "engine/rules.h"

#define DIGEST_EVERY 1000 /* facts; D-31 */

struct target *act_target(const struct act *act)
{
    assert(act->index);
    return &act->hall->targets[act->index];
}

void emit(struct act *act, const struct fact *fact)
{
    assert(act->facts->count < FACTS_MAX);
    struct fact *kept = &act->facts->list[act->facts->count++];
    memcpy(kept, fact, fact_used(fact->kind));
    kept->at = act->now;
    undo_note(act, kept);
    hall_apply(act->hall, kept);
}

const char *acting(struct act *act)
{
    const struct command *command = act->command;
    uint32_t staff = command->staff;
    if (!staff && act->index)
        staff = act_target(act)->staff;
    if (!staff)
        return command->who;
    /* The decimal number, written from its end. */
    char *at = act->who + sizeof(act->who) - 1;
    *at = '\0';
    for (; staff; staff /= 10)
        *--at = (char)('0' + staff % 10);
    return at;
}

void copy_who(char *to, size_t size, const char *who)
{
    size_t n = strnlen(who, size - 1);
    memcpy(to, who, n);
    to[n] = '\0';
}

void answer(struct act *act, uint32_t slot)
{
    const struct hall *hall = act->hall;
    struct result *result = act->result;
    assert(slot);
    result->ticket = slot_id(hall, slot);
    result->label = hall->tickets[slot].label;
    result->service = hall->services[hall->tickets[slot].service].def->id;
    result->ticket_class = hall->tickets[slot].ticket_class;
}

void answer_slip(struct act *act, uint32_t slot)
{
    const struct hall *hall = act->hall;
    const struct ticket *ticket = &hall->tickets[slot];
    struct result *result = act->result;
    answer(act, slot);
    result->issued = ticket->issued;
    result->slot = ticket->booking ? hall->bookings[ticket->booking].from : 0;
    result->principals = ticket->principals;
    result->item = ticket->item;
    result->journey = ticket->journey;
    result->step = ticket->step;
    if (ticket->state != TICKET_WAITING)
        return;
    result->ahead = hall_ahead(hall, result->ticket);
    hall_estimate(hall, result->service, result->ahead, &result->lo_min, &result->hi_min,
                  &result->wait_min);
}

enum refusal refuse_until(struct act *act, enum refusal refusal, msec until)
{
    act->result->retry_ms = until > act->now ? (uint32_t)(until - act->now) : 0;
    return refusal;
}

enum refusal subject(struct act *act, enum ticket_action action, uint32_t *slot)
{
    const struct target *target = act_target(act);
    uint32_t wanted = act->command->ticket.n;
    *slot = target->ticket;
    if (!target->ticket || target->state == WINDOW_RATING) {
        if (target->state == WINDOW_CLOSED)
            return REFUSED_WINDOW_CLOSED;
        return target->state == WINDOW_PAUSED ? REFUSED_PAUSED : REFUSED_NO_TICKET;
    }
    answer(act, *slot);
    if (wanted && wanted != slot_id(act->hall, *slot).n)
        return REFUSED_STALE;

    uint8_t state = act->hall->tickets[*slot].state;
    bool leaves = action == ACTION_FINISH || action == ACTION_TRANSFER || action == ACTION_PARK;
    if (state == TICKET_CALLED && leaves && target->start == START_IMPLIED)
        state = TICKET_SERVING; /* D-05: keys 3, 6 and 7 while calling */
    return lifecycle_ticket(state, action) ? REFUSED_NOT : REFUSED_WRONG_STATE;
}

/* D-08: the call that the presser saw is the one at the window. */
static bool seen_is_shown(const struct act *act)
{
    const struct command *command = act->command;
    if (!command->seen_bits || !act->index)
        return true;
    uint32_t mask = command->seen_bits >= 32 ? UINT32_MAX : (1u << command->seen_bits) - 1;
    return ((act_target(act)->call ^ command->seen) & mask) == 0;
}

enum need { NEED_NOTHING = 0, NEED_TARGET = 1, NEED_DAY = 2, NEED_SEEN = 4 };

struct rule {
    enum refusal (*run)(struct act *act);
    uint8_t needs;
};

#define AT_WINDOW (NEED_TARGET | NEED_DAY)
#define WITH_TICKET (NEED_TARGET | NEED_DAY | NEED_SEEN)

static const struct rule rules[VERB_COUNT] = {
    [VERB_ISSUE] = {rule_issue, NEED_DAY},
    [VERB_CALL_NEXT] = {rule_call_next, WITH_TICKET},
    [VERB_RECALL] = {rule_recall, WITH_TICKET},
    [VERB_START] = {rule_start, WITH_TICKET},
    [VERB_FINISH] = {rule_finish, WITH_TICKET},
    [VERB_MISS] = {rule_miss, WITH_TICKET},
    [VERB_TRANSFER] = {rule_transfer, NEED_DAY | NEED_SEEN},
    [VERB_PARK] = {rule_park, WITH_TICKET},
    [VERB_RETURN] = {rule_return, WITH_TICKET},
    [VERB_REJOIN] = {rule_rejoin, NEED_DAY},
    [VERB_PAUSE] = {rule_pause, AT_WINDOW},
    [VERB_RESUME] = {rule_resume, AT_WINDOW},
    [VERB_OPEN] = {rule_open, AT_WINDOW},
    [VERB_CLOSE] = {rule_close, AT_WINDOW},
    [VERB_DAY_OPEN] = {rule_day_open, NEED_NOTHING},
    [VERB_DAY_CLOSE] = {rule_day_close, NEED_DAY},
    [VERB_PRINTED] = {rule_printed, NEED_NOTHING},
    [VERB_RATE] = {rule_rate, NEED_DAY},
    [VERB_HELP] = {rule_help, NEED_NOTHING},
    [VERB_TICK] = {rule_tick, NEED_NOTHING},
    [VERB_CLOCK] = {rule_clock, NEED_NOTHING},
    [VERB_ACCEPT_HISTORY] = {rule_accept_history, NEED_NOTHING},
    [VERB_LEASE] = {rule_lease, NEED_DAY},
    [VERB_LEASE_END] = {rule_lease_end, NEED_DAY},
    [VERB_IMPORT] = {rule_import, NEED_DAY},
    [VERB_VOID_SLIP] = {rule_void_slip, NEED_DAY},
    [VERB_ADMIT] = {rule_admit, NEED_DAY},
    [VERB_SIGN_ON] = {rule_sign_on, AT_WINDOW},
    [VERB_SIGN_OFF] = {rule_sign_off, NEED_DAY},
    [VERB_ASSIGN] = {rule_assign, AT_WINDOW},
    [VERB_UNASSIGN] = {rule_unassign, AT_WINDOW},
    [VERB_CANCEL] = {rule_cancel, NEED_DAY},
    [VERB_VOID] = {rule_void, NEED_DAY | NEED_SEEN},
    [VERB_UNDO] = {rule_undo, WITH_TICKET},
    [VERB_CALL_NAMED] = {rule_call_named, WITH_TICKET},
    [VERB_ADD_ITEM] = {rule_add_item, WITH_TICKET},
    [VERB_BOOK] = {rule_book, NEED_DAY},
    [VERB_UNBOOK] = {rule_unbook, NEED_DAY},
    [VERB_CHECK_IN] = {rule_check_in, NEED_DAY},
    [VERB_QUOTA] = {rule_quota, NEED_DAY},
    [VERB_NEXT_STEP] = {rule_next_step, WITH_TICKET},
    [VERB_PICK_UP] = {rule_pick_up, WITH_TICKET},
    [VERB_DUTY] = {rule_duty, AT_WINDOW},
    [VERB_REPRINT] = {rule_reprint, NEED_DAY},
    [VERB_EMERGENCY] = {rule_emergency, NEED_NOTHING},
    [VERB_MAINTAIN] = {rule_maintain, NEED_NOTHING},
    [VERB_NOTICE] = {rule_notice, NEED_NOTHING},
};

/* F24: with an old copy of the state nothing new begins; what was begun is brought to its end. */
static bool begins(uint8_t verb)
{
    switch (verb) {
    case VERB_ISSUE:
    case VERB_CHECK_IN:
    case VERB_IMPORT:
    case VERB_ADMIT:
    case VERB_LEASE:
    case VERB_BOOK:
    case VERB_CALL_NEXT:
    case VERB_CALL_NAMED:
    case VERB_RETURN:
    case VERB_DAY_OPEN:
    case VERB_UNDO:
        return true;
    default:
        return false;
    }
}

/* A clerk acts at the window where they sit; who leads, anywhere (D-43). */
static bool own_window(const struct act *act)
{
    const struct command *command = act->command;
    bool bound = command->staff && command->role == ROLE_CLERK && act->index;
    bool else_ruled = act->verb == VERB_SIGN_ON || act->verb == VERB_SIGN_OFF ||
                      act->verb == VERB_ASSIGN || act->verb == VERB_UNASSIGN ||
                      act->verb == VERB_DUTY;
    return !bound || else_ruled || act_target(act)->staff == command->staff;
}

static enum refusal run(struct act *act)
{
    act->verb = act->command->verb;
    if (act->command->target.n) {
        act->index = target_index(act->hall, act->command->target);
        if (!act->index)
            return REFUSED_UNKNOWN_WINDOW;
    }
    if (act->verb == VERB_NONE) {
        enum refusal no = key_meaning(act);
        if (no)
            return no;
    }
    if (act->verb >= VERB_COUNT || !rules[act->verb].run)
        return REFUSED_MALFORMED;

    const struct rule *rule = &rules[act->verb];
    if (act->command->behind && begins(act->verb))
        return REFUSED_HISTORY;
    if ((rule->needs & NEED_TARGET) && !act->index)
        return REFUSED_UNKNOWN_WINDOW;
    if ((rule->needs & NEED_DAY) && !act->hall->day)
        return REFUSED_DAY_CLOSED;
    if (act->hall->superseded && lease_superseded(act->hall, &act->command->id))
        return REFUSED_SUPERSEDED; /* a delayed copy: its visitor holds another number (D-22) */
    if ((rule->needs & NEED_SEEN) && !seen_is_shown(act)) {
        if (act_target(act)->ticket)
            answer(act, act_target(act)->ticket); /* "A081 is being called already" */
        return REFUSED_STALE;
    }
    undo_begin(act);
    if (!own_window(act))
        return REFUSED_NOT_SIGNED_ON;
    return rule->run(act);
}

/* A proof of the state with each 1,000th fact of the day and at its close (D-31). */
static void add_digest(struct act *act, uint32_t facts_before)
{
    struct hall *hall = act->hall;
    if (hall->day && hall->facts / DIGEST_EVERY == facts_before / DIGEST_EVERY)
        return;
    if (!hall->day && act->verb != VERB_DAY_CLOSE)
        return;
    struct fact fact = {.kind = FACT_KIND_DIGEST};
    fact.digest.list = HALL_DIGEST_LIST;
    fact.digest.digest = hall_digest(hall);
    emit(act, &fact);
}

void hall_decide(struct hall *hall, const struct command *command, struct facts *facts,
                 struct result *result)
{
    struct act act = {.hall = hall,
                      .command = command,
                      .facts = facts,
                      .result = result,
                      .arg = command->arg};
    /* The hall's own time never goes back, whatever the shell's clock did (R-O8). */
    act.now = command->now > hall->now ? command->now : hall->now;
    assert(act.now >= hall->now && memchr(command->who, '\0', sizeof(command->who)));
    uint32_t facts_before = hall->facts;
    facts->count = 0;
    *result = (struct result){.target = command->target, .at = act.now};

    enum refusal refusal = run(&act);
    result->code = (uint8_t)refusal;
    if (!result->verb)
        result->verb = act.verb;
    if (act.index)
        result->call = hall->targets[act.index].call;
    assert(refusal == REFUSED_NOT ? (facts->count > 0) != act.known : facts->count == 0);
    if (!facts->count)
        return;
    undo_end(&act);
    add_digest(&act, facts_before);
}
