/* SPDX-License-Identifier: Apache-2.0 */
#include "model/phrase.h"

#include <string.h>

#include "base/utf8.h"
#include "spoken/reading.h"
#include "spoken/spell.h"

#define SIGNS_SIZE 96 /* a label or number in words */

static void append(char *to, size_t size, const char *text)
{
    size_t at = strlen(to);
    if (at < size)
        utf8_copy(to + at, size - at, text);
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
    spell_label(source->words, lang, entry->label, label, sizeof(label));
    spell_number(source->words, lang, entry->target.n, number, sizeof(number));
    spell_number(source->words, lang, floor, storey, sizeof(storey));
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
