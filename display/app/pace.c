/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a board draws. Nothing is drawn because time passes, but what time changes: pages turn on
 * whole seconds of the monotonic clock, the clock on a minute of the hall, a call blinks and ends
 * some seconds after it began, the ticker moves. All else comes as news and is drawn at once
 * (D-34).
 */
#include <event2/event.h>

#include "app/display.h"
#include "os/clock.h"

#define VOICE_MS 20 /* while something is said: its sound is to begin, and to end, in time */
#define QUEUE_MS 50 /* while calls wait for their turn */
#define POLL_MS 100 /* a window asks for nothing but to be looked after */
#define FRAME_US_MAX UINT16_MAX

static msec earlier(msec a, msec b)
{
    return a < b ? a : b;
}

/* The next whole second since `since`. */
static msec next_second(msec since, msec now)
{
    return since + ((now - since) / SECOND + 1) * SECOND;
}

/* The first of these moments that is still to come. */
static msec if_later(msec due, msec moment, msec now)
{
    return moment > now ? earlier(due, moment) : due;
}

static msec next_minute(const struct display *display, const struct board_time *time)
{
    msec left = MINUTE - time->hall % MINUTE;
    msec faster = display->feed.training ? display->feed.training : 1; /* D-27 */
    return time->mono + (left + faster - 1) / faster;
}

msec pace_due(const struct display *display, const struct board_time *time)
{
    msec now = time->mono, due = next_second(0, now);
    if (time->hall)
        due = earlier(due, next_minute(display, time));
    if (display->announce.shown.id) {
        due = earlier(due, next_second(display->announce.shown_since, now));
        due = earlier(due, next_second(display->announce.second_since, now));
    }
    due = if_later(due, display->board.top_mono + BOARD_LIT_MS, now);
    due = if_later(due, display->window.lit + WINDOW_TV_TOGGLE_MS, now);
    due = if_later(due, display->window.lit + 2 * WINDOW_TV_TOGGLE_MS, now);
    due = if_later(due, display->board.heard_mono + BOARD_STALE_MS, now);
    return if_later(due, display->board.heard_mono + BOARD_LOST_MS, now);
}

msec pace_wait(const struct display *display, msec now)
{
    msec wait = display->pace.draw_due - now;
    if (!screen_is_off(display->screen))
        wait = earlier(wait, POLL_MS);
    if (display->announce.count)
        wait = earlier(wait, QUEUE_MS);
    if (display->voice && voice_busy(display->voice))
        wait = earlier(wait, VOICE_MS);
    if (playing_busy(&display->playing))
        wait = earlier(wait, PLAYING_BUSY_MS);
    return wait > 0 ? wait : 0;
}

void pace_news(struct display *display)
{
    display->pace.draw_due = 0;
    event_active(display->timer, EV_TIMEOUT, 0);
}

void pace_drawn(struct display *display, int64_t began_us, uint32_t pixels)
{
    int64_t took = clock_mono_us() - began_us;
    struct pace *pace = &display->pace;
    if (pixels)
        pace->frames++;
    if (took > pace->worst_us)
        pace->worst_us = took < FRAME_US_MAX ? (uint16_t)took : FRAME_US_MAX;
}

static void slide_at(struct display *display, msec next, msec now)
{
    msec wait = next > now ? next - now : 1;
    const struct timeval later = {wait / SECOND, wait % SECOND * 1000};
    event_add(display->pace.slide, &later);
}

void pace_slide(struct display *display, const struct ticker_place *at, msec now)
{
    display->pace.sentence = at->index;
    slide_at(display, at->next, now);
}

static void on_slide(evutil_socket_t fd, short what, void *context)
{
    struct display *display = context;
    (void)fd, (void)what;
    msec now = clock_mono_ms();
    struct ticker_place at = ticker_at(&display->ticker, now);
    if (at.index != display->pace.sentence) {
        pace_news(display);
        return;
    }
    int64_t began = clock_mono_us();
    pace_drawn(display, began, screen_slide(display->screen, (int16_t)at.shift));
    slide_at(display, at.next, now);
}

bool pace_open(struct display *display)
{
    display->pace.slide = evtimer_new(display->base, on_slide, display);
    return display->pace.slide != NULL;
}

void pace_close(struct display *display)
{
    if (display->pace.slide)
        event_free(display->pace.slide);
}
