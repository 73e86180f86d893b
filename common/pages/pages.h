/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pages - what boards show beside the calls: HALL/pages/playlists.yaml and the pages it names.
 *
 *     NAME.zh.md, NAME.en.md   text (domain/page_text.h), with at most one image
 *     NAME.png                 an image over the whole page
 *     item: CODE               an item of the hall's guide
 *
 * The folder stands beside the definition, not in it: it is no part of its hash and does not
 * travel with it, so a page may be changed while the hall is open (pages_load again). A hall
 * without the folder has no pages.
 *
 * Ownership: pages_load allocates, pages_free frees and accepts NULL. Nothing changes after
 *            loading, so it may be done in a thread and handed over.
 * Errors:    ERR_CONFIG after every mistake was written to `report` as
 *            FILE:LINE:COLUMN: KEY: what is wrong; what to do. *pages is then NULL.
 * Limits:    below and in domain/media.h, each with a test at the limit.
 */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

#include <stdbool.h>
#include <stdio.h>

#include "base/base.h"
#include "base/err.h"
#include "domain/hall_def.h"
#include "domain/media.h"

#define PLAYLISTS_MAX 32
#define PLAYLIST_PAGES_MAX 40
#define PLAYLIST_PLACES_MAX 64
#define PAGES_MEDIA_MAX 256
#define PAGES_BYTES_MAX (16u << 20) /* of all media */
#define PAGES_NAME_MAX 40

struct medium {
    uint8_t sha256[MEDIA_HASH];
    uint16_t media; /* MEDIA(kind, lang) */
    uint32_t size;
    uint8_t *bytes;
    char name[PAGES_NAME_MAX + 8]; /* of its file, or the item's code */
};

/* Where a list is played; the nearest one to a board wins. */
enum pages_where { PAGES_EVERYWHERE, PAGES_FLOOR, PAGES_ZONE, PAGES_BOARD };
struct pages_place {
    uint8_t where;   /* enum pages_where */
    uint16_t number; /* of the floor, the zone, the device in the definition */
};

struct playlist_row {
    uint16_t medium;  /* index */
    uint16_t seconds; /* 0 = needed by a page of the list */
};

struct playlist {
    char name[PAGES_NAME_MAX + 1];
    uint8_t days;      /* bit 0 = Monday */
    uint16_t from, to; /* minutes of the day, from < to */
    uint32_t place_count, row_count, page_count;
    struct pages_place places[PLAYLIST_PLACES_MAX];
    struct playlist_row rows[PLAYLIST_ROWS_MAX];
};

struct pages {
    uint32_t list_count, medium_count;
    size_t bytes;
    struct playlist lists[PLAYLISTS_MAX];
    struct medium media[PAGES_MEDIA_MAX];
};

/* `dir` is the hall's folder. */
enum err pages_load(const char *dir, const struct hall_def *def, FILE *report, struct pages **pages,
                    uint32_t *mistakes) MUST_CHECK;
void pages_free(struct pages *pages);

/* NULL when there is none. */
const struct medium *pages_medium(const struct pages *pages, const uint8_t sha256[MEDIA_HASH]);
/* The first list for exactly that place at that moment (weekday 0 = Monday); NULL = none. */
const struct playlist *pages_list(const struct pages *pages, struct pages_place place,
                                  uint8_t weekday, uint16_t minute);

#endif
