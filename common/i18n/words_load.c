/* SPDX-License-Identifier: Apache-2.0 */
#include "i18n/words_load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "i18n/catalogue.h"
#include "os/file.h"
#include "os/log.h"

#define CATALOGUE_MAX (1u << 20)
#define INSTALLED_AT "/usr/share/locale"

/* "/usr/bin/hall-kiosk" -> "/usr/bin/../share/locale": the same rule in a build folder. */
static void find_root(char *root, size_t size)
{
    char program[FILE_PATH_MAX - 32];
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
    program[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (slash)
        *slash = '\0';
    int length = snprintf(root, size, "%s/../share/locale", program);
    if (!slash || length < 0 || (size_t)length >= size || !file_exists(root))
        snprintf(root, size, "%s", INSTALLED_AT);
}

/* gettext cannot tell an empty text from a missing one, so a text that shall be empty in
 * one language (English has no 号窗口) is written as one space. */
static const char *find_text(const struct catalogue *catalogue, enum word word)
{
    const char *text = catalogue_find(catalogue, word_key(word));
    return text && strcmp(text, " ") == 0 ? "" : text;
}

/* The bytes are never freed: the texts point into them for the life of the program. */
static void load_language(struct words *words, enum lang lang, const char *path)
{
    uint8_t *bytes;
    size_t length;
    struct catalogue catalogue;
    if (file_read(path, CATALOGUE_MAX, &bytes, &length))
        return;
    if (!catalogue_open(&catalogue, bytes, length)) {
        log_warn("words=%s is not a catalogue of words; build it anew", path);
        free(bytes);
        return;
    }
    uint32_t found = 0;
    for (enum word word = 0; word < WORD_COUNT; word++) {
        words->text[lang][word] = find_text(&catalogue, word);
        found += words->text[lang][word] != NULL;
    }
    if (!found)
        free(bytes); /* nothing points into them: no text is reviewed yet */
}

enum err words_load(struct words *words)
{
    char root[FILE_PATH_MAX], path[FILE_PATH_MAX + 64];
    *words = (struct words){0};
    find_root(root, sizeof(root));
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/jiaohao.mo", root, lang_code(lang));
        load_language(words, lang, path);
    }
    for (enum word word = 0; word < WORD_COUNT; word++)
        if (!words->text[LANG_ZH][word])
            return log_fault(ERR_CONFIG,
                             "word %s is missing in %s/%s/LC_MESSAGES/jiaohao.mo; build or install "
                             "the words again",
                             word_key(word), root, lang_code(LANG_ZH));
    return ERR_NONE;
}
