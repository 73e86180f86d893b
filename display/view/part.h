/* SPDX-License-Identifier: Apache-2.0 */
/*
 * part - what the pages of a board share: texts at the places of the drawings, targets in
 * words, the frame. Inside view only.
 *
 * Places are those of the drawings in pixels. Text that stands in a box is centred in it
 * (draw.h); a run beside another shares its baseline.
 */
#ifndef VIEW_PART_H
#define VIEW_PART_H

#include "ui/theme.h"
#include "view/view.h"

#define PART_TEXT_SIZE 256

/* The pictures of a page. */
struct part {
    struct draw *draw;
    const struct board_screen *screen;
    const struct theme *theme;
};

/* A text style in one expression: TEXT(colour, BOLD, ALIGN_LEFT, 88, 76). */
#define BOLD true
#define PLAIN false
#define TEXT(rgba, weight, side, ...)      \
    ((struct text_style){.colour = (rgba), \
                         .bold = (weight), \
                         .align = (side),  \
                         .size = {__VA_ARGS__}})

uint16_t part_text(const struct part *part, struct box box, const char *text,
                   struct text_style style);
uint16_t part_text_at(const struct part *part, struct box box, int16_t baseline, const char *text,
                      struct text_style style);
/* The first of the sizes (0 ends the list) in which the text is no wider than `room`, else the
 * last. */
uint16_t part_fit(const struct part *part, const char *text, bool bold, int16_t room,
                  const uint16_t *sizes);
uint16_t part_width(const struct part *part, const char *text, uint16_t size, bool bold);
/* The text; where it needs two lines, broken at its comma if both halves fit, as a reader would. */
const char *part_two_lines(const struct part *part, const char *text, uint16_t size, bool bold,
                           int16_t room, char to[PART_TEXT_SIZE]);
void part_card(const struct part *part, struct box box, uint8_t radius, struct rgba fill);
/* Of the board, and the hall's other language below it: LANG_COUNT = there is none. */
enum lang part_lang(const struct part *part);
enum lang part_other(const struct part *part);
const char *part_word(const struct part *part, enum word word);
const char *part_other_word(const struct part *part, enum word word); /* "" = no other language */
/* The line below, on a board in two languages; "" = there is none. */
const char *part_second_word(const struct part *part, enum word word);
const char *part_second_name(const struct part *part, const struct names *names);
/* "排队号码 Ticket" on such a board. */
const char *part_pair(const struct part *part, enum word word, char to[PART_TEXT_SIZE]);
/* The word with one {name} filled in. */
const char *part_fill(const struct part *part, enum word word, const char *name, const char *value,
                      char to[PART_TEXT_SIZE]);

/* place.c: a target in words. "6" + "号窗口"; on another floor "6楼" + "108" + "号"; a room has a
 * name only, with its floor before it when that is another. */
struct place_text {
    bool room;
    char floor[32];             /* "" = this floor */
    char number[16];            /* window */
    char unit[32];              /* window */
    char name[NAME_SIZE];       /* room */
    char whole[PART_TEXT_SIZE]; /* in one piece: "17号窗口", "6楼 108号", "6楼 颁证室" */
};
void place_text(const struct part *part, target_id target, uint8_t other_floor,
                struct place_text *to);
/* A room in a row: "6楼 颁证室" in one line, or the floor above the name. */
void place_room(const struct part *part, struct box box, const struct place_text *place,
                const struct text_style *style);
/* "6楼" */
void place_floor(const struct part *part, uint8_t floor, char *to, size_t size);
/* The floor and zone where a target is: "1楼  A区"; "" when it is not known. */
void place_of(const struct part *part, target_id target, char *to, size_t size);
/* "请前往", "第2次呼叫", "办理中" */
const char *status_text(const struct part *part, const struct board_row *row,
                        char to[PART_TEXT_SIZE]);
/* "Please go" below it; "" = the board has one language. */
const char *status_second(const struct part *part, const struct board_row *row,
                          char to[PART_TEXT_SIZE]);
/* "6" + "窗口" for who reads no Chinese: "Window", or the floor. */
const char *place_lead(const struct part *part, const struct place_text *place);
/* What stands behind the digits where no head names the column: "号窗口", "Window". */
const char *place_unit(const struct part *part, const struct place_text *place);
struct rgba status_colour(const struct part *part, const struct board_row *row);
/* "优先" or "" */
const char *tag_text(const struct part *part, uint8_t tag);
/* "9:42" */
void clock_text(const struct part *part, msec hall, char *to, size_t size);

/* frame.c */
void frame_header(const struct part *part);
void frame_ticker(const struct part *part);
/* Instead of the ticker: the line of t04. */
void frame_footer(const struct part *part, enum icon icon, const char *text);
/* t07: lies over everything. */
void frame_training(const struct part *part);

/* notice.c: t06 above the calls; false = there is nothing to say. NOTICE_HIGH on a portrait board.
 */
#define NOTICE_HIGH 320
bool notice_frame(const struct part *part);
bool notice_is_up(const struct part *part);
/* That holders of a number go on waiting: else the ticker says it. */
bool notice_tells_closing(const struct part *part);

/* The pages. */
void rows_page(const struct part *part);
void portrait_page(const struct part *part);
void portrait_rows(const struct part *part, uint32_t small); /* the newest call and so many more */
void pages_page(const struct part *part);
/* "过号：G012  A019 请到咨询台", "" = none: with a page the list has no other place (docs/ui t03)
 */
const char *missed_sentence(const struct board_screen *screen, char to[PART_TEXT_SIZE]);
void call_page(const struct part *part, const struct announce_entry *calls, uint32_t count);
void lost_page(const struct part *part, enum board_fresh fresh);
void emergency_page(const struct part *part);
void window_page(const struct part *part, enum board_fresh fresh);
/* emergency.c: where one leaves, from this floor. */
void exits_text(const struct part *part, char *to, size_t size);

/* panels.c: `count` services a page, the first line at the top of the box. */
void waiting_panel(const struct part *part, struct box box, uint32_t count, int16_t pitch);
void waiting_panel_wide(const struct part *part);
void missed_panel(const struct part *part, struct box box);
void missed_panel_wide(const struct part *part);
/* rows.c: one tag in a frame, its left upper corner given. */
#define TAG_WIDTH 92
void draw_tag(const struct part *part, int16_t x, int16_t y, int16_t width, uint8_t tag,
              struct rgba ink);
int16_t tag_width(const struct part *part, uint8_t tag);

#endif
