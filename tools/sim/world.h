/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world - one whole day of a hall on one thread, in virtual time.
 *
 * The controller is the real engine with the app's own table of remembered results, behind
 * a journal in memory or the real store on a disk that loses power. People, clerks, kiosks
 * with printers, pads, boards, a desk and the links between them are played here, each with
 * its own dice. The checker looks from both sides: what people, paper and devices saw, and
 * what the journal says. When the day ends the faults stop and everybody who stayed must
 * come to an end (docs/reliability.md).
 *
 * A world is a pure function of its plan: the same plan gives the same day.
 *
 * Ownership: world_new allocates everything; world_free.
 * Threads:   none.
 */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include <stdio.h>

#include "controller/app/day_clock.h"
#include "controller/app/results.h"
#include "engine/hall.h"
#include "sim/checker.h"
#include "sim/faults.h"
#include "sim/world_journal.h"

struct world;

/* ---- the agenda ---- */
enum event_kind {
    EVENT_PERSON,
    EVENT_KIOSK,
    EVENT_CLERK,
    EVENT_DESK,
    EVENT_PARCEL,
    EVENT_LINK_DOWN,
    EVENT_LINK_UP,
    EVENT_RESYNC,
    EVENT_PAD_POWER,
    EVENT_BOARD_POWER,
    EVENT_TURN,
    EVENT_COMMITTED,
    EVENT_CRASH,
    EVENT_START,
    EVENT_CLOCK,
    EVENT_MANAGER,
    EVENT_CALM,
    EVENT_CLOSE
};
struct event {
    msec at;
    uint32_t order;
    uint16_t kind;
    uint32_t who, tag;
};
void world_after(struct world *w, msec delay, enum event_kind kind, uint32_t who, uint32_t tag);

/* ---- links: a device's way to the controller ---- */
enum party { PARTY_KIOSK, PARTY_PAD, PARTY_BOARD, PARTY_DESK };
struct link_state {
    uint8_t party;
    uint16_t index;
    bool up;
    bool owed; /* a picture was lost and will be sent again */
    uint32_t connection;
    struct dice dice;
};

/* What a window shows: the row of a view. */
struct shown {
    uint16_t target;
    uint8_t state, calls, parked;
    uint32_t call;
    ticket_id ticket;
    struct label label;
};
#define PICTURE_ANNOUNCES 16
/* State, repeated freely; shared by all parcels that carry it. */
struct picture {
    uint32_t holders;
    uint64_t jseq;
    uint32_t announce_count, count;
    struct announce_view announces[PICTURE_ANNOUNCES];
    struct shown windows[];
};

/* A block of numbers that is a kiosk's alone (D-22). */
struct block {
    uint32_t lease;
    service_id service;
    struct label first; /* the next to be given, at the kiosk */
    uint16_t last;
};

enum parcel_kind { PARCEL_COMMAND, PARCEL_ANSWER, PARCEL_PICTURE, PARCEL_BLOCK };
struct parcel {
    uint32_t next; /* free */
    uint8_t kind;
    uint32_t link, connection;
    struct command command;
    struct command_id id; /* of the command that is answered */
    uint8_t verb;
    struct answer answer;
    struct picture *picture;
    struct block block;
};

void link_send_block(struct world *w, uint32_t link, const struct block *block);
void link_send_command(struct world *w, uint32_t link, const struct command *command);
void link_send_answer(struct world *w, uint32_t link, uint32_t connection,
                      const struct command *asked, const struct answer *answer);
void link_send_picture(struct world *w, uint32_t link, struct picture *picture);
void link_down(struct world *w, uint32_t link, msec back);
void link_event(struct world *w, const struct event *event);
/* Of what is committed now; and to all pads and boards. world_picture.c */
void picture_take(struct world *w);
void picture_send_all(struct world *w);
void picture_drop(struct picture *picture);

/* ---- the controller ---- */
#define CORE_TURN_MAX 32
struct core_entry {
    uint32_t link, connection;
    bool fresh; /* decided in this turn, not remembered */
    struct command command;
    struct answer answer;
    struct facts facts;
};
struct core {
    bool up, committing, turn_due;
    uint32_t life;
    uint64_t jseq, seen; /* last row; highest that any device saw */
    uint32_t own_seq, checks;
    msec skew; /* of the wall clock */
    msec last_checkpoint, last_grant;
    uint32_t leases; /* told to their kiosks */
    uint32_t booked; /* people whose appointments were looked at since the start */
    bool tidying;    /* closed days go to their archives */
    struct day_clock clock;
    struct dice dice;
    void *memory, *results_memory;
    size_t memory_bytes;
    struct hall *hall;
    struct results *results;
    struct journal *journal;
    uint32_t inbox_count, turn_count;
    struct core_entry inbox[CORE_TURN_MAX], turn[CORE_TURN_MAX];
    uint64_t digest; /* after the last committed row */
    struct picture *picture;
};
void core_init(struct world *w);
void core_free(struct world *w);
void core_take(struct world *w, uint32_t link, uint32_t connection, const struct command *command);
void core_event(struct world *w, const struct event *event);
void core_crash(struct world *w);
/* Something the hall does by itself: day-open, tick, day-close. */
void core_own(struct world *w, uint8_t verb, uint32_t arg);
/* A kiosk is there again: it is told all its blocks. world_lease.c */
void core_tell_blocks(struct world *w, uint32_t kiosk);
/* Blocks for kiosks that run short, and those granted since are told. */
void core_grant(struct world *w);
/* The appointments of today, which the shell knows. world_past.c */
void core_book(struct world *w);
/* The day before: opened, some numbers, closed. */
void core_yesterday(struct world *w);
/* A piece of its way into the archive. */
void core_tidy(struct world *w);
/* Of yesterday nothing may be missing. */
void core_check_archive(struct world *w);
/* What the shell adds to an import: the ticket of the command that it stands for. */
enum err core_superseded(struct world *w, struct command *command);
/* What somebody may ask at the desk: committed state only; false when nobody answers now. */
bool core_asked(const struct world *w, struct label label, struct ticket_view *view);

/* ---- kiosks ---- */
enum record_state {
    RECORD_INTENT,
    RECORD_ACKED,
    RECORD_PRINTING,
    RECORD_PRINTED,
    RECORD_FAILED, /* no slip came out: the number was shown large (D-21) */
    RECORD_REFUSED,
};
/* One line of a kiosk's own journal; it survives a power cut. */
struct record {
    uint8_t state, ticket_class;
    bool reported, copy;
    bool alone;              /* a number of a block; the import is its report */
    struct block block;      /* alone */
    struct command_id other; /* alone: the command it stands for, uid 0 = none */
    msec given;
    uint16_t service;
    uint32_t person, boot, seq;
    ticket_id ticket;
    struct label label;
};
struct kiosk {
    struct dice dice;
    uint32_t link, tag, boot, seq;
    bool off, paper_out;
    uint32_t active; /* record + 1, 0 = idle */
    bool asking;     /* a command is outstanding */
    struct command asked;
    msec asked_at;
    uint32_t line[256], line_head, line_count; /* people */
    struct block blocks[64];
    uint32_t block_count;
    struct record *records;
    uint32_t record_count, record_size, unreported; /* all before it are reported */
};
void kiosk_init(struct world *w, uint32_t index);
void kiosk_step(struct world *w, uint32_t index, uint32_t tag);
bool kiosk_queue(struct world *w, uint32_t index, uint32_t person);
void kiosk_answer(struct world *w, uint32_t index, const struct parcel *parcel);
void kiosk_block(struct world *w, uint32_t index, const struct block *block);
void kiosk_connected(struct world *w, uint32_t index);

/* ---- pads and their clerks ---- */
struct pad {
    struct dice dice;
    uint32_t link, tag, boot, seq, window; /* window: index in the definition */
    uint64_t jseq;
    struct shown shown;
    bool asking;
    struct command asked;
    msec asked_at, until;
    uint32_t serving;  /* person + 1 */
    struct label with; /* the slip of the person who is served */
    uint8_t ending;    /* key that ends the visit, 0 = not yet */
    uint32_t ending_arg;
    uint32_t waited_call; /* the call for which the clerk waits */
    msec waited_from;
    uint8_t last_code;
    uint8_t regrets; /* the key just done is taken back */
    uint32_t staff, rate_seq;
    struct label rated; /* the visit before */
    bool lent;          /* signed on for everything, when it is calm */
};
void pad_init(struct world *w, uint32_t index);
void pad_step(struct world *w, uint32_t index, uint32_t tag);
void pad_answer(struct world *w, uint32_t index, const struct parcel *parcel);
void pad_picture(struct world *w, uint32_t index, const struct picture *picture);
void pad_power(struct world *w, uint32_t index);
void pad_ask(struct world *w, struct pad *pad, const struct command *command);
/* people_shift.c: who sits there; false when there is nothing to say. */
bool clerk_sits(struct world *w, struct pad *pad);
bool clerk_names(struct world *w, struct pad *pad);
bool clerk_adds(struct world *w, struct pad *pad);
/* The visit with this slip is over: somebody presses how it was. */
void visit_rated(struct world *w, struct pad *pad, struct label label);
/* … or thinks it over, at home. */
void visit_rated_late(struct world *w, struct pad *pad);

/* ---- boards ---- */
struct board {
    struct dice dice;
    uint32_t link, spoken; /* id last spoken; survives a restart (D-12) */
    bool off;
    uint64_t jseq;
    struct picture *picture;
};
void board_init(struct world *w, uint32_t index);
void board_picture(struct world *w, uint32_t index, struct picture *picture);
void board_power(struct world *w, uint32_t index);

/* ---- the desk: a guide with a console ---- */
#define DESK_MANAGER UINT32_MAX
struct desk {
    struct dice dice;
    uint32_t link, tag, seq;
    bool asking;
    struct command asked;
    uint32_t person; /* who asked; DESK_MANAGER = none of the visitors */
};
void desk_init(struct world *w);
void desk_step(struct world *w, uint32_t tag);
/* False when the guide is busy. */
bool desk_ask(struct world *w, uint32_t person, const struct command *command);
/* The manager gives a window a service, or takes one away (R-M13). */
void desk_reassign(struct world *w);
void desk_answer(struct world *w, const struct parcel *parcel);

/* ---- people ---- */
enum person_state {
    PERSON_COMING,
    PERSON_IN_LINE, /* before a kiosk */
    PERSON_AT_KIOSK,
    PERSON_WAITING,
    PERSON_ABSENT,
    PERSON_WALKING,
    PERSON_AT_WINDOW,
    PERSON_SERVED, /* is being served */
    PERSON_GONE
};
enum person_end { END_NONE, END_SERVED, END_LEFT, END_REFUSED, END_TOLD };
struct person {
    struct dice dice;
    uint8_t state, ticket_class, end;
    bool paper, leaver, copy; /* copy: holds a photocopy */
    bool again;               /* asked for another slip */
    uint16_t service, kiosk, journey;
    msec slot;                       /* of an appointment, 0 = none */
    uint32_t booking;                /* whose appointment: person */
    uint32_t tag, next_holder, twin; /* person + 1 */
    uint16_t window;                 /* target where they go or stand */
    uint8_t turns;                   /* visits to windows without an end */
    struct label label;
    msec since;
};
void people_init(struct world *w);
void person_step(struct world *w, uint32_t index, uint32_t tag);
/* The kiosk gave a number: paper, or shown large. */
void person_gets(struct world *w, uint32_t index, struct label label, bool paper);
void person_refused(struct world *w, uint32_t index, uint8_t code);
/* What an appointment shows. */
void person_code(const struct person *person, char *code, size_t size);
/* A board says: this number to that window. */
void people_hear(struct world *w, struct label label, uint16_t target);
/* Somebody with this slip who stands at the window; person + 1, 0 = nobody. */
uint32_t person_at_window(const struct world *w, struct label label, uint16_t target);
void person_served(struct world *w, uint32_t index);
void person_sent_on(struct world *w, uint32_t index);
void person_desk_answer(struct world *w, uint32_t index, uint8_t verb, uint8_t code);
uint32_t people_staying(const struct world *w);

#define HOLDER_BUCKETS 4096
#define WORLD_DAY 20260318u
#define WORLD_YESTERDAY 20260317u
#define WORLD_TZ 480

struct world {
    struct plan plan;
    msec now, began, progress_at;
    uint32_t staying;
    bool calm, ended, closing;
    uint32_t rates[RATE_COUNT]; /* all 0 once it is calm */
    struct hall_def *def;
    uint32_t tickets;

    struct event *events;
    uint32_t event_count, event_size, event_order;
    uint64_t event_total;
    struct parcel *parcels;
    uint32_t parcel_count, parcel_size, parcel_free;

    struct link_state *links;
    uint32_t link_count;
    struct core core;
    struct kiosk *kiosks;
    struct pad *pads;
    struct board *boards;
    struct desk desk;
    uint32_t kiosk_count, pad_count, board_count;
    struct person *people;
    uint32_t people_count, people_size;
    uint32_t holders[HOLDER_BUCKETS]; /* person + 1, by label */
    struct checker checker;
    FILE *trace;
};

struct world_options {
    const struct hall_def *def; /* NULL = generated by the plan */
    int rule;                   /* enum dispatch_rule, -1 = the hall's or the plan's */
    bool vfs;
    FILE *trace;
};
struct world *world_new(const struct plan *plan, const struct world_options *options);
void world_free(struct world *w);
/* Runs the day; false when a promise was broken: w->checker says which. */
bool world_run(struct world *w);
/* A generated hall; world_hall.c. */
struct hall_def *hall_generate(const struct plan *plan);
/* What not every hall has; world_rules.c. */
void hall_extend(const struct plan *plan, struct hall_def *def, struct service_def *services,
                 struct window_def *windows);
struct hall_def *hall_copy(const struct hall_def *def);
void hall_release(struct hall_def *def);

uint32_t rate_of(const struct world *w, enum rate rate);
PRINTF_LIKE(2, 3) void world_say(const struct world *w, const char *fmt, ...);
#define TRACE(w, ...)                  \
    do {                               \
        if ((w)->trace)                \
            world_say(w, __VA_ARGS__); \
    } while (0)
/* For traces: "A042", in one of a few buffers. */
const char *named(struct label label);

#endif
