/* SPDX-License-Identifier: Apache-2.0 */
#include "model/phrase.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/reading.h"

#define SIGNS_SIZE 96 /* a label or number in words */

static void append(char *to, size_t size, const char *text)
{
    size_t at = strlen(to);
    if (at < size)
        utf8_copy(to + at, size - at, text);
}

static const char *digit(const struct words *words, enum lang lang, unsigned value)
{
    return words_get(words, lang, (enum word)(WORD_V_DIGIT_0 + value));
}

size_t phrase_number(const struct words *words, enum lang lang, uint16_t number, char *to,
                     size_t size)
{
    if (lang != LANG_ZH) {
        snprintf(to, size, "%u", number);
        return strlen(to);
    }
    static const enum word units[] = {WORD_V_THOUSAND, WORD_V_HUNDRED, WORD_V_TEN};
    static const unsigned steps[] = {1000, 100, 10};
    unsigned rest = number % 10000;
    bool begun = false, gap = false;
    to[0] = '\0';
    for (size_t i = 0; i < countof(steps); i++) {
        unsigned value = rest / steps[i];
        rest %= steps[i];
        if (value == 0) {
            gap = begun; /* 零 once between, never before the first sign */
            continue;
        }
        if (gap)
            append(to, size, digit(words, lang, 0));
        gap = false;
        /* 十二, not 一十二; but 一百一十 (R-V2). */
        if (begun || value > 1 || steps[i] != 10)
            append(to, size, digit(words, lang, value));
        append(to, size, words_get(words, lang, units[i]));
        begun = true;
    }
    if (rest || !begun) {
        if (gap)
            append(to, size, digit(words, lang, 0));
        append(to, size, digit(words, lang, rest));
    }
    return strlen(to);
}

static void append_letters(enum lang lang, struct label label, char *to, size_t size)
{
    for (size_t i = 0; i < PREFIX_MAX && label.prefix[i]; i++) {
        char letter[4] = {label.prefix[i], '\0'};
        append(to, size, letter);
        if (lang != LANG_ZH)
            append(to, size, ", "); /* "A zero" would be the article */
    }
}

size_t phrase_label(const struct words *words, enum lang lang, struct label label, char *to,
                    size_t size)
{
    char text[LABEL_TEXT_SIZE];
    label_print(label, text);
    to[0] = '\0';
    append_letters(lang, label, to, size);
    bool first = true;
    for (const char *at = text; *at; at++) {
        if (*at < '0' || *at > '9')
            continue;
        if (!first && lang != LANG_ZH)
            append(to, size, " ");
        append(to, size, digit(words, lang, (unsigned)(*at - '0')));
        first = false;
    }
    return strlen(to);
}

/* Which sentence, by what happened and where to. */
static enum word sentence_of(const struct announce_entry *entry, bool room, bool other_floor)
{
    if (room)
        return other_floor ? WORD_V_CALL_ROOM_FLOOR : WORD_V_CALL_ROOM;
    switch ((enum call_kind)entry->kind) {
    case CALL_AGAIN:
        return WORD_V_RECALL;
    case CALL_LAST:
        return WORD_V_LAST;
    case CALL_TRANSFER:
        return WORD_V_TRANSFER;
    case CALL_RETURN:
        return WORD_V_RESUME;
    case CALL_FIRST:
        break;
    }
    return other_floor ? WORD_V_CALL_FLOOR : WORD_V_CALL;
}

static void begin(const struct phrase_source *source, enum lang lang, char *to, size_t size)
{
    to[0] = '\0';
    if (!source->training)
        return;
    append(to, size, words_get(source->words, lang, WORD_V_TRAINING));
    if (lang != LANG_ZH)
        append(to, size, " ");
}

size_t phrase_call(const struct phrase_source *source, enum lang lang,
                   const struct announce_entry *entry, char *to, size_t size)
{
    const struct room_def *room = board_room(source->def, entry->target);
    const struct window_def *window = def_window(source->def, entry->target.n);
    uint8_t floor = source->floor;
    if (room)
        floor = room->floor;
    else if (window)
        floor = window->floor;
    char label[SIGNS_SIZE], number[SIGNS_SIZE], storey[SIGNS_SIZE];
    phrase_label(source->words, lang, entry->label, label, sizeof(label));
    phrase_number(source->words, lang, entry->target.n, number, sizeof(number));
    phrase_number(source->words, lang, floor, storey, sizeof(storey));
    const struct word_arg args[] = {{"n", label},
                                    {"w", number},
                                    {"f", storey},
                                    {"room", room ? names_get(&room->name, lang) : ""}};
    begin(source, lang, to, size);
    size_t at = strlen(to);
    enum word word = sentence_of(entry, room != NULL, floor != source->floor);
    return at + words_fill(to + at, size - at, words_get(source->words, lang, word), args,
                           countof(args));
}

size_t phrase_plain(const struct phrase_source *source, enum lang lang, enum word word, char *to,
                    size_t size)
{
    begin(source, lang, to, size);
    append(to, size, words_get(source->words, lang, word));
    return strlen(to);
}

size_t phrase_reading(enum lang lang, const char *sentence, char *to, size_t size)
{
    if (lang == LANG_ZH)
        return reading_pinyin(sentence, to, size);
    return utf8_copy(to, size, sentence);
}

bool phrase_wanted(const struct hall_def *def, uint8_t langs, enum lang lang)
{
    if (lang == LANG_ZH)
        return true;
    if (lang != LANG_EN || !def->languages[LANG_EN])
        return false;
    return langs == 0 || langs >> lang & 1;
}
