/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checker - holds what people, paper, boards and devices saw against the journal, both ways.
 *
 * It reads committed rows and sightings, never the hall: the ledger that it keeps is its own
 * reading of the facts, with its own idea of who is next. The first promise that is broken ends
 * the day.
 */
#ifndef SIM_CHECKER_H
#define SIM_CHECKER_H

#include "controller/app/results.h"
#include "engine/hall.h"
#include "store/store.h"

#define PROMISES(X)                                                             \
    X(LOST, "what was acknowledged is in the journal")                          \
    X(EARLY, "no answer leaves before the commit")                              \
    X(REPEATED, "a repeated command gets the same answer and one row")          \
    X(ROWS, "a restart finds the rows that were committed, and no others")      \
    X(DIGEST, "a replay comes to the state that was")                           \
    X(CHECKED, "the hall makes sense after every turn")                         \
    X(OBJECTION, "a replay accepts every fact that decide emitted")             \
    X(FACT, "a fact follows from those before it")                              \
    X(KEY, "the key is what the rule of the hall says")                         \
    X(SKIPPED, "nobody is skipped: the smallest key is called")                 \
    X(ONE_TICKET, "a window has one ticket")                                    \
    X(NUMBER, "a number is given once")                                         \
    X(PAPER, "a number is on one slip, and on copies marked as such")           \
    X(UNKNOWN, "every printed number is known to the journal")                  \
    X(GHOST, "a command that another number stands for gives no second ticket") \
    X(TURNS, "windows take turns as the rule says")                             \
    X(CLERK, "one window a person, and it calls what that person may serve")    \
    X(NAMED, "a number is called out of turn only with right and reason")       \
    X(JOURNEY, "a visit goes through its steps, and ends behind the last")      \
    X(BOOKING, "an appointment gives one ticket, in the place of its slot")     \
    X(QUOTA, "no session gives more numbers than its quota")                    \
    X(ITEMS, "the businesses of a visit are counted, up to the limit")          \
    X(RATED, "only a visit that is over is rated, where it ended")              \
    X(UNDONE, "an undo is made in time and brings back what was")               \
    X(AUTO, "nothing happens at a window by itself before its time")            \
    X(ARCHIVED, "the rows of a closed day stay what they were")                 \
    X(SPOKEN, "a call is spoken once and only when it was made")                \
    X(SERVED, "people and journal agree on who was served")                     \
    X(BACKWARDS, "no device sees the history go back")                          \
    X(STARTS, "the controller starts on what a power loss left")                \
    X(STARVED, "everybody who stays is served or told why not")

#define X(name, text) PROMISE_##name,
enum promise { PROMISE_KEPT = 0, PROMISES(X) PROMISE_COUNT };
#undef X
const char *promise_name(enum promise promise);
const char *promise_text(enum promise promise);

/* What a command may bring back (D-20). */
struct ledger_before {
    uint32_t row;
    uint8_t state, ticket_class, step, items;
    bool returned;
    uint16_t service, sent, home;
    int64_t key;
};
struct ledger_ticket {
    uint8_t state, ticket_class;
    bool returned, was_called;
    uint16_t service, sent; /* index in the definition; target */
    uint16_t at;            /* target */
    struct label label;
    int64_t key, called_key;
    msec joined;
    uint32_t order;
    uint32_t where;      /* place in its waiting list */
    uint32_t physically; /* times somebody was served to the end with it */
    uint8_t step, items;
    uint16_t journey, home;
    msec called, started; /* the last call */
    msec rated;           /* the first time, 0 = not */
    struct ledger_before before;
};
struct ledger_list {
    uint32_t *tickets; /* indexes */
    uint32_t count, size;
};
struct ledger_target {
    uint16_t id;
    uint32_t ticket; /* index + 1: called or served */
    uint32_t call;
    uint8_t
        serves[SERVICES_MAX]; /* group by index, 0 = not: as defined, then as assigned (R-M13) */
    uint8_t turn;
    uint32_t staff;          /* signed on */
    bool able[SERVICES_MAX]; /* what they may serve */
    msec since, acted;       /* of its state; of its last act */
    struct ledger_list sent;
};
struct ledger_booking {
    uint16_t service; /* index */
    uint8_t state, session;
    msec from, until;
};
struct ledger_session {
    uint32_t quota, issued, held;
};
#define LEDGER_LEASES_MAX 2048
struct ledger_lease {
    uint16_t prefix, first, last;
};
struct ledger {
    const struct hall_def *def;
    bool open;
    uint32_t first, count, size, announced, announce_floor;
    msec at;
    struct ledger_ticket *tickets;
    struct ledger_target *targets; /* windows, then rooms */
    uint32_t target_count;
    struct ledger_list *waiting; /* by service */
    struct ledger_list calls;    /* ticket index of each announcement since the floor */
    struct ledger_lease leases[LEDGER_LEASES_MAX];
    uint32_t lease_count;
    struct ledger_booking *bookings; /* [1 .. booking_count] */
    uint32_t booking_count, booking_size;
    struct ledger_session (*sessions)[SESSIONS_MAX]; /* by service */
    uint32_t row;                                    /* that is being read */
    uint8_t verb;                                    /* what made it */
    int16_t tz_min;
};

/* What came out of printers, by its number. */
struct seen_slip {
    struct label label;
    ticket_id ticket; /* 0 = given by a kiosk alone, not told yet */
    uint32_t originals;
};

struct seen_answer {
    struct command_id id;
    uint32_t life;
    uint8_t code;
    ticket_id ticket;
    struct label label;
    uint64_t jseq;
};

struct checker {
    enum promise broken;
    char sentence[256];
    bool forgetful; /* sessions are pushed out of the table of answers */
    msec at;
    const msec *now;
    struct ledger ledger;
    uint64_t *rows; /* hash of each committed row; index seq - 1 */
    struct command_id *row_ids;
    uint32_t row_count, row_size;
    uint32_t yesterday;      /* rows before the day that is open */
    uint32_t *row_tickets;   /* what each row issued, 0 = nothing */
    struct command_id *dead; /* another number stands for these */
    uint32_t dead_count, dead_size;
    uint32_t *id_heads, *id_next; /* command id -> row */
    uint32_t *spoken;             /* by announcement and board: bits */
    uint32_t spoken_size;
    struct seen_slip *seen_slips; /* by label */
    uint32_t slip_count, slip_size;
    struct seen_answer *answers; /* open addressing by command id */
    uint32_t answer_count, answer_size;
    /* figures */
    uint32_t tickets, calls, served, slips, copies, restarts, answers_seen;
    uint32_t facts[FACT_KIND_COUNT];
};

void checker_init(struct checker *checker, const struct hall_def *def, uint32_t tickets,
                  const msec *now);
void checker_free(struct checker *checker);
PRINTF_LIKE(3, 4)
void checker_break(struct checker *checker, enum promise promise, const char *fmt, ...);

/* A row that was committed, or found at a restart. Known rows must be the same as ever. */
void checker_row(struct checker *checker, const struct store_row *row);
/* A restart found `rows` rows in all; `attempted` were on their way at most. */
void checker_restart(struct checker *checker, uint64_t rows, uint64_t attempted);
/* A device got an answer. `life`: the start of the controller that gave it. */
void checker_answer(struct checker *checker, const struct command_id *id, uint8_t verb,
                    const struct answer *answer, uint32_t life);
/* Paper: `ticket` 0 when a kiosk gave the number alone. */
void checker_slip(struct checker *checker, ticket_id ticket, struct label label, bool copy);
struct seen_slip *checker_find_slip(struct checker *checker, struct label label);
/* A kiosk heard that the number it gave in place of this command has come in. */
void checker_stands_for(struct checker *checker, const struct command_id *other);
void checker_spoken(struct checker *checker, uint32_t board, const struct announce_view *announce);
/* Somebody was served to the end with this slip. */
void checker_person_served(struct checker *checker, struct label label);
/* After the day was closed. */
void checker_end(struct checker *checker);

/* ledger: checker_ledger.c */
void ledger_init(struct ledger *ledger, const struct hall_def *def, uint32_t tickets);
void ledger_free(struct ledger *ledger);
void ledger_fact(struct checker *checker, const struct fact *fact);
/* NULL = no such ticket today. */
struct ledger_ticket *ledger_ticket(struct ledger *ledger, uint32_t id);
struct ledger_ticket *ledger_label(struct ledger *ledger, struct label label);

#endif
