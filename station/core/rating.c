/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rating.h"

#include "core/when.h"

void rating_init(struct rating *rating)
{
    *rating = (struct rating){.screen = RATING_IDLE};
}

void rating_take_open(struct rating *rating, const struct msg_rate_open *open, msec now)
{
    /* A repeat neither asks again nor gives more time (R-E2). */
    if (open->ticket == rating->answered.n || open->ticket == rating->ticket.n)
        return;
    rating->screen = RATING_ASK;
    rating->ticket = (ticket_id){open->ticket};
    rating->label = label_from_wire(open->prefix, open->number);
    rating->lang = open->lang;
    rating->until = now + (open->timeout_s ? open->timeout_s * SECOND : RATING_OPEN_MS);
}

static void end(struct rating *rating)
{
    rating->screen = RATING_IDLE;
    rating->ticket = (ticket_id){0};
    rating->seq = 0;
}

void rating_take_close(struct rating *rating, const struct msg_rate_close *close)
{
    /* 0: nothing is asked, whatever was missed before. */
    if (rating->screen == RATING_ASK && (!close->ticket || close->ticket == rating->ticket.n))
        end(rating);
}

void rating_take_result(struct rating *rating, const struct msg_result *result, msec now)
{
    if (rating->screen != RATING_SENDING || result->session != 0 ||
        (uint16_t)result->seq != rating->seq)
        return;
    end(rating);
    if (result->code == REFUSED_NOT || result->code == REFUSED_RATED) {
        rating->screen = RATING_THANKS;
        rating->until = now + RATING_THANKS_MS;
    }
}

bool rating_choose(struct rating *rating, uint8_t score, uint16_t seq, msec now)
{
    if (rating->screen != RATING_ASK || score > RATING_BEST)
        return false;
    rating->answered = rating->ticket;
    rating->score = score;
    if (!score) { /* R-E5: rather not is no rating, and nothing is sent */
        end(rating);
        return true;
    }
    rating->screen = RATING_SENDING;
    rating->seq = seq;
    rating->repeat = now;
    rating->until = now + RATING_GIVE_UP_MS;
    return true;
}

bool rating_next(struct rating *rating, msec now, struct msg_rate *rate)
{
    if (rating->screen != RATING_SENDING || now < rating->repeat)
        return false;
    rating->repeat = now + RATING_REPEAT_MS;
    *rate =
        (struct msg_rate){.seq = rating->seq, .ticket = rating->ticket.n, .score = rating->score};
    return true;
}

void rating_tick(struct rating *rating, msec now)
{
    if (rating->screen != RATING_IDLE && now >= rating->until)
        end(rating);
}

msec rating_deadline(const struct rating *rating)
{
    if (rating->screen == RATING_IDLE)
        return WHEN_NEVER;
    if (rating->screen == RATING_SENDING)
        return when_sooner(rating->repeat, rating->until);
    return rating->until;
}

uint16_t rating_left_s(const struct rating *rating, msec now)
{
    if (rating->screen != RATING_ASK || now >= rating->until)
        return 0;
    return (uint16_t)((rating->until - now + SECOND - 1) / SECOND);
}
