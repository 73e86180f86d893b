/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk_every.h"

#include <stdio.h>

#include "config/config.h"
#include "i18n/words_load.h"
#include "test.h"

struct words words;
struct fonts *fonts;
struct kiosk_model model;
struct draw draw;

static const char *const halls[] = {"jianchang", "township"};
static struct hall_def *defs[countof(halls)];

static struct shape shapes[] = {
    {"zh", 1920, 1080, {.lang = LANG_ZH}},
    {"en", 1920, 1080, {.lang = LANG_EN}},
    {"zh heavy", 1920, 1080, {.lang = LANG_ZH, .heavy = true}},
    {"en heavy", 1920, 1080, {.lang = LANG_EN, .heavy = true}},
    {"zh tall", 1080, 1920, {.lang = LANG_ZH}},
    {"en tall", 1080, 1920, {.lang = LANG_EN}},
    {"en tall heavy", 1080, 1920, {.lang = LANG_EN, .heavy = true}},
    {"zh contrast", 1920, 1080, {.contrast = true}},
    {"zh tall contrast", 1080, 1920, {.contrast = true}},
    {"zh x1.5", 1920, 1080, {.large = 1}},
    {"zh large", 1920, 1080, {.large = 2}},
    {"en large", 1920, 1080, {.lang = LANG_EN, .large = 2}},
    {"zh large tall", 1080, 1920, {.large = 2}},
    {"en large tall", 1080, 1920, {.lang = LANG_EN, .large = 2}},
    {"en large heavy", 1920, 1080, {.lang = LANG_EN, .large = 2, .heavy = true}},
    {"zh large contrast", 1920, 1080, {.large = 2, .contrast = true}},
    {"zh low", 1920, 1080, {.low = true}},
    {"zh low tall", 1080, 1920, {.low = true}},
    {"en low contrast", 1920, 1080, {.lang = LANG_EN, .low = true, .contrast = true}},
};

int every_start(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(halls); i++) {
        char dir[512];
        snprintf(dir, sizeof(dir), "%s/%s", TEST_HALLS_DIR, halls[i]);
        if (config_load(dir, stderr, &defs[i], NULL))
            return -1;
    }
    return words_load(&words) || fonts_open(&fonts) ? -1 : 0;
}

int every_stop(void **state)
{
    (void)state;
    fonts_close(fonts);
    for (size_t i = 0; i < countof(halls); i++)
        config_free(defs[i]);
    return 0;
}

static const struct device_def *first_kiosk(const struct hall_def *def)
{
    for (uint32_t i = 0; i < def->device_count; i++)
        if (def->devices[i].kind == DEVICE_KIOSK)
            return &def->devices[i];
    return NULL;
}

struct stage every_stage(void)
{
    return (struct stage){.def = defs[0], .device = first_kiosk(defs[0])};
}

void every_draw(const struct shape *shape, const struct text_measure *measure)
{
    struct kiosk_view view = {&model,   &words,   measure,
                              shape->w, shape->h, {SCENE_QR_WIDTH, SCENE_QR_WIDTH, 0},
                              scene_qr};
    kiosk_draw(&view, &draw);
}

void every_render(const struct shape *shape, enum scene scene, const struct text_measure *measure)
{
    scene_play(&shape->stage, scene, &model);
    every_draw(shape, measure);
}

static void on_shape(struct shape *shape, size_t hall, page_check check)
{
    for (int scene = 0; scene < SCENE_COUNT; scene++) {
        char where[96];
        shape->stage.def = defs[hall];
        shape->stage.device = first_kiosk(defs[hall]);
        assert_non_null(shape->stage.device);
        every_render(shape, (enum scene)scene, fonts_measure(fonts));
        snprintf(where, sizeof(where), "%s, %s, %s", halls[hall], shape->name,
                 scene_name((enum scene)scene));
        check(shape, where);
    }
}

void on_every_page(page_check check)
{
    for (size_t hall = 0; hall < countof(halls); hall++)
        for (size_t i = 0; i < countof(shapes); i++)
            on_shape(&shapes[i], hall, check);
}

void on_some_pages(page_check check)
{
    struct shape some[] = {{"zh", 1920, 1080, {.lang = LANG_ZH}},
                           {"en tall", 1080, 1920, {.lang = LANG_EN}},
                           {"zh large", 1920, 1080, {.large = 2}}};
    for (size_t i = 0; i < countof(some); i++)
        on_shape(&some[i], 0, check);
}
