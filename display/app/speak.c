/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/display.h"
#include "domain/calendar.h"
#include "model/speech.h"
#include "os/log.h"

#define FAULT_EVERY_MS (10 * MINUTE) /* a line that comes and goes is no reason to repeat it */

static struct phrase_source source_of(const struct display *display)
{
    return (struct phrase_source){.words = &display->words,
                                  .def = display->def,
                                  .floor = display->device->floor,
                                  .training = display->feed.training != 0};
}

static uint32_t volume_now(const struct display *display, const struct board_time *time)
{
    struct civil civil = calendar_local(time->hall, time->tz_min);
    return display->options->volume * speech_volume(calendar_minute(civil)) / 100;
}

static bool say(struct display *display, struct speech *speech, const struct board_time *time)
{
    speech->volume = volume_now(display, time);
    return display->voice && voice_say(display->voice, speech, time->mono);
}

static void add_reading(enum lang lang, const char *sentence, struct speech *speech)
{
    if (lang == LANG_ZH)
        phrase_reading(lang, sentence, speech->chinese, sizeof(speech->chinese));
    else
        phrase_reading(lang, sentence, speech->english, sizeof(speech->english));
}

static bool say_call(struct display *display, const struct announce_entry *entry,
                     const struct board_time *time)
{
    static const enum lang langs[] = {LANG_ZH, LANG_EN};
    struct phrase_source source = source_of(display);
    struct speech speech = {0};
    char sentence[PHRASE_SIZE];
    for (size_t i = 0; i < countof(langs); i++) {
        uint8_t asked = display->options->english ? 0 : entry->langs;
        if (!phrase_wanted(display->def, asked, langs[i]))
            continue;
        phrase_call(&source, langs[i], entry, sentence, sizeof(sentence));
        add_reading(langs[i], sentence, &speech);
    }
    return say(display, &speech, time);
}

static bool say_notice(struct display *display, enum word word, const struct board_time *time)
{
    struct phrase_source source = source_of(display);
    struct speech speech = {.once = true};
    char sentence[PHRASE_SIZE];
    phrase_plain(&source, LANG_ZH, word, sentence, sizeof(sentence));
    add_reading(LANG_ZH, sentence, &speech);
    if (display->def->languages[LANG_EN]) {
        phrase_plain(&source, LANG_EN, word, sentence, sizeof(sentence));
        add_reading(LANG_EN, sentence, &speech);
    }
    log_info("notice word=%s", word_key(word));
    return say(display, &speech, time);
}

static bool busy(const struct display *display)
{
    return display->voice && voice_busy(display->voice);
}

static bool has_voice_zone(const struct display *display)
{
    return display->device->voice_zone != 0;
}

/* The sound is over, or there was none. */
static void finish(struct display *display)
{
    if (!display->announce.speaking)
        return;
    announce_done(&display->announce);
    if (has_voice_zone(display))
        display->said = display->saying;
    display->saying = 0;
}

static void log_fate(const struct display *display, const struct announce_entry *entry, msec now)
{
    char label[LABEL_TEXT_SIZE];
    label_print(entry->label, label);
    log_info("%s id=%u number=%s target=%u waited_ms=%lld fate=%s",
             has_voice_zone(display) ? "announcement" : "call", entry->id, label, entry->target.n,
             (long long)(now - entry->born), announce_fate_name(entry->fate));
}

static void settle(struct display *display, const struct board_time *time)
{
    struct announce_entry entry;
    while (!busy(display) &&
           announce_step(&display->announce, &display->board, time->mono, &entry)) {
        if (has_voice_zone(display)) /* D-12: remembered before the sound begins */
            spoken_set(&display->spoken, entry.id);
        log_fate(display, &entry, time->mono);
        if (entry.fate != ANNOUNCE_SPEAK)
            continue;
        display->saying = entry.id;
        if (!has_voice_zone(display) || !say_call(display, &entry, time))
            finish(display);
    }
}

/* docs/ui t04: v.fault is spoken once a break, and only while the hall works. */
static void fault_notice(struct display *display, const struct board_time *time)
{
    enum board_fresh fresh = board_fresh(&display->board, time);
    if (fresh == BOARD_LIVE)
        display->fault_said = false;
    if (fresh != BOARD_LOST || display->fault_said || !display->board.filled ||
        display->feed.day == 0)
        return;
    display->fault_said = true;
    if (display->fault_at && time->mono - display->fault_at < FAULT_EVERY_MS)
        return;
    display->fault_at = time->mono;
    (void)say_notice(display, WORD_V_FAULT, time);
}

/* R-O3: when the last quarter of an hour begins; not when the board starts in it. */
static void closing_notice(struct display *display, const struct board_time *time)
{
    uint16_t end;
    uint8_t closing = (uint8_t)(board_closing(&display->board, time, &end) + 1);
    uint8_t before = display->closing;
    display->closing = closing;
    if (before == BOARD_OPEN + 1 && closing == BOARD_CLOSING + 1 && display->feed.day != 0)
        (void)say_notice(display, WORD_V_CLOSING, time);
}

void speak_tick(struct display *display, const struct board_time *time)
{
    if (display->voice && voice_poll(display->voice, time->mono))
        finish(display);
    settle(display, time);
    if (busy(display) || !has_voice_zone(display) || time->hall == 0)
        return;
    fault_notice(display, time);
    if (!busy(display))
        closing_notice(display, time);
}
