/* SPDX-License-Identifier: Apache-2.0 */
#include "spoken/spell.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define NUMBER_MAX 9999 /* longer ones are read digit by digit */

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

size_t spell_number(const struct words *words, enum lang lang, uint16_t number, char *to,
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

size_t spell_label(const struct words *words, enum lang lang, struct label label, char *to,
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

/* ---- running text ---- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Digit by digit: labels, codes, phone numbers. */
static const char *append_digits(const struct words *words, enum lang lang, const char *at,
                                 char *to, size_t size)
{
    for (; is_digit(*at); at++) {
        if (lang != LANG_ZH)
            append(to, size, " ");
        append(to, size, digit(words, lang, (unsigned)(*at - '0')));
    }
    return at;
}

static const char *append_number(const struct words *words, enum lang lang, const char *at,
                                 char *to, size_t size)
{
    unsigned value = 0;
    size_t length = 0;
    char text[96];
    while (is_digit(at[length]) && value <= NUMBER_MAX)
        value = value * 10 + (unsigned)(at[length++] - '0');
    bool leading = at[0] == '0' && length > 1;
    if (value > NUMBER_MAX || leading)
        return append_digits(words, lang, at, to, size);
    spell_number(words, lang, (uint16_t)value, text, sizeof(text));
    append(to, size, text);
    return at + length;
}

/* 8:15 is a time, 15–25 a range. */
static const char *append_between(const struct words *words, enum lang lang, const char *at,
                                  char *to, size_t size)
{
    static const char dash[] = "–";
    if (*at == ':' && is_digit(at[1])) {
        append(to, size, lang == LANG_ZH ? words_get(words, lang, WORD_V_HOUR) : " ");
        at++;
        return at[0] == '0' && at[1] == '0' ? at + 2 : at; /* 九点, not 九点零 */
    }
    if (strncmp(at, dash, strlen(dash)) == 0) {
        append(to, size, words_get(words, lang, WORD_V_TO));
        return at + strlen(dash);
    }
    return at;
}

size_t spell_text(const struct words *words, enum lang lang, const char *text, char *to,
                  size_t size)
{
    bool after_letter = false;
    to[0] = '\0';
    while (*text) {
        const char *next = text;
        if (is_digit(*text)) {
            text = after_letter ? append_digits(words, lang, text, to, size)
                                : append_number(words, lang, text, to, size);
            next = append_between(words, lang, text, to, size);
            after_letter = false;
            text = next;
            continue;
        }
        after_letter = is_letter(*text);
        utf8_next(&next);
        char sign[8] = {0};
        memcpy(sign, text, (size_t)(next - text));
        append(to, size, sign);
        text = next;
    }
    return strlen(to);
}
