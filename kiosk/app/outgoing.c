/* SPDX-License-Identifier: Apache-2.0 */
/* Effects of the model as messages and slips. */
#include <string.h>

#include "app/app_private.h"
#include "os/log.h"
#include "protocol/bits.h"

#define STATUS_MS (5 * SECOND)

void app_send(struct app *app)
{
    enum err err = link_send(app->link, &app->message);
    if (err)
        log_info("not sent message=%s reason=\"%s\"; it is sent again",
                 message_name(app->message.type), err_text(err));
}

/* As it was written down: the visitor may have gone home meanwhile. */
static void put_wish(const struct ledger_intent *asked, struct msg_ticket_req *request)
{
    request->item = asked->item;
    request->journey = asked->journey;
    request->principals = asked->principals;
    request->age_band = asked->age_band;
    request->proof = asked->proof;
    request->id_hash.length = asked->id_hash.length;
    memcpy(request->id_hash.at, asked->id_hash.at, asked->id_hash.length);
}

static void send_request(struct app *app, const struct kiosk_effect *effect)
{
    app->message = (struct message){.type = MSG_TYPE_TICKET_REQ};
    app->message.ticket_req.seq = effect->seq;
    app->message.ticket_req.service = effect->service.n;
    app->message.ticket_req.ticket_class = effect->ticket_class;
    app->message.ticket_req.lang = effect->lang;
    const struct ledger_slip *slip = ledger_slip(&app->model.ledger, effect->slip);
    if (slip)
        put_wish(&slip->asked, &app->message.ticket_req);
    app->message.ticket_req.session = effect->session;
    log_info("request seq=%u service=%u class=%s", effect->seq, effect->service.n,
             ticket_class_name(effect->ticket_class));
    app_send(app);
}

static void send_help(struct app *app, const struct kiosk_effect *effect)
{
    app->message = (struct message){.type = MSG_TYPE_ACT};
    app->message.act.seq = effect->seq;
    app->message.act.verb = VERB_HELP;
    app->message.act.arg = effect->arg;
    log_info("help seq=%u for=%u", effect->seq, effect->arg);
    app_send(app);
}

static void send_report(struct app *app, const struct kiosk_effect *effect)
{
    app->message = (struct message){.type = MSG_TYPE_PRINTED};
    app->message.printed.seq = effect->seq;
    app->message.printed.ticket = effect->ticket.n;
    app->message.printed.result = effect->result;
    if (effect->result == PRINT_PRINTED)
        app->printed = effect->ticket.n;
    log_info("report seq=%u ticket=%u result=%s", effect->seq, effect->ticket.n,
             print_result_name(effect->result));
    app_send(app);
}

void app_perform(struct app *app, const struct kiosk_effects *effects)
{
    for (uint32_t i = 0; i < effects->count; i++) {
        if (effects->list[i].type == KIOSK_DO_JOURNAL && !app_write_journal(app, effects, &i))
            return;
        if (i == effects->count)
            return;
        const struct kiosk_effect *effect = &effects->list[i];
        switch ((enum kiosk_effect_type)effect->type) {
        case KIOSK_DO_REQUEST:
            send_request(app, effect);
            break;
        case KIOSK_DO_HELP:
            send_help(app, effect);
            break;
        case KIOSK_DO_PRINT:
            if (!app_slip_waits(app, effect->slip, effect->ticket.n))
                app_print_slip(app, effect->slip, effect->ticket.n);
            break;
        case KIOSK_DO_IMPORT:
            app_send_import(app, effect);
            break;
        case KIOSK_DO_VOID:
            app_send_void(app, effect);
            break;
        case KIOSK_DO_JOURNAL: /* written */
            break;
        case KIOSK_DO_SHEET:
            app_print_sheet(app, effect);
            break;
        case KIOSK_DO_REPORT:
            send_report(app, effect);
            break;
        case KIOSK_DO_CHECK_IN:
            app_send_check_in(app, effect);
            break;
        case KIOSK_DO_FIND:
            app_send_find(app, effect);
            break;
        case KIOSK_DO_SLIP:
            app_send_slip(app, effect);
            break;
        case KIOSK_DO_LOGIN:
        case KIOSK_DO_LOGOUT:
        case KIOSK_DO_MAINTAIN:
        case KIOSK_DO_NOTE:
        case KIOSK_DO_NEW_ROLL:
        case KIOSK_DO_TEST_SLIP:
        case KIOSK_DO_KEEP:
        case KIOSK_DO_LISTEN:
            app_staff(app, effect);
            break;
        case KIOSK_DO_REMIND:
            app_say_word(app, WORD_V_IDCARD_TAKE);
            break;
        }
    }
}

/* ---- how this machine does ---- */

void app_send_status(struct app *app, msec now)
{
    app->status_due = now + STATUS_MS;
    if (link_state(app->link) != LINK_LIVE)
        return;
    app->message = (struct message){.type = MSG_TYPE_STATUS};
    app->message.status.uptime_s = (uint32_t)((now - app->started) / SECOND);
    app->message.status.printed = app->printed;
    app->message.status.printer = app->model.printer;
    app->message.status.rev = link_view(app->link)->rev;
    app_send(app);
}
