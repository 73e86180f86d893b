/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "view/part.h"

#define ROW_FIRST 472
#define ROW_PITCH 112
#define ROWS_SMALL 7  /* t05: the newest and seven more */
#define ROWS_NOTICE 4 /* … and four below a notice */

/* Number, window and unit of the newest call, 176 px (t05). */
static void draw_top(const struct part *part, const struct board_row *row, int16_t down)
{
    const struct theme *theme = part->theme;
    struct place_text place;
    char label[LABEL_TEXT_SIZE], text[PART_TEXT_SIZE];
    struct rgba ink = row->lit ? theme->on_called : status_colour(part, row);
    struct rgba target = row->lit ? theme->on_called : theme->ink;
    place_text(part, row->target, row->floor, &place);
    label_print(row->label, label);
    part_card(part, BOX(24, 160 + down, 1032, 296), 16, row->lit ? theme->called : theme->surface);
    char status[PART_TEXT_SIZE * 2], second[PART_TEXT_SIZE];
    status_second(part, row, second);
    snprintf(status, sizeof(status), "%s%s%s", status_text(part, row, text), second[0] ? " " : "",
             second);
    int16_t width = (int16_t)part_text_at(part, BOX(64, 165 + down, 600, 72), (int16_t)(222 + down),
                                          status, TEXT(ink, BOLD, ALIGN_LEFT, 48));
    int16_t tag = tag_width(part, row->tag), at = width > 260 ? (int16_t)(width + 80) : 340;
    if (tag && (!place.floor[0] || at + tag < 760))
        draw_tag(part, at, (int16_t)(173 + down), tag, row->tag, target);
    part_text_at(part, BOX(56, 213 + down, 480, 216), (int16_t)(398 + down), label,
                 TEXT(ink, BOLD, ALIGN_LEFT, 176, 144, 128));
    draw_icon(part->draw, BOX(544, 288 + down, 96, 96), ICON_NEXT, target, theme->bg);
    if (place.room) {
        part_text_at(part, BOX(648, 213 + down, 396, 216), (int16_t)(370 + down), place.whole,
                     TEXT(target, BOLD, ALIGN_RIGHT, 96, 76, 60, 48));
        return;
    }
    if (place.floor[0])
        part_text_at(part, BOX(760, 165 + down, 272, 72), (int16_t)(222 + down), place.floor,
                     TEXT(target, BOLD, ALIGN_RIGHT, 56));
    part_text_at(part, BOX(640, 213 + down, 212, 216), (int16_t)(398 + down), place.number,
                 TEXT(target, BOLD, ALIGN_RIGHT, 176, 144, 112));
    part_text_at(part, BOX(868, 266 + down, 180, 216), (int16_t)(398 + down), place.unit,
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
        if (!place.floor[0] || part_width(part, place.whole, 44, true) <= 380) {
            part_text_at(part, BOX(412, y, 380, 104), (int16_t)(y + 70), place.whole,
                         TEXT(ink, BOLD, ALIGN_LEFT, 56, 50, 44));
            return;
        }
        part_text_at(part, BOX(412, y, 380, 48), (int16_t)(y + 42), place.floor,
                     TEXT(theme->muted, PLAIN, ALIGN_LEFT, 36));
        part_text_at(part, BOX(412, y, 380, 104), (int16_t)(y + 88), place.name,
                     TEXT(ink, BOLD, ALIGN_LEFT, 44, 40, 36));
        return;
    }
    if (place.floor[0]) /* the unit gives way: 号 */
        part_text_at(part, part->screen->english ? BOX(576, y, 148, 104) : BOX(628, y, 96, 104),
                     baseline, place.floor, TEXT(theme->muted, PLAIN, ALIGN_LEFT, 44, 36));
    part_text_at(part, BOX(400, y, 160, 104), baseline, place.number,
                 TEXT(ink, BOLD, ALIGN_RIGHT, 84));
    part_text_at(part, BOX(576, y, 140, 104), baseline, place.unit,
                 TEXT(theme->muted, PLAIN, ALIGN_LEFT, 44));
}

/* Returns its width; in two lines on a board in two languages. */
static int16_t draw_status(const struct part *part, const struct board_row *row, int16_t y)
{
    const struct theme *theme = part->theme;
    char text[PART_TEXT_SIZE], second[PART_TEXT_SIZE];
    bool called = row->status != BOARD_SERVING;
    struct box box = BOX(792, y, 240, 104);
    struct text_style style =
        TEXT(called ? theme->called : theme->muted, called, ALIGN_RIGHT, 44, 40);
    status_text(part, row, text);
    status_second(part, row, second);
    if (!second[0])
        return (int16_t)part_text(part, box, text, style);
    uint16_t first = part_text_at(part, box, (int16_t)(y + 47), text, style);
    style.size[0] = 36;
    style.size[1] = 0;
    uint16_t below = part_text_at(part, box, (int16_t)(y + 88), second, style);
    return (int16_t)(first > below ? first : below);
}

static void draw_row(const struct part *part, const struct board_row *row, int16_t y)
{
    const struct theme *theme = part->theme;
    char label[LABEL_TEXT_SIZE];
    label_print(row->label, label);
    part_card(part, BOX(24, y, 1032, 104), 8, theme->surface);
    part_text_at(part, BOX(56, y, 340, 104), (int16_t)(y + 86), label,
                 TEXT(status_colour(part, row), BOLD, ALIGN_LEFT, 92, 80, 72));
    draw_target(part, row, y, theme->ink);
    int16_t width = draw_status(part, row, y);
    /* t05: the tag is left out before anything is shortened. */
    int16_t tag = tag_width(part, row->tag);
    if (tag && row->target.n < TARGET_ROOM && 724 + tag + 12 <= 1032 - width)
        draw_tag(part, 724, (int16_t)(y + 24), tag, row->tag, theme->ink);
}

/* The newest, and as many more as are wanted, in the same height (R-L7). */
static void draw_rows(const struct part *part, int16_t down, uint32_t wanted, int16_t pitch)
{
    struct board_row rows[BOARD_ROWS_MAX];
    uint32_t count = board_rows(part->screen->board, &part->screen->time, rows, wanted);
    if (count > 0)
        draw_top(part, &rows[0], down);
    for (uint32_t i = 1; i < count; i++)
        draw_row(part, &rows[i], (int16_t)(ROW_FIRST + down + (int16_t)(i - 1) * pitch));
}

void portrait_rows(const struct part *part, uint32_t small)
{
    draw_rows(part, 0, 1 + small, ROW_PITCH);
}

void portrait_page(const struct part *part)
{
    if (notice_frame(part))
        draw_rows(part, NOTICE_HIGH + 16, 1 + ROWS_NOTICE, ROW_PITCH);
    else
        draw_rows(part, 0, 1 + ROWS_SMALL, ROW_PITCH);
    waiting_panel_wide(part);
    missed_panel_wide(part);
    frame_ticker(part);
}
