/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "view/part.h"

#define ROW_FIRST 472
#define ROW_PITCH 112
#define ROWS_HIGH 784 /* of the rows below the newest */
#define TWO_LINES 96
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
    part_text_at(part, BOX(868, 266 + down, 180, 216), (int16_t)(398 + down),
                 place_unit(part, &place), TEXT(target, BOLD, ALIGN_LEFT, 56, 48, 44));
}

/* One of the rows below: where it is, and how high. */
struct small_look {
    int16_t y, h;
    int16_t number, line; /* baselines of the number, and of digits and unit */
    uint16_t size;        /* of the number; digits are 8 px smaller */
};

static struct small_look small_look(int16_t y, int16_t h)
{
    uint16_t size = h >= 100 ? 92 : (uint16_t)(h - 8);
    return (struct small_look){.y = y,
                               .h = h,
                               .number = (int16_t)(y + h / 2 + size * 37 / 100),
                               .line = (int16_t)(y + h / 2 + (size - 8) * 37 / 100),
                               .size = size};
}

static void draw_target(const struct part *part, const struct small_look *look,
                        const struct board_row *row, struct rgba ink)
{
    const struct theme *theme = part->theme;
    struct place_text place;
    place_text(part, row->target, row->floor, &place);
    if (place.room) {
        place_room(part, BOX(412, look->y, 380, look->h), &place,
                   &TEXT(ink, BOLD, ALIGN_LEFT, 56, 50, 44));
        return;
    }
    struct text_style small = TEXT(theme->muted, PLAIN, ALIGN_LEFT, 44, 36);
    if (place.floor[0]) /* the unit gives way: 号 */
        part_text_at(part,
                     part->screen->english ? BOX(576, look->y, 148, look->h)
                                           : BOX(628, look->y, 96, look->h),
                     look->line, place.floor, small);
    part_text_at(part, BOX(400, look->y, 160, look->h), look->line, place.number,
                 TEXT(ink, BOLD, ALIGN_RIGHT, (uint16_t)(look->size - 8)));
    part_text_at(part, BOX(576, look->y, 140, look->h), look->line, place_unit(part, &place),
                 small);
}

/* Returns its width; in two lines on a board in two languages. */
static int16_t draw_status(const struct part *part, const struct small_look *look,
                           const struct board_row *row)
{
    const struct theme *theme = part->theme;
    char text[PART_TEXT_SIZE], second[PART_TEXT_SIZE];
    bool called = row->status != BOARD_SERVING;
    struct box box = BOX(792, look->y, 240, look->h);
    int16_t middle = (int16_t)(look->y + look->h / 2);
    struct text_style style =
        TEXT(called ? theme->called : theme->muted, called, ALIGN_RIGHT, 44, 40);
    status_text(part, row, text);
    status_second(part, row, second);
    if (!second[0] || look->h < TWO_LINES)
        return (int16_t)part_text(part, box, text, style);
    uint16_t first = part_text_at(part, box, (int16_t)(middle - 5), text, style);
    style.size[0] = 36;
    style.size[1] = 0;
    uint16_t below = part_text_at(part, box, (int16_t)(middle + 36), second, style);
    return (int16_t)(first > below ? first : below);
}

static void draw_row(const struct part *part, const struct board_row *row, int16_t y, int16_t h)
{
    const struct theme *theme = part->theme;
    struct small_look look = small_look(y, h);
    char label[LABEL_TEXT_SIZE];
    label_print(row->label, label);
    part_card(part, BOX(24, y, 1032, h), 8, theme->surface);
    part_text_at(part, BOX(56, y, 340, h), look.number, label,
                 TEXT(status_colour(part, row), BOLD, ALIGN_LEFT, look.size,
                      (uint16_t)(look.size - 12), (uint16_t)(look.size - 20)));
    draw_target(part, &look, row, theme->ink);
    int16_t width = draw_status(part, &look, row);
    /* t05: the tag is left out before anything is shortened. */
    int16_t tag = tag_width(part, row->tag);
    if (tag && row->target.n < TARGET_ROOM && 724 + tag + 12 <= 1032 - width)
        draw_tag(part, 724, (int16_t)(y + (h - 56) / 2), tag, row->tag, theme->ink);
}

/* The newest, and `more` below it. */
static void draw_rows(const struct part *part, int16_t down, uint32_t more, int16_t pitch)
{
    struct board_row rows[BOARD_ROWS_MAX];
    uint32_t count = board_rows(part->screen->board, &part->screen->time, rows, 1 + more);
    if (count > 0)
        draw_top(part, &rows[0], down);
    for (uint32_t i = 1; i < count; i++)
        draw_row(part, &rows[i], (int16_t)(ROW_FIRST + down + (int16_t)(i - 1) * pitch),
                 (int16_t)(pitch - 8));
}

void portrait_rows(const struct part *part, uint32_t small)
{
    draw_rows(part, 0, small, ROW_PITCH);
}

void portrait_page(const struct part *part)
{
    uint32_t more = part->screen->rows ? part->screen->rows - 1u : ROWS_SMALL;
    if (notice_frame(part))
        draw_rows(part, NOTICE_HIGH + 16, ROWS_NOTICE, ROW_PITCH);
    else /* in the same height, however many (R-L7) */
        draw_rows(part, 0, more, (int16_t)(ROWS_HIGH / (int16_t)more));
    waiting_panel_wide(part);
    missed_panel_wide(part);
    frame_ticker(part);
}
