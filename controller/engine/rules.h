/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rules - the verbs of a hall, one function each, and the facts they make.
 *
 * rule_…  looks at one command: refuses it, having changed nothing, or emits facts.
 *         It checks everything first, because emit changes the hall at once.
 * apply_… carries one kind of fact out; it decides nothing.
 * A verb and its facts live in one file, in the order a visit goes through them.
 */
#ifndef ENGINE_RULES_H
#define ENGINE_RULES_H

#include "engine/state.h"
#include "engine/undo.h"

/* One command on its way through the rules. */
struct act {
    struct hall *hall;
    const struct command *command;
    struct facts *facts;
    struct result *result;
    uint8_t verb;
    uint32_t arg;   /* of the command, or what the key stands for */
    uint16_t index; /* the acting target; 0 = none was named */
    msec now;
    struct undo_target before;                       /* the acting target before the first fact */
    bool known;                                      /* it was so already: done, and no fact */
    char who[sizeof(((struct command *)NULL)->who)]; /* acting() */
};

/* FINISH's argument, both added up: the journey ends here; no rating is asked for (结束办理). */
enum finish_arg { FINISH_EARLY = 1, FINISH_QUIETLY = 2 };

struct target *act_target(const struct act *act);
/* Appends the fact and applies it. */
void emit(struct act *act, const struct fact *fact);
/* The answer names this ticket. */
void answer(struct act *act, uint32_t slot);
/* … with all that its slip says. */
void answer_slip(struct act *act, uint32_t slot);
enum refusal refuse_until(struct act *act, enum refusal refusal, msec until);
/* The ticket at the window, if it may do `action` now; else why not. With implied start (D-05)
 * a called ticket counts as served. */
enum refusal subject(struct act *act, enum ticket_action action, uint32_t *slot);
/* Emits the start that `subject` implied. */
void start_implied(struct act *act, uint32_t slot);
/* May the target take another ticket now? Then free_target makes room for it: finishes,
 * closes the rating, resumes or opens, as its state asks for. */
enum refusal may_free(const struct act *act);
/* D-43: the hall wants somebody signed on, and nobody is. A room is called to, not sat at. */
bool nobody_signed_on(const struct act *act);
bool target_unsigned(const struct hall *hall, uint16_t index);
void free_target(struct act *act);
void copy_who(char *to, size_t size, const char *who);

/* May the acting target close now? Then window_close closes its rating and itself. */
enum refusal window_may_close(struct act *act);
void window_close(struct act *act);
/* R-O3: the ticket for which the acting window has to stay; 0 = it may go. */
uint32_t duty_holds(const struct act *act);
/* The number of whoever acts at the window, else the device (R-S3); for facts. */
const char *acting(struct act *act);

/* R-M10. Does the ticket that is finished here go on elsewhere? Then it is sent there. */
bool journey_goes_on(const struct act *act, uint32_t slot);
void journey_go_on(struct act *act, uint32_t slot);
/* May a ticket be issued with that journey, or as a pick-up of that earlier ticket? */
enum refusal journey_asked(struct act *act);
enum refusal pick_up_asked(struct act *act);
void journey_take(struct hall *hall, struct ticket *ticket, const struct fact_transferred *moved);
const struct journey_def *journey_of(const struct hall *hall, uint16_t id);
/* The class of a second leg (D-16). */
uint8_t transfer_class(const struct ticket *ticket);

/* D-04, D-05: what a key means at this window now, and its argument. */
enum refusal key_meaning(struct act *act);

/* The ticket that the command names, by id or by the number on its slip (R-B11). */
enum refusal named_ticket(struct act *act, uint32_t *slot);
/* May this role decide over others' places; may it touch a ticket at all? */
bool role_leads(uint8_t role);
bool role_is_staff(uint8_t role);
struct dispatch_choice;
/* The target is idle: calls that one. */
void emit_called(struct act *act, struct dispatch_choice choice);
/* The ticket called at the target did not come. */
void emit_missed(struct act *act, uint32_t slot);
/* Behind a call of the acting target, or a miss there; where the hall wants it said. */
void announce_next(struct act *act);
void announce_missed(struct act *act, uint32_t slot);
/* Calls and misses that are due without a key, as facts; when the next one is, 0 = never. */
void auto_tick(struct act *act);
msec auto_deadline(const struct hall *hall);

enum refusal rule_issue(struct act *act);
enum refusal rule_printed(struct act *act);
enum refusal rule_call_next(struct act *act);
enum refusal rule_recall(struct act *act);
enum refusal rule_start(struct act *act);
enum refusal rule_finish(struct act *act);
enum refusal rule_rate(struct act *act);
enum refusal rule_miss(struct act *act);
enum refusal rule_rejoin(struct act *act);
enum refusal rule_transfer(struct act *act);
enum refusal rule_park(struct act *act);
enum refusal rule_return(struct act *act);
enum refusal rule_pause(struct act *act);
enum refusal rule_resume(struct act *act);
enum refusal rule_open(struct act *act);
enum refusal rule_close(struct act *act);
enum refusal rule_help(struct act *act);
enum refusal rule_reprint(struct act *act);
enum refusal rule_emergency(struct act *act);
enum refusal rule_notice(struct act *act);
enum refusal rule_maintain(struct act *act);
enum refusal rule_sign_on(struct act *act);
enum refusal rule_sign_off(struct act *act);
enum refusal rule_duty(struct act *act);
enum refusal rule_next_step(struct act *act);
enum refusal rule_pick_up(struct act *act);
enum refusal rule_assign(struct act *act);
enum refusal rule_unassign(struct act *act);
enum refusal rule_day_open(struct act *act);
enum refusal rule_day_close(struct act *act);
enum refusal rule_tick(struct act *act);
enum refusal rule_clock(struct act *act);
enum refusal rule_accept_history(struct act *act);
enum refusal rule_lease(struct act *act);
enum refusal rule_lease_end(struct act *act);
enum refusal rule_admit(struct act *act);
enum refusal rule_import(struct act *act);
enum refusal rule_void_slip(struct act *act);
enum refusal rule_cancel(struct act *act);
enum refusal rule_void(struct act *act);
enum refusal rule_undo(struct act *act);
enum refusal rule_call_named(struct act *act);
enum refusal rule_add_item(struct act *act);
/* R-C2, D-07: missed, or away; and where it would stand then. *places as in the fact. */
bool may_come_back(const struct ticket *ticket);
const struct ticket_queue *queue_back(const struct hall *hall, const struct ticket *ticket);
struct ticket_place place_back(const struct hall *hall, const struct ticket *ticket, msec now,
                               uint8_t *places);
/* R-E2, R-E8: a served ticket, for the first time or anew; by its number for a while only. Until
 * when the rating it has may be changed, 0 = it may not. */
bool may_rate(const struct hall *hall, const struct ticket *ticket, bool by_slip, msec now);
msec rating_until(const struct hall *hall, const struct ticket *ticket);
/* Where a ticket that was sent to a target waits: there, while somebody may call it there. */
uint16_t still_sent(const struct hall *hall, const struct ticket *ticket);
enum refusal rule_quota(struct act *act);
enum refusal rule_book(struct act *act);
enum refusal rule_unbook(struct act *act);
enum refusal rule_check_in(struct act *act);
/* Shared by rejoin and return: an away ticket comes back (D-07). */
enum refusal rejoin_away(struct act *act, uint32_t slot);

void apply_day_opened(struct hall *hall, const struct fact *fact);
void apply_day_closed(struct hall *hall, const struct fact *fact);
void apply_issued(struct hall *hall, const struct fact *fact);
void apply_printed(struct hall *hall, const struct fact *fact);
void apply_called(struct hall *hall, const struct fact *fact);
void apply_recalled(struct hall *hall, const struct fact *fact);
void apply_started(struct hall *hall, const struct fact *fact);
void apply_finished(struct hall *hall, const struct fact *fact);
void apply_missed(struct hall *hall, const struct fact *fact);
void apply_transferred(struct hall *hall, const struct fact *fact);
void apply_parked(struct hall *hall, const struct fact *fact);
void apply_rejoined(struct hall *hall, const struct fact *fact);
void apply_window_opened(struct hall *hall, const struct fact *fact);
void apply_window_closed(struct hall *hall, const struct fact *fact);
void apply_window_paused(struct hall *hall, const struct fact *fact);
void apply_window_resumed(struct hall *hall, const struct fact *fact);
void apply_rating_closed(struct hall *hall, const struct fact *fact);
void apply_rated(struct hall *hall, const struct fact *fact);
void apply_history_accepted(struct hall *hall, const struct fact *fact);
const char *accept_objection(const struct hall *hall, const struct fact_history_accepted *accepted);
void apply_leased(struct hall *hall, const struct fact *fact);
void apply_lease_ended(struct hall *hall, const struct fact *fact);
void apply_superseded(struct hall *hall, const struct fact *fact);
void apply_cancelled(struct hall *hall, const struct fact *fact);
void apply_voided(struct hall *hall, const struct fact *fact);
void apply_signed_on(struct hall *hall, const struct fact *fact);
void apply_signed_off(struct hall *hall, const struct fact *fact);
void apply_duty_set(struct hall *hall, const struct fact *fact);
void apply_emergency(struct hall *hall, const struct fact *fact);
void apply_announced(struct hall *hall, const struct fact *fact);
const char *announce_objection(const struct hall *hall, const struct fact_announced *announced);
void apply_notice(struct hall *hall, const struct fact *fact);
void notices_forget(struct hall *hall);
const char *notice_objection(const struct hall *hall, const struct fact_notice *notice);
void apply_pick_up(struct hall *hall, const struct fact *fact);
void apply_assigned(struct hall *hall, const struct fact *fact);
void apply_undone(struct hall *hall, const struct fact *fact);
void apply_ticket_back(struct hall *hall, const struct fact *fact);
void apply_target_back(struct hall *hall, const struct fact *fact);
void apply_item_added(struct hall *hall, const struct fact *fact);
void apply_quota_set(struct hall *hall, const struct fact *fact);
void apply_booked(struct hall *hall, const struct fact *fact);
void apply_unbooked(struct hall *hall, const struct fact *fact);
/* Ids inside facts come from decide: they exist. */
uint32_t fact_slot(const struct hall *hall, uint32_t ticket);
uint16_t fact_target(const struct hall *hall, uint16_t target);

/* objection_clerks.c */
const char *objection_to_clerks(const struct hall *hall, const struct fact *fact);
/* objection_back.c */
const char *objection_to_undone(const struct hall *hall, const struct fact *fact);
const char *objection_to_ticket_back(const struct hall *hall, const struct fact *fact);
const char *objection_to_target_back(const struct hall *hall, const struct fact *fact);

#endif
