/* SPDX-License-Identifier: Apache-2.0 */
/* Two calls at one window, a moment apart: the first is kept until it could be read. */
#include <string.h>

#include "model/board.h"

/* What the window of that call shows now; NULL = nobody is called or served there. */
static const struct board_target *at_target(const struct board *board, target_id target)
{
    for (uint32_t i = 0; i < board->call_count; i++)
        if (board->calls[i].target.n == target.n)
            return &board->calls[i];
    return NULL;
}

/* A window that calls nobody any more took its call back, or is done: nothing to be read. */
static bool still_news(const struct board *board, struct board_news *news,
                       const struct board_time *time)
{
    const struct board_target *now = at_target(board, news->call.target);
    if (time->mono - news->since >= BOARD_READ_MS)
        return false;
    if (news->replaced)
        return true;
    if (!now)
        return false;
    if (label_same(now->label, news->call.label)) {
        news->call = *now;
        return true;
    }
    news->replaced = now->order > news->call.order && news->call.state == WINDOW_CALLING;
    return news->replaced;
}

static void drop_old(struct board *board, const struct board_time *time)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < board->news_count; i++)
        if (still_news(board, &board->news[i], time))
            board->news[kept++] = board->news[i];
    board->news_count = kept;
}

static bool is_known(const struct board *board, const struct board_target *call)
{
    for (uint32_t i = 0; i < board->news_count; i++)
        if (board->news[i].call.target.n == call->target.n && !board->news[i].replaced)
            return true;
    return false;
}

static void add(struct board *board, const struct board_target *call, msec now)
{
    if (board->news_count == BOARD_NEWS_MAX) {
        memmove(&board->news[0], &board->news[1], (BOARD_NEWS_MAX - 1) * sizeof(board->news[0]));
        board->news_count--;
    }
    board->news[board->news_count++] = (struct board_news){.call = *call, .since = now};
}

void board_take_news(struct board *board, const struct board_time *time)
{
    uint32_t newest = board->call_count ? board->calls[0].order : 0;
    drop_old(board, time);
    /* Of the first picture nothing is news: it is as old as it is. */
    uint32_t fresh = 0;
    while (board->filled && fresh < board->call_count &&
           board->calls[fresh].order > board->news_order)
        fresh++;
    for (uint32_t i = fresh; i > 0; i--)
        if (!is_known(board, &board->calls[i - 1]))
            add(board, &board->calls[i - 1], time->mono);
    /* Nobody is called: the next day counts its calls anew. */
    if (newest > board->news_order || newest == 0)
        board->news_order = newest;
}

uint32_t board_unread(const struct board *board, const struct board_time *time,
                      struct board_target list[BOARD_NEWS_MAX])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < board->news_count; i++)
        if (board->news[i].replaced && time->mono - board->news[i].since < BOARD_READ_MS)
            list[count++] = board->news[i].call;
    return count;
}
