/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view/dots - the page of a large panel of LEDs, dot by dot (model/dots.h decides which).
 *
 * Lines are 16 dots high or more: the largest in which the widest number and window of the hall
 * fit. What does not fit is said shorter, in this order: without "please go to", then "6号" for
 * "6号窗口"; numbers and windows are never cut (R-L6). The last line belongs to the sentences; a
 * panel of one line shows rows and sentences in turn.
 *
 * Ownership: everything is the caller's. Errors: none. Time: in the board's screen.
 */
#ifndef VIEW_DOTS_H
#define VIEW_DOTS_H

#include "model/dots.h"
#include "ui/dots.h"
#include "view/view.h"

struct dots_screen {
    const struct board_screen *board;
    const struct dot_font *font;
    struct dots_line *line;
};

/* The sentences move on. Before each picture. */
void dots_run(const struct dots_screen *screen, const struct dots *dots);
/* Returns which page it is. */
enum dots_page dots_draw(struct dots *dots, const struct dots_screen *screen);

#endif
