/* SPDX-License-Identifier: Apache-2.0 */
#include "device/slip_parts.h"

#include <stdio.h>
#include <string.h>

#include "domain/calendar.h"

void strip_begin(struct strip *strip, uint16_t roll_mm, const struct text_measure *measure,
                 struct draw *draw)
{
    strip->draw = draw;
    strip->narrow = roll_mm == SLIP_ROLL_NARROW_MM;
    strip->wide = strip->narrow ? SLIP_DOTS_NARROW : SLIP_DOTS_WIDE;
    strip->left = strip->narrow ? 16 : 24;
    strip->room = (int16_t)(strip->wide - 2 * strip->left);
    strip->y = 24;
    draw_begin(draw, strip->wide, SLIP_DOTS_HIGH_MAX, WHITE, measure);
}

void strip_end(struct strip *strip)
{
    int16_t end = (int16_t)(strip->y + 24); /* whatever a hall writes: the maker holds no more */
    strip->draw->h = end < SLIP_DOTS_HIGH_MAX ? end : SLIP_DOTS_HIGH_MAX;
}

/* ---- words ---- */

const char *strip_say(const struct strip *strip, enum word word)
{
    return words_get(strip->words, strip->lang, word);
}

struct piece strip_fill(const struct strip *strip, enum lang lang, enum word word,
                        const struct word_arg *args, size_t count)
{
    struct piece piece;
    words_fill(piece.text, sizeof(piece.text), words_get(strip->words, lang, word), args, count);
    return piece;
}

struct piece piece_of_number(uint32_t value)
{
    struct piece piece;
    snprintf(piece.text, sizeof(piece.text), "%u", (unsigned)value);
    return piece;
}

struct piece piece_of_time(msec at, int16_t tz_min)
{
    struct civil local = calendar_local(at, tz_min);
    struct piece when;
    snprintf(when.text, sizeof(when.text), "%d-%02u-%02u %u:%02u", (int)local.year, local.month,
             local.day, local.hour, local.minute);
    return when;
}

/* ---- lines ---- */

struct text_style slip_plain(uint16_t size)
{
    return (struct text_style){.size = {size, 28, 24}, .colour = BLACK};
}

struct text_style slip_bold(uint16_t size, uint16_t less, uint16_t least)
{
    return (struct text_style){.size = {size, less, least}, .colour = BLACK, .bold = true};
}

void strip_line(struct strip *strip, const char *text, const struct text_style *style, int16_t h)
{
    draw_text(strip->draw, BOX(strip->left, strip->y, strip->room, h), text, style);
    strip->y = (int16_t)(strip->y + h);
}

/* In Chinese 等, not dots (docs/ui 3). */
static void say_more(const struct strip *strip, struct wrapped *lines)
{
    static const char dots[] = "…", more[] = "等";
    _Static_assert(sizeof(dots) == sizeof(more), "one for the other");
    if (!lines->cut || !lines->count || strip->lang != LANG_ZH)
        return;
    char *line = lines->line[lines->count - 1];
    size_t length = strlen(line);
    if (length >= sizeof(dots) && strcmp(line + length - (sizeof(dots) - 1), dots) == 0)
        memcpy(line + length - (sizeof(dots) - 1), more, sizeof(more));
}

void strip_wrapped(struct strip *strip, const char *text, const struct text_style *style, int16_t h,
                   uint8_t lines)
{
    struct wrapped wrapped;
    text_wrap(strip->draw, text,
              &(struct wrap_style){.size = style->size[0],
                                   .bold = style->bold,
                                   .width = strip->room,
                                   .lines = lines},
              &wrapped);
    say_more(strip, &wrapped);
    for (uint32_t i = 0; i < wrapped.count; i++)
        strip_line(strip, wrapped.line[i], style, h);
}

void strip_rule(struct strip *strip, bool dashed)
{
    struct box box = BOX(strip->left, strip->y + 6, strip->room, 3);
    for (int16_t x = 0; dashed && x + 6 <= strip->room; x = (int16_t)(x + 10))
        draw_fill(strip->draw, BOX(strip->left + x, box.y, 6, 3), BLACK);
    if (!dashed)
        draw_fill(strip->draw, box, BLACK);
    strip->y = (int16_t)(strip->y + 16);
}

void strip_bar(struct strip *strip, const char *text)
{
    struct text_style style = slip_bold(44, 40, 32);
    style.size[3] = 26;
    style.colour = WHITE;
    style.align = ALIGN_CENTRE;
    draw_fill(strip->draw, BOX(strip->left, strip->y, strip->room, 64), BLACK);
    strip_line(strip, text, &style, 64);
}

static uint16_t width_of(const struct strip *strip, const char *text, uint16_t size, bool is_bold)
{
    const struct text_measure *measure = strip->draw->measure;
    return measure->width(measure->context, text, size, is_bold);
}

/* The largest of its sizes that fits one line; 0 = none. */
static uint16_t fitting(const struct strip *strip, const char *text, const struct text_style *style,
                        int16_t room)
{
    for (size_t i = 0; i < TEXT_SIZES_MAX && style->size[i]; i++)
        if (width_of(strip, text, style->size[i], style->bold) <= room)
            return style->size[i];
    return 0;
}

void strip_labelled(struct strip *strip, enum word label, const char *value,
                    const struct text_style *style, int16_t h)
{
    struct text_style small = slip_plain(strip->narrow ? 28 : 30);
    const char *name = strip_say(strip, label);
    int16_t w = (int16_t)(width_of(strip, name, small.size[0], false) + 28);
    if (w < 88)
        w = 88;
    draw_text(strip->draw, BOX(strip->left, strip->y, w, h), name, &small);
    int16_t room = (int16_t)(strip->room - w);
    struct wrapped lines = {.count = 1};
    snprintf(lines.line[0], sizeof(lines.line[0]), "%s", value);
    struct text_style fits = *style;
    uint16_t size = fitting(strip, value, style, room);
    if (!size) { /* never cut before two lines are full */
        uint16_t least = style->size[0];
        for (size_t i = 0; i < TEXT_SIZES_MAX && style->size[i]; i++)
            least = style->size[i];
        text_wrap(strip->draw, value,
                  &(struct wrap_style){.size = least,
                                       .bold = style->bold,
                                       .width = room,
                                       .lines = 2},
                  &lines);
        say_more(strip, &lines);
        fits = (struct text_style){.size = {least, 28, 24}, .colour = BLACK, .bold = style->bold};
    }
    for (uint32_t i = 0; i < lines.count; i++) {
        draw_text(strip->draw, BOX(strip->left + w, strip->y, room, h), lines.line[i], &fits);
        strip->y = (int16_t)(strip->y + h);
    }
}
