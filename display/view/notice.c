/* SPDX-License-Identifier: Apache-2.0 */
/* t06: what the hall has to say to everybody, above the calls. */
#include <stdio.h>

#include "ui/layout.h"
#include "view/part.h"

#define LINE_WIDE 840 /* upright */

struct notice {
    uint8_t icon; /* enum icon */
    struct rgba colour;
    char text[BOARD_NOTICE_SIZE], below[BOARD_NOTICE_SIZE];
};

/* The last minutes of ticketing (R-O3). */
static bool closing(const struct part *part, struct notice *notice)
{
    char at[8];
    uint16_t end;
    if (part->screen->time.hall == 0)
        return false;
    enum board_closing closing = board_closing(part->screen->board, &part->screen->time, &end);
    if (closing != BOARD_CLOSING && closing != BOARD_JUST_CLOSED)
        return false;
    snprintf(at, sizeof(at), "%u:%02u", end / 60, end % 60);
    notice->icon = ICON_CLOCK;
    notice->colour = part->theme->called;
    const struct word_arg arg = {"t", at};
    const char *second = part_second_word(part, WORD_T_CLOSING);
    words_fill(notice->text, sizeof(notice->text), part_word(part, WORD_T_CLOSING), &arg, 1);
    /* A second language takes the place of the second sentence, which the ticker says. */
    words_fill(notice->below, sizeof(notice->below),
               second[0] ? second : part_word(part, WORD_T_CLOSING_NOTE), &arg, 1);
    return true;
}

/* What somebody of the staff says now goes before what the clock says. */
static bool find(const struct part *part, struct notice *notice)
{
    const struct board *board = part->screen->board;
    if (board->notice.style == BOARD_STYLE_TICKER ||
        !board_notice(board, &part->screen->time, notice->text, notice->below))
        return closing(part, notice);
    bool warns = board->notice.style == BOARD_STYLE_WARN;
    notice->icon = warns ? ICON_WARN : ICON_BELL;
    notice->colour = warns ? part->theme->warn : part->theme->called;
    return true;
}

static void draw_lying(const struct part *part, const struct notice *notice)
{
    const struct theme *theme = part->theme;
    bool alone = notice->below[0] == '\0';
    draw_icon(part->draw, BOX(72, 142, 100, 100), (enum icon)notice->icon, notice->colour,
              theme->surface);
    part_text_at(part, BOX(204, 114, 1640, 84), alone ? 216 : 184, notice->text,
                 TEXT(theme->ink, BOLD, ALIGN_LEFT, 64, 56, 48));
    part_text_at(part, BOX(204, 193, 1640, 64), 245, notice->below,
                 TEXT(theme->muted, PLAIN, ALIGN_LEFT, 46, 44, 40, 36));
}

/* Two lines at most of each; the y below. */
static int16_t put_lines(const struct part *part, int16_t y, const char *text,
                         const struct text_style *style)
{
    struct wrapped wrapped;
    uint16_t size = style->size[0];
    char lines[PART_TEXT_SIZE];
    text_wrap(part->draw, part_two_lines(part, text, size, style->bold, LINE_WIDE, lines),
              &(struct wrap_style){.size = size,
                                   .bold = style->bold,
                                   .width = LINE_WIDE,
                                   .lines = 2},
              &wrapped);
    for (uint32_t i = 0; i < wrapped.count; i++, y = (int16_t)(y + size * 5 / 4))
        part_text(part, BOX(184, y, 848, size * 5 / 4), wrapped.line[i], *style);
    return y;
}

static void draw_upright(const struct part *part, const struct notice *notice)
{
    const struct theme *theme = part->theme;
    draw_icon(part->draw, BOX(56, 264, 104, 104), (enum icon)notice->icon, notice->colour,
              theme->surface);
    int16_t y = put_lines(part, 184, notice->text, &TEXT(theme->ink, BOLD, ALIGN_LEFT, 60));
    (void)put_lines(part, (int16_t)(y + 8), notice->below,
                    &TEXT(theme->muted, PLAIN, ALIGN_LEFT, 46));
}

bool notice_tells_closing(const struct part *part)
{
    struct notice notice;
    return find(part, &notice) && notice.icon == ICON_CLOCK &&
           !part_second_word(part, WORD_T_CLOSING)[0];
}

bool notice_is_up(const struct part *part)
{
    struct notice notice;
    return find(part, &notice);
}

bool notice_frame(const struct part *part)
{
    struct notice notice;
    if (!find(part, &notice))
        return false;
    bool portrait = part->screen->portrait;
    draw_rect(part->draw, portrait ? BOX(24, 160, 1032, NOTICE_HIGH) : BOX(32, 112, 1856, 160),
              &(struct rect_style){.fill = part->theme->surface,
                                   .line = notice.colour,
                                   .border = 6,
                                   .radius = 12});
    if (portrait)
        draw_upright(part, &notice);
    else
        draw_lying(part, &notice);
    return true;
}
