/* SPDX-License-Identifier: Apache-2.0 */
#include "model/dots.h"

#include "domain/calendar.h"

enum dots_page dots_page(const struct board *board, const struct announce *announce,
                         const struct board_time *time)
{
    struct announce_entry calls[ANNOUNCE_BANDS];
    struct board_row row;
    if (board->emergency != EMERGENCY_NONE)
        return DOTS_EMERGENCY;
    enum board_fresh fresh = board_fresh(board, time);
    if (fresh == BOARD_LOST)
        return DOTS_LOST;
    if (announce_shown(announce, time->mono, calls)) /* R-L9, as on TVs */
        return DOTS_CALL;
    if (fresh == BOARD_STALE)
        return DOTS_STALE;
    return board_rows(board, time, &row, 1) ? DOTS_ROWS : DOTS_QUIET;
}

static bool waiting(const struct board *board)
{
    for (uint32_t i = 0; i < board->service_count; i++)
        if (board->services[i].waiting)
            return true;
    return false;
}

#define SAY(name) (1u << DOTS_SAY_##name)

uint32_t dots_to_say(const struct board *board, const struct board_time *time, bool training,
                     bool notice)
{
    struct board_missed missed[BOARD_MISSED_SHOWN];
    uint16_t end;
    uint32_t say = training ? SAY(TRAINING) : 0;
    if (board_fresh(board, time) != BOARD_LIVE) /* R-L12 */
        return say | SAY(OFF);
    if (notice)
        return say | SAY(NOTICE);
    if (!training && time->hall && board_closing(board, time, &end) != BOARD_OPEN)
        say |= SAY(CLOSING);
    if (waiting(board))
        say |= SAY(WAITING);
    if (board_missed(board, time, missed))
        say |= SAY(MISSED);
    if (!training) {
        say |= SAY(ADVICE);
        if (board->def->boards.order_note)
            say |= SAY(ORDER);
    }
    return say;
}

/* Whole dots: 50 a second, but at most 6 signs of the text's mean width. */
static msec moving_ms(const struct dots_line *line)
{
    if (line->width <= line->box)
        return 0;
    msec dots = line->width - line->box, a_second = DOTS_A_SECOND;
    msec slow = line->signs ? (msec)DOTS_SIGNS_A_SECOND * line->width / line->signs : a_second;
    if (slow < a_second)
        a_second = slow > 0 ? slow : 1;
    return (dots * SECOND + a_second - 1) / a_second;
}

static msec life_ms(const struct dots_line *line)
{
    if (line->row)
        return line->wide ? 2 * DOTS_TURN_MS : DOTS_TURN_MS;
    msec moving = moving_ms(line);
    return moving ? moving + 2 * DOTS_EDGE_MS : DOTS_STAND_MS;
}

static void next_sentence(struct dots_line *line, const struct dots_say *say)
{
    if (line->begun && say->wanted >> line->sentence & 1 && line->language + 1 < say->languages) {
        line->language++;
        return;
    }
    line->language = 0;
    uint32_t at = line->begun ? line->sentence : DOTS_SAY_COUNT - 1;
    for (uint32_t i = 1; i <= DOTS_SAY_COUNT; i++)
        if (say->wanted >> (at + i) % DOTS_SAY_COUNT & 1) {
            line->sentence = (uint8_t)((at + i) % DOTS_SAY_COUNT);
            return;
        }
}

bool dots_turn(struct dots_line *line, const struct dots_say *say, msec now)
{
    uint8_t rows = say->rows < DOTS_TURNS ? say->rows : DOTS_TURNS;
    bool gone = line->row ? line->row > rows : !(say->wanted >> line->sentence & 1);
    if (line->begun && !gone && now - line->since < life_ms(line))
        return false;
    if (line->row < rows && (line->row || !line->begun || !gone)) {
        line->row++;
    } else {
        line->row = 0;
        next_sentence(line, say);
    }
    line->begun = true;
    line->wide = say->wide_rows;
    line->since = now;
    return true;
}

uint16_t dots_shift(const struct dots_line *line, msec now)
{
    msec all = moving_ms(line), moved = now - line->since - DOTS_EDGE_MS;
    if (line->row || all == 0 || moved <= 0)
        return 0;
    msec dots = line->width - line->box;
    return (uint16_t)(moved < all ? moved * dots / all : dots);
}

bool dots_moving(const struct dots_line *line, msec now)
{
    msec moved = now - line->since - DOTS_EDGE_MS;
    return !line->row && moved >= 0 && moved < moving_ms(line);
}

msec dots_due(const struct dots_line *line, msec now)
{
    msec moves = line->since + DOTS_EDGE_MS, over = line->since + life_ms(line);
    if (dots_moving(line, now))
        return now + SECOND / DOTS_A_SECOND;
    return moving_ms(line) && now < moves && !line->row ? moves : over;
}

bool dots_training_turn(msec now)
{
    return now / DOTS_TURN_MS % 2 != 0;
}

static uint8_t of_the_day(const struct boards_def *boards, const struct board_time *time)
{
    uint16_t minute = calendar_minute(calendar_local(time->hall, time->tz_min));
    for (uint32_t i = 0; i < boards->brightness_count; i++)
        if (minute >= boards->brightness[i].time.from_min &&
            minute < boards->brightness[i].time.to_min)
            return boards->brightness[i].percent;
    return 100;
}

uint8_t dots_brightness(const struct board *board, enum dots_page page,
                        const struct board_time *time)
{
    uint32_t percent = time->hall ? of_the_day(&board->def->boards, time) : 100;
    if (page == DOTS_EMERGENCY)
        return 100;
    if (page == DOTS_LOST || page == DOTS_STALE)
        percent = percent * DOTS_DIM_PERCENT / 100;
    return (uint8_t)(percent ? percent : 1);
}
