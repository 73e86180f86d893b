/* SPDX-License-Identifier: Apache-2.0 */
/* The pack that ships, listened to by numbers, and what is said when a hall speaks with clips
 * (R-V5, R-V9, R-G8). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/synth.h"
#include "model/speech.h"
#include "os/file.h"
#include "test.h"
#include "voice/pack.h"

#define HERTZ 22050
#define QUIET 150      /* below it a clip is silent */
#define EDGE_MS 60     /* the most silence at either end of a clip */
#define CLICK 200      /* the most at its very ends */
#define LEVEL 3600.0   /* root mean square; record.h */
#define LEVEL_DOWN 0.7 /* 3 dB: where a peak allows no more */

static char shipped[FILE_PATH_MAX];
static char folder[] = "/tmp/display_pack_XXXXXX";
static struct pack *pack;
static struct track track, other;
static struct clips clips;

static int open_shipped(void **state)
{
    (void)state;
    int hertz;
    pack_choose("/no/hall", VOICE_PACK_DEFAULT, shipped, sizeof(shipped));
    return !mkdtemp(folder) || engine_start(&hertz) || hertz != HERTZ ||
           pack_open(shipped, HERTZ, &pack) || !track_init(&track, HERTZ * 12) ||
           !track_init(&other, HERTZ * 12);
}

static int close_shipped(void **state)
{
    (void)state;
    char command[64];
    pack_close(pack);
    track_fini(&track);
    track_fini(&other);
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

static void read_list(void)
{
    static char list[CLIPS_BYTES_MAX];
    char path[FILE_PATH_MAX];
    uint8_t *bytes;
    size_t length;
    struct clips_mistake mistake;
    assert_true(file_in(shipped, CLIPS_FILE, path));
    assert_int_equal(file_read(path, sizeof(list) - 1, &bytes, &length), ERR_NONE);
    memcpy(list, bytes, length + 1);
    free(bytes);
    assert_true(clips_parse(&clips, list, length, &mistake));
}

static uint32_t quiet_from(const struct track *sound, bool end)
{
    for (uint32_t i = 0; i < sound->count; i++)
        if (abs(sound->at[end ? sound->count - 1 - i : i]) >= QUIET)
            return i * 1000 / HERTZ;
    return sound->count;
}

static double power(const struct track *sound)
{
    double sum = 0;
    for (uint32_t i = 0; i < sound->count; i++)
        sum += (double)sound->at[i] * sound->at[i];
    return sum / sound->count;
}

static void clips_join_without_gap_click_or_jump_of_level(void **state) /* R-V9 */
{
    (void)state;
    read_list();
    assert_true(clips.count > 300);
    for (uint32_t i = 0; i < clips.count; i++) {
        const struct clip *clip = &clips.list[i];
        assert_true(pack_say(pack, (enum lang)clip->lang, clip->text, &track));
        uint32_t begin = quiet_from(&track, false), end = quiet_from(&track, true);
        int first = abs(track.at[0]), last = abs(track.at[track.count - 1]);
        double loud = power(&track), least = LEVEL * LEVEL_DOWN, most = LEVEL * 1.01;
        if (begin > EDGE_MS || end > EDGE_MS || first > CLICK || last > CLICK ||
            loud < least * least || loud > most * most)
            fail_msg("%s: %u ms of silence, %u behind, ends %d %d, power %.0f", clip->text, begin,
                     end, first, last, loud);
    }
}

/* A number in clips lasts about as long as the same voice says it in one breath. */
static void numbers_in_clips_keep_their_tempo(void **state) /* R-V2 */
{
    (void)state;
    static const struct {
        enum lang lang;
        const char *clips, *live;
    } numbers[] = {
        {LANG_ZH, "A零二三", "A ling2 er4 san1"},
        {LANG_ZH, "B一二三四", "B yi1 er4 san1 si4"},
        {LANG_ZH, "请W三零五号到一百一十号窗口办理业务。",
         "qing3 W san1 ling2 wu3 hao4 dao4 yi4 bai3 yi1 shi2 hao4 chuang1 kou3 ban4 li3 ye4 wu4."},
        {LANG_EN, "Ticket A, zero two three, please proceed to window 6.",
         "Ticket A, zero two three, please proceed to window 6."},
    };
    for (size_t i = 0; i < countof(numbers); i++) {
        assert_true(pack_say(pack, numbers[i].lang, numbers[i].clips, &track));
        engine_say(&other, numbers[i].lang == LANG_ZH, SPEECH_WORDS, numbers[i].live);
        uint32_t percent = track.count * 100 / other.count;
        print_message("%s: %u ms, live %u\n", numbers[i].clips, track.count * 1000 / HERTZ,
                      other.count * 1000 / HERTZ);
        assert_in_range(percent, 90, 110);
    }
}

/* ---- announcements ---- */

static const char zh[] = "请A零二三号到六号窗口办理业务。";
static const char en[] = "Ticket A, zero two three, please proceed to window 6.";

static void add(struct speech *speech, enum lang lang, const char *sentence)
{
    char *to = speech->said[speech->count].sentence;
    speech->said[speech->count++].lang = (uint8_t)lang;
    snprintf(to, sizeof(speech->said[0].sentence), "%s", sentence);
}

static struct samples said(struct synth *synth, const struct speech *speech)
{
    (void)synth_lead(synth, speech);
    return synth_rest(synth, speech);
}

static struct synth *open_synth(const char *from)
{
    struct synth *synth;
    assert_int_equal(synth_open(SPEECH_WORDS, from, &synth), ERR_NONE);
    return synth;
}

static uint32_t length(enum lang lang, const char *sentence)
{
    assert_true(pack_say(pack, lang, sentence, &track));
    return track.count;
}

/* Does `sound` end with what the track holds? */
static bool ends_with(const struct samples *sound, const struct track *tail)
{
    return sound->count >= tail->count && memcmp(sound->at + sound->count - tail->count, tail->at,
                                                 tail->count * sizeof(*tail->at)) == 0;
}

/* The same words come out of espeak-ng some samples longer or shorter: its noise is of chance. */
static void as_long_as(uint32_t samples, uint32_t other_samples)
{
    assert_in_range(samples, other_samples - HERTZ / 100, other_samples + HERTZ / 100);
}

/* Live, the voice speaks faster and both are kept. */
static void in_clips_the_repetition_goes_first(void **state) /* R-V1, R-V5 */
{
    (void)state;
    struct synth *synth = open_synth(shipped);
    struct speech speech = {.volume = 100, .times = 2, .chime = true};
    const uint32_t gap = SPEECH_GAP_MS * HERTZ / 1000;
    add(&speech, LANG_ZH, zh);
    assert_int_equal(said(synth, &speech).count, 2 * length(LANG_ZH, zh) + gap);
    add(&speech, LANG_EN, en);
    uint32_t once = length(LANG_ZH, zh) + gap + length(LANG_EN, en);
    struct samples sound = said(synth, &speech);
    assert_int_equal(sound.count, once);
    assert_true(ends_with(&sound, &track)); /* English, whole */
    synth_close(synth);
    synth = open_synth(NULL);
    assert_true(said(synth, &speech).count > once + HERTZ);
    synth_close(synth);
}

static void a_sentence_without_its_clip_is_live_and_the_others_are_not(void **state) /* R-V9 */
{
    (void)state;
    static const char room[] = "请A零二三号到龙门室。";
    struct synth *synth = open_synth(shipped), *live = open_synth(NULL);
    struct speech speech = {.volume = 100, .times = 1};
    add(&speech, LANG_ZH, room);
    struct samples sound = said(synth, &speech), alone = said(live, &speech);
    as_long_as(sound.count, alone.count);
    add(&speech, LANG_EN, en);
    (void)length(LANG_EN, en);
    sound = said(synth, &speech);
    assert_true(ends_with(&sound, &track));
    synth_close(live);
    synth_close(synth);
}

/* Its clips are borrowed: what counts is that nobody else speaks the language. */
static void a_language_of_clips_only_is_the_third(void **state) /* R-V5, R-G8 */
{
    (void)state;
    char path[FILE_PATH_MAX], command[FILE_PATH_MAX + 80];
    snprintf(command, sizeof(command), "cp %s/en-001.wav %s/one.wav", shipped, folder);
    assert_int_equal(system(command), 0);
    assert_true(file_in(folder, CLIPS_FILE, path));
    static const char list[] = "jiaohao-voice 1\nrate 22050\nlanguage mn\nclip one.wav nege\n";
    assert_int_equal(file_write(path, list, sizeof(list) - 1, 0600), ERR_NONE);
    struct pack *own;
    assert_int_equal(pack_open(folder, HERTZ, &own), ERR_NONE);
    assert_true(pack_say(own, LANG_MN, "nege", &track));
    pack_close(own);
    struct synth *synth = open_synth(folder);
    struct speech speech = {.volume = 100, .times = 1};
    add(&speech, LANG_ZH, zh); /* both live: the pack has no clips of them */
    add(&speech, LANG_EN, en);
    uint32_t two = said(synth, &speech).count;
    add(&speech, LANG_MN, "nege");
    struct samples sound = said(synth, &speech);
    as_long_as(sound.count, two + SPEECH_GAP_MS * HERTZ / 1000 + track.count);
    assert_true(ends_with(&sound, &track));
    snprintf(speech.said[2].sentence, sizeof(speech.said[2].sentence), "qoyar");
    as_long_as(said(synth, &speech).count, two); /* no clip: not said */
    synth_close(synth);
}

static void a_pack_that_is_not_there_leaves_live_speech(void **state)
{
    (void)state;
    char path[FILE_PATH_MAX];
    pack_choose("/no/hall", "no-such-pack", path, sizeof(path));
    assert_string_equal(path, "");
    pack_choose("/no/hall", "", path, sizeof(path));
    assert_string_equal(path, "");
    struct synth *synth = open_synth("/no/such/pack");
    struct speech speech = {.volume = 100, .times = 1};
    add(&speech, LANG_ZH, zh);
    assert_true(said(synth, &speech).count > 2 * HERTZ);
    synth_close(synth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clips_join_without_gap_click_or_jump_of_level),
        cmocka_unit_test(numbers_in_clips_keep_their_tempo),
        cmocka_unit_test(in_clips_the_repetition_goes_first),
        cmocka_unit_test(a_sentence_without_its_clip_is_live_and_the_others_are_not),
        cmocka_unit_test(a_language_of_clips_only_is_the_third),
        cmocka_unit_test(a_pack_that_is_not_there_leaves_live_speech),
    };
    return cmocka_run_group_tests(tests, open_shipped, close_shipped);
}
