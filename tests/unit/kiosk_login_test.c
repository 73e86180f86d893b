/* SPDX-License-Identifier: Apache-2.0 */
/* A PIN becomes a proof off the loop; who was right today may come in without a controller (D-43).
 */
#include "app/login.h"

#include <event2/event.h>
#include <string.h>

#include "domain/vocab.h"
#include "test.h"

#define INSTANCE UINT64_C(0x1122334455667788)
#define STAFF 40
#define PIN "4040"

struct desk {
    struct event_base *base;
    struct login *login;
    bool link; /* a controller takes the proof */
    uint32_t seq, proofs;
    uint8_t proof[SECRETS_STRETCHED];
    struct kiosk_signing signing; /* the last one */
    uint32_t signings;
};
static struct desk desk;

static bool on_proof(void *context, uint32_t seq, uint32_t staff,
                     const uint8_t proof[SECRETS_STRETCHED])
{
    struct desk *d = context;
    (void)staff;
    if (!d->link)
        return false;
    d->seq = seq;
    d->proofs++;
    memcpy(d->proof, proof, sizeof(d->proof));
    event_base_loopbreak(d->base);
    return true;
}

static void on_signed(void *context, const struct kiosk_signing *signing)
{
    struct desk *d = context;
    d->signing = *signing;
    d->signings++;
    event_base_loopbreak(d->base);
}

static int start(void **state)
{
    (void)state;
    desk = (struct desk){.base = event_base_new(), .link = true};
    struct login_options options = {.base = desk.base,
                                    .context = &desk,
                                    .on_proof = on_proof,
                                    .on_signed = on_signed};
    if (login_open(&options, &desk.login))
        return -1;
    login_welcome(desk.login, INSTANCE);
    login_day(desk.login, 20260318);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    login_close(desk.login);
    event_base_free(desk.base);
    return 0;
}

/* Until the proof is there or somebody has decided. */
static void type(uint32_t staff, const char *pin)
{
    static uint32_t seq;
    login_start(desk.login, ++seq, staff, pin);
    event_base_dispatch(desk.base);
}

static void decide(uint8_t code)
{
    struct msg_login_ok answer = {.seq = desk.seq,
                                  .code = code,
                                  .session = code ? 0 : 77,
                                  .staff = STAFF,
                                  .role = ROLE_GUIDE};
    login_answered(desk.login, &answer);
}

static void come_in(void)
{
    desk.link = true;
    type(STAFF, PIN);
    decide(REFUSED_NOT);
    desk.link = false;
}

/* As every other console of the hall makes it. */
static void the_proof_is_the_halls(void **state)
{
    (void)state;
    static const uint8_t known[SECRETS_STRETCHED] = {0x42, 0xfe, 0xef, 0x74, 0x7c, 0x76, 0xaf,
                                                     0x8b, 0xa9, 0xcd, 0x10, 0xe7, 0x8c, 0x13,
                                                     0x8d, 0x08, 0xc2, 0x3f, 0x6d, 0xc9, 0x44,
                                                     0x8c, 0x8d, 0x61, 0x55, 0x91, 0xac, 0xf8,
                                                     0xe9, 0xff, 0x69, 0x56};
    type(STAFF, PIN);
    assert_int_equal(desk.proofs, 1);
    assert_memory_equal(desk.proof, known, sizeof(known));
}

static void the_controller_decides(void **state)
{
    (void)state;
    type(STAFF, PIN);
    assert_int_equal(desk.signings, 0);
    decide(REFUSED_WRONG_PIN);
    assert_int_equal(desk.signing.code, REFUSED_WRONG_PIN);
    come_in();
    assert_int_equal(desk.signing.code, REFUSED_NOT);
    assert_int_equal(desk.signing.session, 77);
}

static void alone_nobody_unknown_comes_in(void **state)
{
    (void)state;
    desk.link = false;
    type(STAFF, PIN);
    assert_int_equal(desk.signing.code, REFUSED_BUSY);
}

static void alone_who_was_right_today_comes_in(void **state)
{
    (void)state;
    come_in();
    type(STAFF, PIN);
    assert_int_equal(desk.signing.code, REFUSED_NOT);
    assert_int_equal(desk.signing.session, 0);
    assert_int_equal(desk.signing.role, ROLE_GUIDE);
    type(STAFF, "1111");
    assert_int_equal(desk.signing.code, REFUSED_WRONG_PIN);
    assert_int_equal(desk.signing.tries_left, LOGIN_ALONE_TRIES - 1);
}

static void five_wrong_pins_alone_forget_the_person(void **state)
{
    (void)state;
    come_in();
    for (int i = 0; i < LOGIN_ALONE_TRIES; i++)
        type(STAFF, "1111");
    type(STAFF, PIN);
    assert_int_equal(desk.signing.code, REFUSED_BUSY); /* the controller decides again */
}

static void another_day_or_hall_forgets_everybody(void **state)
{
    (void)state;
    come_in();
    login_day(desk.login, 20260319);
    type(STAFF, PIN);
    assert_int_equal(desk.signing.code, REFUSED_BUSY);
    come_in();
    login_welcome(desk.login, INSTANCE + 1);
    type(STAFF, PIN);
    assert_int_equal(desk.signing.code, REFUSED_BUSY);
}

/* A new PIN, or somebody who left the house. */
static void whom_the_controller_refuses_is_forgotten(void **state)
{
    (void)state;
    come_in();
    desk.link = true;
    type(STAFF, PIN);
    decide(REFUSED_WRONG_PIN);
    desk.link = false;
    type(STAFF, PIN);
    assert_int_equal(desk.signing.code, REFUSED_BUSY);
    come_in();
    desk.link = true;
    type(STAFF, PIN);
    decide(REFUSED_BUSY); /* says nothing about the person */
    desk.link = false;
    type(STAFF, PIN);
    assert_int_equal(desk.signing.code, REFUSED_NOT);
}

static void before_any_hall_was_met_nobody_comes_in(void **state)
{
    (void)state;
    login_welcome(desk.login, 0);
    login_start(desk.login, 9, STAFF, PIN);
    assert_int_equal(desk.signing.code, REFUSED_BUSY);
    assert_int_equal(desk.signing.seq, 9);
}

int main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, start, stop)
    const struct CMUnitTest tests[] = {
        T(the_proof_is_the_halls),
        T(the_controller_decides),
        T(alone_nobody_unknown_comes_in),
        T(alone_who_was_right_today_comes_in),
        T(five_wrong_pins_alone_forget_the_person),
        T(another_day_or_hall_forgets_everybody),
        T(whom_the_controller_refuses_is_forgotten),
        T(before_any_hall_was_met_nobody_comes_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
