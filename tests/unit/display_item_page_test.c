/* SPDX-License-Identifier: Apache-2.0 */
/* Every item of the halls of the product as a page (R-L9): it fits, and says what t03 says. */
#include <string.h>

#include "config/config.h"
#include "i18n/words_load.h"
#include "model/item_page.h"
#include "test.h"
#include "ui/page_lay.h"

static struct words words;
static struct page_text page;
static struct page_lay lay;

static bool fits(const struct hall_def *def, const struct item_def *item, enum lang lang)
{
    for (uint32_t less = 0; less <= ITEM_PAGE_LESS; less++) {
        assert_true(item_page(def, &words, item, lang, less, &page));
        page_lay(&page, PAGE_CARD_W, PAGE_CARD_H, &lay);
        if (lay.fits)
            return true;
    }
    return false;
}

static void every_item_fits_a_page_in_both_languages(void **state)
{
    static const char *const halls[] = {TEST_HALLS_DIR "/jianchang", TEST_HALLS_DIR "/township"};
    (void)state;
    for (size_t h = 0; h < countof(halls); h++) {
        struct hall_def *def;
        assert_int_equal(config_load(halls[h], stderr, &def, NULL), ERR_NONE);
        for (uint32_t i = 0; i < def->item_count; i++)
            for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
                if (!fits(def, &def->items[i], (enum lang)lang))
                    fail_msg("%s does not fit",
                             def_item_text(def, &def->items[i], ITEM_NAME, (enum lang)lang));
        config_free(def);
    }
}

static void an_item_says_what_to_bring_the_fee_the_place_and_the_time(void **state)
{
    struct hall_def *def;
    (void)state;
    assert_int_equal(config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL), ERR_NONE);
    const struct item_def *item = item_page_find(def, "JC-0303 zh", strlen("JC-0303"));
    assert_non_null(item);
    assert_null(item_page_find(def, "JC-03", strlen("JC-03")));
    assert_true(item_page(def, &words, item, LANG_ZH, 0, &page));
    assert_string_equal(page_text_title(&page), "办事指南：居民身份证丢失补领");
    static const char *const want[] = {"需要材料",
                                       "户口簿",
                                       "原件",
                                       "收费标准",
                                       "40 元",
                                       "办理地点",
                                       "1楼 A区 15–20号窗口",
                                       "承诺时限",
                                       "20 个工作日",
                                       "监督电话 12345"};
    assert_int_equal(page.count, countof(want));
    for (uint32_t i = 0; i < page.count; i++)
        assert_string_equal(page_text_of(&page, &page.blocks[i]), want[i]);
    config_free(def);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_fits_a_page_in_both_languages),
        cmocka_unit_test(an_item_says_what_to_bring_the_fee_the_place_and_the_time),
    };
    if (words_load(&words))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
