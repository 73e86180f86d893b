/* SPDX-License-Identifier: Apache-2.0 */
/* Sound as a device gets it, through SDL's disk driver: not silence, not clipped, once a call. */
#include <SDL.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/spoken.h"
#include "app/voice.h"
#include "model/speech.h"
#include "os/clock.h"
#include "test.h"
#include "voice/chime.h"

#define DELAY_MS "2" /* a buffer of 46 ms takes 2: twenty times as fast as in a hall */

static char folder[] = "/tmp/display_voice_XXXXXX";
static char sound_path[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    snprintf(sound_path, sizeof(sound_path), "%s/sound.raw", folder);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", sound_path, 1);
    setenv("SDL_DISKAUDIODELAY", DELAY_MS, 1);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[96];
    SDL_Quit();
    unlink(sound_path);
    snprintf(path, sizeof(path), "%s/state/spoken", folder);
    unlink(path);
    snprintf(path, sizeof(path), "%s/state", folder);
    rmdir(path);
    return rmdir(folder);
}

static struct voice *open_voice(void)
{
    struct voice *voice;
    const struct voice_options options = {.rate = SPEECH_WORDS};
    assert_int_equal(voice_open(&options, &voice), ERR_NONE);
    return voice;
}

static void add(struct speech *speech, uint8_t lang, const char *sentence)
{
    char *to = speech->said[speech->count].sentence;
    speech->said[speech->count++].lang = lang;
    snprintf(to, sizeof(speech->said[0].sentence), "%s", sentence);
}

static struct speech call(const char *chinese, const char *english)
{
    struct speech speech = {.volume = 100, .times = 2, .chime = true};
    add(&speech, LANG_ZH, chinese);
    if (english[0])
        add(&speech, LANG_EN, english);
    return speech;
}

static struct samples whole(struct synth *synth, const struct speech *speech)
{
    (void)synth_lead(synth, speech);
    return synth_rest(synth, speech);
}

static void say(struct voice *voice, const struct speech *speech)
{
    assert_true(voice_say(voice, speech, clock_mono_ms()));
    while (!voice_poll(voice, clock_mono_ms()))
        SDL_Delay(1);
    assert_false(voice_busy(voice));
    SDL_Delay(20); /* the last buffer is on its way to the disk */
}

struct heard {
    double seconds; /* from the first sentence: at 20 times the speed the chime may part from it */
    double loud_seconds; /* above the noise */
    int peak;
    uint32_t sounds; /* of a second at least, separated by 0.4 s of silence: sentences */
    uint32_t clipped;
};

static struct heard listen(void)
{
    struct heard heard = {0};
    int16_t block[1024];
    FILE *file = fopen(sound_path, "rb");
    assert_non_null(file);
    size_t n, begin = 0, first = SIZE_MAX, last = 0, at = 0;
    while ((n = fread(block, sizeof(block[0]), countof(block), file)) > 0)
        for (size_t i = 0; i < n; i++, at++) {
            int value = abs(block[i]);
            heard.peak = value > heard.peak ? value : heard.peak;
            heard.clipped += value >= 32767;
            if (value < 200)
                continue;
            if (at - last >= 22050 * 4 / 10) {
                first = last > begin + 22050 && !heard.sounds ? begin : first;
                heard.sounds += last > begin + 22050;
                begin = at;
            }
            heard.loud_seconds += 1.0 / 22050;
            last = at;
        }
    fclose(file);
    first = last > begin + 22050 && !heard.sounds ? begin : first;
    heard.sounds += last > begin + 22050;
    heard.seconds = heard.sounds ? (double)(last - first) / 22050 : 0;
    return heard;
}

static const char a023[] = "请A零二三号到六号窗口办理业务。";
static const char a023_english[] = "Ticket A, zero two three, please proceed to window 6.";

static void a_call_is_heard_twice_not_silent_not_clipped(void **state) /* R-V1 */
{
    (void)state;
    struct voice *voice = open_voice();
    struct speech speech = call(a023, "");
    say(voice, &speech);
    voice_close(voice);
    struct heard heard = listen();
    assert_int_equal(heard.clipped, 0);
    assert_in_range(heard.peak, 8000, 32000);
    assert_true(heard.loud_seconds > 3.0);
    assert_true(heard.seconds > 6.5 && heard.seconds < 10.0);
    assert_int_equal(heard.sounds, 2); /* chime and sentence, 0.5 s, sentence */
}

static void both_languages_stay_within_12_seconds(void **state) /* R-V5 */
{
    (void)state;
    struct voice *voice = open_voice();
    struct speech speech = call(a023, a023_english);
    say(voice, &speech);
    voice_close(voice);
    struct heard heard = listen();
    assert_true(heard.seconds > 8.5 && heard.seconds <= (double)SPEECH_MAX_MS / SECOND);
    assert_true(heard.sounds >= 3);
}

static void the_longest_call_is_cut_to_12_seconds(void **state) /* R-V5 */
{
    (void)state;
    struct synth *synth;
    char chinese[PHRASE_SIZE] = "";
    for (int i = 0; i < 25; i++)
        strcat(chinese, "一百一十");
    assert_int_equal(synth_open(SPEECH_WORDS, NULL, &synth), ERR_NONE);
    struct speech speech = call(chinese, a023_english);
    struct samples samples = whole(synth, &speech);
    assert_in_range(samples.count, 1,
                    (uint32_t)((SPEECH_MAX_MS - CHIME_MS) * samples.hertz / SECOND));
    synth_close(synth);
}

static void volume_scales_the_samples(void **state) /* R-V7 */
{
    (void)state;
    struct synth *synth;
    int peaks[2] = {0, 0};
    assert_int_equal(synth_open(SPEECH_WORDS, NULL, &synth), ERR_NONE);
    for (int i = 0; i < 2; i++) {
        struct speech speech = call(a023, "");
        speech.volume = i == 0 ? 100 : 50;
        struct samples samples = whole(synth, &speech);
        for (uint32_t at = 0; at < samples.count; at++)
            peaks[i] = abs(samples.at[at]) > peaks[i] ? abs(samples.at[at]) : peaks[i];
    }
    assert_in_range(peaks[1], peaks[0] / 2 - 1500, peaks[0] / 2 + 1500);
    synth_close(synth);
}

static void nothing_to_say_makes_no_sound(void **state)
{
    (void)state;
    struct voice *voice = open_voice();
    struct speech speech = call("", "");
    say(voice, &speech);
    voice_close(voice);
    assert_int_equal(listen().peak, 0);
}

static void wait_for(struct voice *voice, enum voice_sound sound)
{
    while (voice_sound(voice) != sound)
        SDL_Delay(1);
}

/* Retried while nobody speaks, and found again when it is plugged in. */
static void without_a_device_the_board_goes_on(void **state) /* one sentence, no exit */
{
    (void)state;
    setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    struct voice *voice = open_voice();
    struct speech speech = call(a023, "");
    wait_for(voice, VOICE_SOUND_FAILED);
    say(voice, &speech); /* over at once, nothing heard */
    assert_int_equal(voice_sound(voice), VOICE_SOUND_FAILED);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    wait_for(voice, VOICE_SOUND_WORKS); /* without a call: the try that was due */
    say(voice, &speech);
    voice_close(voice);
    assert_true(listen().peak > 8000);
}

/* A driver whose device does not open is let go: the next try may find another one. */
static void a_device_that_does_not_open_leaves_no_driver_behind(void **state)
{
    (void)state;
    setenv("SDL_DISKAUDIOFILE", "/no/such/folder/sound.raw", 1);
    struct voice *voice = open_voice();
    wait_for(voice, VOICE_SOUND_FAILED);
    voice_close(voice);
    assert_int_equal(SDL_WasInit(SDL_INIT_AUDIO), 0);
    setenv("SDL_DISKAUDIOFILE", sound_path, 1);
}

static void a_call_finds_a_device_before_its_try_is_due(void **state)
{
    (void)state;
    setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    struct voice *voice = open_voice();
    struct speech speech = call(a023, "");
    wait_for(voice, VOICE_SOUND_FAILED);
    for (int i = 0; i < 8; i++)
        say(voice, &speech); /* each one a failed try: the next is due in a minute */
    setenv("SDL_AUDIODRIVER", "disk", 1);
    say(voice, &speech);
    assert_int_equal(voice_sound(voice), VOICE_SOUND_WORKS);
    voice_close(voice);
    assert_true(listen().peak > 8000);
}

/* A pipe that nobody empties: what hangs is the driver's own write, and closing waits for it. */
static void a_device_that_stalls_holds_up_nobody(void **state)
{
    (void)state;
    char path[96];
    snprintf(path, sizeof(path), "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    int end = open(path, O_RDWR); /* both ends: opening it does not wait */
    setenv("SDL_DISKAUDIOFILE", path, 1);
    struct voice *voice = open_voice();
    struct speech speech = call(a023, "");
    msec longest = 0, begun = clock_mono_ms();
    wait_for(voice, VOICE_SOUND_WORKS);
    assert_true(voice_say(voice, &speech, clock_mono_ms()));
    for (bool over = false; !over;) {
        msec before = clock_mono_ms();
        over = voice_poll(voice, before);
        msec took = clock_mono_ms() - before;
        longest = took > longest ? took : longest;
        SDL_Delay(5);
    }
    assert_int_equal(voice_sound(voice), VOICE_SOUND_FAILED);
    assert_false(voice_heard(voice));
    assert_true(clock_mono_ms() - begun < 15 * SECOND); /* 2 s to stall, 3 s to give up */
    assert_true(longest < SECOND);
    assert_false(voice_say(voice, &speech, clock_mono_ms())); /* still held: shown only */
    setenv("SDL_DISKAUDIOFILE", sound_path, 1);
    close(end); /* the write fails, the driver lets go, the next try opens the other file */
    wait_for(voice, VOICE_SOUND_WORKS);
    say(voice, &speech);
    assert_true(voice_heard(voice));
    voice_close(voice);
    assert_true(listen().peak > 8000);
    unlink(path);
}

/* A TV that was switched off over night takes its sound with it: found again before the next call.
 */
static void a_device_that_goes_while_nobody_speaks_costs_no_call(void **state)
{
    (void)state;
    char path[96];
    snprintf(path, sizeof(path), "%s/pipe", folder);
    unlink(sound_path);
    assert_int_equal(mkfifo(path, 0600), 0);
    int end = open(path, O_RDWR);
    setenv("SDL_DISKAUDIOFILE", path, 1);
    struct voice *voice = open_voice();
    struct speech speech = call(a023, "");
    int waiting = 0;
    wait_for(voice, VOICE_SOUND_WORKS);
    while (ioctl(end, FIONREAD, &waiting) || !waiting) /* it is open: silence comes */
        SDL_Delay(1);
    setenv("SDL_DISKAUDIOFILE", sound_path, 1);
    close(end); /* its write fails */
    msec until = clock_mono_ms() + 20 * SECOND;
    while (access(sound_path, F_OK) && clock_mono_ms() < until)
        SDL_Delay(1);
    say(voice, &speech);
    voice_close(voice);
    assert_true(listen().peak > 8000);
    unlink(path);
}

static void a_call_that_is_taken_back_is_hushed(void **state) /* D-20 */
{
    (void)state;
    struct voice *voice = open_voice();
    struct speech speech = call(a023, "");
    assert_true(voice_say(voice, &speech, clock_mono_ms()));
    SDL_Delay(20);
    voice_hush(voice);
    assert_false(voice_busy(voice));
    say(voice, &speech); /* the next one is whole */
    voice_close(voice);
    struct heard heard = listen();
    assert_true(heard.loud_seconds > 3.0);
}

static void a_mute_board_has_nothing_to_speak_with(void **state) /* R-V8 */
{
    (void)state;
    struct voice *voice;
    struct speech speech = call(a023, "");
    assert_int_equal(voice_open(&(struct voice_options){.mute = true}, &voice), ERR_NONE);
    assert_int_equal(voice_sound(voice), VOICE_SOUND_NONE);
    assert_false(voice_say(voice, &speech, 0));
    voice_hush(voice);
    assert_false(voice_busy(voice));
    voice_close(voice);
}

/* Its folders are looked through by the voice's own thread: the board goes on, and says so. */
static void without_a_synthesiser_nothing_is_spoken(void **state)
{
    (void)state;
    struct speech speech = call(a023, "");
    setenv("ESPEAK_DATA_PATH", folder, 1);
    struct voice *voice = open_voice();
    if (voice_say(voice, &speech, clock_mono_ms())) /* the thread has not found out yet */
        while (!voice_poll(voice, clock_mono_ms()))
            SDL_Delay(1);
    assert_int_equal(voice_sound(voice), VOICE_SOUND_FAILED);
    assert_false(voice_say(voice, &speech, clock_mono_ms()));
    voice_close(voice);
    unsetenv("ESPEAK_DATA_PATH");
}

static bool anything_heard(void)
{
    return listen().peak > 200;
}

/* As fast as a real device: from the call to the first sample that is not silence. The figure to
 * hold is 300 ms; a machine that does ten things at once gets seconds here. */
static void the_first_sound_comes_soon(void **state)
{
    (void)state;
    setenv("SDL_DISKAUDIODELAY", "46", 1);
    for (int chime = 0; chime < 2; chime++) {
        struct voice *voice = open_voice();
        struct speech speech = call(a023, "");
        speech.chime = chime;
        wait_for(voice, VOICE_SOUND_WORKS);
        SDL_Delay(300); /* the device runs, as on a board that waits */
        msec begun = clock_mono_ms();
        assert_true(voice_say(voice, &speech, begun));
        while (!anything_heard())
            SDL_Delay(1);
        msec took = clock_mono_ms() - begun;
        print_message("first sound %s after %lld ms\n", chime ? "with a chime" : "without",
                      (long long)took);
        assert_true(took < 3 * SECOND);
        voice_hush(voice);
        voice_close(voice);
    }
    setenv("SDL_DISKAUDIODELAY", DELAY_MS, 1);
}

static void only_recordings_speak_mongolian(void **state) /* R-G8 */
{
    (void)state;
    struct synth *synth;
    struct speech speech = {.volume = 100, .times = 1};
    add(&speech, LANG_MN, "A 1");
    assert_int_equal(synth_open(SPEECH_WORDS, NULL, &synth), ERR_NONE);
    assert_int_equal(whole(synth, &speech).count, 0);
    synth_close(synth);
}

static void what_was_spoken_survives_a_restart(void **state) /* D-12, D-26 */
{
    (void)state;
    static struct spoken spoken;
    char path[96];
    snprintf(path, sizeof(path), "%s/state", folder);
    assert_int_equal(spoken_open(&spoken, path), ERR_NONE);
    assert_int_equal(spoken.last, 0);
    assert_true(spoken_hall(&spoken, 0x1234abcd5678, 2));
    spoken_set(&spoken, 41);
    spoken_set(&spoken, 42);
    spoken_close(&spoken);
    assert_int_equal(spoken_open(&spoken, path), ERR_NONE);
    assert_int_equal(spoken.last, 42);
    assert_false(spoken_hall(&spoken, 0x1234abcd5678, 2));
    assert_int_equal(spoken.last, 42);
    assert_true(spoken_hall(&spoken, 0x1234abcd5678, 3)); /* an accepted history */
    assert_int_equal(spoken.last, 0);
    spoken_close(&spoken);
}

/* docs/ui t06b: the manager ends it, and no fuse. */
static void an_emergency_survives_a_restart(void **state)
{
    (void)state;
    static struct spoken spoken;
    const msec began = 1773797400000;
    char path[96];
    snprintf(path, sizeof(path), "%s/state", folder);
    assert_int_equal(spoken_open(&spoken, path), ERR_NONE);
    assert_int_equal(spoken_emergency_kept(&spoken, began), EMERGENCY_NONE);
    (void)spoken_hall(&spoken, 0x1234abcd5678, 3);
    spoken_emergency(&spoken, EMERGENCY_EVACUATE, began);
    spoken_emergency(&spoken, EMERGENCY_EVACUATE, began + HOUR); /* said again: since when stays */
    spoken_set(&spoken, 43);
    spoken_close(&spoken);
    assert_int_equal(spoken_open(&spoken, path), ERR_NONE);
    assert_int_equal(spoken.last, 43);
    assert_int_equal(spoken_emergency_kept(&spoken, began), EMERGENCY_EVACUATE);
    assert_int_equal(spoken_emergency_kept(&spoken, began + SPOKEN_EMERGENCY_MS - 1),
                     EMERGENCY_EVACUATE);
    assert_int_equal(spoken_emergency_kept(&spoken, began + SPOKEN_EMERGENCY_MS), EMERGENCY_NONE);
    assert_int_equal(spoken_emergency_kept(&spoken, began - 1), EMERGENCY_NONE); /* 1970 */
    spoken_emergency(&spoken, EMERGENCY_NONE, began + HOUR);
    spoken_close(&spoken);
    assert_int_equal(spoken_open(&spoken, path), ERR_NONE);
    assert_int_equal(spoken_emergency_kept(&spoken, began + HOUR), EMERGENCY_NONE);
    assert_int_equal(spoken.last, 43);
    spoken_close(&spoken);
}

/* F23: a pipe that nobody reads is the slowest of disks; the call is made nevertheless. */
static void a_slow_disk_holds_up_no_call(void **state)
{
    (void)state;
    static struct spoken spoken;
    char path[96], file[128];
    snprintf(path, sizeof(path), "%s/slow", folder);
    assert_int_equal(spoken_open(&spoken, path), ERR_NONE);
    snprintf(file, sizeof(file), "%s/spoken.new", path);
    assert_int_equal(mkfifo(file, 0600), 0);
    msec begun = clock_mono_ms();
    spoken_set(&spoken, 7);
    spoken_set(&spoken, 8);
    assert_in_range(clock_mono_ms() - begun, 0, 2 * SECOND);
    assert_int_equal(spoken.last, 8);
    int fd = open(file, O_RDONLY | O_NONBLOCK); /* the disk is back */
    assert_true(fd >= 0);
    spoken_close(&spoken);
    close(fd);
    unlink(file);
    snprintf(file, sizeof(file), "%s/spoken", path);
    unlink(file);
    assert_int_equal(rmdir(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_synthesiser_nothing_is_spoken), /* first: it starts once */
        cmocka_unit_test(a_call_is_heard_twice_not_silent_not_clipped),
        cmocka_unit_test(both_languages_stay_within_12_seconds),
        cmocka_unit_test(the_longest_call_is_cut_to_12_seconds),
        cmocka_unit_test(volume_scales_the_samples),
        cmocka_unit_test(nothing_to_say_makes_no_sound),
        cmocka_unit_test(without_a_device_the_board_goes_on),
        cmocka_unit_test(a_device_that_does_not_open_leaves_no_driver_behind),
        cmocka_unit_test(a_call_finds_a_device_before_its_try_is_due),
        cmocka_unit_test(a_device_that_stalls_holds_up_nobody),
        cmocka_unit_test(a_device_that_goes_while_nobody_speaks_costs_no_call),
        cmocka_unit_test(a_call_that_is_taken_back_is_hushed),
        cmocka_unit_test(the_first_sound_comes_soon),
        cmocka_unit_test(only_recordings_speak_mongolian),
        cmocka_unit_test(a_mute_board_has_nothing_to_speak_with),
        cmocka_unit_test(what_was_spoken_survives_a_restart),
        cmocka_unit_test(an_emergency_survives_a_restart),
        cmocka_unit_test(a_slow_disk_holds_up_no_call),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
