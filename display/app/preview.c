/* SPDX-License-Identifier: Apache-2.0 */
#include "app/preview.h"

#include <stdio.h>
#include <time.h>

#include "config/config.h"
#include "i18n/words_load.h"
#include "model/speech.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"
#include "voice/pack.h"

#define POLL_MS 20

static struct words words;

static bool parse(const char *what, struct announce_entry *entry)
{
    char label[LABEL_TEXT_SIZE], room = 0, rest;
    unsigned number;
    *entry = (struct announce_entry){.kind = CALL_FIRST};
    if (sscanf(what, "%7s r%5u%c", label, &number, &rest) == 2)
        room = 1;
    else if (sscanf(what, "%7s %5u%c", label, &number, &rest) != 2)
        return false;
    entry->target.n = (uint16_t)(room ? TARGET_ROOM | number : number);
    return label_parse(label, &entry->label) && number > 0 && number < TARGET_ROOM;
}

static void write_speech(const struct display_options *options, const struct hall_def *def,
                         const struct announce_entry *entry, struct speech *speech)
{
    const struct window_def *window = def_window(def, entry->target.n);
    struct phrase_source source = {.words = &words,
                                   .def = def,
                                   .floor = window ? window->floor : 1,
                                   .yao = def->voice.digit_one == DIGIT_ONE_YAO};
    uint8_t langs[LANG_COUNT];
    *speech = (struct speech){.times = def->voice.times,
                              .chime = def->voice.chime,
                              .volume = options->volume};
    speech->count = speech_languages(def, options->english ? 1u << LANG_EN : 0, langs);
    for (uint8_t i = 0; i < speech->count; i++) {
        speech->said[i].lang = langs[i];
        (void)phrase_call(&source, (enum lang)langs[i], entry, speech->said[i].sentence,
                          sizeof(speech->said[i].sentence));
        printf("%s\n", speech->said[i].sentence);
    }
}

static enum err play(const struct display_options *options, const struct hall_def *def,
                     const struct speech *speech)
{
    static const struct timespec pause = {0, POLL_MS * 1000000};
    char pack[FILE_PATH_MAX];
    struct voice *voice;
    pack_choose(options->hall, def->voice.pack, pack, sizeof(pack));
    const struct voice_options with = {.rate = options->rate ? options->rate
                                                             : speech_words(def->voice.rate),
                                       .pack = pack};
    enum err err = voice_open(&with, &voice);
    if (err)
        return err;
    if (voice_say(voice, speech, clock_mono_ms()))
        while (!voice_poll(voice, clock_mono_ms()))
            (void)nanosleep(&pause, NULL);
    bool works = voice_sound(voice) == VOICE_SOUND_WORKS;
    voice_close(voice);
    return works ? ERR_NONE : ERR_IO; /* logged by the voice */
}

enum err preview_say(const struct display_options *options, const char *what)
{
    static struct speech speech;
    struct announce_entry entry;
    struct hall_def *def = NULL;
    if (!parse(what, &entry))
        return log_fault(ERR_USAGE,
                         "--say \"%s\" is no call; write a number and a window, \"A023 6\", or a "
                         "room, \"A023 r5\"",
                         what);
    enum err err = words_load(&words);
    if (!err)
        err = config_load(options->hall, stderr, &def, NULL);
    if (!err) {
        write_speech(options, def, &entry, &speech);
        err = play(options, def, &speech);
    }
    config_free(def);
    return err;
}
