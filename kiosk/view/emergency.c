/* SPDX-License-Identifier: Apache-2.0 */
/* k31: leave the building; over everything, in the high-contrast set, without motion. */
#include <stdio.h>

#include "view/page.h"

#define EDGE 16

static void put_text(const struct page *page, struct box box, const char *text, uint16_t size,
                     bool is_bold, struct rgba colour)
{
    struct text_style style = {.size = {size, (uint16_t)(size * 76 / 100),
                                        (uint16_t)(size * 62 / 100)},
                               .colour = colour,
                               .bold = is_bold};
    for (uint32_t i = 1; i < TEXT_SIZES_MAX; i++)
        if (style.size[i] < 44)
            style.size[i] = 44; /* docs/ui k31: nothing smaller */
    draw_text(page->draw, box, text, &style);
}

/* Several lines of one size; returns the y below. */
static int16_t put_lines(const struct page *page, struct box box, const char *text, uint16_t size,
                         uint8_t most)
{
    struct wrapped lines;
    text_wrap(page->draw, text,
              &(struct wrap_style){.size = size, .bold = true, .width = box.w, .lines = most},
              &lines);
    for (uint32_t i = 0; i < lines.count; i++) {
        put_text(page, BOX(box.x, box.y, box.w, box.h), lines.line[i], size, true,
                 page->theme->ink);
        box.y = (int16_t)(box.y + box.h);
    }
    return box.y;
}

static const char *exits_here(const struct page *page)
{
    const struct hall_def *def = page->model->def;
    for (uint32_t i = 0; i < def->floor_count; i++)
        if (def->floors[i].number == page->model->device->floor)
            return texts_get(&def->floors[i].exits, page->lang);
    return "";
}

static struct line line_of_exits(const struct page *page)
{
    const char *exits = exits_here(page);
    struct line line;
    if (*exits) {
        snprintf(line.text, sizeof(line.text), "%s%s", page->tall ? "\n" : "", exits);
        return say_1(page, WORD_K_EVAC_EXITS, "exits", line.text);
    }
    snprintf(line.text, sizeof(line.text), "%s", say(page, WORD_K_EVAC_EXIT));
    return line;
}

/* The other language of the hall, smaller; "" = there is none. */
static const char *other(const struct page *page, enum word word)
{
    enum lang lang = page->lang == LANG_ZH ? LANG_EN : LANG_ZH;
    return page->model->def->languages[lang] ? words_get(page->view->words, lang, word) : "";
}

static void put_head(const struct page *page, int16_t x, int16_t w)
{
    const struct theme *t = page->theme;
    uint32_t date;
    uint16_t minute;
    draw_rect(page->draw, BOX(0, 0, page->view->w, page->view->h),
              &(struct rect_style){.line = t->primary, .border = EDGE});
    draw_icon(page->draw, BOX(x, 72, 152, 152), ICON_WARN, t->primary, t->bg);
    put_text(page, BOX(x + 192, 56, w - 192 - 260, 168), say(page, WORD_K_EVAC_TITLE), 128, true,
             t->primary);
    if (!local_time(page, &date, &minute))
        return;
    struct line clock = line_of_clock(minute);
    struct text_style style = {.size = {72}, .colour = t->ink, .bold = true, .align = ALIGN_RIGHT};
    draw_text(page->draw, BOX(x + w - 240, 60, 240, 168), clock.text, &style);
}

static enum word word_of_help(const struct kiosk_model *model)
{
    bool called = model->calling.active && model->calling.arg == KIOSK_HELP_FOR_LEAVING;
    if (called && model->help == KIOSK_HELP_NONE)
        return WORD_K_BUSY;
    static const enum word words[] = {[KIOSK_HELP_NONE] = WORD_K_EVAC_HELP,
                                      [KIOSK_HELP_COMING] = WORD_K_EVAC_TOLD,
                                      [KIOSK_HELP_FAILED] = WORD_K_EVAC_AGAIN,
                                      [KIOSK_HELP_RINGING] = WORD_K_HELP_RINGS};
    return words[model->help];
}

static void put_key(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    bool pressed = page->model->pressed_action == KIOSK_ACT_CANNOT_LEAVE;
    struct rgba fill = pressed ? t->pressed : t->primary;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = fill,
                                   .line = t->ink,
                                   .border = pressed ? 6 : 0,
                                   .radius = 16});
    enum word word = word_of_help(page->model);
    const char *label = say(page, word), *below = other(page, word);
    int16_t x = (int16_t)(box.x + (page->tall ? 48 : 374));
    draw_icon(page->draw, BOX(x, box.y + (box.h - 108) / 2, 108, 108), ICON_BELL, t->on_primary,
              fill);
    x = (int16_t)(x + 148);
    int16_t w = (int16_t)(box.x + box.w - x - 24);
    int16_t top = (int16_t)(box.y + (box.h - 168) / 2 + 3);
    put_text(page, BOX(x, top, w, *below ? 92 : 162), label, 80, true, t->on_primary);
    put_text(page, BOX(x, top + 92, w, 60), below, 44, true, t->on_primary);
    draw_hit(page->draw, box, KIOSK_ACT_CANNOT_LEAVE, 0, true);
}

static void put_valid(const struct page *page, struct box box)
{
    struct line both;
    enum word word = page->model->training ? WORD_K_TRAINING_NOTE : WORD_K_EVAC_VALID;
    const char *below = other(page, word);
    snprintf(both.text, sizeof(both.text), "%.80s%s%.80s", say(page, word),
             *below && !page->tall ? " · " : "", page->tall ? "" : below);
    struct text_style style = {.size = {56, 48, 44},
                               .colour = page->theme->ink,
                               .align = ALIGN_CENTRE};
    draw_text(page->draw, box, both.text, &style);
}

/* Nothing is asked of the controller: what stands here came with the definition and the words. */
void put_emergency(const struct page *page)
{
    int16_t x = page->tall ? 64 : 96, w = (int16_t)(page->view->w - 2 * x);
    struct line exits = line_of_exits(page);
    const char *english = other(page, WORD_K_EVAC_BRIEF);
    put_head(page, x, w);
    if (page->tall) {
        int16_t y = put_lines(page, BOX(x, 320, w, 180), say(page, WORD_K_EVAC_LEAVE), 132, 2);
        y = put_lines(page, BOX(x, y + 48, w, 108), exits.text, 80, 4);
        y = put_lines(page, BOX(x, y + 24, w, 100), say(page, WORD_K_EVAC_LIFT), 66, 2);
        struct wrapped lines;
        text_wrap(page->draw, english, &(struct wrap_style){.size = 56, .width = w, .lines = 3},
                  &lines);
        for (uint32_t i = 0; i < lines.count; i++)
            put_text(page, BOX(x, y + 32 + 76 * (int32_t)i, w, 76), lines.line[i], 56, false,
                     page->theme->ink);
        put_key(page, BOX(x, 1500, w, 200));
        put_valid(page, BOX(x, 1730, w, 100));
        return;
    }
    put_text(page, BOX(x, 232, w, 208), say(page, WORD_K_EVAC_LEAVE), 200, true, page->theme->ink);
    put_text(page, BOX(x, 463, w, 100), exits.text, 84, true, page->theme->ink);
    put_text(page, BOX(x, 567, w, 100), say(page, WORD_K_EVAC_LIFT), 84, true, page->theme->ink);
    put_text(page, BOX(x, 676, w, 80), english, 60, false, page->theme->ink);
    put_key(page, BOX(x, 784, w, 168));
    put_valid(page, BOX(x, 961, w, 76));
}
