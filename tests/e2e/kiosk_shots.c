/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kiosk-shots - every page of the kiosk and the slips as PNG files, to be looked at beside
 * the drawings. Usage: kiosk-shots HALL_DIR OUT_DIR [PART_OF_A_NAME]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/paper.h"
#include "app/qr.h"
#include "config/config.h"
#include "device/notice.h"
#include "domain/calendar.h"
#include "i18n/words_load.h"
#include "kiosk_looks.h"
#include "kiosk_slip_kinds.h"
#include "os/file.h"
#include "sdl/font.h"
#include "sdl/screen.h"
#include "view/view.h"

static struct words words;
static struct draw draw;
static struct kiosk_model model;
static struct qr qr;

static int save(const struct picture *picture, const char *dir, const char *name)
{
    char path[FILE_PATH_MAX];
    snprintf(path, sizeof(path), "%s/%s.png", dir, name);
    return file_write(path, picture->bytes, picture->length, 0644) ? 1 : 0;
}

static void tell_wide(const char *name, const struct draw *list)
{
    char text[512];
    for (uint32_t i = 0; i < list->count; i++)
        if (draw_item_too_wide(&list->items[i])) {
            draw_item_print(list, &list->items[i], text, sizeof(text));
            printf("%s: too wide by %d: %s\n", name, list->items[i].width - list->items[i].box.w,
                   text);
        }
    if (list->full)
        printf("%s: the list is full\n", name);
}

static int shoot(const struct kiosk_look *look, enum scene scene, const char *dir)
{
    struct screen *screen;
    struct screen_options options = {.title = "shots",
                                     .w = look->w,
                                     .h = look->h,
                                     .window_w = look->shown_w,
                                     .window_h = look->shown_h,
                                     .place = SCREEN_OFF};
    struct picture picture;
    char name[128];
    scene_play(&look->stage, scene, &model);
    if (screen_open(&options, &screen))
        return 1;
    struct kiosk_view view = {&model,  &words, screen_measure(screen), look->w, look->h,
                              qr.size, qr.dots};
    kiosk_draw(&view, &draw);
    snprintf(name, sizeof(name), "%s%s", scene_name(scene), look->suffix);
    tell_wide(name, &draw);
    screen_show(screen, &draw);
    int bad = screen_picture(screen, &picture) ? 1 : save(&picture, dir, name);
    picture_free(&picture);
    screen_close(screen);
    return bad;
}

static int print(const struct slip *slip, const char *dir, const char *name)
{
    static struct paper paper;
    struct fonts *fonts;
    struct paper_maker maker;
    struct picture picture;
    if (fonts_open(&fonts) || paper_maker_open(&maker, fonts))
        return 1;
    paper_make(&maker, slip, &paper);
    tell_wide(name, &maker.draw);
    int bad =
        picture_of_dots(paper.dots, paper.w, paper.h, &picture) ? 1 : save(&picture, dir, name);
    picture_free(&picture);
    paper_maker_close(&maker);
    fonts_close(fonts);
    return bad;
}

/* A guide and how to go online, as they come out of the printer. */
static int notices(const struct hall_def *def, const char *dir)
{
    static struct paper_maker maker;
    static struct paper paper;
    struct fonts *fonts;
    struct picture picture;
    int bad = 0;
    if (fonts_open(&fonts) || paper_maker_open(&maker, fonts))
        return 1;
    for (int online = 0; online < 2 && def->item_count; online++) {
        const struct item_def *item = &def->items[online ? 2 : def->item_count > 14 ? 14 : 0];
        struct notice notice = {.def = def,
                                .words = &words,
                                .item = item,
                                .online = online,
                                .printed = calendar_midnight(20260318, 480) + 582 * MINUTE,
                                .tz_min = 480};
        static struct qr code;
        qr_make(def_item_word(def, item->url), &code);
        notice.qr = code.size;
        notice.qr_dots = code.dots;
        (void)notice_draw(&notice, 0, fonts_measure(fonts), &maker.draw);
        paper_finish(&maker, &paper);
        if (picture_of_dots(paper.dots, paper.w, paper.h, &picture))
            return 1;
        bad += save(&picture, dir, online ? "sheet-online" : "sheet-notice");
        picture_free(&picture);
    }
    paper_maker_close(&maker);
    fonts_close(fonts);
    return bad;
}

static int slips(const struct hall_def *def, const char *dir)
{
    static struct hall_def changed;
    int bad = 0;
    for (int kind = 0; kind < SLIP_KIND_COUNT; kind++) {
        char name[64];
        changed = *def;
        struct slip slip = slip_of_kind((enum slip_kind)kind, &changed, &words);
        slip.qr = qr.size;
        slip.qr_dots = qr.dots;
        snprintf(name, sizeof(name), "slip-%s", slip_kind_name((enum slip_kind)kind));
        bad += print(&slip, dir, name);
    }
    return bad;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: kiosk-shots HALL_DIR OUT_DIR [PART_OF_A_NAME]\n");
        return 2;
    }
    struct hall_def *def;
    if (config_load(argv[1], stderr, &def, NULL) || words_load(&words) ||
        file_make_dir(argv[2], 0755))
        return 1;
    qr_make("jianchang-20260318-A023-7f3a9c1e5b2d4860", &qr);
    int bad = slips(def, argv[2]) + notices(def, argv[2]);
    for (size_t i = 0; i < KIOSK_LOOKS; i++)
        for (int scene = 0; scene < SCENE_COUNT; scene++) {
            char name[128];
            snprintf(name, sizeof(name), "%s%s", scene_name((enum scene)scene),
                     kiosk_looks[i].suffix);
            kiosk_looks[i].stage.def = def;
            kiosk_looks[i].stage.device = def_device(def, "kiosk-1");
            bool wanted = argc < 4 ? !kiosk_looks[i].main_only : strstr(name, argv[3]) != NULL;
            if (wanted)
                bad += shoot(&kiosk_looks[i], (enum scene)scene, argv[2]);
        }
    config_free(def);
    return bad ? 1 : 0;
}
