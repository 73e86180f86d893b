/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/display.h"
#include "app/machine.h"
#include "protocol/bits.h"

#define STATUS_EVERY_MS (5 * SECOND)
#define HEALTH_SOON_MS 500 /* a burst of changes is told once */

/* The number people see: the one that takes over the board, else the newest call. */
static void shown(const struct display *display, const struct board_time *time,
                  struct msg_status *status)
{
    struct announce_entry calls[ANNOUNCE_BANDS];
    struct board_row row;
    struct label label = {0};
    if (display->window.target.n) {
        label = display->window.own.label;
        status->target = display->window.target.n;
        status->state = display->window.own.state;
    } else if (announce_shown(&display->announce, time->mono, calls)) {
        label = calls[0].label;
        status->target = calls[0].target.n;
        status->state = WINDOW_CALLING;
    } else if (board_rows(&display->board, time, &row, 1)) {
        label = row.label;
        status->target = row.target.n;
        status->state = row.status == BOARD_SERVING ? WINDOW_SERVING : WINDOW_CALLING;
        status->call = row.calls;
    }
    status->prefix = label_wire_prefix(label);
    status->number = label.number;
}

/* ---- how the board does ---- */

static bool silent(const struct display *display)
{
    return display->options->mute || display->device->voice_zone == 0;
}

static uint8_t sound_of(const struct display *display)
{
    if (silent(display))
        return VOICE_SOUND_NONE;
    return (uint8_t)(display->voice ? voice_sound(display->voice) : VOICE_SOUND_FAILED);
}

static uint16_t small(uint32_t count)
{
    return count < UINT16_MAX ? (uint16_t)count : UINT16_MAX;
}

static enum board_page page_of(const struct display *display, const struct board_screen *screen)
{
    if (!panel_is(display->device))
        return board_page(screen);
    switch (dots_page(screen->board, screen->announce, &screen->time)) {
    case DOTS_EMERGENCY:
        return BOARD_PAGE_EMERGENCY;
    case DOTS_CALL:
        return BOARD_PAGE_CALL;
    case DOTS_LOST:
    case DOTS_STALE:
        return BOARD_PAGE_LOST;
    case DOTS_ROWS:
    case DOTS_QUIET:
        break;
    }
    return BOARD_PAGE_DOTS;
}

/* What is told soon after it changes. */
static void lasting(const struct display *display, const struct board_time *time,
                    struct msg_board_status *to)
{
    const uint32_t *fates = display->announce.fates;
    const struct board_screen screen = display_screen(display, time);
    int16_t w, h;
    screen_size(display->screen, &w, &h);
    memset(to, 0, sizeof(*to));      /* compared byte by byte */
    if (panel_is(display->device)) { /* not those of its window */
        w = (int16_t)display->device->matrix_w;
        h = (int16_t)display->device->matrix_h;
    }
    to->width = (uint16_t)w;
    to->height = (uint16_t)h;
    to->volume = silent(display) ? 0 : (uint8_t)speak_volume(display, time);
    to->mute = display->options->mute;
    to->sound = sound_of(display);
    to->playlist = display->playing.version;
    to->media_missing = display->playing.missing;
    to->showing = (uint8_t)page_of(display, &screen);
    to->spoken = fates[ANNOUNCE_SPEAK];
    to->expired = fates[ANNOUNCE_EXPIRED];
    to->merged = fates[ANNOUNCE_MERGED];
}

/* What changes all the time; counted anew from here on. */
static void passing(struct display *display, const struct board_time *time, msec since,
                    struct msg_board_status *to)
{
    const struct view_rows *view = link_view(display->link);
    uint32_t fps = since > 0 ? (uint32_t)(display->pace.frames * SECOND / since) : 0;
    to->fps = (uint8_t)(fps < UINT8_MAX ? fps : UINT8_MAX);
    to->celsius = machine_celsius();
    to->free_mb = machine_free_mb(display->options->state);
    to->frame_us = display->pace.worst_us;
    to->rev = view->rev;
    to->hash = view_hash(view);
    to->queued = small(announce_waiting(&display->announce, time->mono));
    display->pace.frames = 0;
    display->pace.worst_us = 0;
}

static void health_tick(struct display *display, const struct board_time *time)
{
    struct message message = {.type = MSG_TYPE_BOARD_STATUS};
    struct msg_board_status now;
    lasting(display, time, &now);
    msec since = time->mono - display->health_at;
    bool same = memcmp(&now, &display->health, sizeof(now)) == 0;
    if (since < (same ? STATUS_EVERY_MS : HEALTH_SOON_MS))
        return;
    message.board_status = now;
    passing(display, time, since, &message.board_status);
    display->health_at = time->mono;
    if (link_send(display->link, &message) == ERR_NONE)
        display->health = now;
}

/* ---- what is shown and was spoken ---- */

void status_tick(struct display *display, const struct board_time *time)
{
    health_tick(display, time);
    struct message message = {.type = MSG_TYPE_STATUS};
    struct msg_status *status = &message.status;
    shown(display, time, status);
    bool speaks = display->voice && voice_sound(display->voice) != VOICE_SOUND_FAILED;
    status->flags = speaks ? 0 : BOARD_FLAG_NO_VOICE;
    if (matrix_state(display->panel.matrix) == MATRIX_LOST)
        status->flags |= BOARD_FLAG_NO_PANEL;
    status->spoken = display->said;
    status->rev = link_view(display->link)->rev;
    bool same = memcmp(status, &display->told, sizeof(*status)) == 0;
    if (same && time->mono - display->told_at < STATUS_EVERY_MS)
        return;
    struct msg_status now = *status;
    status->uptime_s = (uint32_t)((time->mono - display->started) / SECOND);
    display->told_at = time->mono;
    if (link_send(display->link, &message) == ERR_NONE)
        display->told = now;
}
