/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_play_numbers - a visitor who asks about a number, for tests of the kiosk's model.
 */
#ifndef TESTS_KIOSK_PLAY_NUMBERS_H
#define TESTS_KIOSK_PLAY_NUMBERS_H

#include "kiosk_play.h"

#define NUMBERS (f->model.numbers)
#define NO_EFFECT assert_int_equal(f->effects.count, 0)
#define SLIP "jianchang 20260318 A035 35 c0de"

/* The one effect of the last step. */
const struct kiosk_effect *only_effect(struct fixture *f, enum kiosk_effect_type type);
void type(struct fixture *f, const char *text);
void open_progress(struct fixture *f);
void ask_number(struct fixture *f, const char *digits);
/* A035 of service A, as the hall tells it. */
struct kiosk_found number(uint8_t state);
/* Answers to the question under way. */
void found(struct fixture *f, struct kiosk_found found);
void result(struct fixture *f, uint8_t refusal);
void scan(struct fixture *f, const char *text);
/* A slip is scanned at home and its number is shown. */
void scanned(struct fixture *f, uint8_t state);

#endif
