/* SPDX-License-Identifier: Apache-2.0 */
/*
 * announce - the calls one display speaks: strictly one after the other, none twice.
 *
 * The shell offers every living announcement row of its view after each change. Ids rise
 * for ever, so one number remembers all that was settled: what is not above `last` was
 * spoken, merged, expired, overtaken or withdrawn, and is never spoken again (D-12). The
 * shell stores `last` before the sound of that id begins.
 *
 *     announce_begin, announce_offer..., announce_end      rows as they are now
 *     while (announce_step(a, board, now, &entry))         what is settled, in order of ids
 *         entry.fate == ANNOUNCE_SPEAK: speak it, then announce_done(a)
 *
 * While an announcement is spoken its number takes over the whole board (R-L9): for 6 s at
 * least and 10 s at most, with or without sound. The next one starts when the sound is over
 * and the 6 s have passed.
 *
 * Limits:  ANNOUNCE_MAX wait at a time; later ones are taken when there is room, since their
 *          rows are offered again.
 * Time:    monotonic ms, passed in; ages are real time, also in training.
 * Sources: R-V1, R-V3, D-12, D-20.
 */
#ifndef MODEL_ANNOUNCE_H
#define MODEL_ANNOUNCE_H

#include "domain/label.h"
#include "domain/vocab.h"
#include "model/board.h"

#define ANNOUNCE_MAX 64
#define ANNOUNCE_SHOW_MIN_MS (6 * SECOND)   /* R-L9, docs/ui t02 */
#define ANNOUNCE_SHOW_MAX_MS (10 * SECOND)  /* R-L9, docs/ui t02 */
#define ANNOUNCE_OVERTAKEN_MS (20 * SECOND) /* R-V3 */
#define ANNOUNCE_BANDS 2                    /* calls shown at once */

/* Codes of the field `kind` of an announcement row. */
enum call_kind { CALL_FIRST = 1, CALL_AGAIN, CALL_LAST, CALL_TRANSFER, CALL_RETURN };

enum announce_fate {
    ANNOUNCE_WAITING,
    ANNOUNCE_SPEAK,     /* its turn: begins now */
    ANNOUNCE_MERGED,    /* a recall of a number that still waited: one sentence is enough (R-V3) */
    ANNOUNCE_EXPIRED,   /* too old to be spoken (D-12) */
    ANNOUNCE_OVERTAKEN, /* waited over 20 s and the number is being served (R-V3) */
    ANNOUNCE_WITHDRAWN  /* its row is gone: the call was undone (D-20) */
};
const char *announce_fate_name(enum announce_fate fate); /* "merged", for logs */

struct announce_entry {
    uint32_t id;
    target_id target;
    struct label label;
    uint8_t kind;  /* enum call_kind */
    uint8_t langs; /* bit 1 << enum lang */
    uint8_t fate;  /* enum announce_fate */
    bool offered;  /* in the rows of the last offer */
    msec born, dies;
};

struct announce {
    uint32_t last;  /* highest id that is settled */
    uint32_t count; /* entries, in order of ids */
    struct announce_entry entries[ANNOUNCE_MAX];
    bool speaking; /* between SPEAK and announce_done */
    struct announce_entry shown;
    msec shown_since; /* of the take-over; shown.id 0 = none yet */
};

/* `last` = as stored by the shell; 0 = nothing was ever spoken here. */
void announce_init(struct announce *announce, uint32_t last);

void announce_begin(struct announce *announce);
/* Announcements not above `last`, or already waiting, are ignored. */
void announce_offer(struct announce *announce, const struct announce_entry *entry);
void announce_end(struct announce *announce);

/* The next announcement whose fate is settled; false when there is none now. */
bool announce_step(struct announce *announce, const struct board *board, msec now,
                   struct announce_entry *entry);
/* The sound of the spoken one is over (at once where there is no sound). */
void announce_done(struct announce *announce);

/* The calls that take over the board now: 0, 1, or 2 when another one waits behind the spoken
 * one (docs/ui t02: stacked bands). */
uint32_t announce_shown(const struct announce *announce, msec now,
                        struct announce_entry list[ANNOUNCE_BANDS]);
/* docs/ui t02, R-L13: is the band shown in row colours at this moment? Two changes, a second
 * apart, and only at the start. */
bool announce_blink(const struct announce *announce, msec now);

#endif
