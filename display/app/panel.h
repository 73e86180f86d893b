/* SPDX-License-Identifier: Apache-2.0 */
/*
 * panel - a board that is a panel of dots (`matrix` in devices.yaml): draws what it says now, sends
 * it to the panel, shows it in a window.
 *
 * Ownership: zeroed = the board is a TV; panel_close accepts that.
 * Errors:    ERR_CONFIG after one sentence; a panel that does not answer is no error (matrix.h).
 */
#ifndef APP_PANEL_H
#define APP_PANEL_H

#include "app/matrix.h"
#include "sdl/dot_face.h"
#include "sdl/screen.h"
#include "view/dots.h"

struct led_panel {
    struct dots dots; /* at NULL = a TV */
    uint8_t planes;
    struct dot_face *face;
    struct dots_line line;
    struct matrix *matrix; /* NULL = in a window only */
};

bool panel_is(const struct device_def *device);
/* Of its window: as many px a dot as a usual screen has room for. */
void panel_size(const struct device_def *device, int16_t *w, int16_t *h);
enum err panel_open(struct led_panel *panel, struct event_base *base,
                    const struct device_def *device) MUST_CHECK;
void panel_close(struct led_panel *panel);
/* Returns the pixels of the window that changed. */
uint32_t panel_show(struct led_panel *panel, const struct board_screen *board,
                    struct screen *screen);
/* When it looks different next. */
msec panel_due(const struct led_panel *panel, msec now);

#endif
