/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display - hall-display in one struct: link, model, screen and voice, moved by one timer.
 *
 * Each tick: hear the link, settle announcements, speak, draw what changed, tell the
 * controller what is shown and what was spoken. A tick comes with news and when the page that is
 * drawn may look different (pace.c); the ticker moves in between without one.
 *
 * STATUS.spoken is the last announcement whose sound was played to its end (or would have
 * been, on a mute board); the one begun last is in the state file (spoken.h).
 */
#ifndef APP_DISPLAY_H
#define APP_DISPLAY_H

#include "app/feed.h"
#include "app/panel.h"
#include "app/playing.h"
#include "app/spoken.h"
#include "app/voice.h"
#include "fetch/fetch.h"
#include "link/address.h"
#include "link/link.h"
#include "sdl/screen_serve.h"
#include "view/view.h"

struct event_base;
struct event;

/* pace.c: when to draw, and how that went. */
struct pace {
    struct event *slide; /* moves the ticker */
    uint32_t sentence;   /* of the ticker, as drawn */
    msec draw_due;       /* the page may look different then; 0 = now */
    uint32_t frames;     /* that changed pixels, and … */
    uint16_t worst_us;   /* … the longest one since the last report */
};

struct display_options {
    const char *hall, *controller, *key, *name, *state, *size, *capture;
    uint32_t rows, volume, rate, monitor, window, room;
    bool offscreen, fullscreen, portrait, landscape, mute, english;
};

struct display {
    const struct display_options *options;
    struct hall_def *def;
    struct fetch fetch;
    const struct device_def *device;
    struct words words;
    struct device_key key;
    struct address address;
    struct event_base *base;
    struct event *timer, *signals[2];
    struct link *link;
    struct screen *screen;
    struct screen_serve serve;
    struct voice *voice; /* NULL = there was no memory for it */
    struct spoken spoken;
    struct board board;
    struct led_panel panel;  /* of dots; none on a TV */
    struct window_tv window; /* target 0 = a board of the waiting area */
    struct announce announce;
    struct ticker ticker;
    struct feed feed;
    struct playing playing;
    struct draw draw;
    struct pace pace;
    msec started;
    /* voice */
    uint32_t saying;  /* id of the announcement that sounds; 0 = a notice or nothing */
    uint32_t said;    /* told in STATUS */
    bool fault_said;  /* v.fault, once a break (docs/ui t04) */
    msec fault_at;    /* when it was last said */
    msec quiet_since; /* the last announcement ended */
    msec emergency_at;
    uint8_t emergency_turn; /* which language is next */
    uint8_t closing;        /* enum board_closing as last seen, +1; 0 = not seen yet */
    /* status */
    struct msg_status told;
    struct msg_board_status health;
    msec told_at, health_at, fed_at;
    bool quit;
    bool renew; /* ended to start again with another definition */
};

/* ERR_CONFIG or another after one sentence in the log. */
enum err display_open(struct display *display, const struct display_options *options) MUST_CHECK;
void display_close(struct display *display);
/* Until a signal or the end of the window. */
enum err display_run(struct display *display) MUST_CHECK;

/* window.c: the target it stands at, by its options or its definition; 0 = none. ERR_CONFIG: the
 * hall has no such window or room. */
enum err window_find(const struct display *display, target_id *target) MUST_CHECK;
/* The view that it asks for. */
uint16_t window_view(const struct display *display);
/* The size of its lists. */
void window_size(const struct display *display, bool portrait, int16_t *w, int16_t *h);
/* What is to be drawn now. */
struct board_screen display_screen(const struct display *display, const struct board_time *time);
/* speak.c */
void speak_tick(struct display *display, const struct board_time *time);
/* Percent, of the options and the time of day. */
uint32_t speak_volume(const struct display *display, const struct board_time *time);
/* pace.c */
bool pace_open(struct display *display) MUST_CHECK;
void pace_close(struct display *display);
/* Something may look different: draw now. */
void pace_news(struct display *display);
/* When the page that is drawn now may look different because time passed. */
msec pace_due(const struct display *display, const struct board_time *time);
/* How long the loop may sleep. */
msec pace_wait(const struct display *display, msec now);
void pace_drawn(struct display *display, int64_t began_us, uint32_t pixels);
/* The ticker was drawn at that place. */
void pace_slide(struct display *display, const struct ticker_place *at, msec now);
/* status.c */
void status_tick(struct display *display, const struct board_time *time);

#endif
