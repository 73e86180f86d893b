/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a page of public information: what it may hold, and what is refused with its line. */
#include <stdio.h>
#include <string.h>

#include "domain/page_text.h"
#include "test.h"

static struct page_text page;
static struct page_problems problems;

static bool read_text(const char *text)
{
    return page_text_read(&page, text, strlen(text), &problems);
}

static void a_page_holds_facts_with_labels(void **state)
{
    (void)state;
    assert_true(read_text("# 居民身份证补领\n\n## 需要材料\n居民户口簿原件\n指纹采集须本人到场\n\n"
                          "## 收费标准\n丢失补领 40 元\n\n> 监督电话 12345\n"));
    assert_string_equal(page_text_title(&page), "居民身份证补领");
    static const uint8_t kinds[] = {PAGE_LABEL, PAGE_STRONG, PAGE_PLAIN,
                                    PAGE_LABEL, PAGE_STRONG, PAGE_FOOT};
    assert_int_equal(page.count, countof(kinds));
    for (uint32_t i = 0; i < page.count; i++)
        assert_int_equal(page.blocks[i].kind, kinds[i]);
    assert_int_equal(page.facts, 2);
    assert_string_equal(page_text_of(&page, &page.blocks[1]), "居民户口簿原件");
    assert_int_equal(page.blocks[1].line, 4);
}

static void lists_tables_and_an_image_are_read(void **state)
{
    (void)state;
    assert_true(read_text("# T\r\n1. one\r\n2. two\r\n- three\r\n"
                          "| 周一 | 8:30 |\r\n|---|---|\r\n![a map](map.png)\r\n"));
    assert_int_equal(page.blocks[1].number, 2);
    assert_int_equal(page.blocks[2].kind, PAGE_BULLET);
    assert_string_equal(page_text_second(&page, &page.blocks[3]), "8:30");
    assert_string_equal(page_text_of(&page, &page.blocks[4]), "map.png");
    assert_string_equal(page_text_second(&page, &page.blocks[4]), "a map");
}

static void an_empty_line_ends_a_paragraph(void **state)
{
    (void)state;
    assert_true(read_text("# T\none\nstill one\n\ntwo\n**bold**\n"));
    assert_int_equal(page.facts, 3);
    assert_int_equal(page.blocks[3].kind, PAGE_STRONG);
}

static void five_facts_fit_and_six_do_not(void **state)
{
    (void)state;
    assert_true(read_text("# T\n- 1\n- 2\n- 3\n- 4\n- 5\n"));
    assert_false(read_text("# T\n- 1\n- 2\n- 3\n- 4\n- 5\n- 6\n"));
    assert_int_equal(problems.list[0].line, 7);
}

static void limits_of_size_hold_at_the_limit(void **state)
{
    char text[PAGE_FILE_MAX + 2], line[PAGE_LINE_MAX + 16];
    (void)state;
    memset(text, '\n', sizeof(text));
    memcpy(text, "# T\na\n", 6);
    assert_true(page_text_read(&page, text, PAGE_FILE_MAX, &problems));
    assert_false(page_text_read(&page, text, PAGE_FILE_MAX + 1, &problems));
    snprintf(line, sizeof(line), "# T\n%0*d", PAGE_LINE_MAX, 1);
    assert_true(read_text(line));
    strcat(line, "1");
    assert_false(read_text(line));
    assert_true(read_text("# 一二三四五六七八九十一二三四五六七八\na"));
    assert_false(read_text("# 一二三四五六七八九十一二三四五六七八九\na"));
}

static void what_a_board_does_not_know_is_named_with_its_line(void **state)
{
    static const struct {
        const char *text, *says;
        uint32_t line;
    } cases[] = {
        {"", "empty", 0},
        {"text\n", "begins with its title", 1},
        {"# T\n", "nothing stands below", 1},
        {"# T\n# U\na", "second title", 2},
        {"# T\na\n### x", "### is not known", 3},
        {"# T\n```\na", "``` is not known", 2},
        {"# T\n<b>a</b>", "< is not known", 2},
        {"# T\na **b** c", "inside a line", 2},
        {"# T\n[a](http://b)", "nobody can press", 2},
        {"# T\n| a |", "two columns", 2},
        {"# T\n| a | b | c |", "two columns", 2},
        {"# T\n| a | b |\n- x\n| c | d |", "second table", 4},
        {"# T\n![a](b.png)\n![c](d.png)", "second image", 3},
        {"# T\n![a] b.png", "an image is written", 2},
        {"# T\na\n> b\n> c", "second last line", 4},
        {"# T\n## ", "## is not", 0},
        {"# T\n- \n", "", 0},
        {"# T\n\xff\n", "not UTF-8", 2},
        {"# T\na\x01\n", "cannot be shown", 2},
    };
    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        bool good = read_text(cases[i].text);
        if (!cases[i].line && good)
            continue;
        if (good || !strstr(problems.list[0].text, cases[i].says) ||
            (cases[i].line && problems.list[0].line != cases[i].line))
            fail_msg("%s: line %u: %s", cases[i].text, problems.list[0].line,
                     problems.list[0].text);
    }
}

static void every_mistake_is_named_up_to_the_limit(void **state)
{
    (void)state;
    assert_false(read_text("# T\n<a\n<b\n<c\n<d\n<e\n<f\n<g\n<h\n<i\n"));
    assert_int_equal(problems.count, PAGE_PROBLEMS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_holds_facts_with_labels),
        cmocka_unit_test(lists_tables_and_an_image_are_read),
        cmocka_unit_test(an_empty_line_ends_a_paragraph),
        cmocka_unit_test(five_facts_fit_and_six_do_not),
        cmocka_unit_test(limits_of_size_hold_at_the_limit),
        cmocka_unit_test(what_a_board_does_not_know_is_named_with_its_line),
        cmocka_unit_test(every_mistake_is_named_up_to_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
