/* SPDX-License-Identifier: Apache-2.0 */
#include "app/app.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "app/boot.h"
#include "app/printer.h"
#include "app/qr.h"
#include "app/rows.h"
#include "os/again.h"
#include "os/clock.h"
#include "os/log.h"
#include "protocol/bits.h"
#include "sdl/screen_serve.h"
#include "view/view.h"

#define TICK_MS 200
#define STATUS_MS (5 * SECOND)

struct app {
    struct app_options options;
    struct event_base *base;
    struct event *ticking, *polling;
    struct screen *screen;
    struct screen_serve serve;
    struct link *link;
    struct printer *printer;
    struct paper_maker maker;
    struct paper paper;
    struct kiosk_model model;
    struct kiosk_rows rows;
    struct qr qr;
    struct draw draw;
    struct message message; /* too large for a stack */
    msec started, status_due;
    bool renew; /* ended to start again */
    uint8_t page_told;
    uint32_t printed; /* the last ticket whose slip came out */
};

/* ---- effects ---- */

static void send_message(struct app *app)
{
    enum err err = link_send(app->link, &app->message);
    if (err)
        log_info("not sent message=%s reason=\"%s\"; it is sent again",
                 message_name(app->message.type), err_text(err));
}

static void send_request(struct app *app, const struct kiosk_effect *effect)
{
    app->message = (struct message){.type = MSG_TYPE_TICKET_REQ};
    app->message.ticket_req.seq = effect->seq;
    app->message.ticket_req.service = effect->service.n;
    app->message.ticket_req.ticket_class = effect->ticket_class;
    app->message.ticket_req.lang = effect->lang;
    app->message.ticket_req.principals = 1;
    log_info("request seq=%u service=%u class=%s", effect->seq, effect->service.n,
             ticket_class_name(effect->ticket_class));
    send_message(app);
}

static void send_help(struct app *app, const struct kiosk_effect *effect)
{
    app->message = (struct message){.type = MSG_TYPE_ACT};
    app->message.act.seq = effect->seq;
    app->message.act.verb = VERB_HELP;
    log_info("help seq=%u", effect->seq);
    send_message(app);
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
    send_message(app);
}

static void print_slip(struct app *app)
{
    const struct kiosk_ticket *ticket = &app->model.ticket;
    struct slip slip = {
        .def = app->options.def,
        .words = app->options.words,
        .lang = (enum lang)ticket->lang,
        .label = ticket->label,
        .service = ticket->service,
        .ticket_class = ticket->ticket_class,
        .ahead = ticket->ahead,
        .lo_min = ticket->lo_min,
        .hi_min = ticket->hi_min,
        .wait_min = ticket->wait_min,
        .issued = ticket->issued,
        .tz_min = app->model.tz_min,
        .training = app->model.training != 0,
    };
    char label[LABEL_TEXT_SIZE];
    label_print(ticket->label, label);
    qr_make(ticket->qr, &app->qr);
    slip.qr = app->qr.size;
    slip.qr_dots = app->qr.dots;
    paper_make(&app->maker, &slip, &app->paper);
    printer_print(app->printer, &app->paper, ticket->id.n, label);
}

static void perform(struct app *app, const struct kiosk_effects *effects)
{
    for (uint32_t i = 0; i < effects->count; i++) {
        const struct kiosk_effect *effect = &effects->list[i];
        switch ((enum kiosk_effect_type)effect->type) {
        case KIOSK_DO_REQUEST:
            send_request(app, effect);
            break;
        case KIOSK_DO_HELP:
            send_help(app, effect);
            break;
        case KIOSK_DO_PRINT:
            print_slip(app);
            break;
        case KIOSK_DO_REPORT:
            send_report(app, effect);
            break;
        }
    }
}

/* ---- the page ---- */

static void tell_page(struct app *app)
{
    static const char *const names[KIOSK_PAGE_COUNT] = {"home",   "services", "confirm",
                                                        "issued", "no-paper", "closed",
                                                        "full",   "refused",  "ask"};
    char label[LABEL_TEXT_SIZE];
    if (app->page_told == app->model.page)
        return;
    app->page_told = app->model.page;
    label_print(app->model.ticket.label, label);
    bool number = app->model.page == KIOSK_ISSUED || app->model.page == KIOSK_NO_PAPER;
    log_info("page=%s%s%s", names[app->model.page], number ? " ticket=" : "", number ? label : "");
}

static void show(struct app *app)
{
    struct kiosk_view view = {.model = &app->model,
                              .words = app->options.words,
                              .measure = screen_measure(app->screen),
                              .w = app->options.screen.w,
                              .h = app->options.screen.h,
                              .qr = app->qr.size,
                              .qr_dots = app->qr.dots};
    kiosk_draw(&view, &app->draw);
    (void)screen_show(app->screen, &app->draw);
}

static void step(struct app *app, struct kiosk_event event)
{
    struct kiosk_effects effects;
    event.now = clock_mono_ms();
    kiosk_step(&app->model, &event, &effects);
    tell_page(app);
    perform(app, &effects);
    show(app);
}

/* ---- link ---- */

static void on_state(void *context, enum link_state state)
{
    struct app *app = context;
    log_info("link state=%s", link_state_name(state));
    step(app, (struct kiosk_event){.type = KIOSK_LINK, .up = state == LINK_LIVE});
    app->status_due = 0;
}

static void on_welcome(void *context, const struct msg_welcome *welcome)
{
    struct app *app = context;
    if (fetch_welcome(app->options.fetch, welcome, &app->message))
        send_message(app);
    uint32_t boot = link_boot(app->link);
    if (boot != app->options.boot && boot_keep(app->options.state, boot) == ERR_NONE)
        app->options.boot = boot; /* else tried again at the next session */
    step(app, (struct kiosk_event){.type = KIOSK_WELCOME, .number = welcome->training});
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
    };
    memcpy(ticket.qr, message->qr, sizeof(ticket.qr));
    if (message->code != REFUSED_NOT)
        log_info("refused seq=%u reason=\"%s\"", message->seq, refusal_text(message->code));
    step(app, (struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
}

static void on_message(void *context, const struct message *message)
{
    struct app *app = context;
    if (message->type == MSG_TYPE_TICKET) {
        take_ticket(app, &message->ticket);
    } else if (message->type == MSG_TYPE_RESULT) {
        log_info("answer seq=%u code=%s", message->result.seq, refusal_name(message->result.code));
        step(app, (struct kiosk_event){.type = KIOSK_RESULT,
                                       .number = message->result.seq,
                                       .code = message->result.code});
    } else if (fetch_message(app->options.fetch, message, &app->message)) {
        if (app->message.type)
            send_message(app);
    } else if (screen_serve_answer(&app->serve, app->screen, message, &app->message)) {
        send_message(app);
    }
}

static void on_rows(void *context, const struct view_rows *view)
{
    struct app *app = context;
    rows_read(view, app->options.def, &app->rows);
    step(app, (struct kiosk_event){.type = KIOSK_ROWS, .rows = &app->rows});
}

/* ---- printer ---- */

static void on_printed(void *context, uint32_t ticket, enum print_result result)
{
    step(context,
         (struct kiosk_event){.type = KIOSK_PRINTED, .number = ticket, .code = (uint8_t)result});
}

static void on_printer(void *context, enum ipp_state state)
{
    uint8_t code = state == IPP_READY      ? KIOSK_PRINTER_OK
                   : state == IPP_NO_PAPER ? KIOSK_PRINTER_NO_PAPER
                                           : KIOSK_PRINTER_FAULT;
    struct app *app = context;
    step(app, (struct kiosk_event){.type = KIOSK_PRINTER, .code = code});
    app->status_due = 0;
}

/* ---- touches and time ---- */

static void on_touch(struct app *app, const struct touch *touch)
{
    static const uint8_t types[] =
        {[TOUCH_DOWN] = KIOSK_DOWN, [TOUCH_MOVE] = KIOSK_MOVE, [TOUCH_UP] = KIOSK_UP};
    const struct draw_hit *hit = draw_hit_at(&app->draw, touch->x, touch->y);
    struct kiosk_event event = {.type = types[touch->kind]};
    if (hit && hit->enabled) {
        event.action = hit->action;
        event.arg = hit->arg;
    }
    step(app, event);
}

static void on_poll(evutil_socket_t fd, short what, void *context)
{
    struct app *app = context;
    struct touch touch;
    (void)fd;
    (void)what;
    while (screen_poll(app->screen, &touch)) {
        if (touch.kind == TOUCH_QUIT)
            event_base_loopbreak(app->base);
        else if (touch.kind != TOUCH_KEY)
            on_touch(app, &touch);
    }
}

static void send_status(struct app *app, msec now)
{
    app->status_due = now + STATUS_MS;
    if (link_state(app->link) != LINK_LIVE)
        return;
    app->message = (struct message){.type = MSG_TYPE_STATUS};
    app->message.status.uptime_s = (uint32_t)((now - app->started) / SECOND);
    app->message.status.printed = app->printed;
    app->message.status.printer = app->model.printer;
    app->message.status.rev = link_view(app->link)->rev;
    send_message(app);
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
    struct app *app = context;
    msec now = clock_mono_ms();
    (void)fd;
    (void)what;
    step(app, (struct kiosk_event){.type = KIOSK_TICK,
                                   .hall_ms = link_hall_ms(app->link),
                                   .tz_min = link_tz_min(app->link)});
    if (now >= app->status_due)
        send_status(app, now);
    if (fetch_ready(app->options.fetch) && kiosk_idle(&app->model) && !app->renew) {
        app->renew = true;
        again_hold();
        event_base_loopexit(app->base, NULL);
    }
}

/* ---- start and end ---- */

static enum err add_timer(struct app *app, struct event **timer, msec period,
                          event_callback_fn call)
{
    struct timeval every = {period / SECOND, period % SECOND * 1000};
    *timer = event_new(app->base, -1, EV_PERSIST, call, app);
    return *timer && event_add(*timer, &every) == 0 ? ERR_NONE : log_fault(ERR_NOMEM, "start");
}

static enum err open_printer(struct app *app)
{
    struct printer_options options = {.name = app->options.printer,
                                      .tickets = app->options.tickets,
                                      .context = app,
                                      .on_printed = on_printed,
                                      .on_state = on_printer};
    enum err err = paper_maker_open(&app->maker, screen_fonts(app->screen));
    return err ? err : printer_open(app->base, &options, &app->printer);
}

static enum err open_link(struct app *app)
{
    struct link_options options = {
        .host = app->options.controller->host,
        .port = app->options.controller->port,
        .key = app->options.key,
        .view = VIEW(VIEW_KIND_KIOSK, 0),
        .rows_max = app->options.def->service_count + 8,
        .caps = CAPABILITY_PRINTER,
        .boot = app->options.boot,
        .capture = app->options.capture,
        .context = app,
        .on_state = on_state,
        .on_welcome = on_welcome,
        .on_message = on_message,
        .on_rows = on_rows,
    };
    memcpy(options.hall_hash, app->options.def->hash, HALL_HASH_SIZE);
    app->link = link_new(app->base, &options);
    device_key_forget(app->options.key);
    return app->link ? ERR_NONE : ERR_NOMEM;
}

static void close_all(struct app *app)
{
    link_free(app->link);
    printer_close(app->printer);
    paper_maker_close(&app->maker);
    screen_serve_fini(&app->serve);
    screen_close(app->screen);
    struct event *events[] = {app->ticking, app->polling};
    for (size_t i = 0; i < countof(events); i++)
        if (events[i])
            event_free(events[i]);
}

static enum err open_all(struct app *app)
{
    kiosk_init(&app->model, app->options.def, app->options.device);
    app->started = app->model.now = clock_mono_ms();
    enum err err = screen_open(&app->options.screen, &app->screen);
    if (!err)
        err = open_printer(app);
    if (!err)
        err = open_link(app);
    if (!err)
        err = add_timer(app, &app->ticking, TICK_MS, on_tick);
    if (!err && !screen_is_off(app->screen))
        err = add_timer(app, &app->polling, SCREEN_POLL_MS, on_poll);
    return err;
}

enum err app_run(const struct app_options *options, bool *renew)
{
    struct app *app = calloc(1, sizeof(*app));
    if (!app)
        return log_fault(ERR_NOMEM, "start");
    app->options = *options;
    app->base = options->base;
    enum err err = open_all(app);
    if (!err) {
        show(app);
        log_info("ready kiosk=%s screen=%dx%d shown=%s printer=%s", options->device->name,
                 options->screen.w, options->screen.h,
                 screen_is_off(app->screen) ? "off-screen" : "window",
                 options->printer ? options->printer : options->tickets);
        (void)event_base_dispatch(app->base);
        log_info("stopped");
    }
    *renew = app->renew;
    close_all(app);
    free(app);
    return err;
}
