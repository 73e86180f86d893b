/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus_world - one RS-485 line in virtual time: the real master, the real stations, and
 * between them wires that lose, garble, repeat and play again; behind the master a
 * controller with the real keying (bus_controller.c) that keeps the books of what was
 * pressed and what was done.
 */
#ifndef TESTS_BUS_WORLD_H
#define TESTS_BUS_WORLD_H

#include "app/line_group.h"
#include "app/line_keys.h"
#include "core/link.h"
#include "master/bus.h"

#define WORLD_STATIONS_MAX BUS_STATIONS_MAX
#define WORLD_ON_WIRE 16
#define WORLD_PRESSES_MAX 4096
#define WORLD_RECORDED 256 /* frames that somebody on the wires remembers */

/* What the wires do to a frame, in parts per thousand; junk and replay per millisecond. swap: two
 * frames of stations reach the controller the wrong way round. */
struct world_noise {
    uint32_t lose, garble, repeat, junk, replay, swap;
};

struct world_press {
    uint8_t station;
    uint32_t boot;
    uint16_t seq;
    msec pressed, executed; /* 0 = was not */
    uint32_t executions;
    enum pad_outcome outcome;
    bool known; /* the pad learned the outcome */
};

struct world_station {
    struct station station;
    struct station_identity identity;
    struct station_link link;
    bool dead; /* no power */
    msec busy; /* answers that much later */
    struct world_press *press;
    bool seedless; /* its shell has no randomness */
    /* the controller's side of it */
    uint8_t psk[NOISE_PSK];
    struct line_keys keys;
    bool open; /* session */
    bool gkey_wanted;
    msec gkey_due;
    uint32_t boot, claims, results_seq;
    uint32_t handshakes, sessions;
    struct message result;
};

struct world_recorded {
    size_t length;
    uint8_t bytes[LINK_WIRE_MAX];
};

struct world_sending {
    bool used, broken;
    int sender; /* -1 = the master */
    msec from, until;
    size_t length;
    uint8_t bytes[LINK_WIRE_MAX];
    /* what the master hears of it, as the line's speed brings it */
    size_t heard, given;
    uint8_t for_master[2 * LINK_WIRE_MAX];
};

struct world {
    msec now;
    uint64_t random;
    struct world_noise noise;
    uint8_t count;
    struct world_station stations[WORLD_STATIONS_MAX];
    struct bus bus;
    struct bus_output output;
    msec bus_due;
    bool bus_dead, controller_dead;
    struct world_sending wire[WORLD_ON_WIRE];
    /* the controller */
    struct line_group group;
    uint32_t boots, credit, tunnels, forged, failed;
    msec second;
    struct bus_event held; /* swapped: the next one goes first */
    uint8_t held_frame[FRAME_MAX_BUS];
    uint8_t call;
    uint16_t number;
    uint32_t online_events, foreign_events, uplinks, dropped;
    uint32_t press_count;
    struct world_press presses[WORLD_PRESSES_MAX];
    uint32_t recorded_count;
    struct world_recorded recorded[WORLD_RECORDED];
};

/* Stations 1 … count; every third is a pad, a strip, a rating pad, all of window 1. */
void world_init(struct world *w, uint8_t count, uint32_t baud, uint64_t seed);
void world_run(struct world *w, msec duration);
/* The station's power was cut; nothing of it is left but its key. */
void world_reboot(struct world *w, uint8_t station);
/* A person presses NEXT; what comes of it stands in presses[]. */
enum pad_taken world_press(struct world *w, uint8_t station, uint8_t key);
/* The controller dies and another one starts, with nothing in memory; the tunnel with it. */
void world_controller_restart(struct world *w);
/* That station's key is taken out of the hall. */
void world_revoke(struct world *w, uint8_t station);
/* The bus program loses its tunnel, or gets a new one. */
void world_tunnel(struct world *w, bool up);
/* Pads and strips that do not show what the controller holds. */
uint32_t world_wrong(const struct world *w);
/* D-09, D-11: what a person pressed is done once or not at all, never late, and he learns it.
 * NULL, or what is wrong. */
const char *world_books(const struct world *w);
uint32_t world_random(struct world *w, uint32_t below);
/* Bytes of somebody who is no station. */
void world_inject(struct world *w, const uint8_t *bytes, size_t length);

/* ---- the controller ---- */
void controller_start(struct world *w);
void controller_tunnel(struct world *w);
void controller_tick(struct world *w);
void controller_hear(struct world *w, const struct bus_event *event);
struct rec_call_entry controller_entry(const struct world *w);
/* To the bus program; false without credit. */
bool world_send_down(struct world *w, const uint8_t *frame, size_t length);

#endif
