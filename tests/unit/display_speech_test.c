/* SPDX-License-Identifier: Apache-2.0 */
#include "model/speech.h"
#include "test.h"

static struct speech_plan plan;

static struct speech_times times(msec chinese, msec english)
{
    struct speech_times times = {.once = false};
    times.part[SPEECH_CHIME] = 700;
    times.part[SPEECH_CHINESE] = chinese;
    times.part[SPEECH_ENGLISH] = english;
    return times;
}

static void expect(const uint8_t *parts, uint32_t count)
{
    assert_int_equal(plan.count, count);
    assert_memory_equal(plan.parts, parts, count);
}

static void a_call_is_spoken_twice_after_the_chime(void **state) /* R-V1 */
{
    (void)state;
    const uint8_t parts[] = {SPEECH_CHIME, SPEECH_CHINESE, SPEECH_GAP, SPEECH_CHINESE};
    struct speech_times call = times(4000, 0);
    speech_plan(&call, &plan);
    expect(parts, countof(parts));
    assert_int_equal(plan.total, 700 + 4000 + 500 + 4000);
}

static void english_follows(void **state) /* R-V5 */
{
    (void)state;
    const uint8_t parts[] = {SPEECH_CHIME,   SPEECH_CHINESE, SPEECH_GAP,
                             SPEECH_CHINESE, SPEECH_GAP,     SPEECH_ENGLISH};
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
    const uint8_t both[] = {SPEECH_CHIME, SPEECH_CHINESE, SPEECH_GAP, SPEECH_ENGLISH};
    const uint8_t once[] = {SPEECH_CHIME, SPEECH_CHINESE};
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
    const uint8_t parts[] = {SPEECH_CHIME, SPEECH_CHINESE, SPEECH_GAP, SPEECH_ENGLISH};
    struct speech_times notice = times(5000, 4000);
    notice.once = true;
    speech_plan(&notice, &plan);
    expect(parts, countof(parts));
}

static void lunch_is_quieter(void **state) /* R-V7 */
{
    (void)state;
    assert_int_equal(speech_volume(11 * 60 + 59), 100);
    assert_int_equal(speech_volume(12 * 60), 60);
    assert_int_equal(speech_volume(13 * 60 + 29), 60);
    assert_int_equal(speech_volume(13 * 60 + 30), 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_is_spoken_twice_after_the_chime),
        cmocka_unit_test(english_follows),
        cmocka_unit_test(what_is_too_long_is_spoken_faster),
        cmocka_unit_test(then_the_repetition_goes_then_english),
        cmocka_unit_test(a_notice_is_said_once),
        cmocka_unit_test(lunch_is_quieter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
