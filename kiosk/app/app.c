/* SPDX-License-Identifier: Apache-2.0 */
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "app/app_private.h"
#include "app/keys.h"
#include "os/again.h"
#include "os/clock.h"
#include "os/log.h"
#include "protocol/bits.h"

#define TICK_MS 200

/* ---- the page ---- */

static void tell_page(struct app *app)
{
    char label[LABEL_TEXT_SIZE];
    if (app->emergency_told != app->model.emergency) {
        app->emergency_told = app->model.emergency;
        log_warn("emergency=%s", app->emergency_told != EMERGENCY_NONE ? "on" : "off");
    }
    if (app->page_told == app->model.page)
        return;
    app->page_told = app->model.page;
    label_print(app->model.ticket.label, label);
    bool number = app->model.page == KIOSK_ISSUED || app->model.page == KIOSK_NO_PAPER;
    log_info("page=%s%s%s", kiosk_page_name(app->model.page), number ? " ticket=" : "",
             number ? label : "");
}

static struct kiosk_view view_of(const struct app *app)
{
    return (struct kiosk_view){.model = &app->model,
                               .words = app->options.words,
                               .measure = screen_measure(app->screen),
                               .w = app->options.screen.w,
                               .h = app->options.screen.h,
                               .qr = app->qr.size,
                               .qr_dots = app->qr.dots};
}

static void show(struct app *app)
{
    struct kiosk_view view = view_of(app);
    kiosk_draw(&view, &app->draw);
    (void)screen_show(app->screen, &app->draw);
    app_say_next(app, &view);
}

void app_step_only(struct app *app, struct kiosk_event event)
{
    struct kiosk_effects effects; /* none: what it changes is what is shown */
    event.now = clock_mono_ms();
    kiosk_step(&app->model, &event, &effects);
}

void app_step(struct app *app, struct kiosk_event event)
{
    struct kiosk_effects effects;
    event.now = clock_mono_ms();
    kiosk_step(&app->model, &event, &effects);
    tell_page(app);
    app_perform(app, &effects);
    app_show_code(app);
    show(app);
}

/* ---- touches and time ---- */

void app_touch(struct app *app, const struct touch *touch)
{
    static const uint8_t types[] =
        {[TOUCH_DOWN] = KIOSK_DOWN, [TOUCH_MOVE] = KIOSK_MOVE, [TOUCH_UP] = KIOSK_UP};
    const struct draw_hit *hit = draw_hit_at(&app->draw, touch->x, touch->y);
    struct kiosk_event event = {.type = types[touch->kind],
                                .x = touch->x,
                                .y = touch->y,
                                .w = app->options.screen.w};
    if (hit && hit->enabled) {
        event.action = hit->action;
        event.arg = hit->arg;
    }
    app_step(app, event);
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
        else if (touch.kind == TOUCH_KEY)
            app_key_window(app, touch.key);
        else
            app_touch(app, &touch);
    }
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
    struct app *app = context;
    msec now = clock_mono_ms();
    (void)fd;
    (void)what;
    app_poll_speaker(app);
    struct kiosk_event tick = {.type = KIOSK_TICK};
    tick.hall_ms = app_hall_ms(app, &tick.tz_min);
    app_step(app, tick);
    app_tick_journal(app, now);
    app_devices_tick(app);
    if (now >= app->status_due)
        app_send_status(app, now);
    app_tell_health(app, now);
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
        .on_state = app_on_state,
        .on_welcome = app_on_welcome,
        .on_message = app_on_message,
        .on_rows = app_on_rows,
    };
    memcpy(options.hall_hash, app->options.def->hash, HALL_HASH_SIZE);
    app->link = link_new(app->base, &options);
    device_key_forget(app->options.key);
    return app->link ? ERR_NONE : ERR_NOMEM;
}

static void close_all(struct app *app)
{
    app_close_devices(app);
    link_free(app->link);
    login_close(app->login);
    printer_close(app->printer);
    paper_maker_close(&app->maker);
    journal_close(&app->journal);
    screen_serve_fini(&app->serve);
    speaker_close(app->speaker);
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
        err = app_open_printer(app);
    if (!err)
        err = app_open_login(app);
    if (!err) {
        app_open_journal(app); /* before the link: it says by which number this start goes */
        err = open_link(app);
    }
    if (!err)
        err = add_timer(app, &app->ticking, TICK_MS, on_tick);
    if (!err && !screen_is_off(app->screen))
        err = add_timer(app, &app->polling, SCREEN_POLL_MS, on_poll);
    if (!err)
        err = app_open_devices(app);
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
        app_bring_back(app);
        app_tell_paper(app);
        show(app);
        log_info("ready kiosk=%s screen=%dx%d shown=%s printer=%s", options->device->name,
                 options->screen.w, options->screen.h,
                 screen_is_off(app->screen) ? "off-screen" : "window",
                 options->printer->kind ? options->printer->name : options->tickets);
        app_open_speaker(app);
        (void)event_base_dispatch(app->base);
        log_info("stopped");
    }
    *renew = app->renew;
    close_all(app);
    free(app);
    return err;
}
