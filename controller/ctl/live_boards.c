/* SPDX-License-Identifier: Apache-2.0 */
/*
 * live_boards - boards as they are now: what each shows, how smoothly, its sound, and whether that
 * is what the controller holds.
 */
#include <stdio.h>

#include "ctl/live.h"
#include "ctl/say.h"
#include "protocol/bits.h"

#define CELL_SIZE 32
#define FRAME_US_MOST UINT16_MAX /* BOARD_STATUS: that or longer */

static const char *sound_of(const struct row_board *board, char cell[CELL_SIZE])
{
    if (board->sound == SOUND_FAILED)
        return "SILENT";
    if (board->sound != SOUND_WORKS)
        return "none";
    if (board->mute)
        return "muted";
    snprintf(cell, CELL_SIZE, "%u %%", board->volume);
    return cell;
}

static const char *agreement_of(uint8_t agrees)
{
    return agrees == AGREES ? "right" : agrees == DISAGREES ? "WRONG" : "?";
}

/* What it said since the controller started; nothing yet: dashes. */
static void print_status(const struct row_device *device, const struct row_board *board)
{
    char screen[CELL_SIZE], frame[CELL_SIZE], sound[CELL_SIZE];
    snprintf(screen, sizeof(screen), "%ux%u", device->width, device->height);
    snprintf(frame, sizeof(frame), "%s%u.%u ms", board->frame_us == FRAME_US_MOST ? ">" : "",
             board->frame_us / 1000u, board->frame_us / 100u % 10u);
    printf("%-10s %3u  %-9s  %-7s  %-9s  %8u  %-7s  %6u %6u %7u  %5u", screen, board->fps, frame,
           sound_of(board, sound), board_page_name(board->showing), board->rev,
           agreement_of(board->agrees), board->queued, device->spoken, board->expired,
           board->media_missing);
}

static void print_board(const struct live *live, uint32_t index, const struct row_device *device,
                        const struct view_rows *rows)
{
    char name[NAME_SIZE], seen[CLOCK_TEXT_SIZE];
    struct row_board board;
    live_name(live, index, name);
    clock_text(device->seen_ms, live->tz_min, seen);
    printf("%-12s %-7s %-8s  ", name, device->online ? "up" : "DOWN", seen);
    if (view_get(rows, ROW_TYPE_BOARD, index, &board))
        print_status(device, &board);
    else
        printf("says nothing of itself");
    live_alarms(device->alarms);
    printf("\n");
}

uint32_t live_boards(const struct live *live, const struct view_rows *rows)
{
    const struct view_row *row;
    struct row_device device;
    uint32_t at = 0, count = 0;
    while ((row = view_each(rows, ROW_TYPE_DEVICE, &at))) {
        view_row_decode(row, &device);
        if (device.kind != DEVICE_BOARD)
            continue;
        if (!count++)
            printf("board        network seen      screen     fps  frame      sound    shows      "
                   "revision  picture  queued spoken expired  media missing\n");
        print_board(live, row->key, &device, rows);
    }
    return count;
}
