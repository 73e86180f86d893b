/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#include "app/login.h"

#include <event2/event.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/vocab.h"
#include "os/log.h"
#include "protocol/crypto.h"

/* Whose PIN was right at this kiosk: the hash of the proof, never the proof. */
struct known {
    uint32_t staff; /* 0 = free */
    uint8_t role, wrong;
    uint8_t print[SECRETS_STRETCHED];
};

struct login {
    struct login_options options;
    struct event *readable;
    int pipe[2]; /* written by the thread: the proof is there */
    bool threaded;
    pthread_t thread;
    uint64_t instance; /* 0 = no WELCOME yet */
    uint32_t day;
    /* the one under way */
    bool busy, stretched, sent;
    uint32_t seq, staff;
    char pin[KIOSK_PIN_DIGITS_MAX + 1];
    uint8_t proof[SECRETS_STRETCHED], print[SECRETS_STRETCHED];
    struct known known[LOGIN_REMEMBERED];
    uint32_t next; /* of known: the oldest gives way */
};

/* ---- who is known ---- */

static void forget(struct known *known)
{
    explicit_bzero(known, sizeof(*known));
}

static void forget_all(struct login *login)
{
    for (size_t i = 0; i < countof(login->known); i++)
        forget(&login->known[i]);
}

static struct known *find(struct login *login, uint32_t staff)
{
    for (size_t i = 0; i < countof(login->known); i++)
        if (login->known[i].staff == staff)
            return &login->known[i];
    return NULL;
}

static bool print_proof(struct login *login)
{
    static const uint8_t purpose[] = "HALL/1 kiosk";
    const struct crypto_bytes parts[] = {{purpose, sizeof(purpose) - 1},
                                         {login->proof, sizeof(login->proof)}};
    return crypto_hash(parts, countof(parts), login->print);
}

static void remember(struct login *login, uint8_t role)
{
    struct known *known = find(login, login->staff);
    if (!known) {
        known = &login->known[login->next];
        login->next = (login->next + 1) % LOGIN_REMEMBERED;
    }
    known->staff = login->staff;
    known->role = role;
    known->wrong = 0;
    memcpy(known->print, login->print, sizeof(known->print));
}

/* Nobody can be asked: what was right before today is right. */
static void judge_alone(struct login *login, struct kiosk_signing *signing)
{
    struct known *known = find(login, login->staff);
    signing->code = REFUSED_BUSY;
    if (!known)
        return;
    uint8_t differ = 0;
    for (size_t i = 0; i < sizeof(known->print); i++)
        differ |= (uint8_t)(known->print[i] ^ login->print[i]);
    if (!differ) {
        known->wrong = 0;
        signing->code = REFUSED_NOT;
        signing->role = known->role;
        return;
    }
    signing->code = REFUSED_WRONG_PIN;
    signing->tries_left = (uint8_t)(LOGIN_ALONE_TRIES - ++known->wrong);
    if (known->wrong >= LOGIN_ALONE_TRIES)
        forget(known);
}

/* ---- the thread ---- */

static void *stretch(void *context)
{
    struct login *login = context;
    login->stretched = secrets_stretch(login->pin, login->staff, login->instance, login->proof);
    explicit_bzero(login->pin, sizeof(login->pin));
    if (write(login->pipe[1], "", 1) != 1)
        log_warn("sign-on: the proof was lost");
    return NULL;
}

static void end(struct login *login)
{
    explicit_bzero(login->proof, sizeof(login->proof));
    explicit_bzero(login->print, sizeof(login->print));
    login->busy = login->sent = false;
}

static void say(struct login *login, struct kiosk_signing signing)
{
    log_info("sign-on staff=%u code=%s%s", signing.staff, refusal_name(signing.code),
             login->sent ? "" : " controller=none");
    end(login);
    login->options.on_signed(login->options.context, &signing);
}

static void on_stretched(evutil_socket_t fd, short what, void *context)
{
    struct login *login = context;
    char byte;
    (void)what;
    if (read(fd, &byte, 1) != 1)
        return;
    pthread_join(login->thread, NULL);
    login->threaded = false;
    struct kiosk_signing signing = {.seq = login->seq, .staff = login->staff};
    if (!login->stretched || !print_proof(login)) {
        log_warn("sign-on: no memory to check a PIN");
        signing.code = REFUSED_BUSY;
        say(login, signing);
        return;
    }
    login->sent =
        login->options.on_proof(login->options.context, login->seq, login->staff, login->proof);
    explicit_bzero(login->proof, sizeof(login->proof));
    if (login->sent)
        return; /* the controller decides */
    judge_alone(login, &signing);
    say(login, signing);
}

/* ---- the loop's side ---- */

enum err login_open(const struct login_options *options, struct login **opened)
{
    *opened = NULL;
    struct login *login = calloc(1, sizeof(*login));
    if (!login)
        return log_fault(ERR_NOMEM, "sign-on");
    login->options = *options;
    login->pipe[0] = login->pipe[1] = -1;
    enum err err = pipe(login->pipe) == 0 ? ERR_NONE : log_fault(ERR_IO, "sign-on: no pipe");
    if (!err) {
        login->readable =
            event_new(options->base, login->pipe[0], EV_READ | EV_PERSIST, on_stretched, login);
        if (!login->readable || event_add(login->readable, NULL) != 0)
            err = log_fault(ERR_NOMEM, "sign-on");
    }
    if (err)
        login_close(login);
    else
        *opened = login;
    return err;
}

void login_close(struct login *login)
{
    if (!login)
        return;
    if (login->threaded)
        pthread_join(login->thread, NULL);
    if (login->readable)
        event_free(login->readable);
    for (size_t i = 0; i < countof(login->pipe); i++)
        if (login->pipe[i] >= 0)
            close(login->pipe[i]);
    explicit_bzero(login, sizeof(*login));
    free(login);
}

void login_welcome(struct login *login, uint64_t instance)
{
    if (instance != login->instance)
        forget_all(login);
    login->instance = instance;
}

void login_day(struct login *login, uint32_t day)
{
    if (day != login->day)
        forget_all(login);
    login->day = day;
}

void login_start(struct login *login, uint32_t seq, uint32_t staff, const char *pin)
{
    struct kiosk_signing busy = {.seq = seq, .staff = staff, .code = REFUSED_BUSY};
    if (login->busy && login->threaded) {
        login->options.on_signed(login->options.context, &busy);
        return;
    }
    end(login); /* one that the controller never answered */
    login->busy = true;
    login->seq = seq;
    login->staff = staff;
    snprintf(login->pin, sizeof(login->pin), "%s", pin);
    login->threaded = login->instance && pthread_create(&login->thread, NULL, stretch, login) == 0;
    if (!login->threaded) {
        explicit_bzero(login->pin, sizeof(login->pin));
        say(login, busy);
    }
}

void login_answered(struct login *login, const struct msg_login_ok *answer)
{
    struct kiosk_signing signing = {.seq = answer->seq,
                                    .staff = answer->staff,
                                    .session = answer->session,
                                    .code = answer->code,
                                    .role = answer->role,
                                    .tries_left = answer->tries_left,
                                    .locked_s = answer->locked_s};
    if (!login->busy || answer->seq != login->seq) {
        login->options.on_signed(login->options.context, &signing); /* too late: signed off */
        return;
    }
    struct known *known = find(login, login->staff);
    if (!answer->code)
        remember(login, answer->role);
    else if (known && answer->code != REFUSED_BUSY)
        forget(known); /* another PIN now, or none */
    say(login, signing);
}
