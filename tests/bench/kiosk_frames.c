/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the model to pixels, in this program: every page behind every other look of it, each once
 * with the fonts cold and then often, as a visitor goes from page to page.
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
    double took[ROUNDS * SCENE_COUNT * LANG_COUNT];
    uint32_t count;
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

/* One walk through all pages, in one language. */
static double walk(struct frames *frames, const struct hall_def *def, enum lang lang, bool count)
{
    double worst = 0;
    for (int scene = 0; scene < SCENE_COUNT; scene++) {
        double took = frame(frames, def, lang, (enum scene)scene) * 1e3;
        worst = took > worst ? took : worst;
        if (count)
            frames->took[frames->count++] = took;
    }
    return worst;
}

enum err kiosk_frames(struct bench *bench, const struct hall_def *def)
{
    static const struct screen_options options = {.title = "bench",
                                                  .w = WIDE,
                                                  .h = HIGH,
                                                  .place = SCREEN_OFF};
    static struct frames frames;
    frames.device = def_device(def, "kiosk-1");
    frames.count = 0;
    enum err err = frames.device ? words_load(&frames.words)
                                 : log_fault(ERR_CONFIG, "the hall has no kiosk-1");
    if (!err)
        err = screen_open(&options, &frames.screen);
    if (err)
        return err;
    double cold = walk(&frames, def, LANG_ZH, false);
    walk(&frames, def, LANG_EN, false);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        walk(&frames, def, LANG_ZH, true);
        walk(&frames, def, LANG_EN, true);
    }
    screen_close(frames.screen);
    double *took = frames.took;
    bench_figure(bench, (struct figure){"kiosk.frame_p50_ms", "ms",
                                        bench_percentile(took, frames.count, 50), 0, NO_TARGET});
    bench_figure(bench, (struct figure){"kiosk.frame_p99_ms", "ms",
                                        bench_percentile(took, frames.count, 99), FRAME_LIMIT_MS,
                                        AT_MOST});
    bench_figure(bench, (struct figure){"kiosk.frame_cold_worst_ms", "ms", cold, 0, NO_TARGET});
    return ERR_NONE;
}
