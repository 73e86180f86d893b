/* SPDX-License-Identifier: Apache-2.0 */
/* Header and footer: the same place on every page (docs/ui 2, Frame). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/calendar.h"
#include "view/page.h"

#define NAME_LONG 14 /* hanzi: longer hall names are set smaller */

/* ---- header ---- */

static struct line line_of_kiosk(const struct page *page)
{
    const struct device_def *device = page->model->device;
    const char *digits = device->name + strcspn(device->name, "0123456789");
    struct line floor;
    snprintf(floor.text, sizeof(floor.text), "%u", device->floor);
    if (!*digits)
        return say_1(page, WORD_FLOOR, "f", floor.text);
    return say_n(page, WORD_K_PLACE, (struct word_arg[]){{"f", floor.text}, {"k", digits}}, 2);
}

static struct line line_of_date(const struct page *page)
{
    struct line empty = {""}, day;
    if (page->model->hall_ms == 0)
        return empty;
    struct civil civil = calendar_local(page->model->hall_ms, page->model->tz_min);
    snprintf(day.text, sizeof(day.text), "%u", civil.day);
    struct word_arg args[] = {
        {"month", say(page, (enum word)(WORD_MONTH_1 + civil.month - 1))},
        {"d", day.text},
        {"weekday", say(page, (enum word)(WORD_WEEKDAY_0 + civil.weekday))},
    };
    return say_n(page, WORD_DATE, args, countof(args));
}

static void put_clock(const struct page *page, struct box box, uint16_t size, struct rgba colour)
{
    uint32_t date;
    uint16_t minute;
    if (!local_time(page, &date, &minute))
        return;
    struct line clock = line_of_clock(minute);
    struct text_style style = {.size = {size},
                               .colour = colour,
                               .bold = true,
                               .align = ALIGN_RIGHT};
    draw_text(page->draw, box, clock.text, &style);
}

static void put_training_header(const struct page *page)
{
    const struct theme *t = page->theme;
    int16_t h = page->tall ? 144 : 104, top = (int16_t)((h - 72) / 2);
    draw_fill(page->draw, BOX(0, 0, page->view->w, h), t->warn);
    draw_rect(page->draw, BOX(48, top, 168, 72),
              &(struct rect_style){.fill = t->surface, .radius = 12});
    struct text_style flag = {.size = {48, 40, 32, 28},
                              .colour = t->warn,
                              .bold = true,
                              .align = ALIGN_CENTRE};
    draw_text(page->draw, BOX(48, top, 168, 72), say(page, WORD_K_TRAINING), &flag);
    struct text_style name = {.size = {44, 36, 32, 28}, .colour = t->on_primary, .bold = true};
    int16_t room = page->tall ? 580 : 620;
    const char *hall = names_get(&page->model->def->name, page->lang);
    struct line factor =
        say_count(page, WORD_K_TRAINING_CLOCK, "k", (uint32_t)page->model->training);
    struct text_style note = {.size = {36, 32, 28}, .colour = t->on_primary, .bold = true};
    struct text_style clock = {.size = {32, 28}, .colour = t->on_primary, .align = ALIGN_RIGHT};
    if (page->tall) {
        draw_text(page->draw, BOX(240, 12, room, 72), hall, &name);
        draw_text(page->draw, BOX(240, 80, room, 48), say(page, WORD_K_TRAINING_NOTE), &note);
        draw_text(page->draw, BOX(820, 96, 212, 48), factor.text, &clock);
        put_clock(page, BOX(812, 0, 220, 110), 64, t->on_primary);
        return;
    }
    int16_t x = (int16_t)(240 + draw_text(page->draw, BOX(240, 0, room, 104), hall, &name));
    draw_fill(page->draw, BOX(x + 32, 28, 2, 48), t->on_primary);
    draw_text(page->draw, BOX(x + 64, 0, 1400 - x - 64, 104), say(page, WORD_K_TRAINING_NOTE),
              &note);
    draw_text(page->draw, BOX(1400, 0, 280, 104), factor.text, &clock);
    put_clock(page, BOX(1672, 0, 200, 104), 56, t->on_primary);
}

static void put_tall_header(const struct page *page, const char *hall)
{
    const struct theme *t = page->theme;
    draw_fill(page->draw, BOX(0, 0, 1080, 144), t->surface);
    draw_fill(page->draw, BOX(0, 142, 1080, 2), t->line);
    struct text_style name = bold(page, 44), place = muted(page, 30);
    name.size[1] = 36, name.size[2] = 32;
    place.size[1] = 28;
    draw_text(page->draw, BOX(48, 12, 760, 72), hall, &name);
    struct line kiosk = line_of_kiosk(page), date = line_of_date(page), both;
    snprintf(both.text, sizeof(both.text), "%.90s   %.90s", kiosk.text, date.text);
    draw_text(page->draw, BOX(48, 80, 760, 48), both.text, &place);
    put_clock(page, BOX(812, 0, 220, 144), 64, t->ink);
}

static void put_wide_header(const struct page *page, const char *hall)
{
    const struct theme *t = page->theme;
    draw_fill(page->draw, BOX(0, 0, 1920, 104), t->surface);
    draw_fill(page->draw, BOX(0, 102, 1920, 2), t->line);
    bool is_long = page->lang == LANG_ZH && utf8_length(hall) > NAME_LONG;
    struct text_style name = bold(page, is_long ? 36 : 44), place = muted(page, 32);
    name.size[1] = 36, name.size[2] = 32;
    place.size[1] = 28;
    int16_t x = (int16_t)(48 + draw_text(page->draw, BOX(48, 0, 900, 104), hall, &name));
    draw_fill(page->draw, BOX(x + 32, 28, 2, 48), t->border);
    struct line kiosk = line_of_kiosk(page), date = line_of_date(page);
    draw_text(page->draw, BOX(x + 64, 0, 1300 - x - 64, 104), kiosk.text, &place);
    place.align = ALIGN_RIGHT;
    draw_text(page->draw, BOX(1312, 0, 340, 104), date.text, &place);
    put_clock(page, BOX(1672, 0, 200, 104), 56, t->ink);
}

void put_header(const struct page *page)
{
    const char *hall = names_get(&page->model->def->name, page->lang);
    if (page->model->training)
        put_training_header(page);
    else if (page->tall)
        put_tall_header(page, hall);
    else
        put_wide_header(page, hall);
}

void put_training_edge(const struct page *page)
{
    if (page->model->training)
        draw_rect(page->draw, BOX(0, 0, page->view->w, page->view->h),
                  &(struct rect_style){.line = page->theme->warn, .border = 8});
}

/* ---- footer ---- */

/* Without a sound device it keeps its place and says why (docs/ui 1.3). */
static void put_no_voice(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->disabled,
                                   .line = t->disabled_border,
                                   .border = 3,
                                   .radius = 12,
                                   .dashed = true});
    struct text_style label = {.size = {28, 27},
                               .colour = t->on_disabled,
                               .bold = true,
                               .align = ALIGN_CENTRE};
    struct text_style reason = {.size = {28, 27}, .colour = t->ink, .align = ALIGN_CENTRE};
    int16_t half = (int16_t)(box.h / 2);
    draw_text(page->draw, BOX(box.x, box.y + 4, box.w, half), say(page, WORD_K_VOICE_SHORT),
              &label);
    draw_text(page->draw, BOX(box.x, box.y + half - 4, box.w, half), say(page, WORD_K_NO_SOUND),
              &reason);
    draw_hit(page->draw, box, KIOSK_ACT_VOICE, 0, false);
}

struct look {
    enum word word;
    uint16_t action;
    uint8_t icon;
    bool on;
};

/* One that is on has a check mark, never a colour alone. */
static void put_look(const struct page *page, struct box box, uint16_t size,
                     const struct look *look)
{
    struct button button = {.box = box,
                            .tight = true,
                            .size = {size, 32, 28, 27},
                            .label = say(page, look->word),
                            .icon = look->icon,
                            .action = look->action};
    if (look->on)
        button.kind = BUTTON_SELECTED, button.icon = ICON_CHECK;
    if (page->lang != LANG_ZH && !look->on && look->icon != ICON_LOW)
        button.icon = ICON_NONE; /* no room beside letters */
    put_button(page, button);
}

static void put_looks(const struct page *page, struct box first, int16_t step, uint16_t size)
{
    const struct kiosk_model *model = page->model;
    const struct look looks[] = {
        {WORD_K_LARGE, KIOSK_ACT_LARGE, ICON_NONE, false},
        {WORD_K_HIGH, KIOSK_ACT_CONTRAST, ICON_HALF, model->contrast},
        {WORD_K_LOW_SHORT, KIOSK_ACT_LOW, ICON_LOW, false},
        {WORD_K_VOICE_SHORT, KIOSK_ACT_VOICE, ICON_VOICE, model->voice},
    };
    struct button language = {.box = first,
                              .tight = true,
                              .size = {size, 28, 27},
                              .label = next_language_name(page),
                              .action = KIOSK_ACT_LANGUAGE};
    if (language.label)
        put_button(page, language);
    for (size_t i = 0; i < countof(looks); i++) {
        first.x = (int16_t)(first.x + step);
        if (looks[i].action == KIOSK_ACT_VOICE && !model->sound)
            put_no_voice(page, first);
        else
            put_look(page, first, looks[i].icon == ICON_HALF && size <= 34 ? 32 : size, &looks[i]);
    }
}

static void put_time_left(const struct page *page, struct box box)
{
    struct line seconds =
        say_count(page, WORD_K_LEFT_SECONDS, "s", kiosk_seconds_left(page->model));
    struct text_style label = muted(page, page->tall ? 32 : 30);
    struct text_style value = bold(page, page->tall ? 44 : 40);
    enum word word = page->tall ? WORD_K_LEFT_SHORT : WORD_K_LEFT_LABEL;
    int16_t x = (int16_t)(box.x + draw_text(page->draw, box, say(page, word), &label) + 16);
    draw_text(page->draw, BOX(x, box.y, box.x + box.w - x, box.h), seconds.text, &value);
}

/* 返回 is off where going back would undo something by accident (docs/ui k04). */
static bool can_go_back(const struct kiosk_model *model)
{
    return model->page != KIOSK_ISSUED && model->page != KIOSK_NO_PAPER &&
           model->page != KIOSK_HOME && !kiosk_busy(model);
}

static bool can_go_home(const struct kiosk_model *model)
{
    return !kiosk_busy(model) && model->print != KIOSK_PRINT_BUSY;
}

static void put_ways(const struct page *page, struct box back, int16_t step, struct box help)
{
    uint16_t size = by_lang(page, page->tall ? 38 : 36, 30);
    struct button button = {.box = back,
                            .tight = true,
                            .label = say(page, WORD_K_BACK),
                            .icon = ICON_BACK,
                            .action = KIOSK_ACT_BACK,
                            .size = {size, 28},
                            .state = can_go_back(page->model) ? BUTTON_READY : BUTTON_DISABLED};
    put_button(page, button);
    button.box.x = (int16_t)(button.box.x + step);
    button.label = say(page, WORD_K_HOME);
    button.icon = ICON_HOME;
    button.action = KIOSK_ACT_HOME;
    button.state = can_go_home(page->model) ? BUTTON_READY : BUTTON_DISABLED;
    put_button(page, button);
    put_button(page, (struct button){.box = help,
                                     .tight = true,
                                     .label = say(page, WORD_K_GUIDE),
                                     .icon = ICON_BELL,
                                     .kind = BUTTON_HELP,
                                     .action = KIOSK_ACT_HELP,
                                     .size = {by_lang(page, page->tall ? 38 : 34, 30), 29, 28}});
}

static void put_today(const struct page *page, struct box box)
{
    draw_icon(page->draw, BOX(box.x, box.y + (box.h - 36) / 2, 36, 36), ICON_CLOCK,
              page->theme->muted, page->theme->surface);
    struct line today = line_of_today(page, &page->model->def->hours);
    struct text_style style = muted(page, page->tall ? 32 : 30);
    style.size[1] = 28;
    draw_text(page->draw, BOX(box.x + 52, box.y, box.w - 52, box.h), today.text, &style);
}

void put_footer(const struct page *page)
{
    const struct theme *t = page->theme;
    bool home = page->model->page == KIOSK_HOME && !kiosk_hall_closed(page->model);
    int16_t top = page->tall ? 1664 : 960, w = page->view->w;
    draw_fill(page->draw, BOX(0, top, w, page->view->h - top), t->surface);
    draw_fill(page->draw, BOX(0, top, w, 2), t->line);
    if (page->tall) {
        if (home)
            put_today(page, BOX(48, 1680, 984, 80));
        else {
            put_ways(page, BOX(48, 1684, 184, 96), 200, BOX(752, 1684, 280, 96));
            put_time_left(page, BOX(464, 1684, 272, 96));
        }
        put_looks(page, BOX(48, 1800, 184, 96), 200, by_lang(page, 36, 30));
        return;
    }
    if (home)
        put_today(page, BOX(48, 962, 990, 118));
    else {
        put_ways(page, BOX(48, 976, 176, 88), 192, BOX(800, 976, 240, 88));
        put_time_left(page, BOX(448, 976, 340, 88));
    }
    put_looks(page, BOX(1064, 976, 152, 88), 164, by_lang(page, 34, 28));
}
