/* SPDX-License-Identifier: Apache-2.0 */
/*
 * load - what the parts of pages share while a folder is read. Inside common/pages only.
 */
#ifndef PAGES_LOAD_H
#define PAGES_LOAD_H

#include "config/document.h"
#include "pages/pages.h"

#define PAGES_LIST_FILE "playlists.yaml"

struct load {
    const char *dir; /* HALL/pages */
    const struct hall_def *def;
    struct pages *pages;
    FILE *report;
    uint32_t mistakes;
    uint32_t rows; /* of all lists, at all places */
    struct document document;
    struct place at; /* of the page that is read */
};

/* One mistake in playlists.yaml. */
void load_wrong(struct load *load, struct place place, const char *key, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

/* lists.c: playlists.yaml. */
void load_lists(struct load *load);

/* media.c: each gives the number of the medium, read and hashed once; -1 after a mistake. */
int load_text(struct load *load, const char *name, enum lang lang, int *image);
int load_image(struct load *load, const char *file);
int load_item(struct load *load, const char *code, enum lang lang);
/* Is there NAME.LANG.md? */
bool load_has_text(const struct load *load, const char *name, enum lang lang);

#endif
