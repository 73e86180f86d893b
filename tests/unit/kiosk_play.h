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
    struct kiosk_effects effects; /* but for the journal's: */
    struct ledger_entry entries[KIOSK_EFFECTS_MAX];
    uint32_t entry_count;
    struct kiosk_rows rows;
    msec now;
};

#define PLAY_DAY 20260318u

/* Before each test: a kiosk with a live link, every service open, no number of its own. */
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
/* The hall gives it numbers of its own (D-22). */
void lease(struct fixture *f, uint32_t id, uint16_t service, uint16_t first, uint16_t last);
/* Was it written down by the last event? */
bool wrote(const struct fixture *f, enum ledger_kind kind);
/* The last event's effect of that type; NULL = none. */
const struct kiosk_effect *did(const struct fixture *f, enum kiosk_effect_type type);
/* The power goes and comes back: what is left is what was written down. */
void restart(struct fixture *f);
/* Home, zone, service, confirm; the request's number. */
uint32_t ask(struct fixture *f);
uint32_t issue(struct fixture *f);

#define PAGE(expected) assert_int_equal(f->model.page, expected)

#endif
