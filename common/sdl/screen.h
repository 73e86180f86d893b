/* SPDX-License-Identifier: Apache-2.0 */
/*
 * screen - a draw list on a display, or in memory when there is none; touches back.
 *
 * The list has its own size (1920x1080, 1080x1920); a window of another size shows it fitted in
 * its own pixels (ui/fit.h). Only what changed since the last list is painted and presented (D-34).
 * Without a display everything but the window works the same, pixel for pixel.
 *
 * Use inside a libevent loop: a timer of SCREEN_POLL_MS calls screen_poll until it has
 * nothing more. A finger and the mouse events made from it count once.
 *
 * Ownership: screen_open allocates; screen_close accepts NULL.
 * Errors:    ERR_CONFIG (font), ERR_IO (SDL, no such monitor, no display for SCREEN_FULL or a
 *            monitor), ERR_NOMEM, logged.
 * Threads:   one; screen_open comes before all others: it changes the environment for a moment.
 */
#ifndef SDL_SCREEN_H
#define SDL_SCREEN_H

#include "base/err.h"
#include "sdl/picture.h"
#include "ui/dots.h"

#define SCREEN_POLL_MS 12

struct screen;

enum screen_place { SCREEN_AUTO, SCREEN_WINDOW, SCREEN_FULL, SCREEN_OFF };

struct screen_options {
    const char *title;
    int16_t w, h;               /* of the lists to come */
    int16_t window_w, window_h; /* 0 = as the lists */
    enum screen_place place;    /* SCREEN_AUTO: a window if there is a display, else off */
    uint8_t monitor;            /* of the machine's screens, counted from 1; 0 = any */
    bool no_input;              /* keys, mice and touches come another way: SDL's are dropped */
};

enum err screen_open(const struct screen_options *options, struct screen **screen) MUST_CHECK;
void screen_close(struct screen *screen);
bool screen_is_off(const struct screen *screen);

/* For draw_begin. */
const struct text_measure *screen_measure(const struct screen *screen);
/* The fonts, to rasterise other lists (slips). */
struct fonts *screen_fonts(const struct screen *screen);

/* Paints what differs from the list before. Copies the list. Returns the pixels painted. */
uint32_t screen_show(struct screen *screen, const struct draw *draw);
/* A panel of dots in place of a list: each as a round lamp. Returns the pixels painted. */
uint32_t screen_show_dots(struct screen *screen, const struct dots *dots, uint8_t brightness);

/* Moves the clipped text of the list that is shown to `shift` px, in the list's pixels; nothing
 * else is looked at, so it may be done for every picture of the screen. Returns the pixels painted:
 * 0 = no such text, or it stands there already. */
uint32_t screen_slide(struct screen *screen, int16_t shift);

enum touch_kind { TOUCH_NONE, TOUCH_DOWN, TOUCH_MOVE, TOUCH_UP, TOUCH_KEY, TOUCH_QUIT };
struct touch {
    uint8_t kind;
    int16_t x, y; /* in the list's pixels */
    int32_t key;  /* TOUCH_KEY: SDL keycode */
};
/* False when nothing is waiting. */
bool screen_poll(struct screen *screen, struct touch *touch);

/* For a touch panel that SDL does not read: the screen's own pixels, and one of them as a point of
 * the list; outside of it when beside. */
void screen_size(const struct screen *screen, int16_t *w, int16_t *h);
void screen_point(const struct screen *screen, int16_t x, int16_t y, int16_t *list_x,
                  int16_t *list_y);

/* What is shown now, as a PNG; afar: for who does not stand before it, private areas are grey. */
enum err screen_picture(const struct screen *screen, struct picture *picture) MUST_CHECK;
enum err screen_picture_afar(const struct screen *screen, struct picture *picture) MUST_CHECK;

#endif
