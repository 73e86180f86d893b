/* SPDX-License-Identifier: Apache-2.0 */
/*
 * faults_link - messages that are lost, late, doubled and overtaken, and connections that break.
 *
 * What is on its way belongs to its connection and is gone with it: sessions never outlive a
 * connection (D-45), so nothing of before a restart arrives after it.
 */
#include <assert.h>
#include <stdlib.h>

#include "sim/world.h"

#define NONE UINT32_MAX

static uint32_t take_parcel(struct world *w)
{
    if (w->parcel_free != NONE) {
        uint32_t index = w->parcel_free;
        w->parcel_free = w->parcels[index].next;
        return index;
    }
    if (w->parcel_count == w->parcel_size) {
        w->parcel_size = w->parcel_size * 2 + 64;
        w->parcels = realloc(w->parcels, w->parcel_size * sizeof(*w->parcels));
        if (!w->parcels)
            abort();
    }
    return w->parcel_count++;
}

static msec travel_time(struct world *w, struct link_state *link)
{
    msec time = dice_span(&link->dice, 2, 40);
    /* D-11: nothing older than 3 s is passed on to pads; a stalled connection delays as it likes.
     */
    msec most = link->party == PARTY_KIOSK ? 12 * SECOND : 2500;
    if (dice_chance(&link->dice, rate_of(w, RATE_LATE)))
        time += dice_span(&link->dice, 50, most);
    return time;
}

static void post(struct world *w, uint32_t index, const struct parcel *parcel)
{
    uint32_t at = take_parcel(w);
    w->parcels[at] = *parcel;
    if (parcel->picture)
        parcel->picture->holders++;
    world_after(w, travel_time(w, &w->links[index]), EVENT_PARCEL, at, 0);
}

/* False when the message is lost. */
static bool send(struct world *w, uint32_t index, struct parcel *parcel)
{
    struct link_state *link = &w->links[index];
    if (!link->up)
        return false;
    parcel->link = index;
    parcel->connection = link->connection;
    if (dice_chance(&link->dice, rate_of(w, RATE_DROP)))
        return false;
    post(w, index, parcel);
    if (dice_chance(&link->dice, rate_of(w, RATE_TWICE)))
        post(w, index, parcel);
    return true;
}

void link_send_command(struct world *w, uint32_t link, const struct command *command)
{
    struct parcel parcel = {.kind = PARCEL_COMMAND, .command = *command};
    (void)send(w, link, &parcel);
}

void link_send_answer(struct world *w, uint32_t link, uint32_t connection,
                      const struct command *asked, const struct answer *answer)
{
    struct parcel parcel = {.kind = PARCEL_ANSWER,
                            .id = asked->id,
                            .verb = asked->verb,
                            .answer = *answer};
    if (w->links[link].connection == connection)
        (void)send(w, link, &parcel);
}

void link_send_picture(struct world *w, uint32_t link, struct picture *picture)
{
    struct parcel parcel = {.kind = PARCEL_PICTURE, .picture = picture};
    if (send(w, link, &parcel) || !w->links[link].up || w->links[link].owed)
        return;
    /* The device sees the gap in what comes next, or hears nothing for a while, and asks. */
    w->links[link].owed = true;
    world_after(w, dice_span(&w->links[link].dice, 500, 3000), EVENT_RESYNC, link, 0);
}

void link_send_block(struct world *w, uint32_t link, const struct block *block)
{
    struct parcel parcel = {.kind = PARCEL_BLOCK, .block = *block};
    (void)send(w, link, &parcel);
}

static void open_parcel(struct world *w, const struct parcel *parcel)
{
    const struct link_state *link = &w->links[parcel->link];
    if (parcel->kind == PARCEL_COMMAND) {
        core_take(w, parcel->link, parcel->connection, &parcel->command);
        return;
    }
    if (parcel->kind == PARCEL_BLOCK) {
        kiosk_block(w, link->index, &parcel->block);
        return;
    }
    if (parcel->kind == PARCEL_PICTURE) {
        if (link->party == PARTY_PAD)
            pad_picture(w, link->index, parcel->picture);
        else if (link->party == PARTY_BOARD)
            board_picture(w, link->index, parcel->picture);
        return;
    }
    checker_answer(&w->checker, &parcel->id, parcel->verb, &parcel->answer, w->core.life);
    if (parcel->answer.jseq > w->core.seen)
        w->core.seen = parcel->answer.jseq;
    if (link->party == PARTY_KIOSK)
        kiosk_answer(w, link->index, parcel);
    else if (link->party == PARTY_PAD)
        pad_answer(w, link->index, parcel);
    else if (link->party == PARTY_DESK)
        desk_answer(w, parcel);
}

static void arrive(struct world *w, uint32_t index)
{
    struct parcel parcel = w->parcels[index]; /* opening it may make the pool move */
    w->parcels[index].next = w->parcel_free;
    w->parcel_free = index;
    if (w->links[parcel.link].up && w->links[parcel.link].connection == parcel.connection)
        open_parcel(w, &parcel);
    picture_drop(parcel.picture);
}

void link_down(struct world *w, uint32_t index, msec back)
{
    struct link_state *link = &w->links[index];
    if (!link->up)
        return;
    link->up = false;
    link->connection++;
    TRACE(w, "link of device %u is down", index);
    world_after(w, back, EVENT_LINK_UP, index, link->connection);
}

static void connect_link(struct world *w, uint32_t index, uint32_t connection)
{
    struct link_state *link = &w->links[index];
    if (link->up || link->connection != connection)
        return;
    bool off = (link->party == PARTY_KIOSK && w->kiosks[link->index].off) ||
               (link->party == PARTY_BOARD && w->boards[link->index].off);
    if (!w->core.up || off) {
        world_after(w, dice_span(&link->dice, 200, 5000), EVENT_LINK_UP, index, connection);
        return;
    }
    link->up = true;
    link->connection++;
    TRACE(w, "link of device %u is up", index);
    if (w->core.picture && (link->party == PARTY_PAD || link->party == PARTY_BOARD))
        link_send_picture(w, index, w->core.picture);
    if (link->party == PARTY_KIOSK) {
        core_tell_blocks(w, link->index);
        kiosk_connected(w, link->index);
    }
}

static void cut(struct world *w, uint32_t index)
{
    struct link_state *link = &w->links[index];
    if (rate_of(w, RATE_CUT) && !w->calm)
        link_down(w, index,
                  dice_span(&link->dice, 300, dice_chance(&link->dice, 200) ? 300000 : 15000));
    if (w->plan.rates[RATE_CUT] && !w->calm)
        world_after(w, dice_span(&link->dice, 0, 2 * HOUR / w->plan.rates[RATE_CUT]),
                    EVENT_LINK_DOWN, index, 0);
}

void link_event(struct world *w, const struct event *event)
{
    struct link_state *link = &w->links[event->kind == EVENT_PARCEL ? 0 : event->who];
    switch (event->kind) {
    case EVENT_PARCEL:
        arrive(w, event->who);
        return;
    case EVENT_LINK_DOWN:
        cut(w, event->who);
        return;
    case EVENT_LINK_UP:
        connect_link(w, event->who, event->tag);
        return;
    default:
        assert(event->kind == EVENT_RESYNC);
        link->owed = false;
        if (link->up && w->core.up && w->core.picture)
            link_send_picture(w, event->who, w->core.picture);
        return;
    }
}
