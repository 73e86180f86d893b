/* SPDX-License-Identifier: Apache-2.0 */
/*
 * people_shift - what a clerk does beside the keys: signs on and off, changes windows, calls
 * somebody by name, adds a business; and what visitors press when they are done.
 */
#include "sim/world.h"

enum { DICE_SKILLS = 31 };
#define MOVE 1 /* SIGN_ON: leave the other window, let whoever is here go */

/* "1 2 14", by the dice of the person; in a calm hall everybody serves everything. */
static void skills(const struct world *w, const struct pad *pad, char *list, size_t size)
{
    struct dice dice = dice_of(w->plan.seed, DICE_SKILLS, pad->staff);
    size_t used = 0;
    list[0] = '\0';
    if (w->calm || pad->last_code == REFUSED_NOT_QUALIFIED)
        return;
    for (uint32_t i = 0; i < w->def->service_count && used + 8 < size; i++)
        if (!dice_chance(&dice, w->plan.rates[RATE_UNSKILLED]))
            used += (size_t)snprintf(list + used, size - used, "%s%u", used ? " " : "",
                                     w->def->services[i].id.n);
}

static void sign_on(struct world *w, struct pad *pad, bool move)
{
    struct command command = {.verb = VERB_SIGN_ON,
                              .staff = pad->staff,
                              .role = ROLE_CLERK,
                              .arg = move ? MOVE : 0};
    skills(w, pad, command.list, sizeof(command.list));
    TRACE(w, "window %u: %u signs on%s for %s", w->def->windows[pad->window].number, pad->staff,
          move ? ", whoever is there," : "", command.list[0] ? command.list : "everything");
    pad_ask(w, pad, &command);
}

/* Off for a while, or to another window whose clerk comes here. */
static void change(struct world *w, struct pad *pad)
{
    struct pad *other = &w->pads[dice_roll(&pad->dice, w->pad_count)];
    if (other == pad || dice_chance(&pad->dice, 400)) {
        const struct command command = {.verb = VERB_SIGN_OFF,
                                        .staff = pad->staff,
                                        .role = ROLE_CLERK};
        TRACE(w, "window %u: %u signs off", w->def->windows[pad->window].number, pad->staff);
        pad_ask(w, pad, &command);
        return;
    }
    uint32_t staff = other->staff;
    other->staff = pad->staff;
    pad->staff = staff;
    sign_on(w, pad, dice_chance(&pad->dice, 700));
}

bool clerk_sits(struct world *w, struct pad *pad)
{
    uint8_t code = pad->last_code;
    if (!w->def->rules.sign_on || pad->shown.state == WINDOW_CALLING ||
        pad->shown.state == WINDOW_SERVING)
        return false; /* first whoever is at the window */
    if (code == REFUSED_WINDOW_BUSY)
        return false; /* two who wait for each other's window would wait for ever */
    if (code == REFUSED_NOT_SIGNED_ON || code == REFUSED_NOT_QUALIFIED || (w->calm && !pad->lent)) {
        sign_on(w, pad, w->calm);
        return true;
    }
    if (code == REFUSED_STAFF_ELSEWHERE || code == REFUSED_WINDOW_TAKEN) {
        sign_on(w, pad, true);
        return true;
    }
    if (!dice_chance(&pad->dice, rate_of(w, RATE_SHIFT)))
        return false;
    change(w, pad);
    return true;
}

bool clerk_names(struct world *w, struct pad *pad)
{
    if (!dice_chance(&pad->dice, rate_of(w, RATE_NAMED)))
        return false;
    const struct person *p = NULL;
    for (int i = 0; i < 16 && (!p || p->state != PERSON_WAITING); i++)
        p = &w->people[dice_roll(&pad->dice, w->people_count)];
    if (p->state != PERSON_WAITING || !p->label.number)
        return false;
    struct command command = {.verb = VERB_CALL_NAMED,
                              .label = p->label,
                              .seen = pad->shown.call & 0xff,
                              .seen_bits = 8};
    if (dice_chance(&pad->dice, 900))
        snprintf(command.text, sizeof(command.text), "is here again");
    TRACE(w, "window %u: names %s", w->def->windows[pad->window].number, named(p->label));
    pad_ask(w, pad, &command);
    return true;
}

bool clerk_adds(struct world *w, struct pad *pad)
{
    if (!dice_chance(&pad->dice, rate_of(w, RATE_ITEM)))
        return false;
    const struct command command = {.verb = VERB_ADD_ITEM,
                                    .item = (uint16_t)(1 + dice_roll(&pad->dice, 9)),
                                    .seen = pad->shown.call & 0xff,
                                    .seen_bits = 8};
    pad_ask(w, pad, &command);
    return true;
}

static void rate(struct world *w, struct pad *pad, struct label label, bool phone)
{
    struct ticket_view view;
    struct command rate = {.verb = VERB_RATE, .arg = 1 + dice_roll(&pad->dice, 5)};
    if (phone && core_asked(w, label, &view))
        rate.ticket = view.id;
    else
        rate.target.n = w->def->windows[pad->window].number;
    rate.id = (struct command_id){0x6000u + pad->window, 1, 0, ++pad->rate_seq};
    snprintf(rate.who, sizeof(rate.who), "rating-%u", w->def->windows[pad->window].number);
    link_send_command(w, pad->link, &rate);
}

/* On the rating pad of the window, or with the phone and the slip, at times more than once. */
void visit_rated(struct world *w, struct pad *pad, struct label label)
{
    uint32_t times = dice_chance(&pad->dice, rate_of(w, RATE_RATE)) ? 1 : 0;
    times += times && dice_chance(&pad->dice, 200);
    for (uint32_t i = 0; i < times; i++)
        rate(w, pad, label, dice_chance(&pad->dice, 400));
    pad->rated = label;
}

void visit_rated_late(struct world *w, struct pad *pad)
{
    if (!pad->rated.number || !dice_chance(&pad->dice, rate_of(w, RATE_RATE) / 5))
        return;
    rate(w, pad, pad->rated, true);
    pad->rated = (struct label){{0}, 0};
}
