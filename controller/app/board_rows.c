/* SPDX-License-Identifier: Apache-2.0 */
/*
 * board_rows - what a board says of itself, and whether it shows what it should.
 *
 * A board's own words could be wrong together with its picture; the hash of the rows that it shows
 * cannot (protocol/view.h). Twice in a row it is an alarm for the manager: once may be a delta that
 * was on its way.
 */
#include <string.h>

#include "app/controller.h"
#include "protocol/bits.h"

#define DISAGREES_TIMES 2

static bool is_on(const struct controller *c, uint32_t device, uint8_t code)
{
    return c->devices[device].alarms & 1u << (code - 1);
}

static void set_alarm(struct controller *c, uint32_t device, uint8_t code, bool on, uint32_t arg)
{
    const struct msg_alarm alarm = {.code = code, .on = on, .arg = arg};
    if (is_on(c, device, code) != on)
        peers_alarm(c, device, &alarm);
}

/* The rows may have moved on since: then the last answer stands. */
static void compare(struct controller *c, struct peer *peer, const struct msg_board_status *status,
                    struct row_board *row)
{
    uint32_t hash;
    if (!feed_hash(&peer->feed, &c->rows, status->rev, &hash))
        return;
    if (hash == status->hash) {
        peer->disagreed = 0;
        row->agrees = AGREES;
    } else if (++peer->disagreed >= DISAGREES_TIMES) {
        peer->disagreed = DISAGREES_TIMES;
        row->agrees = DISAGREES;
    }
}

void boards_status(struct controller *c, struct peer *peer, const struct msg_board_status *status)
{
    struct row_board row = {0}; /* with its padding: it is compared */
    (void)view_get(&c->rows.table, ROW_TYPE_BOARD, peer->device, &row);
    row.fps = status->fps;
    row.frame_us = status->frame_us;
    row.volume = status->volume;
    row.mute = status->mute;
    row.sound = status->sound;
    row.showing = status->showing;
    row.rev = status->rev;
    row.queued = status->queued;
    row.expired = status->expired;
    row.merged = status->merged;
    row.media_missing = status->media_missing;
    row.free_mb = status->free_mb;
    row.playlist = status->playlist;
    compare(c, peer, status, &row);
    peers_board(c, peer->device, status);
    rows_set(&c->rows, ROW_TYPE_BOARD, peer->device, &row);
    set_alarm(c, peer->device, ALARM_VOICE, status->sound == SOUND_FAILED, 0);
    set_alarm(c, peer->device, ALARM_PICTURE, row.agrees == DISAGREES, status->rev);
    set_alarm(c, peer->device, ALARM_PANEL, c->devices[peer->device].flags & BOARD_FLAG_NO_PANEL,
              0);
}
