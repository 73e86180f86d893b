/* SPDX-License-Identifier: Apache-2.0 */
/*
 * filter - which rows belong to which view (D-15, protocol/SPEC.md 4).
 *
 * A row's scope says where it belongs, a filter what a view shows; both are made from the
 * hall definition with one bit per zone and floor, so that testing a row is O(1). A scope
 * stays valid after its row is gone: tombstones are filtered by it.
 *
 *     HALL      all but tickets and devices       WINDOW n  that window and its services
 *     FLOOR n   windows of the floor, and what    KIOSK     the hall and its services
 *     ZONE n    they serve and announce           BOARD n   as device n stands: its zone (none
 *     CONSOLE, ADMIN  everything                            = the hall), its voice zone; at a
 *                                                           window or room (t08): that one, its
 *                                                           services, and who else serves them
 *
 * A text or a playlist is for a place, itself written as a view: boards that stand there show it,
 * whatever else they show.
 *
 * Threads: none; pure.
 */
#ifndef APP_FILTER_H
#define APP_FILTER_H

#include "domain/hall_def.h"
#include "protocol/view.h"

struct scope {
    uint8_t kind; /* enum row_type */
    bool gone;
    uint32_t key;
    uint16_t service, target, voice_zone; /* 0 = none */
    uint16_t view;                        /* text, playlist: for the boards of that place */
    uint16_t floors;                      /* bits by index in the definition */
    uint32_t zones;
};

struct filter {
    uint8_t kind; /* enum view_kind */
    uint16_t target, voice_zone;
    bool one; /* a board of one window or room: `target`, `services` */
    uint16_t floors;
    uint32_t zones;
    uint16_t board, zone; /* where it stands, for texts and pages */
    uint8_t floor;
    uint8_t services[SERVICES_MAX / 8]; /* bits by index in the definition */
    const struct hall_def *def;
};

/* False when the view makes no sense in this hall. */
bool filter_init(struct filter *filter, const struct hall_def *def, uint16_t view);
bool filter_shows(const struct filter *filter, const struct scope *scope);

/* Where the row belongs. */
void scope_of(const struct hall_def *def, const struct view_row *row, struct scope *scope);

#endif
