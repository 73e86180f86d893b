/* SPDX-License-Identifier: Apache-2.0 */
/*
 * evdev - one input device of the definition, read by this program alone (T11, R-K15).
 *
 * A real device is taken with EVIOCGRAB: what is pressed on it reaches no console, no window
 * and no other program. A FIFO or a socket may stand in its place: the same records, without
 * a grab and without ranges of its own. A device that is missing or goes away is said once, in
 * one sentence, and tried again after 0.2 s, then twice as long, up to 5 s.
 *
 * Ownership: evdev_new allocates, at start only. Threads: none; libevent.
 */
#ifndef APP_EVDEV_H
#define APP_EVDEV_H

#include "base/base.h"
#include "device/touchpanel.h"

#define EVDEV_BACKOFF_MIN_MS 200
#define EVDEV_BACKOFF_MAX_MS (5 * SECOND)
#define EVDEV_BATCH 64 /* records a turn of the loop: a flood cannot hold it */

struct event_base;
struct evdev;

/* Of a touch panel, as the device says them. */
struct evdev_ranges {
    bool known;
    int32_t min_x, max_x, min_y, max_y;
};

struct evdev_options {
    const char *path, *name; /* name: "touch", for the log; both outlive it */
    void *context;
    void (*on_record)(void *context, const struct input_record *record);
    void (*on_state)(void *context, bool open, const struct evdev_ranges *ranges);
};

/* NULL, logged, when there is no memory. The first try to open is made at once. */
struct evdev *evdev_new(struct event_base *base, const struct evdev_options *options) MUST_CHECK;
void evdev_free(struct evdev *evdev);

#endif
