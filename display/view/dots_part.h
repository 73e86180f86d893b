/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dots_part - what the pages of a panel of dots share. Inside view only.
 */
#ifndef VIEW_DOTS_PART_H
#define VIEW_DOTS_PART_H

#include "view/dots.h"
#include "view/part.h"

#define PANEL_GAP 4 /* dots between a number and what follows, in lines of 16 */
#define PANEL_PLACES 3

struct panel_view {
    struct dots *dots;
    const struct dots_screen *screen;
    struct part part; /* for its words */
};

#define INK(dots, light) ((struct dot_style){.size = (dots), .number = true, .colour = (light)})

uint16_t panel_width(const struct panel_view *panel, const char *text, uint16_t size);
void panel_text(const struct panel_view *panel, int32_t x, int32_t y, const char *text,
                struct dot_style style);
int16_t panel_gap(uint16_t size);

/* dots_words.c */
/* A target, ever shorter: "6号窗口", "6号", "6"; "6楼 108号", "6楼108"; "6楼 颁证室", "颁证室". */
void panel_place(const struct panel_view *panel, target_id target, uint8_t other_floor,
                 char to[PANEL_PLACES][PART_TEXT_SIZE]);
void panel_sentence(const struct panel_view *panel, enum dots_sentence sentence, uint8_t language,
                    char to[DOTS_TEXT_SIZE]);
/* Does the staff say something? */
bool panel_notice(const struct panel_view *panel);

/* dots_block.c: paragraphs in the middle of the area, in the largest lines in which they fit; the
 * last ones are left out first. False: not even the first `least` fit. */
bool panel_block(const struct panel_view *panel, struct dot_area area,
                 const char *const *paragraphs, uint32_t count, uint32_t least, uint8_t colour);

/* dots_call.c */
void panel_calls(const struct panel_view *panel, struct dot_area area,
                 const struct announce_entry *calls, uint32_t count);

#endif
