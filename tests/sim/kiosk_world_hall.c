/* SPDX-License-Identifier: Apache-2.0 */
/* The hall behind the kiosk, and the way there. */
#include <string.h>

#include "domain/calendar.h"
#include "kiosk_world.h"
#include "test.h"

#define KIOSK_UID 77u
#define KIOSK_NAME "kiosk-1"

static void fill_leases(struct world *w)
{
    for (uint16_t service = 1; service <= 2; service++)
        while (hall_lease_left(w->hall.hall, KIOSK_NAME, (service_id){service}) <=
               w->hall.def.rules.lease_size / 2u)
            assert_int_equal(engine_do(&w->hall, (struct command){.verb = VERB_LEASE,
                                                                  .service = {service},
                                                                  .text = KIOSK_NAME}),
                             REFUSED_NOT);
}

void world_hall_start(struct world *w, uint16_t lease_size)
{
    engine_define_small(&w->hall);
    w->hall.def.rules.lease_size = lease_size;
    w->hall.def.rules.lease_first = 600;
    engine_start(&w->hall, 1000);
    w->hall.now = world_hall0;
    engine_open_day(&w->hall);
    fill_leases(w);
}

void world_hall_stop(struct world *w)
{
    engine_stop(&w->hall);
}

/* ---- what is on its way ---- */

static void post(struct world *w, const struct parcel *parcel)
{
    if (w->parcel_count == PARCELS_MAX)
        BROKEN("too much is on its way\n");
    struct parcel *last = &w->parcels[w->parcel_count++];
    *last = *parcel;
    last->at = w->now + 5 + roll(w, 200);
    for (uint32_t i = 0; i + 1 < w->parcel_count; i++) /* in order, each way */
        if (w->parcels[i].to_hall == last->to_hall && w->parcels[i].at > last->at)
            last->at = w->parcels[i].at;
}

static void put_import(const struct world *w, const struct kiosk_effect *effect,
                       struct command *command)
{
    const struct ledger_slip *slip = ledger_slip(&w->model.ledger, effect->slip);
    command->verb = VERB_IMPORT;
    command->service.n = slip->asked.service;
    command->ticket_class = slip->asked.ticket_class;
    command->lease = slip->leased.lease;
    command->label = ledger_label(slip);
    command->issued = slip->leased.issued;
    command->arg = effect->result;
    command->arg2 = w->model.ledger.day;
    if (slip->leased.supersedes) {
        command->other_uid = KIOSK_UID;
        command->other_boot = slip->asked.boot;
        command->other_seq = slip->asked.seq;
    }
}

void world_post(struct world *w, const struct kiosk_effect *effect)
{
    struct parcel parcel = {.to_hall = true};
    struct command *command = &parcel.command;
    command->id = (struct command_id){KIOSK_UID, w->model.boot, 0, effect->seq};
    memcpy(command->who, KIOSK_NAME, sizeof(KIOSK_NAME));
    command->tz_min = 480;
    if (effect->type == KIOSK_DO_REQUEST) {
        command->verb = VERB_ISSUE;
        command->service = effect->service;
        command->ticket_class = effect->ticket_class;
        command->source = SOURCE_KIOSK;
    } else if (effect->type == KIOSK_DO_IMPORT) {
        put_import(w, effect, command);
    } else if (effect->type == KIOSK_DO_REPORT) {
        command->verb = VERB_PRINTED;
        command->ticket = effect->ticket;
        command->arg = effect->result;
    } else if (effect->type == KIOSK_DO_VOID) {
        const struct ledger_slip *slip = ledger_slip(&w->model.ledger, effect->slip);
        command->verb = slip->voided == VOID_NEVER_GIVEN ? VERB_VOID_SLIP : VERB_CANCEL;
        command->ticket.n = slip->ticket;
        command->arg = slip->voided;
    } else {
        return;
    }
    if (w->up)
        post(w, &parcel);
}

void world_session_ends(struct world *w)
{
    uint32_t kept = 0; /* what left the kiosk may still arrive, no answer does */
    for (uint32_t i = 0; i < w->parcel_count; i++)
        if (w->parcels[i].to_hall && chance(w, 5000))
            w->parcels[kept++] = w->parcels[i];
    w->parcel_count = kept;
    w->up = w->live = false;
    if (w->down_until < w->now + SECOND)
        w->down_until = w->now + SECOND;
}

/* ---- the hall ---- */

static const struct result *remembered(const struct world *w, uint32_t boot, uint32_t seq)
{
    for (uint32_t i = 0; i < w->memo_count; i++)
        if (w->memo[i].boot == boot && w->memo[i].seq == seq)
            return &w->memo[i].result;
    return NULL;
}

static void decide(struct world *w, struct parcel *parcel)
{
    struct command *command = &parcel->command;
    const struct result *known = remembered(w, command->id.boot, command->id.seq);
    if (known) {
        parcel->result = *known;
        return;
    }
    const struct result *other =
        command->other_uid ? remembered(w, command->other_boot, command->other_seq) : NULL;
    if (other)
        command->ticket = other->ticket; /* as the shell of the controller finds it */
    w->hall.now = world_hall0 + w->now;
    (void)engine_do(&w->hall, *command);
    parcel->result = w->hall.result;
    if (parcel->result.code)
        return;
    if (w->memo_count == MEMO_MAX)
        BROKEN("too many commands\n");
    w->memo[w->memo_count].boot = command->id.boot;
    w->memo[w->memo_count].seq = command->id.seq;
    w->memo[w->memo_count++].result = parcel->result;
    if (command->verb == VERB_IMPORT)
        count(w, COUNT_IMPORTS), fill_leases(w);
}

static void tell_leases(struct world *w, uint32_t from)
{
    struct lease_view view;
    for (uint32_t i = from; hall_lease(w->hall.hall, i, &view); i++) {
        struct ledger_lease lease = {.lease = view.lease,
                                     .day = ENGINE_DAY,
                                     .service = view.service.n,
                                     .first = view.first.number,
                                     .last = view.last,
                                     .epoch = 1};
        lease.prefix[0] = view.first.prefix[0];
        w->leases_told = i + 1;
        world_event(w, (struct kiosk_event){.type = KIOSK_LEASE,
                                            .up = !view.ended,
                                            .number = view.lease,
                                            .lease = &lease});
        if (!w->on)
            return;
    }
}

/* ---- the link ---- */

static void end_leases(struct world *w)
{
    while (engine_do(&w->hall, (struct command){.verb = VERB_LEASE_END, .text = KIOSK_NAME}) ==
           REFUSED_NOT)
        ;
    fill_leases(w);
}

static void session_begins(struct world *w)
{
    struct ledger_hall hall = {.instance = 7, .epoch = 1, .tz_min = 480};
    w->up = true;
    w->heard = w->now;
    w->hall.now = world_hall0 + w->now;
    bool fresh = !w->welcomed && w->model.ledger.forgot; /* its HELLO says no boot number */
    w->welcomed = true;
    world_event(w, (struct kiosk_event){.type = KIOSK_WELCOME,
                                        .up = fresh,
                                        .boot = w->boot,
                                        .hall = &hall});
    if (fresh && !w->calm && chance(w, 2000)) { /* before the hall came to end its leases */
        if (w->on)
            world_session_ends(w);
        return;
    }
    if (fresh)
        end_leases(w); /* controller/app/leases.c */
    if (w->on)
        world_event(w, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &w->rows});
    if (w->on)
        tell_leases(w, 0);
    w->live = w->on;
    if (w->on)
        world_event(w, (struct kiosk_event){.type = KIOSK_LINK, .up = true});
}

static void hand_over(struct world *w, const struct parcel *parcel)
{
    const struct result *result = &parcel->result;
    if (!w->up || !w->on || parcel->command.id.boot != w->boot)
        return; /* of a session that is over */
    if (parcel->command.verb != VERB_ISSUE) {
        world_event(w, (struct kiosk_event){.type = KIOSK_RESULT,
                                            .number = parcel->command.id.seq,
                                            .code = result->code,
                                            .ticket_no = result->ticket.n});
        return;
    }
    struct kiosk_ticket ticket = {.seq = parcel->command.id.seq,
                                  .refusal = result->code,
                                  .id = result->ticket,
                                  .label = result->label,
                                  .service = result->service,
                                  .issued = result->at};
    if (!w->model.asking.active || w->model.asking.seq != ticket.seq)
        count(w, COUNT_LATE);
    world_event(w, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

static void deliver(struct world *w)
{
    for (uint32_t i = 0; i < w->parcel_count;) {
        struct parcel parcel = w->parcels[i];
        if (w->now < parcel.at || (parcel.to_hall && w->now < w->frozen_until)) {
            i++;
            continue;
        }
        w->parcel_count--;
        memmove(&w->parcels[i], &w->parcels[i + 1], (w->parcel_count - i) * sizeof(w->parcels[0]));
        if (!parcel.to_hall) {
            hand_over(w, &parcel);
            i = 0; /* the list may be another one now */
            continue;
        }
        decide(w, &parcel);
        parcel.to_hall = false;
        if (w->up)
            post(w, &parcel);
    }
}

void world_link_step(struct world *w)
{
    deliver(w);
    if (!w->on)
        return;
    if (w->up && !w->calm && chance(w, 30)) {
        count(w, COUNT_LINK_CUTS);
        w->down_until = w->now + 2 * SECOND + roll(w, 60) * SECOND;
        world_session_ends(w);
    }
    if (!w->calm && chance(w, 40)) {
        count(w, COUNT_FREEZES);
        w->frozen_until = w->now + roll(w, 9000);
    }
    if (w->up && w->now >= w->alone_from && w->now < w->alone_until)
        world_session_ends(w);
    if (w->now >= w->alone_from && w->now < w->alone_until)
        w->down_until = w->alone_until;
    if (!w->up && w->now >= w->down_until && w->now >= w->frozen_until)
        session_begins(w);
    if (w->up && w->now >= w->frozen_until)
        w->heard = w->now;
    struct lease_view view;
    if (w->up && w->now >= w->frozen_until && hall_lease(w->hall.hall, w->leases_told, &view))
        tell_leases(w, w->leases_told);
    bool live = w->now - w->heard < 5 * SECOND; /* D-13 */
    if (w->on && live != w->model.link_up && (!live || w->up))
        world_event(w, (struct kiosk_event){.type = KIOSK_LINK, .up = live});
}

/* ---- the end ---- */

/* F18: whoever holds a number that the hall does not know shows it at the desk. */
static void to_the_desk(struct world *w, struct label label, msec given)
{
    if (!w->damaged)
        BROKEN("%c%03u is in somebody's hand and nobody knows it\n", label.prefix[0], label.number);
    uint16_t minute = calendar_minute(calendar_local(given, 0));
    struct command command = {.verb = VERB_ADMIT,
                              .label = label,
                              .arg = minute,
                              .who = "guide"}; /* the engine's day is one of UTC */
    if (engine_do(&w->hall, command) != REFUSED_NOT)
        BROKEN("%c%03u is not admitted: %s\n", label.prefix[0], label.number,
               refusal_text(w->hall.result.code));
    count(w, COUNT_DESK);
}

static void see_all_tickets(struct world *w)
{
    for (uint32_t i = 0; i < w->visitor_count; i++) {
        const struct visitor *visitor = &w->visitors[i];
        struct label label = {.number = visitor->label_number};
        struct ticket_view view;
        ticket_id id;
        if (!visitor->label_service || visitor->cancelled)
            continue;
        label.prefix[0] = (char)('A' + visitor->label_service - 1);
        if (!hall_find(w->hall.hall, label, &id))
            to_the_desk(w, label, trail_of(w, label)->given);
        assert_true(hall_find(w->hall.hall, label, &id) && hall_ticket(w->hall.hall, id, &view));
        if (view.state != TICKET_WAITING)
            BROKEN("%c%03u is held by visitor %u and %s\n", label.prefix[0], label.number, i,
                   ticket_state_name(view.state));
    }
}

static bool is_held(const struct world *w, struct label label)
{
    for (uint32_t i = 0; i < w->visitor_count; i++)
        if (w->visitors[i].label_number == label.number &&
            w->visitors[i].label_service == label.prefix[0] - 'A' + 1)
            return !w->visitors[i].cancelled;
    return false;
}

/* Rule 6: what stood for a command leaves one ticket, not two. */
static void see_superseded(struct world *w)
{
    for (uint32_t i = 0; i < w->instead_count && !w->damaged; i++) {
        const struct result *result = remembered(w, w->instead[i].boot, w->instead[i].seq);
        if (result && engine_ticket(&w->hall, result->ticket).state != TICKET_VOIDED)
            BROKEN("%c%03u waits beside the number that was given in its place\n",
                   result->label.prefix[0], result->label.number);
    }
}

void world_serve_all(struct world *w)
{
    static bool served[2][LABELS_MAX];
    memset(served, 0, sizeof(served));
    w->hall.now = world_hall0 + w->now;
    see_all_tickets(w);
    see_superseded(w);
    msec before = 0;
    while (hall_waiting(w->hall.hall, (service_id){1}) +
           hall_waiting(w->hall.hall, (service_id){2})) {
        w->hall.now += MINUTE;
        if (engine_press(&w->hall, 1, KEY_NEXT) != REFUSED_NOT)
            BROKEN("nobody is called: %s\n", refusal_text(w->hall.result.code));
        struct ticket_view view = engine_ticket(&w->hall, w->hall.result.ticket);
        bool *once = &served[view.label.prefix[0] - 'A'][view.label.number];
        if (*once)
            BROKEN("%c%03u is called twice\n", view.label.prefix[0], view.label.number);
        *once = true;
        if (view.joined < before)
            BROKEN("%c%03u is called behind a later one\n", view.label.prefix[0],
                   view.label.number);
        before = view.joined;
        count(w, is_held(w, view.label) ? COUNT_SERVED : COUNT_GHOSTS);
        w->hall.now += MINUTE;
        assert_int_equal(engine_press(&w->hall, 1, KEY_START), REFUSED_NOT);
        assert_int_equal(engine_press(&w->hall, 1, KEY_FINISH), REFUSED_NOT);
    }
    for (uint32_t i = 0; i < w->visitor_count; i++) {
        const struct visitor *visitor = &w->visitors[i];
        if (visitor->label_service && !visitor->cancelled &&
            !served[visitor->label_service - 1][visitor->label_number])
            BROKEN("visitor %u is never called\n", i);
    }
}
