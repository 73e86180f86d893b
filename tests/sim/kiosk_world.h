/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_world - a kiosk that loses its power anywhere, its disk, its printer, the link and the
 * real engine behind it, in virtual time on one thread.
 *
 * The kiosk is the real model with the real bytes of its journal; the hall is the real engine with
 * a table of remembered results. Before each effect that the model wants, and in the middle of
 * each write and each print, the power may go. What a write had not finished is there up to any
 * byte; what was being printed comes out or not.
 *
 * A world is a pure function of its seed. Errors: a broken promise ends the test with the seed.
 */
#ifndef SIM_KIOSK_WORLD_H
#define SIM_KIOSK_WORLD_H

#include "engine_hall.h"
#include "model/kiosk.h"
#include "model/ledger_bytes.h"

#define WORLD_STEP_MS 200
#define DISK_MAX (256 * 1024)
#define PARCELS_MAX 256
#define MEMO_MAX 2048
#define LABELS_MAX 2048 /* service and number */
#define VISITORS_MAX 400
#define DAY_VISITORS 80 /* of a day with power cuts */
#define NOBODY UINT32_MAX

enum count {
    COUNT_CUTS,
    COUNT_TORN,   /* writes that were cut in the middle */
    COUNT_COPIES, /* slips marked as such */
    COUNT_PAPERS,
    COUNT_ALONE,   /* numbers of its own */
    COUNT_INSTEAD, /* … in place of a command */
    COUNT_IMPORTS,
    COUNT_LATE, /* answers that came after giving up */
    COUNT_NO_PAPER,
    COUNT_CANCELLED,
    COUNT_LINK_CUTS,
    COUNT_FREEZES,
    COUNT_LOST_JOURNALS,
    COUNT_ROTTEN,
    COUNT_BAD_DISK,
    COUNT_DESK,   /* slips admitted by hand, after a lost journal */
    COUNT_GHOSTS, /* calls for which nobody came */
    COUNT_SERVED,
    COUNT_VISITORS,
    COUNT_WITHOUT, /* left without a number, with the way to the desk */
    COUNT_END
};

/* What the hall is told or tells, on its way. */
struct parcel {
    msec at;
    bool to_hall;
    struct command command; /* with its answer: */
    struct result result;
};

struct visitor {
    bool came, left, cancelled;
    uint8_t label_service; /* of the number that he holds; 0 = none */
    uint16_t label_number;
    msec since;
};

/* A number, as people see it. */
struct paper_trail {
    uint32_t owner; /* visitor + 1 */
    uint16_t plain, copies;
    bool shown, alone; /* shown: large, without paper */
    msec given;
};

struct world {
    uint64_t seed, dice;
    msec now; /* monotonic; the hall's clock is `hall0` later */
    bool calm;
    bool sound;                   /* no entry is lost */
    msec alone_from, alone_until; /* the controller is dead; 0 = it is not */
    uint64_t *counts;             /* COUNT_END of them */

    /* the kiosk */
    struct kiosk_model model;
    struct kiosk_rows rows;
    bool on, welcomed; /* welcomed: since its start */
    msec boots_at;
    uint32_t boot, generation, frames;
    uint8_t disk[DISK_MAX];
    size_t disk_length, disk_fresh;
    struct ledger durable;
    msec disk_bad_until, journal_retry;
    bool damaged; /* entries may be missing: the desk has to help */

    /* its printer */
    struct {
        bool busy, copy;
        uint32_t job, owner;
        struct label label;
        msec ends;
    } printer;
    bool paper_out;
    msec new_roll_at;

    /* the link */
    bool up, live;
    msec down_until, frozen_until, heard;
    struct parcel parcels[PARCELS_MAX];
    uint32_t parcel_count;

    /* the hall */
    struct engine_hall hall;
    struct {
        uint32_t boot, seq;
        struct result result;
    } memo[MEMO_MAX];
    uint32_t memo_count;
    struct {
        uint32_t boot, seq;
    } instead[MEMO_MAX]; /* commands for which a number of its own was given */
    uint32_t instead_count;
    uint32_t leases_told;

    /* people */
    struct visitor visitors[VISITORS_MAX];
    uint32_t visitor_count, at_kiosk; /* NOBODY = nobody stands there */
    msec next_visitor, next_touch;
    uint32_t slip_owner[4096]; /* visitor + 1, by the slip's number */
    struct paper_trail trails[2][LABELS_MAX];
};

extern const msec world_hall0; /* the hall's clock at `now` 0 */
uint32_t roll(struct world *w, uint32_t below);
bool chance(struct world *w, uint32_t in_10000);
void count(struct world *w, enum count what);
struct paper_trail *trail_of(struct world *w, struct label label);
#define BROKEN(...)                                                                            \
    do {                                                                                       \
        print_error("seed %llu at %lld ms: ", (unsigned long long)w->seed, (long long)w->now); \
        print_error(__VA_ARGS__);                                                              \
        fail();                                                                                \
    } while (0)

/* ---- the kiosk (kiosk_world.c) ---- */
void world_kiosk_start(struct world *w, const struct hall_def *def,
                       const struct device_def *device);
void world_kiosk_step(struct world *w);
void world_event(struct world *w, struct kiosk_event event);

/* ---- the hall and the link (kiosk_world_hall.c) ---- */
void world_hall_start(struct world *w, uint16_t lease_size);
void world_hall_stop(struct world *w);
void world_link_step(struct world *w);
void world_session_ends(struct world *w);
void world_post(struct world *w, const struct kiosk_effect *effect);
/* The day ends: who holds a number is called, each once, in the order of issue. */
void world_serve_all(struct world *w);

#endif
