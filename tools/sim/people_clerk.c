/* SPDX-License-Identifier: Apache-2.0 */
/*
 * people_clerk - a clerk and the pad: calls, waits, serves who stands there with the right slip,
 * ends the visit; presses twice, too early or the wrong key. The pad has one press outstanding
 * and drops it after 3 s (D-11); the clerk knows what the pad shows, not what is.
 */
#include <string.h>

#include "sim/world.h"

#define PRESS_LIFE (3 * SECOND)

static uint16_t own_target(const struct world *w, const struct pad *pad)
{
    return w->def->windows[pad->window].number;
}

void pad_init(struct world *w, uint32_t index)
{
    struct pad *pad = &w->pads[index];
    pad->dice = dice_of(w->plan.seed, 30, index);
    pad->boot = 1;
    pad->window = index;
    pad->staff = 100 + index;
    world_after(w, dice_span(&pad->dice, 0, 10 * MINUTE), EVENT_CLERK, index, pad->tag);
    if (w->plan.rates[RATE_PAD_POWER])
        world_after(w, dice_span(&pad->dice, 0, 2 * HOUR / w->plan.rates[RATE_PAD_POWER]),
                    EVENT_PAD_POWER, index, 0);
}

void pad_power(struct world *w, uint32_t index)
{
    struct pad *pad = &w->pads[index];
    if (w->calm)
        return;
    if (rate_of(w, RATE_PAD_POWER)) {
        TRACE(w, "pad %u restarts", own_target(w, pad));
        pad->boot++;
        pad->seq = 0;
        pad->asking = false;
        pad->jseq = 0;
        link_down(w, pad->link, dice_span(&pad->dice, 2 * SECOND, 10 * SECOND));
    }
    world_after(w, dice_span(&pad->dice, 0, 2 * HOUR / w->plan.rates[RATE_PAD_POWER]),
                EVENT_PAD_POWER, index, 0);
}

void pad_ask(struct world *w, struct pad *pad, const struct command *command)
{
    pad->asked = *command;
    pad->asked.id = (struct command_id){0x2000u + pad->window, pad->boot, 0, ++pad->seq};
    snprintf(pad->asked.who, sizeof(pad->asked.who), "clerk-%u", own_target(w, pad));
    if (!pad->asked.target.n)
        pad->asked.target.n = own_target(w, pad);
    pad->asking = true;
    pad->asked_at = w->now;
    link_send_command(w, pad->link, &pad->asked);
}

static void press(struct world *w, struct pad *pad, uint8_t key, uint32_t arg, uint32_t seen)
{
    const struct command command = {.key = key, .arg = arg, .seen = seen & 0xff, .seen_bits = 8};
    /* Idle windows ask all day; who comes is seen from the answer. */
    if (key != KEY_NEXT || pad->shown.state != WINDOW_IDLE)
        TRACE(w, "window %u: key %s%s%s", own_target(w, pad), pad_key_name(key),
              pad->shown.label.number ? ", shown " : "", named(pad->shown.label));
    pad_ask(w, pad, &command);
}

void pad_answer(struct world *w, uint32_t index, const struct parcel *parcel)
{
    struct pad *pad = &w->pads[index];
    if (!pad->asking || pad->asked.id.uid != parcel->id.uid ||
        pad->asked.id.boot != parcel->id.boot || pad->asked.id.seq != parcel->id.seq)
        return;
    pad->asking = false;
    pad->last_code = parcel->answer.result.code;
    if (pad->last_code != REFUSED_EMPTY)
        TRACE(w, "window %u: %s %s", own_target(w, pad), refusal_name(pad->last_code),
              named(parcel->answer.result.label));
    bool may_regret = pad->asked.verb == VERB_ADD_ITEM ||
                      (!pad->serving && (pad->asked.key == KEY_NEXT || pad->asked.key == KEY_MISS));
    if (may_regret && !pad->last_code)
        pad->regrets = dice_chance(&pad->dice, rate_of(w, RATE_UNDO));
    if (pad->asked.verb == VERB_SIGN_ON && !pad->last_code)
        pad->lent = w->calm;
    if (pad->asked.key && dice_chance(&pad->dice, rate_of(w, RATE_PRESS_TWICE)))
        press(w, pad, pad->asked.key, pad->asked.arg, pad->asked.seen);
}

void pad_picture(struct world *w, uint32_t index, const struct picture *picture)
{
    struct pad *pad = &w->pads[index];
    (void)w;
    if (picture->jseq < pad->jseq)
        return; /* overtaken */
    pad->jseq = picture->jseq;
    pad->shown = picture->windows[pad->window];
}

static bool shows_visit(const struct pad *pad)
{
    return (pad->shown.state == WINDOW_CALLING || pad->shown.state == WINDOW_SERVING) &&
           label_same(pad->shown.label, pad->with);
}

/* Of several steps the console says whether this was the last; and whether the hall was faster
 * than the clerk and missed somebody by itself. */
static bool has_ended(struct world *w, struct label label)
{
    const struct ledger_ticket *ticket = ledger_label(&w->checker.ledger, label);
    return !ticket || ticket->state == TICKET_SERVED;
}

/* The argument of another key would mean something else with this one: FINISH ends a journey. */
static void finish_instead(struct pad *pad)
{
    pad->ending = KEY_FINISH;
    pad->ending_arg = 0;
}

/* What the clerk did has happened: the pad shows something else. */
static msec conclude(struct world *w, struct pad *pad)
{
    uint32_t person = pad->serving - 1;
    bool over = pad->ending == KEY_FINISH || pad->ending == KEY_NEXT;
    struct label label = w->people[person].label;
    pad->serving = 0;
    bool alone = w->def->rules.auto_miss_s || w->def->rules.auto_finish_s;
    bool sure = !w->people[person].journey && !alone;
    if (over && (sure || has_ended(w, label))) {
        person_served(w, person);
        visit_rated(w, pad, label);
    } else {
        person_sent_on(w, person);
    }
    pad->ending = 0;
    return dice_span(&pad->dice, SECOND, 20 * SECOND);
}

static void choose_ending(struct world *w, struct pad *pad)
{
    const struct window_def *window = &w->def->windows[pad->window];
    pad->ending = (uint8_t)(dice_chance(&pad->dice, 400) ? KEY_NEXT : KEY_FINISH);
    pad->ending_arg = 0;
    if (window->transfer_count && dice_chance(&pad->dice, rate_of(w, RATE_TRANSFER))) {
        pad->ending = KEY_TRANSFER;
        pad->ending_arg = 1 + dice_roll(&pad->dice, window->transfer_count);
    } else if (dice_chance(&pad->dice, rate_of(w, RATE_PARK))) {
        pad->ending = KEY_PARK;
        pad->ending_arg = 1 + dice_roll(&pad->dice, PARK_KIND_COUNT - 1);
    }
}

/* These will be said again however often the key is pressed. */
static bool hopeless(uint8_t code)
{
    return code == REFUSED_PARKED_FULL || code == REFUSED_UNKNOWN_KEY ||
           code == REFUSED_WINDOW_CLOSED || code == REFUSED_NOT_SERVED_HERE ||
           code == REFUSED_UNKNOWN_SERVICE || code == REFUSED_NO_STEP;
}

static msec serve(struct world *w, struct pad *pad)
{
    const struct window_def *window = &w->def->windows[pad->window];
    if (!shows_visit(pad))
        return conclude(w, pad);
    if (w->now < pad->until)
        return pad->until - w->now;
    if (!pad->ending && clerk_adds(w, pad))
        return dice_span(&pad->dice, SECOND, 20 * SECOND);
    if (!pad->ending) {
        choose_ending(w, pad);
        pad->last_code = REFUSED_NOT;
    }
    if (hopeless(pad->last_code) || (window->next == NEXT_REFUSE && pad->ending == KEY_NEXT))
        finish_instead(pad);
    uint8_t key = pad->ending;
    bool calling = pad->shown.state == WINDOW_CALLING;
    if (calling && window->start == START_EXPLICIT)
        key = KEY_START;
    else if (calling && key == KEY_NEXT) {
        finish_instead(pad);
        key = pad->ending;
    }
    press(w, pad, key, key == pad->ending ? pad->ending_arg : 0, pad->shown.call);
    return dice_span(&pad->dice, SECOND, 4 * SECOND);
}

static msec begin_visit(struct world *w, struct pad *pad, uint32_t person)
{
    pad->serving = person;
    pad->with = pad->shown.label;
    pad->ending = 0;
    pad->until = w->now + dice_span(&pad->dice, (msec)w->plan.service_s * 300,
                                    (msec)w->plan.service_s * 1700);
    w->people[person - 1].state = PERSON_SERVED;
    w->people[person - 1].tag++;
    TRACE(w, "window %u serves person %u, %s", own_target(w, pad), person - 1, named(pad->with));
    bool starts =
        w->def->windows[pad->window].start == START_EXPLICIT || dice_chance(&pad->dice, 500);
    if (starts && pad->shown.state == WINDOW_CALLING)
        press(w, pad, KEY_START, 0, pad->shown.call);
    return dice_span(&pad->dice, SECOND, 5 * SECOND);
}

static msec await_visitor(struct world *w, struct pad *pad)
{
    uint32_t person = person_at_window(w, pad->shown.label, own_target(w, pad));
    if (person)
        return begin_visit(w, pad, person);
    if (pad->waited_call != pad->shown.call) {
        pad->waited_call = pad->shown.call;
        pad->waited_from = w->now;
        pad->last_code = REFUSED_NOT;
    }
    bool hasty = dice_chance(&pad->dice, rate_of(w, RATE_HASTY));
    if (w->now - pad->waited_from < 40 * SECOND && !hasty)
        return dice_span(&pad->dice, SECOND, 5 * SECOND);
    bool miss = pad->shown.calls >= 2 || pad->last_code == REFUSED_TOO_OFTEN;
    if (miss && pad->last_code == REFUSED_CALL_MORE)
        miss = dice_chance(&pad->dice, 500);
    press(w, pad, miss ? KEY_MISS : KEY_RECALL, 0, pad->shown.call);
    return dice_span(&pad->dice, 3 * SECOND, 10 * SECOND);
}

static msec take_next(struct world *w, struct pad *pad)
{
    if (pad->shown.state == WINDOW_PAUSED && w->now < pad->until && !w->calm)
        return dice_span(&pad->dice, 5 * SECOND, 15 * SECOND);
    if (pad->shown.state == WINDOW_IDLE && dice_chance(&pad->dice, rate_of(w, RATE_PAUSE))) {
        pad->until = w->now + dice_span(&pad->dice, MINUTE, 10 * MINUTE);
        press(w, pad, KEY_PAUSE, 1 + dice_roll(&pad->dice, PAUSE_REASON_COUNT - 1),
              pad->shown.call);
        return dice_span(&pad->dice, SECOND, 5 * SECOND);
    }
    visit_rated_late(w, pad);
    if (clerk_names(w, pad))
        return dice_span(&pad->dice, SECOND, 5 * SECOND);
    bool returns = pad->shown.parked && dice_chance(&pad->dice, w->calm ? 500 : 150);
    bool nobody = pad->last_code == REFUSED_EMPTY && !returns;
    press(w, pad, returns ? KEY_RETURN : KEY_NEXT, 0, pad->shown.call);
    pad->last_code = REFUSED_NOT;
    return nobody ? dice_span(&pad->dice, 5 * SECOND, 20 * SECOND)
                  : dice_span(&pad->dice, SECOND, 5 * SECOND);
}

static msec think(struct world *w, struct pad *pad)
{
    static const uint8_t any[] = {KEY_NEXT,  KEY_RECALL, KEY_FINISH,   KEY_MISS,
                                  KEY_PAUSE, KEY_PARK,   KEY_TRANSFER, KEY_RETURN,
                                  KEY_START, KEY_HELP,   KEY_UNDO};
    if (!w->links[pad->link].up || !pad->jseq)
        return dice_span(&pad->dice, SECOND, 3 * SECOND);
    if (pad->asking && w->now - pad->asked_at < PRESS_LIFE)
        return PRESS_LIFE - (w->now - pad->asked_at);
    pad->asking = false;
    if (pad->regrets && (!pad->serving || pad->asked.verb == VERB_ADD_ITEM)) {
        pad->regrets = 0;
        press(w, pad, KEY_UNDO, 0, pad->shown.call);
        return dice_span(&pad->dice, SECOND, 5 * SECOND);
    }
    pad->regrets = 0;
    if (pad->serving)
        return serve(w, pad);
    if (clerk_sits(w, pad))
        return dice_span(&pad->dice, SECOND, 5 * SECOND);
    if (dice_chance(&pad->dice, rate_of(w, RATE_WRONG_KEY))) {
        uint8_t key = any[dice_roll(&pad->dice, countof(any))];
        /* An argument of FINISH would end a journey early. */
        press(w, pad, key, key == KEY_FINISH ? 0 : dice_roll(&pad->dice, 4), pad->shown.call);
        return dice_span(&pad->dice, SECOND, 5 * SECOND);
    }
    if (pad->shown.state == WINDOW_CALLING)
        return await_visitor(w, pad);
    if (pad->shown.state == WINDOW_SERVING) { /* a wrong key, or a visit that ended unseen */
        uint32_t person = person_at_window(w, pad->shown.label, own_target(w, pad));
        if (person)
            return begin_visit(w, pad, person);
        press(w, pad, KEY_FINISH, 0, pad->shown.call);
        return dice_span(&pad->dice, SECOND, 5 * SECOND);
    }
    return take_next(w, pad);
}

void pad_step(struct world *w, uint32_t index, uint32_t tag)
{
    struct pad *pad = &w->pads[index];
    if (tag != pad->tag || w->closing)
        return;
    world_after(w, think(w, pad), EVENT_CLERK, index, ++pad->tag);
}
