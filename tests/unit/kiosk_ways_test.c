/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages that depend on what a hall has: quotas and the next session (k20), many zones and services
 * (k01, k02), the longest names of items, and ways out that a hall lacks (R-K5, R-K7, R-M12).
 */
#include <stdio.h>
#include <string.h>

#include "kiosk_hall_rig.h"
#include "kiosk_scenes.h"
#include "ui/layout.h"
#include "view/view.h"

static struct kiosk_model model;
static struct hall_def hall; /* a copy to be changed */
static struct service_def services[SERVICES_MAX];
static struct zone_def zones[ZONES_MAX];
static uint8_t large; /* text size of the stage */

static int begin(void **state)
{
    (void)state;
    hall = *def;
    large = 0;
    memcpy(services, def->services, sizeof(services[0]) * def->service_count);
    memcpy(zones, def->zones, sizeof(zones[0]) * def->zone_count);
    hall.services = services;
    hall.zones = zones;
    return 0;
}

static void show(enum scene scene, bool tall, enum lang lang)
{
    struct stage stage = {.def = &hall,
                          .device = def_device(&hall, "kiosk-1"),
                          .lang = lang,
                          .large = large};
    scene_play(&stage, scene, &model);
    struct kiosk_view view = {.model = &model,
                              .words = &words,
                              .measure = fonts_measure(fonts),
                              .w = tall ? 1080 : 1920,
                              .h = tall ? 1920 : 1080};
    kiosk_draw(&view, &draw);
    for (uint32_t i = 0; i < draw.count; i++)
        if (draw_item_too_wide(&draw.items[i]))
            fail_msg("too wide: %s", draw_item_text(&draw, &draw.items[i]));
    assert_false(draw.full);
}

static void later(int32_t minutes)
{
    model.hall_ms += minutes * MINUTE;
    struct kiosk_view view = {.model = &model,
                              .words = &words,
                              .measure = fonts_measure(fonts),
                              .w = 1920,
                              .h = 1080};
    kiosk_draw(&view, &draw);
}

static bool offers(uint16_t action)
{
    for (uint32_t i = 0; i < draw.hit_count; i++)
        if (draw.hits[i].action == action && draw.hits[i].enabled)
            return true;
    return false;
}

static struct kiosk_view with_code(bool tall)
{
    static const uint8_t dots[] = {0xa8, 0x50, 0xa8, 0x50, 0xa8};
    return (struct kiosk_view){.model = &model,
                               .words = &words,
                               .measure = fonts_measure(fonts),
                               .w = tall ? 1080 : 1920,
                               .h = tall ? 1920 : 1080,
                               .qr = {.w = 5, .h = 5},
                               .qr_dots = dots};
}

/* The code's white ground; w 0 = none is drawn. */
static struct box code_box(void)
{
    for (uint32_t i = 1; i < draw.count; i++)
        if (draw.items[i].kind == DRAW_BITMAP)
            return draw.items[i - 1].box;
    return BOX(0, 0, 0, 0);
}

/* docs/ui k22: 写留言 shows a code, the book at the desk and the phone, in every look. */
static void messages_are_written_on_a_phone_that_scans_a_code(void **state)
{
    (void)state;
    for (int look = 0; look < 8; look++) {
        bool tall = look & 1;
        enum lang lang = look & 2 ? LANG_EN : LANG_ZH;
        large = look & 4 ? 1 : 0;
        hall.phone_url[0] = '\0';
        show(SCENE_MESSAGE, tall, lang);
        struct kiosk_view view = with_code(tall);
        kiosk_draw(&view, &draw);
        assert_int_equal(code_box().w, 0); /* D-24: the hall has no page */
        strcpy(hall.phone_url, "https://hall.example/t/");
        show(SCENE_MESSAGE, tall, lang);
        view = with_code(tall);
        kiosk_draw(&view, &draw);
        struct box code = code_box();
        assert_true(code.w >= 248 && code.w == code.h);
        for (uint32_t i = 0; i < draw.count; i++) {
            const struct draw_item *item = &draw.items[i];
            if (draw_item_too_wide(item))
                fail_msg("look %d: too wide: %s", look, draw_item_text(&draw, item));
            if (item->kind == DRAW_TEXT && box_overlaps(item->ink, code))
                fail_msg("look %d: in the code: %s", look, draw_item_text(&draw, item));
        }
        assert_true(says(def->phone));
    }
}

/* R-K5, R-K7: as drawn in k20. */
static void used_up_numbers_are_said_with_their_quotas_and_the_next_session(void **state)
{
    (void)state;
    services[0].quota[0] = services[0].quota[1] = 60;
    show(SCENE_FULL, false, LANG_ZH);
    assert_true(says("上午（60 个号已取完）"));
    assert_true(says("下午  60 个号，2 小时 23 分后开始"));
    assert_true(says("也可到：汤神庙镇便民服务中心 8:30–17:00"));
}

static void without_a_quota_no_figure_is_shown(void **state)
{
    (void)state;
    show(SCENE_FULL, false, LANG_ZH);
    assert_true(says("上午（号码已取完）"));
    assert_true(says("下午  2 小时 23 分后开始"));
    assert_false(says(" 0 个号"));
}

/* Wednesday 18 March, after the last session began: Thursday morning comes next. */
static void with_no_session_left_the_next_day_is_named(void **state)
{
    (void)state;
    services[0].quota[0] = services[0].quota[1] = 60;
    show(SCENE_FULL, false, LANG_ZH);
    later(4 * 60); /* 14:52 */
    assert_true(says("3月19日 星期四  上午  60 个号"));
    assert_true(says("8:15–11:45"));
}

/* R-K7: what the hall does not have is left out. */
static void ways_that_a_hall_lacks_are_not_drawn(void **state)
{
    (void)state;
    show(SCENE_FULL, false, LANG_ZH);
    assert_true(offers(KIOSK_ACT_ONLINE_ITEMS) && offers(KIOSK_ACT_ELSEWHERE));
    hall.near_count = 0;
    hall.item_count = 0;
    show(SCENE_FULL, false, LANG_ZH);
    assert_false(offers(KIOSK_ACT_ONLINE_ITEMS) || offers(KIOSK_ACT_ELSEWHERE));
    assert_true(offers(KIOSK_ACT_WAYS) && offers(KIOSK_ACT_HELP));
    assert_false(says("也可到"));
    show(SCENE_HALL_CLOSED, false, LANG_ZH);
    assert_false(offers(KIOSK_ACT_SEARCH)); /* no guides either: enquiries stand there */
    assert_true(offers(KIOSK_ACT_ASK));
}

static void a_hall_without_items_hides_the_search(void **state)
{
    (void)state;
    show(SCENE_HOME, false, LANG_ZH);
    assert_true(offers(KIOSK_ACT_SEARCH) && says("搜索"));
    hall.item_count = 0;
    show(SCENE_HOME, false, LANG_ZH);
    assert_false(offers(KIOSK_ACT_SEARCH) || says("搜索"));
}

static void every_tile_is_a_target(uint16_t action, uint32_t count, int16_t h)
{
    uint32_t seen = 0;
    for (uint32_t i = 0; i < draw.hit_count; i++) {
        if (draw.hits[i].action != action)
            continue;
        seen++;
        if (h)
            assert_int_equal(draw.hits[i].box.h, h);
        for (uint32_t k = 0; k < i; k++)
            assert_false(box_overlaps(draw.hits[i].box, draw.hits[k].box));
    }
    assert_int_equal(seen, count);
}

/* docs/ui k01: 7-9 zones as 3x3, 224 high, without the lines of typical items. */
static void nine_zones_stand_on_one_page(void **state)
{
    (void)state;
    for (uint32_t i = def->zone_count; i < 9; i++) {
        zones[i] = def->zones[i % def->zone_count];
        zones[i].id = (uint16_t)(100 + i);
        zones[i].letter[0] = (char)('A' + i);
    }
    hall.zone_count = 9;
    show(SCENE_HOME, false, LANG_ZH);
    every_tile_is_a_target(KIOSK_ACT_ZONE, 9, 224);
    show(SCENE_HOME, true, LANG_EN);
    every_tile_is_a_target(KIOSK_ACT_ZONE, 9, 0);
}

/* docs/ui k02: 10-12 services as 3x4, 164 high. */
static void twelve_services_stand_on_one_page(void **state)
{
    (void)state;
    for (uint32_t i = 0, in_zone = 0; i < hall.service_count && in_zone < 12; i++) {
        if (!services[i].prefix[0])
            continue;
        in_zone++;
        services[i].zone = 1;
        hall.service_count = in_zone == 12 ? i + 1 : hall.service_count;
    }
    for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
        show(SCENE_SERVICES, false, (enum lang)lang);
        every_tile_is_a_target(KIOSK_ACT_SERVICE, 12, 164);
        show(SCENE_SERVICES, true, (enum lang)lang);
        every_tile_is_a_target(KIOSK_ACT_SERVICE, 12, 0);
    }
}

/* R-M12: the longest name that --check lets through is shown whole, on every page and look. */
static void the_longest_name_of_an_item_is_never_cut(void **state)
{
    static const char name[] =
        "建昌县城乡居民基本养老保险参保人员因户籍迁移申请养老保险关系转移接续办理事项全部";
    static struct item_def item;
    static char pool[1024];
    static const enum scene scenes[] = {SCENE_SEARCH_LIST, SCENE_ITEMS, SCENE_GUIDE, SCENE_ONLINE};
    (void)state;
    item = def->items[2]; /* one that can be done online */
    memcpy(pool + 1, name, sizeof(name));
    uint32_t at = 1 + sizeof(name);
    strcpy(pool + at, "YL");
    uint32_t url = at + 3;
    strcpy(pool + url, "https://example.org/");
    memset(item.text, 0, sizeof(item.text));
    item.text[ITEM_NAME][LANG_ZH] = 1;
    item.initials = at, item.url = url;
    item.code = item.also = item.phone = 0;
    hall.items = &item;
    hall.item_count = 1;
    hall.item_texts = pool;
    for (size_t i = 0; i < countof(scenes); i++)
        for (int look = 0; look < 4; look++) {
            char whole[512] = "";
            large = look & 2 ? KIOSK_LARGE_MAX : 0;
            show(scenes[i], look & 1, LANG_ZH);
            for (uint32_t k = 0; k < draw.count; k++) {
                const char *text = draw_item_text(&draw, &draw.items[k]);
                if (*text && strstr(name, text) && strlen(whole) + strlen(text) < sizeof(whole))
                    strcat(whole, text);
            }
            if (!strstr(whole, name))
                fail_msg("scene %d: only \"%s\"", (int)i, whole);
        }
}

/* docs/ui k03: one line, then 等 n 样. */
static void what_to_bring_is_one_line_on_the_confirm_page(void **state)
{
    (void)state;
    show(SCENE_CONFIRM_ITEM, false, LANG_ZH);
    assert_true(says("养老保险待遇资格认证 · 便民服务区"));
    for (uint32_t i = 0; i < hall.item_count; i++)
        if (strstr(def_item_text(&hall, &hall.items[i], ITEM_NAME, LANG_ZH), "医疗费报销"))
            model.wish.item = hall.items[i].id;
    later(0);
    assert_true(says("居民身份证等 6 样"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
    const struct CMUnitTest tests[] = {
        TEST(messages_are_written_on_a_phone_that_scans_a_code),
        TEST(used_up_numbers_are_said_with_their_quotas_and_the_next_session),
        TEST(without_a_quota_no_figure_is_shown),
        TEST(with_no_session_left_the_next_day_is_named),
        TEST(ways_that_a_hall_lacks_are_not_drawn),
        TEST(a_hall_without_items_hides_the_search),
        TEST(nine_zones_stand_on_one_page),
        TEST(twelve_services_stand_on_one_page),
        TEST(the_longest_name_of_an_item_is_never_cut),
        TEST(what_to_bring_is_one_line_on_the_confirm_page),
    };
    return cmocka_run_group_tests_name("kiosk_ways", tests, start, stop);
}
