/* SPDX-License-Identifier: Apache-2.0 */
#include "app/rows.h"

static void read_service(const struct view_rows *view, service_id id, struct kiosk_service *service)
{
    struct row_service row;
    *service = (struct kiosk_service){.known = false};
    if (!view_get(view, ROW_TYPE_SERVICE, id.n, &row))
        return;
    *service = (struct kiosk_service){
        .known = true,
        .ticketing = row.ticketing != 0,
        .waiting = row.waiting,
        .windows = row.windows,
        .left = row.left,
        .ahead_normal = row.ahead_normal,
        .ahead_priority = row.ahead_priority,
        .lo_min = row.lo_min,
        .hi_min = row.hi_min,
        .wait_min = row.wait_min,
        .opens_in_min = row.opens_in_min,
    };
}

void rows_read(const struct view_rows *view, const struct hall_def *def, struct kiosk_rows *rows)
{
    struct row_hall hall;
    rows->known = view_get(view, ROW_TYPE_HALL, 0, &hall);
    rows->day = rows->known ? hall.day : 0;
    rows->ticketing = rows->known && hall.ticketing;
    rows->emergency = rows->known ? hall.emergency : EMERGENCY_NONE;
    rows->opens_in_min = rows->known ? hall.opens_in_min : 0;
    for (uint32_t i = 0; i < def->service_count; i++)
        read_service(view, def->services[i].id, &rows->services[i]);
}
