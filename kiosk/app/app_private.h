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
#include "app/devices.h"
#include "app/journal.h"
#include "app/login.h"
#include "app/paper.h"
#include "app/printer.h"
#include "app/qr.h"
#include "app/speaker.h"
#include "device/health.h"
#include "device/roll.h"
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
    bool in_printer, fresh;  /* fresh: its first sheet is still to come */
    uint32_t slip, slip_job; /* a number that waits for this sheet; 0 = none */
};

struct app {
    struct app_options options;
    struct event_base *base;
    struct event *ticking, *polling;
    struct screen *screen;
    struct screen_serve serve;
    struct link *link;
    struct devices devices;
    struct login *login;
    struct printer *printer;
    struct roll roll;
    struct health health; /* as told last */
    struct health_alarms health_alarms;
    msec health_due, celsius_due;
    struct paper_maker maker;
    struct paper paper;
    struct kiosk_model model;
    struct journal journal;
    msec journal_retry;
    struct kiosk_rows rows;
    struct qr qr, paper_qr; /* shown; of a slip that is printed beside it */
    uint16_t qr_item;       /* whose address it holds, or of messages; 0 = it is a ticket's */
    struct sheet_job sheet;
    struct draw draw;
    struct speaker *speaker;
    struct speech_state speech;
    struct message message; /* too large for a stack */
    msec started, status_due;
    bool welcomed; /* by this run */
    bool renew;    /* ended to start again */
    uint8_t page_told, emergency_told;
    uint32_t printed; /* the last ticket whose slip came out */
};

/* One event through the model; its effects are carried out and the page is shown. */
void app_step(struct app *app, struct kiosk_event event);
/* A finger on the page, from a window or from a touch panel of the definition. */
void app_touch(struct app *app, const struct touch *touch);
/* What `app->message` holds, to the controller. */
void app_send(struct app *app);
/* In their order (outgoing.c). */
void app_perform(struct app *app, const struct kiosk_effects *effects);
/* One event of which the screen and the effects' order know nothing: a journal that fails. */
void app_step_only(struct app *app, struct kiosk_event event);
/* A slip of the ledger, to the printer as job `job` (slips.c). */
void app_print_slip(struct app *app, uint32_t slip, uint32_t job);
/* The kiosk's own numbers (keeping.c). */
void app_open_journal(struct app *app);
/* Writes the entries from *at on and moves *at behind them. False: nothing behind them may be
 * done. */
bool app_write_journal(struct app *app, const struct kiosk_effects *effects, uint32_t *at);
void app_tick_journal(struct app *app, msec now);
/* The hall's time: from the link, or after a start without one, from the last session and this
 * machine's clock; 0 = not known. */
msec app_hall_ms(const struct app *app, int16_t *tz_min);
void app_welcome_hall(struct app *app, const struct msg_welcome *welcome, bool fresh);
void app_take_lease(struct app *app, const struct msg_lease *message);
void app_send_import(struct app *app, const struct kiosk_effect *effect);
void app_send_void(struct app *app, const struct kiosk_effect *effect);
/* Guides on paper, and the code of k23 (sheets.c). */
void app_print_sheet(struct app *app, const struct kiosk_effect *effect);
void app_sheet_printed(struct app *app, enum print_result result);
/* A number is to be printed while a sheet comes out: true = it is printed right behind. */
bool app_slip_waits(struct app *app, uint32_t slip, uint32_t job);
void app_slip_came(struct app *app);
void app_show_code(struct app *app);
/* Questions about a number that exists, and an appointment (asking.c). */
void app_send_find(struct app *app, const struct kiosk_effect *effect);
void app_send_slip(struct app *app, const struct kiosk_effect *effect);
void app_send_check_in(struct app *app, const struct kiosk_effect *effect);
void app_take_found(struct app *app, const struct msg_found *message);
/* Tells the controller how this machine does. */
void app_send_status(struct app *app, msec now);

/* How this machine does (health.c): what is due or new; all of it anew, in a new session. */
void app_tell_health(struct app *app, msec now);
void app_health_anew(struct app *app);

/* The printer and its paper (printing.c). */
enum err app_open_printer(struct app *app) MUST_CHECK;
void app_tell_paper(struct app *app);
void app_new_roll(struct app *app);
void app_print_test(struct app *app);

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
