/* SPDX-License-Identifier: Apache-2.0 */
/* Sentences and readings of calls (R-V1, R-V2), and what espeak-ng makes of them. */
#include <stdio.h>

#include "../unit/display_fixture.h"
#include "golden.h"
#include "i18n/words_load.h"
#include "model/phrase.h"
#include "spoken/reading.h"
#include "spoken/spell.h"

static struct words words;
static struct golden golden;
static char sentence[PHRASE_SIZE], reading[PHRASE_SIZE];

static const struct announce_entry calls[] = {
    {.target = {3}, .label = {{'A', 0}, 1}, .kind = CALL_FIRST},
    {.target = {12}, .label = {{'A', 'B'}, 1023}, .kind = CALL_FIRST},
    {.target = {110}, .label = {{'W', 0}, 305}, .kind = CALL_FIRST},
    {.target = {108}, .label = {{'W', 0}, 2}, .kind = CALL_FIRST},
    {.target = {TARGET_ROOM + 1}, .label = {{'W', 0}, 2}, .kind = CALL_FIRST},
    {.target = {TARGET_ROOM + 2}, .label = {{'Y', 0}, 40}, .kind = CALL_AGAIN},
    {.target = {3}, .label = {{'A', 0}, 23}, .kind = CALL_AGAIN},
    {.target = {3}, .label = {{'A', 0}, 23}, .kind = CALL_LAST},
    {.target = {5}, .label = {{'K', 0}, 111}, .kind = CALL_TRANSFER},
    {.target = {6}, .label = {{'H', 0}, 9999}, .kind = CALL_RETURN},
    {.target = {3}, .label = {{'A', 0}, 24}, .kind = CALL_PICK_UP},
    {.target = {3}, .label = {{'A', 0}, 25}, .kind = CALL_MISSED},
    {.target = {0}, .label = {{'A', 0}, 26}, .kind = CALL_NEXT},
    {.target = {108}, .label = {{'W', 0}, 3}, .kind = CALL_AGAIN},
    {.target = {108}, .label = {{'W', 0}, 3}, .kind = CALL_LAST},
    {.target = {108}, .label = {{'W', 0}, 3}, .kind = CALL_TRANSFER},
    {.target = {108}, .label = {{'W', 0}, 3}, .kind = CALL_RETURN},
    {.target = {108}, .label = {{'W', 0}, 3}, .kind = CALL_PICK_UP},
    {.target = {TARGET_ROOM + 1}, .label = {{'W', 0}, 2}, .kind = CALL_LAST},
    {.target = {TARGET_ROOM + 2}, .label = {{'Y', 0}, 40}, .kind = CALL_PICK_UP},
};

static int load_words(void **state)
{
    (void)state;
    return words_load(&words) == ERR_NONE ? 0 : -1;
}

static void print_call(const struct phrase_source *source, const struct announce_entry *call)
{
    for (enum lang lang = LANG_ZH; lang <= LANG_EN; lang++) {
        phrase_call(source, lang, call, sentence, sizeof(sentence));
        phrase_reading(lang, sentence, reading, sizeof(reading));
        golden_printf(&golden, "%s\n", sentence);
        if (lang == LANG_ZH)
            golden_printf(&golden, "  %s\n", reading);
    }
}

static void sentences_are_those_of_the_word_table(void **state) /* R-V1, R-V2 */
{
    (void)state;
    struct phrase_source source = {.words = &words, .def = &small_hall, .floor = 1};
    golden_open(&golden, "display_phrases.txt");
    for (size_t i = 0; i < countof(calls); i++)
        print_call(&source, &calls[i]);
    golden_printf(&golden, "training:\n");
    source.training = true;
    print_call(&source, &calls[0]);
    source.training = false;
    golden_printf(&golden, "yao:\n");
    source.yao = true;
    print_call(&source, &(struct announce_entry){.target = {11},
                                                 .label = {{'A', 0}, 101},
                                                 .kind = CALL_FIRST});
    source.yao = false;
    golden_printf(&golden, "notices:\n");
    static const enum word notices[] = {WORD_V_FAULT, WORD_V_CLOSING, WORD_V_EMERGENCY};
    for (size_t i = 0; i < countof(notices); i++) {
        phrase_plain(&source, LANG_ZH, notices[i], sentence, sizeof(sentence));
        phrase_reading(LANG_ZH, sentence, reading, sizeof(reading));
        golden_printf(&golden, "%s\n  %s\n", sentence, reading);
    }
    golden_close(&golden);
}

static void window_numbers_are_read_as_numbers(void **state) /* R-V2 */
{
    (void)state;
    static const uint16_t numbers[] = {0,   1,    2,    3,    9,    10,   11,   12,  20,
                                       21,  99,   100,  101,  110,  111,  115,  200, 305,
                                       999, 1000, 1001, 1010, 1100, 1110, 2005, 9999};
    golden_open(&golden, "display_numbers.txt");
    for (size_t i = 0; i < countof(numbers); i++) {
        spell_number(&words, LANG_ZH, numbers[i], sentence, sizeof(sentence));
        golden_printf(&golden, "%u %s\n", numbers[i], sentence);
    }
    golden_close(&golden);
}

static void every_sign_of_our_sentences_has_a_reading(void **state)
{
    (void)state;
    for (enum word word = WORD_V_CALL; word <= WORD_V_EMERGENCY; word++)
        if (!reading_known(words_get(&words, LANG_ZH, word)))
            fail_msg("%s has a sign without reading: %s", word_key(word),
                     words_get(&words, LANG_ZH, word));
}

static void an_unknown_sign_goes_to_the_voice_as_it_is(void **state)
{
    (void)state;
    assert_false(reading_known("龘龘室"));
    reading_pinyin("请到龘室", reading, sizeof(reading));
    assert_string_equal(reading, "qing3 dao4 龘 shi4");
}

static void a_full_text_is_cut_at_a_syllable(void **state)
{
    (void)state;
    char small[12];
    assert_int_equal(reading_pinyin("请请请请", small, sizeof(small)), 11);
    assert_string_equal(small, "qing3 qing3");
}

/* What the synthesiser says, sound by sound: the check that no ear is needed for. */
static void print_phonemes(const char *voice, const char *text)
{
    char command[PHRASE_SIZE + 80], line[512];
    snprintf(command, sizeof(command), "espeak-ng -v %s -x -q \"%s\"", voice, text);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    while (fgets(line, sizeof(line), pipe))
        golden_printf(&golden, "%s", line);
    assert_int_equal(pclose(pipe), 0);
}

static void espeak_says_the_sounds_we_mean(void **state) /* R-V2 */
{
    (void)state;
    struct phrase_source source = {.words = &words, .def = &small_hall, .floor = 1};
    golden_open(&golden, "display_phonemes.txt");
    for (size_t i = 0; i < countof(calls); i++) {
        phrase_call(&source, LANG_ZH, &calls[i], sentence, sizeof(sentence));
        phrase_reading(LANG_ZH, sentence, reading, sizeof(reading));
        golden_printf(&golden, "# %s\n", sentence);
        print_phonemes("cmn-latn-pinyin", reading);
    }
    phrase_call(&source, LANG_EN, &calls[0], sentence, sizeof(sentence));
    golden_printf(&golden, "# %s\n", sentence);
    print_phonemes("en", sentence);
    golden_close(&golden);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_are_those_of_the_word_table),
        cmocka_unit_test(window_numbers_are_read_as_numbers),
        cmocka_unit_test(every_sign_of_our_sentences_has_a_reading),
        cmocka_unit_test(an_unknown_sign_goes_to_the_voice_as_it_is),
        cmocka_unit_test(a_full_text_is_cut_at_a_syllable),
        cmocka_unit_test(espeak_says_the_sounds_we_mean),
    };
    return cmocka_run_group_tests(tests, load_words, NULL);
}
