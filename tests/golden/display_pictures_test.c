/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every page of the boards, pixel by pixel, with the real fonts: one line a picture in
 * display_pictures.txt. What differs is written as a PNG beside the build, to be looked at:
 *
 *     HALL_GOLDEN=update ctest -R golden_display_pictures     takes the new ones
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"
#include "display_scenes.h"
#include "i18n/words_load.h"
#include "os/file.h"
#include "sdl/paint.h"
#include "sdl/picture.h"
#include "test.h"
#include "ui/fit.h"

#define PATH GOLDEN_DIR "/display_pictures.txt"
#define PICTURE_NAME 96
#define PICTURES_MAX 4096
#define HASH_TEXT 65

struct line {
    char name[PICTURE_NAME], hash[HASH_TEXT];
};

static struct words words;
static struct display_stage stage;
static struct draw draw, fitted;
static struct fonts *fonts;
static uint8_t scratch[PAINT_SCRATCH];
static struct line want[PICTURES_MAX], got[PICTURES_MAX];
static uint32_t want_count, got_count;

static void read_lines(void)
{
    FILE *file = fopen(PATH, "r");
    if (!file)
        return;
    while (want_count < PICTURES_MAX &&
           fscanf(file, "%95s %64s", want[want_count].name, want[want_count].hash) == 2)
        want_count++;
    fclose(file);
}

static void write_lines(void)
{
    FILE *file = fopen(PATH, "w");
    assert_non_null(file);
    for (uint32_t i = 0; i < got_count; i++)
        fprintf(file, "%s %s\n", got[i].name, got[i].hash);
    assert_int_equal(fclose(file), 0);
}

static const char *wanted(const char *name)
{
    for (uint32_t i = 0; i < want_count; i++)
        if (strcmp(want[i].name, name) == 0)
            return want[i].hash;
    return "";
}

static void hash_of(const struct canvas *canvas, char text[HASH_TEXT])
{
    uint8_t hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    size_t bytes = (size_t)canvas->w * (size_t)canvas->h * sizeof(*canvas->pixels);
    assert_int_equal(EVP_Digest(canvas->pixels, bytes, hash, &length, EVP_sha256(), NULL), 1);
    for (unsigned i = 0; i < length; i++)
        snprintf(text + 2 * i, 3, "%02x", hash[i]);
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

static void paint(const struct display_look *look, enum display_scene scene, struct canvas *canvas)
{
    (void)pixmaps_put(fonts_pixmaps(fonts), display_pixmap());
    display_play(&stage, look, scene);
    display_draw(&stage, &draw, fonts_measure(fonts));
    struct fit fit = fit_of(draw.w, draw.h, canvas->w, canvas->h);
    fit_draw(&fit, &draw, &fitted);
    struct paint painter = {canvas, fonts, scratch};
    paint_area(&painter, &fitted, BOX(0, 0, canvas->w, canvas->h));
}

static uint32_t check(const struct display_look *look, enum display_scene scene)
{
    struct canvas canvas;
    struct line *line = &got[got_count++];
    int16_t w = look->portrait ? BOARD_SHORT : BOARD_LONG;
    int16_t h = look->portrait ? BOARD_LONG : BOARD_SHORT;
    assert_true(got_count <= PICTURES_MAX);
    snprintf(line->name, sizeof(line->name), "%s%s", display_scene_name(scene), look->suffix);
    assert_int_equal(canvas_init(&canvas, look->shown_w ? look->shown_w : w,
                                 look->shown_h ? look->shown_h : h),
                     ERR_NONE);
    paint(look, scene, &canvas);
    hash_of(&canvas, line->hash);
    bool differs = strcmp(wanted(line->name), line->hash) != 0;
    if (differs)
        save(&canvas, line->name);
    canvas_fini(&canvas);
    return differs;
}

static bool is_wanted(const struct display_look *look, enum display_scene scene)
{
    return !look->some || scene == DISPLAY_SCENE_BOARD || scene == DISPLAY_SCENE_CALL;
}

static void every_picture_is_the_reviewed_one(void **state)
{
    (void)state;
    uint32_t differ = 0;
    read_lines();
    for (size_t i = 0; i < DISPLAY_LOOKS; i++)
        for (int scene = 0; scene < DISPLAY_SCENE_COUNT; scene++)
            if (is_wanted(&display_looks[i], (enum display_scene)scene) &&
                check(&display_looks[i], (enum display_scene)scene)) {
                differ++;
                fprintf(stderr, "differs: %s/%s.png\n", DIFFER_DIR, got[got_count - 1].name);
            }
    const char *mode = getenv("HALL_GOLDEN");
    if (mode && strcmp(mode, "update") == 0)
        write_lines();
    else if (differ || got_count != want_count)
        fail_msg("%u of %u pictures differ, %u were reviewed: look at those in %s, then take them "
                 "with HALL_GOLDEN=update",
                 differ, got_count, want_count, DIFFER_DIR);
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
    int bad = cmocka_run_group_tests_name("display_pictures", tests, NULL, NULL);
    fonts_close(fonts);
    config_free(def);
    return bad;
}
