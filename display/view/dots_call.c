/* SPDX-License-Identifier: Apache-2.0 */
/* A call that takes over the panel (R-L9): its number and its window as large as they fit, in one
 * line or in two. */
#include <stdio.h>

#include "view/dots_part.h"

static const uint16_t sizes[] = {128, 96, 80, 64, 48, 40, 32, 24, 16};

struct call_look {
    uint16_t number, place; /* dots of their lines; 0 = does not fit */
    bool one_line;
    const char *text; /* of the place */
};

struct call_text {
    char label[LABEL_TEXT_SIZE];
    char place[PANEL_PLACES][PART_TEXT_SIZE];
    char go[PART_TEXT_SIZE * 2]; /* "请到 6号窗口" */
};

static uint16_t largest(const struct panel_view *panel, const char *text, int32_t w, int32_t h)
{
    for (size_t i = 0; i < countof(sizes); i++)
        if (sizes[i] <= h && panel_width(panel, text, sizes[i]) <= w)
            return sizes[i];
    return 0;
}

/* The place first: it may take half of the height; the number gets what is left. */
static struct call_look two_lines(const struct panel_view *panel, struct dot_area area,
                                  const struct call_text *text, const char *place)
{
    struct call_look look = {.text = place};
    look.place = largest(panel, place, area.w, area.h / 2);
    if (look.place)
        look.number = largest(panel, text->label, area.w, area.h - look.place);
    return look;
}

static struct call_look one_line(const struct panel_view *panel, struct dot_area area,
                                 const struct call_text *text, const char *place)
{
    struct call_look look = {.one_line = true, .text = place};
    for (size_t i = 0; i < countof(sizes); i++) {
        int32_t width = panel_width(panel, text->label, sizes[i]) + panel_gap(sizes[i]) +
                        panel_width(panel, place, sizes[i]);
        if (sizes[i] > area.h || width > area.w)
            continue;
        look.number = look.place = sizes[i];
        break;
    }
    return look;
}

static struct call_look larger(struct call_look one, struct call_look two)
{
    return two.number >= one.number ? two : one;
}

/* `limit`: beside another call, in one line no higher than that. 0 = alone. */
static struct call_look choose(const struct panel_view *panel, struct dot_area area,
                               const struct call_text *text, uint16_t limit)
{
    struct call_look look = {0};
    area.h = limit ? (int16_t)limit : area.h;
    for (uint32_t i = 0; i < PANEL_PLACES && look.number == 0; i++) {
        look = one_line(panel, area, text, text->place[i]);
        if (!limit)
            look = larger(look, two_lines(panel, area, text, text->place[i]));
    }
    if (limit)
        return look;
    /* "Please go to" only where it costs nothing. */
    struct call_look polite = look.one_line ? one_line(panel, area, text, text->go)
                                            : two_lines(panel, area, text, text->go);
    if (polite.number >= look.number && polite.place >= look.place)
        look = polite;
    return look;
}

/* Number and place in turn, where no line holds both; the number first. */
static void put_halves(const struct panel_view *panel, struct dot_area area,
                       const struct call_text *text)
{
    const struct board_screen *board = panel->screen->board;
    msec age = board->time.mono - board->announce->shown_since;
    const char *half = age / DOTS_TURN_MS % 2 ? text->place[PANEL_PLACES - 1] : text->label;
    int32_t x = (area.w - panel_width(panel, half, DOTS_LINE)) / 2;
    panel_text(panel, area.x + (x > 0 ? x : 0), area.y + (area.h - DOTS_LINE) / 2, half,
               INK(DOTS_LINE, DOT_AMBER));
}

static void put_call(const struct panel_view *panel, struct dot_area area,
                     const struct call_text *text, uint16_t limit, bool lit)
{
    struct call_look look = choose(panel, area, text, limit);
    if (look.number == 0) {
        put_halves(panel, area, text);
        return;
    }
    int32_t wide = panel_width(panel, text->label, look.number);
    int32_t far = panel_width(panel, look.text, look.place), x, y;
    if (look.one_line) {
        x = area.x + (area.w - wide - panel_gap(look.number) - far) / 2;
        y = area.y + (area.h - look.number) / 2;
        panel_text(panel, x + wide + panel_gap(look.number), y, look.text,
                   INK(look.place, DOT_AMBER));
    } else {
        int32_t free = area.h - look.number - look.place;
        x = area.x + (area.w - wide) / 2;
        y = area.y + free / 3;
        panel_text(panel, area.x + (area.w - far) / 2, y + look.number + free / 3, look.text,
                   INK(look.place, DOT_AMBER));
    }
    panel_text(panel, x, y, text->label, INK(look.number, DOT_AMBER));
    if (lit) /* R-L13: the number stays readable in both */
        dots_invert(panel->dots, AREA(x - 2, y, wide + 4, look.number), DOT_AMBER);
}

static void fill_text(const struct panel_view *panel, const struct announce_entry *call,
                      struct call_text *text)
{
    label_print(call->label, text->label);
    panel_place(panel, call->target, board_other_floor(panel->screen->board->board, call->target),
                text->place);
    snprintf(text->go, sizeof(text->go), "%s %s", part_word(&panel->part, WORD_DOTS_GO),
             text->place[0]);
}

/* The highest line in which each of them fits in its band. */
static uint16_t common_size(const struct panel_view *panel, struct dot_area band,
                            const struct announce_entry *calls, uint32_t count)
{
    struct call_text text;
    uint16_t size = (uint16_t)band.h;
    for (uint32_t i = 0; i < count; i++) {
        fill_text(panel, &calls[i], &text);
        uint16_t own = choose(panel, band, &text, size).number;
        size = own && own < size ? own : size;
    }
    return size;
}

void panel_calls(const struct panel_view *panel, struct dot_area area,
                 const struct announce_entry *calls, uint32_t count)
{
    const struct board_screen *board = panel->screen->board;
    struct call_text text;
    if (count > 1 && area.h < 2 * DOTS_LINE) {
        /* One line: both in turn, each long enough to be read (R-L14). */
        calls += board->time.mono / DOTS_TURN_MS % 2;
        count = 1;
    }
    struct dot_area band = area;
    band.h = (int16_t)(area.h / (int16_t)count);
    uint16_t limit = count > 1 ? common_size(panel, band, calls, count) : 0;
    for (uint32_t i = 0; i < count; i++) {
        fill_text(panel, &calls[i], &text);
        put_call(panel, band, &text, limit,
                 i == 0 && announce_blink(board->announce, board->time.mono));
        if (i > 0 && band.h >= 2 * DOTS_LINE)
            dots_invert(panel->dots, AREA(band.x, band.y, band.w, 1), DOT_RED);
        band.y = (int16_t)(band.y + band.h);
    }
}
