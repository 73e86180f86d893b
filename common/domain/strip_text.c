/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/strip_text.h"

#include <string.h>

#include "base/utf8.h"

#define NARROW 8
#define WIDE 16
#define FIRST_WIDE 0x2e80u /* hanzi and what stands among them */

struct strip_words {
    enum word full, brief;
};

static struct strip_words words_of(uint8_t show)
{
    static const struct strip_words table[STRIP_SHOW_COUNT] = {
        [STRIP_IDLE] = {WORD_STRIP_IDLE, WORD_STRIP_IDLE_SHORT},
        [STRIP_CALL] = {WORD_STRIP_CALL, WORD_STRIP_CALL_SHORT},
        [STRIP_SERVING] = {WORD_STRIP_SERVING, WORD_STRIP_SERVING_SHORT},
        [STRIP_PAUSED] = {WORD_STRIP_PAUSED, WORD_STRIP_PAUSED_SHORT},
        [STRIP_CLOSED] = {WORD_STRIP_CLOSED, WORD_STRIP_CLOSED_SHORT},
        [STRIP_LOST] = {WORD_STRIP_LOST, WORD_STRIP_LOST_SHORT},
        [STRIP_TRAINING] = {WORD_STRIP_TRAINING, WORD_STRIP_TRAINING},
        [STRIP_LUNCH] = {WORD_STRIP_LUNCH, WORD_STRIP_LUNCH_SHORT},
        [STRIP_EXTENDED] = {WORD_STRIP_EXTENDED, WORD_STRIP_EXTENDED_SHORT},
    };
    return table[show];
}

uint16_t strip_dots(const char *text)
{
    uint32_t dots = 0;
    while (*text)
        dots += utf8_next(&text) < FIRST_WIDE ? NARROW : WIDE;
    return dots < UINT16_MAX ? (uint16_t)dots : UINT16_MAX;
}

/* R-L1: the window's own name; one that the table knows, 党员示范岗, has a short form there. */
static const char *name_of(const struct words *words, const struct strip_say *say,
                           enum strip_form form)
{
    bool known = strcmp(say->name, words_get(words, LANG_ZH, WORD_STRIP_MODEL)) == 0;
    if (known)
        return words_get(words, say->lang,
                         form == STRIP_SHORT ? WORD_STRIP_MODEL_SHORT : WORD_STRIP_MODEL);
    return form == STRIP_SHORT ? words_get(words, say->lang, WORD_STRIP_IDLE_SHORT) : say->name;
}

void strip_sentence(const struct words *words, const struct strip_say *say, enum strip_form form,
                    char to[STRIP_TEXT_SIZE])
{
    bool number = say->show == STRIP_CALL || say->show == STRIP_SERVING;
    char label[LABEL_TEXT_SIZE];
    to[0] = '\0';
    label_print(say->label, label);
    if (say->show == STRIP_DARK || say->show >= STRIP_SHOW_COUNT || form >= STRIP_NOTHING)
        return;
    if (form == STRIP_NUMBER) {
        utf8_copy(to, STRIP_TEXT_SIZE, number ? label : "");
        return;
    }
    if (say->show == STRIP_IDLE && say->name && say->name[0]) {
        utf8_copy(to, STRIP_TEXT_SIZE, name_of(words, say, form));
        return;
    }
    struct strip_words both = words_of(say->show);
    const struct word_arg arg = {"n", label};
    words_fill(to, STRIP_TEXT_SIZE,
               words_get(words, say->lang, form == STRIP_SHORT ? both.brief : both.full), &arg, 1);
}

enum strip_form strip_text(const struct words *words, const struct strip_say *say, uint16_t dots,
                           char to[STRIP_TEXT_SIZE])
{
    for (enum strip_form form = STRIP_FULL; form < STRIP_NOTHING; form++) {
        strip_sentence(words, say, form, to);
        if (to[0] && strip_dots(to) <= dots)
            return form;
    }
    to[0] = '\0';
    return STRIP_NOTHING;
}
