/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "view/part.h"

#define ROW_FIRST 472
#define ROW_PITCH 112
#define ROWS_SMALL 7 /* t05: the newest and seven more */

/* Number, window and unit of the newest call, 176 px (t05). */
static void draw_top(const struct part *part, const struct board_row *row)
{
    const struct theme *theme = part->theme;
    struct place_text place;
    char label[LABEL_TEXT_SIZE], text[PART_TEXT_SIZE];
    struct rgba ink = row->lit ? theme->on_called : status_colour(part, row);
    struct rgba target = row->lit ? theme->on_called : theme->ink;
    place_text(part, row->target, row->floor, &place);
    label_print(row->label, label);
    part_card(part, BOX(24, 160, 1032, 296), 16, row->lit ? theme->called : theme->surface);
    part_text_at(part, BOX(64, 165, 600, 72), 222, status_text(part, row, text),
                 TEXT(ink, BOLD, ALIGN_LEFT, 48));
    if (tag_width(part, row->tag))
        draw_tag(part, 340, 173, tag_width(part, row->tag), row->tag, target);
    part_text_at(part, BOX(56, 213, 480, 216), 398, label,
                 TEXT(ink, BOLD, ALIGN_LEFT, 176, 144, 128));
    draw_icon(part->draw, BOX(544, 288, 96, 96), ICON_NEXT, target, theme->bg);
    if (place.room) {
        part_text_at(part, BOX(648, 213, 396, 216), 370, place.whole,
                     TEXT(target, BOLD, ALIGN_RIGHT, 96, 76, 60, 48));
        return;
    }
    if (place.floor[0])
        part_text_at(part, BOX(760, 165, 272, 72), 222, place.floor,
                     TEXT(target, BOLD, ALIGN_RIGHT, 56));
    part_text_at(part, BOX(640, 213, 212, 216), 398, place.number,
                 TEXT(target, BOLD, ALIGN_RIGHT, 176, 144, 112));
    part_text_at(part, BOX(868, 266, 180, 216), 398, place.unit,
                 TEXT(target, BOLD, ALIGN_LEFT, 56));
}

static void draw_target(const struct part *part, const struct board_row *row, int16_t y,
                        struct rgba ink)
{
    const struct theme *theme = part->theme;
    struct place_text place;
    place_text(part, row->target, row->floor, &place);
    int16_t baseline = (int16_t)(y + 83);
    if (place.room) {
        part_text_at(part, BOX(412, y, 380, 104), (int16_t)(y + 70), place.whole,
                     TEXT(ink, BOLD, ALIGN_LEFT, 56, 50, 44));
        return;
    }
    if (place.floor[0]) /* the unit gives way: 号 */
        part_text_at(part, BOX(628, y, 96, 104), baseline, place.floor,
                     TEXT(theme->muted, PLAIN, ALIGN_LEFT, 44));
    part_text_at(part, BOX(400, y, 160, 104), baseline, place.number,
                 TEXT(ink, BOLD, ALIGN_RIGHT, 84));
    part_text_at(part, BOX(576, y, 140, 104), baseline, place.unit,
                 TEXT(theme->muted, PLAIN, ALIGN_LEFT, 44));
}

static void draw_row(const struct part *part, const struct board_row *row, int16_t y)
{
    const struct theme *theme = part->theme;
    char label[LABEL_TEXT_SIZE], text[PART_TEXT_SIZE];
    bool called = row->status != BOARD_SERVING;
    label_print(row->label, label);
    part_card(part, BOX(24, y, 1032, 104), 8, theme->surface);
    part_text_at(part, BOX(56, y, 340, 104), (int16_t)(y + 86), label,
                 TEXT(status_colour(part, row), BOLD, ALIGN_LEFT, 92, 80, 72));
    draw_target(part, row, y, theme->ink);
    const char *status = status_text(part, row, text);
    int16_t width =
        (int16_t)part_text(part, BOX(792, y, 240, 104), status,
                           TEXT(called ? theme->called : theme->muted, called, ALIGN_RIGHT, 44));
    /* t05: the tag is left out before anything is shortened. */
    int16_t tag = tag_width(part, row->tag);
    if (tag && row->target.n < TARGET_ROOM && 724 + tag + 12 <= 1032 - width)
        draw_tag(part, 724, (int16_t)(y + 24), tag, row->tag, theme->ink);
}

void portrait_page(const struct part *part)
{
    struct board_row rows[1 + ROWS_SMALL];
    uint32_t count =
        board_rows(part->screen->board, &part->screen->time, rows, (uint32_t)countof(rows));
    if (count > 0)
        draw_top(part, &rows[0]);
    for (uint32_t i = 1; i < count; i++)
        draw_row(part, &rows[i], (int16_t)(ROW_FIRST + (int16_t)(i - 1) * ROW_PITCH));
    waiting_panel_wide(part);
    missed_panel_wide(part);
    frame_ticker(part);
}
