/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/calendar.h"
#include "view/part.h"

static const struct hall_def *hall(const struct part *part)
{
    return part->screen->board->def;
}

void place_floor(const struct part *part, uint8_t floor, char *to, size_t size)
{
    for (uint32_t i = 0; i < hall(part)->floor_count; i++)
        if (hall(part)->floors[i].number == floor &&
            hall(part)->floors[i].name.text[LANG_ZH][0] != '\0') {
            utf8_copy(to, size, names_get(&hall(part)->floors[i].name, part_lang(part)));
            return;
        }
    char number[8], text[PART_TEXT_SIZE];
    snprintf(number, sizeof(number), "%u", floor);
    utf8_copy(to, size, part_fill(part, WORD_FLOOR, "f", number, text));
}

static void join(char *to, size_t size, const char *floor, const char *rest)
{
    snprintf(to, size, "%s%s%s", floor, floor[0] ? " " : "", rest);
}

void place_text(const struct part *part, target_id target, uint8_t other_floor,
                struct place_text *to)
{
    const struct room_def *room = board_room(hall(part), target);
    memset(to, 0, sizeof(*to));
    to->room = target.n >= TARGET_ROOM;
    if (other_floor)
        place_floor(part, other_floor, to->floor, sizeof(to->floor));
    if (to->room) {
        utf8_copy(to->name, sizeof(to->name), room ? names_get(&room->name, part_lang(part)) : "");
        join(to->whole, sizeof(to->whole), to->floor, to->name);
        return;
    }
    snprintf(to->number, sizeof(to->number), "%u", target.n);
    utf8_copy(to->unit, sizeof(to->unit),
              part_word(part, other_floor ? WORD_T_UNIT_SHORT : WORD_T_UNIT));
    const struct word_arg args[] = {{"f", to->floor}, {"w", to->number}};
    words_fill(to->whole, sizeof(to->whole),
               part_word(part, other_floor ? WORD_T_WHOLE_FLOOR : WORD_T_WHOLE), args,
               countof(args));
}

void place_room(const struct part *part, struct box box, const struct place_text *place,
                const struct text_style *style)
{
    int16_t middle = (int16_t)(box.y + box.h / 2);
    struct text_style name = *style, floor = *style;
    if (!place->floor[0] || part_width(part, place->whole, 44, true) <= box.w) {
        part_text_at(part, box, (int16_t)(middle + 20), place->whole, name);
        return;
    }
    floor.bold = false;
    floor.size[0] = 36;
    floor.size[1] = 0;
    part_text_at(part, box, (int16_t)(middle - 9), place->floor, floor);
    name.size[0] = 44;
    name.size[1] = 40;
    name.size[2] = 36;
    name.size[3] = 0;
    part_text_at(part, box, (int16_t)(middle + 34), place->name, name);
}

const char *place_unit(const struct part *part, const struct place_text *place)
{
    bool named = !part->screen->english || place->floor[0];
    return named ? place->unit : part_word(part, WORD_T_HEAD_WINDOW);
}

const char *place_lead(const struct part *part, const struct place_text *place)
{
    if (place->floor[0])
        return place->floor;
    return part->screen->english ? part_word(part, WORD_T_HEAD_WINDOW) : "";
}

static const struct zone_def *zone_of(const struct part *part, target_id target, uint8_t *floor)
{
    const struct room_def *room = board_room(hall(part), target);
    const struct window_def *window = def_window(hall(part), target.n);
    if (room) {
        *floor = room->floor;
        return def_zone(hall(part), room->zone);
    }
    *floor = window ? window->floor : 0;
    return window ? def_zone(hall(part), window->zone) : NULL;
}

void place_of(const struct part *part, target_id target, char *to, size_t size)
{
    uint8_t number = 0;
    char floor[64];
    const struct zone_def *zone = zone_of(part, target, &number);
    to[0] = '\0';
    if (number == 0)
        return;
    place_floor(part, number, floor, sizeof(floor));
    if (!zone || !zone->letter[0]) {
        utf8_copy(to, size, floor);
        return;
    }
    const struct word_arg args[] = {{"f", floor}, {"z", zone->letter}};
    words_fill(to, size, part_word(part, WORD_T_PLACE), args, countof(args));
}

static enum word status_word(const struct board_row *row)
{
    switch ((enum board_status)row->status) {
    case BOARD_CALLED_AGAIN:
        return WORD_T_CALLED_N;
    case BOARD_SERVING:
        return WORD_T_SERVING;
    case BOARD_PROCEED:
        break;
    }
    return WORD_T_PROCEED;
}

static const char *filled(const char *word, const struct board_row *row, char to[PART_TEXT_SIZE])
{
    char calls[8];
    snprintf(calls, sizeof(calls), "%u", row->calls);
    const struct word_arg arg = {"k", calls};
    words_fill(to, PART_TEXT_SIZE, word, &arg, 1);
    return to;
}

const char *status_text(const struct part *part, const struct board_row *row,
                        char to[PART_TEXT_SIZE])
{
    return filled(part_word(part, status_word(row)), row, to);
}

const char *status_second(const struct part *part, const struct board_row *row,
                          char to[PART_TEXT_SIZE])
{
    return filled(part_second_word(part, status_word(row)), row, to);
}

/* Yellow means called, white being served, on every page (docs/ui t01). */
struct rgba status_colour(const struct part *part, const struct board_row *row)
{
    return row->status == BOARD_SERVING ? part->theme->ink : part->theme->called;
}

const char *tag_text(const struct part *part, uint8_t tag)
{
    switch (tag) {
    case CLASS_PRIORITY:
        return part_word(part, WORD_PRIORITY);
    case CLASS_APPOINTMENT:
        return part_word(part, WORD_APPOINTMENT);
    case CLASS_GREEN:
        return part_word(part, WORD_GREEN);
    default:
        return "";
    }
}

void clock_text(const struct part *part, msec at, char *to, size_t size)
{
    struct civil civil = calendar_local(at, part->screen->time.tz_min);
    snprintf(to, size, "%u:%02u", civil.hour, civil.minute);
}
