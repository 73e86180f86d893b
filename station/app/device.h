/* SPDX-License-Identifier: Apache-2.0 */
/*
 * device - one station of this process: its identity, what it is, and its way to the
 * controller, a line (core/link.h) or a TCP session of its own.
 *
 * Time:    monotonic milliseconds, passed in.
 * Threads: none.
 */
#ifndef APP_DEVICE_H
#define APP_DEVICE_H

#include "base/err.h"
#include "core/link.h"
#include "domain/hall_def.h"
#include "domain/words.h"
#include "link/address.h"
#include "link/link.h"
#include "os/log.h"

#define DEVICE_TEXT_SIZE 256
#define DEVICE_ANSWER_SIZE 160

struct event_base;

struct device {
    const struct device_def *def;
    struct device_key key;
    struct station_identity identity;
    struct station station;
    struct station_link line; /* on a line */
    struct link *session;     /* on TCP; NULL = on a line */
    bool was_online;
    struct log_site no_random, strange;
    char shown[DEVICE_TEXT_SIZE]; /* the picture that was logged last */
};

/* Reads the key; ERR_CONFIG when it is not this station's. */
enum err device_init(struct device *device, const struct hall_def *def,
                     const struct device_def *station, const char *key_path, msec now) MUST_CHECK;
/* Straight to the controller, without a line. */
enum err device_connect(struct device *device, struct event_base *base,
                        const struct address *address, const struct hall_def *def,
                        const char *capture) MUST_CHECK;
void device_fini(struct device *device);

/* On a line: what takes time, and randomness; soon after bytes were heard, and with device_tick. */
void device_work(struct device *device, msec now);
/* Time passes; logs what changed on a strip, and being online. */
void device_tick(struct device *device, const struct words *words, msec now);
/* Sends what the station wants to say, when it is on TCP. */
void device_pump(struct device *device, msec now);

/* A word of a person or a script: "next", "transfer", "1" … "5", "none". True when it is on its
 * way; else answer[] says why not. */
bool device_press(struct device *device, const char *key, uint16_t arg, msec now,
                  char answer[DEVICE_ANSWER_SIZE]);
/* Did the last press end? answer[] says how, *done whether the hall did it. */
bool device_answer(const struct device *device, bool *done, char answer[DEVICE_ANSWER_SIZE]);

#endif
