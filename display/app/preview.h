/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preview - one call said aloud as the boards of a hall say it, without a controller: for
 * whoever chooses a pack, a rate or a place for the loudspeakers.
 */
#ifndef APP_PREVIEW_H
#define APP_PREVIEW_H

#include "app/display.h"

/* `what` is a number and a window, "A023 6", or a room, "A023 r5". Prints the sentences, and
 * returns when they were heard. ERR_USAGE or ERR_CONFIG after one sentence. */
enum err preview_say(const struct display_options *options, const char *what) MUST_CHECK;

#endif
