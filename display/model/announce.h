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
 * A call takes over the whole board when its turn comes, with or without sound (R-L9). Alone
 * it stands for 10 s. Each call that waits behind it takes 2 s off, down to the 3 s that a
 * text must be readable (R-L14), and then the time in the second band counts, too. The next one
 * starts when the sound is over and that time has passed, so a burst is shown whole and the queue
 * does not trail far behind the hall.
 *
 * What is no longer true is not said (R-V3): a call that waits while a later announcement
 * says something else of the same number, or, after 20 s, one whose number is served or which its
 * window has ended.
 *
 * A call whose sound a device failed in was not heard: it is said again, once a device works, in
 * the order of ids and before what is new, while it is still true. Never after a restart (D-12).
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

#define ANNOUNCE_MAX 256                    /* as many as a controller keeps alive */
#define ANNOUNCE_SHOW_MAX_MS (10 * SECOND)  /* R-L9, docs/ui t02 */
#define ANNOUNCE_SHOW_STEP_MS (2 * SECOND)  /* less for each one that waits */
#define ANNOUNCE_READ_MS (3 * SECOND)       /* R-L14: never less */
#define ANNOUNCE_HURRY 2                    /* with so many waiting a call is said once */
#define ANNOUNCE_UNDO_MS (12 * SECOND)      /* D-20: a row that ends later expired */
#define ANNOUNCE_OVERTAKEN_MS (20 * SECOND) /* R-V3 */
#define ANNOUNCE_BANDS 2                    /* calls shown at once */
#define ANNOUNCE_UNHEARD_MAX 4              /* said again; more would hold up what is new */

/* Codes of the field `kind` of an announcement row. */
enum call_kind {
    CALL_FIRST = 1,
    CALL_AGAIN,
    CALL_LAST,
    CALL_TRANSFER,
    CALL_RETURN,
    CALL_MISSED, /* spoken only: the board has its list */
    CALL_NEXT,   /* spoken only: get ready; names no window */
    CALL_PICK_UP
};

enum announce_fate {
    ANNOUNCE_WAITING,
    ANNOUNCE_SPEAK,     /* its turn: begins now */
    ANNOUNCE_MERGED,    /* a recall of a number that still waited: one sentence is enough (R-V3) */
    ANNOUNCE_EXPIRED,   /* too old to be spoken (D-12) */
    ANNOUNCE_OVERTAKEN, /* no longer true: being served, or said anew (R-V3) */
    ANNOUNCE_WITHDRAWN, /* its row is gone: the call was undone (D-20) */
    ANNOUNCE_FATES
};
const char *announce_fate_name(enum announce_fate fate); /* "merged", for logs */

struct announce_entry {
    uint32_t id;
    target_id target;
    struct label label;
    uint8_t kind;   /* enum call_kind */
    uint8_t langs;  /* bit 1 << enum lang */
    uint8_t fate;   /* enum announce_fate */
    bool offered;   /* in the rows of the last offer */
    uint8_t behind; /* that waited when its turn came */
    msec born, dies;
    msec row_dies; /* dies, before a recall was merged into it */
};

struct announce {
    uint32_t last;  /* highest id that is settled */
    uint32_t count; /* entries, in order of ids */
    struct announce_entry entries[ANNOUNCE_MAX];
    bool speaking;               /* between SPEAK and announce_done or announce_unheard */
    bool held;                   /* nothing begins: an emergency is spoken */
    struct announce_entry said;  /* spoken now, or last */
    struct announce_entry shown; /* the take-over; id 0 = none yet */
    msec shown_since;
    msec read_since;                /* when it could be read first, in either band */
    uint32_t second;                /* id in the second band … */
    msec second_since;              /* … and since when */
    uint32_t fates[ANNOUNCE_FATES]; /* how many met each fate since the start */
    uint32_t unheard_count;         /* the newest of those whose sound failed, oldest first */
    struct announce_entry unheard[ANNOUNCE_UNHEARD_MAX];
};

/* `last` = as stored by the shell; 0 = nothing was ever spoken here. */
void announce_init(struct announce *announce, uint32_t last);
/* Ids are counted anew (another instance, D-26): the queue is empty, the counts of fates stay. */
void announce_forget(struct announce *announce, uint32_t last);

void announce_begin(struct announce *announce);
/* Announcements not above `last`, or already waiting, are ignored. */
void announce_offer(struct announce *announce, const struct announce_entry *entry);
void announce_end(struct announce *announce);

/* The next announcement whose fate is settled; false when there is none now. */
bool announce_step(struct announce *announce, const struct board *board, msec now,
                   struct announce_entry *entry);
/* The sound of the spoken one is over (at once where there is no sound). */
void announce_done(struct announce *announce);
/* Instead of announce_done: the device failed before its end. */
void announce_unheard(struct announce *announce);
/* There is a device that works, and nothing sounds: the fate of the next one that was not heard, as
 * by announce_step, but it does not take over the board again and is not counted again. */
bool announce_again(struct announce *announce, const struct board *board, msec now,
                    struct announce_entry *entry);
/* How many wait that are still worth saying. */
uint32_t announce_waiting(const struct announce *announce, msec now);
/* The one that sounds now was undone (D-20): its sound and its take-over end. */
bool announce_undone(const struct announce *announce, msec now);
/* Does this kind take over the board, or is it only spoken? */
bool announce_takes_board(uint8_t kind);

/* The calls that take over the board now: 0, 1, or 2 when another one waits behind the spoken
 * one (docs/ui t02: stacked bands). */
uint32_t announce_shown(const struct announce *announce, msec now,
                        struct announce_entry list[ANNOUNCE_BANDS]);
/* docs/ui t02, R-L13: is the band shown in row colours at this moment? Two changes, a second
 * apart, and only at the start. */
bool announce_blink(const struct announce *announce, msec now);

#endif
