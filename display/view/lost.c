/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "view/part.h"

#define LOST_ROWS 8

/* The English sentence makes the banner higher, the rows a little lower. */
static int16_t both_down(const struct part *part)
{
    return part_second_word(part, WORD_T_OFF)[0] ? 52 : 0;
}

static void banner(const struct part *part, struct box box, const char *second)
{
    const struct theme *theme = part->theme;
    bool portrait = part->screen->portrait;
    int16_t x = (int16_t)(box.x + (portrait ? 152 : 184));
    int16_t room = (int16_t)(box.x + box.w - 32 - x);
    int16_t icon = portrait ? 96 : 112;
    draw_rect(part->draw, box,
              &(struct rect_style){.fill = theme->surface,
                                   .line = theme->called,
                                   .border = 6,
                                   .radius = 12});
    draw_icon(part->draw, BOX(box.x + (portrait ? 32 : 40), box.y + (box.h - icon) / 2, icon, icon),
              ICON_WARN, theme->called, theme->bg);
    part_text_at(part, BOX(x, box.y + 8, room, 88), (int16_t)(box.y + 80),
                 part_word(part, WORD_T_OFF), TEXT(theme->ink, BOLD, ALIGN_LEFT, 64, 54, 48, 38));
    part_text_at(part, BOX(x, box.y + 93, room, 72), (int16_t)(box.y + 150), second,
                 TEXT(theme->muted, PLAIN, ALIGN_LEFT, 48, 40, 36));
    if (both_down(part))
        part_text_at(part, BOX(x, box.y + 158, room, 60), (int16_t)(box.y + 206),
                     part_second_word(part, WORD_T_OFF),
                     TEXT(theme->muted, PLAIN, ALIGN_LEFT, 48, 40, 36));
}

/* D-13: at 5 s the colours stay, at 10 s everything is grey. */
static void draw_row(const struct part *part, struct box box, const struct board_row *row,
                     bool grey)
{
    const struct theme *theme = part->theme;
    struct place_text place;
    char label[LABEL_TEXT_SIZE];
    struct rgba ink = grey ? theme->muted : theme->ink;
    int16_t baseline = (int16_t)(box.y + box.h / 2 + 38);
    place_text(part, row->target, row->floor, &place);
    label_print(row->label, label);
    part_card(part, box, 8, theme->surface);
    part_text_at(part, BOX(box.x + 32, box.y, 376, box.h), baseline, label,
                 TEXT(grey ? theme->muted : status_colour(part, row), BOLD, ALIGN_LEFT, 100, 88));
    if (place.room) {
        part_text(part, BOX(box.x + 424, box.y, box.w - 448, box.h), place.whole,
                  TEXT(ink, BOLD, ALIGN_RIGHT, 64, 56, 48, 44));
        return;
    }
    if (place.floor[0])
        part_text_at(part, BOX(box.x + 420, box.y, 116, box.h), (int16_t)(baseline - 2),
                     place.floor, TEXT(theme->muted, PLAIN, ALIGN_LEFT, 48));
    part_text_at(part, BOX(box.x + 480, box.y, 220, box.h), (int16_t)(baseline - 2), place.number,
                 TEXT(ink, BOLD, ALIGN_RIGHT, 92));
    part_text_at(part, BOX(box.x + 720, box.y, 180, box.h), (int16_t)(baseline - 3),
                 place_unit(part, &place), TEXT(theme->muted, PLAIN, ALIGN_LEFT, 48, 44, 36));
}

static struct box row_box(const struct part *part, uint32_t i)
{
    int16_t down = both_down(part);
    if (part->screen->portrait)
        return BOX(24, 380 + down + (int16_t)i * (152 - down / 8), 1032, 136 - down / 8);
    return BOX(i % 2 ? 968 : 32, 328 + down + (int16_t)(i / 2) * (156 - down / 4), 920,
               140 - down / 4);
}

void lost_page(const struct part *part, enum board_fresh fresh)
{
    const struct board *board = part->screen->board;
    struct board_row rows[LOST_ROWS];
    char at[16], text[PART_TEXT_SIZE];
    const char *second = part_word(part, WORD_T_LOST_NONE);
    uint32_t count = board_rows(board, &part->screen->time, rows, LOST_ROWS);
    if (board->filled && board->heard_hall) {
        clock_text(part, board->heard_hall, at, sizeof(at));
        second = part_fill(part, WORD_T_LOST_ROWS, "t", at, text);
    }
    banner(part,
           part->screen->portrait ? BOX(24, 160, 1032, 184 + both_down(part))
                                  : BOX(32, 112, 1856, 184 + both_down(part)),
           second);
    for (uint32_t i = 0; i < count; i++)
        draw_row(part, row_box(part, i), &rows[i], fresh == BOARD_LOST);
    frame_footer(part, ICON_LINK, part_word(part, WORD_T_RECONNECT));
}
