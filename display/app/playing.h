/* SPDX-License-Identifier: Apache-2.0 */
/*
 * playing - the pages of public information that a board plays beside the calls (R-L9).
 *
 *     rows      playing_rows: the list of the nearest place: this board, its zone, floor, the hall
 *     missing   playing_ask: what the list needs and is not here is fetched, one at a time
 *     all here  the new list plays from its first page; until then the old one plays on
 *     each tick playing_step: which page shows now
 *
 * The page that comes next is made ready while the one before is shown: an image is read and scaled
 * some rows a tick, so that the board goes on drawing. A page that cannot be made is passed over.
 *
 * Ownership: the caller's struct (about 60 KB: static); def, words and screen must outlive it.
 * Errors:    a line in the log each.
 * Time:      monotonic ms. Threads: none.
 */
#ifndef APP_PLAYING_H
#define APP_PLAYING_H

#include "app/media.h"
#include "domain/words.h"
#include "model/carousel.h"
#include "pages/image.h"
#include "protocol/view.h"
#include "sdl/screen.h"
#include "view/view.h"

#define PLAYING_BUSY_MS 20 /* while an image is made */

struct playing_row {
    uint8_t hash[MEDIA_HASH];
    uint16_t media, seconds;
};

struct playing_list {
    uint32_t count, page_count;
    struct playing_row rows[PLAYLIST_ROWS_MAX];
    uint8_t pages[PLAYLIST_ROWS_MAX]; /* rows that are pages, in their order */
};

/* A page, made or being made. */
struct playing_page {
    uint32_t index; /* of the list's pages; CAROUSEL_NONE = free */
    struct page_text text;
    struct page_lay lay;
    bool whole;     /* an image over the whole page */
    uint8_t *bytes; /* of its image, while it is read */
    struct image *image;
    uint32_t number; /* of the picture when it is there */
};

struct playing_setup {
    const struct hall_def *def;
    const struct words *words;
    struct screen *screen;
    const char *state; /* folder, or NULL */
    bool portrait;
    bool off; /* this board plays none: a window's, a panel of dots */
};

struct playing {
    struct playing_setup setup;
    struct media media;
    struct carousel carousel;
    struct playing_list now, next;
    bool waiting; /* `next` is not all here */
    struct playing_page pages[2];
    uint32_t numbers;
    struct info_page shown;
    bool showing;
    bool bad[PLAYLIST_ROWS_MAX];    /* pages of `now` that cannot be shown */
    uint32_t version, next_version; /* of the rows of `now` and `next` */
    uint16_t missing;               /* media that `next` needs and that are not here */
};

enum err playing_open(struct playing *playing, const struct playing_setup *setup) MUST_CHECK;
void playing_close(struct playing *playing);

/* After each change of the view. */
void playing_rows(struct playing *playing, const struct view_rows *view);
/* True: *ask is to be sent. */
bool playing_ask(struct playing *playing, msec now, struct message *ask) MUST_CHECK;
/* True when something else is shown than before. */
bool playing_step(struct playing *playing, msec now, uint32_t call, bool blocked);
/* NULL = no page. */
const struct info_page *playing_page(const struct playing *playing);
/* An image is being made. */
bool playing_busy(const struct playing *playing);

#endif
