/* SPDX-License-Identifier: Apache-2.0 */
/*
 * display-shots - every page of a board with sample data as PNG files, to be looked at beside
 * the drawings. Usage: display-shots HALL_DIR OUT_DIR [PART_OF_A_NAME]
 */
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "display_scenes.h"
#include "display_window_scenes.h"
#include "i18n/words_load.h"
#include "os/file.h"
#include "os/log.h"
#include "sdl/font.h"
#include "sdl/screen.h"

static struct display_stage stage;
static struct window_stage window_stage;
static struct draw draw;
static struct words words;

static void tell_wide(const char *name)
{
    char text[512];
    for (uint32_t i = 0; i < draw.count; i++)
        if (draw_item_too_wide(&draw.items[i]) && !draw.items[i].clip) {
            draw_item_print(&draw, &draw.items[i], text, sizeof(text));
            printf("%s: too wide by %d: %s\n", name, draw.items[i].width - draw.items[i].box.w,
                   text);
        }
    if (draw.full)
        printf("%s: the list is full\n", name);
}

static enum err write_picture(const struct screen *screen, const char *folder, const char *name)
{
    struct picture picture = {0};
    char path[FILE_PATH_MAX];
    enum err err = screen_picture(screen, &picture);
    if (err)
        return err;
    snprintf(path, sizeof(path), "%s/%s.png", folder, name);
    err = file_write(path, picture.bytes, picture.length, 0644);
    picture_free(&picture);
    return err;
}

static enum err shoot(const struct display_look *look, enum display_scene scene, const char *folder,
                      const char *part)
{
    struct screen *screen;
    char name[96];
    struct screen_options options = {.title = "shots",
                                     .w = look->portrait ? BOARD_SHORT : BOARD_LONG,
                                     .h = look->portrait ? BOARD_LONG : BOARD_SHORT,
                                     .window_w = look->shown_w,
                                     .window_h = look->shown_h,
                                     .place = SCREEN_OFF};
    snprintf(name, sizeof(name), "%s%s", display_scene_name(scene), look->suffix);
    if (part && !strstr(name, part))
        return ERR_NONE;
    enum err err = screen_open(&options, &screen);
    if (err)
        return err;
    (void)pixmaps_put(fonts_pixmaps(screen_fonts(screen)), display_pixmap());
    display_play(&stage, look, scene);
    display_draw(&stage, &draw, screen_measure(screen));
    tell_wide(name);
    screen_show(screen, &draw);
    err = write_picture(screen, folder, name);
    screen_close(screen);
    return err;
}

static enum err shoot_window(const struct window_scene_look *look, enum window_scene scene,
                             const char *folder, const char *part)
{
    struct screen *screen;
    char name[96];
    struct screen_options options = {.title = "shots",
                                     .w = look->portrait ? WINDOW_SHORT : WINDOW_LONG,
                                     .h = look->portrait ? WINDOW_LONG : WINDOW_SHORT,
                                     .window_w = look->shown_w,
                                     .window_h = look->shown_h,
                                     .place = SCREEN_OFF};
    snprintf(name, sizeof(name), "%s%s", window_scene_name(scene), look->suffix);
    if (part && !strstr(name, part))
        return ERR_NONE;
    enum err err = screen_open(&options, &screen);
    if (err)
        return err;
    window_play(&window_stage, look, scene);
    board_draw(&draw, &window_stage.screen, screen_measure(screen));
    tell_wide(name);
    screen_show(screen, &draw);
    err = write_picture(screen, folder, name);
    screen_close(screen);
    return err;
}

int main(int argc, char **argv)
{
    struct hall_def *def;
    if (argc < 3) {
        fprintf(stderr, "usage: display-shots HALL_DIR OUT_DIR [PART_OF_A_NAME]\n");
        return 2;
    }
    log_component("display-shots");
    if (config_load(argv[1], stderr, &def, NULL) || words_load(&words))
        return 2;
    if (!def_device(def, "board-1") || !def_device(def, "board-13")) {
        fprintf(stderr, "display-shots: %s has no board-1 and board-13; use halls/jianchang\n",
                argv[1]);
        config_free(def);
        return 2;
    }
    enum err err = file_make_dir(argv[2], 0755);
    stage.def = def;
    stage.words = &words;
    for (size_t i = 0; i < DISPLAY_LOOKS && !err; i++)
        for (int scene = 0; scene < DISPLAY_SCENE_COUNT && !err; scene++)
            err = shoot(&display_looks[i], (enum display_scene)scene, argv[2],
                        argc > 3 ? argv[3] : NULL);
    window_stage.def = def;
    window_stage.words = &words;
    for (size_t i = 0; i < WINDOW_LOOKS && !err; i++)
        for (int scene = 0; scene < WINDOW_SCENE_COUNT && !err; scene++)
            err = shoot_window(&window_scene_looks[i], (enum window_scene)scene, argv[2],
                               argc > 3 ? argv[3] : NULL);
    config_free(def);
    return err ? 1 : 0;
}
