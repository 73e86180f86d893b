/* SPDX-License-Identifier: Apache-2.0 */
#include "app/inbound.h"

#include <stdio.h>

#include "base/utf8.h"
#include "booking/day_key.h"
#include "domain/hall_def.h"

uint32_t inbound_widen(uint16_t seq, uint32_t highest)
{
    uint32_t near = (highest & 0xffff0000u) | seq;
    if (near + 0x8000u < highest)
        return near + 0x10000u;
    if (near > highest && near - highest > 0x8000u && near >= 0x10000u)
        return near - 0x10000u;
    return near;
}

static uint8_t known_lang(uint8_t lang)
{
    return lang < LANG_COUNT ? lang : LANG_ZH;
}

static void take_press(const struct msg_press *press, const struct sender *sender,
                       struct command *command)
{
    command->id.seq = inbound_widen(press->seq, sender->highest);
    command->key = press->key;
    command->target = sender->target;
    command->arg = press->arg;
    command->seen = press->seen;
    command->seen_bits = 8; /* D-08 */
}

static void take_rate(const struct msg_rate *rate, const struct sender *sender,
                      struct command *command)
{
    command->id.seq = inbound_widen(rate->seq, sender->highest);
    command->verb = VERB_RATE;
    command->target = sender->target;
    command->ticket.n = rate->ticket;
    command->arg = rate->score;
    command->arg2 = rate->reason;
}

/* HMAC of the identity, 16 bytes; anything else is not said. */
static void take_id(const uint8_t *bytes, size_t length, struct command *command)
{
    if (length == ID_HASH_SIZE)
        id_halves(bytes, &command->id_a, &command->id_b);
}

/* What only staff grants cannot be claimed by a machine that stands in the hall; a person who is
 * signed on there may (login_grant). */
static uint8_t known_proof(uint8_t proof, const struct sender *sender)
{
    bool own = proof == PROOF_CARD || proof == PROOF_SLIP;
    return own || sender->kind != DEVICE_KIOSK ? proof : PROOF_NONE;
}

static void take_checkin(const struct msg_checkin *checkin, const struct sender *sender,
                         struct command *command)
{
    command->id.seq = checkin->seq;
    command->verb = VERB_CHECK_IN;
    command->service.n = checkin->service;
    command->lang = known_lang(checkin->lang);
    command->source = sender->kind == DEVICE_KIOSK ? SOURCE_KIOSK : SOURCE_DESK;
    snprintf(command->code, sizeof(command->code), "%.24s", checkin->code);
    take_id(checkin->id_hash.at, checkin->id_hash.length, command);
}

static void take_ticket_req(const struct msg_ticket_req *req, const struct sender *sender,
                            struct command *command)
{
    command->id.seq = req->seq;
    command->verb = VERB_ISSUE;
    command->service.n = req->service;
    command->ticket_class = req->ticket_class;
    command->lang = known_lang(req->lang);
    command->principals = req->principals;
    command->item = req->item;
    command->age_band = req->age_band;
    command->proof = known_proof(req->proof, sender);
    command->source = sender->kind == DEVICE_KIOSK ? SOURCE_KIOSK : SOURCE_DESK;
    command->journey = req->journey;
    command->of.n = req->of;
    take_id(req->id_hash.at, req->id_hash.length, command);
}

static void take_printed(const struct msg_printed *printed, struct command *command)
{
    command->id.seq = printed->seq;
    command->verb = VERB_PRINTED;
    command->ticket.n = printed->ticket;
    command->arg = printed->result;
}

/* D-21, D-22: a ticket that the kiosk could not print, or does not know that anybody holds. */
static void take_void_ticket(const struct msg_void_ticket *slip, struct command *command)
{
    command->id.seq = slip->seq;
    command->verb = slip->reason == VOID_NEVER_GIVEN ? VERB_VOID_SLIP : VERB_CANCEL;
    command->ticket.n = slip->ticket;
    command->lease = slip->lease;
    command->label = label_from_wire(slip->prefix, slip->number);
    command->arg = slip->reason;
}

/* The command it stands for is the same device's, of this start or an earlier one. */
static void take_import(const struct msg_import *import, const struct sender *sender,
                        struct command *command)
{
    command->id.seq = import->seq;
    command->verb = VERB_IMPORT;
    command->lease = import->lease;
    command->label = label_from_wire(import->prefix, import->number);
    command->arg2 = import->day;
    command->issued = import->issued_ms <= INT64_MAX ? (msec)import->issued_ms : 0;
    command->service.n = import->service;
    command->ticket_class = import->ticket_class;
    command->lang = known_lang(import->lang);
    command->item = import->item;
    command->principals = import->principals;
    command->age_band = import->age_band;
    command->proof = known_proof(import->proof, sender);
    command->journey = import->journey;
    command->arg = import->result;
    take_id(import->id_hash.at, import->id_hash.length, command);
    if (import->supersedes_seq) {
        command->other_uid = sender->uid;
        command->other_boot = import->supersedes_boot;
        command->other_seq = import->supersedes_seq;
    }
}

/* Verbs that want a reason in words, or a kiosk's name; for the others the text says who acts. */
static bool wants_reason(uint8_t verb)
{
    return verb == VERB_VOID || verb == VERB_CALL_NAMED || verb == VERB_LEASE_END;
}

/* An administrator's key is the manager's (D-25). A person's role comes with the session; where
 * nobody is known, whoever sits at a console serves like a clerk, and leads nobody. */
static uint8_t role_of(const struct sender *sender)
{
    if (sender->kind == DEVICE_ADMIN)
        return ROLE_MANAGER;
    return sender->kind == DEVICE_CONSOLE ? ROLE_CLERK : ROLE_NONE;
}

/* A text that is cut is another text: what is too long stays so, and is refused. */
static void take_show(const struct msg_show *show, const struct sender *sender,
                      struct command *command)
{
    command->id.session = show->session;
    command->id.seq = show->seq;
    command->verb = VERB_NOTICE;
    command->role = role_of(sender);
    command->view = show->view;
    command->style = show->style;
    command->lang = known_lang(show->lang);
    command->arg = show->ttl_s;
    (void)utf8_copy(command->notice, sizeof(command->notice), show->text);
    (void)utf8_copy(command->more, sizeof(command->more), show->text2);
}

static void take_act(const struct msg_act *act, const struct sender *sender,
                     struct command *command)
{
    command->id.session = act->session;
    command->id.seq = act->seq;
    command->verb = act->verb;
    command->key = act->key;
    command->target.n = act->target;
    command->ticket.n = act->ticket;
    command->service.n = act->service;
    command->to.n = act->to;
    command->place = act->place;
    command->arg = act->arg;
    command->group = act->verb == VERB_ASSIGN ? (uint8_t)(act->arg & 0xff) : 0;
    command->seen = act->seen;
    command->seen_bits = act->seen ? 32 : 0;
    command->expect = act->expect;
    command->lease = act->verb == VERB_LEASE_END ? act->arg : 0;
    if (act->verb == VERB_VOID) /* R-C4: nobody is named, so everybody is meant */
        command->arg2 = !act->ticket;
    if (act->verb == VERB_ADMIT) { /* F18: what is printed on the slip */
        command->label = label_from_wire((uint16_t)(act->arg >> 16), (uint16_t)(act->arg & 0xffff));
        command->arg = act->expect;
        command->expect = 0;
        command->ticket_class = act->place;
    }
    if (act->verb == VERB_QUOTA) /* R-M13: the session, counted from 1 */
        command->arg2 = act->place;
    command->role = role_of(sender);
    if (wants_reason(act->verb))
        (void)utf8_copy(command->text, sizeof(command->text), act->text);
    else if (act->verb == VERB_MAINTAIN) /* `who` becomes the person's number */
        snprintf(command->text, sizeof(command->text), "%.24s", sender->name);
    else if (act->text[0] && act->verb != VERB_ADMIT)
        snprintf(command->who, sizeof(command->who), "%.24s", act->text);
}

bool inbound_command(const struct message *message, const struct sender *sender,
                     struct command *command)
{
    *command = (struct command){.id = {.uid = sender->uid, .boot = sender->boot}};
    snprintf(command->who, sizeof(command->who), "%.24s", sender->name);
    switch (message->type) {
    case MSG_TYPE_PRESS:
        take_press(&message->press, sender, command);
        return true;
    case MSG_TYPE_RATE:
        take_rate(&message->rate, sender, command);
        return true;
    case MSG_TYPE_TICKET_REQ:
        take_ticket_req(&message->ticket_req, sender, command);
        return true;
    case MSG_TYPE_CHECKIN:
        take_checkin(&message->checkin, sender, command);
        return true;
    case MSG_TYPE_PRINTED:
        take_printed(&message->printed, command);
        return true;
    case MSG_TYPE_IMPORT:
        take_import(&message->import, sender, command);
        return true;
    case MSG_TYPE_VOID_TICKET:
        take_void_ticket(&message->void_ticket, command);
        return true;
    case MSG_TYPE_ACT:
        take_act(&message->act, sender, command);
        return true;
    case MSG_TYPE_SHOW:
        take_show(&message->show, sender, command);
        return true;
    default:
        return false;
    }
}
