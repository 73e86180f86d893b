/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a TV above a window shows, pixel by pixel, with the real fonts: one line a picture in
 * display_window_pictures.txt. What differs is written as a PNG beside the build, to be looked at:
 *
 *     HALL_GOLDEN=update ctest -R golden_display_window_pictures     takes the new ones
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "display_window_scenes.h"
#include "golden.h"
#include "i18n/words_load.h"
#include "os/file.h"
#include "sdl/paint.h"
#include "sdl/picture.h"
#include "test.h"
#include "ui/fit.h"

#define HASH_TEXT 65
#define LINE_BYTES 192
#define PICTURES_MAX (WINDOW_LOOKS * WINDOW_SCENE_COUNT)

static struct words words;
static struct window_stage stage;
static struct draw draw, fitted;
static struct fonts *fonts;
static uint8_t scratch[PAINT_SCRATCH];
static char text[PICTURES_MAX * LINE_BYTES];

static void hash_of(const struct canvas *canvas, char to[HASH_TEXT])
{
    uint8_t hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    size_t bytes = (size_t)canvas->w * (size_t)canvas->h * sizeof(*canvas->pixels);
    assert_int_equal(EVP_Digest(canvas->pixels, bytes, hash, &length, EVP_sha256(), NULL), 1);
    for (unsigned i = 0; i < length; i++)
        snprintf(to + 2 * i, 3, "%02x", hash[i]);
}

static void save(const struct canvas *canvas, const char *name)
{
    struct picture picture;
    char path[FILE_PATH_MAX];
    assert_int_equal(file_make_dir(DIFFER_DIR, 0755), ERR_NONE);
    assert_int_equal(picture_of_canvas(canvas, &picture), ERR_NONE);
    snprintf(path, sizeof(path), "%s/%s.png", DIFFER_DIR, name);
    assert_int_equal(file_write(path, picture.bytes, picture.length, 0644), ERR_NONE);
    picture_free(&picture);
}

/* One line of the golden file; the picture is kept beside the build. */
static size_t paint(const struct window_scene_look *look, enum window_scene scene, char *to)
{
    struct canvas canvas;
    char name[96], hash[HASH_TEXT];
    window_play(&stage, look, scene);
    board_draw(&draw, &stage.screen, fonts_measure(fonts));
    assert_int_equal(canvas_init(&canvas, look->shown_w ? look->shown_w : draw.w,
                                 look->shown_h ? look->shown_h : draw.h),
                     ERR_NONE);
    struct fit fit = fit_of(draw.w, draw.h, canvas.w, canvas.h);
    fit_draw(&fit, &draw, &fitted);
    struct paint painter = {&canvas, fonts, scratch};
    paint_area(&painter, &fitted, BOX(0, 0, canvas.w, canvas.h));
    hash_of(&canvas, hash);
    snprintf(name, sizeof(name), "%s%s", window_scene_name(scene), look->suffix);
    save(&canvas, name);
    canvas_fini(&canvas);
    return (size_t)snprintf(to, LINE_BYTES, "%s %s\n", name, hash);
}

static void every_picture_is_the_reviewed_one(void **state)
{
    (void)state;
    size_t used = 0;
    for (size_t i = 0; i < WINDOW_LOOKS; i++)
        for (int scene = 0; scene < WINDOW_SCENE_COUNT; scene++)
            if (!window_scene_looks[i].shown_w || scene == WINDOW_SCENE_CALL)
                used += paint(&window_scene_looks[i], (enum window_scene)scene, text + used);
    struct golden golden;
    golden_open(&golden, "display_window_pictures.txt");
    golden_printf(&golden, "%s", text);
    golden_close(&golden);
}

int main(void)
{
    struct hall_def *def;
    if (config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL) || words_load(&words) ||
        fonts_open(&fonts))
        return 1;
    stage.def = def;
    stage.words = &words;
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_picture_is_the_reviewed_one)};
    int bad = cmocka_run_group_tests_name("display_window_pictures", tests, NULL, NULL);
    fonts_close(fonts);
    config_free(def);
    return bad;
}
