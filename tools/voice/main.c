/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make-voice-pack - a pack of clips from espeak-ng, and the check that a pack is whole.
 */
#include <stdio.h>
#include <stdlib.h>

#include "config/config.h"
#include "i18n/words_load.h"
#include "model/speech.h"
#include "os/file.h"
#include "os/log.h"
#include "os/options.h"
#include "voice/complete.h"
#include "voice/record.h"

/* A piece by itself takes longer than within a sentence: so clips keep the tempo of live speech. */
#define RATE_PIECES (SPEECH_WORDS + 10)
#define RATE_MIN 120
#define RATE_MAX 260

struct settings {
    const char *out, *check, *hall;
    uint32_t rate;
};

static struct words words;
static struct hall_def *hall;

static enum err write_list(const char *dir, const char *text, size_t length)
{
    char path[FILE_PATH_MAX];
    if (!file_in(dir, CLIPS_FILE, path))
        return ERR_TOOBIG;
    return file_write(path, text, length, 0644);
}

/* The list comes last: a pack without it is none, so half a pack is never used. */
static enum err make(const struct settings *settings, int hertz)
{
    static struct pieces pieces;
    static const enum lang langs[] = {LANG_ZH, LANG_EN};
    char *text = NULL;
    size_t length = 0;
    enum err err = file_make_dir(settings->out, 0755);
    FILE *list = err ? NULL : open_memstream(&text, &length);
    if (!list)
        return err ? err : log_fault(ERR_NOMEM, "voice pack");
    fprintf(list, "jiaohao-voice 1\n# made by make-voice-pack from espeak-ng\nrate %d\n", hertz);
    for (size_t i = 0; i < countof(langs) && !err; i++) {
        pieces_list(&pieces, &words, hall, langs[i]);
        err = record_pieces(settings->out, &pieces, langs[i], hertz, settings->rate, list);
    }
    if (fclose(list) && !err)
        err = log_fault(ERR_NOMEM, "voice pack");
    if (!err)
        err = write_list(settings->out, text, length);
    free(text);
    return err;
}

/* Languages that the pack has clips of: others are spoken live, or not at all. */
static enum err check(const char *folder, uint32_t hertz)
{
    struct pack *pack;
    struct clip_parts parts;
    uint32_t missing = 0;
    enum err err = pack_open(folder, hertz, &pack);
    if (err)
        return err;
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        uint32_t tried = 0;
        if (!pack_covers(pack, lang, words_get(&words, lang, WORD_V_DIGIT_1), &parts))
            continue;
        uint32_t found = complete_check(pack, &words, hall, lang, stderr, &tried);
        printf("%s: %s: %u of %u sentences can be said\n", folder, lang_code(lang), tried - found,
               tried);
        missing += found;
    }
    printf("%s: %u clips\n", folder, pack_count(pack));
    pack_close(pack);
    return missing ? ERR_CONFIG : ERR_NONE;
}

static enum err run(const struct settings *settings)
{
    int hertz;
    enum err err = words_load(&words);
    if (!err && settings->hall)
        err = config_load(settings->hall, stderr, &hall, NULL);
    if (!err)
        err = engine_start(&hertz);
    if (!err && settings->out)
        err = make(settings, hertz);
    if (!err)
        err = check(settings->out ? settings->out : settings->check, (uint32_t)hertz);
    config_free(hall);
    return err;
}

int main(int argc, char **argv)
{
    struct settings settings = {.rate = RATE_PIECES};
    const struct option_row rows[] = {
        {"out", "DIR", "make a pack there, then check it", .text = &settings.out},
        {"check", "DIR", "check the pack there", .text = &settings.check},
        {"hall", "DIR", "with the rooms of this hall", .text = &settings.hall},
        {"rate", "WORDS", "a minute (185)", .number = &settings.rate, .min = RATE_MIN,
         .max = RATE_MAX},
    };
    log_component("make-voice-pack");
    int status =
        options_read(&(struct options){"make-voice-pack", "clips of every sentence that boards say",
                                       NULL, rows, countof(rows)},
                     argc, argv, NULL);
    if (status >= 0)
        return status;
    if (!settings.out == !settings.check) {
        fprintf(stderr, "make-voice-pack: give either --out DIR or --check DIR; see --help\n");
        return OPTIONS_BAD;
    }
    return run(&settings) ? 1 : 0;
}
