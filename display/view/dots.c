/* SPDX-License-Identifier: Apache-2.0 */
#include "view/dots.h"

#include <stdio.h>

#include "base/utf8.h"
#include "view/dots_part.h"

#define MARK "►" /* the newest; thin strokes do not bear to be inverted */
#define MARK_ROOM 10
#define ROWS_TALL 128 /* dots: such a panel has room for the six rows of R-L7 */
#define ROWS_WANTED 6
#define ROWS_LEAST 3
#define EMERGENCY_BOTH 48             /* dots */
#define TRAINING_ROOM (3 * DOTS_LINE) /* for the word and a call of two lines */

struct panel_row {
    char label[LABEL_TEXT_SIZE];
    char place[PANEL_PLACES][PART_TEXT_SIZE];
    bool called, lit;
};

static struct panel_view view_of(struct dots *dots, const struct dots_screen *screen)
{
    return (struct panel_view){dots, screen, {.screen = screen->board}};
}

uint16_t panel_width(const struct panel_view *panel, const char *text, uint16_t size)
{
    struct dot_style style = INK(size, DOT_OFF);
    return dots_width(panel->screen->font, text, &style);
}

void panel_text(const struct panel_view *panel, int32_t x, int32_t y, const char *text,
                struct dot_style style)
{
    dots_text(panel->dots, panel->screen->font, AREA(0, 0, panel->dots->w, panel->dots->h),
              (int16_t)x, (int16_t)y, text, &style);
}

int16_t panel_gap(uint16_t size)
{
    return (int16_t)(size * PANEL_GAP / DOTS_LINE);
}

static bool one_line(const struct dots *dots)
{
    return dots->h < 2 * DOTS_LINE;
}

static struct dot_area whole(const struct dots *dots)
{
    return AREA(0, 0, dots->w, dots->h);
}

static struct dot_area above_line(const struct dots *dots)
{
    return AREA(0, 0, dots->w, one_line(dots) ? dots->h : dots->h - DOTS_LINE);
}

/* ---- rows ---- */

/* The widest number and window of the hall decide, so lines do not change their size by the hour.
 */
static uint16_t row_size(const struct panel_view *panel)
{
    static const uint16_t sizes[] = {32, 24};
    const struct hall_def *def = panel->screen->board->board->def;
    target_id last = {def->window_count ? def->windows[def->window_count - 1].number : 1};
    int32_t h = above_line(panel->dots).h;
    char place[PANEL_PLACES][PART_TEXT_SIZE];
    panel_place(panel, last, 0, place);
    for (size_t i = 0; i < countof(sizes); i++) {
        int32_t rows = h / sizes[i];
        int32_t width = panel_width(panel, "W1023", sizes[i]) + panel_gap(sizes[i]) +
                        panel_width(panel, place[0], sizes[i]);
        if (width <= panel->dots->w && rows >= (h >= ROWS_TALL ? ROWS_WANTED : ROWS_LEAST))
            return sizes[i];
    }
    return DOTS_LINE;
}

static uint32_t read_rows(const struct panel_view *panel, struct panel_row *rows, uint32_t max)
{
    const struct board_screen *screen = panel->screen->board;
    struct board_row list[BOARD_CALLS_MAX];
    uint32_t count = board_rows(screen->board, &screen->time, list, max);
    for (uint32_t i = 0; i < count; i++) {
        label_print(list[i].label, rows[i].label);
        panel_place(panel, list[i].target, list[i].floor, rows[i].place);
        rows[i].called = list[i].status != BOARD_SERVING;
        rows[i].lit = list[i].lit;
    }
    return count;
}

struct row_look {
    bool go;        /* "请到" between number and window … */
    int32_t go_x;   /* … in one column */
    uint32_t place; /* which form */
};

static bool look_fits(const struct panel_view *panel, const struct panel_row *rows, uint32_t count,
                      uint16_t size, struct row_look *look)
{
    int32_t gap = panel_gap(size), left = 0, right = panel->dots->w;
    int32_t go = panel_width(panel, part_word(&panel->part, WORD_DOTS_GO), size);
    for (uint32_t i = 0; i < count; i++) {
        int32_t wide = panel_width(panel, rows[i].label, size) + gap;
        int32_t x = panel->dots->w - panel_width(panel, rows[i].place[look->place], size);
        left = wide > left ? wide : left;
        right = x < right ? x : right;
        if (wide > x)
            return false;
    }
    look->go_x = (left + right - gap - go) / 2;
    return !look->go || left + go + gap <= right;
}

/* R-L6: the fullest form that fits all of them, so columns stand below each other. */
static struct row_look choose_look(const struct panel_view *panel, const struct panel_row *rows,
                                   uint32_t count, uint16_t size)
{
    static const struct row_look looks[] = {{true, 0, 0},
                                            {false, 0, 0},
                                            {false, 0, 1},
                                            {false, 0, 2}};
    struct row_look look = {0};
    for (size_t i = 0; i < countof(looks); i++) {
        look = looks[i];
        if (look_fits(panel, rows, count, size, &look))
            break;
    }
    return look;
}

static void put_row(const struct panel_view *panel, int32_t y, const struct panel_row *row,
                    uint16_t size, struct row_look look)
{
    uint8_t colour = row->called ? DOT_AMBER : DOT_RED; /* docs/ui l01: red is in service */
    int32_t wide = panel_width(panel, row->label, size);
    int32_t left = wide + panel_gap(size);
    int32_t x = panel->dots->w - panel_width(panel, row->place[look.place], size);
    /* A room with a long name: its number stands whole. */
    panel_text(panel, x > left ? x : left, y, row->place[look.place], INK(size, colour));
    if (look.go && row->called)
        panel_text(panel, look.go_x, y, part_word(&panel->part, WORD_DOTS_GO), INK(size, colour));
    panel_text(panel, 0, y, row->label, INK(size, colour));
    if (row->lit && size > DOTS_LINE)
        dots_invert(panel->dots, AREA(0, y, wide + 2, size), colour);
    else if (row->lit && x - MARK_ROOM >= left)
        panel_text(panel, x - MARK_ROOM, y, MARK, INK(size, colour));
}

static void rows_below(const struct panel_view *panel)
{
    struct panel_row rows[BOARD_ROWS_MAX];
    uint16_t size = row_size(panel);
    int32_t h = above_line(panel->dots).h;
    uint32_t room = (uint32_t)(h / size) < BOARD_ROWS_MAX ? (uint32_t)(h / size) : BOARD_ROWS_MAX;
    uint32_t count = read_rows(panel, rows, room);
    struct row_look look = choose_look(panel, rows, count, size);
    for (uint32_t i = 0; i < count; i++)
        put_row(panel, (int32_t)i * h / (int32_t)room, &rows[i], size, look);
}

/* Number and window in one line, or each alone when they do not fit in any form. */
static void one_row(const struct panel_view *panel, uint32_t index)
{
    const struct dots_line *line = panel->screen->line;
    struct panel_row rows[DOTS_TURNS];
    int32_t y = (panel->dots->h - DOTS_LINE) / 2;
    if (index >= read_rows(panel, rows, DOTS_TURNS))
        return;
    const struct panel_row *row = &rows[index];
    struct row_look look = choose_look(panel, row, 1, DOTS_LINE);
    if (look_fits(panel, row, 1, DOTS_LINE, &look))
        put_row(panel, y, row, DOTS_LINE, look);
    else if (panel->screen->board->time.mono - line->since < DOTS_TURN_MS)
        panel_text(panel, 0, y, row->label, INK(DOTS_LINE, DOT_AMBER));
    else
        panel_text(panel, 0, y, row->place[PANEL_PLACES - 1], INK(DOTS_LINE, DOT_AMBER));
}

/* Does a row take two turns? */
static bool rows_are_wide(const struct panel_view *panel, uint32_t count)
{
    struct panel_row rows[DOTS_TURNS];
    count = read_rows(panel, rows, count);
    for (uint32_t i = 0; i < count; i++) {
        struct row_look look = choose_look(panel, &rows[i], 1, DOTS_LINE);
        if (!look_fits(panel, &rows[i], 1, DOTS_LINE, &look))
            return true;
    }
    return false;
}

/* ---- the line ---- */

static bool training(const struct panel_view *panel)
{
    return panel->screen->board->training != 0;
}

/* D-26: the word beside the sentences; a single line shows it in turn. */
static int16_t chip_width(const struct panel_view *panel)
{
    if (!training(panel) || one_line(panel->dots))
        return 0;
    return (int16_t)(panel_width(panel, part_word(&panel->part, WORD_T_TRAINING), DOTS_LINE) + 8);
}

static void put_line(const struct panel_view *panel)
{
    const struct dots_line *line = panel->screen->line;
    int16_t chip = chip_width(panel), y = (int16_t)(panel->dots->h - DOTS_LINE);
    struct dot_style style = INK(DOTS_LINE, DOT_RED);
    if (one_line(panel->dots))
        y = (int16_t)(y / 2);
    if (line->sentence == DOTS_SAY_NOTICE || line->sentence == DOTS_SAY_OFF)
        style.colour = DOT_AMBER;
    style.number = false;
    dots_text(panel->dots, panel->screen->font, AREA(chip, y, panel->dots->w - chip, DOTS_LINE),
              (int16_t)(chip - dots_shift(line, panel->screen->board->time.mono)), y, line->text,
              &style);
    if (chip == 0)
        return;
    panel_text(panel, 2, y, part_word(&panel->part, WORD_T_TRAINING), INK(DOTS_LINE, DOT_AMBER));
    dots_invert(panel->dots, AREA(0, y, chip - 4, DOTS_LINE), DOT_AMBER);
}

/* ---- pages ---- */

/* Half of the panel for what everybody must do, half for the way; on a few lines just the former.
 */
static void emergency(const struct panel_view *panel)
{
    const struct part *part = &panel->part;
    char exits[PART_TEXT_SIZE * 2], leave[PART_TEXT_SIZE];
    struct dot_area top = whole(panel->dots), below = top;
    exits_text(part, exits, sizeof(exits));
    snprintf(leave, sizeof(leave), "%s%s%s",
             training(panel) ? part_word(part, WORD_T_TRAINING) : "", training(panel) ? " " : "",
             part_word(part, WORD_K_EVAC_LEAVE));
    const char *const first[] = {leave, part_word(part, WORD_K_EVAC_TITLE)};
    const char *const way[] = {exits, part_word(part, WORD_K_EVAC_LIFT)};
    const char *const brief[] = {part_word(part, WORD_K_EVAC_BRIEF)};
    if (panel->dots->h >= EMERGENCY_BOTH) {
        top.h = (int16_t)(top.h / 2);
        below.y = top.h;
        below.h = (int16_t)(below.h - top.h);
        if (!panel_block(panel, below, way, countof(way), countof(way), DOT_AMBER) &&
            !panel_block(panel, below, brief, 1, 1, DOT_AMBER))
            top.h = (int16_t)panel->dots->h; /* the way in fewer words, with the rest */
    }
    const char *const both[] = {leave, part_word(part, WORD_K_EVAC_EXIT)};
    if (top.h == panel->dots->h && panel_block(panel, top, both, 2, 2, DOT_AMBER))
        return;
    for (size_t i = 0; i < countof(first); i++) /* without motion, whatever the width */
        if (panel_block(panel, top, &first[i], 1, 1, DOT_AMBER))
            return;
}

static void lost(const struct panel_view *panel)
{
    const char *const all[] = {part_word(&panel->part, WORD_T_OFF),
                               part_word(&panel->part, WORD_T_LOST_NONE),
                               part_other_word(&panel->part, WORD_T_OFF)};
    const char *const brief[] = {part_word(&panel->part, WORD_STRIP_LOST)};
    struct dot_area area = training(panel) ? above_line(panel->dots) : whole(panel->dots);
    if (one_line(panel->dots)) {
        put_line(panel);
        return;
    }
    bool block = panel_block(panel, area, all, countof(all), 1, DOT_RED);
    if (!block)
        (void)panel_block(panel, above_line(panel->dots), brief, 1, 1, DOT_RED);
    if (!block || training(panel))
        put_line(panel);
}

static void quiet(const struct panel_view *panel)
{
    const struct hall_def *def = panel->screen->board->board->def;
    const char *const all[] = {part_word(&panel->part, WORD_STRIP_IDLE),
                               names_get(&def->name, part_lang(&panel->part))};
    if (!one_line(panel->dots))
        (void)panel_block(panel, above_line(panel->dots), all, countof(all), 1, DOT_RED);
    put_line(panel);
}

static void rows(const struct panel_view *panel)
{
    const struct dots_line *line = panel->screen->line;
    if (one_line(panel->dots) && line->row) {
        one_row(panel, line->row - 1u);
        return;
    }
    if (!one_line(panel->dots))
        rows_below(panel);
    put_line(panel);
}

static void call(const struct panel_view *panel)
{
    const struct board_screen *board = panel->screen->board;
    struct announce_entry calls[ANNOUNCE_BANDS];
    uint32_t count = announce_shown(board->announce, board->time.mono, calls);
    if (!training(panel)) {
        panel_calls(panel, whole(panel->dots), calls, count);
        return;
    }
    panel_calls(panel, above_line(panel->dots), calls, count);
    if (!one_line(panel->dots))
        put_line(panel);
}

void dots_run(const struct dots_screen *screen, const struct dots *dots)
{
    const struct board_screen *board = screen->board;
    struct dots none = *dots;
    const struct panel_view panel = view_of(&none, screen);
    struct dots_line *line = screen->line;
    struct board_row list[DOTS_TURNS];
    bool live = board_fresh(board->board, &board->time) != BOARD_LOST;
    struct dots_say say = {.wanted = dots_to_say(board->board, &board->time, board->training != 0,
                                                 panel_notice(&panel)),
                           .languages = part_other(&panel.part) == LANG_COUNT ? 1 : 2,
                           .rows = one_line(dots) && live
                                       ? (uint8_t)board_rows(board->board, &board->time, list,
                                                             DOTS_TURNS)
                                       : 0};
    say.wide_rows = say.rows && rows_are_wide(&panel, say.rows);
    if (!dots_turn(line, &say, board->time.mono) || line->row)
        return;
    struct dot_style style = {.size = DOTS_LINE};
    panel_sentence(&panel, (enum dots_sentence)line->sentence, line->language, line->text);
    line->box = (uint16_t)(dots->w - chip_width(&panel));
    line->width = dots_width(screen->font, line->text, &style);
    line->signs = (uint16_t)utf8_length(line->text);
}

enum dots_page dots_draw(struct dots *dots, const struct dots_screen *screen)
{
    const struct panel_view panel = view_of(dots, screen);
    const struct board_screen *board = screen->board;
    enum dots_page page = dots_page(board->board, board->announce, &board->time);
    dots_clear(dots);
    if (page != DOTS_EMERGENCY && training(&panel) && dots->h < TRAINING_ROOM &&
        (one_line(dots) || page == DOTS_CALL) && dots_training_turn(board->time.mono)) {
        const char *const word[] = {part_word(&panel.part, WORD_T_TRAINING)};
        (void)panel_block(&panel, whole(dots), word, 1, 1, DOT_AMBER);
        return page;
    }
    static void (*const draw[])(const struct panel_view *) =
        {[DOTS_EMERGENCY] = emergency, [DOTS_CALL] = call, [DOTS_LOST] = lost,
         [DOTS_STALE] = rows,          [DOTS_ROWS] = rows, [DOTS_QUIET] = quiet};
    draw[page](&panel);
    return page;
}
