/* SPDX-License-Identifier: Apache-2.0 */
/*
 * view - the page a board shows now, as a draw list.
 *
 * Which page: an emergency covers everything (t06b); calls take over the board (t02); a picture
 * older than 5 s gets a banner, and after 10 s loses its colours and goes before calls too (t04,
 * D-13); else the list of calls (t01, t05), below a notice of the staff or of the last minutes of
 * ticketing (t06). Training frames every page (t07).
 *
 * Ownership: everything is the caller's. Errors: draw->overflows counts texts that fit in
 * no size; views never cut a number or a window.
 * Time:      in board_time.
 */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "domain/words.h"
#include "model/announce.h"
#include "model/board.h"
#include "model/ticker.h"
#include "model/window_tv.h"
#include "ui/draw.h"
#include "ui/page_lay.h"

#define BOARD_LONG 1920
#define BOARD_SHORT 1080
#define WINDOW_LONG 1280 /* of a TV above a window (t08) */
#define WINDOW_SHORT 720

/* A page of public information, whole (t03). */
struct info_page {
    const struct page_text *text; /* NULL = an image over the whole page */
    const struct page_lay *lay;
    uint32_t image; /* number of its picture (draw_image), 0 = none */
    uint32_t number, count;
};

struct board_screen {
    const struct board *board;
    const struct announce *announce;
    const struct ticker *ticker;    /* filled by board_ticker */
    const struct window_tv *window; /* NULL = a board of the waiting area */
    const struct words *words;
    struct board_time time; /* hall 0 = not known: no clock is drawn */
    uint16_t training;      /* 0 = real, else how fast the hall's clock runs (D-27) */
    uint8_t rows; /* BOARD_ROWS_MIN .. BOARD_ROWS_MAX; 0 = as many as the page has room for */
    bool portrait;
    bool english;                 /* instead of Chinese */
    bool both;                    /* English below the Chinese where both fit (docs/ui 6) */
    const struct info_page *page; /* beside the calls; NULL = none (R-L9) */
};

/* What is up now: each goes before those that follow it. */
enum board_page board_page(const struct board_screen *screen);
/* 1920x1080, or 1080x1920 in portrait. */
void board_draw(struct draw *draw, const struct board_screen *screen,
                const struct text_measure *measure);
/* Where the image of a page stands; lay NULL = of a page that is an image. */
struct box info_page_box(bool portrait, const struct page_lay *lay);
/* Finds and measures the sentences that run at the bottom. Before each board_draw: what changed
 * takes its place when nothing moves (ticker_follow). */
void board_ticker(struct ticker *ticker, const struct board_screen *screen,
                  const struct text_measure *measure);

#endif
