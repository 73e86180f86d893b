/* SPDX-License-Identifier: Apache-2.0 */
#include "spoken/reading.h"

#include <string.h>

#include "base/base.h"
#include "base/utf8.h"

struct reading {
    const char *hanzi, *pinyin;
};

static const struct reading readings[] = {
#define X(hanzi, pinyin) {hanzi, pinyin},
#include "spoken/reading.def"
#undef X
};

/* Full-width punctuation and what it becomes: a pause of the synthesiser. */
static const struct reading stops[] = {{"，", ","}, {"。", "."}, {"、", ","}, {"！", "."},
                                       {"？", "?"}, {"：", ","}, {"；", ","}};

static const struct reading *longest(const struct reading *list, size_t count, const char *at)
{
    const struct reading *best = NULL;
    size_t best_length = 0;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(list[i].hanzi);
        if (length > best_length && strncmp(list[i].hanzi, at, length) == 0) {
            best = &list[i];
            best_length = length;
        }
    }
    return best;
}

static void append(char *to, size_t size, const char *text, size_t length)
{
    size_t at = strlen(to);
    if (at + length >= size)
        return;
    memcpy(to + at, text, length);
    to[at + length] = '\0';
}

/* Syllables, letters and hanzi stand apart, so none runs into the next. */
static void append_apart(char *to, size_t size, const char *text, size_t length)
{
    if (to[0])
        append(to, size, " ", 1);
    append(to, size, text, length);
}

size_t reading_pinyin(const char *sentence, char *to, size_t size)
{
    to[0] = '\0';
    while (*sentence) {
        const struct reading *known = longest(readings, countof(readings), sentence);
        const struct reading *stop = longest(stops, countof(stops), sentence);
        const char *next = sentence;
        utf8_next(&next);
        if (known) {
            append_apart(to, size, known->pinyin, strlen(known->pinyin));
            next = sentence + strlen(known->hanzi);
        } else if (stop) {
            append(to, size, stop->pinyin, strlen(stop->pinyin));
        } else if (*sentence != ' ') {
            append_apart(to, size, sentence, (size_t)(next - sentence));
        }
        sentence = next;
    }
    return strlen(to);
}

static bool is_hanzi(uint32_t character)
{
    return character >= 0x4e00 && character <= 0x9fff;
}

bool reading_known(const char *text)
{
    while (*text) {
        const struct reading *known = longest(readings, countof(readings), text);
        const char *next = text;
        uint32_t character = utf8_next(&next);
        if (known)
            next = text + strlen(known->hanzi);
        else if (is_hanzi(character))
            return false;
        text = next;
    }
    return true;
}
