/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "app/display.h"
#include "domain/calendar.h"
#include "model/speech.h"
#include "os/log.h"

#define FAULT_EVERY_MS (10 * MINUTE)    /* a line that comes and goes is no reason to repeat it */
#define EMERGENCY_PAUSE_MS (2 * SECOND) /* between its sentences, which come until it ends */
#define QUIET_MS (2 * SECOND)           /* after which a call begins with the chime again */

static struct phrase_source source_of(const struct display *display)
{
    return (struct phrase_source){.words = &display->words,
                                  .def = display->def,
                                  .floor = display->device->floor,
                                  .training = display->feed.training != 0,
                                  .yao = display->def->voice.digit_one == DIGIT_ONE_YAO};
}

uint32_t speak_volume(const struct display *display, const struct board_time *time)
{
    struct civil civil = calendar_local(time->hall, time->tz_min);
    return display->options->volume * speech_volume(&display->def->voice, calendar_minute(civil)) /
           100;
}

static bool say(struct display *display, struct speech *speech, const struct board_time *time)
{
    return display->voice && voice_say(display->voice, speech, time->mono);
}

static void add_notice(const struct display *display, uint8_t lang, enum word word,
                       struct speech *speech)
{
    struct phrase_source source = source_of(display);
    char *to = speech->said[speech->count].sentence;
    speech->said[speech->count++].lang = lang;
    (void)phrase_plain(&source, (enum lang)lang, word, to, sizeof(speech->said[0].sentence));
}

/* What asks for English besides the ticket: the option of the program. */
static uint8_t asked(const struct display *display, const struct announce_entry *entry)
{
    return (uint8_t)(entry->langs | (display->options->english ? 1u << LANG_EN : 0));
}

/* While others wait, a call is said once and without the chime that parts it from silence. */
static bool say_call(struct display *display, const struct announce_entry *entry,
                     const struct board_time *time)
{
    const struct voice_def *voice = &display->def->voice;
    struct phrase_source source = source_of(display);
    static struct speech speech;
    uint8_t langs[LANG_COUNT];
    bool hurry = entry->behind >= ANNOUNCE_HURRY;
    bool close_by = time->mono - display->quiet_since < QUIET_MS;
    speech.count = speech_languages(display->def, asked(display, entry), langs);
    speech.times = hurry || !announce_takes_board(entry->kind) ? 1 : voice->times;
    speech.chime = voice->chime && !(hurry && close_by);
    speech.pause = close_by;
    speech.volume = speak_volume(display, time);
    for (uint8_t i = 0; i < speech.count; i++) {
        speech.said[i].lang = langs[i];
        (void)phrase_call(&source, (enum lang)langs[i], entry, speech.said[i].sentence,
                          sizeof(speech.said[i].sentence));
    }
    return say(display, &speech, time);
}

/* To everybody: in every language of the hall. */
static bool say_notice(struct display *display, enum word word, const struct board_time *time)
{
    struct speech speech = {.times = 1,
                            .chime = display->def->voice.chime,
                            .volume = speak_volume(display, time)};
    uint8_t langs[LANG_COUNT];
    uint8_t count = speech_languages(display->def, UINT8_MAX, langs);
    for (uint8_t i = 0; i < count; i++)
        add_notice(display, langs[i], word, &speech);
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

/* A screen without a voice has nothing that could fail. */
static bool was_heard(const struct display *display)
{
    return !has_voice_zone(display) || !display->voice || voice_heard(display->voice);
}

/* The sound is over, or there was none. */
static void finish(struct display *display, bool heard, const struct board_time *time)
{
    if (!display->announce.speaking)
        return;
    if (heard)
        announce_done(&display->announce);
    else {
        log_info("announcement id=%u was not heard to its end", display->announce.said.id);
        announce_unheard(&display->announce);
    }
    if (has_voice_zone(display) && display->saying) {
        display->said = display->saying;
        display->quiet_since = time->mono;
    }
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

/* D-12: remembered before the sound begins. */
static void remember(struct display *display, uint32_t id)
{
    if (has_voice_zone(display) && id != display->spoken.last)
        spoken_set(&display->spoken, id);
}

/* What is not said is remembered once for all: many may be over at the same moment, and each time
 * costs what the disk takes (F23). */
static void settle(struct display *display, const struct board_time *time)
{
    struct announce_entry entry;
    while (!busy(display) &&
           announce_step(&display->announce, &display->board, time->mono, &entry)) {
        if (entry.fate == ANNOUNCE_SPEAK)
            remember(display, entry.id);
        log_fate(display, &entry, time->mono);
        if (entry.fate != ANNOUNCE_SPEAK)
            continue;
        display->saying = entry.id;
        if (!has_voice_zone(display) || !say_call(display, &entry, time))
            finish(display, was_heard(display), time);
    }
    remember(display, display->announce.last);
}

/* What a device failed in, as soon as one works. `saying` stays 0: it was remembered at its time.
 */
static void say_again(struct display *display, const struct board_time *time)
{
    struct announce_entry entry;
    while (has_voice_zone(display) && display->voice && !busy(display) &&
           voice_sound(display->voice) == VOICE_SOUND_WORKS &&
           announce_again(&display->announce, &display->board, time->mono, &entry)) {
        log_info("announcement id=%u again fate=%s", entry.id, announce_fate_name(entry.fate));
        if (entry.fate == ANNOUNCE_SPEAK && !say_call(display, &entry, time))
            finish(display, was_heard(display), time);
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

static void hush(struct display *display, const struct board_time *time)
{
    if (display->voice)
        voice_hush(display->voice);
    finish(display, true, time);
}

/* D-20: a call that was taken back is heard no further. */
static void undo(struct display *display, const struct board_time *time)
{
    if (!announce_undone(&display->announce, time->mono))
        return;
    log_info("announcement id=%u taken back", display->announce.said.id);
    hush(display, time);
}

/* docs/ui t06b: until it ends, one language after the other; calls wait or expire. At full volume
 * and with the chime, whatever the hour. */
static bool emergency(struct display *display, const struct board_time *time)
{
    bool is = display->board.emergency != EMERGENCY_NONE;
    if (is != display->announce.held) {
        log_info("emergency %s", is ? "begins: it is said until it ends" : "ends");
        hush(display, time);
    }
    display->announce.held = is;
    if (!is || busy(display) || !has_voice_zone(display))
        return is;
    if (display->emergency_at && time->mono - display->emergency_at < EMERGENCY_PAUSE_MS)
        return is;
    struct speech speech = {.times = 1, .chime = true, .volume = display->options->volume};
    uint8_t langs[LANG_COUNT];
    uint8_t count = speech_languages(display->def, UINT8_MAX, langs);
    add_notice(display, langs[display->emergency_turn++ % count], WORD_V_EMERGENCY, &speech);
    if (!say(display, &speech, time))
        display->emergency_at = time->mono;
    return is;
}

/* Before the calls: a hall that calls without a pause has no other moment for them. */
static void notices(struct display *display, const struct board_time *time)
{
    if (busy(display) || !has_voice_zone(display) || time->hall == 0)
        return;
    fault_notice(display, time);
    if (!busy(display))
        closing_notice(display, time);
}

void speak_tick(struct display *display, const struct board_time *time)
{
    if (display->voice && voice_poll(display->voice, time->mono)) {
        finish(display, was_heard(display), time);
        display->emergency_at = time->mono;
    }
    undo(display, time);
    if (!emergency(display, time))
        notices(display, time);
    say_again(display, time);
    settle(display, time);
}
