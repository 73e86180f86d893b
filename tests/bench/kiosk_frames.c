/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the model to pixels, in this program: every page behind every other look of it, in two
 * languages. Each once when the program knows no glyph and no icon of it yet, which is what the
 * first visitor of a day may meet, and then often, as the others do.
 */
#include <stdlib.h>

#include "bench/kiosk_parts.h"
#include "i18n/words_load.h"
#include "kiosk_scenes.h"
#include "os/log.h"
#include "sdl/screen.h"
#include "view/view.h"

#define ROUNDS 12
#define WIDE 1920
#define HIGH 1080
#define FRAME_LIMIT_MS 8

struct frames {
    struct screen *screen;
    struct words words;
    const struct device_def *device;
    double first[SCENE_COUNT * LANG_COUNT], took[ROUNDS * SCENE_COUNT * LANG_COUNT];
};

static struct draw draw;
static struct kiosk_model model;

/* Seconds from the model to the pixels. */
static double frame(struct frames *frames, const struct hall_def *def, enum lang lang,
                    enum scene scene)
{
    const struct stage stage = {.def = def, .device = frames->device, .lang = lang};
    scene_play(&stage, scene, &model);
    struct kiosk_view view = {.model = &model,
                              .words = &frames->words,
                              .measure = screen_measure(frames->screen),
                              .w = WIDE,
                              .h = HIGH,
                              .qr = {SCENE_QR_WIDTH, SCENE_QR_WIDTH, 0},
                              .qr_dots = scene_qr};
    double begun = bench_cpu();
    kiosk_draw(&view, &draw);
    screen_show(frames->screen, &draw);
    return bench_cpu() - begun;
}

/* One walk through all pages in both languages; returns the place behind the last. */
static double *walk(struct frames *frames, const struct hall_def *def, double *took)
{
    static const enum lang languages[] = {LANG_ZH, LANG_EN};
    for (size_t i = 0; i < countof(languages); i++)
        for (int scene = 0; scene < SCENE_COUNT; scene++)
            *took++ = frame(frames, def, languages[i], (enum scene)scene) * 1e3;
    return took;
}

static void tell(struct bench *bench, struct frames *frames, uint32_t first, uint32_t count)
{
    double begin = frames->first[0];
    const struct figure list[] = {
        {"kiosk.frame_p50_ms", "ms", bench_percentile(frames->took, count, 50), 0, NO_TARGET},
        {"kiosk.frame_p99_ms", "ms", bench_percentile(frames->took, count, 99), FRAME_LIMIT_MS,
         AT_MOST},
        {"kiosk.frame_worst_ms", "ms", bench_percentile(frames->took, count, 100), 0, NO_TARGET},
        {"kiosk.frame_first_time_p50_ms", "ms", bench_percentile(frames->first, first, 50), 0,
         NO_TARGET},
        {"kiosk.frame_first_time_p99_ms", "ms", bench_percentile(frames->first, first, 99),
         FRAME_LIMIT_MS, AT_MOST},
        {"kiosk.frame_of_start_ms", "ms", begin, 0, NO_TARGET},
    };
    for (size_t i = 0; i < countof(list); i++)
        bench_figure(bench, list[i]);
}

enum err kiosk_frames(struct bench *bench, const struct hall_def *def)
{
    static const struct screen_options options = {.title = "bench",
                                                  .w = WIDE,
                                                  .h = HIGH,
                                                  .place = SCREEN_OFF};
    static struct frames frames;
    frames.device = def_device(def, "kiosk-1");
    enum err err = frames.device ? words_load(&frames.words)
                                 : log_fault(ERR_CONFIG, "the hall has no kiosk-1");
    if (!err)
        err = screen_open(&options, &frames.screen);
    if (err)
        return err;
    double *end = frames.took;
    uint32_t first = (uint32_t)(walk(&frames, def, frames.first) - frames.first);
    for (uint32_t i = 0; i < ROUNDS; i++)
        end = walk(&frames, def, end);
    screen_close(frames.screen);
    tell(bench, &frames, first, (uint32_t)(end - frames.took));
    return ERR_NONE;
}
