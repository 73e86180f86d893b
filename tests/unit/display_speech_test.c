/* SPDX-License-Identifier: Apache-2.0 */
#include "model/speech.h"
#include "test.h"

static struct speech_plan plan;

#define CHINESE SPEECH_SENTENCE
#define ENGLISH (SPEECH_SENTENCE + 1)

static struct speech_times times(msec chinese, msec english)
{
    return (struct speech_times){.lead = 700,
                                 .count = english ? 2 : 1,
                                 .times = 2,
                                 .sentence = {chinese, english}};
}

static void expect(const uint8_t *parts, uint32_t count)
{
    assert_int_equal(plan.count, count);
    assert_memory_equal(plan.parts, parts, count);
}

static void a_call_is_spoken_twice_after_the_chime(void **state) /* R-V1 */
{
    (void)state;
    const uint8_t parts[] = {SPEECH_LEAD, CHINESE, SPEECH_GAP, CHINESE};
    struct speech_times call = times(4000, 0);
    speech_plan(&call, &plan);
    expect(parts, countof(parts));
    assert_int_equal(plan.total, 700 + 4000 + 500 + 4000);
}

static void english_follows(void **state) /* R-V5 */
{
    (void)state;
    const uint8_t parts[] = {SPEECH_LEAD, CHINESE, SPEECH_GAP, CHINESE, SPEECH_GAP, ENGLISH};
    struct speech_times call = times(3500, 3000);
    speech_plan(&call, &plan);
    expect(parts, countof(parts));
    assert_true(plan.total <= SPEECH_MAX_MS);
    assert_int_equal(speech_rate(&call), 100);
}

static void what_is_too_long_is_spoken_faster(void **state) /* R-V5 */
{
    (void)state;
    struct speech_times call = times(4200, 3400); /* 13.5 s */
    uint32_t rate = speech_rate(&call);
    assert_in_range(rate, 101, SPEECH_FASTER_MAX);
    struct speech_times faster = times(4200 * 100 / rate, 3400 * 100 / rate);
    speech_plan(&faster, &plan);
    assert_int_equal(plan.count, 6);
    assert_true(plan.total <= SPEECH_MAX_MS);
}

static void then_the_repetition_goes_then_english(void **state) /* R-V5 */
{
    (void)state;
    const uint8_t both[] = {SPEECH_LEAD, CHINESE, SPEECH_GAP, ENGLISH};
    const uint8_t once[] = {SPEECH_LEAD, CHINESE};
    struct speech_times call = times(6000, 4000);
    assert_int_equal(speech_rate(&call), SPEECH_FASTER_MAX);
    speech_plan(&call, &plan);
    expect(both, countof(both));
    call = times(9000, 8000);
    speech_plan(&call, &plan);
    expect(once, countof(once));
}

static void a_notice_is_said_once(void **state)
{
    (void)state;
    const uint8_t parts[] = {SPEECH_LEAD, CHINESE, SPEECH_GAP, ENGLISH};
    struct speech_times notice = times(5000, 4000);
    notice.times = 1;
    speech_plan(&notice, &plan);
    expect(parts, countof(parts));
}

static void a_hall_may_say_it_three_times_or_without_a_chime(void **state) /* R-V1 */
{
    (void)state;
    const uint8_t parts[] = {CHINESE, SPEECH_GAP, CHINESE, SPEECH_GAP, CHINESE};
    struct speech_times call = times(3000, 0);
    call.lead = 0;
    call.times = SPEECH_TIMES_MAX;
    speech_plan(&call, &plan);
    expect(parts, countof(parts));
}

static void three_languages_fit_the_plan(void **state) /* R-V5 */
{
    (void)state;
    struct speech_times call = {.lead = 1,
                                .count = LANG_COUNT,
                                .times = SPEECH_TIMES_MAX,
                                .sentence = {1, 1, 1}};
    speech_plan(&call, &plan);
    assert_int_equal(plan.count, SPEECH_PARTS_MAX - 1);
}

static void a_language_that_cannot_be_said_leaves_no_pause(void **state) /* R-G8 */
{
    (void)state;
    const uint8_t parts[] = {SPEECH_LEAD, CHINESE, SPEECH_GAP, CHINESE};
    struct speech_times call = times(3000, 0);
    call.count = LANG_COUNT;
    speech_plan(&call, &plan);
    expect(parts, countof(parts));
}

static void lunch_is_quieter(void **state) /* R-V7 */
{
    (void)state;
    const struct voice_def voice = {.volume_count = 2,
                                    .volumes = {{{720, 810}, 60}, {{810, 840}, 0}}};
    assert_int_equal(speech_volume(&voice, 11 * 60 + 59), 100);
    assert_int_equal(speech_volume(&voice, 12 * 60), 60);
    assert_int_equal(speech_volume(&voice, 13 * 60 + 29), 60);
    assert_int_equal(speech_volume(&voice, 13 * 60 + 30), 0);
    assert_int_equal(speech_volume(&voice, 14 * 60), 100);
}

static void a_rate_is_slower_or_faster(void **state) /* R-V7 */
{
    (void)state;
    assert_int_equal(speech_words(-10), SPEECH_WORDS_SLOW);
    assert_int_equal(speech_words(0), SPEECH_WORDS);
    assert_int_equal(speech_words(10), SPEECH_WORDS_FAST);
    assert_in_range(speech_words(-1), SPEECH_WORDS_SLOW, SPEECH_WORDS - 1);
}

static void languages_are_those_of_the_hall_then_the_tickets(void **state) /* R-V5 */
{
    (void)state;
    struct hall_def def = {.languages = {true, true, false},
                           .voice = {.language_count = 1, .languages = {LANG_ZH}}};
    uint8_t langs[LANG_COUNT];
    assert_int_equal(speech_languages(&def, 1 << LANG_ZH, langs), 1);
    assert_int_equal(speech_languages(&def, 1 << LANG_ZH | 1 << LANG_EN, langs), 2);
    assert_int_equal(langs[0], LANG_ZH);
    assert_int_equal(langs[1], LANG_EN);
    assert_int_equal(speech_languages(&def, 1 << LANG_MN, langs), 1); /* the hall has none */
    def.voice.language_count = 2;
    def.voice.languages[0] = LANG_EN;
    def.voice.languages[1] = LANG_ZH;
    assert_int_equal(speech_languages(&def, 1 << LANG_EN, langs), 2);
    assert_int_equal(langs[0], LANG_EN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_is_spoken_twice_after_the_chime),
        cmocka_unit_test(english_follows),
        cmocka_unit_test(what_is_too_long_is_spoken_faster),
        cmocka_unit_test(then_the_repetition_goes_then_english),
        cmocka_unit_test(a_notice_is_said_once),
        cmocka_unit_test(a_hall_may_say_it_three_times_or_without_a_chime),
        cmocka_unit_test(three_languages_fit_the_plan),
        cmocka_unit_test(a_language_that_cannot_be_said_leaves_no_pause),
        cmocka_unit_test(lunch_is_quieter),
        cmocka_unit_test(a_rate_is_slower_or_faster),
        cmocka_unit_test(languages_are_those_of_the_hall_then_the_tickets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
