/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about a number that exists as messages, and what comes back (D-24: codes and hashes are
 * secrets of the slip's holder, so no log has them). */
#include <stdio.h>
#include <string.h>

#include "app/app_private.h"
#include "os/log.h"
#include "protocol/bits.h"

static void put_id(const struct app *app, uint8_t at[KIOSK_ID_HASH], uint16_t *length)
{
    *length = app->model.wish.has_id ? KIOSK_ID_HASH : 0;
    memcpy(at, app->model.wish.id_hash, *length);
}

void app_send_find(struct app *app, const struct kiosk_effect *effect)
{
    const char *code = app->model.numbers.code;
    app->message = (struct message){.type = MSG_TYPE_FIND};
    struct msg_find *find = &app->message.find;
    find->seq = effect->seq;
    if (!code[0]) {
        find->prefix = label_wire_prefix(effect->label);
        find->number = effect->label.number;
    }
    snprintf(find->code, sizeof(find->code), "%s", code);
    app_send(app);
}

void app_send_slip(struct app *app, const struct kiosk_effect *effect)
{
    const struct kiosk_numbers *numbers = &app->model.numbers;
    app->message = (struct message){.type = MSG_TYPE_SLIP};
    struct msg_slip *slip = &app->message.slip;
    slip->seq = effect->seq;
    slip->ticket = effect->ticket.n;
    slip->verb = effect->verb;
    slip->lang = effect->lang;
    if (effect->verb == VERB_RATE) {
        slip->score = numbers->score;
        slip->reasons = numbers->reasons;
    }
    snprintf(slip->code, sizeof(slip->code), "%s", numbers->code);
    if (effect->verb == VERB_REPRINT)
        put_id(app, slip->id_hash.at, &slip->id_hash.length);
    log_info("slip seq=%u ticket=%u verb=%s", effect->seq, effect->ticket.n,
             verb_name(effect->verb));
    app_send(app);
}

void app_send_check_in(struct app *app, const struct kiosk_effect *effect)
{
    const struct kiosk_wish *wish = &app->model.wish;
    app->message = (struct message){.type = MSG_TYPE_CHECKIN};
    struct msg_checkin *checkin = &app->message.checkin;
    checkin->seq = effect->seq;
    checkin->lang = effect->lang;
    snprintf(checkin->code, sizeof(checkin->code), "%s", wish->code);
    put_id(app, checkin->id_hash.at, &checkin->id_hash.length);
    log_info("check-in seq=%u by=%s", effect->seq, wish->code[0] ? "code" : "card");
    app_send(app);
}

/* What is asked again every few seconds is told when it has changed. */
static void tell_found(const struct app *app, const struct kiosk_found *found)
{
    const struct kiosk_found *was = &app->model.numbers.found;
    char label[LABEL_TEXT_SIZE];
    if (!found->refusal && found->id.n == was->id.n && found->state == was->state &&
        found->target == was->target)
        return;
    label_print(found->label, label);
    log_info("found ticket=%s state=%s target=%u ahead=%u", label,
             found->refusal ? refusal_name(found->refusal) : ticket_state_name(found->state),
             found->target, found->ahead);
}

void app_take_found(struct app *app, const struct msg_found *message)
{
    struct kiosk_found found = {
        .seq = message->seq,
        .refusal = message->code,
        .id = {message->ticket},
        .label = label_from_wire(message->prefix, message->number),
        .service = {message->service},
        .state = message->state,
        .ticket_class = message->ticket_class,
        .vouched = (message->flags & FOUND_VOUCHED) != 0,
        .may_rejoin = (message->flags & FOUND_REJOIN) != 0,
        .may_rate = (message->flags & FOUND_RATE) != 0,
        .unprinted = (message->flags & FOUND_UNPRINTED) != 0,
        .target = message->target,
        .calls = message->calls,
        .ahead = message->ahead,
        .lo_min = message->lo_min,
        .hi_min = message->hi_min,
        .wait_min = message->wait_min,
        .issued = (msec)message->issued_ms,
        .since = (msec)message->since_ms,
        .ended = (msec)message->ended_ms,
        .score = message->score,
        .change_s = message->change_s,
        .back_ahead = message->back_ahead,
        .back_lo = message->back_lo,
        .back_hi = message->back_hi,
        .back_wait = message->back_wait,
    };
    tell_found(app, &found);
    app_step(app, (struct kiosk_event){.type = KIOSK_FOUND, .found = &found});
}
