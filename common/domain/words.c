/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/words.h"

#include <string.h>

#include "base/utf8.h"

#define X(name, key) key,
static const char *const keys[WORD_COUNT] = {
#include "domain/words/board.def"
#include "domain/words/board_dots.def"
#include "domain/words/board_more.def"
#include "domain/words/board_pages.def"
#include "domain/words/board_window.def"
#include "domain/words/common.def"
#include "domain/words/kiosk.def"
#include "domain/words/kiosk_access.def"
#include "domain/words/kiosk_alone.def"
#include "domain/words/kiosk_identity.def"
#include "domain/words/kiosk_items.def"
#include "domain/words/kiosk_numbers.def"
#include "domain/words/kiosk_staff.def"
#include "domain/words/refusal.def"
#include "domain/words/strip.def"
#include "domain/words/ticket.def"
#include "domain/words/voice.def"
#include "domain/words/voice_more.def"
};
#undef X

const char *word_key(enum word word)
{
    return word < WORD_COUNT ? keys[word] : "?";
}

const char *words_get(const struct words *words, enum lang lang, enum word word)
{
    if (words->text[lang][word])
        return words->text[lang][word];
    if (words->text[LANG_ZH][word])
        return words->text[LANG_ZH][word];
    return word_key(word);
}

static const struct word_arg *find(const char *name, size_t length, const struct word_arg *args,
                                   size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(args[i].name) == length && memcmp(args[i].name, name, length) == 0)
            return &args[i];
    return NULL;
}

static size_t append(char *to, size_t at, size_t size, const char *text, size_t n)
{
    for (const char *end = text + n; text < end;) {
        const char *next = text;
        utf8_next(&next);
        size_t step = (size_t)(next - text);
        if (at + step >= size)
            break;
        memcpy(to + at, text, step);
        at += step;
        text = next;
    }
    return at;
}

size_t words_fill(char *to, size_t size, const char *sentence, const struct word_arg *args,
                  size_t count)
{
    size_t at = 0;
    while (*sentence) {
        const char *close = *sentence == '{' ? strchr(sentence, '}') : NULL;
        const struct word_arg *arg =
            close ? find(sentence + 1, (size_t)(close - sentence - 1), args, count) : NULL;
        if (arg) {
            at = append(to, at, size, arg->value, strlen(arg->value));
            sentence = close + 1;
            continue;
        }
        const char *next = sentence;
        utf8_next(&next);
        at = append(to, at, size, sentence, (size_t)(next - sentence));
        sentence = next;
    }
    if (size)
        to[at] = '\0';
    return at;
}
