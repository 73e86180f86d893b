/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/display.h"
#include "protocol/bits.h"

#define STATUS_EVERY_MS (5 * SECOND)

/* The number people see: the one that takes over the board, else the newest call. */
static void shown(const struct display *display, const struct board_time *time,
                  struct msg_status *status)
{
    struct announce_entry calls[ANNOUNCE_BANDS];
    struct board_row row;
    struct label label = {0};
    if (announce_shown(&display->announce, time->mono, calls)) {
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

void status_tick(struct display *display, const struct board_time *time)
{
    struct message message = {.type = MSG_TYPE_STATUS};
    struct msg_status *status = &message.status;
    shown(display, time, status);
    bool speaks = display->voice && voice_sound(display->voice) != VOICE_SOUND_FAILED;
    status->flags = speaks ? 0 : BOARD_FLAG_NO_VOICE;
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
