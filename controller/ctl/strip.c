/* SPDX-License-Identifier: Apache-2.0 */
/* hallctl strip: the sentences of window strips as pictures for stations without a font (D-37), one
 * file for each state, and all of them as they will look. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "config/config.h"
#include "ctl/ctl.h"
#include "ctl/say.h"
#include "domain/strip_text.h"
#include "i18n/words_load.h"
#include "os/file.h"
#include "os/log.h"
#include "sdl/paint.h"
#include "sdl/picture.h"
#include "sdl/strip_render.h"
#include "ui/leds.h"

#define ROW_H 192 /* px of a strip in the preview */
#define ROW_W (LEDS_DOTS_MAX * 12 + 32)
#define FREE_TEXT 64  /* number of the first picture of a text that is in no table */
#define FREE_FRAMES 2 /* D-37: free text goes as two frames */
#define RED RGB(0xFF3B30)
#define AMBER RGB(0xFFB000)
#define DARK RGB(0x241A18)
#define BLACK RGB(0x0A0A0C)

struct strip_job {
    const struct ctl *ctl;
    const char *folder;
    struct words words;
    struct strip_render *render;
    enum lang lang;
    uint16_t dots;
    const char *name; /* of --window; "" = none */
    /* preview */
    struct strip_blob blobs[STRIP_SHOW_COUNT + FREE_FRAMES];
    uint32_t count;
};

static struct strip_job job;
static struct draw draw;
static uint8_t scratch[PAINT_SCRATCH];

static int say_bad(const char *what, const char *value, const char *remedy)
{
    fprintf(stderr, "hallctl strip: %s %s: %s\n", what, value, remedy);
    return 2;
}

static int read_width(struct strip_job *to)
{
    char *end = NULL;
    const char *text = to->ctl->dots;
    to->dots = STRIP_DOTS;
    if (!text)
        return 0;
    unsigned long dots = strtoul(text, &end, 10);
    if (end == text || *end || dots < STRIP_DOTS_MIN || dots > LEDS_DOTS_MAX || dots % 8)
        return say_bad("--dots", text, "write 48 to 128, a multiple of 8, like 64");
    to->dots = (uint16_t)dots;
    return 0;
}

static int read_lang(struct strip_job *to)
{
    const char *code = to->ctl->lang ? to->ctl->lang : lang_code(LANG_ZH);
    for (enum lang lang = LANG_ZH; lang < LANG_COUNT; lang++)
        if (strcmp(code, lang_code(lang)) == 0) {
            to->lang = lang;
            return 0;
        }
    return say_bad("--lang", code, "write zh, en or mn");
}

static int read_window(struct strip_job *to, const struct hall_def *def)
{
    char *end = NULL;
    const char *text = to->ctl->window;
    to->name = "";
    if (!text)
        return 0;
    unsigned long number = strtoul(text, &end, 10);
    const struct window_def *window =
        end != text && !*end && number < TARGET_ROOM ? def_window(def, (uint16_t)number) : NULL;
    if (!window)
        return say_bad("--window", text, "the hall has no such window; see its windows.yaml");
    to->name = names_get(&window->name, to->lang);
    return 0;
}

/* ---- pictures ---- */

static enum err keep(struct strip_job *to, const struct strip_blob *blob, const char *name)
{
    char path[FILE_PATH_MAX];
    to->blobs[to->count++] = *blob;
    snprintf(path, sizeof(path), "%s/%02u-%s.jp", to->folder, blob->bytes[3], name);
    return file_write(path, blob->bytes, blob->size, 0644);
}

/* The sentence with its "{n}" in place: the fullest form in which the longest number still fits. */
static void template_of(const struct strip_job *to, uint8_t show, char text[STRIP_TEXT_SIZE])
{
    struct strip_say say = {.show = show, .lang = to->lang, .name = to->name};
    struct label widest = {"AB", LABEL_NUMBER_MAX};
    char label[LABEL_TEXT_SIZE], filled[STRIP_TEXT_SIZE];
    say.label = widest;
    (void)strip_text(&to->words, &say, to->dots, filled);
    label_print(widest, label);
    char *at = strstr(filled, label);
    if (!at) {
        snprintf(text, STRIP_TEXT_SIZE, "%s", filled);
        return;
    }
    *at = '\0';
    snprintf(text, STRIP_TEXT_SIZE, "%.40s{n}%.16s", filled, at + strlen(label));
}

static enum err render_states(struct strip_job *to)
{
    enum err err = ERR_NONE;
    for (uint8_t show = STRIP_IDLE; show < STRIP_SHOW_COUNT && !err; show++) {
        char text[STRIP_TEXT_SIZE];
        struct strip_blob blob;
        template_of(to, show, text);
        if (!strip_render(to->render, show, text, &blob))
            return log_fault(ERR_CONFIG, "\"%s\" has a sign that is in no font", text);
        err = keep(to, &blob, strip_show_name(show));
    }
    return err;
}

/* Free text: as much as fits, then the rest; R-L14 leaves each up for 3 s and more. */
static enum err render_text(struct strip_job *to, const char *text)
{
    enum err err = ERR_NONE;
    for (uint8_t frame = 0; frame < FREE_FRAMES && *text && !err; frame++) {
        char part[STRIP_TEXT_SIZE] = "";
        size_t used = 0;
        for (const char *next = text; *next;) {
            (void)utf8_next(&next);
            size_t bytes = (size_t)(next - text);
            char more[STRIP_TEXT_SIZE];
            if (bytes >= sizeof(more))
                break;
            snprintf(more, sizeof(more), "%.*s", (int)bytes, text);
            if (strip_dots(more) > to->dots)
                break;
            memcpy(part, more, sizeof(part));
            used = bytes;
        }
        struct strip_blob blob;
        if (!used || !strip_render(to->render, (uint8_t)(FREE_TEXT + frame), part, &blob))
            return log_fault(ERR_CONFIG, "\"%s\" has a sign that is in no font", text);
        text += used;
        err = keep(to, &blob, frame ? "text-2" : "text-1");
    }
    if (!err && *text)
        return log_fault(ERR_USAGE, "a strip of %u dots has no room for \"%s\" in %d frames",
                         to->dots, text, FREE_FRAMES);
    return err;
}

/* ---- as it will look ---- */

/* docs/ui 5: red = in service, amber = paused or closed. */
static struct rgba colour_of(uint8_t number)
{
    switch (number) {
    case STRIP_PAUSED:
    case STRIP_CLOSED:
    case STRIP_LOST:
    case STRIP_TRAINING:
    case STRIP_LUNCH:
        return AMBER;
    default:
        return RED;
    }
}

static void preview_row(const struct paint *paint, const struct strip_job *to, uint32_t row,
                        const struct strip_blob *blob, const char *number)
{
    uint8_t at[LEDS_DOTS_MAX * LEDS_LINES];
    struct dots dots = {.w = to->dots, .h = LEDS_LINES, .at = at};
    struct strip_picture picture;
    struct label label = {0};
    struct box box = BOX(0, (int16_t)row * (ROW_H + 8), ROW_W, ROW_H);
    if (!strip_picture_read(blob->bytes, blob->size, &picture))
        return;
    (void)label_parse(number, &label);
    (void)strip_compose(to->render, &picture, label, &dots);
    draw_begin(&draw, ROW_W, paint->canvas->h, RGB(0xF4F6F9), fonts_measure(paint->fonts));
    draw_fill(&draw, box, BLACK);
    leds_draw(&draw, box, &dots, colour_of(picture.number), DARK);
    paint_area(paint, &draw, BOX(0, box.y, ROW_W, ROW_H + 8));
}

static enum err preview(struct strip_job *to, struct fonts *fonts)
{
    static const char *const numbers[] = {"A023", "A1023", "AB1023"};
    struct canvas canvas;
    struct picture picture = {0};
    char path[FILE_PATH_MAX];
    uint32_t rows = 0;
    enum err err = canvas_init(&canvas, ROW_W,
                               (int16_t)((to->count + 2 * (countof(numbers) - 1)) * (ROW_H + 8)));
    if (err)
        return err;
    const struct paint paint = {&canvas, fonts, scratch};
    canvas_fill(&canvas, BOX(0, 0, canvas.w, canvas.h), RGB(0xF4F6F9));
    for (uint32_t i = 0; i < to->count; i++) {
        bool insert = to->blobs[i].bytes[4] != 0;
        for (size_t n = 0; n < (insert ? countof(numbers) : 1); n++)
            preview_row(&paint, to, rows++, &to->blobs[i], insert ? numbers[n] : "");
    }
    canvas.h = (int16_t)(rows * (ROW_H + 8));
    err = picture_of_canvas(&canvas, &picture);
    canvas_fini(&canvas);
    snprintf(path, sizeof(path), "%s/strips.png", to->folder);
    if (!err)
        err = file_write(path, picture.bytes, picture.length, 0644);
    picture_free(&picture);
    return err;
}

static enum err render_all(struct strip_job *to)
{
    struct fonts *fonts = NULL;
    enum err err = words_load(&to->words);
    if (!err)
        err = strip_render_open(&to->render);
    if (!err)
        err = fonts_open(&fonts);
    if (!err)
        err = file_make_dir(to->folder, 0755);
    if (!err)
        err = to->ctl->count > 1 ? render_text(to, to->ctl->words[1]) : render_states(to);
    if (!err)
        err = preview(to, fonts);
    if (fonts)
        fonts_close(fonts);
    strip_render_close(to->render);
    return err;
}

int ctl_strip(const struct ctl *ctl)
{
    job = (struct strip_job){.ctl = ctl, .folder = ctl->words[0]};
    struct hall_def *def = ctl_hall(ctl);
    if (!def)
        return 2;
    int bad = read_width(&job);
    if (!bad)
        bad = read_lang(&job);
    if (!bad)
        bad = read_window(&job, def);
    enum err err = bad ? ERR_NONE : render_all(&job);
    config_free(def);
    if (bad || err)
        return bad ? bad : 1;
    printf("%u pictures of %u dots in %s; strips.png shows them\n", job.count, job.dots,
           job.folder);
    return 0;
}
