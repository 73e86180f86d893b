/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who cannot read small print, reach high, see or touch: looks are choices of their own, keys
 * reach every place once in reading order with a ring around it (R-X4, R-X5).
 */
#include <string.h>

#include "kiosk_every.h"
#include "test.h"
#include "ui/fit.h"
#include "ui/layout.h"
#include "ui/theme.h"
#include "view/focus.h"

static struct kiosk_effects effects;

static void send(struct kiosk_event event)
{
    event.now = model.now + SECOND;
    kiosk_step(&model, &event, &effects);
}

static void press(uint16_t action)
{
    send((struct kiosk_event){.type = KIOSK_DOWN, .action = action});
    send((struct kiosk_event){.type = KIOSK_UP, .action = action});
}

static struct shape home(void)
{
    struct shape shape = {"usual", 1920, 1080, every_stage()};
    every_render(&shape, SCENE_HOME, fonts_measure(fonts));
    return shape;
}

/* ---- looks ---- */

static void text_grows_by_half_then_twice_then_is_usual(void **state)
{
    (void)state;
    home();
    for (uint8_t level = 1; level <= KIOSK_LARGE_MAX; level++) {
        press(KIOSK_ACT_LARGE);
        assert_int_equal(model.large, level);
    }
    press(KIOSK_ACT_LARGE);
    assert_int_equal(model.large, 0);
}

static void each_look_is_a_choice_of_its_own(void **state)
{
    (void)state;
    home();
    press(KIOSK_ACT_CONTRAST);
    assert_true(model.contrast && !model.large && !model.low);
    press(KIOSK_ACT_LOW);
    assert_true(model.contrast && !model.large && model.low);
    press(KIOSK_ACT_LARGE);
    assert_true(model.contrast && model.large == 1 && model.low);
    press(KIOSK_ACT_NORMAL);
    assert_true(!model.contrast && !model.large && !model.low);
}

/* docs/ui 1.4: large text, low and voice double all times; high contrast does not. */
static void who_needs_longer_has_twice_the_time(void **state)
{
    static const uint16_t doubling[] = {KIOSK_ACT_LARGE, KIOSK_ACT_LOW, KIOSK_ACT_VOICE};
    (void)state;
    for (size_t i = 0; i < countof(doubling); i++) {
        home();
        press(doubling[i]);
        assert_int_equal(kiosk_page_ms(&model), 200 * SECOND);
    }
    home();
    press(KIOSK_ACT_CONTRAST);
    assert_int_equal(kiosk_page_ms(&model), 100 * SECOND);
}

/* R-K2: the next visitor finds the usual look. */
static void looks_end_with_the_visit(void **state)
{
    (void)state;
    home();
    press(KIOSK_ACT_LARGE), press(KIOSK_ACT_LOW), press(KIOSK_ACT_VOICE);
    send((struct kiosk_event){.type = KIOSK_FOCUS, .action = KIOSK_ACT_HELP});
    model.now += 200 * SECOND;
    send((struct kiosk_event){.type = KIOSK_TICK});
    assert_true(!model.large && !model.low && !model.voice && !model.focus.shown);
}

static void without_sound_there_is_no_voice(void **state)
{
    (void)state;
    struct shape shape = home();
    send((struct kiosk_event){.type = KIOSK_SOUND, .up = false});
    press(KIOSK_ACT_VOICE);
    assert_false(model.voice);
    every_draw(&shape, fonts_measure(fonts));
    assert_null(focus_find(&draw, KIOSK_ACT_VOICE, -1));
}

/* ---- focus ---- */

/* Before: above it, or in its row and left of it. */
static bool reads_before(const struct draw_hit *a, const struct draw_hit *b)
{
    bool row = a->box.y < b->box.y + b->box.h && b->box.y < a->box.y + a->box.h;
    return row ? a->box.x < b->box.x || a->box.y < b->box.y : a->box.y < b->box.y;
}

static uint32_t enabled_places(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < draw.hit_count; i++)
        count += draw.hits[i].enabled;
    return count;
}

static void check_walk(const struct shape *shape, const char *where)
{
    (void)shape;
    bool seen[DRAW_HITS_MAX] = {false};
    struct kiosk_focus focus = {.shown = false};
    const struct draw_hit *before = NULL;
    uint32_t count = enabled_places();
    for (uint32_t i = 0; i < count; i++) {
        focus = focus_move(&draw, &focus, 1);
        const struct draw_hit *hit = focus_hit(&draw, &focus);
        if (!hit || !hit->enabled || seen[hit - draw.hits])
            fail_msg("%s: key %u reaches nothing new", where, i + 1);
        seen[hit - draw.hits] = true;
        if (before && !reads_before(before, hit))
            fail_msg("%s: %u is reached after %u", where, hit->action, before->action);
        before = hit;
    }
    struct kiosk_focus round = focus_move(&draw, &focus, 1), none = {.shown = false};
    struct kiosk_focus first = focus_move(&draw, &none, 1);
    if (memcmp(&round, &first, sizeof(round)) != 0 && count > 0)
        fail_msg("%s: after the last comes not the first", where);
}

static uint32_t rings(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < draw.count; i++)
        count += draw.items[i].kind == DRAW_RECT && draw.items[i].fill.a == 0 &&
                 draw.items[i].border == 4;
    return count;
}

static void check_ring(const struct shape *shape, const char *where)
{
    if (enabled_places() == 0)
        return;
    if (rings() != 0)
        fail_msg("%s: a ring before any key", where);
    model.focus = focus_move(&draw, &model.focus, 1);
    every_draw(shape, fonts_measure(fonts));
    if (rings() != 1)
        fail_msg("%s: %u rings after a key", where, rings());
}

static void a_key_shows_one_ring(void **state)
{
    (void)state;
    on_some_pages(check_ring);
}

static void a_touch_takes_the_ring_away_and_a_key_does_not(void **state)
{
    (void)state;
    home();
    send((struct kiosk_event){.type = KIOSK_FOCUS, .action = KIOSK_ACT_HELP});
    assert_true(model.focus.shown);
    send((struct kiosk_event){.type = KIOSK_DOWN, .code = KIOSK_BY_KEY, .action = KIOSK_ACT_ASK});
    assert_true(model.focus.shown);
    send((struct kiosk_event){.type = KIOSK_DOWN});
    assert_false(model.focus.shown);
}

static void a_new_page_puts_the_ring_on_its_first_place(void **state)
{
    (void)state;
    struct shape shape = home();
    send((struct kiosk_event){.type = KIOSK_FOCUS, .action = KIOSK_ACT_ASK});
    send((struct kiosk_event){.type = KIOSK_DOWN, .code = KIOSK_BY_KEY, .action = KIOSK_ACT_ASK});
    send((struct kiosk_event){.type = KIOSK_UP, .code = KIOSK_BY_KEY, .action = KIOSK_ACT_ASK});
    assert_int_equal(model.page, KIOSK_ASK);
    every_draw(&shape, fonts_measure(fonts));
    uint8_t order[DRAW_HITS_MAX];
    assert_true(focus_order(&draw, order) > 1);
    assert_ptr_equal(focus_hit(&draw, &model.focus), &draw.hits[order[0]]);
}

/* R-K2: a key is a sign of life too. */
static void a_key_restarts_the_time(void **state)
{
    (void)state;
    struct shape shape = {"usual", 1920, 1080, every_stage()};
    every_render(&shape, SCENE_IDLE, fonts_measure(fonts));
    assert_true(kiosk_overlay(&model));
    send((struct kiosk_event){.type = KIOSK_FOCUS, .action = KIOSK_ACT_MORE_TIME});
    assert_false(kiosk_overlay(&model));
}

/* ---- emergency (k31) ---- */

static struct kiosk_rows hall_rows;

static void emergency(bool known, uint8_t which)
{
    hall_rows = model.rows;
    hall_rows.known = known;
    hall_rows.emergency = which;
    send((struct kiosk_event){.type = KIOSK_ROWS, .rows = &hall_rows});
}

static bool is_shown(const char *text)
{
    for (uint32_t i = 0; i < draw.count; i++)
        if (strstr(draw_item_text(&draw, &draw.items[i]), text))
            return true;
    return false;
}

/* Every page, dialog and toast: only the one key is left, at once. */
static void check_covered(const struct shape *shape, const char *where)
{
    emergency(true, EMERGENCY_EVACUATE);
    every_draw(shape, fonts_measure(fonts));
    if (enabled_places() != 1 || !focus_find(&draw, KIOSK_ACT_CANNOT_LEAVE, -1))
        fail_msg("%s: an emergency leaves other places to touch", where);
    if (!is_shown(shape->stage.lang == LANG_ZH ? "紧急通知" : "Emergency"))
        fail_msg("%s: it does not say to leave", where);
}

static void an_emergency_covers_every_page(void **state)
{
    (void)state;
    on_some_pages(check_covered);
}

static void only_the_hall_ends_an_emergency(void **state)
{
    (void)state;
    struct shape shape = home();
    emergency(true, EMERGENCY_EVACUATE);
    press(KIOSK_ACT_HOME), press(KIOSK_ACT_LANGUAGE), press(KIOSK_ACT_ZONE);
    model.now += HOUR;
    send((struct kiosk_event){.type = KIOSK_TICK});
    send((struct kiosk_event){.type = KIOSK_LINK, .up = false}); /* stands without a link */
    emergency(false, EMERGENCY_NONE); /* a link that begins says nothing yet */
    assert_int_equal(model.emergency, EMERGENCY_EVACUATE);
    assert_int_equal(model.lang, LANG_ZH);
    emergency(true, EMERGENCY_NONE);
    every_draw(&shape, fonts_measure(fonts));
    assert_int_equal(model.page, KIOSK_HOME);
    assert_false(is_shown("紧急通知"));
}

static void who_cannot_leave_alone_is_told_to_the_hall(void **state)
{
    (void)state;
    struct shape shape = home();
    emergency(true, EMERGENCY_EVACUATE);
    press(KIOSK_ACT_CANNOT_LEAVE);
    assert_int_equal(effects.count, 1);
    assert_int_equal(effects.list[0].type, KIOSK_DO_HELP);
    assert_int_equal(effects.list[0].arg, KIOSK_HELP_FOR_LEAVING);
    send((struct kiosk_event){.type = KIOSK_RESULT, .number = effects.list[0].seq});
    model.now += MINUTE;
    send((struct kiosk_event){.type = KIOSK_TICK}); /* it stays to be read */
    every_draw(&shape, fonts_measure(fonts));
    assert_true(is_shown("已通知工作人员"));
}

/* A number that is being issued is finished and printed. */
static void a_number_under_way_is_still_printed(void **state)
{
    (void)state;
    struct shape shape = {"usual", 1920, 1080, every_stage()};
    every_render(&shape, SCENE_BUSY, fonts_measure(fonts));
    emergency(true, EMERGENCY_EVACUATE);
    struct kiosk_ticket ticket = {.seq = model.asking.seq,
                                  .id = {23},
                                  .label = {"A", 23},
                                  .service = model.wish.service};
    send((struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
    assert_int_equal(effects.list[effects.count - 1].type, KIOSK_DO_PRINT);
    every_draw(&shape, fonts_measure(fonts));
    assert_true(is_shown("请立即离开大厅"));
}

/* The exits are those of the kiosk's own floor, from the definition. */
static void the_exits_are_those_of_its_floor(void **state)
{
    (void)state;
    struct shape shape = home();
    emergency(true, EMERGENCY_EVACUATE);
    every_draw(&shape, fonts_measure(fonts));
    assert_true(is_shown("正门、东侧门"));
}

/* ---- what is off, chosen or pressed (R-X4: nothing by colour alone) ---- */

static bool has_dashes(struct box box)
{
    for (uint32_t i = draw.dimmed; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        if (item->kind == DRAW_RECT && item->dashed && item->box.x == box.x && item->box.y == box.y)
            return true;
    }
    return false;
}

static bool has_icon(struct box box, enum icon icon)
{
    for (uint32_t i = draw.dimmed; i < draw.count; i++)
        if (draw.items[i].kind == DRAW_ICON && draw.items[i].icon == icon &&
            box_contains(box, draw.items[i].box.x, draw.items[i].box.y))
            return true;
    return false;
}

static bool is_filled(struct box box, struct rgba colour)
{
    for (uint32_t i = draw.dimmed; i < draw.count; i++) {
        const struct draw_item *item = &draw.items[i];
        if (item->kind == DRAW_RECT && item->box.x == box.x && item->box.y == box.y &&
            item->box.w == box.w && memcmp(&item->fill, &colour, sizeof(colour)) == 0)
            return true;
    }
    return false;
}

/* A busy key says so in words; every other one that is off has a dashed edge. */
static void check_marks(const struct shape *shape, const char *where)
{
    const struct theme *t = shape->stage.contrast ? &theme_contrast : &theme_light;
    for (uint32_t i = 0; i < draw.hit_count; i++) {
        const struct draw_hit *hit = &draw.hits[i];
        bool busy = kiosk_busy(&model) || is_filled(hit->box, t->pressed);
        bool marked = busy || has_dashes(hit->box) || has_icon(hit->box, ICON_CHECK);
        if (!hit->enabled && !marked)
            fail_msg("%s: place %u at %d,%d is off by its colour alone", where, hit->action,
                     hit->box.x, hit->box.y);
        if (hit->enabled && is_filled(hit->box, t->ink) && !has_icon(hit->box, ICON_CHECK))
            fail_msg("%s: place %u is chosen by its colour alone", where, hit->action);
    }
}

/* Fingers are as large on every panel: each place in millimetres (R-X4). */
static void check_fingers(const struct shape *shape, const char *where)
{
    static const struct panel panels[] = {{708, 398, 0, false}, {476, 268, 0, false}};
    for (size_t i = 0; i < countof(panels); i++) {
        struct panel panel = panels[i];
        if (shape->h > shape->w)
            panel = (struct panel){panels[i].h_mm, panels[i].w_mm, 0, true};
        for (uint32_t j = 0; j < draw.hit_count; j++) {
            uint32_t w = panel_length(&panel, (uint32_t)draw.hits[j].box.w);
            uint32_t h = panel_length(&panel, (uint32_t)draw.hits[j].box.h);
            if (w < PANEL_TARGET_MIN_MM * 100 || h < PANEL_TARGET_MIN_MM * 100)
                fail_msg("%s: place %u is %u x %u hundredths of a mm on a panel %u mm wide", where,
                         draw.hits[j].action, w, h, panel.w_mm);
        }
    }
}

/* R-L13: what changes by itself does so once a second at most: clock, seconds, figures. */
static void check_calm(const struct shape *shape, const char *where)
{
    static struct draw before;
    struct box boxes[4];
    uint32_t changes = 0;
    msec from = model.now;
    for (int i = 1; i <= 50; i++) {
        before = draw;
        struct kiosk_event tick = {.type = KIOSK_TICK,
                                   .hall_ms = model.hall_ms + 100,
                                   .tz_min = 480,
                                   .now = from + 100 * i};
        kiosk_step(&model, &tick, &effects);
        every_draw(shape, fonts_measure(fonts));
        changes += draw_changes(&before, &draw, boxes, countof(boxes)) > 0;
    }
    if (changes > 12)
        fail_msg("%s: changes %u times in 5 s without a touch", where, changes);
}

static void nothing_blinks(void **state)
{
    (void)state;
    on_some_pages(check_calm);
}

/* ---- sizes ---- */

static struct draw fitted;

/* On every screen each text still fits its box, in the letters of that screen. */
static void check_size(const struct shape *shape, const char *where, int16_t w, int16_t h)
{
    struct fit fit = fit_of(shape->w, shape->h, w, h);
    fit_draw(&fit, &draw, &fitted);
    for (uint32_t i = 0; i < fitted.count; i++) {
        const struct draw_item *item = &fitted.items[i];
        if (item->kind != DRAW_TEXT || draw_item_too_wide(&draw.items[i]))
            continue;
        const char *text = draw_item_text(&fitted, item);
        uint16_t width = draw_measure(&fitted, text, item->size, item->bold);
        int16_t room = item->turned ? item->box.h : item->box.w;
        if (width > room + 2)
            fail_msg("%s, %dx%d: \"%s\" is %u px wide in %d", where, w, h, text, width, room);
        if (item->box.x < 0 || item->box.y < 0 || item->box.x + item->box.w > w ||
            item->box.y + item->box.h > h)
            fail_msg("%s, %dx%d: \"%s\" lies outside", where, w, h, text);
    }
    for (uint32_t i = 0; i < fitted.hit_count; i++) {
        int16_t x, y;
        struct box b = fitted.hits[i].box;
        fit_point(&fit, b.x + b.w / 2, b.y + b.h / 2, &x, &y);
        if (draw_hit_at(&draw, x, y) != &draw.hits[i])
            fail_msg("%s, %dx%d: place %u is not touched where it is seen", where, w, h, i);
    }
}

static void check_sizes(const struct shape *shape, const char *where)
{
    bool tall = shape->h > shape->w;
    check_size(shape, where, tall ? 800 : 1280, tall ? 1280 : 800);
    check_size(shape, where, tall ? 2160 : 3840, tall ? 3840 : 2160);
}

/* Drawing takes longer than looking: each page is drawn once for all that need no other. */
static void check_page(const struct shape *shape, const char *where)
{
    check_walk(shape, where);
    check_marks(shape, where);
    check_fingers(shape, where);
    check_sizes(shape, where);
}

static void order_of_keys_marks_fingers_and_sizes_hold_on_every_page(void **state)
{
    (void)state;
    on_every_page(check_page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows_by_half_then_twice_then_is_usual),
        cmocka_unit_test(each_look_is_a_choice_of_its_own),
        cmocka_unit_test(who_needs_longer_has_twice_the_time),
        cmocka_unit_test(looks_end_with_the_visit),
        cmocka_unit_test(without_sound_there_is_no_voice),
        cmocka_unit_test(a_key_shows_one_ring),
        cmocka_unit_test(a_touch_takes_the_ring_away_and_a_key_does_not),
        cmocka_unit_test(a_new_page_puts_the_ring_on_its_first_place),
        cmocka_unit_test(a_key_restarts_the_time),
        cmocka_unit_test(nothing_blinks),
        cmocka_unit_test(order_of_keys_marks_fingers_and_sizes_hold_on_every_page),
        cmocka_unit_test(an_emergency_covers_every_page),
        cmocka_unit_test(only_the_hall_ends_an_emergency),
        cmocka_unit_test(who_cannot_leave_alone_is_told_to_the_hall),
        cmocka_unit_test(a_number_under_way_is_still_printed),
        cmocka_unit_test(the_exits_are_those_of_its_floor),
    };
    return cmocka_run_group_tests_name("kiosk_access", tests, every_start, every_stop);
}
