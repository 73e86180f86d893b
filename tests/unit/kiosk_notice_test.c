/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guide of an item on paper, and the item on a slip: what stands there, that nothing is cut,
 * that the longest goes on further sheets (F-S09, F-S10, R-L11).
 */
#include <stdlib.h>
#include <string.h>

#include "device/notice.h"
#include "domain/calendar.h"
#include "golden.h"
#include "kiosk_hall_rig.h"

static const struct item_def *named(const char *name)
{
    for (uint32_t i = 0; i < def->item_count; i++)
        if (strcmp(def_item_text(def, &def->items[i], ITEM_NAME, LANG_ZH), name) == 0)
            return &def->items[i];
    fail_msg("no item %s", name);
    return NULL;
}

static struct notice notice_of(const struct item_def *item, enum lang lang)
{
    return (struct notice){.def = def,
                           .words = &words,
                           .lang = lang,
                           .item = item,
                           .printed = calendar_midnight(20260318, 480) + 582 * MINUTE,
                           .tz_min = 480};
}

static void fits(const char *where)
{
    assert_false(draw.full);
    assert_true(draw.h <= SLIP_DOTS_HIGH_MAX);
    for (uint32_t i = 0; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        if (draw_item_too_wide(item))
            fail_msg("%s: too wide: %s", where, draw_item_text(&draw, item));
        if (item->box.y + item->box.h > draw.h)
            fail_msg("%s: below the paper: %s", where, draw_item_text(&draw, item));
    }
}

static void dump(struct golden *golden)
{
    char text[512];
    for (uint32_t i = 0; i < draw.count; i++) {
        draw_item_print(&draw, &draw.items[i], text, sizeof(text));
        golden_printf(golden, "%s\n", text);
    }
}

/* F-S09: one format for all items. */
static void a_notice_is_the_reviewed_one(void **state)
{
    struct golden golden;
    (void)state;
    golden_open(&golden, "kiosk_notice.txt");
    for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
        struct notice notice = notice_of(named("社会保障卡申领"), (enum lang)lang);
        assert_int_equal(notice_draw(&notice, 0, &text_measure_rough, &draw), 1);
        golden_printf(&golden, "%s, %d dots\n", lang_code((enum lang)lang), draw.h);
        dump(&golden);
    }
    golden_close(&golden);
}

static void it_says_all_that_the_catalogue_says(void **state)
{
    (void)state;
    struct notice notice = notice_of(named("医疗费报销"), LANG_ZH);
    assert_int_equal(notice_draw(&notice, 0, fonts_measure(fonts), &draw), 1);
    assert_true(says("一次性告知单") && says("医疗费报销") && says("JC-0201"));
    assert_true(says("6.") && says("银行卡") && says("本人名下")); /* the last material */
    assert_true(says("取号 → 窗口受理 → 审核 → 发放"));
    assert_true(says("20 个工作日") && says("不收费") && says("《中华人民共和国社会保险法》"));
    assert_true(says("2026-03-18 9:42") && says("12345"));
}

static void every_item_of_the_hall_fits_its_paper(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < def->item_count; i++)
        for (int look = 0; look < 4; look++) {
            struct notice notice = notice_of(&def->items[i], look & 1 ? LANG_EN : LANG_ZH);
            notice.roll_mm = look & 2 ? SLIP_ROLL_NARROW_MM : 80;
            uint32_t count = notice_draw(&notice, 0, fonts_measure(fonts), &draw);
            fits(def_item_text(def, &def->items[i], ITEM_NAME, LANG_ZH));
            for (uint32_t k = 1; k < count; k++) {
                (void)notice_draw(&notice, k, fonts_measure(fonts), &draw);
                fits(def_item_text(def, &def->items[i], ITEM_NAME, LANG_ZH));
            }
            notice.online = true;
            (void)notice_draw(&notice, 0, fonts_measure(fonts), &draw);
            fits("online");
        }
}

/* The longest that --check lets through: every text at its limit. */
static char pool[20000];

static void repeat(char *to, const char *what, uint32_t times)
{
    *to = '\0';
    for (uint32_t i = 0; i < times; i++)
        strcat(to, what);
}

static void the_longest_item_goes_on_further_sheets(void **state)
{
    struct hall_def long_def = *def;
    struct item_def item = *named("社会保障卡申领");
    uint32_t at = 1, lines = 0;
    (void)state;
    long_def.items = &item;
    long_def.item_count = 1;
    long_def.item_texts = pool;
    memset(&item.text, 0, sizeof(item.text));
    item.code = item.initials = item.also = item.url = item.phone = 0;
    static const uint16_t lengths[ITEM_TEXT_COUNT] =
        {[ITEM_NAME] = 40, [ITEM_BASIS] = 200, [ITEM_CONDITIONS] = 200,
         [ITEM_FEE] = 28,  [ITEM_TIME] = 28,   [ITEM_DEPARTMENT] = 20};
    for (int which = 0; which < ITEM_TEXT_COUNT; which++) {
        item.text[which][LANG_ZH] = at;
        repeat(pool + at, "字", lengths[which]);
        at += (uint32_t)strlen(pool + at) + 1;
    }
    item.text[ITEM_MATERIALS][LANG_ZH] = at;
    for (uint32_t i = 0; i < ITEM_MATERIALS_MAX; i++) {
        if (i)
            strcat(pool + at, "|");
        repeat(pool + at + strlen(pool + at), "材", 24);
        strcat(pool + at, "=");
        repeat(pool + at + strlen(pool + at), "注", 26);
    }
    struct notice notice = notice_of(&item, LANG_ZH);
    notice.def = &long_def;
    uint32_t count = notice_draw(&notice, 0, fonts_measure(fonts), &draw);
    print_message("the longest item takes %u sheets\n", count);
    assert_in_range(count, 2, NOTICE_SHEETS_MAX);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(notice_draw(&notice, i, fonts_measure(fonts), &draw), count);
        fits("the longest");
        assert_true(says("张")); /* 第 1 / 3 张 */
        for (uint32_t k = 0; k < draw.count; k++)
            lines += strstr(draw_item_text(&draw, &draw.items[k]), "注注") != NULL;
    }
    assert_true(lines >= ITEM_MATERIALS_MAX); /* no material is lost between two sheets */
}

/* ---- the slip ---- */

static struct slip slip_of(uint16_t item, service_id service, enum lang lang)
{
    return (struct slip){.def = def,
                         .words = &words,
                         .lang = lang,
                         .label = {"A", 23},
                         .service = service,
                         .item = item,
                         .ahead = 12,
                         .issued = calendar_midnight(20260318, 480),
                         .tz_min = 480};
}

static void a_slip_names_the_item_and_what_to_bring_for_it(void **state)
{
    (void)state;
    const struct item_def *item = named("医疗费报销");
    struct slip slip = slip_of(item->id, item->service, LANG_ZH);
    slip_draw(&slip, fonts_measure(fonts), &draw);
    fits("slip");
    assert_true(says("事项") && says("医疗费报销"));
    assert_true(says("费用清单")); /* the item's materials, not the service's */
    slip.item = 0;
    slip_draw(&slip, fonts_measure(fonts), &draw);
    assert_false(says("事项") || says("医疗费报销") || says("费用清单"));
}

/* R-L11 */
static void a_confidential_service_leaves_the_item_out(void **state)
{
    (void)state;
    const struct item_def *item = named("社会救助咨询与申请");
    assert_true(def_service(def, item->service)->confidential);
    struct slip slip = slip_of(item->id, item->service, LANG_ZH);
    slip_draw(&slip, fonts_measure(fonts), &draw);
    assert_false(says("事项") || says("救助咨询"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_notice_is_the_reviewed_one),
        cmocka_unit_test(it_says_all_that_the_catalogue_says),
        cmocka_unit_test(every_item_of_the_hall_fits_its_paper),
        cmocka_unit_test(the_longest_item_goes_on_further_sheets),
        cmocka_unit_test(a_slip_names_the_item_and_what_to_bring_for_it),
        cmocka_unit_test(a_confidential_service_leaves_the_item_out),
    };
    return cmocka_run_group_tests_name("kiosk_notice", tests, start, stop);
}
