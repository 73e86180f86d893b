/* SPDX-License-Identifier: Apache-2.0 */
/*
 * live - tables of devices as they are now, for hallctl devices.
 */
#ifndef CTL_LIVE_H
#define CTL_LIVE_H

#include "domain/hall_def.h"
#include "protocol/view.h"

struct live {
    const struct hall_def *def; /* NULL = devices have numbers only */
    int16_t tz_min;
};

/* "board-1", or "#7". */
void live_name(const struct live *live, uint32_t index, char cell[NAME_SIZE]);
/* The short words of all that are on; nothing when nothing is wrong. */
void live_alarms(uint32_t alarms);
/* How many boards were printed. */
uint32_t live_boards(const struct live *live, const struct view_rows *rows);

#endif
