/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk_slip_rig - a hall, its words and fonts, and what paints slips: for tests that look at
 * paper. Each file says CODE, the text of its QR, before it includes this.
 */
#ifndef TESTS_KIOSK_SLIP_RIG_H
#define TESTS_KIOSK_SLIP_RIG_H

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/paper.h"
#include "app/qr.h"
#include "config/config.h"
#include "i18n/words_load.h"
#include "sdl/font.h"
#include "test.h"

static struct words words;
static struct hall_def *def;
static struct fonts *fonts;
static struct paper_maker maker;
static struct paper paper;
static struct qr qr;
static char folder[] = "/tmp/kiosk-slips-XXXXXX"; /* empty when a test ends */

static int start(void **state)
{
    (void)state;
    if (config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL) || words_load(&words) ||
        fonts_open(&fonts) || paper_maker_open(&maker, fonts) || !mkdtemp(folder))
        return -1;
    qr_make(CODE, &qr);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    paper_maker_close(&maker);
    fonts_close(fonts);
    config_free(def);
    return rmdir(folder);
}

static bool says(const char *text)
{
    for (uint32_t i = 0; i < maker.draw.count; i++)
        if (strstr(draw_item_text(&maker.draw, &maker.draw.items[i]), text))
            return true;
    return false;
}

#endif
