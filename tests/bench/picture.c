/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/picture.h"

#include <event2/event.h>

#include "app/filter.h"
#include "bench/bench.h"
#include "os/log.h"

#define PATIENCE_S 10

uint32_t picture_hash(const struct crowd *crowd, uint16_t view)
{
    const struct view_rows *all = link_view(crowd->admin->link);
    struct filter filter;
    uint32_t hash = 0;
    if (!filter_init(&filter, crowd->def, view))
        return 0;
    for (uint32_t i = 0; i < all->count; i++) {
        struct view_row row = all->rows[i];
        struct view_rows one = {.rows = &row, .count = 1, .capacity = 1};
        struct scope scope;
        scope_of(crowd->def, &row, &scope);
        if (filter_shows(&filter, &scope))
            hash ^= view_hash(&one);
    }
    return hash;
}

/* Number of the first board that does not show what it should, or `boards`. */
static uint32_t first_wrong(struct crowd *crowd, uint32_t boards)
{
    if (link_state(crowd->admin->link) != LINK_LIVE)
        return 0;
    for (uint32_t i = 0; i < boards; i++) {
        const struct crowd_device *board = crowd_nth(crowd, DEVICE_BOARD, i);
        if (link_state(board->link) != LINK_LIVE ||
            view_hash(link_view(board->link)) != picture_hash(crowd, board->view))
            return i;
    }
    return boards;
}

enum err picture_check(struct crowd *crowd, uint32_t boards)
{
    double late = bench_clock() + PATIENCE_S;
    uint32_t wrong;
    /* Deltas to boards and administrator arrive one after the other. */
    while ((wrong = first_wrong(crowd, boards)) < boards && bench_clock() < late)
        event_base_loop(crowd->base, EVLOOP_ONCE);
    if (wrong < boards)
        return log_fault(ERR_GONE, "%s does not show what the controller holds",
                         crowd_nth(crowd, DEVICE_BOARD, wrong)->key.name);
    return ERR_NONE;
}
