/* SPDX-License-Identifier: Apache-2.0 */
/* What panels of dots show, dot by dot: '#' amber, '+' red, '.' dark; dark dots at the end of a row
 * are left out. Every scene of the boards, in the sizes that are sold, in Chinese and in English.
 */
#include <string.h>

#include "config/config.h"
#include "display_scenes.h"
#include "golden.h"
#include "i18n/words_load.h"
#include "sdl/dot_face.h"
#include "test.h"
#include "view/dots.h"

struct size {
    uint16_t w, h;
    const char *file;
    bool some; /* only what looks different on a larger panel */
};
static const struct size sizes[] = {
    {96, 16, "dots_96x16", false},   {128, 16, "dots_128x16", false},
    {128, 32, "dots_128x32", false}, {192, 64, "dots_192x64", false},
    {256, 96, "dots_256x96", true},  {320, 160, "dots_320x160", true},
};
static const enum display_scene scenes[] = {
    DISPLAY_SCENE_BOARD,         DISPLAY_SCENE_QUIET,      DISPLAY_SCENE_START,
    DISPLAY_SCENE_WIDEST,        DISPLAY_SCENE_CALL,       DISPLAY_SCENE_CALL_BLINK,
    DISPLAY_SCENE_CALL_TWO,      DISPLAY_SCENE_CALL_ROOM,  DISPLAY_SCENE_CALL_FLOOR,
    DISPLAY_SCENE_CALL_WIDEST,   DISPLAY_SCENE_CLOSING,    DISPLAY_SCENE_STALE,
    DISPLAY_SCENE_LOST,          DISPLAY_SCENE_EVACUATION, DISPLAY_SCENE_TRAINING,
    DISPLAY_SCENE_TRAINING_CALL, DISPLAY_SCENE_NOTICE,
};

static bool some(enum display_scene scene)
{
    return scene == DISPLAY_SCENE_BOARD || scene == DISPLAY_SCENE_CALL ||
           scene == DISPLAY_SCENE_CALL_TWO || scene == DISPLAY_SCENE_LOST ||
           scene == DISPLAY_SCENE_EVACUATION;
}

static struct words words;
static struct hall_def *def;
static struct dot_face *face;
static struct display_stage stage;
static uint8_t at[320 * 160];

static void print(struct golden *golden, const struct dots *dots)
{
    for (uint32_t y = 0; y < dots->h; y++) {
        char row[321];
        uint32_t end = 0;
        for (uint32_t x = 0; x < dots->w; x++) {
            uint8_t dot = dots->at[y * dots->w + x];
            row[x] = (char)(dot == DOT_OFF ? '.' : dot == DOT_RED ? '+' : '#');
            end = dot == DOT_OFF ? end : x + 1;
        }
        row[end] = '\0';
        golden_printf(golden, "%s\n", row);
    }
}

static void one(struct golden *golden, const struct size *size, enum display_scene scene,
                const struct display_look *look)
{
    struct dots dots = {size->w, size->h, at};
    struct dots_line line = {0};
    stage.def = def;
    stage.words = &words;
    display_play(&stage, look, scene);
    const struct dots_screen screen = {&stage.screen, dot_face_font(face), &line};
    dots_run(&screen, &dots);
    enum dots_page page = dots_draw(&dots, &screen);
    golden_printf(golden, "== %s%s page=%u brightness=%u line=\"%s\"\n", display_scene_name(scene),
                  look->suffix, page, dots_brightness(&stage.board, page, &stage.screen.time),
                  line.row ? "" : line.text);
    print(golden, &dots);
}

static void every_scene_in_every_size(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(sizes); i++) {
        struct golden golden;
        char name[64];
        snprintf(name, sizeof(name), "%s.txt", sizes[i].file);
        golden_open(&golden, name);
        for (size_t look = 0; look < DISPLAY_LOOKS; look++) {
            bool plain = strcmp(display_looks[look].suffix, "") == 0;
            bool english = strcmp(display_looks[look].suffix, "-en") == 0;
            for (size_t scene = 0; scene < countof(scenes) && (plain || english); scene++)
                if (!sizes[i].some || some(scenes[scene]))
                    one(&golden, &sizes[i], scenes[scene], &display_looks[look]);
        }
        golden_close(&golden);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_scene_in_every_size)};
    if (config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL) || words_load(&words) ||
        dot_face_open(&face))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    dot_face_close(face);
    config_free(def);
    return failed;
}
