/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The word tables are whole: every key has a Chinese and an English text, with the same
 * placeholders; Mongolian shows only what was reviewed (R-G2, D-42).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "i18n/catalogue.h"
#include "i18n/words_load.h"
#include "os/file.h"
#include "test.h"

static struct words words;

static void every_key_has_chinese_and_english(void **state)
{
    (void)state;
    for (enum word word = 0; word < WORD_COUNT; word++) {
        const char *zh = words.text[LANG_ZH][word], *en = words.text[LANG_EN][word];
        if (!zh || !en)
            fail_msg("%s lacks %s", word_key(word), zh ? "en" : "zh");
        assert_true(utf8_valid(zh) && utf8_valid(en));
    }
}

/* Is every {name} of `from` in `to`? */
static bool has_placeholders(const char *from, const char *to)
{
    const char *open = from;
    while ((open = strchr(open, '{'))) {
        char name[32];
        size_t n = strcspn(open, "}");
        assert_true(n > 1 && n + 2 < sizeof(name) && open[n] == '}');
        snprintf(name, sizeof(name), "%.*s", (int)n + 1, open);
        if (!strstr(to, name))
            return false;
        open += n;
    }
    return true;
}

static void placeholders_are_the_same_in_both(void **state)
{
    (void)state;
    for (enum word word = 0; word < WORD_COUNT; word++) {
        const char *zh = words.text[LANG_ZH][word], *en = words.text[LANG_EN][word];
        if (zh && en && (!has_placeholders(zh, en) || !has_placeholders(en, zh)))
            fail_msg("%s: the placeholders of \"%s\" and \"%s\" differ", word_key(word), zh, en);
    }
}

static void keys_are_given_once(void **state)
{
    (void)state;
    for (enum word a = 0; a < WORD_COUNT; a++)
        for (enum word b = a + 1; b < WORD_COUNT; b++)
            if (strcmp(word_key(a), word_key(b)) == 0)
                fail_msg("%s stands in two .def files", word_key(a));
}

static void decided_words_stand(void **state)
{
    (void)state;
    assert_string_equal(words_get(&words, LANG_ZH, WORD_V_CALL), "请{n}号到{w}号窗口办理业务。");
    assert_string_equal(words_get(&words, LANG_ZH, WORD_T_ORDER),
                        "号码可能不连续：优先、预约群众视同提前取号");
    assert_string_equal(words_get(&words, LANG_EN, WORD_K_TITLE), "Please choose a service");
}

static void a_text_may_be_empty_on_purpose(void **state)
{
    (void)state;
    assert_string_equal(words_get(&words, LANG_ZH, WORD_T_UNIT), "号窗口");
    assert_string_equal(words_get(&words, LANG_EN, WORD_T_UNIT), "");
}

static void unreviewed_mongolian_shows_chinese(void **state)
{
    (void)state;
    assert_null(words.text[LANG_MN][WORD_K_OK]);
    assert_string_equal(words_get(&words, LANG_MN, WORD_K_OK), "确定");
}

/* The build's own filter, on a file made for the test. */
static void only_reviewed_entries_reach_the_catalogue(void **state)
{
    (void)state;
    uint8_t *bytes;
    size_t length;
    struct catalogue catalogue;
    assert_int_equal(file_read(REVIEWED_CATALOGUE, 65536, &bytes, &length), ERR_NONE);
    assert_true(catalogue_open(&catalogue, bytes, length));
    assert_string_equal(catalogue_find(&catalogue, "k.ok"), "ᠳᠤᠭ᠍ᠳᠠᠭᠠᠬᠤ");
    assert_null(catalogue_find(&catalogue, "k.cancel"));
    assert_null(catalogue_find(&catalogue, "k.back")); /* reviewed, but empty */
    free(bytes);
}

static void a_damaged_catalogue_is_never_read_beyond(void **state)
{
    (void)state;
    uint8_t *bytes;
    size_t length;
    struct catalogue catalogue;
    assert_int_equal(file_read(REVIEWED_CATALOGUE, 65536, &bytes, &length), ERR_NONE);
    for (size_t cut = 0; cut < length; cut++) { /* the sanitizer watches the heap copy */
        uint8_t *copy = malloc(cut + 1);
        assert_non_null(copy);
        memcpy(copy, bytes, cut);
        if (catalogue_open(&catalogue, copy, cut))
            (void)catalogue_find(&catalogue, "k.ok");
        free(copy);
    }
    for (size_t at = 0; at < length; at++) {
        uint8_t kept = bytes[at];
        bytes[at] = 0xff;
        if (catalogue_open(&catalogue, bytes, length))
            (void)catalogue_find(&catalogue, "k.ok");
        bytes[at] = kept;
    }
    free(bytes);
}

static int load(void **state)
{
    (void)state;
    return words_load(&words) == ERR_NONE ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_has_chinese_and_english),
        cmocka_unit_test(placeholders_are_the_same_in_both),
        cmocka_unit_test(keys_are_given_once),
        cmocka_unit_test(decided_words_stand),
        cmocka_unit_test(a_text_may_be_empty_on_purpose),
        cmocka_unit_test(unreviewed_mongolian_shows_chinese),
        cmocka_unit_test(only_reviewed_entries_reach_the_catalogue),
        cmocka_unit_test(a_damaged_catalogue_is_never_read_beyond),
    };
    return cmocka_run_group_tests(tests, load, NULL);
}
