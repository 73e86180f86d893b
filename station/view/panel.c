/* SPDX-License-Identifier: Apache-2.0 */
#include "view/panel.h"

#include <stdio.h>

#include "ui/button.h"
#include "ui/leds.h"
#include "ui/theme.h"
#include "view/text.h"

#define BLACK RGB(0x0A0A0C)
#define RED RGB(0xFF3B30)
#define AMBER RGB(0xFFB000)
#define UNLIT RGB(0x241A18)
#define GLOW RGB(0xD8F5C8) /* the pad's display */
#define BODY RGB(0x2B3448)
#define GREEN_KEY RGB(0x125E38)
#define BROWN_KEY RGB(0x893A07)
#define WHITE RGB(0xFFFFFF)
#define INK RGB(0x14213D)

static void text(struct draw *draw, struct box box, const char *what, uint16_t size,
                 struct rgba colour, enum align align)
{
    const struct text_style style = {.size = {size, (uint16_t)(size * 3 / 4), (uint16_t)(size / 2),
                                              (uint16_t)(size * 3 / 8)},
                                     .colour = colour,
                                     .align = (uint8_t)align};
    if (*what)
        (void)draw_text(draw, box, what, &style);
}

static void plate(struct draw *draw, struct box box, struct rgba colour, uint8_t radius)
{
    const struct rect_style style = {.fill = colour, .radius = radius};
    draw_rect(draw, box, &style);
}

static void draw_head(struct draw *draw, const struct station_panel *panel,
                      const struct words *words)
{
    char number[8], title[TEXT_SIZE];
    snprintf(number, sizeof(number), "%u", panel->target.n);
    const struct word_arg arg = {"n", number};
    (void)words_fill(title, sizeof(title), words_get(words, LANG_ZH, WORD_PAD_WINDOW), &arg, 1);
    const struct button back = {.box = BOX(40, 16, 88, 88),
                                .label = "<",
                                .action = PANEL_BACK,
                                .size = {48}};
    const struct button on = {.box = BOX(144, 16, 88, 88),
                              .label = ">",
                              .action = PANEL_ON,
                              .size = {48}};
    draw_button(draw, &theme_light, &back);
    draw_button(draw, &theme_light, &on);
    text(draw, BOX(256, 16, 984, 88), title, 52, theme_light.ink, ALIGN_LEFT);
}

/* R-L2, docs/ui 5: red = in service, amber = paused or closed. */
static struct rgba strip_colour(enum strip_show show)
{
    return show == STRIP_IDLE || show == STRIP_CALL || show == STRIP_SERVING ||
                   show == STRIP_EXTENDED
               ? RED
               : AMBER;
}

static void draw_strip(struct draw *draw, const struct station_panel *panel,
                       const struct words *words, msec now)
{
    const struct station *strip = panel->strip;
    char line[TEXT_SIZE];
    struct strip_view view;
    const struct box box = BOX(40, 120, 1200, 150);
    plate(draw, box, BLACK, 10);
    if (!strip)
        return;
    strip_view(&strip->strip, strip->training, now, &view);
    text_line(strip, words, now, line, sizeof(line));
    if (panel->dots) /* l01 */
        leds_text(draw, box, panel->dots, view.lit ? line : "", strip_colour(view.show), UNLIT);
    else if (view.lit)
        text(draw, box, line, 112, strip_colour(view.show), ALIGN_CENTRE);
}

/* ---- the pad ---- */

static void draw_key(struct draw *draw, struct box box, const char *name, const char *label,
                     uint8_t key)
{
    struct rgba fill = key == KEY_NEXT ? GREEN_KEY : key == KEY_PAUSE ? BROWN_KEY : WHITE;
    struct rgba ink = fill.r == 0xff ? INK : WHITE;
    plate(draw, box, fill, 14);
    text(draw, BOX(box.x + 12, box.y + 4, box.w - 24, 32), name, 22, ink, ALIGN_LEFT);
    text(draw, BOX(box.x, box.y + 26, box.w, box.h - 26), label, 44, ink, ALIGN_CENTRE);
    draw_hit(draw, box, PANEL_KEY, key, true);
}

static void draw_display(struct draw *draw, const struct station *pad, const struct words *words,
                         msec now)
{
    char rows[TEXT_ROWS][TEXT_SIZE];
    plate(draw, BOX(64, 310, 592, 200), BLACK, 8);
    (void)text_rows(pad, words, now, rows);
    text(draw, BOX(80, 316, 560, 56), rows[0], 40, GLOW, ALIGN_LEFT);
    text(draw, BOX(80, 372, 560, 80), rows[1], 60, GLOW, ALIGN_LEFT);
    text(draw, BOX(80, 452, 560, 52), rows[2], 36, GLOW, ALIGN_LEFT);
}

static void draw_pad(struct draw *draw, const struct station *pad, const struct words *words,
                     msec now)
{
    if (!pad)
        return;
    plate(draw, BOX(40, 290, 720, 490), BODY, 20);
    draw_display(draw, pad, words, now);
    for (uint8_t key = KEY_NEXT; key <= KEY_RETURN; key++) {
        char name[8];
        int column = (key - 1) % 4, row = (key - 1) / 4;
        snprintf(name, sizeof(name), "F%u", key);
        draw_key(draw, BOX(64 + column * 150, 526 + row * 120, 142, 112), name,
                 words_get(words, LANG_ZH, (enum word)(WORD_PAD_KEY_1 + key - KEY_NEXT)), key);
    }
    draw_key(draw, BOX(668, 310, 80, 200), "", words_get(words, LANG_ZH, WORD_PAD_HELP), KEY_HELP);
}

/* ---- the rating pad ---- */

/* R-E6: five choices of one size and one colour. */
static void draw_choices(struct draw *draw, const struct rating *rating, const struct words *words,
                         enum lang lang, msec now)
{
    static const enum word choices[] = {WORD_R_VERY_SATISFIED, WORD_R_SATISFIED,
                                        WORD_R_MOSTLY_SATISFIED, WORD_R_DISSATISFIED,
                                        WORD_R_VERY_DISSATISFIED};
    char left[16], rest[TEXT_SIZE];
    for (int i = 0; i < (int)countof(choices); i++) {
        const struct button choice = {.box = BOX(824, 408 + i * 60, 392, 54),
                                      .label = words_get(words, lang, choices[i]),
                                      .size = {32, 28, 24},
                                      .action = PANEL_RATE,
                                      .arg = (uint16_t)(RATING_BEST - i)};
        draw_button(draw, &theme_light, &choice);
    }
    const struct button none = {.box = BOX(1076, 712, 140, 56),
                                .label = words_get(words, lang, WORD_RATING_NONE),
                                .size = {28, 24, 20},
                                .action = PANEL_RATE};
    draw_button(draw, &theme_light, &none);
    snprintf(left, sizeof(left), "%u", rating_left_s(rating, now));
    const struct word_arg arg = {"n", left};
    (void)words_fill(rest, sizeof(rest), words_get(words, lang, WORD_RATING_LEFT), &arg, 1);
    text(draw, BOX(824, 712, 240, 56), rest, 28, theme_light.muted, ALIGN_LEFT);
}

static void draw_rating(struct draw *draw, const struct station *station, const struct words *words,
                        msec now)
{
    if (!station)
        return;
    const struct rating *rating = &station->rating;
    enum lang lang = rating->lang < LANG_COUNT ? (enum lang)rating->lang : LANG_ZH;
    char label[LABEL_TEXT_SIZE];
    const struct rect_style card = {.fill = theme_light.surface,
                                    .line = theme_light.border,
                                    .border = 2,
                                    .radius = 20};
    draw_rect(draw, BOX(800, 290, 440, 490), &card);
    if (rating->screen == RATING_IDLE)
        return;
    if (rating->screen != RATING_ASK) {
        text(draw, BOX(824, 290, 392, 490), words_get(words, lang, WORD_R_THANKS), 48,
             theme_light.ink, ALIGN_CENTRE);
        return;
    }
    label_print(rating->label, label);
    text(draw, BOX(824, 300, 392, 52), words_get(words, lang, WORD_R_PROMPT), 28, theme_light.ink,
         ALIGN_CENTRE);
    text(draw, BOX(824, 352, 392, 48), label, 36, theme_light.muted, ALIGN_CENTRE);
    draw_choices(draw, rating, words, lang, now);
}

void panel_draw(struct draw *draw, const struct station_panel *panel, const struct words *words,
                msec now, const struct text_measure *measure)
{
    draw_begin(draw, PANEL_W, PANEL_H, theme_light.bg, measure);
    draw_head(draw, panel, words);
    draw_strip(draw, panel, words, now);
    draw_pad(draw, panel->pad, words, now);
    draw_rating(draw, panel->rating, words, now);
}
