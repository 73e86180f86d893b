/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_board - boards that speak and show, and the guide at the desk.
 */
#include "sim/world.h"

#define ASK_AGAIN (2 * SECOND)

void board_init(struct world *w, uint32_t index)
{
    struct board *board = &w->boards[index];
    board->dice = dice_of(w->plan.seed, 50, index);
    if (w->plan.rates[RATE_BOARD_POWER])
        world_after(w, dice_span(&board->dice, 0, 2 * HOUR / w->plan.rates[RATE_BOARD_POWER]),
                    EVENT_BOARD_POWER, index, 0);
}

void board_power(struct world *w, uint32_t index)
{
    struct board *board = &w->boards[index];
    if (w->calm) {
        board->off = false;
        return;
    }
    uint32_t rate = w->plan.rates[RATE_BOARD_POWER];
    board->off = !board->off && rate_of(w, RATE_BOARD_POWER);
    picture_drop(board->picture);
    board->picture = NULL;
    board->jseq = 0;
    if (board->off) {
        TRACE(w, "board %u goes dark", index);
        link_down(w, board->link, dice_span(&board->dice, SECOND, 5 * SECOND));
    }
    msec next = board->off ? dice_span(&board->dice, 5 * SECOND, 5 * MINUTE)
                           : dice_span(&board->dice, 0, 2 * HOUR / (rate ? rate : 1));
    world_after(w, next, EVENT_BOARD_POWER, index, 0);
}

/* D-12: an id that was spoken is never spoken again; what is too old is only shown. */
static void speak(struct world *w, uint32_t index, const struct announce_view *announce)
{
    struct board *board = &w->boards[index];
    if (announce->id <= board->spoken)
        return;
    board->spoken = announce->id;
    if (w->now + w->core.skew - announce->at > w->def->rules.announce_expiry_s * SECOND)
        return;
    TRACE(w, "board %u says %s to %u", index, named(announce->label), announce->target.n);
    checker_spoken(&w->checker, index, announce);
    people_hear(w, announce->label, announce->target.n);
}

void board_picture(struct world *w, uint32_t index, struct picture *picture)
{
    struct board *board = &w->boards[index];
    if (board->off || picture->jseq < board->jseq)
        return;
    board->jseq = picture->jseq;
    picture->holders++;
    picture_drop(board->picture);
    board->picture = picture;
    for (uint32_t i = 0; i < picture->announce_count; i++)
        speak(w, index, &picture->announces[i]);
}

/* ---- the desk ---- */

static void manager_later(struct world *w)
{
    if (w->plan.rates[RATE_REASSIGN] && !w->calm)
        world_after(w, dice_span(&w->desk.dice, 0, 2 * HOUR / w->plan.rates[RATE_REASSIGN]),
                    EVENT_MANAGER, 0, 0);
}

void desk_init(struct world *w)
{
    w->desk.dice = dice_of(w->plan.seed, 60, 0);
    manager_later(w);
}

bool desk_ask(struct world *w, uint32_t person, const struct command *command)
{
    struct desk *desk = &w->desk;
    if (desk->asking)
        return false;
    desk->asked = *command;
    desk->asked.id = (struct command_id){0x4000, 1, 0, ++desk->seq};
    snprintf(desk->asked.who, sizeof(desk->asked.who), "guide");
    desk->asking = true;
    desk->person = person;
    TRACE(w, "desk: %s %s", verb_name(command->verb),
          person == DESK_MANAGER ? "" : named(w->people[person].label));
    link_send_command(w, desk->link, &desk->asked);
    world_after(w, ASK_AGAIN, EVENT_DESK, 0, ++desk->tag);
    return true;
}

void desk_reassign(struct world *w)
{
    struct desk *desk = &w->desk;
    struct command command = {.verb = dice_chance(&desk->dice, 500) ? VERB_ASSIGN : VERB_UNASSIGN};
    command.target.n = w->def->windows[dice_roll(&desk->dice, w->def->window_count)].number;
    command.service = w->def->services[dice_roll(&desk->dice, w->def->service_count)].id;
    command.group = (uint8_t)dice_roll(&desk->dice, 4); /* of ASSIGN; 0 = the usual one */
    if (dice_chance(&desk->dice, 300)) {
        command.verb = VERB_QUOTA;
        command.arg = dice_roll(&desk->dice, w->plan.people / w->def->service_count + 2);
        command.arg2 = 1 + dice_roll(&desk->dice, 2);
    }
    if (!w->calm)
        (void)desk_ask(w, DESK_MANAGER, &command);
    manager_later(w);
}

void desk_step(struct world *w, uint32_t tag)
{
    struct desk *desk = &w->desk;
    if (tag != desk->tag || !desk->asking)
        return;
    link_send_command(w, desk->link, &desk->asked);
    world_after(w, ASK_AGAIN, EVENT_DESK, 0, ++desk->tag);
}

void desk_answer(struct world *w, const struct parcel *parcel)
{
    struct desk *desk = &w->desk;
    if (!desk->asking || desk->asked.id.seq != parcel->id.seq)
        return;
    desk->asking = false;
    TRACE(w, "desk: %s", refusal_name(parcel->answer.result.code));
    if (desk->person != DESK_MANAGER)
        person_desk_answer(w, desk->person, desk->asked.verb, parcel->answer.result.code);
}
