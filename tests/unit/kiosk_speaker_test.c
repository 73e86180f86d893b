/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The speaker with espeak-ng and SDL's disk driver: what is said can be heard, what comes next
 * cuts it off, and without a device nothing is said.
 */
#include <stdlib.h>
#include <unistd.h>

#include <SDL.h>

#include "app/speaker.h"
#include "os/clock.h"
#include "test.h"

#define PATIENCE_MS (60 * SECOND)

static char path[] = "/tmp/kiosk-speaker-XXXXXX";

static int start(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    if (fd < 0)
        return -1;
    close(fd);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", path, 1);
    setenv("SDL_DISKAUDIODELAY", "1", 1);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

static uint32_t loud_samples(void)
{
    FILE *file = fopen(path, "rb");
    int16_t samples[4096];
    uint32_t loud = 0;
    size_t count;
    assert_non_null(file);
    while ((count = fread(samples, sizeof(*samples), countof(samples), file)) > 0)
        for (size_t i = 0; i < count; i++)
            loud += samples[i] > 1000 || samples[i] < -1000;
    fclose(file);
    return loud;
}

static void say(struct speaker *speaker, bool chinese, const char *reading, uint32_t percent)
{
    speaker_say(speaker,
                &(struct utterance){.chinese = chinese, .reading = reading, .percent = percent});
}

static void until_said(struct speaker *speaker)
{
    for (msec end = clock_mono_ms() + PATIENCE_MS; speaker_busy(speaker);) {
        assert_true(clock_mono_ms() < end);
        speaker_poll(speaker, clock_mono_ms());
        SDL_Delay(5);
    }
}

static void what_is_said_is_heard(void **state)
{
    (void)state;
    struct speaker *speaker;
    assert_int_equal(speaker_open(clock_mono_ms(), &speaker), ERR_NONE);
    assert_true(speaker_works(speaker));
    say(speaker, true, "qing3 xuan3 ze2", 100);
    until_said(speaker);
    speaker_close(speaker);
    assert_true(loud_samples() > 2000);
}

static void no_volume_is_silence(void **state)
{
    (void)state;
    struct speaker *speaker;
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(speaker_open(clock_mono_ms(), &speaker), ERR_NONE);
    say(speaker, false, "Home", 0);
    until_said(speaker);
    speaker_close(speaker);
    assert_int_equal(loud_samples(), 0);
}

/* A hundred pages quickly: the last is said, nothing blocks, the thread ends when told. */
static void the_next_thing_cuts_off_the_last(void **state)
{
    (void)state;
    struct speaker *speaker;
    assert_int_equal(truncate(path, 0), 0);
    assert_int_equal(speaker_open(clock_mono_ms(), &speaker), ERR_NONE);
    for (int i = 0; i < 100; i++) {
        say(speaker, false, "This is a long sentence that nobody wants to hear to its end", 0);
        speaker_poll(speaker, clock_mono_ms());
    }
    say(speaker, false, "Home", 100);
    until_said(speaker);
    speaker_close(speaker);
    assert_true(loud_samples() > 1000);
}

static void without_a_device_nothing_is_said(void **state)
{
    (void)state;
    struct speaker *speaker;
    setenv("SDL_AUDIODRIVER", "none-such", 1);
    assert_int_equal(speaker_open(clock_mono_ms(), &speaker), ERR_NONE);
    assert_false(speaker_works(speaker));
    say(speaker, false, "Home", 100);
    assert_false(speaker_busy(speaker));
    setenv("SDL_AUDIODRIVER", "disk", 1);
    speaker_poll(speaker, clock_mono_ms() + SPEAKER_RETRY_MS + 1); /* looked for again */
    assert_true(speaker_works(speaker));
    speaker_close(speaker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_is_heard),
        cmocka_unit_test(no_volume_is_silence),
        cmocka_unit_test(the_next_thing_cuts_off_the_last),
        cmocka_unit_test(without_a_device_nothing_is_said),
    };
    return cmocka_run_group_tests_name("kiosk_speaker", tests, start, stop);
}
