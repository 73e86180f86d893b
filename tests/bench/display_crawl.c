/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/display_crawl.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bench/bench.h"
#include "i18n/words_load.h"
#include "os/clock.h"
#include "os/log.h"
#include "sdl/screen.h"
#include "view/view.h"

/* docs/ui t05 in training: the ticker's text, some of its rows. */
#define LEFT 104
#define WIDTH 944
#define TOP 1848
#define LOOK_ROWS 10
#define ROW_STEP 4
#define STEP_MAX 60 /* px looked for between two looks */
#define LOOK_S 0.001
#define BLIND_S 0.008 /* two steps of 60 a second are never that close */
#define AGAIN_S 1.0
#define TORN_LOOKS 20 /* the server's copy is seen half done for less than that */
#define EDGE_MS 300   /* of the movement, not watched */
#define SOON_MS (3 * MINUTE)

struct look {
    uint32_t pixels[LOOK_ROWS][WIDTH];
};

static struct board board;

enum err crawl_open(struct crawl *crawl, const struct hall_def *def, const char *name)
{
    const struct screen_options options = {.title = "bench",
                                           .w = BOARD_SHORT,
                                           .h = BOARD_LONG,
                                           .place = SCREEN_OFF};
    *crawl = (struct crawl){.screen = NULL};
    enum err err = words_load(&crawl->words);
    if (!err)
        err = screen_open(&options, &crawl->screen);
    if (err)
        return err;
    board_init(&board, def, def_device(def, name));
    const struct board_screen screen = {.board = &board,
                                        .words = &crawl->words,
                                        .training = 1,
                                        .portrait = true};
    board_ticker(&crawl->ticker, &screen, screen_measure(crawl->screen));
    return ERR_NONE;
}

void crawl_close(struct crawl *crawl)
{
    screen_close(crawl->screen);
    crawl->screen = NULL;
}

static void take(const struct tv *tv, struct look *look)
{
    const struct eye *eye = &tv->eye;
    for (size_t row = 0; row < LOOK_ROWS; row++)
        memcpy(look->pixels[row], eye->pixels + (TOP + row * ROW_STEP) * eye->stride + LEFT * 4,
               sizeof(look->pixels[row]));
}

static bool moved_by(const struct look *was, const struct look *now, size_t px)
{
    for (size_t row = 0; row < LOOK_ROWS; row++)
        if (memcmp(was->pixels[row] + px, now->pixels[row], (WIDTH - px) * 4) != 0)
            return false;
    return true;
}

/* Pixels to the left; STEP_MAX = it is not the same line. */
static size_t step(const struct look *was, const struct look *now)
{
    size_t px = 0;
    while (px < STEP_MAX && !moved_by(was, now, px))
        px++;
    return px;
}

static void count(struct crawl *crawl, size_t px, double at, double since)
{
    double by = (double)px;
    crawl->px += by;
    if (at - since > BLIND_S) {
        crawl->unseen++;
        return;
    }
    crawl->steps++;
    crawl->worst_px = by > crawl->worst_px ? by : crawl->worst_px;
    if (px == 1)
        return;
    crawl->late++;
    crawl->jumps += px > 2 || at - crawl->late_at < AGAIN_S;
    crawl->late_at = at;
}

static void watch(struct crawl *crawl, const struct tv *tv, msec until)
{
    static struct look looks[2];
    uint32_t last = 0, mixed = 0;
    take(tv, &looks[0]);
    double at = bench_clock(), clear = at; /* of the last look that was no mixture */
    while (clock_mono_ms() < until) {
        tv_sleep(LOOK_S);
        take(tv, &looks[1 - last]);
        at = bench_clock();
        size_t px = step(&looks[last], &looks[1 - last]);
        if (px == STEP_MAX && ++mixed < TORN_LOOKS) /* the server is copying */
            continue;
        if (px == STEP_MAX)
            crawl->torn++;
        else if (px)
            count(crawl, px, at, clear);
        if (px)
            last = 1 - last;
        mixed = 0;
        clear = at;
    }
}

/* When the movement that goes on at that moment ends; 0 = nothing moves. */
static msec end_of(const struct crawl *crawl, msec now)
{
    struct ticker_place place = ticker_at(&crawl->ticker, now);
    if (!place.moving)
        return 0;
    while (ticker_at(&crawl->ticker, now).moving)
        now = ticker_at(&crawl->ticker, now).next;
    return now;
}

/* A virtual machine stands still while its host runs another one, and so does the line. */
static double stolen(void)
{
    long ticks = 0;
    FILE *file = fopen("/proc/stat", "r");
    if (file && fscanf(file, "cpu %*d %*d %*d %*d %*d %*d %*d %ld", &ticks) != 1)
        ticks = 0;
    if (file)
        fclose(file);
    return (double)ticks / (double)sysconf(_SC_CLK_TCK);
}

enum err crawl_watch(struct crawl *crawl, const struct tv *tv)
{
    msec begun = clock_mono_ms(), now = begun;
    while (end_of(crawl, now) > 0 || end_of(crawl, now + EDGE_MS) == 0) {
        if (now - begun > SOON_MS)
            return log_fault(ERR_GONE, "no sentence of this board moves");
        tv_sleep(0.02);
        now = clock_mono_ms();
    }
    msec end = end_of(crawl, now + EDGE_MS) - EDGE_MS;
    tv_sleep(2.0 * EDGE_MS / SECOND);
    double at = bench_clock(), cpu = bench_cpu_of(tv->board), lost = stolen();
    watch(crawl, tv, end);
    crawl->seconds += bench_clock() - at;
    crawl->cpu += bench_cpu_of(tv->board) - cpu;
    crawl->stolen += stolen() - lost;
    return ERR_NONE;
}
