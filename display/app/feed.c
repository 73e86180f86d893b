/* SPDX-License-Identifier: Apache-2.0 */
#include "app/feed.h"

#include "protocol/bits.h"

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

static uint8_t style_of(uint8_t style)
{
    if (style == SHOW_TICKER)
        return BOARD_STYLE_TICKER;
    return style == SHOW_WARNING || style == SHOW_EVACUATION ? BOARD_STYLE_WARN
                                                             : BOARD_STYLE_NOTICE;
}

static void feed_texts(struct feed *feed, const struct view_rows *view)
{
    const struct view_row *row;
    struct row_text text;
    for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_TEXT, &at)) != NULL;) {
        view_row_decode(row, &text);
        board_put_text(feed->board, &(struct board_text){.id = row->key >> 4,
                                                         .part = row->key & 15,
                                                         .parts = text.parts,
                                                         .style = style_of(text.style),
                                                         .small = text.small != 0,
                                                         .until = (msec)text.until_ms,
                                                         .text = text.text});
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
    feed_texts(feed, view);
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

/* A board without a voice zone shows the calls of its zone (R-L9). One made before it started is
 * no news there: nothing was stored, and its row stands in the list. */
static void skip_old(struct feed *feed, const struct view_rows *view)
{
    const struct view_row *row;
    uint32_t newest = 0;
    for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_ANNOUNCE, &at)) != NULL;)
        if (row->key > newest)
            newest = row->key;
    announce_forget(feed->announce, newest);
}

static bool silent(const struct feed *feed)
{
    return feed->board->device->voice_zone == 0;
}

/* t08: its own row, and those of the windows that its people may go to. */
static void feed_window(struct feed *feed, const struct view_rows *view, msec mono)
{
    const struct view_row *row;
    window_tv_begin(feed->window);
    for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_WINDOW, &at)) != NULL;) {
        struct row_window window;
        view_row_decode(row, &window);
        const struct window_tv_target target = {
            .target = {(uint16_t)row->key},
            .state = window.state,
            .pause_reason = window.pause_reason,
            .duty = window.duty,
            .label = label_from_wire(window.prefix, window.number),
            .call = window.call,
        };
        window_tv_put_target(feed->window, &target, mono);
    }
    for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_SERVICE, &at)) != NULL;) {
        struct row_service service;
        view_row_decode(row, &service);
        window_tv_put_service(feed->window, &(struct board_service){{(uint16_t)row->key},
                                                                    service.waiting,
                                                                    service.lo_min,
                                                                    service.hi_min,
                                                                    service.wait_min});
    }
    window_tv_end(feed->window);
}

void feed_rows(struct feed *feed, const struct view_rows *view, const struct board_time *time)
{
    const struct view_row *row;
    struct row_hall hall = {0};
    if (silent(feed) && !feed->board->filled)
        skip_old(feed, view);
    /* Without the row a link is only beginning: that ends no emergency. */
    if (view_get(view, ROW_TYPE_HALL, 0, &hall))
        feed->board->emergency = hall.emergency;
    feed->day = hall.day;
    feed_board(feed, view, time);
    if (feed->window)
        feed_window(feed, view, time->mono);
    announce_begin(feed->announce);
    for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_ANNOUNCE, &at)) != NULL;)
        offer_row(feed, row, time);
    announce_end(feed->announce);
}
