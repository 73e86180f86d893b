/* SPDX-License-Identifier: Apache-2.0 */
/*
 * feed - rows of a view into the board and its announcements; the only place that knows both.
 */
#ifndef APP_FEED_H
#define APP_FEED_H

#include "model/announce.h"
#include "model/board.h"
#include "model/window_tv.h"
#include "protocol/view.h"

struct feed {
    const struct hall_def *def;
    struct board *board;
    struct announce *announce;
    struct window_tv *window; /* NULL = a board of the waiting area */
    uint16_t training;        /* 0 = real, else how fast the hall's clock runs */
    uint32_t day;             /* of the hall, yyyymmdd; calls are counted anew each day */
};

void feed_rows(struct feed *feed, const struct view_rows *view, const struct board_time *time);

#endif
