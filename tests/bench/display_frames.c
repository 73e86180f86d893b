/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the model to pixels, in this program: every page of a board behind every other look of it,
 * as boards change; each once with the fonts cold and then often. A ticker's step apart: it is
 * drawn 60 times a second.
 */
#include "bench/display_parts.h"
#include "display_scenes.h"
#include "i18n/words_load.h"
#include "os/log.h"
#include "sdl/screen.h"

#define ROUNDS 12
#define FRAME_LIMIT_MS 8
#define STEPS 600

struct frames {
    struct screen *screen;
    struct words words;
    struct display_stage stage;
    double took[ROUNDS * DISPLAY_SCENE_COUNT], steps[STEPS];
    uint32_t count;
};

static struct frames frames;
static struct draw draw;

/* Seconds of a processor from the model to the pixels. */
static double frame(const struct display_look *look, enum display_scene scene)
{
    display_play(&frames.stage, look, scene);
    double begun = bench_cpu();
    display_draw(&frames.stage, &draw, screen_measure(frames.screen));
    screen_show(frames.screen, &draw);
    return bench_cpu() - begun;
}

/* One walk through all pages; the longest in ms. */
static double walk(const struct display_look *look, bool count)
{
    double worst = 0;
    for (int scene = 0; scene < DISPLAY_SCENE_COUNT; scene++) {
        double took = frame(look, (enum display_scene)scene) * 1e3;
        worst = took > worst ? took : worst;
        if (count)
            frames.took[frames.count++] = took;
    }
    return worst;
}

static void slide(void)
{
    frame(&display_looks[0], DISPLAY_SCENE_BOARD);
    for (uint32_t i = 0; i < STEPS; i++) {
        double begun = bench_cpu();
        screen_slide(frames.screen, (int16_t)(i + 1));
        frames.steps[i] = (bench_cpu() - begun) * 1e3;
    }
}

static enum err measure(const struct display_look *look, int16_t w, int16_t h, double *cold)
{
    const struct screen_options options = {.title = "bench",
                                           .w = BOARD_LONG,
                                           .h = BOARD_SHORT,
                                           .window_w = w,
                                           .window_h = h,
                                           .place = SCREEN_OFF};
    enum err err = screen_open(&options, &frames.screen);
    if (err)
        return err;
    frames.count = 0;
    *cold = walk(look, false);
    for (uint32_t i = 0; i < ROUNDS; i++)
        walk(look, true);
    slide();
    screen_close(frames.screen);
    return ERR_NONE;
}

static double took(uint32_t percent)
{
    return bench_percentile(frames.took, frames.count, percent);
}

enum err display_frames(struct bench *bench, const struct hall_def *def)
{
    double cold = 0;
    frames.stage.def = def;
    frames.stage.words = &frames.words;
    enum err err = words_load(&frames.words);
    if (!err)
        err = measure(&display_looks[0], 0, 0, &cold);
    if (err)
        return err;
    bench_figure(bench, (struct figure){"display.frame_p50_ms", "ms", took(50), 0, NO_TARGET});
    bench_figure(bench,
                 (struct figure){"display.frame_p99_ms", "ms", took(99), FRAME_LIMIT_MS, AT_MOST});
    bench_figure(bench, (struct figure){"display.frame_cold_worst_ms", "ms", cold, 0, NO_TARGET});
    bench_figure(bench, (struct figure){"display.ticker_step_p99_ms", "ms",
                                        bench_percentile(frames.steps, STEPS, 99), 0, NO_TARGET});
    err = measure(&display_looks[0], 2 * BOARD_LONG, 2 * BOARD_SHORT, &cold);
    if (!err)
        bench_figure(bench,
                     (struct figure){"display.frame_4k_p99_ms", "ms", took(99), 0, NO_TARGET});
    return err;
}
