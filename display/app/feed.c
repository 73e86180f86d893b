/* SPDX-License-Identifier: Apache-2.0 */
#include "app/feed.h"

#define SILENT_LIFE_MS (20 * SECOND) /* a take-over without voice is news for that long */

static struct board_target target_of(const struct view_row *row)
{
    struct row_window window;
    view_row_decode(row, &window);
    return (struct board_target){.target = {(uint16_t)row->key},
                                 .state = window.state,
                                 .calls = window.calls,
                                 .ticket_class = window.ticket_class,
                                 .label = label_from_wire(window.prefix, window.number),
                                 .service = {window.service},
                                 .order = window.order,
                                 .since = (msec)window.since_ms};
}

/* Services in the order of the definition, not of their ids: the panel keeps its places. */
static void feed_services(struct feed *feed, const struct view_rows *view)
{
    for (uint32_t i = 0; i < feed->def->service_count; i++) {
        struct row_service row;
        service_id id = feed->def->services[i].id;
        if (view_get(view, ROW_TYPE_SERVICE, id.n, &row))
            board_put_service(feed->board, &(struct board_service){id, row.waiting, row.lo_min,
                                                                   row.hi_min, row.wait_min});
    }
}

static void feed_board(struct feed *feed, const struct view_rows *view,
                       const struct board_time *time)
{
    const struct view_row *row;
    struct row_missed missed;
    board_begin(feed->board);
    for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_WINDOW, &at)) != NULL;) {
        struct board_target target = target_of(row);
        board_put_target(feed->board, &target);
    }
    feed_services(feed, view);
    for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_MISSED, &at)) != NULL;) {
        view_row_decode(row, &missed);
        board_put_missed(feed->board,
                         &(struct board_missed){label_from_wire(missed.prefix, missed.number),
                                                (msec)missed.at_ms});
    }
    board_end(feed->board, time);
}

/* The life of an announcement is real time, also when the hall's clock runs faster (D-27). */
static void offer_row(struct feed *feed, const struct view_row *row, const struct board_time *time)
{
    struct row_announce announce;
    view_row_decode(row, &announce);
    msec age = time->hall - (msec)announce.at_ms;
    if (age < 0)
        age = 0;
    if (feed->training)
        age /= feed->training;
    struct announce_entry entry = {.id = row->key,
                                   .target = {announce.target},
                                   .label = label_from_wire(announce.prefix, announce.number),
                                   .kind = announce.kind,
                                   .langs = announce.langs,
                                   .born = time->mono - age};
    entry.dies = entry.born + announce.life_s * SECOND;
    announce_offer(feed->announce, &entry);
}

/* A board without a voice zone gets no announcements; its take-over follows the windows, with
 * the order of calls in the place of the id (R-L9). A call made before the board started is no
 * news. */
static void offer_targets(struct feed *feed, const struct board_time *time, bool first)
{
    if (first && feed->board->call_count)
        announce_init(feed->announce, feed->board->calls[0].order);
    for (uint32_t i = feed->board->call_count; i > 0; i--) {
        const struct board_target *call = &feed->board->calls[i - 1];
        if (call->state != WINDOW_CALLING)
            continue;
        struct announce_entry entry = {.id = call->order,
                                       .target = call->target,
                                       .label = call->label,
                                       .kind = call->calls > 1 ? CALL_AGAIN : CALL_FIRST,
                                       .born = time->mono,
                                       .dies = time->mono + SILENT_LIFE_MS};
        announce_offer(feed->announce, &entry);
    }
}

static bool silent(const struct feed *feed)
{
    return feed->board->device->voice_zone == 0;
}

void feed_rows(struct feed *feed, const struct view_rows *view, const struct board_time *time)
{
    const struct view_row *row;
    struct row_hall hall = {0};
    bool first = !feed->board->filled;
    /* Without the row a link is only beginning: that ends no emergency. */
    if (view_get(view, ROW_TYPE_HALL, 0, &hall))
        feed->board->emergency = hall.emergency;
    if (silent(feed) && hall.day != feed->day)
        announce_init(feed->announce, 0);
    feed->day = hall.day;
    feed_board(feed, view, time);
    announce_begin(feed->announce);
    if (silent(feed))
        offer_targets(feed, time, first);
    else
        for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_ANNOUNCE, &at)) != NULL;)
            offer_row(feed, row, time);
    announce_end(feed->announce);
}
