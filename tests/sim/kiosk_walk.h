/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_walk - a visitor who touches whatever the page offers, and the world that answers the
 * kiosk: a controller, a printer, readers, paper and a cable that come and go.
 *
 * The walker taps only what stands in the draw list, so a page that cannot be left is found, and so
 * is a place to touch that nobody can reach.
 */
#ifndef TESTS_KIOSK_WALK_H
#define TESTS_KIOSK_WALK_H

#include "model/kiosk.h"

#define WALK_PENDING_MAX 64

struct walk_answer {
    msec at;
    struct kiosk_event event;
    struct kiosk_ticket ticket;
    struct kiosk_found found;
    struct kiosk_signing signing;
};

struct walk {
    const struct hall_def *def;
    struct kiosk_model model;
    struct kiosk_rows rows;
    struct ledger journal; /* as it would be read back from the disk */
    uint64_t dice;
    msec now;
    uint32_t tickets, leases; /* given so far */
    uint32_t pending_count;
    struct walk_answer pending[WALK_PENDING_MAX];
    uint64_t seen[KIOSK_PAGE_COUNT];   /* how often each page was shown */
    uint64_t pressed[KIOSK_ACT_COUNT]; /* how often each action was let go on its place */
};

uint32_t walk_dice(struct walk *walk, uint32_t sides);
void walk_begin(struct walk *walk, const struct hall_def *def, const struct device_def *device,
                uint64_t seed);
/* Through the model; its effects will be answered, late, or never. */
void walk_send(struct walk *walk, struct kiosk_event event);
/* Time goes on; what is due by then arrives. */
void walk_wait(struct walk *walk, msec ms);
/* Something that no visitor did: a cable, a roll of paper, the hours, a card. */
void walk_fate(struct walk *walk);
/* Everything works from now on. */
void walk_mend(struct walk *walk);

#endif
