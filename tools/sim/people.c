/* SPDX-License-Identifier: Apache-2.0 */
/*
 * people - they come, take a number, listen, wander off, miss their call, ask at the desk, hold
 * two tickets, photocopy a slip, give up. Nobody knows more than what is on the slip, on a
 * board, or said at the desk.
 */
#include "sim/world.h"

#define SLIPS_LOST 8 /* one in so many people wants another slip */

static uint32_t bucket(struct label label)
{
    uint32_t x = (uint32_t)label.prefix[0] * 131u + (uint32_t)label.prefix[1] * 31u;
    return (x * 977u + label.number) % HOLDER_BUCKETS;
}

static void later(struct world *w, uint32_t index, msec lo, msec hi)
{
    struct person *p = &w->people[index];
    world_after(w, dice_span(&p->dice, lo, hi), EVENT_PERSON, index, ++p->tag);
}

static void leave(struct world *w, uint32_t index, enum person_end end)
{
    static const char *const why[] = {"", "is served", "gives up", "is refused", "is told why not"};
    struct person *p = &w->people[index];
    TRACE(w, "person %u %s %s and goes", index, named(p->label), why[end]);
    p->state = PERSON_GONE;
    p->end = (uint8_t)end;
    p->tag++;
}

static struct person *born(struct world *w, uint8_t state)
{
    if (w->people_count == w->people_size)
        return NULL;
    struct person *p = &w->people[w->people_count];
    *p = (struct person){.dice = dice_of(w->plan.seed, 20, w->people_count), .state = state};
    w->people_count++;
    return p;
}

static uint16_t issuing_service(struct world *w, struct dice *dice)
{
    uint32_t count = w->def->service_count, from = dice_roll(dice, count);
    for (uint32_t i = 0; i < count; i++) {
        const struct service_def *service = &w->def->services[(from + i) % count];
        uint16_t low, high;
        if (service->prefix[0] && def_service_windows(w->def, service->id, &low, &high))
            return service->id.n;
    }
    return w->def->services[0].id.n;
}

/* An appointment about the time when they come; they come too early, in time or late. */
static msec book(struct world *w, struct person *p, msec at)
{
    const struct service_def *def = def_service(w->def, (service_id){p->service});
    if (!def->bookable || !def->slot_min)
        return at;
    p->booking = (uint32_t)(p - w->people);
    p->slot = (w->now + at) / (def->slot_min * MINUTE) * (def->slot_min * MINUTE);
    msec comes = p->slot - w->now + dice_span(&p->dice, -30 * MINUTE, 45 * MINUTE);
    return comes > MINUTE ? comes : MINUTE;
}

static void choose_journey(const struct world *w, struct person *p)
{
    uint32_t from = dice_roll(&p->dice, w->def->journey_count);
    for (uint32_t i = 0; i < w->def->journey_count && !p->journey; i++) {
        const struct journey_def *journey = &w->def->journeys[(from + i) % w->def->journey_count];
        if (journey->steps[0].n == p->service)
            p->journey = journey->id;
    }
}

void person_code(const struct person *person, char *code, size_t size)
{
    snprintf(code, size, "K%u", person->booking);
}

void people_init(struct world *w)
{
    for (uint32_t i = 0; i < w->plan.people; i++) {
        struct person *p = born(w, PERSON_COMING);
        if (!p)
            return;
        msec at = dice_span(&p->dice, MINUTE, (msec)w->plan.minutes * MINUTE + MINUTE);
        p->service = issuing_service(w, &p->dice);
        p->ticket_class = (uint8_t)(dice_chance(&p->dice, 250) ? CLASS_PRIORITY : CLASS_NORMAL);
        p->leaver = dice_chance(&p->dice, w->plan.rates[RATE_LEAVE]);
        if (dice_chance(&p->dice, w->plan.rates[RATE_BOOKING]))
            at = book(w, p, at);
        if (!p->slot && dice_chance(&p->dice, w->plan.rates[RATE_JOURNEY]))
            choose_journey(w, p);
        if (w->plan.away[i])
            p->state = PERSON_GONE;
        else
            world_after(w, at, EVENT_PERSON, i, p->tag);
    }
}

uint32_t people_staying(const struct world *w)
{
    uint32_t staying = 0;
    for (uint32_t i = 0; i < w->people_count; i++)
        staying += w->people[i].state != PERSON_GONE;
    return staying;
}

static void go_to_kiosk(struct world *w, uint32_t index)
{
    struct person *p = &w->people[index];
    if (p->slot && p->leaver && !w->calm) { /* who does not come says so, perhaps too late */
        struct command command = {.verb = VERB_UNBOOK};
        person_code(p, command.code, sizeof(command.code));
        (void)desk_ask(w, index, &command);
        leave(w, index, END_LEFT);
        return;
    }
    uint32_t kiosk = dice_roll(&p->dice, w->kiosk_count);
    p->since = w->now;
    p->kiosk = (uint16_t)kiosk;
    p->state = PERSON_IN_LINE;
    if (!kiosk_queue(w, kiosk, index)) {
        p->state = PERSON_COMING;
        later(w, index, 10 * SECOND, MINUTE);
        return;
    }
    later(w, index, 3 * MINUTE, 10 * MINUTE);
}

/* A while at a kiosk, and no number. */
static void lose_patience(struct world *w, uint32_t index)
{
    struct person *p = &w->people[index];
    if (!w->calm && dice_chance(&p->dice, 200)) {
        leave(w, index, END_LEFT);
        return;
    }
    TRACE(w, "person %u walks away from kiosk %u", index, p->kiosk);
    p->state = PERSON_COMING;
    later(w, index, SECOND, 20 * SECOND);
}

static void hold(struct world *w, uint32_t index, struct label label)
{
    struct person *p = &w->people[index];
    uint32_t at = bucket(label);
    p->label = label;
    p->next_holder = w->holders[at];
    w->holders[at] = index + 1;
}

static void photocopy(struct world *w, uint32_t index)
{
    struct person *other = born(w, PERSON_WAITING);
    if (!other)
        return;
    other->copy = other->paper = true;
    other->service = w->people[index].service;
    other->journey = w->people[index].journey;
    other->since = w->now;
    hold(w, w->people_count - 1, w->people[index].label);
    TRACE(w, "person %u photocopies %s for person %u", index, named(other->label),
          w->people_count - 1);
    later(w, w->people_count - 1, MINUTE, 5 * MINUTE);
}

static void take_another(struct world *w, uint32_t index)
{
    struct person *other = born(w, PERSON_COMING);
    if (!other)
        return;
    other->service = issuing_service(w, &other->dice);
    other->twin = index + 1;
    if (w->people[index].slot) { /* with the same code */
        other->service = w->people[index].service;
        other->slot = w->people[index].slot;
        other->booking = w->people[index].booking;
    }
    w->people[index].twin = w->people_count;
    TRACE(w, "person %u wants a second ticket, as person %u", index, w->people_count - 1);
    later(w, w->people_count - 1, SECOND, 5 * SECOND);
}

void person_gets(struct world *w, uint32_t index, struct label label, bool paper)
{
    struct person *p = &w->people[index];
    TRACE(w, "person %u holds %s%s", index, named(label), paper ? "" : " without paper");
    p->state = PERSON_WAITING;
    p->paper = paper;
    p->since = w->now;
    hold(w, index, label);
    later(w, index, 10 * SECOND, 2 * MINUTE);
    if (paper && dice_chance(&p->dice, rate_of(w, RATE_COPY)))
        photocopy(w, index);
    if (!p->twin && dice_chance(&p->dice, rate_of(w, RATE_SECOND)))
        take_another(w, index);
}

/* Too early: again in a while. Any other appointment that does not count: a number like everybody.
 */
void person_refused(struct world *w, uint32_t index, uint8_t code)
{
    struct person *p = &w->people[index];
    if (p->state != PERSON_AT_KIOSK)
        return;
    if (!p->slot) {
        leave(w, index, END_REFUSED);
        return;
    }
    p->state = PERSON_COMING;
    if (code == REFUSED_BOOKING_EARLY) {
        later(w, index, 3 * MINUTE, 10 * MINUTE);
        return;
    }
    p->slot = 0;
    later(w, index, SECOND, 20 * SECOND);
}

/* Two tickets, one pair of legs. */
static bool busy_elsewhere(const struct world *w, const struct person *p)
{
    if (!p->twin)
        return false;
    uint8_t state = w->people[p->twin - 1].state;
    return state == PERSON_WALKING || state == PERSON_AT_WINDOW || state == PERSON_SERVED;
}

static void walk(struct world *w, uint32_t index, uint16_t target)
{
    struct person *p = &w->people[index];
    if (p->state != PERSON_WAITING || busy_elsewhere(w, p))
        return;
    p->state = PERSON_WALKING;
    p->window = target;
    later(w, index, 3 * SECOND, 45 * SECOND);
}

void people_hear(struct world *w, struct label label, uint16_t target)
{
    for (uint32_t i = w->holders[bucket(label)]; i; i = w->people[i - 1].next_holder)
        if (label_same(w->people[i - 1].label, label))
            walk(w, i - 1, target);
}

uint32_t person_at_window(const struct world *w, struct label label, uint16_t target)
{
    for (uint32_t i = w->holders[bucket(label)]; i; i = w->people[i - 1].next_holder) {
        const struct person *p = &w->people[i - 1];
        if (p->state == PERSON_AT_WINDOW && p->window == target && label_same(p->label, label))
            return i;
    }
    return 0;
}

static void read_board(struct world *w, uint32_t index)
{
    struct person *p = &w->people[index];
    const struct board *board = &w->boards[dice_roll(&p->dice, w->board_count)];
    if (board->off || !board->picture)
        return;
    for (uint32_t i = 0; i < board->picture->count; i++) {
        const struct shown *shown = &board->picture->windows[i];
        if (shown->state == WINDOW_CALLING && label_same(shown->label, p->label))
            walk(w, index, shown->target);
    }
}

static bool is_over(const struct ticket_view *view)
{
    return view->state == TICKET_SERVED || view->state == TICKET_VOIDED ||
           view->state == TICKET_EXPIRED || view->state == TICKET_CANCELLED;
}

/* "Was my number called?" */
static void ask_at_the_desk(struct world *w, uint32_t index)
{
    struct person *p = &w->people[index];
    struct ticket_view view;
    if (!core_asked(w, p->label, &view))
        return;
    bool away = view.state == TICKET_PARKED && view.park_kind == PARK_AWAY;
    if (is_over(&view))
        leave(w, index, END_TOLD);
    else if (view.state == TICKET_MISSED || away)
        (void)desk_ask(w, index, &(struct command){.verb = VERB_REJOIN, .ticket = view.id});
    else if (view.state == TICKET_CALLED && view.target.n)
        walk(w, index, view.target.n);
    else if (view.state == TICKET_WAITING && index % SLIPS_LOST == 0 && !p->again) {
        const struct command again = {.verb = VERB_REPRINT, .ticket = view.id, .vouched = true};
        p->again = desk_ask(w, index, &again);
    }
}

static void wait(struct world *w, uint32_t index)
{
    struct person *p = &w->people[index];
    struct ticket_view view;
    if (p->leaver && !w->calm && w->now - p->since > dice_span(&p->dice, 5 * MINUTE, HOUR)) {
        /* Some say so first; whether the guide is heard they do not wait for. */
        if (dice_chance(&p->dice, rate_of(w, RATE_CANCEL)) && core_asked(w, p->label, &view))
            (void)desk_ask(w, index, &(struct command){.verb = VERB_CANCEL, .ticket = view.id});
        leave(w, index, END_LEFT);
        return;
    }
    if (dice_chance(&p->dice, rate_of(w, RATE_ABSENT) / 4)) {
        p->state = PERSON_ABSENT;
        later(w, index, 2 * MINUTE, 15 * MINUTE);
        return;
    }
    read_board(w, index);
    if (p->state == PERSON_WAITING && dice_chance(&p->dice, 250))
        ask_at_the_desk(w, index);
    if (p->state == PERSON_WAITING)
        later(w, index, 30 * SECOND, 2 * MINUTE);
}

void person_step(struct world *w, uint32_t index, uint32_t tag)
{
    struct person *p = &w->people[index];
    if (tag != p->tag)
        return;
    switch ((enum person_state)p->state) {
    case PERSON_COMING:
        go_to_kiosk(w, index);
        return;
    case PERSON_IN_LINE:
    case PERSON_AT_KIOSK:
        lose_patience(w, index);
        return;
    case PERSON_WAITING:
        wait(w, index);
        return;
    case PERSON_ABSENT:
        p->state = PERSON_WAITING;
        read_board(w, index);
        if (p->state == PERSON_WAITING)
            ask_at_the_desk(w, index);
        if (p->state == PERSON_WAITING)
            later(w, index, 20 * SECOND, 2 * MINUTE);
        return;
    case PERSON_WALKING:
        p->state = PERSON_AT_WINDOW;
        later(w, index, MINUTE, 3 * MINUTE);
        return;
    case PERSON_AT_WINDOW: /* nobody takes care: back, and to the desk */
        p->state = PERSON_WAITING;
        ask_at_the_desk(w, index);
        if (p->state == PERSON_WAITING)
            later(w, index, 20 * SECOND, MINUTE);
        return;
    case PERSON_SERVED:
    case PERSON_GONE:
        return;
    }
}

void person_served(struct world *w, uint32_t index)
{
    checker_person_served(&w->checker, w->people[index].label);
    leave(w, index, END_SERVED);
}

void person_sent_on(struct world *w, uint32_t index)
{
    struct person *p = &w->people[index];
    p->state = PERSON_WAITING;
    later(w, index, 10 * SECOND, MINUTE);
}

void person_desk_answer(struct world *w, uint32_t index, uint8_t verb, uint8_t code)
{
    (void)verb;
    if (code == REFUSED_TWICE_MISSED && w->people[index].state == PERSON_WAITING)
        leave(w, index, END_TOLD);
}
