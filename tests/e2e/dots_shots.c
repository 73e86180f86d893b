/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dots-shots - every page of a panel of dots with sample data as PNG files, its lamps as they look.
 * Usage: dots-shots HALL_DIR OUT_DIR WIDTH HEIGHT [PART_OF_A_NAME]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "display_scenes.h"
#include "i18n/words_load.h"
#include "os/file.h"
#include "os/log.h"
#include "sdl/dot_face.h"
#include "sdl/screen.h"
#include "view/dots.h"

#define PITCH 6

static struct display_stage stage;
static struct words words;

static enum err shoot(const struct dots *dots, enum dots_page page, const char *path)
{
    struct screen *screen;
    struct picture picture = {0};
    const struct screen_options options = {.title = "shots",
                                           .w = (int16_t)(dots->w * PITCH),
                                           .h = (int16_t)(dots->h * PITCH),
                                           .place = SCREEN_OFF};
    enum err err = screen_open(&options, &screen);
    if (err)
        return err;
    screen_show_dots(screen, dots, dots_brightness(&stage.board, page, &stage.screen.time));
    err = screen_picture(screen, &picture);
    if (!err)
        err = file_write(path, picture.bytes, picture.length, 0644);
    picture_free(&picture);
    screen_close(screen);
    return err;
}

static enum err one(struct dots *dots, const struct dot_font *font, enum display_scene scene,
                    const struct display_look *look, const char *folder)
{
    char path[FILE_PATH_MAX];
    struct dots_line line = {0};
    display_play(&stage, look, scene);
    const struct dots_screen screen = {&stage.screen, font, &line};
    dots_run(&screen, dots);
    enum dots_page page = dots_draw(dots, &screen);
    snprintf(path, sizeof(path), "%s/dots-%s%s-%ux%u.png", folder, display_scene_name(scene),
             look->suffix, dots->w, dots->h);
    return shoot(dots, page, path);
}

int main(int argc, char **argv)
{
    struct hall_def *def;
    struct dot_face *face;
    if (argc < 5) {
        fprintf(stderr, "usage: dots-shots HALL_DIR OUT_DIR WIDTH HEIGHT [PART_OF_A_NAME]\n");
        return 2;
    }
    struct dots dots = {(uint16_t)atoi(argv[3]), (uint16_t)atoi(argv[4]), NULL};
    dots.at = calloc(dots.w ? dots.w : 1, dots.h ? dots.h : 1);
    if (!dots.at || words_load(&words) || config_load(argv[1], stderr, &def, NULL) ||
        dot_face_open(&face))
        return 1;
    stage.def = def;
    stage.words = &words;
    enum err err = ERR_NONE;
    for (uint32_t look = 0; look < DISPLAY_LOOKS && !err; look++)
        for (uint32_t scene = 0; scene < DISPLAY_SCENE_COUNT && !err; scene++) {
            const struct display_look *as = &display_looks[look];
            bool wanted = argc < 6 || strstr(display_scene_name(scene), argv[5]);
            if (wanted && !as->portrait && !as->shown_w)
                err = one(&dots, dot_face_font(face), (enum display_scene)scene, as, argv[2]);
        }
    dot_face_close(face);
    config_free(def);
    free(dots.at);
    return err ? 1 : 0;
}
