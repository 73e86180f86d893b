/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rating - a rating pad: five equal choices for one finished visit, or none.
 *
 * R-E3, R-E5: voluntary. Nothing is chosen beforehand; when the time is over or the
 * person would rather not, nothing is sent and the visit stays unrated.
 */
#ifndef CORE_RATING_H
#define CORE_RATING_H

#include "base/base.h"
#include "domain/label.h"
#include "domain/vocab.h"
#include "protocol/message.h"

#define RATING_OPEN_MS (60 * SECOND) /* R-E11; RATE_OPEN says otherwise */
#define RATING_REPEAT_MS SECOND
#define RATING_GIVE_UP_MS (10 * SECOND)
#define RATING_THANKS_MS (5 * SECOND)
#define RATING_BEST 5
#define RATING_WORST 1

enum rating_screen { RATING_IDLE, RATING_ASK, RATING_SENDING, RATING_THANKS };

struct rating {
    enum rating_screen screen;
    ticket_id ticket;
    ticket_id answered; /* the visit that was rated here last: not asked again (R-E2) */
    struct label label;
    uint8_t lang, score;
    uint16_t seq;
    msec until, repeat;
};

void rating_init(struct rating *rating);
void rating_take_open(struct rating *rating, const struct msg_rate_open *open, msec now);
void rating_take_close(struct rating *rating, const struct msg_rate_close *close);
void rating_take_result(struct rating *rating, const struct msg_result *result, msec now);
/* False when nothing is asked. score 0 = rather not. */
bool rating_choose(struct rating *rating, uint8_t score, uint16_t seq, msec now);
bool rating_next(struct rating *rating, msec now, struct msg_rate *rate);
void rating_tick(struct rating *rating, msec now);
msec rating_deadline(const struct rating *rating);
/* Seconds left to choose. */
uint16_t rating_left_s(const struct rating *rating, msec now);

#endif
