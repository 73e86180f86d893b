/* SPDX-License-Identifier: Apache-2.0 */
/*
 * state - what the hall remembers, and the few ways to change it. Private to this
 * folder: everybody else reads through hall.h.
 *
 * Tickets, their queue nodes and their links are parallel arrays indexed by *slot*
 * (1 = the day's first ticket, 0 = none); targets by *index* (1.., windows in the
 * order of the definition, then rooms); services by index (0..). Ids of the outside
 * are turned into these once, where a command or a fact comes in.
 */
#ifndef ENGINE_STATE_H
#define ENGINE_STATE_H

#include "engine/hall.h"
#include "engine/lifecycle.h"
#include "engine/link_list.h"
#include "engine/ticket_queue.h"

#define SAMPLES_MAX 20 /* R-W2: the last 20 finished */
/* Leases of a day, by its tickets: from MIN + an eighth of them up to MAX. Then no more. */
#define LEASES_MIN 64
#define LEASES_MAX 2048
#define TOMBSTONES_MAX 512 /* commands of a day that will not be carried out; the oldest goes */
#define SERVICE_WORDS (SERVICES_MAX / 64)
#define TARGET_WORDS ((WINDOWS_MAX + ROOMS_MAX) / 64 + 1) /* index 0 is nobody's */
#define BOOKINGS_MIN 16   /* appointments of a day: so many and a quarter of its tickets */
#define TOLD_BY_HAND (-1) /* ticket.told: its slip was shown to somebody here (F18) */
#define SESSION_NONE 0 /* of a ticket or a booking: outside the sessions; else 1 … SESSIONS_MAX */

struct ticket {
    uint8_t state, ticket_class, lang, principals;
    uint8_t calls, misses, score, park_kind;
    bool unprinted;
    bool transferred; /* at least once: its calls say "continue" */
    bool readied;     /* told to get ready (v.next): once a ticket */
    struct label label;
    uint16_t service; /* index */
    uint16_t sent;    /* target index it waits for (D-16); 0 = its service's queue */
    uint16_t target;  /* target index where it is, or last was */
    uint32_t same;    /* next slot in its bucket of labels */
    msec issued;
    msec told; /* its time of issue as its kiosk said it; 0 = issued by the hall; TOLD_BY_HAND */
    msec called, recalled; /* first and last call of this round */
    msec started, ended;
    msec served;                /* sum of its times at windows in this leg */
    uint8_t items;              /* businesses on this ticket, the first one counted */
    msec parked;                /* when it was last parked */
    msec held[PARK_KIND_COUNT]; /* ms parked so far, by kind (D-07) */
    msec rated;                 /* the first time; 0 = not (R-E2) */
    uint8_t step;               /* of its journey, from 1 (R-M10); 0 = none */
    uint16_t journey;
    uint16_t home;    /* target index it comes back to after this step */
    uint32_t of;      /* the ticket of an earlier day whose papers it picks up */
    uint32_t pick_up; /* its own papers are ready on that day */
    uint32_t acted;   /* acts on it so far; not in the digest: it only tells an undo of another */
    uint32_t person, same_person; /* who took it; the slot that this person took before it */
    uint32_t booking;             /* the appointment that it came of */
    uint16_t item;                /* that it was taken for; for its slip only, not in the digest */
    uint8_t session;              /* whose number it took, of the service it was issued for */
    uint8_t void_reason;          /* of VOID; 0 = missed for good */
    bool stale;                   /* its hash is of an earlier state: see struct stale */
    uint64_t hash;
};

/* Whoever showed a card today (R-K8): the HMAC of its number under the day's key, nothing else. */
struct person {
    uint64_t id_a, id_b;
    uint32_t next;   /* in its bucket */
    uint32_t ticket; /* slot of the newest; then ticket.same_person */
    uint32_t booking;
};

/* One appointment of today (R-A3 … R-A8); its number is its place in the array. */
struct booking {
    uint16_t service; /* index */
    uint8_t state, session;
    msec from, until;
    uint32_t person;
    uint32_t next, same_slot; /* in the buckets of codes and of slots */
    char code[25];
    uint64_t hash;
};

/* The counters of numbers that one or more ranges share. */
struct series {
    uint16_t last;   /* given by it */
    uint16_t leased; /* the highest that a kiosk has */
};

/* Numbers of a service in one session (R-K5). An open appointment holds one of them. */
struct session {
    bool quota_set; /* today; else the quota is the definition's */
    uint16_t quota; /* 0 = no limit */
    uint16_t issued, held;
    uint16_t booked; /* open and used appointments (R-A7) */
};

/* One pair of a window and a service (R-D4). */
struct served {
    uint16_t service; /* index */
    uint8_t group;    /* 1-5: rule `turns` only */
};

struct target {
    const struct window_def *def; /* NULL for a room */
    target_id id;
    uint8_t state;
    uint8_t pause_reason; /* in CALLING, SERVING, RATING: pauses when that is over */
    uint8_t start, next;  /* enum start_mode, next_mode */
    uint8_t turn;         /* of the pattern of R-D, for its next call */
    uint32_t ticket;      /* slot: called, served, or just finished (RATING) */
    uint32_t last;        /* slot last finished here: the one a rating pad rates */
    uint32_t call;        /* calls today */
    uint32_t order;       /* of its last call in the hall */
    struct link_list parked;
    struct ticket_queue queue; /* sent to this very target */
    msec since;
    uint32_t staff;   /* signed on here; 0 = nobody is known */
    uint8_t role;     /* enum staff_role of `staff` */
    bool lunch, late; /* on duty over noon (R-O4), after hours (R-O3) */
    /* R-M13: what the window is for today; and of that, in the same order, what it serves now:
     * what whoever is signed on may serve (R-D3). Calls, estimates and counts read `served`. */
    uint8_t assigned_count, served_count;
    struct served assigned[WINDOW_SERVICES_MAX], served[WINDOW_SERVICES_MAX];
    uint64_t able[SERVICE_WORDS]; /* a bit for each service index; all while nobody says less */
    uint64_t lists;               /* hash of `assigned` and `able`, for the digest */
    uint64_t hash;
};

struct service {
    const struct service_def *def;
    struct ticket_queue queue;
    struct label prefix;          /* its number is 0 */
    uint16_t series[CLASS_COUNT]; /* whose counter each class shares (numbering.h) */
    struct series counts[CLASS_COUNT];
    struct session sessions[SESSIONS_MAX];
    uint16_t green; /* given today (R-P2) */
    uint64_t hash;
    uint16_t open;                  /* windows that are open and serve it */
    uint64_t windows[TARGET_WORDS]; /* a bit for each target index that serves it now */
    uint8_t sample_count, sample_next;
    uint32_t samples[SAMPLES_MAX]; /* ms at windows of the last finished */
    uint32_t sorted[SAMPLES_MAX];  /* the same, ascending */
    uint32_t median;               /* of the samples, ms */
};

/* Numbers that a kiosk alone may give (lease.h). */
struct lease {
    uint16_t service; /* index */
    uint16_t first, last;
    uint16_t given; /* tickets that came of it */
    msec ended;     /* by hand; 0 = good until the day closes */
    char device[25];
};

/* Behind that many tickets of the day so many ids were passed over (accept.c). */
#define JUMPS_MAX 4
struct jump {
    uint32_t slot, by;
};

/* A command in whose place another number was given. */
struct tombstone {
    uint64_t uid;
    uint32_t boot, seq;
};

/* What changed since its hash was taken. Hashing is a tenth of what a visit costs when it is done
 * at once: a ticket or window that changed mostly changes again before the digest is asked for, and
 * many hashes in a row take less than one at a time. */
#define STALE_TICKETS_MAX 64 /* then they are taken */
struct stale {
    uint64_t targets[TARGET_WORDS], services[SERVICE_WORDS]; /* a bit for each index */
    uint32_t count, tickets[STALE_TICKETS_MAX];              /* slots */
};

struct hall {
    const struct hall_def *def;
    uint32_t capacity; /* slots */
    uint32_t service_count, target_count, bucket_count;
    struct ticket *tickets;     /* [1 .. capacity] */
    struct ticket_node *nodes;  /* [1 .. capacity] */
    struct link *links;         /* [1 .. capacity]: missed or parked */
    struct target *targets;     /* [1 .. target_count] */
    struct link *target_links;  /* [1 .. target_count]: rating */
    uint32_t *crowds;           /* [1 .. target_count]: crowd_of, kept up to date */
    struct service *services;   /* [0 .. service_count) */
    uint16_t *services_by_id;   /* index + 1 */
    uint16_t *targets_by_id[2]; /* windows by number, rooms by id: index */
    uint32_t services_id_end, targets_id_end[2];
    uint32_t *buckets;            /* labels -> slot */
    struct lease *leases;         /* [0 .. lease_room): id = first + index */
    struct tombstone *tombstones; /* [0 .. TOMBSTONES_MAX): a ring */
    struct person *persons; /* [1 .. capacity + booking_room]: each ticket and booking brings one */
    struct booking *bookings;                               /* [1 .. booking_room] */
    uint32_t *person_buckets, *code_buckets, *slot_buckets; /* [0 .. bucket_count) */
    uint32_t person_count, booking_count, booking_room;

    msec now; /* of the last fact */
    uint32_t day, last_day;
    msec opened; /* the day */
    int16_t tz_min;
    uint32_t first, issued; /* id of slot 1; slots in use */
    uint32_t order;         /* of joining */
    uint32_t calls;         /* in the hall, ever */
    uint32_t announced;     /* id of the newest announcement */
    uint32_t announce_floor;
    uint32_t facts;                               /* of this day */
    uint32_t lease_room, lease_count, superseded; /* of the day */
    uint64_t lease_hash;
    uint32_t jump_count;
    struct jump jumps[JUMPS_MAX];
    uint32_t passed_ids; /* an old copy was accepted between two days: */
    uint16_t passed, passed_first, passed_last;
    uint16_t burnt_first, burnt_last; /* numbers that were leased before the date was opened anew */
    uint8_t emergency;                /* enum emergency; no day's */
    uint32_t waiting;
    uint32_t states[TICKET_STATE_COUNT]; /* tickets in each */
    struct link_list missed, rating;
    uint64_t open[TARGET_WORDS]; /* a bit for each target that is open */
    uint64_t digest;             /* of all hashes as they were taken */
    struct stale stale;
    struct announce_view announces[HALL_ANNOUNCES_MAX];
    uint32_t noticed;                             /* notices of this day */
    struct notice_view notices[HALL_NOTICES_MAX]; /* text "" = a free place */
    struct undo *undos;                           /* [1 .. target_count]; no state, see undo.h */
};

/* ---- from outside ids to inside ones; 0 (services: -1) = no such ---- */
int32_t service_index(const struct hall *hall, service_id id);
uint16_t target_index(const struct hall *hall, target_id id);
uint32_t ticket_slot(const struct hall *hall, ticket_id id);
ticket_id slot_id(const struct hall *hall, uint32_t slot);
/* The id of the next one that is issued. */
uint32_t next_ticket(const struct hall *hall);

/* ---- the only writers of states, clocks, counts and queues; used by apply_… ---- */
void move_ticket(struct hall *hall, uint32_t slot, enum ticket_action action, msec at);
void move_target(struct hall *hall, uint16_t index, enum window_action action, msec at);
/* Beside the lifecycle: the target is put into that state with that ticket (D-20). */
void put_target(struct hall *hall, uint16_t index, uint8_t state, uint32_t slot, msec since);
/* Takes the ticket out of its state and puts it into another, with all that hangs on either;
 * `place` is that of its queue, also while it stands in none. */
void put_ticket(struct hall *hall, uint32_t slot, const struct ticket *next,
                const struct ticket_place *place, msec at);
/* The queue a ticket of this service and destination waits in. */
struct ticket_queue *queue_of(struct hall *hall, uint16_t service, uint16_t sent);
void queue_join(struct hall *hall, uint32_t slot, const struct ticket_place *place);
void queue_leave(struct hall *hall, uint32_t slot);
/* Is it counted as parked at its window? Away tickets are nobody's burden (D-07). */
bool parked_here(const struct ticket *ticket);
bool target_open(const struct target *target);
/* The list of the definition, for everybody: at the start and after each day. */
void assign_default(struct hall *hall, uint16_t index);
/* After a change of `assigned` or `able`: the served, the windows and open windows of services. */
void assign_renew(struct hall *hall, uint16_t index);
uint64_t assign_hash(const struct target *target);
/* The place of a service among those assigned; negative = the window is not for it. */
int assign_find(const struct target *target, uint16_t service);
bool target_serves(const struct hall *hall, uint16_t index, uint16_t service);
/* The lowest window above `after` that serves it now; 0 = no more. */
uint16_t service_window(const struct hall *hall, uint16_t service, uint16_t after);

/* Where this person is signed on; 0 = nowhere. */
uint16_t clerk_window(const struct hall *hall, uint32_t staff);
void clerk_leaves(struct hall *hall, uint16_t index);
/* "1 2 14" as bits of service indexes, "" = everything; false when it is no such list. */
bool skills_read(const struct hall *hall, const char *list, uint64_t able[SERVICE_WORDS]);

/* ---- parts ---- */
void announce_add(struct hall *hall, uint32_t id, uint8_t kind, uint16_t target, uint32_t slot,
                  msec at);
void samples_add(struct service *service, msec served);
/* The people for whom a target works: those who wait at its services, and one each. */
uint32_t crowd_of(const struct hall *hall, uint16_t index);
/* After a change of what it serves, or of one queue by so many. */
void crowd_renew(struct hall *hall, uint16_t index);
void crowd_change(struct hall *hall, uint16_t service, int32_t by);
void labels_clear(struct hall *hall);
void labels_add(struct hall *hall, uint32_t slot);
uint32_t labels_find(const struct hall *hall, struct label label);

/* 0 = nobody with this identity was seen today; both halves 0 = not said. */
uint32_t person_find(const struct hall *hall, uint64_t id_a, uint64_t id_b);
/* The same, made when it is new; 0 when nothing was said. */
uint32_t person_of(struct hall *hall, uint64_t id_a, uint64_t id_b);
void person_took(struct hall *hall, uint32_t person, uint32_t slot);
void persons_clear(struct hall *hall);
/* Small letters are capitals. A journal of before that rule may hold two codes that differ by them
 * only: then the one that is written alike. */
uint32_t booking_find(const struct hall *hall, const char *code);
/* That very code, as a journal has it. */
bool booking_code_given(const struct hall *hall, const char *code);
/* Appointments of that service and slot that stand, at most `most` of them. */
uint32_t bookings_in_slot(const struct hall *hall, uint16_t service, msec from, uint32_t most);
void booking_add(struct hall *hall, const struct booking *booking);
void booking_move(struct hall *hall, uint32_t number, enum booking_state state);
uint32_t bookings_open(const struct hall *hall);
void bookings_clear(struct hall *hall);
/* Quotas as defined, nothing issued. */
void sessions_clear(struct hall *hall);
uint16_t session_quota(const struct service *service, uint8_t session);
/* Numbers that may still be taken; UINT32_MAX without a quota. */
uint32_t session_left(const struct service *service, uint8_t session);

/* After every change of a ticket, a target or the counters of the hall (D-31): its hash is stale.
 */
void digest_ticket(struct hall *hall, uint32_t slot);
void digest_target(struct hall *hall, uint16_t index);
void digest_service(struct hall *hall, uint16_t service);
void digest_booking(struct hall *hall, uint32_t number);
/* Takes the hash of everything that is stale; before tickets are forgotten, too. */
void digest_settle(struct hall *hall);
/* Over the newest list. */
uint64_t digest_of_ticket(const struct hall *hall, uint32_t slot);
uint64_t digest_of_target(const struct hall *hall, uint16_t index);
uint64_t digest_of_service(const struct hall *hall, uint16_t service);
uint64_t digest_of_booking(const struct hall *hall, uint32_t number);

#endif
