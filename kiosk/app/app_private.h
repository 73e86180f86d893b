/* SPDX-License-Identifier: Apache-2.0 */
/*
 * app_private - what the files of the kiosk's process share; only they include it.
 *
 * app.c runs the loop; outgoing.c carries out effects, incoming.c turns messages into events,
 * asking.c does both for numbers that exist, slips.c makes paper of a ticket.
 */
#ifndef APP_APP_PRIVATE_H
#define APP_APP_PRIVATE_H

#include "app/app.h"
#include "app/login.h"
#include "app/paper.h"
#include "app/printer.h"
#include "app/qr.h"
#include "app/speaker.h"
#include "sdl/screen_serve.h"
#include "view/speech.h"
#include "view/view.h"

struct event;

/* A guide on its way to paper, sheet by sheet. */
struct sheet_job {
    bool active;
    uint8_t kind, lang; /* enum kiosk_sheet_kind */
    uint16_t item;
    uint32_t at, count;
};

struct app {
    struct app_options options;
    struct event_base *base;
    struct event *ticking, *polling;
    struct screen *screen;
    struct screen_serve serve;
    struct link *link;
    struct login *login;
    struct printer *printer;
    struct paper_maker maker;
    struct paper paper;
    struct kiosk_model model;
    struct kiosk_rows rows;
    struct qr qr;
    uint16_t qr_item; /* whose address it holds; 0 = it is a ticket's */
    struct sheet_job sheet;
    struct draw draw;
    struct speaker *speaker;
    struct speech_state speech;
    struct message message; /* too large for a stack */
    msec started, status_due;
    bool renew; /* ended to start again */
    uint8_t page_told;
    uint32_t printed; /* the last ticket whose slip came out */
};

/* One event through the model; its effects are carried out and the page is shown. */
void app_step(struct app *app, struct kiosk_event event);
/* What `app->message` holds, to the controller. */
void app_send(struct app *app);
/* In their order (outgoing.c). */
void app_perform(struct app *app, const struct kiosk_effects *effects);
/* The slip of the model's ticket, to the printer (slips.c). */
void app_print_slip(struct app *app);
/* Guides on paper, and the code of k23 (sheets.c). */
void app_print_sheet(struct app *app, const struct kiosk_effect *effect);
void app_sheet_printed(struct app *app, enum print_result result);
void app_show_code(struct app *app);
/* Questions about a number that exists, and an appointment (asking.c). */
void app_send_find(struct app *app, const struct kiosk_effect *effect);
void app_send_slip(struct app *app, const struct kiosk_effect *effect);
void app_send_check_in(struct app *app, const struct kiosk_effect *effect);
void app_take_found(struct app *app, const struct msg_found *message);
/* Tells the controller how this machine does. */
void app_send_status(struct app *app, msec now);

/* Signing on and what staff do (staff.c). */
enum err app_open_login(struct app *app) MUST_CHECK;
void app_staff(struct app *app, const struct kiosk_effect *effect);
/* What staff chose at an earlier start. */
void app_bring_back(struct app *app);

/* What the page has to say, and one word of it (saying.c). */
void app_open_speaker(struct app *app);
void app_poll_speaker(struct app *app);
void app_say_next(struct app *app, const struct kiosk_view *view);
void app_say_word(struct app *app, enum word word);

/* For link_options (incoming.c). */
void app_on_state(void *context, enum link_state state);
void app_on_welcome(void *context, const struct msg_welcome *welcome);
void app_on_message(void *context, const struct message *message);
void app_on_rows(void *context, const struct view_rows *view);

#endif
