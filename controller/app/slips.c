/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slips - what became of a number, and what the holder of its slip may do with it.
 *
 * Whoever types a number learns what any board shows; the code on the slip tells its holder
 * from them (D-24). A service that is confidential is never named (R-L11).
 */
#include <stdio.h>
#include <string.h>

#include "app/controller.h"
#include "booking/day_key.h"
#include "protocol/bits.h"
#include "protocol/slip_code.h"

/* ---- the code ---- */

enum refusal slips_check(struct controller *c, const char *text, struct slip_code *slip)
{
    uint32_t day = hall_day(c->hall), first = hall_ticket_first(c->hall);
    uint8_t lease_key[TICKET_KEY_BYTES];
    if (!day)
        return REFUSED_DAY_CLOSED;
    if (!slip_code_parse(text, slip))
        return REFUSED_WRONG_CODE;
    if (slip->ticket < first && slip->lease < first) /* another day's: ids only grow */
        return REFUSED_UNKNOWN_TICKET;
    if (ticket_key_get(&c->ticket_key, c->settings.state_dir, day))
        return REFUSED_BUSY; /* logged */
    if (slip->ticket)
        return slip_code_good(slip, c->ticket_key.key, day) ? REFUSED_NOT : REFUSED_WRONG_CODE;
    ticket_key_of_lease(&c->ticket_key, slip->lease, lease_key);
    bool good = slip_code_good(slip, lease_key, day);
    crypto_wipe(lease_key, sizeof(lease_key));
    return good ? REFUSED_NOT : REFUSED_WRONG_CODE;
}

/* The ticket whose slip that is. One that a kiosk gave alone is known when it has come in. */
static enum refusal ticket_of_code(struct controller *c, const char *text, ticket_id *ticket)
{
    struct slip_code slip;
    struct ticket_view view;
    enum refusal no = slips_check(c, text, &slip);
    if (no)
        return no;
    ticket->n = slip.ticket;
    bool known =
        slip.ticket ? hall_ticket(c->hall, *ticket, &view) : hall_find(c->hall, slip.label, ticket);
    return known ? REFUSED_NOT : REFUSED_UNKNOWN_TICKET;
}

/* ---- FIND ---- */

static uint16_t clip(int64_t n)
{
    return n < 0 ? 0 : n > UINT16_MAX ? UINT16_MAX : (uint16_t)n;
}

/* When it came to be as it is. */
static msec since(const struct ticket_view *ticket)
{
    uint8_t state = ticket->state;
    if (state == TICKET_WAITING)
        return ticket->joined;
    if (state == TICKET_CALLED)
        return ticket->called;
    if (state == TICKET_PARKED)
        return ticket->parked;
    return state == TICKET_SERVING || state == TICKET_SERVED ? ticket->started : ticket->ended;
}

/* What every board says of a number: where, and how often it was called. */
static void fill_public(const struct ticket_view *ticket, struct msg_found *found)
{
    bool somewhere = ticket->state != TICKET_WAITING || ticket->sent;
    found->ticket = ticket->id.n;
    found->prefix = label_wire_prefix(ticket->label);
    found->number = ticket->label.number;
    found->state = ticket->state;
    found->calls = ticket->calls;
    found->target = somewhere ? ticket->target.n : 0;
}

/* The queue, and the visit; both tell of which service they are. */
static void fill_visit(struct controller *c, const struct ticket_view *ticket,
                       const struct slip_view *slip, struct msg_found *found)
{
    if (ticket->state == TICKET_WAITING) {
        uint32_t ahead = hall_ahead(c->hall, ticket->id);
        found->ahead = clip(ahead);
        (void)hall_estimate(c->hall, ticket->service, ahead, &found->lo_min, &found->hi_min,
                            &found->wait_min);
    }
    if (slip->may_rejoin) {
        found->back_ahead = clip(slip->ahead_if_back);
        (void)hall_estimate(c->hall, ticket->service, slip->ahead_if_back, &found->back_lo,
                            &found->back_hi, &found->back_wait);
    }
    found->since_ms = (uint64_t)since(ticket);
    found->ended_ms = (uint64_t)ticket->ended;
}

static void fill_found(struct controller *c, ticket_id id, bool vouched, struct msg_found *found)
{
    struct ticket_view ticket;
    struct slip_view slip;
    msec now = controller_now(c);
    if (!hall_ticket(c->hall, id, &ticket) || !hall_slip(c->hall, id, now, &slip)) {
        found->code = REFUSED_UNKNOWN_TICKET;
        return;
    }
    const struct service_def *service = def_service(c->def, ticket.service);
    bool secret = service && service->confidential; /* R-L11 */
    msec left = slip.rate_until - now;
    fill_public(&ticket, found);
    found->service = secret ? 0 : ticket.service.n;
    if (vouched || !secret)
        fill_visit(c, &ticket, &slip, found);
    found->flags = (uint8_t)((slip.may_rejoin ? FOUND_REJOIN : 0) | /* the missed are called out */
                             (slip.may_rate ? FOUND_RATE : 0));     /* R-E8 */
    found->change_s = slip.rate_until ? clip(left / SECOND) : 0;
    if (!vouched)
        return;
    found->flags |= FOUND_VOUCHED | (ticket.unprinted ? FOUND_UNPRINTED : 0);
    found->ticket_class = ticket.ticket_class; /* R-P3: nobody else's business */
    found->issued_ms = (uint64_t)ticket.issued;
    found->score = ticket.score; /* R-E3 */
}

void slips_find(struct controller *c, struct peer *peer, const struct msg_find *find)
{
    struct message message = {.type = MSG_TYPE_FOUND};
    struct msg_found *found = &message.found;
    ticket_id ticket = {0};
    bool vouched = find->code[0] != '\0';
    enum refusal no = hall_day(c->hall) ? REFUSED_NOT : REFUSED_DAY_CLOSED;
    if (!no && vouched)
        no = ticket_of_code(c, find->code, &ticket);
    else if (!no && !hall_find(c->hall, label_from_wire(find->prefix, find->number), &ticket))
        no = REFUSED_UNKNOWN_TICKET;
    found->seq = find->seq;
    found->code = (uint8_t)no;
    if (!no)
        fill_found(c, ticket, vouched, found);
    client_send(peer->client, &message);
}

/* ---- SLIP ---- */

/* What only a right code, or for another slip the card, allows. */
static bool wants_code(const struct msg_slip *slip)
{
    bool card = slip->verb == VERB_REPRINT && slip->id_hash.length == ID_HASH_SIZE;
    return slip->verb != VERB_RATE && !card;
}

static enum refusal vouch(struct controller *c, const struct msg_slip *slip,
                          struct command *command)
{
    ticket_id ticket;
    if (!slip->code[0])
        return wants_code(slip) ? REFUSED_WRONG_CODE : REFUSED_NOT;
    enum refusal no = ticket_of_code(c, slip->code, &ticket);
    if (no)
        return no;
    if (slip->ticket && slip->ticket != ticket.n)
        return REFUSED_WRONG_CODE;
    command->ticket = ticket;
    command->vouched = true;
    return REFUSED_NOT;
}

static bool slip_verb(uint8_t verb)
{
    return verb == VERB_CANCEL || verb == VERB_REJOIN || verb == VERB_RATE || verb == VERB_REPRINT;
}

void slips_take(struct controller *c, struct peer *peer, const struct msg_slip *slip)
{
    struct command command = {
        .id = {peer->id.uid, peer->id.boot, 0, slip->seq},
        .verb = slip_verb(slip->verb) ? slip->verb : (uint8_t)VERB_COUNT, /* malformed */
        .ticket = {slip->ticket},
        .lang = slip->lang,
        .source = SOURCE_KIOSK,
    };
    const struct origin origin = {ORIGIN_PEER, (uint32_t)(peer - c->peers), peer->number};
    snprintf(command.who, sizeof(command.who), "%s", peer->id.name);
    if (slip->id_hash.length == ID_HASH_SIZE)
        id_halves(slip->id_hash.at, &command.id_a, &command.id_b);
    if (slip->verb == VERB_RATE) {
        command.arg = slip->score;
        command.arg2 = slip->reasons;
    }
    enum refusal no = vouch(c, slip, &command);
    (void)turn_add_doubted(c, &command, origin, MSG_TYPE_SLIP, no); /* no room: it is repeated */
}
