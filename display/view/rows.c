/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "ui/layout.h"
#include "view/part.h"

#define LIST_BOTTOM 964  /* where the last row ends when the page has no notice */
#define TWO_LINES 96     /* px of a row that holds two languages … */
#define ROWS_TWO 7       /* … and how many of them there are */
#define CLOSING_DOWN 172 /* t06: the notice moves the list down … */
#define CLOSING_ROWS 6   /* … and takes two rows */

/* One line of the list; the newest is larger (t01). */
struct row_look {
    struct box box;
    int16_t label_line, line; /* baselines of the number, and of digits and unit */
    int16_t unit_end;
    uint16_t number, number_small, digits, unit, status, status_small;
    int16_t arrow;
    uint8_t radius;
    bool lit;
};

static int16_t centre_line(struct box box, uint16_t size)
{
    return (int16_t)(box.y + (box.h * 500 + size * 376) / 1000);
}

static struct row_look top_look(int16_t y, bool lit)
{
    return (struct row_look){.box = BOX(32, y, 1296, 144),
                             .label_line = (int16_t)(y + 120),
                             .line = (int16_t)(y + 120),
                             .unit_end = 952,
                             .number = 128,
                             .number_small = 104,
                             .digits = 128,
                             .unit = 56,
                             .status = 52,
                             .status_small = 44,
                             .arrow = 72,
                             .radius = 12,
                             .lit = lit};
}

static struct row_look row_look(int16_t y, int16_t h)
{
    /* Rows lower than those of the drawing, with 9 or 10 of them, hold smaller numbers. */
    uint16_t number = h >= 84 ? 88 : (uint16_t)(h + 4);
    uint16_t digits = (uint16_t)(number - 8);
    struct box box = BOX(32, y, 1296, h);
    return (struct row_look){.box = box,
                             .label_line = centre_line(box, number),
                             .line = centre_line(box, digits),
                             .unit_end = 916,
                             .number = number,
                             .number_small = (uint16_t)(number - 12),
                             .digits = digits,
                             .unit = 44,
                             .status = 44,
                             .status_small = 40,
                             .arrow = 52,
                             .radius = 8};
}

struct row_inks {
    struct rgba fill, number, digits, muted, status;
};

static struct row_inks row_inks(const struct part *part, const struct board_row *row, bool lit)
{
    const struct theme *theme = part->theme;
    if (lit)
        return (struct row_inks){theme->called, theme->on_called, theme->on_called,
                                 theme->on_called, theme->on_called};
    bool serving = row->status == BOARD_SERVING;
    return (struct row_inks){theme->surface, status_colour(part, row), theme->ink, theme->muted,
                             serving ? theme->muted : theme->called};
}

/* "6" and "号窗口" in their columns; a floor or room ends where 号窗口 would. */
static void draw_place(const struct part *part, const struct row_look *look,
                       const struct row_inks *inks, const struct board_row *row)
{
    struct place_text place;
    place_text(part, row->target, row->floor, &place);
    bool lit = look->lit;
    if (place.room) {
        place_room(part, BOX(532, look->box.y, look->unit_end - 532, look->box.h), &place,
                   &TEXT(inks->digits, BOLD, ALIGN_RIGHT, 56, 52, 48, 44));
        return;
    }
    struct text_style unit = TEXT(inks->muted, lit, ALIGN_LEFT, look->unit);
    struct text_style digits = TEXT(inks->digits, BOLD, ALIGN_RIGHT, look->digits);
    if (!place.floor[0]) {
        int16_t x = part->screen->english ? (int16_t)(look->unit_end - 312) : 472;
        part_text_at(part, BOX(x, look->box.y, 300, look->box.h), look->line, place.number, digits);
        part_text_at(part, BOX(784, look->box.y, 180, look->box.h), look->line, place.unit, unit);
        return;
    }
    int16_t end = look->unit_end;
    unit.align = ALIGN_RIGHT;
    int16_t width = (int16_t)part_text_at(part, BOX(end - 160, look->box.y, 160, look->box.h),
                                          look->line, place.unit, unit);
    end = (int16_t)(end - width - 12);
    width = (int16_t)part_text_at(part, BOX(532, look->box.y, end - 532, look->box.h), look->line,
                                  place.number, digits);
    end = (int16_t)(end - width - 14);
    part_text_at(part, BOX(532, look->box.y, end - 532, look->box.h), look->line, place.floor,
                 TEXT(inks->muted, lit, ALIGN_RIGHT, look->unit, 44, 36));
}

void draw_tag(const struct part *part, int16_t x, int16_t y, int16_t width, uint8_t tag,
              struct rgba ink)
{
    struct box box = BOX(x, y, width, 56);
    draw_rect(part->draw, box, &(struct rect_style){.line = ink, .border = 3, .radius = 8});
    part_text(part, box_inset(box, 6, 0), tag_text(part, tag),
              TEXT(ink, BOLD, ALIGN_CENTRE, 38, 36));
}

/* 92 px as drawn for 优先 and 预约; 绿色通道 takes 156. 0 = no tag. */
int16_t tag_width(const struct part *part, uint8_t tag)
{
    const char *text = tag_text(part, tag);
    if (!text[0])
        return 0;
    int16_t width = (int16_t)(part_width(part, text, 36, true) + 14);
    return width < TAG_WIDTH ? TAG_WIDTH : width;
}

/* Between place and status; left out before anything is shortened (docs/ui t05). */
static void draw_row_tag(const struct part *part, const struct row_look *look, uint8_t tag,
                         int16_t status_left, struct rgba ink)
{
    int16_t width = tag_width(part, tag);
    int16_t from = (int16_t)(look->unit_end + 8), to = (int16_t)(status_left - 8);
    if (width == 0 || width > to - from)
        return;
    int16_t x = 968;
    if (x + width > to)
        x = (int16_t)(to - width);
    draw_tag(part, x, (int16_t)(look->box.y + look->box.h / 2 - 28), width, tag, ink);
}

/* In one line, or Chinese over English where the row is high enough (docs/ui 6). */
static int16_t draw_status(const struct part *part, const struct row_look *look,
                           const struct row_inks *inks, const struct board_row *row)
{
    char text[PART_TEXT_SIZE], second[PART_TEXT_SIZE];
    struct box box = BOX(1064, look->box.y, 232, look->box.h);
    struct text_style style = TEXT(inks->status, look->lit || row->status != BOARD_SERVING,
                                   ALIGN_RIGHT, look->status, look->status_small);
    status_text(part, row, text);
    status_second(part, row, second);
    if (!second[0] || box.h < TWO_LINES)
        return (int16_t)part_text(part, box, text, style);
    int16_t middle = (int16_t)(box.y + box.h / 2);
    uint16_t first = part_text_at(part, box, (int16_t)(middle - 4), text, style);
    style.size[0] = 36;
    style.size[1] = 0;
    uint16_t below = part_text_at(part, box, (int16_t)(middle + 36), second, style);
    return (int16_t)(first > below ? first : below);
}

static void draw_row(const struct part *part, const struct row_look *look,
                     const struct board_row *row)
{
    struct row_inks inks = row_inks(part, row, look->lit);
    char label[LABEL_TEXT_SIZE];
    int16_t middle = (int16_t)(look->box.y + look->box.h / 2);
    label_print(row->label, label);
    part_card(part, look->box, look->radius, inks.fill);
    part_text_at(part, BOX(64, look->box.y, 386, look->box.h), look->label_line, label,
                 TEXT(inks.number, BOLD, ALIGN_LEFT, look->number, look->number_small));
    draw_icon(part->draw, BOX(452, middle - look->arrow / 2, look->arrow, look->arrow), ICON_NEXT,
              look->lit ? inks.number : part->theme->muted, inks.fill);
    draw_place(part, look, &inks, row);
    int16_t width = draw_status(part, look, &inks, row);
    draw_row_tag(part, look, row->tag, (int16_t)(1296 - width), inks.digits);
}

static void draw_heads(const struct part *part, int16_t y)
{
    struct text_style style = TEXT(part->theme->muted, PLAIN, ALIGN_LEFT, 40, 36);
    int16_t baseline = (int16_t)(y + 45);
    char text[PART_TEXT_SIZE];
    part_text_at(part, BOX(64, y, 380, 56), baseline, part_pair(part, WORD_T_HEAD_TICKET, text),
                 style);
    style.align = ALIGN_RIGHT;
    part_text_at(part, BOX(part->screen->english ? 616 : 472, y, 300, 56), baseline,
                 part_pair(part, WORD_T_HEAD_WINDOW, text), style);
    part_text_at(part, BOX(1064, y, 232, 56), baseline, part_pair(part, WORD_T_HEAD_STATUS, text),
                 style);
}

/* The first row starts at 176 px; `down` moves everything, the last row ends at LIST_BOTTOM. */
static void draw_list(const struct part *part, int16_t down, uint8_t wanted)
{
    struct board_row rows[BOARD_ROWS_MAX];
    uint32_t count = board_rows(part->screen->board, &part->screen->time, rows, wanted);
    int16_t first = (int16_t)(328 + down);
    int16_t gaps = (int16_t)(8 * (wanted - 2));
    int16_t height = (int16_t)((LIST_BOTTOM - first - gaps) / (wanted - 1));
    draw_heads(part, (int16_t)(110 + down));
    for (uint32_t i = 0; i < count; i++) {
        struct row_look look =
            i == 0 ? top_look((int16_t)(176 + down), rows[0].lit)
                   : row_look((int16_t)(first + (int16_t)(i - 1) * (height + 8)), height);
        draw_row(part, &look, &rows[i]);
    }
}

static uint8_t rows_wanted(const struct part *part)
{
    /* English names of rooms take two lines. */
    if (part->screen->english && part->screen->rows > BOARD_ROWS_DEFAULT)
        return BOARD_ROWS_DEFAULT;
    if (part->screen->rows)
        return part->screen->rows;
    return part->screen->both ? ROWS_TWO : BOARD_ROWS_DEFAULT;
}

void rows_page(const struct part *part)
{
    if (notice_frame(part)) {
        draw_list(part, CLOSING_DOWN, CLOSING_ROWS);
        waiting_panel(part, BOX(1360, 296, 528, 408), 4, 82);
    } else {
        draw_list(part, 0, rows_wanted(part));
        waiting_panel(part, BOX(1360, 112, 528, 592), BOARD_WAITING_MAX, 84);
    }
    missed_panel(part, BOX(1360, 720, 528, 232));
    frame_ticker(part);
}
