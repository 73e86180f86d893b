/* SPDX-License-Identifier: Apache-2.0 */
#include "app/panel.h"

#include <stdlib.h>

#include "os/log.h"

#define WINDOW_W 1280 /* px */
#define WINDOW_H 720
#define PITCH_MAX 8

bool panel_is(const struct device_def *device)
{
    return device->matrix_w != 0;
}

void panel_size(const struct device_def *device, int16_t *w, int16_t *h)
{
    int32_t across = WINDOW_W / device->matrix_w, down = WINDOW_H / device->matrix_h;
    int32_t pitch = across < down ? across : down;
    pitch = pitch < 1 ? 1 : pitch > PITCH_MAX ? PITCH_MAX : pitch;
    *w = (int16_t)(device->matrix_w * pitch);
    *h = (int16_t)(device->matrix_h * pitch);
}

static uint8_t planes_of(const struct device_def *device)
{
    switch ((enum matrix_driver)device->matrix_driver) {
    case MATRIX_PLAIN_RG:
        return 2;
    case MATRIX_PLAIN_RGB:
        return 3;
    case MATRIX_PLAIN:
        break;
    }
    return 1;
}

enum err panel_open(struct led_panel *panel, struct event_base *base,
                    const struct device_def *device)
{
    panel->planes = planes_of(device);
    panel->dots = (struct dots){device->matrix_w, device->matrix_h,
                                calloc(device->matrix_w, device->matrix_h)};
    if (!panel->dots.at)
        return log_fault(ERR_NOMEM, "panel");
    enum err err = dot_face_open(&panel->face);
    if (err || !device->matrix_out[0])
        return err;
    return matrix_new(base,
                      &(struct matrix_options){.name = device->name,
                                               .out = device->matrix_out,
                                               .size = {device->matrix_w, device->matrix_h,
                                                        panel->planes}},
                      &panel->matrix);
}

void panel_close(struct led_panel *panel)
{
    matrix_free(panel->matrix);
    dot_face_close(panel->face);
    free(panel->dots.at);
    *panel = (struct led_panel){0};
}

uint32_t panel_show(struct led_panel *panel, const struct board_screen *board,
                    struct screen *screen)
{
    const struct dots_screen what = {board, dot_face_font(panel->face), &panel->line};
    dots_run(&what, &panel->dots);
    enum dots_page page = dots_draw(&panel->dots, &what);
    uint8_t brightness = dots_brightness(board->board, page, &board->time);
    dots_reduce(&panel->dots, panel->planes);
    if (panel->matrix)
        matrix_show(panel->matrix, &panel->dots, brightness);
    return screen_show_dots(screen, &panel->dots, brightness);
}

msec panel_due(const struct led_panel *panel, msec now)
{
    return dots_due(&panel->line, now);
}
