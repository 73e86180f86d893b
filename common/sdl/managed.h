/* SPDX-License-Identifier: Apache-2.0 */
/*
 * managed - does a window manager run on this X display?
 *
 * Where none runs, nobody makes a window a full screen. SDL asks all the same and waits 100 ms for
 * an answer, a third of the time in which a board has its picture.
 */
#ifndef SDL_MANAGED_H
#define SDL_MANAGED_H

#include <stdbool.h>

/* Of $DISPLAY; also true when that cannot be asked. */
bool managed_display(void);

#endif
