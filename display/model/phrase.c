/* SPDX-License-Identifier: Apache-2.0 */
#include "model/phrase.h"

#include <string.h>

#include "base/utf8.h"
#include "spoken/reading.h"
#include "spoken/spell.h"

#define SIGNS_SIZE 96  /* a label or number in words */
#define PLACE_SIZE 192 /* a room with its floor */

static void append(char *to, size_t size, const char *text)
{
    size_t at = strlen(to);
    if (at < size)
        utf8_copy(to + at, size - at, text);
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

/* Where to: a window of this floor, or anything that has to be described. */
struct place {
    const struct room_def *room;
    uint8_t floor; /* when it is another one, else 0 */
};

static struct place place_of(const struct phrase_source *source, target_id target)
{
    const struct room_def *room = board_room(source->def, target);
    const struct window_def *window = def_window(source->def, target.n);
    uint8_t floor = source->floor;
    if (room)
        floor = room->floor;
    else if (window)
        floor = window->floor;
    return (struct place){room, floor != source->floor ? floor : 0};
}

/* Which sentence: by what happened, to a window of this floor or to {at}. */
static enum word sentence_of(uint8_t kind, const struct place *place)
{
    static const enum word sentences[][2] = {
        [CALL_AGAIN] = {WORD_V_RECALL, WORD_V_RECALL_AT},
        [CALL_LAST] = {WORD_V_LAST, WORD_V_LAST_AT},
        [CALL_TRANSFER] = {WORD_V_TRANSFER, WORD_V_TRANSFER_AT},
        [CALL_RETURN] = {WORD_V_RESUME, WORD_V_RESUME_AT},
        [CALL_MISSED] = {WORD_V_MISSED, WORD_V_MISSED},
        [CALL_NEXT] = {WORD_V_NEXT, WORD_V_NEXT},
        [CALL_PICK_UP] = {WORD_V_PICKUP, WORD_V_PICKUP_AT},
    };
    if (kind > CALL_FIRST && kind < countof(sentences))
        return sentences[kind][place->room || place->floor];
    if (place->room)
        return place->floor ? WORD_V_CALL_ROOM_FLOOR : WORD_V_CALL_ROOM;
    return place->floor ? WORD_V_CALL_FLOOR : WORD_V_CALL;
}

/* "6楼颁证室", "window 3 on floor 6": the {at} of a sentence. */
static void spell_place(const struct phrase_source *source, enum lang lang,
                        const struct place *place, const struct word_arg *args, size_t count,
                        char *to, size_t size)
{
    to[0] = '\0';
    if (place->room && !place->floor)
        append(to, size, names_get(&place->room->name, lang));
    else
        words_fill(to, size,
                   words_get(source->words, lang,
                             place->room ? WORD_V_AT_ROOM_FLOOR : WORD_V_AT_FLOOR),
                   args, count);
}

/* R-V2: 幺 for the 一 of a number, where a hall says so. */
static void say_yao(const struct phrase_source *source, char *label, size_t size)
{
    const char *one = words_get(source->words, LANG_ZH, WORD_V_DIGIT_1);
    const char *yao = words_get(source->words, LANG_ZH, WORD_V_YAO);
    char from[SIGNS_SIZE];
    utf8_copy(from, sizeof(from), label);
    label[0] = '\0';
    for (const char *at = from; *at;) {
        bool is_one = strncmp(at, one, strlen(one)) == 0;
        const char *next = at;
        utf8_next(&next);
        char sign[8] = {0};
        memcpy(sign, at, (size_t)(next - at));
        append(label, size, is_one ? yao : sign);
        at = next;
    }
}

size_t phrase_call(const struct phrase_source *source, enum lang lang,
                   const struct announce_entry *entry, char *to, size_t size)
{
    struct place place = place_of(source, entry->target);
    char label[SIGNS_SIZE], number[SIGNS_SIZE], storey[SIGNS_SIZE], at_place[PLACE_SIZE];
    spell_label(source->words, lang, entry->label, label, sizeof(label));
    if (lang == LANG_ZH && source->yao)
        say_yao(source, label, sizeof(label));
    spell_number(source->words, lang, entry->target.n, number, sizeof(number));
    spell_number(source->words, lang, place.floor, storey, sizeof(storey));
    const struct word_arg args[] = {{"n", label},
                                    {"w", number},
                                    {"f", storey},
                                    {"room", place.room ? names_get(&place.room->name, lang) : ""},
                                    {"at", at_place}};
    spell_place(source, lang, &place, args, countof(args) - 1, at_place, sizeof(at_place));
    begin(source, lang, to, size);
    size_t at = strlen(to);
    return at + words_fill(to + at, size - at,
                           words_get(source->words, lang, sentence_of(entry->kind, &place)), args,
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
