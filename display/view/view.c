/* SPDX-License-Identifier: Apache-2.0 */
#include "view/view.h"

#include <stdio.h>
#include <string.h>

#include "ui/fit.h"
#include "view/part.h"

uint16_t part_text(const struct part *part, struct box box, const char *text,
                   struct text_style style)
{
    return draw_text(part->draw, box, text, &style);
}

uint16_t part_text_at(const struct part *part, struct box box, int16_t baseline, const char *text,
                      struct text_style style)
{
    style.baseline = baseline;
    return draw_text(part->draw, box, text, &style);
}

uint16_t part_fit(const struct part *part, const char *text, bool bold, int16_t room,
                  const uint16_t *sizes)
{
    uint16_t size = sizes[0];
    for (uint32_t i = 0; sizes[i]; i++) {
        size = sizes[i];
        if (part_width(part, text, size, bold) <= room)
            break;
    }
    return size;
}

uint16_t part_width(const struct part *part, const char *text, uint16_t size, bool bold)
{
    return draw_measure(part->draw, text, size, bold);
}

const char *part_two_lines(const struct part *part, const char *text, uint16_t size, bool bold,
                           int16_t room, char to[PART_TEXT_SIZE])
{
    static const char comma[] = "，";
    const char *at = strstr(text, comma);
    if (!at || part_width(part, text, size, bold) <= room)
        return text;
    const char *rest = at + strlen(comma);
    snprintf(to, PART_TEXT_SIZE, "%.*s", (int)(rest - text), text);
    bool fits =
        part_width(part, to, size, bold) <= room && part_width(part, rest, size, bold) <= room;
    if (!fits)
        return text;
    snprintf(to, PART_TEXT_SIZE, "%.*s\n%s", (int)(rest - text), text, rest);
    return to;
}

void part_card(const struct part *part, struct box box, uint8_t radius, struct rgba fill)
{
    draw_rect(part->draw, box, &(struct rect_style){.fill = fill, .radius = radius});
}

enum lang part_lang(const struct part *part)
{
    return part->screen->english ? LANG_EN : LANG_ZH;
}

enum lang part_other(const struct part *part)
{
    enum lang other = part->screen->english ? LANG_ZH : LANG_EN;
    return part->screen->board->def->languages[other] ? other : LANG_COUNT;
}

const char *part_word(const struct part *part, enum word word)
{
    return words_get(part->screen->words, part_lang(part), word);
}

const char *part_other_word(const struct part *part, enum word word)
{
    enum lang other = part_other(part);
    return other == LANG_COUNT ? "" : words_get(part->screen->words, other, word);
}

const char *part_fill(const struct part *part, enum word word, const char *name, const char *value,
                      char to[PART_TEXT_SIZE])
{
    const struct word_arg arg = {name, value};
    words_fill(to, PART_TEXT_SIZE, part_word(part, word), &arg, 1);
    return to;
}

static bool has_second(const struct part *part)
{
    return part->screen->both && !part->screen->english &&
           part->screen->board->def->languages[LANG_EN];
}

const char *part_second_word(const struct part *part, enum word word)
{
    return has_second(part) ? words_get(part->screen->words, LANG_EN, word) : "";
}

const char *part_second_name(const struct part *part, const struct names *names)
{
    return has_second(part) ? names->text[LANG_EN] : "";
}

const char *part_pair(const struct part *part, enum word word, char to[PART_TEXT_SIZE])
{
    const char *second = part_second_word(part, word);
    snprintf(to, PART_TEXT_SIZE, "%s%s%s", part_word(part, word), second[0] ? " " : "", second);
    return to;
}

/* The page of a whole board, on a picture of this kind's size: distances are alike (t06b). */
static void shrink(struct draw *draw, const struct board_screen *screen)
{
    struct fit fit = fit_of(draw->w, draw->h, screen->portrait ? WINDOW_SHORT : WINDOW_LONG,
                            screen->portrait ? WINDOW_LONG : WINDOW_SHORT);
    if (screen->window)
        fit_draw(&fit, draw, draw);
}

enum board_page board_page(const struct board_screen *screen)
{
    const struct part part = {NULL, screen, &theme_tv};
    struct announce_entry calls[ANNOUNCE_BANDS];
    enum board_fresh fresh = board_fresh(screen->board, &screen->time);
    if (screen->board->emergency != EMERGENCY_NONE)
        return BOARD_PAGE_EMERGENCY;
    if (screen->window)
        return fresh == BOARD_LIVE ? BOARD_PAGE_WINDOW : BOARD_PAGE_LOST;
    /* R-L9, until the data are too old to send anybody to a window (D-13). */
    if (fresh != BOARD_LOST && announce_shown(screen->announce, screen->time.mono, calls))
        return BOARD_PAGE_CALL;
    if (fresh != BOARD_LIVE)
        return BOARD_PAGE_LOST;
    if (notice_is_up(&part))
        return BOARD_PAGE_NOTICE;
    return screen->page ? BOARD_PAGE_PAGES : BOARD_PAGE_CALLS;
}

static void draw_page(const struct part *part, enum board_page page)
{
    const struct board_screen *screen = part->screen;
    struct announce_entry calls[ANNOUNCE_BANDS];
    switch (page) {
    case BOARD_PAGE_EMERGENCY:
        emergency_page(part);
        return;
    case BOARD_PAGE_CALL:
        call_page(part, calls, announce_shown(screen->announce, screen->time.mono, calls));
        return;
    case BOARD_PAGE_LOST:
        lost_page(part, board_fresh(screen->board, &screen->time));
        return;
    case BOARD_PAGE_PAGES:
        pages_page(part);
        return;
    case BOARD_PAGE_NOTICE:
    case BOARD_PAGE_CALLS:
    case BOARD_PAGE_WINDOW:
    case BOARD_PAGE_DOTS:
    case BOARD_PAGE_COUNT:
        break;
    }
    if (screen->portrait)
        portrait_page(part);
    else
        rows_page(part);
}

void board_draw(struct draw *draw, const struct board_screen *screen,
                const struct text_measure *measure)
{
    const struct part part = {draw, screen, &theme_tv};
    enum board_page page = board_page(screen);
    if (screen->portrait)
        draw_begin(draw, BOARD_SHORT, BOARD_LONG, theme_tv.bg, measure);
    else
        draw_begin(draw, BOARD_LONG, BOARD_SHORT, theme_tv.bg, measure);
    if (screen->window && page != BOARD_PAGE_EMERGENCY) {
        draw_begin(draw, screen->portrait ? WINDOW_SHORT : WINDOW_LONG,
                   screen->portrait ? WINDOW_LONG : WINDOW_SHORT, theme_tv.bg, measure);
        window_page(&part, board_fresh(screen->board, &screen->time));
        return;
    }
    if (page != BOARD_PAGE_EMERGENCY)
        frame_header(&part);
    draw_page(&part, page);
    if (page == BOARD_PAGE_EMERGENCY)
        shrink(draw, screen);
    else if (screen->training)
        frame_training(&part);
}
