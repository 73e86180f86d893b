/* SPDX-License-Identifier: Apache-2.0 */
/* What the controller says as events of the model. */
#include <string.h>

#include "app/app_private.h"
#include "app/boot.h"
#include "app/rows.h"
#include "os/log.h"

void app_on_state(void *context, enum link_state state)
{
    struct app *app = context;
    log_info("link state=%s", link_state_name(state));
    app_step(app, (struct kiosk_event){.type = KIOSK_LINK, .up = state == LINK_LIVE});
    app->status_due = 0;
    if (state == LINK_LIVE)
        app_health_anew(app);
}

void app_on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct app *app = context;
    if (fetch_welcome(app->options.fetch, welcome, &app->message))
        app_send(app);
    uint32_t boot = link_boot(app->link);
    bool fresh = !app->welcomed && !app->options.boot; /* its HELLO said no number */
    app->welcomed = true;
    if (boot != app->options.boot && boot_keep(app->options.state, boot) == ERR_NONE)
        app->options.boot = boot; /* else tried again at the next session */
    login_welcome(app->login, welcome->instance);
    app_forget_day_key(app); /* the one in force comes behind this */
    app_welcome_hall(app, welcome, fresh);
}

static void take_ticket(struct app *app, const struct msg_ticket *message)
{
    struct kiosk_ticket ticket = {
        .seq = message->seq,
        .refusal = message->code,
        .id = {message->ticket},
        .label = label_from_wire(message->prefix, message->number),
        .service = {message->service},
        .ticket_class = message->ticket_class,
        .ahead = message->ahead,
        .lo_min = message->lo_min,
        .hi_min = message->hi_min,
        .wait_min = message->wait_min,
        .issued = (msec)message->issued_ms,
        .slot = (msec)message->slot_ms,
        .item = message->item,
        .journey = message->journey,
        .step = message->step,
        .principals = message->principals,
    };
    memcpy(ticket.qr, message->qr, sizeof(ticket.qr));
    if (message->code != REFUSED_NOT)
        log_info("refused seq=%u reason=\"%s\"", message->seq, refusal_text(message->code));
    app_step(app, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

void app_on_message(void *context, const struct message *message)
{
    struct app *app = context;
    if (message->type == MSG_TYPE_TICKET) {
        take_ticket(app, &message->ticket);
    } else if (message->type == MSG_TYPE_LEASE) {
        app_take_lease(app, &message->lease);
    } else if (message->type == MSG_TYPE_FOUND) {
        app_take_found(app, &message->found);
    } else if (message->type == MSG_TYPE_RESULT) {
        log_info("answer seq=%u code=%s", message->result.seq, refusal_name(message->result.code));
        app_step(app, (struct kiosk_event){.type = KIOSK_RESULT,
                                           .number = message->result.seq,
                                           .ticket_no = message->result.ticket,
                                           .code = message->result.code});
    } else if (message->type == MSG_TYPE_DAY_KEY) {
        app_take_day_key(app, &message->day_key);
    } else if (message->type == MSG_TYPE_LOGIN_OK) {
        login_answered(app->login, &message->login_ok);
    } else if (fetch_message(app->options.fetch, message, &app->message)) {
        if (app->message.type)
            app_send(app);
    } else if (screen_serve_answer(&app->serve, app->screen, message, &app->message)) {
        app_send(app);
    }
}

void app_on_rows(void *context, const struct view_rows *view)
{
    struct app *app = context;
    rows_read(view, app->options.def, &app->rows);
    login_day(app->login, app->rows.day);
    app_step(app, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &app->rows});
}
