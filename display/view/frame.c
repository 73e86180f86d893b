/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "base/utf8.h"
#include "domain/calendar.h"
#include "view/part.h"

#define FRAME 16 /* t07 */

static void date_text(const struct part *part, char *to, size_t size)
{
    struct civil civil = calendar_local(part->screen->time.hall, part->screen->time.tz_min);
    char day[8];
    snprintf(day, sizeof(day), "%u", civil.day);
    const struct word_arg args[] = {{"d", day},
                                    {"month",
                                     part_word(part, (enum word)(WORD_MONTH_1 + civil.month - 1))},
                                    {"weekday",
                                     part_word(part, (enum word)(WORD_WEEKDAY_0 + civil.weekday))}};
    words_fill(to, size, part_word(part, WORD_DATE), args, countof(args));
}

/* The board's zone, or NULL for the whole hall. */
static const struct zone_def *own_zone(const struct part *part)
{
    const struct board *board = part->screen->board;
    return board->device->zone ? def_zone(board->def, board->device->zone) : NULL;
}

static const struct names *own_names(const struct part *part)
{
    const struct zone_def *zone = own_zone(part);
    return zone ? &zone->name : &part->screen->board->def->name;
}

static const char *own_name(const struct part *part)
{
    return names_get(own_names(part), part_lang(part));
}

/* The letter chip is never left out where there is a zone (docs/ui 1). Returns the x behind it. */
static int16_t chip(const struct part *part, struct box box, uint8_t radius, uint16_t size)
{
    const struct zone_def *zone = own_zone(part);
    if (!zone || !zone->letter[0])
        return box.x;
    part_card(part, box, radius, theme_zone(part->theme, zone->colour));
    part_text(part, box, zone->letter,
              TEXT(part->theme->on_zone, BOLD, ALIGN_CENTRE, size, (uint16_t)(size * 3 / 4)));
    return (int16_t)(box.x + box.w + 24);
}

static void training_chip(const struct part *part, struct box box, uint8_t radius, uint16_t size)
{
    part_card(part, box, radius, part->theme->bg);
    part_text(part, box, part_word(part, WORD_T_TRAINING),
              TEXT(part->theme->warn, BOLD, ALIGN_CENTRE, size, 44, 38, 36));
}

static const char *training_clock(const struct part *part, char to[PART_TEXT_SIZE])
{
    char factor[8];
    snprintf(factor, sizeof(factor), "%u", part->screen->training);
    return part_fill(part, WORD_T_TRAINING_CLOCK, "k", factor, to);
}

/* The name of the zone or hall, in two lines where the board has two languages. */
static int16_t zone_text(const struct part *part, int16_t x, int16_t room, struct rgba ink,
                         struct rgba muted)
{
    const char *second = part_second_name(part, own_names(part));
    if (!second[0] || part_width(part, second, 36, false) > room)
        return (int16_t)part_text_at(part, BOX(x, 0, room, 104), 74, own_name(part),
                                     TEXT(ink, BOLD, ALIGN_LEFT, 60, 48, 40));
    int16_t first = (int16_t)part_text_at(part, BOX(x, 0, room, 64), 53, own_name(part),
                                          TEXT(ink, BOLD, ALIGN_LEFT, 52, 44, 40));
    int16_t below = (int16_t)part_text_at(part, BOX(x, 56, room, 48), 94, second,
                                          TEXT(muted, PLAIN, ALIGN_LEFT, 36));
    return first > below ? first : below;
}

static void header_landscape(const struct part *part)
{
    const struct theme *theme = part->theme;
    bool training = part->screen->training != 0;
    struct rgba ink = training ? theme->bg : theme->ink;
    struct rgba muted = training ? theme->bg : theme->muted;
    char text[PART_TEXT_SIZE];
    int16_t x = 240;
    if (training) {
        draw_fill(part->draw, BOX(0, 0, BOARD_LONG, 104), theme->warn);
        training_chip(part, BOX(40, 12, 168, 80), 11, 56);
    } else {
        x = chip(part, BOX(40, 12, 80, 80), 11, 54);
    }
    x = (int16_t)(x + 20 + zone_text(part, x, (int16_t)((training ? 680 : 1000) - x), ink, muted));
    place_floor(part, part->screen->board->device->floor, text, sizeof(text));
    if (part->screen->board->device->floor)
        part_text_at(part, BOX(x, 0, 200, 104), 72, text, TEXT(muted, PLAIN, ALIGN_LEFT, 44));
    if (training) {
        part_text(part, BOX(852, 0, 492, 104), part_word(part, WORD_T_TRAINING_NOTE),
                  TEXT(ink, BOLD, ALIGN_CENTRE, 52, 44, 36));
        part_text(part, BOX(1340, 0, 240, 104), training_clock(part, text),
                  TEXT(ink, PLAIN, ALIGN_RIGHT, 44, 38));
    }
    if (part->screen->time.hall == 0)
        return;
    if (!training) {
        date_text(part, text, sizeof(text));
        part_text(part, BOX(1140, 0, 440, 104), text, TEXT(muted, PLAIN, ALIGN_RIGHT, 44));
    }
    clock_text(part, part->screen->time.hall, text, sizeof(text));
    part_text(part, BOX(1600, 0, 280, 104), text, TEXT(ink, BOLD, ALIGN_RIGHT, 76));
}

/* The second line: floor and date, or what a training board says. */
static void second_line(const struct part *part, char *to, size_t size)
{
    char floor[64] = "", rest[PART_TEXT_SIZE] = "", factor[PART_TEXT_SIZE];
    if (part->screen->board->device->floor)
        place_floor(part, part->screen->board->device->floor, floor, sizeof(floor));
    if (part->screen->training)
        snprintf(rest, sizeof(rest), "%s  %s", part_word(part, WORD_T_TRAINING_NOTE),
                 training_clock(part, factor));
    else if (part->screen->time.hall)
        date_text(part, rest, sizeof(rest));
    snprintf(to, size, "%s%s%s", floor, floor[0] && rest[0] ? "  " : "", rest);
}

static void header_portrait(const struct part *part)
{
    const struct theme *theme = part->theme;
    bool training = part->screen->training != 0;
    struct rgba ink = training ? theme->bg : theme->ink;
    char text[PART_TEXT_SIZE * 2];
    int16_t x = 224;
    if (training) {
        draw_fill(part->draw, BOX(0, 0, BOARD_SHORT, 144), theme->warn);
        training_chip(part, BOX(32, 24, 168, 96), 14, 64);
    } else {
        x = chip(part, BOX(32, 24, 96, 96), 14, 65);
    }
    part_text_at(part, BOX(x, 0, 740 - x, 96), 78, own_name(part),
                 TEXT(ink, BOLD, ALIGN_LEFT, 68, 56, 44, 36));
    second_line(part, text, sizeof(text));
    if (training && part_width(part, text, 36, false) > 800 - x)
        snprintf(text, sizeof(text), "%s", part_word(part, WORD_T_TRAINING_NOTE));
    part_text_at(part, BOX(x, 88, 800 - x, 56), 131, text,
                 TEXT(training ? theme->bg : theme->muted, PLAIN, ALIGN_LEFT, 40, 36));
    if (part->screen->time.hall == 0)
        return;
    clock_text(part, part->screen->time.hall, text, sizeof(text));
    part_text(part, BOX(760, 16, 288, 112), text, TEXT(ink, BOLD, ALIGN_RIGHT, 88));
}

void frame_header(const struct part *part)
{
    if (part->screen->portrait)
        header_portrait(part);
    else
        header_landscape(part);
}

/* ---- the line at the bottom ---- */

/* R-O3: what the end of ticketing makes of the first sentence. */
static enum word first_sentence(const struct board_screen *screen)
{
    const struct part part = {NULL, screen, &theme_tv};
    uint16_t end;
    enum word standing = screen->portrait ? WORD_T_SCROLL_SHORT : WORD_T_SCROLL;
    if (screen->training)
        return WORD_T_TRAINING_SCROLL;
    if (screen->time.hall == 0)
        return standing;
    switch (board_closing(screen->board, &screen->time, &end)) {
    case BOARD_CLOSING:
    case BOARD_JUST_CLOSED: /* what the frame of t06 has no room for */
        return notice_tells_closing(&part) ? standing : WORD_V_CLOSING;
    case BOARD_CLOSED:
        return WORD_T_CLOSED_SCROLL;
    case BOARD_OPEN:
        break;
    }
    return standing;
}

/* A notice of the staff that is for the line at the bottom. */
static const char *notice_sentence(const struct board_screen *screen, char to[TICKER_TEXT_SIZE])
{
    char text[BOARD_NOTICE_SIZE], below[BOARD_NOTICE_SIZE];
    to[0] = '\0';
    if (screen->board->notice.style == BOARD_STYLE_TICKER &&
        board_notice(screen->board, &screen->time, text, below))
        snprintf(to, TICKER_TEXT_SIZE, "%s%s%s", text, below[0] ? "  " : "", below);
    return to;
}

struct sentences {
    const char *list[TICKER_TEXTS_MAX];
    uint32_t count;
    char notice[TICKER_TEXT_SIZE], missed[PART_TEXT_SIZE];
};

static void add_sentence(struct sentences *sentences, const char *text)
{
    if (text[0] && sentences->count < TICKER_TEXTS_MAX)
        sentences->list[sentences->count++] = text;
}

/* In turn, then in the hall's other language. Beside a page the missed numbers come before each of
 * the first (docs/ui t03). */
static void find_sentences(const struct board_screen *screen, struct sentences *to)
{
    const struct part part = {NULL, screen, &theme_tv};
    const enum lang langs[] = {part_lang(&part), part_other(&part)};
    const enum word words[] = {first_sentence(screen), WORD_T_ORDER};
    bool order = screen->board->def->boards.order_note && !screen->training;
    const char *missed = screen->page ? missed_sentence(screen, to->missed) : "";
    to->count = 0;
    add_sentence(to, notice_sentence(screen, to->notice));
    for (size_t l = 0; l < countof(langs) && langs[l] != LANG_COUNT; l++)
        for (uint32_t i = 0; i < (order ? 2u : 1u); i++) {
            add_sentence(to, l == 0 ? missed : "");
            add_sentence(to, words_get(screen->words, langs[l], words[i]));
        }
}

static struct box ticker_box(const struct board_screen *screen)
{
    if (screen->portrait)
        return BOX(104, 1824, 944, 96);
    return BOX(112, 984, 1776, 96);
}

static uint16_t ticker_size(const struct board_screen *screen)
{
    return screen->portrait ? 44 : 48;
}

void board_ticker(struct ticker *ticker, const struct board_screen *screen,
                  const struct text_measure *measure)
{
    struct sentences sentences;
    struct ticker next;
    find_sentences(screen, &sentences);
    ticker_init(&next, (uint16_t)ticker_box(screen).w);
    next.about = screen->training; /* t07: at once */
    for (uint32_t i = 0; i < sentences.count; i++) {
        const char *text = sentences.list[i];
        uint16_t width = measure->width(measure->context, text, ticker_size(screen), false);
        (void)ticker_say(&next, text, (struct ticker_text){width, (uint16_t)utf8_length(text)});
    }
    (void)ticker_follow(ticker, &next, screen->time.mono);
}

/* The strip itself; returns how far the training frame lifts its content. */
static int16_t strip(const struct part *part, enum icon icon, struct rgba colour)
{
    struct box text = ticker_box(part->screen);
    int16_t lift = part->screen->training ? FRAME / 2 : 0;
    int16_t x = part->screen->portrait ? 32 : 40;
    part_card(part, BOX(0, text.y, part->draw->w, 96), 0, part->theme->surface);
    draw_icon(part->draw, BOX(x, text.y + 24 - lift, 48, 48), icon, colour, part->theme->surface);
    return lift;
}

void frame_ticker(const struct part *part)
{
    const struct ticker *ticker = part->screen->ticker;
    struct ticker_place at = ticker_at(ticker, part->screen->time.mono);
    int16_t lift = strip(part, ICON_VOICE, part->theme->called);
    if (at.index >= ticker->count)
        return;
    struct box box = ticker_box(part->screen);
    box.y = (int16_t)(box.y - lift);
    struct text_style style = TEXT(part->theme->ink, PLAIN, ALIGN_LEFT, ticker_size(part->screen));
    style.clip = true;
    style.shift = (int16_t)at.shift;
    part_text(part, box, ticker->said[at.index], style);
}

void frame_footer(const struct part *part, enum icon icon, const char *text)
{
    struct box box = ticker_box(part->screen);
    box.y = (int16_t)(box.y - strip(part, icon, part->theme->muted));
    part_text(part, box, text,
              TEXT(part->theme->muted, PLAIN, ALIGN_LEFT, ticker_size(part->screen)));
}

void frame_training(const struct part *part)
{
    int16_t w = part->draw->w, h = part->draw->h;
    int16_t top = part->screen->portrait ? 144 : 104;
    draw_fill(part->draw, BOX(0, top, FRAME, h - top), part->theme->warn);
    draw_fill(part->draw, BOX(w - FRAME, top, FRAME, h - top), part->theme->warn);
    draw_fill(part->draw, BOX(0, h - FRAME, w, FRAME), part->theme->warn);
}
