/* SPDX-License-Identifier: Apache-2.0 */
/*
 * window - the stations of one service window on a display, with keys to click; the arrow
 * keys go from window to window, F1-F8 are the pad's keys.
 *
 * Ownership: window_open allocates; window_close accepts NULL.
 */
#ifndef APP_WINDOW_H
#define APP_WINDOW_H

#include "app/device.h"

struct event_base;
struct window;

enum err window_open(struct event_base *base, struct device *devices, size_t count,
                     const struct words *words, struct window **window) MUST_CHECK;
void window_close(struct window *window);
/* Paints what changed. */
void window_tick(struct window *window);

#endif
