/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/label.h"
#include "domain/words.h"
#include "test.h"

static void utf8_walks_characters(void **state)
{
    (void)state;
    const char *at = "A\xc3\xa9请\xf0\x9f\x98\x80"; /* 1, 2, 3 and 4 bytes */
    assert_int_equal(utf8_length(at), 4);
    assert_int_equal(utf8_next(&at), 'A');
    assert_int_equal(utf8_next(&at), 0xe9);
    assert_int_equal(utf8_next(&at), 0x8bf7);
    assert_int_equal(utf8_next(&at), 0x1f600);
    assert_int_equal(utf8_next(&at), 0);
    assert_int_equal(utf8_next(&at), 0); /* stays at the end */
}

static void what_is_not_utf8_is_one_byte_wide(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",             /* a tail alone */
        "\xc3",             /* a head alone: the NUL is not jumped */
        "\xe8\xaf",         /* cut off */
        "\xc0\xaf",         /* overlong */
        "\xe0\x80\x80",     /* overlong */
        "\xf0\x80\x80\x80", /* overlong */
        "\xed\xa0\x80",     /* a surrogate */
        "\xf4\x90\x80\x80", /* above U+10FFFF */
        "\xff",
    };
    for (size_t i = 0; i < countof(bad); i++) {
        const char *at = bad[i];
        assert_false(utf8_valid(bad[i]));
        assert_int_equal(utf8_next(&at), 0xfffd);
        assert_ptr_equal(at, bad[i] + 1);
        assert_int_equal(utf8_length(bad[i]), strlen(bad[i]));
    }
    assert_true(utf8_valid("建昌 ok"));
}

static void a_copy_never_ends_in_half_a_character(void **state)
{
    (void)state;
    char to[8];
    assert_int_equal(utf8_copy(to, sizeof(to), "请A023"), 7);
    assert_string_equal(to, "请A023");
    assert_int_equal(utf8_copy(to, sizeof(to), "请请请"), 6);
    assert_string_equal(to, "请请");
    assert_int_equal(utf8_copy(to, 3, "请"), 0);
    assert_string_equal(to, "");
    assert_int_equal(utf8_copy(to, 4, "请"), 3);
    assert_int_equal(utf8_copy(to, 1, "A"), 0);
    to[0] = 'x';
    assert_int_equal(utf8_copy(to, 0, "A"), 0);
    assert_int_equal(to[0], 'x');
}

static struct label label(const char *prefix, uint16_t number)
{
    struct label made = {.number = number};
    memcpy(made.prefix, prefix, strlen(prefix));
    return made;
}

static void prints(struct label made, const char *want)
{
    char text[LABEL_TEXT_SIZE];
    label_print(made, text);
    assert_string_equal(text, want);
}

static void a_label_has_three_digits_or_four(void **state)
{
    (void)state;
    prints(label("A", 1), "A001"); /* R-N1 */
    prints(label("A", 999), "A999");
    prints(label("A", 1000), "A1000"); /* R-N5 */
    prints(label("AB", 9999), "AB9999");
    prints(label("A", 0), "");
    prints(label("A", 10000), "");
}

static void a_label_is_read_as_people_write_it(void **state)
{
    (void)state;
    struct label got;
    static const char *const good[] = {"A023", "a023", "A23", "A0023"};
    for (size_t i = 0; i < countof(good); i++) {
        assert_true(label_parse(good[i], &got));
        assert_true(label_same(got, label("A", 23)));
    }
    assert_true(label_parse("ab1023", &got));
    assert_true(label_same(got, label("AB", 1023)));
    assert_false(label_same(got, label("AB", 1024)));
    assert_false(label_same(got, label("AC", 1023)));
}

static void what_is_no_label_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",       "A",     "023",   "A000",   "A 023",
                                      "ABC023", "A-023", "A023x", "A10000", "请023"};
    struct label kept = label("Z", 7), got = kept;
    for (size_t i = 0; i < countof(bad); i++) {
        assert_false(label_parse(bad[i], &got));
        assert_true(label_same(got, kept)); /* untouched */
    }
}

static void every_label_survives_a_round_trip(void **state)
{
    (void)state;
    for (uint16_t n = 1; n <= LABEL_NUMBER_MAX; n++) {
        char text[LABEL_TEXT_SIZE];
        struct label got;
        label_print(label("XY", n), text);
        assert_true(label_parse(text, &got));
        assert_true(label_same(got, label("XY", n)));
    }
}

static void prefixes_do_not_look_like_digits(void **state)
{
    (void)state;
    assert_true(prefix_valid("A"));
    assert_true(prefix_valid("ZZ"));
    static const char *const bad[] = {"", "I", "O", "Q", "AO", "a", "1", "ABC", "请"};
    for (size_t i = 0; i < countof(bad); i++)
        assert_false(prefix_valid(bad[i])); /* R-N3 */
}

static void fills(const char *sentence, const char *want)
{
    static const struct word_arg args[] = {{"n", "A023"}, {"w", "12"}, {"lo", "15"}, {"e", ""}};
    char text[128];
    assert_int_equal(words_fill(text, sizeof(text), sentence, args, countof(args)), strlen(want));
    assert_string_equal(text, want);
}

static void placeholders_are_filled(void **state)
{
    (void)state;
    fills("请{n}号到{w}号窗口办理业务。", "请A023号到12号窗口办理业务。");
    fills("{n}{n}", "A023A023");
    fills("{lo}–{hi}", "15–{hi}"); /* an unknown one is seen, not blank */
    fills("a{e}b", "ab");
    fills("", "");
    fills("{n", "{n");
    fills("}{", "}{");
    fills("{}", "{}");
    fills("{{n}}", "{A023}"); /* "{n" is no name, "n" is */
}

static void a_filled_text_is_cut_at_whole_characters(void **state)
{
    (void)state;
    static const struct word_arg args[] = {{"q", "社保"}};
    char text[16];
    for (size_t size = 1; size < sizeof(text); size++) {
        size_t n = words_fill(text, size, "请{q}人", args, 1);
        assert_true(n < size);
        assert_int_equal(strlen(text), n);
        assert_true(utf8_valid(text));
    }
    text[0] = 'x';
    assert_int_equal(words_fill(text, 0, "a", args, 1), 0);
    assert_int_equal(text[0], 'x');
}

static void a_missing_word_is_seen(void **state)
{
    (void)state;
    static struct words words;
    assert_string_equal(words_get(&words, LANG_EN, WORD_K_OK), "k.ok");
    words.text[LANG_ZH][WORD_K_OK] = "确定";
    assert_string_equal(words_get(&words, LANG_EN, WORD_K_OK), "确定"); /* R-G2 */
    words.text[LANG_EN][WORD_K_OK] = "OK";
    assert_string_equal(words_get(&words, LANG_EN, WORD_K_OK), "OK");
    assert_string_equal(words_get(&words, LANG_ZH, WORD_K_OK), "确定");
    assert_string_equal(word_key(WORD_COUNT), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_walks_characters),
        cmocka_unit_test(what_is_not_utf8_is_one_byte_wide),
        cmocka_unit_test(a_copy_never_ends_in_half_a_character),
        cmocka_unit_test(a_label_has_three_digits_or_four),
        cmocka_unit_test(a_label_is_read_as_people_write_it),
        cmocka_unit_test(what_is_no_label_is_refused),
        cmocka_unit_test(every_label_survives_a_round_trip),
        cmocka_unit_test(prefixes_do_not_look_like_digits),
        cmocka_unit_test(placeholders_are_filled),
        cmocka_unit_test(a_filled_text_is_cut_at_whole_characters),
        cmocka_unit_test(a_missing_word_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
