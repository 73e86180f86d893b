/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_every - every page of the kiosk: each scene in the halls of the tree, both languages and
 * orientations, all looks, with the real font.
 */
#ifndef TESTS_KIOSK_EVERY_H
#define TESTS_KIOSK_EVERY_H

#include "kiosk_scenes.h"
#include "sdl/font.h"
#include "view/view.h"

struct shape {
    const char *name;
    int16_t w, h;
    struct stage stage;
};

extern struct words words;
extern struct fonts *fonts;
/* What was drawn last, and of what. */
extern struct kiosk_model model;
extern struct draw draw;

/* For cmocka_run_group_tests. */
int every_start(void **state);
int every_stop(void **state);

/* Jianchang: its first kiosk. */
struct stage every_stage(void);
void every_render(const struct shape *shape, enum scene scene, const struct text_measure *measure);
/* The model as it is now, drawn again. */
void every_draw(const struct shape *shape, const struct text_measure *measure);

typedef void (*page_check)(const struct shape *shape, const char *where);
void on_every_page(page_check check);
/* Every scene of one hall, once as usual, once in English and upright, once large. */
void on_some_pages(page_check check);

#endif
