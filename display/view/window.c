/* SPDX-License-Identifier: Apache-2.0 */
/* t08: the small TV above one window or beside a room. Its number always stands in the same place;
 * middles are those of the drawing, from which a text's baseline is 0.376 em down. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/part.h"

#define FRAME 12 /* t07, for a picture of this size */
#define UNIT_GAP 12
#define LEAD_SIZE 44 /* "Window 110" still fits */

struct window_look {
    struct box head, middle, clock; /* number and unit; service or what to do; time */
    int16_t head_fill;              /* t07: the head ends there */
    int16_t rule, rule_call;        /* y of the lines: below the head; above what stands below */
    int16_t rule_idle;
    struct box idle, icon, word; /* one sentence; or an icon with its word */
    struct box number;           /* called */
    struct box serving, serving_number;
    struct box first, second;      /* idle: people, minutes */
    struct box below, below_right; /* call, serving: one line; in portrait two */
    struct box others, valid;      /* paused */
    uint16_t called[TEXT_SIZES_MAX], served[TEXT_SIZES_MAX];
    enum align side; /* of what stands on the right of the line */
};

static const struct window_look lying = {.head = {40, 16, 424, 144},
                                         .middle = {480, 40, 500, 104},
                                         .clock = {960, 24, 280, 128},
                                         .head_fill = 176,
                                         .rule = 176,
                                         .rule_idle = 488,
                                         .rule_call = 560,
                                         .idle = {40, 232, 1200, 208},
                                         .icon = {176, 264, 176, 176},
                                         .word = {400, 232, 840, 240},
                                         .number = {40, 140, 1200, 400},
                                         .serving = {40, 192, 700, 96},
                                         .serving_number = {40, 264, 1200, 272},
                                         .first = {40, 512, 560, 160},
                                         .second = {640, 512, 600, 160},
                                         .below = {40, 576, 640, 120},
                                         .below_right = {640, 576, 600, 120},
                                         .others = {40, 512, 1200, 88},
                                         .valid = {40, 596, 1200, 88},
                                         .called = {336, 304, 272, 240},
                                         .served = {240, 208},
                                         .side = ALIGN_RIGHT};
/* No drawing: the same parts stacked. */
static const struct window_look upright = {.head = {40, 16, 424, 144},
                                           .middle = {40, 176, 640, 88},
                                           .clock = {440, 24, 240, 128},
                                           .head_fill = 272,
                                           .rule = 272,
                                           .rule_idle = 864,
                                           .rule_call = 896,
                                           .idle = {40, 448, 640, 208},
                                           .icon = {272, 352, 176, 176},
                                           .word = {40, 560, 640, 240},
                                           .number = {24, 400, 672, 360},
                                           .serving = {40, 312, 640, 96},
                                           .serving_number = {24, 440, 672, 320},
                                           .first = {40, 912, 640, 96},
                                           .second = {40, 1016, 640, 96},
                                           .below = {40, 920, 640, 112},
                                           .below_right = {40, 1040, 640, 96},
                                           .others = {40, 912, 640, 96},
                                           .valid = {40, 1016, 640, 96},
                                           .called = {264, 224, 192, 160},
                                           .served = {240, 224, 192, 160},
                                           .side = ALIGN_LEFT};

/* The colours of the picture: at 10 s without data nothing looks alive any more (D-13). */
struct window_inks {
    struct rgba fill, ink, muted, line;
};

struct window_part {
    const struct part *part;
    const struct window_tv *tv;
    const struct window_look *look;
    struct window_inks inks;
    enum window_tv_page page;
    enum board_fresh fresh;
};

static struct window_inks inks_of(const struct part *part, enum window_tv_page page,
                                  enum board_fresh fresh)
{
    const struct theme *theme = part->theme;
    const struct window_tv *tv = part->screen->window;
    if (fresh == BOARD_LOST)
        return (struct window_inks){theme->bg, theme->muted, theme->muted, theme->line};
    if (page != WINDOW_TV_CALL)
        return (struct window_inks){theme->bg, theme->ink, theme->muted, theme->line};
    if (window_tv_blink(tv, part->screen->time.mono)) /* R-L13 */
        return (struct window_inks){theme->surface, theme->called, theme->called, theme->called};
    return (struct window_inks){theme->called, theme->on_called, theme->on_called,
                                theme->on_called};
}

/* ---- head ---- */

static void put_target(const struct window_part *w, struct rgba ink)
{
    struct place_text place;
    struct box box = w->look->head;
    int16_t baseline = (int16_t)(box.y + box.h / 2 + 48);
    place_text(w->part, w->tv->target, 0, &place);
    if (place.room) {
        const struct room_def *room = board_room(w->tv->def, w->tv->target);
        part_text(w->part, box, room ? names_get(&room->name, part_lang(w->part)) : "",
                  TEXT(ink, BOLD, ALIGN_LEFT, 88, 72, 56, 44));
        return;
    }
    const char *lead = place_lead(w->part, &place);
    int16_t before =
        (int16_t)part_text_at(w->part, box, baseline, lead, TEXT(ink, BOLD, ALIGN_LEFT, LEAD_SIZE));
    if (lead[0])
        box = BOX(box.x + before + UNIT_GAP, box.y, box.w - before - UNIT_GAP, box.h);
    int16_t number = (int16_t)part_text_at(w->part, box, baseline, place.number,
                                           TEXT(ink, BOLD, ALIGN_LEFT, 128));
    box.x = (int16_t)(box.x + number + UNIT_GAP);
    box.w = (int16_t)(box.w - number - UNIT_GAP);
    part_text_at(w->part, box, baseline, place.unit, TEXT(ink, BOLD, ALIGN_LEFT, 56));
}

/* "社保、医保": what it serves, as long as it may be named. */
static void services_text(const struct window_part *w, char *to, size_t size)
{
    const struct hall_def *def = w->tv->def;
    const struct window_def *window = def_window(def, w->tv->target.n);
    size_t used = 0;
    to[0] = '\0';
    for (uint8_t i = 0; window && i < window->service_count && used < size; i++) {
        const struct service_def *service = def_service(def, window->services[i]);
        if (!service || service->confidential)
            continue;
        int n = snprintf(to + used, size - used, "%s%s",
                         used ? part_word(w->part, WORD_T_WIN_SERVICES_JOIN) : "",
                         names_get(&service->name, part_lang(w->part)));
        used += n > 0 ? (size_t)n : 0;
    }
}

/* R-L11: where all is confidential the line does not exist. One too long is the zone alone. */
static void put_service(const struct window_part *w, struct box box)
{
    const struct hall_def *def = w->tv->def;
    const struct window_def *window = def_window(def, w->tv->target.n);
    const struct zone_def *zone = window ? def_zone(def, window->zone) : NULL;
    char services[PART_TEXT_SIZE], text[PART_TEXT_SIZE];
    if (!zone || window_tv_confidential(w->tv))
        return;
    const char *name = names_get(&zone->name, part_lang(w->part));
    services_text(w, services, sizeof(services));
    const struct word_arg args[] = {{"q", services}, {"z", name}};
    words_fill(text, sizeof(text), part_word(w->part, WORD_T_WIN_SERVICE), args, countof(args));
    bool fits = services[0] && part_width(w->part, text, 36, PLAIN) <= box.w;
    part_text(w->part, box, fits ? text : name, TEXT(w->inks.muted, PLAIN, ALIGN_LEFT, 44, 40, 36));
}

/* One line, or two smaller ones where it is too long. */
static void put_two_lines(const struct window_part *w, struct box box, const char *text,
                          uint16_t size, struct rgba ink)
{
    struct wrapped wrapped;
    char lines[PART_TEXT_SIZE];
    if (part_width(w->part, text, size, BOLD) > (uint16_t)box.w)
        size = (uint16_t)(size * 9 / 10);
    text_wrap(w->part->draw, part_two_lines(w->part, text, size, BOLD, box.w, lines),
              &(struct wrap_style){.size = size, .bold = true, .width = box.w, .lines = 2},
              &wrapped);
    int16_t pitch = (int16_t)(size * 13 / 10);
    int16_t y = (int16_t)(box.y + (box.h - pitch * (int16_t)wrapped.count) / 2);
    for (uint32_t i = 0; i < wrapped.count; i++)
        part_text(w->part, BOX(box.x, y + (int16_t)i * pitch, box.w, pitch), wrapped.line[i],
                  TEXT(ink, BOLD, ALIGN_LEFT, size));
}

/* t07: the head says that nothing here counts. */
static void put_training(const struct window_part *w)
{
    const struct theme *theme = w->part->theme;
    struct box middle = w->look->middle;
    struct box chip = BOX(middle.x, middle.y + (middle.h - 80) / 2, 152, 80);
    part_card(w->part, chip, 12, theme->bg);
    part_text(w->part, chip, part_word(w->part, WORD_T_TRAINING),
              TEXT(theme->warn, BOLD, ALIGN_CENTRE, 56, 44, 36));
    put_two_lines(w, BOX(middle.x + 168, middle.y, middle.w - 168, middle.h),
                  part_word(w->part, WORD_T_TRAINING_NOTE), 40, theme->bg);
}

static void put_head(const struct window_part *w)
{
    const struct part *part = w->part;
    bool training = part->screen->training != 0;
    struct rgba ink = training ? part->theme->bg : w->inks.ink;
    char text[16];
    if (training)
        draw_fill(part->draw, BOX(0, 0, part->draw->w, w->look->head_fill), part->theme->warn);
    put_target(w, ink);
    if (training)
        put_training(w);
    else if (w->page == WINDOW_TV_CALL && w->fresh != BOARD_LOST)
        part_text(part, w->look->middle, part_word(part, WORD_T_WIN_PLEASE),
                  TEXT(ink, BOLD, ALIGN_LEFT, 56));
    else
        put_service(w, w->look->middle);
    if (part->screen->time.hall == 0)
        return;
    clock_text(part, part->screen->time.hall, text, sizeof(text));
    part_text(part, w->look->clock, text, TEXT(ink, BOLD, ALIGN_RIGHT, 88));
}

static void put_frame(const struct part *part)
{
    int16_t w = part->draw->w, h = part->draw->h;
    draw_fill(part->draw, BOX(0, 0, FRAME, h), part->theme->warn);
    draw_fill(part->draw, BOX(w - FRAME, 0, FRAME, h), part->theme->warn);
    draw_fill(part->draw, BOX(0, h - FRAME, w, FRAME), part->theme->warn);
}

/* ---- the four pictures ---- */

static void put_rule(const struct window_part *w, int16_t y, int16_t height)
{
    draw_fill(w->part->draw, BOX(40, y, w->part->draw->w - 80, height), w->inks.line);
}

/* R-W3: what is not known is left out, and nobody waits no time at all. */
static const char *range_text(const struct window_part *w, char to[PART_TEXT_SIZE])
{
    const struct window_tv *tv = w->tv;
    char lo[8], hi[8];
    to[0] = '\0';
    if (!tv->counted || tv->waiting == 0)
        return to;
    uint16_t about = tv->wait_min ? tv->wait_min : tv->hi_min;
    if (!tv->lo_min || tv->lo_min >= tv->hi_min) {
        snprintf(lo, sizeof(lo), "%u", about);
        return about ? part_fill(w->part, WORD_T_WIN_ABOUT, "k", lo, to) : to;
    }
    snprintf(lo, sizeof(lo), "%u", tv->lo_min);
    snprintf(hi, sizeof(hi), "%u", tv->hi_min);
    const struct word_arg args[] = {{"lo", lo}, {"hi", hi}};
    words_fill(to, PART_TEXT_SIZE, part_word(w->part, WORD_T_WIN_RANGE), args, countof(args));
    return to;
}

static void put_waiting(const struct window_part *w, struct box people, struct box minutes)
{
    char count[16], text[PART_TEXT_SIZE];
    if (!w->tv->counted)
        return;
    snprintf(count, sizeof(count), "%u", w->tv->waiting);
    part_text(w->part, people,
              w->tv->waiting ? part_fill(w->part, WORD_T_WIN_WAITING, "k", count, text)
                             : part_word(w->part, WORD_T_WIN_NOBODY),
              TEXT(w->inks.ink, BOLD, ALIGN_LEFT, 56, 48));
    part_text(w->part, minutes, range_text(w, text),
              TEXT(w->inks.muted, PLAIN, w->look->side, 56, 48));
}

/* R-L12, D-13: instead of what stands below; the rest may be as old as 5 s and more. */
static void put_lost(const struct window_part *w)
{
    bool call = w->page == WINDOW_TV_CALL || w->page == WINDOW_TV_SERVING;
    struct box first = call ? w->look->below : w->look->first;
    int16_t middle = (int16_t)(first.y + first.h / 2);
    struct rgba ink = w->fresh == BOARD_LOST ? w->part->theme->ink : w->inks.ink;
    int16_t room = (int16_t)(w->part->draw->w - 80 - 104);
    draw_icon(w->part->draw, BOX(40, middle - 40, 80, 80), ICON_WARN, ink, w->inks.fill);
    put_two_lines(w, BOX(144, middle - 72, room, 144), part_word(w->part, WORD_T_OFF), 52, ink);
}

/* Where to go, in the board's language; or number and place in the hall's other one. */
static void go_text(const struct window_part *w, bool other, char to[PART_TEXT_SIZE])
{
    const struct room_def *room = board_room(w->tv->def, w->tv->target);
    enum lang lang = other ? part_other(w->part) : part_lang(w->part);
    char label[LABEL_TEXT_SIZE], number[8];
    to[0] = '\0';
    if (lang == LANG_COUNT)
        return;
    snprintf(number, sizeof(number), "%u", w->tv->target.n);
    label_print(w->tv->own.label, label);
    const struct word_arg args[] = {{"n", label},
                                    {"w", number},
                                    {"room", room ? names_get(&room->name, lang) : ""}};
    enum word go = room ? WORD_T_WIN_GO_ROOM : WORD_T_WIN_GO;
    enum word call = room ? WORD_T_WIN_CALL_ROOM : WORD_T_WIN_CALL;
    words_fill(to, PART_TEXT_SIZE, words_get(w->part->screen->words, lang, other ? call : go), args,
               countof(args));
}

static void call_picture(const struct window_part *w)
{
    char label[LABEL_TEXT_SIZE], text[PART_TEXT_SIZE];
    struct text_style style = TEXT(w->inks.ink, BOLD, ALIGN_CENTRE, 0);
    memcpy(style.size, w->look->called, sizeof(style.size));
    label_print(w->tv->own.label, label);
    part_text(w->part, w->look->number, label, style);
    put_rule(w, w->look->rule_call, 4);
    if (w->fresh != BOARD_LIVE)
        return;
    go_text(w, false, text);
    part_text(w->part, w->look->below, text, TEXT(w->inks.ink, BOLD, ALIGN_LEFT, 64, 56, 44));
    go_text(w, true, text);
    part_text(w->part, w->look->below_right, text,
              TEXT(w->inks.ink, BOLD, w->look->side, 44, 40, 36));
}

static void serving_picture(const struct window_part *w)
{
    char label[LABEL_TEXT_SIZE];
    struct text_style style = TEXT(w->inks.ink, BOLD, ALIGN_CENTRE, 0);
    memcpy(style.size, w->look->served, sizeof(style.size));
    label_print(w->tv->own.label, label);
    put_rule(w, w->look->rule, 2);
    part_text(w->part, w->look->serving, part_word(w->part, WORD_T_WIN_SERVING),
              TEXT(w->inks.muted, PLAIN, ALIGN_LEFT, 64));
    part_text(w->part, w->look->serving_number, label, style);
    put_rule(w, w->look->rule_call, 2);
    if (w->fresh == BOARD_LIVE)
        put_waiting(w, w->look->below, w->look->below_right);
}

/* R-L1: the window's own name, or the friendly word; R-O3 goes before both. */
static const char *idle_word(const struct window_part *w)
{
    const struct window_def *window = def_window(w->tv->def, w->tv->target.n);
    const char *name = window ? names_get(&window->name, part_lang(w->part)) : "";
    if (window_tv_after_hours(w->tv))
        return part_word(w->part, WORD_STRIP_EXTENDED);
    return name[0] ? name : part_word(w->part, WORD_STRIP_IDLE);
}

static void idle_picture(const struct window_part *w)
{
    put_rule(w, w->look->rule, 2);
    part_text(w->part, w->look->idle, idle_word(w),
              TEXT(w->inks.ink, BOLD, ALIGN_CENTRE, 144, 120, 104, 88));
    put_rule(w, w->look->rule_idle, 2);
    if (w->fresh == BOARD_LIVE)
        put_waiting(w, w->look->first, w->look->second);
}

/* ---- paused, lunch, closed ---- */

/* "1–5、7、8": three and more in a row as a range. False when some of `count` did not fit. */
static bool list_text(const struct window_part *w, uint32_t count, char *to, size_t size)
{
    const uint16_t *list = w->tv->others;
    size_t used = 0;
    to[0] = '\0';
    for (uint32_t i = 0, last; i < count; i = last + 1) {
        char run[24];
        last = i;
        while (last + 1 < count && list[last + 1] == list[last] + 1)
            last++;
        if (last < i + 2)
            last = i;
        int n = last > i ? snprintf(run, sizeof(run), "%u–%u", list[i], list[last])
                         : snprintf(run, sizeof(run), "%u", list[i]);
        const char *join = used ? part_word(w->part, WORD_T_WIN_LIST_JOIN) : "";
        if (n < 0 || used + strlen(join) + (size_t)n >= size)
            return false;
        used += (size_t)snprintf(to + used, size - used, "%s%s", join, run);
    }
    return true;
}

/* Who goes on, the lowest numbers where not all of them fit; nobody: the desk. */
static void others_text(const struct window_part *w, char to[PART_TEXT_SIZE])
{
    char list[PART_TEXT_SIZE / 2];
    uint32_t all = w->tv->other_count;
    utf8_copy(to, PART_TEXT_SIZE, part_word(w->part, WORD_T_WIN_DESK));
    for (uint32_t count = all; count > 0; count--) {
        enum word word = count == all ? WORD_T_WIN_OTHERS : WORD_T_WIN_OTHERS_MORE;
        char text[PART_TEXT_SIZE];
        if (!list_text(w, count, list, sizeof(list)))
            continue;
        part_fill(w->part, word, "list", list, text);
        if (part_width(w->part, text, 44, BOLD) > w->look->others.w)
            continue;
        utf8_copy(to, PART_TEXT_SIZE, text);
        return;
    }
}

static void paused_picture(const struct window_part *w)
{
    bool lunch = w->page == WINDOW_TV_LUNCH;
    bool portrait = w->part->screen->portrait;
    char text[PART_TEXT_SIZE];
    put_rule(w, w->look->rule, 2);
    draw_icon(w->part->draw, w->look->icon, lunch ? ICON_CLOCK : ICON_PAUSE, w->inks.muted,
              w->inks.fill);
    part_text(w->part, w->look->word,
              part_word(w->part, lunch ? WORD_STRIP_LUNCH : WORD_T_WIN_PAUSED),
              TEXT(w->inks.ink, BOLD, portrait ? ALIGN_CENTRE : ALIGN_LEFT, 168, 152, 144));
    put_rule(w, w->look->rule_idle, 2);
    if (w->fresh != BOARD_LIVE)
        return;
    others_text(w, text);
    part_text(w->part, w->look->others, text, TEXT(w->inks.ink, BOLD, ALIGN_LEFT, 56, 48, 44));
    part_text(w->part, w->look->valid, part_word(w->part, WORD_T_WIN_VALID),
              TEXT(w->inks.muted, PLAIN, ALIGN_LEFT, 48, 44, 36));
}

static void closed_picture(const struct window_part *w)
{
    put_rule(w, w->look->rule, 2);
    if (w->page == WINDOW_TV_CLOSED)
        part_text(w->part, w->look->idle, part_word(w->part, WORD_STRIP_CLOSED),
                  TEXT(w->inks.ink, BOLD, ALIGN_CENTRE, 168, 152, 136, 120));
    put_rule(w, w->look->rule_idle, 2);
}

void window_page(const struct part *part, enum board_fresh fresh)
{
    const struct window_tv *tv = part->screen->window;
    struct window_part w = {.part = part,
                            .tv = tv,
                            .look = part->screen->portrait ? &upright : &lying,
                            .page = window_tv_page(tv),
                            .fresh = fresh};
    w.inks = inks_of(part, w.page, fresh);
    draw_fill(part->draw, BOX(0, 0, part->draw->w, part->draw->h), w.inks.fill);
    put_head(&w);
    switch (w.page) {
    case WINDOW_TV_CALL:
        call_picture(&w);
        break;
    case WINDOW_TV_SERVING:
        serving_picture(&w);
        break;
    case WINDOW_TV_IDLE:
        idle_picture(&w);
        break;
    case WINDOW_TV_PAUSED:
    case WINDOW_TV_LUNCH:
        paused_picture(&w);
        break;
    case WINDOW_TV_CLOSED:
    case WINDOW_TV_UNKNOWN:
        closed_picture(&w);
        break;
    }
    if (fresh != BOARD_LIVE)
        put_lost(&w);
    if (part->screen->training)
        put_frame(part);
}
