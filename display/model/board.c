/* SPDX-License-Identifier: Apache-2.0 */
#include "model/board.h"

#include <string.h>

#include "domain/calendar.h"

void board_init(struct board *board, const struct hall_def *def, const struct device_def *device)
{
    memset(board, 0, sizeof(*board));
    board->def = def;
    board->device = device;
}

void board_begin(struct board *board)
{
    board->call_count = 0;
    board->idle_count = 0;
    board->service_count = 0;
    board->missed_count = 0;
    board->notice = (struct board_notice){0};
}

static bool has_call(const struct board_target *target)
{
    return target->label.number != 0 &&
           (target->state == WINDOW_CALLING || target->state == WINDOW_SERVING);
}

void board_put_target(struct board *board, const struct board_target *target)
{
    if (!has_call(target)) {
        if (board->idle_count < BOARD_CALLS_MAX)
            board->idle[board->idle_count++] = target->target;
        return;
    }
    uint32_t at = board->call_count;
    if (at == BOARD_CALLS_MAX) {
        if (board->calls[at - 1].order >= target->order)
            return;
        at--;
    } else {
        board->call_count++;
    }
    for (; at > 0 && board->calls[at - 1].order < target->order; at--)
        board->calls[at] = board->calls[at - 1];
    board->calls[at] = *target;
}

/* R-L11: a confidential service is on no panel; D-44: a step of journeys has no queue of its own
 * that a visitor could join. */
static bool public_service(const struct board *board, service_id id)
{
    const struct service_def *service = def_service(board->def, id);
    if (!service || service->confidential || !service->prefix[0])
        return false;
    return board->device->zone == 0 || service->zone == board->device->zone;
}

void board_put_service(struct board *board, const struct board_service *service)
{
    if (board->service_count < SERVICES_MAX && public_service(board, service->id))
        board->services[board->service_count++] = *service;
}

void board_put_missed(struct board *board, const struct board_missed *missed)
{
    uint32_t at = board->missed_count;
    if (at == BOARD_MISSED_MAX) {
        if (board->missed[at - 1].at >= missed->at)
            return;
        at--;
    } else {
        board->missed_count++;
    }
    for (; at > 0 && board->missed[at - 1].at < missed->at; at--)
        board->missed[at] = board->missed[at - 1];
    board->missed[at] = *missed;
}

void board_end(struct board *board, const struct board_time *time)
{
    const struct board_target *top = board->call_count ? &board->calls[0] : NULL;
    board_take_news(board, time);
    if (top && top->order != board->top_order) {
        /* A board that has just started lights a call by its true age; a running one sees calls
         * as they come, and a recall keeps the `since` of the first call. */
        msec age = board->filled ? 0 : time->hall - top->since;
        board->top_mono = time->mono - (age > 0 ? age : 0);
        board->top_order = top->order;
    }
    if (!top)
        board->top_order = 0; /* a new day counts its calls anew */
    board->filled = true;
}

void board_heard(struct board *board, const struct board_time *time)
{
    board->told = BOARD_LIVE;
    board->heard_mono = time->mono;
    board->heard_hall = time->hall;
}

void board_aged(struct board *board, enum board_fresh told)
{
    board->told = told;
}

enum board_fresh board_fresh(const struct board *board, const struct board_time *time)
{
    if (!board->filled)
        return BOARD_LOST;
    msec age = time->mono - board->heard_mono;
    enum board_fresh aged = BOARD_LIVE; /* D-13 */
    if (age >= BOARD_LOST_MS)
        aged = BOARD_LOST;
    else if (age >= BOARD_STALE_MS)
        aged = BOARD_STALE;
    return aged > board->told ? aged : board->told;
}

const struct room_def *board_room(const struct hall_def *def, target_id target)
{
    if (target.n < TARGET_ROOM)
        return NULL;
    return def_room(def, (uint16_t)(target.n - TARGET_ROOM));
}

uint8_t board_other_floor(const struct board *board, target_id target)
{
    uint8_t floor = 0;
    const struct room_def *room = board_room(board->def, target);
    const struct window_def *window = def_window(board->def, target.n);
    if (room)
        floor = room->floor;
    else if (window)
        floor = window->floor;
    return floor == board->device->floor ? 0 : floor;
}

/* R-P3: the word of a class, never its reason. R-L11: of a confidential service nothing but
 * number and window. */
static uint8_t tag_of(const struct board *board, const struct board_target *call)
{
    const struct service_def *service = def_service(board->def, call->service);
    if (service && service->confidential)
        return CLASS_NORMAL;
    switch (call->ticket_class) {
    case CLASS_PRIORITY:
    case CLASS_APPOINTMENT:
    case CLASS_GREEN:
        return call->ticket_class;
    default:
        return CLASS_NORMAL;
    }
}

static enum board_status status_of(const struct board_target *call)
{
    if (call->state == WINDOW_SERVING)
        return BOARD_SERVING;
    return call->calls > 1 ? BOARD_CALLED_AGAIN : BOARD_PROCEED;
}

static struct board_row row_of(const struct board *board, const struct board_target *call)
{
    return (struct board_row){.label = call->label,
                              .target = call->target,
                              .status = (uint8_t)status_of(call),
                              .calls = call->calls,
                              .tag = tag_of(board, call),
                              .floor = board_other_floor(board, call->target),
                              .order = call->order};
}

uint32_t board_rows(const struct board *board, const struct board_time *time,
                    struct board_row *rows, uint32_t max)
{
    struct board_target unread[BOARD_NEWS_MAX];
    uint32_t left = board_unread(board, time, unread), i = 0, count = 0;
    for (; count < max && (left || i < board->call_count); count++) {
        bool is_unread =
            left && (i == board->call_count || unread[left - 1].order > board->calls[i].order);
        rows[count] = row_of(board, is_unread ? &unread[--left] : &board->calls[i++]);
    }
    if (count && rows[0].status != BOARD_SERVING)
        rows[0].lit = time->mono - board->top_mono < BOARD_LIT_MS;
    return count;
}

/* Which page of `per` things is up: they change every `each` ms, all boards alike. */
static uint32_t page_first(uint32_t count, uint32_t per, msec each, msec mono)
{
    uint32_t pages = (count + per - 1) / per;
    return pages ? (uint32_t)(mono / each % pages) * per : 0;
}

uint32_t board_waiting(const struct board *board, const struct board_time *time,
                       struct board_service *list, uint32_t page)
{
    uint32_t first = page_first(board->service_count, page, BOARD_WAITING_MS, time->mono);
    uint32_t count = 0;
    while (count < page && first + count < board->service_count) {
        list[count] = board->services[first + count];
        count++;
    }
    return count;
}

/* Newest first, so the old ones are at the end. */
static uint32_t missed_alive(const struct board *board, const struct board_time *time)
{
    uint16_t shown_min = board->def->rules.missed_shown_min;
    msec life = (shown_min ? shown_min : BOARD_MISSED_MIN_DEFAULT) * MINUTE;
    uint32_t alive = 0;
    while (alive < board->missed_count && time->hall - board->missed[alive].at < life)
        alive++;
    return alive;
}

uint32_t board_missed(const struct board *board, const struct board_time *time,
                      struct board_missed *list)
{
    uint32_t alive = missed_alive(board, time);
    uint32_t first = page_first(alive, BOARD_MISSED_SHOWN, BOARD_MISSED_MS, time->mono);
    uint32_t count = 0;
    while (count < BOARD_MISSED_SHOWN && first + count < alive) {
        list[count] = board->missed[first + count];
        count++;
    }
    return count;
}

uint32_t board_missed_all(const struct board *board, const struct board_time *time,
                          struct board_missed *list, uint32_t max)
{
    uint32_t alive = missed_alive(board, time);
    uint32_t count = alive < max ? alive : max;
    memcpy(list, board->missed, count * sizeof(*list));
    return count;
}

bool board_serving(const struct board *board, struct label label)
{
    for (uint32_t i = 0; i < board->call_count; i++)
        if (board->calls[i].state == WINDOW_SERVING && label_same(board->calls[i].label, label))
            return true;
    return false;
}

bool board_call_over(const struct board *board, target_id target, struct label label)
{
    for (uint32_t i = 0; i < board->call_count; i++)
        if (board->calls[i].target.n == target.n)
            return board->calls[i].state != WINDOW_CALLING ||
                   !label_same(board->calls[i].label, label);
    for (uint32_t i = 0; i < board->idle_count; i++)
        if (board->idle[i].n == target.n)
            return true;
    return false;
}

enum board_closing board_closing(const struct board *board, const struct board_time *time,
                                 uint16_t *end_min)
{
    const struct hours *hours = &board->def->hours;
    struct civil civil = calendar_local(time->hall, time->tz_min);
    *end_min = 0;
    bool today = hours->weekdays == 0 || hours->weekdays >> civil.weekday & 1;
    if (!today || hours->count == 0)
        return BOARD_OPEN;
    const struct hours_session *last = &hours->sessions[hours->count - 1];
    uint16_t end = (uint16_t)(last->to_min - hours->stop_min);
    uint16_t minute = calendar_minute(civil);
    *end_min = end;
    if (minute + BOARD_CLOSING_MIN < end)
        return BOARD_OPEN;
    if (minute < end)
        return BOARD_CLOSING;
    return minute < end + BOARD_CLOSED_MIN ? BOARD_JUST_CLOSED : BOARD_CLOSED;
}
