/* SPDX-License-Identifier: Apache-2.0 */
/* Who signs on at this kiosk, and what staff do here. */
#define _DEFAULT_SOURCE
#include <string.h>

#include "app/app_private.h"
#include "app/keep.h"
#include "os/log.h"

/* ---- signing on ---- */

static bool send_login(void *context, uint32_t seq, uint32_t staff,
                       const uint8_t proof[SECRETS_STRETCHED])
{
    struct app *app = context;
    if (!app->model.link_up)
        return false;
    app->message = (struct message){.type = MSG_TYPE_LOGIN};
    app->message.login.seq = seq;
    app->message.login.staff = staff;
    memcpy(app->message.login.proof.at, proof, SECRETS_STRETCHED);
    app->message.login.proof.length = SECRETS_STRETCHED;
    app->message.login.lang = app->model.lang;
    bool sent = link_send(app->link, &app->message) == ERR_NONE;
    explicit_bzero(app->message.login.proof.at, SECRETS_STRETCHED);
    return sent;
}

static void on_signed(void *context, const struct kiosk_signing *signing)
{
    app_step(context, (struct kiosk_event){.type = KIOSK_SIGNED, .signing = signing});
}

enum err app_open_login(struct app *app)
{
    struct login_options options = {.base = app->base,
                                    .context = app,
                                    .on_proof = send_login,
                                    .on_signed = on_signed};
    return login_open(&options, &app->login);
}

static void send_logout(struct app *app, const struct kiosk_effect *effect)
{
    app->message = (struct message){.type = MSG_TYPE_LOGOUT};
    app->message.logout.session = effect->number;
    app->message.logout.seq = effect->seq;
    app_send(app);
}

/* ---- acts ---- */

static void send_maintain(struct app *app, const struct kiosk_effect *effect)
{
    app->message = (struct message){.type = MSG_TYPE_ACT};
    app->message.act.session = effect->number;
    app->message.act.seq = effect->seq;
    app->message.act.verb = VERB_MAINTAIN;
    app->message.act.arg = effect->arg;
    app_send(app);
}

static void keep(struct app *app)
{
    const struct kiosk_staff *staff = &app->model.staff;
    struct kept kept = {staff->volume, staff->stopped};
    enum err err = keep_write(app->options.state, &kept);
    if (err)
        log_warn("volume and out of use last until the next start only: %s", err_text(err));
}

void app_bring_back(struct app *app)
{
    struct kept kept = {app->model.staff.volume, false};
    if (keep_read(app->options.state, &kept))
        return; /* said there */
    if (kept.stopped)
        log_warn("out of use since before this start; staff put it into use again");
    app_step(app,
             (struct kiosk_event){.type = KIOSK_KEPT, .code = kept.volume, .up = kept.stopped});
}

void app_staff(struct app *app, const struct kiosk_effect *effect)
{
    if (effect->type == KIOSK_DO_LOGIN)
        login_start(app->login, effect->seq, effect->number, app->model.sign.pin);
    else if (effect->type == KIOSK_DO_LOGOUT)
        send_logout(app, effect);
    else if (effect->type == KIOSK_DO_MAINTAIN)
        send_maintain(app, effect);
    else if (effect->type == KIOSK_DO_NOTE)
        log_info("staff=%u did=%s", effect->number, maintenance_name((uint8_t)effect->arg));
    else if (effect->type == KIOSK_DO_KEEP)
        keep(app);
    else if (effect->type == KIOSK_DO_LISTEN)
        app_say_word(app, WORD_K_SAY_LISTEN);
    else if (effect->type == KIOSK_DO_NEW_ROLL)
        app_new_roll(app);
    else if (effect->type == KIOSK_DO_TEST_SLIP)
        app_print_test(app);
}
