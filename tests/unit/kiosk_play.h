/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_play - a small hall and a visitor's hands, for tests of the kiosk's model.
 */
#ifndef TESTS_KIOSK_PLAY_H
#define TESTS_KIOSK_PLAY_H

#include "model/kiosk.h"
#include "test.h"

#define A 1 /* two services of zone 1 */
#define B 2

struct fixture {
    struct kiosk_model model;
    struct kiosk_effects effects;
    struct kiosk_rows rows;
    msec now;
};

/* Before each test: a kiosk with a live link, every service open. */
int start(void **state);

void send(struct fixture *f, struct kiosk_event event);
void wait_ms(struct fixture *f, msec ms);
void rows(struct fixture *f, bool ticketing, uint16_t left);
void link_is(struct fixture *f, bool up);
void down(struct fixture *f, uint16_t action, uint16_t arg);
void up(struct fixture *f, uint16_t action, uint16_t arg);
void press(struct fixture *f, uint16_t action, uint16_t arg);
void answer(struct fixture *f, uint32_t seq, uint8_t refusal);
void printed(struct fixture *f, uint32_t ticket, uint8_t result);
/* Home, zone, service, confirm; the request's number. */
uint32_t ask(struct fixture *f);
uint32_t issue(struct fixture *f);

#define PAGE(expected) assert_int_equal(f->model.page, expected)

#endif
