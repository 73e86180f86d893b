/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crowd - the definition of a hall with as many devices as a bench wants, and those devices in one
 * process, each with its own key, session and loopback address (D-33).
 *
 * Names count from 1: board-1, kiosk-1, console-1, pad-1. Doors are open all day, every
 * service has numbers for the whole day, and a second touch within seconds is a second person.
 *
 * Ownership: crowd_open allocates, crowd_close releases; the rig is the caller's.
 * Errors:    logged.
 */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include "bench/rig.h"
#include "config/config.h"

#define CROWD_SERVICES 12
#define CROWD_ROWS_MAX 4096

struct crowd_size {
    uint32_t windows, boards, kiosks, consoles;
    bool pads;       /* one at each window */
    bool whole_hall; /* boards show all zones */
    uint32_t tickets_day;
};

/* Below rig->dir, and rig->hall names it. */
enum err crowd_write(struct rig *rig, const struct crowd_size *size) MUST_CHECK;

struct crowd_device {
    struct crowd *crowd;
    struct device_key key;
    char address[24];
    uint16_t view;
    struct link *link;
    uint32_t boot; /* of its last session; a new link goes on with it */
    uint32_t seq;  /* of its last command */
    bool answered; /* that command was */
    uint8_t code;  /* enum refusal */
    bool settled;  /* what the bench waits for has come */
    double settled_at;
};

struct crowd {
    struct rig *rig;
    struct event_base *base;
    struct hall_def *def;
    uint32_t count, settled;
    struct crowd_device *devices; /* `count`, in the order of the definition */
    struct crowd_device *admin;   /* behind them; it sees all rows */
    /* The bench's; NULL = nothing is to be done. */
    void *context;
    void (*on_welcome)(struct crowd_device *device);
    void (*on_rows)(struct crowd_device *device, const struct view_rows *rows);
    void (*on_message)(struct crowd_device *device, const struct message *message);
};

/* Reads the definition and makes a key for each of its devices; no link yet. The controller may
 * start after that. */
enum err crowd_open(struct crowd *crowd, struct rig *rig) MUST_CHECK;
void crowd_close(struct crowd *crowd);

/* The n-th device of that kind, from 0; NULL behind the last. */
struct crowd_device *crowd_nth(struct crowd *crowd, uint8_t kind, uint32_t n);
enum err crowd_connect(struct crowd_device *device) MUST_CHECK;
void crowd_disconnect(struct crowd_device *device);

/* TICKET_REQ for the next service, PRESS of the help key, ACT at a window. Answers come as
 * device->answered; ERR_GONE without a session. */
enum err crowd_ticket(struct crowd_device *device) MUST_CHECK;
enum err crowd_press(struct crowd_device *pad) MUST_CHECK;
enum err crowd_act(struct crowd_device *console, uint8_t verb, uint16_t window,
                   uint32_t arg) MUST_CHECK;
/* Until the last command was answered; its refusal is no error. */
enum err crowd_answer(struct crowd_device *device) MUST_CHECK;

/* The device has what the bench waits for. */
void crowd_settle(struct crowd_device *device);
/* Nobody is settled any more. */
void crowd_unsettle(struct crowd *crowd);
/* Until `wanted` devices are settled; ERR_GONE and what was waited for after `seconds`. */
enum err crowd_wait(struct crowd *crowd, uint32_t wanted, double seconds,
                    const char *what) MUST_CHECK;
/* The devices go on for so long. */
enum err crowd_live(struct crowd *crowd, double seconds) MUST_CHECK;

#endif
