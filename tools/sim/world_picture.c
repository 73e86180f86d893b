/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_picture - what the controller shows to pads and boards after a commit: whole states, never
 * steps, so that a lost one leaves nobody wrong for long (docs/reliability.md).
 */
#include <stdlib.h>
#include <string.h>

#include "sim/world.h"

void picture_drop(struct picture *picture)
{
    if (picture && --picture->holders == 0)
        free(picture);
}

static void show(struct shown *shown, const struct world *w, target_id target)
{
    struct window_view view;
    struct ticket_view ticket;
    (void)hall_window(w->core.hall, target, &view);
    *shown = (struct shown){.target = target.n,
                            .state = view.state,
                            .calls = view.calls,
                            .parked = view.parked,
                            .call = view.call,
                            .ticket = view.ticket};
    if (view.ticket.n && hall_ticket(w->core.hall, view.ticket, &ticket))
        shown->label = ticket.label;
}

static struct picture *take_picture(const struct world *w)
{
    const struct hall_def *def = w->def;
    uint32_t count = def->window_count;
    struct picture *picture = malloc(sizeof(*picture) + count * sizeof(struct shown));
    if (!picture)
        abort();
    *picture = (struct picture){.holders = 1, .jseq = w->core.jseq, .count = count};
    for (uint32_t i = 0; i < count; i++)
        show(&picture->windows[i], w, (target_id){def->windows[i].number});
    struct announce_view all[HALL_ANNOUNCES_MAX];
    uint32_t n = hall_announces(w->core.hall, 0, all, HALL_ANNOUNCES_MAX);
    uint32_t from = n > PICTURE_ANNOUNCES ? n - PICTURE_ANNOUNCES : 0;
    picture->announce_count = n - from;
    memcpy(picture->announces, all + from, (n - from) * sizeof(all[0]));
    return picture;
}

void picture_take(struct world *w)
{
    picture_drop(w->core.picture);
    w->core.picture = take_picture(w);
}

void picture_send_all(struct world *w)
{
    picture_take(w);
    for (uint32_t i = 0; i < w->link_count; i++)
        if (w->links[i].party == PARTY_PAD || w->links[i].party == PARTY_BOARD)
            link_send_picture(w, i, w->core.picture);
}
