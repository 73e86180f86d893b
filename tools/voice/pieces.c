/* SPDX-License-Identifier: Apache-2.0 */
#include "voice/pieces.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "spoken/spell.h"

#define TENS_MAX 99

const enum word pieces_sentences[] =
    {WORD_V_CALL,     WORD_V_CALL_FLOOR,    WORD_V_CALL_ROOM, WORD_V_CALL_ROOM_FLOOR,
     WORD_V_RECALL,   WORD_V_RECALL_AT,     WORD_V_LAST,      WORD_V_LAST_AT,
     WORD_V_TRANSFER, WORD_V_TRANSFER_AT,   WORD_V_RESUME,    WORD_V_RESUME_AT,
     WORD_V_PICKUP,   WORD_V_PICKUP_AT,     WORD_V_NEXT,      WORD_V_MISSED,
     WORD_V_AT_FLOOR, WORD_V_AT_ROOM_FLOOR, WORD_V_TRAINING,  WORD_V_CLOSING,
     WORD_V_FAULT,    WORD_V_EMERGENCY};
const uint32_t pieces_sentence_count = countof(pieces_sentences);

static void add(struct pieces *pieces, const char *text, size_t length, bool ends)
{
    while (length > 0 && *text == ' ')
        text++, length--;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length == 0 || length >= PIECE_SIZE || pieces->count == PIECES_MAX)
        return;
    for (uint32_t i = 0; i < pieces->count; i++)
        if (strlen(pieces->text[i]) == length && memcmp(pieces->text[i], text, length) == 0)
            return;
    memcpy(pieces->text[pieces->count], text, length);
    pieces->text[pieces->count][length] = '\0';
    pieces->ends[pieces->count++] = ends;
}

static size_t mark_length(const char *at)
{
    static const char *const marks[] = {"，", "。", "、", "：", "；", "！",
                                        ",",  ".",  ":",  ";",  "!"};
    for (size_t i = 0; i < countof(marks); i++)
        if (strncmp(at, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

static void add_sentence(struct pieces *pieces, const char *sentence)
{
    const char *begin = sentence, *at = sentence;
    while (*at) {
        size_t mark = mark_length(at);
        if (!mark && *at != '{') {
            at++;
            continue;
        }
        add(pieces, begin, (size_t)(at - begin), mark && at[mark] == '\0');
        const char *close = *at == '{' ? strchr(at, '}') : NULL;
        at = close ? close + 1 : at + (mark ? mark : 1);
        begin = at;
    }
    add(pieces, begin, (size_t)(at - begin), true);
}

static void add_number(struct pieces *pieces, const struct words *words, enum lang lang,
                       uint16_t number)
{
    char text[96];
    spell_number(words, lang, number, text, sizeof(text));
    add(pieces, text, strlen(text), false);
}

/* 一十二, as it stands behind a hundred. */
static void add_teens(struct pieces *pieces, const struct words *words)
{
    char text[96], rest[96];
    const char *one = words_get(words, LANG_ZH, WORD_V_DIGIT_1);
    for (uint16_t number = 10; number < 20; number++) {
        spell_number(words, LANG_ZH, number, rest, sizeof(rest));
        snprintf(text, sizeof(text), "%s%s", one, rest);
        add(pieces, text, strlen(text), false);
    }
}

static void add_numbers(struct pieces *pieces, const struct words *words, enum lang lang)
{
    for (uint16_t number = 0; number <= TENS_MAX; number++)
        add_number(pieces, words, lang, number);
    for (uint16_t hundreds = 100; hundreds < 1000; hundreds = (uint16_t)(hundreds + 100))
        add_number(pieces, words, lang, hundreds);
    for (uint16_t thousands = 1000; thousands < 10000; thousands = (uint16_t)(thousands + 1000))
        add_number(pieces, words, lang, thousands);
    if (lang == LANG_ZH)
        add_teens(pieces, words);
    for (int digit = 0; digit <= 9; digit++) {
        const char *text = words_get(words, lang, (enum word)(WORD_V_DIGIT_0 + digit));
        add(pieces, text, strlen(text), false);
    }
    const char *yao = words_get(words, lang, WORD_V_YAO);
    add(pieces, yao, strlen(yao), false);
}

void pieces_list(struct pieces *pieces, const struct words *words, const struct hall_def *def,
                 enum lang lang)
{
    pieces->count = 0;
    for (uint32_t i = 0; i < pieces_sentence_count; i++)
        add_sentence(pieces, words_get(words, lang, pieces_sentences[i]));
    for (char letter = 'A'; letter <= 'Z'; letter++)
        add(pieces, &letter, 1, false);
    add_numbers(pieces, words, lang);
    for (uint32_t i = 0; def && i < def->room_count; i++)
        add_sentence(pieces, names_get(&def->rooms[i].name, lang));
}
