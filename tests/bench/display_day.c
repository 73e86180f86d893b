/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 24 hours of one board in virtual time: calls every 15 s over the hall's windows, each shown, its
 * sound over, forgotten; the page drawn every 2 s and whenever something changed. What the program
 * holds after the first hour is what it holds after the last.
 */
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/display_parts.h"
#include "i18n/words_load.h"
#include "os/log.h"
#include "sdl/screen.h"
#include "view/view.h"

#define HOURS 24
#define STEP_MS (2 * SECOND)
#define CALL_MS (15 * SECOND)
#define SAID_MS (8 * SECOND)
#define BEGUN INT64_C(1773792000000) /* 2026-03-18 08:00 in Shanghai */
#define GROWTH_MIB 1

struct day {
    const struct hall_def *def;
    struct words words;
    struct screen *screen;
    struct board board;
    struct announce announce;
    struct ticker ticker;
    uint32_t calls;
    msec said_at;
};

static struct day day;
static struct draw draw;

static struct board_target call_at(uint32_t call, const struct board_time *time)
{
    const struct window_def *window = &day.def->windows[call % day.def->window_count];
    const struct service_def *service = &day.def->services[call % day.def->service_count];
    struct label label = {.prefix = {'A', '\0'}, .number = (uint16_t)(call % 999 + 1)};
    return (struct board_target){.target = {window->number},
                                 .state = WINDOW_CALLING,
                                 .calls = 1,
                                 .label = label,
                                 .service = service->id,
                                 .order = call + 1,
                                 .since = time->hall};
}

static void put_rows(const struct board_time *time)
{
    board_begin(&day.board);
    for (uint32_t i = 0; i < day.def->window_count && i < day.calls; i++) {
        struct board_target target = call_at(day.calls - 1 - i, time);
        board_put_target(&day.board, &target);
    }
    for (uint32_t i = 0; i < day.def->service_count; i++)
        board_put_service(&day.board,
                          &(struct board_service){day.def->services[i].id,
                                                  (uint16_t)(day.calls % 60), 5, 20, 12});
    for (uint32_t i = 0; i < 8; i++)
        board_put_missed(&day.board, &(struct board_missed){{.prefix = "B",
                                                             .number = (uint16_t)(day.calls + i)},
                                                            time->hall - i * MINUTE});
    board_end(&day.board, time);
}

static void call(const struct board_time *time)
{
    day.calls++;
    put_rows(time);
    struct board_target target = call_at(day.calls - 1, time);
    struct announce_entry entry = {.id = day.calls,
                                   .target = target.target,
                                   .label = target.label,
                                   .kind = CALL_FIRST,
                                   .born = time->mono,
                                   .dies = time->mono + MINUTE};
    announce_begin(&day.announce);
    announce_offer(&day.announce, &entry);
    announce_end(&day.announce);
}

static void speak(const struct board_time *time)
{
    struct announce_entry entry;
    if (day.announce.speaking && time->mono - day.said_at >= SAID_MS)
        announce_done(&day.announce);
    while (announce_step(&day.announce, &day.board, time->mono, &entry))
        if (entry.fate == ANNOUNCE_SPEAK)
            day.said_at = time->mono;
}

static void show(const struct board_time *time)
{
    const struct board_screen view = {.board = &day.board,
                                      .announce = &day.announce,
                                      .ticker = &day.ticker,
                                      .words = &day.words,
                                      .time = *time,
                                      .rows = BOARD_ROWS_DEFAULT};
    const struct text_measure *measure = screen_measure(day.screen);
    board_ticker(&day.ticker, &view, measure);
    board_draw(&draw, &view, measure);
    screen_show(day.screen, &draw);
    struct ticker_place place = ticker_at(&day.ticker, time->mono + SECOND);
    screen_slide(day.screen, (int16_t)place.shift);
}

static double held_kib(void)
{
    return (double)mallinfo2().uordblks / 1024;
}

enum err display_day(struct bench *bench, const struct hall_def *def)
{
    const struct screen_options options = {.title = "bench",
                                           .w = BOARD_LONG,
                                           .h = BOARD_SHORT,
                                           .place = SCREEN_OFF};
    const struct device_def *device = def_device(def, "board-1");
    if (!device)
        return log_fault(ERR_CONFIG, "the hall has no board-1");
    day.def = def;
    enum err err = words_load(&day.words);
    if (!err)
        err = screen_open(&options, &day.screen);
    if (err)
        return err;
    board_init(&day.board, def, device);
    announce_init(&day.announce, 0);
    double held = 0, resident = 0;
    for (msec at = 0; at < HOURS * 60 * MINUTE; at += STEP_MS) {
        struct board_time time = {at + SECOND, BEGUN + at, 480};
        if (at % CALL_MS < STEP_MS)
            call(&time);
        board_heard(&day.board, &time);
        speak(&time);
        show(&time);
        if (at == 60 * MINUTE) {
            held = held_kib();
            resident = bench_rss_of(getpid());
        }
    }
    held = held_kib() - held;
    resident = bench_rss_of(getpid()) - resident;
    screen_close(day.screen);
    bench_figure(bench, (struct figure){"display.day_calls", "", day.calls, 0, NO_TARGET});
    bench_figure(bench, (struct figure){"display.day_growth_mib", "MiB", held / 1024, GROWTH_MIB,
                                        AT_MOST});
    bench_figure(bench, (struct figure){"display.day_resident_growth_mib", "MiB", resident / 1024,
                                        2 * GROWTH_MIB, AT_MOST});
    return ERR_NONE;
}
