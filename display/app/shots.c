/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display-shots - every page of a board with sample data as PNG files, to be laid beside
 * the drawings and into the manual.
 */
#include <stdio.h>
#include <stdlib.h>

#include "app/sample.h"
#include "config/config.h"
#include "i18n/words_load.h"
#include "os/log.h"
#include "os/options.h"
#include "sdl/screen.h"
#include "view/view.h"

#define CLOSING_MS (118 * MINUTE + 5 * HOUR) /* 16:40 */

static struct draw page;
static struct words words;
static struct board board;
static struct announce announce;
static struct ticker ticker;

struct shots {
    const struct hall_def *def;
    const char *folder;
    uint32_t overflows;
};

static enum err write_picture(const struct screen *screen, const char *folder, const char *name)
{
    struct picture picture = {0};
    enum err err = screen_picture(screen, &picture);
    if (err)
        return err;
    char path[512];
    snprintf(path, sizeof(path), "%s/%s.png", folder, name);
    FILE *file = fopen(path, "wb");
    bool ok = file && fwrite(picture.bytes, 1, picture.length, file) == picture.length;
    if (file && fclose(file))
        ok = false;
    picture_free(&picture);
    return ok ? ERR_NONE : log_fault(ERR_IO, "cannot write %s; make its folder first", path);
}

static enum err shoot(struct shots *shots, struct board_screen *view, const char *name)
{
    struct screen *screen;
    struct screen_options options = {.title = name,
                                     .w = view->portrait ? BOARD_SHORT : BOARD_LONG,
                                     .h = view->portrait ? BOARD_LONG : BOARD_SHORT,
                                     .place = SCREEN_OFF};
    enum err err = screen_open(&options, &screen);
    if (err)
        return err;
    board_ticker(&ticker, view, screen_measure(screen));
    board_draw(&page, view, screen_measure(screen));
    screen_show(screen, &page);
    shots->overflows += page.overflows;
    if (page.overflows || page.full)
        log_warn("page=%s overflows=%u full=%d", name, page.overflows, page.full);
    err = write_picture(screen, shots->folder, name);
    screen_close(screen);
    return err;
}

/* A page of the take-over: `calls` of them at once. */
static enum err shoot_call(struct shots *shots, struct board_screen *view, const char *name,
                           const struct announce_entry *calls, uint32_t count)
{
    announce_init(&announce, 0);
    for (uint32_t i = 0; i < count; i++)
        announce_offer(&announce, &calls[i]);
    struct announce_entry spoken;
    (void)announce_step(&announce, &board, view->time.mono, &spoken);
    view->time.mono += 3 * SECOND;
    enum err err = shoot(shots, view, name);
    view->time.mono -= 3 * SECOND;
    announce_init(&announce, 0);
    return err;
}

static const char *named(char *text, size_t size, const char *name, bool portrait)
{
    snprintf(text, size, "%s%s", name, portrait ? "-portrait" : "");
    return text;
}

static enum err shoot_calls(struct shots *shots, struct board_screen *view)
{
    char name[64];
    bool portrait = view->portrait;
    msec now = view->time.mono;
    const struct announce_entry two[] = {sample_call(1, "A023", 6, now),
                                         sample_call(2, "H031", 17, now)};
    const struct announce_entry wide[] = {sample_call(1, "A1023", 110, now),
                                          sample_call(2, "AB1023", 32, now)};
    const struct announce_entry room = sample_call(1, "W002", TARGET_ROOM + 1, now);
    enum err err = shoot_call(shots, view, named(name, 64, "call", portrait), two, 1);
    if (!err)
        err = shoot_call(shots, view, named(name, 64, "call-two", portrait), two, 2);
    if (!err)
        err = shoot_call(shots, view, named(name, 64, "call-widest", portrait), wide, 1);
    if (!err)
        err = shoot_call(shots, view, named(name, 64, "call-two-widest", portrait), wide, 2);
    if (!err)
        err = shoot_call(shots, view, named(name, 64, "call-room", portrait), &room, 1);
    return err;
}

static enum err shoot_all(struct shots *shots, bool portrait)
{
    struct board_screen view = {.board = &board,
                                .announce = &announce,
                                .ticker = &ticker,
                                .words = &words,
                                .time = sample_time,
                                .rows = BOARD_ROWS_DEFAULT,
                                .portrait = portrait};
    char name[64];
    announce_init(&announce, 0);
    board_init(&board, shots->def, def_device(shots->def, "board-1"));
    sample_fill(&board, &view.time);
    enum err err = shoot(shots, &view, named(name, 64, "board", portrait));
    if (!err)
        err = shoot_calls(shots, &view);
    view.training = 60;
    if (!err)
        err = shoot(shots, &view, named(name, 64, "training", portrait));
    view.training = 0;
    view.time.hall += CLOSING_MS;
    if (!err)
        err = shoot(shots, &view, named(name, 64, "closing", portrait));
    view.time = sample_time;
    view.time.mono += 2 * MINUTE;
    view.time.hall += 2 * MINUTE;
    if (!err)
        err = shoot(shots, &view, named(name, 64, "lost", portrait));
    view.time = sample_time;
    view.time.mono += 6 * SECOND;
    if (!err)
        err = shoot(shots, &view, named(name, 64, "stale", portrait));
    view.time = sample_time;
    sample_fill_widest(&board, &view.time);
    if (!err)
        err = shoot(shots, &view, named(name, 64, "widest", portrait));
    view.rows = BOARD_ROWS_MAX;
    if (!err && !portrait)
        err = shoot(shots, &view, "ten-rows");
    view.rows = BOARD_ROWS_MIN;
    if (!err && !portrait)
        err = shoot(shots, &view, "six-rows");
    return err;
}

int main(int argc, char **argv)
{
    const char *hall = NULL, *folder = NULL;
    const struct option_row rows[] = {
        {"hall", "DIR", "the definition of the hall (it has a board-1)", .text = &hall},
        {"out", "DIR", "where the pictures go", .text = &folder},
    };
    log_component("display-shots");
    int status = options_read(&(struct options){"display-shots",
                                                "renders every page of a board with sample data",
                                                NULL, rows, countof(rows)},
                              argc, argv, NULL);
    if (status >= 0)
        return status;
    if (!hall || !folder) {
        fprintf(stderr, "display-shots: give --hall DIR and --out DIR\n");
        return OPTIONS_BAD;
    }
    struct hall_def *def;
    if (config_load(hall, stderr, &def, NULL) || words_load(&words))
        return OPTIONS_BAD;
    struct shots shots = {def, folder, 0};
    if (!def_device(def, "board-1")) {
        fprintf(stderr, "display-shots: %s has no device board-1; use another hall\n", hall);
        config_free(def);
        return OPTIONS_BAD;
    }
    enum err err = shoot_all(&shots, false);
    if (!err)
        err = shoot_all(&shots, true);
    config_free(def);
    if (err)
        return 1;
    printf("overflows=%u\n", shots.overflows);
    return shots.overflows ? 1 : 0;
}
