/* SPDX-License-Identifier: Apache-2.0 */
#include "app/window.h"

#include <stdio.h>
#include <stdlib.h>

#include <SDL_keycode.h>

#include <event2/event.h>

#include "os/clock.h"
#include "os/log.h"
#include "sdl/dot_face.h"
#include "sdl/screen.h"
#include "view/panel.h"

struct window {
    struct device *devices;
    size_t count;
    const struct words *words;
    struct event_base *base;
    struct event *timer;
    struct screen *screen;
    struct dot_face *face; /* NULL = not installed: the strip as text */
    struct station_panel panel;
    struct device *pad, *rating;
    struct draw draw;
};

/* The stations of that window. */
static void look_at(struct window *window, uint16_t number)
{
    window->panel = (struct station_panel){.target = {number}};
    window->panel.dots = window->face ? dot_face_font(window->face) : NULL;
    window->pad = window->rating = NULL;
    for (size_t i = 0; i < window->count; i++) {
        struct device *device = &window->devices[i];
        if (device->station.target.n != number)
            continue;
        if (device->def->kind == DEVICE_PAD) {
            window->pad = device;
            window->panel.pad = &device->station;
        } else if (device->def->kind == DEVICE_RATING) {
            window->rating = device;
            window->panel.rating = &device->station;
        } else {
            window->panel.strip = &device->station;
        }
    }
}

/* The nearest other number, upwards or downwards; stays where there is none. */
static void go(struct window *window, bool up)
{
    uint16_t here = window->panel.target.n, best = here;
    for (size_t i = 0; i < window->count; i++) {
        uint16_t number = window->devices[i].station.target.n;
        bool nearer = best == here || (up ? number < best : number > best);
        if ((up ? number > here : number < here) && nearer)
            best = number;
    }
    look_at(window, best);
}

static void press(struct window *window, uint16_t action, uint16_t arg)
{
    static const char *const scores[] = {"none", "1", "2", "3", "4", "5"};
    char answer[DEVICE_ANSWER_SIZE]; /* the display says it, in the words of the hall */
    msec now = clock_mono_ms();
    if (action == PANEL_BACK || action == PANEL_ON)
        go(window, action == PANEL_ON);
    else if (action == PANEL_KEY && window->pad)
        (void)device_press(window->pad, pad_key_name((uint8_t)arg), 0, now, answer);
    else if (action == PANEL_RATE && window->rating && arg < countof(scores))
        (void)device_press(window->rating, scores[arg], 0, now, answer);
}

static void type(struct window *window, int32_t key)
{
    if (key == SDLK_LEFT || key == SDLK_RIGHT)
        go(window, key == SDLK_RIGHT);
    else if (key >= SDLK_F1 && key <= SDLK_F8)
        press(window, PANEL_KEY, (uint16_t)(KEY_NEXT + (key - SDLK_F1)));
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    struct window *window = context;
    struct touch touch;
    bool touched = false;
    (void)fd;
    (void)what;
    while (screen_poll(window->screen, &touch)) {
        const struct draw_hit *hit =
            touch.kind == TOUCH_DOWN ? draw_hit_at(&window->draw, touch.x, touch.y) : NULL;
        touched |= touch.kind == TOUCH_DOWN || touch.kind == TOUCH_KEY;
        if (touch.kind == TOUCH_QUIT)
            event_base_loopbreak(window->base);
        else if (touch.kind == TOUCH_KEY)
            type(window, touch.key);
        else if (hit)
            press(window, hit->action, hit->arg);
    }
    if (touched)
        window_tick(window);
}

void window_tick(struct window *window)
{
    if (!window)
        return;
    panel_draw(&window->draw, &window->panel, window->words, clock_mono_ms(),
               screen_measure(window->screen));
    (void)screen_show(window->screen, &window->draw);
}

enum err window_open(struct event_base *base, struct device *devices, size_t count,
                     const struct words *words, struct window **out)
{
    const struct screen_options options = {.title = "hall-station",
                                           .w = PANEL_W,
                                           .h = PANEL_H,
                                           .place = SCREEN_WINDOW};
    const struct timeval poll = {0, SCREEN_POLL_MS * 1000};
    struct window *window = calloc(1, sizeof(*window));
    enum err err = window ? ERR_NONE : log_fault(ERR_NOMEM, "window");
    if (!err) {
        window->devices = devices;
        window->count = count;
        window->words = words;
        window->base = base;
        err = screen_open(&options, &window->screen);
    }
    if (!err) {
        if (dot_face_open(&window->face))
            log_warn("the strip is shown as text");
        look_at(window, devices[0].station.target.n);
        window->timer = event_new(base, -1, EV_PERSIST, on_timer, window);
        if (!window->timer || event_add(window->timer, &poll))
            err = log_fault(ERR_NOMEM, "window");
    }
    if (err) {
        window_close(window);
        return err;
    }
    window_tick(window);
    *out = window;
    return ERR_NONE;
}

void window_close(struct window *window)
{
    if (!window)
        return;
    if (window->timer)
        event_free(window->timer);
    screen_close(window->screen);
    dot_face_close(window->face);
    free(window);
}
