/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_hall_rig - a hall, its words and fonts, and one draw list: for tests that look at what is
 * drawn.
 */
#ifndef TESTS_KIOSK_HALL_RIG_H
#define TESTS_KIOSK_HALL_RIG_H

#include <string.h>

#include "config/config.h"
#include "i18n/words_load.h"
#include "sdl/font.h"
#include "test.h"
#include "ui/draw.h"

static struct words words;
static struct hall_def *def;
static struct fonts *fonts;
static struct draw draw;

static int start(void **state)
{
    (void)state;
    return config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL) || words_load(&words) ||
                   fonts_open(&fonts)
               ? -1
               : 0;
}

static int stop(void **state)
{
    (void)state;
    fonts_close(fonts);
    config_free(def);
    return 0;
}

static bool says(const char *text)
{
    for (uint32_t i = 0; i < draw.count; i++)
        if (strstr(draw_item_text(&draw, &draw.items[i]), text))
            return true;
    return false;
}

#endif
