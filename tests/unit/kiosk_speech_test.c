/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a kiosk says: every page and every place of it, in both languages, and never a digit that
 * somebody typed (R-X4, R-X7, docs/ui 1.4).
 */
#include <stdlib.h>
#include <string.h>

#include "kiosk_every.h"
#include "spoken/reading.h"
#include "spoken/spell.h"
#include "test.h"
#include "view/focus.h"
#include "view/speech.h"

static struct kiosk_effects effects;
static struct speech_state state;
static struct speech speech;

static struct kiosk_view view_of(const struct shape *shape)
{
    return (struct kiosk_view){&model,   &words,   fonts_measure(fonts),
                               shape->w, shape->h, {SCENE_QR_WIDTH, SCENE_QR_WIDTH, 0},
                               scene_qr};
}

static void send(struct kiosk_event event)
{
    event.now = model.now + SECOND;
    kiosk_step(&model, &event, &effects);
}

static void press(uint16_t action, uint16_t arg)
{
    send((struct kiosk_event){.type = KIOSK_DOWN, .action = action, .arg = arg});
    send((struct kiosk_event){.type = KIOSK_UP, .action = action, .arg = arg});
}

/* Draws what the model shows now; what is to be said, or NULL. */
static const char *heard(const struct shape *shape)
{
    every_draw(shape, fonts_measure(fonts));
    struct kiosk_view view = view_of(shape);
    return speech_next(&state, &view, &draw, &speech) ? speech.text : NULL;
}

static struct shape scene(enum scene which)
{
    struct shape shape = {"usual", 1920, 1080, every_stage()};
    every_render(&shape, which, fonts_measure(fonts));
    state = (struct speech_state){.begun = false};
    (void)heard(&shape);
    return shape;
}

/* ---- every page ---- */

static void check_speaks(const struct shape *shape, const char *where)
{
    struct kiosk_view view = view_of(shape);
    speech_page(&view, &draw, &speech);
    if (strlen(speech.text) < 12)
        fail_msg("%s: says only \"%s\"", where, speech.text);
    if (speech.chinese != (shape->stage.lang == LANG_ZH))
        fail_msg("%s: says it in the other language", where);
    for (uint32_t i = 0; i < draw.hit_count; i++) {
        if (!draw.hits[i].enabled)
            continue;
        speech_place(&view, &draw, &draw.hits[i], &speech);
        if (!speech.text[0])
            fail_msg("%s: place %u at %d,%d has no words", where, draw.hits[i].action,
                     draw.hits[i].box.x, draw.hits[i].box.y);
    }
}

static void every_page_and_place_speaks(void **unused)
{
    (void)unused;
    on_every_page(check_speaks);
}

/* Others hear it too: no run of digits as long as a code, an ID, a PIN. */
static void check_secret(const struct shape *shape, const char *where)
{
    struct kiosk_view view = view_of(shape);
    speech_page(&view, &draw, &speech);
    uint32_t run = 0;
    for (const char *at = speech.text; *at; at++) {
        run = *at >= '0' && *at <= '9' ? run + 1 : 0;
        if (run >= 6)
            fail_msg("%s: says %s", where, speech.text);
    }
    if (model.page != KIOSK_PIN)
        return;
    for (uint32_t i = 0; i < draw.hit_count; i++) {
        if (draw.hits[i].action != KIOSK_ACT_KEY)
            continue;
        speech_place(&view, &draw, &draw.hits[i], &speech);
        assert_string_equal(speech.text, shape->stage.lang == LANG_ZH ? "一个数字" : "a digit");
    }
}

static void no_typed_digit_is_said(void **unused)
{
    (void)unused;
    on_every_page(check_secret);
}

/* ---- the guide ---- */

static void the_guide_reads_a_new_page_and_the_place_in_focus(void **unused)
{
    (void)unused;
    struct shape shape = scene(SCENE_HOME);
    press(KIOSK_ACT_ASK, 0);
    assert_null(heard(&shape)); /* off by default */
    press(KIOSK_ACT_VOICE, 0);
    assert_non_null(strstr(heard(&shape), "咨询"));
    assert_null(heard(&shape)); /* once */
    send((struct kiosk_event){.type = KIOSK_FOCUS, .action = KIOSK_ACT_HOME});
    assert_string_equal(heard(&shape), "首页");
    send((struct kiosk_event){.type = KIOSK_TICK, .hall_ms = model.hall_ms + SECOND});
    assert_null(heard(&shape)); /* time passes: nothing new */
    send((struct kiosk_event){.type = KIOSK_REPEAT});
    assert_non_null(strstr(heard(&shape), "咨询"));
    press(KIOSK_ACT_HOME, 0);
    assert_non_null(strstr(heard(&shape), "请选择您要办理的业务"));
}

static void what_is_chosen_is_said(void **unused)
{
    (void)unused;
    struct shape shape = scene(SCENE_CONFIRM_PRIORITY);
    struct kiosk_view view = view_of(&shape);
    speech_place(&view, &draw, focus_find(&draw, KIOSK_ACT_PRIORITY, 1), &speech);
    assert_non_null(strstr(speech.text, "已选"));
    speech_place(&view, &draw, focus_find(&draw, KIOSK_ACT_PRIORITY, 0), &speech);
    assert_null(strstr(speech.text, "已选"));
}

/* R-X4: k.confirm holds the figures of the page in one sentence. */
static void the_confirm_page_is_one_sentence(void **unused)
{
    (void)unused;
    struct shape shape = scene(SCENE_CONFIRM);
    struct kiosk_view view = view_of(&shape);
    speech_page(&view, &draw, &speech);
    assert_non_null(strstr(speech.text, "前面12人，预计15–25分钟，确认取号？"));
}

/* ---- without the guide ---- */

static void a_number_is_always_said(void **unused)
{
    (void)unused;
    struct shape shape = scene(SCENE_BUSY);
    struct kiosk_ticket ticket = {.seq = model.asking.seq,
                                  .id = {23},
                                  .label = {"A", 23},
                                  .service = model.wish.service,
                                  .ahead = 12};
    send((struct kiosk_event){.type = KIOSK_ANSWER, .ticket = &ticket});
    assert_string_equal(heard(&shape), "取号成功，您的号码是A023，前面还有12人，请在等候区等候。");
    send((struct kiosk_event){.type = KIOSK_PRINTED, .number = 23, .code = PRINT_PRINTED});
    assert_null(heard(&shape)); /* once */
}

static void the_last_seconds_and_the_guide_on_the_way_are_said(void **unused)
{
    (void)unused;
    struct shape shape = scene(SCENE_SERVICES);
    model.now = model.page_until - 11 * SECOND;
    send((struct kiosk_event){.type = KIOSK_TICK});
    assert_non_null(strstr(heard(&shape), "您还在操作吗"));
    press(KIOSK_ACT_MORE_TIME, 0);
    assert_null(heard(&shape));
    press(KIOSK_ACT_HELP, 0);
    (void)heard(&shape);
    send((struct kiosk_event){.type = KIOSK_RESULT, .number = model.calling.seq});
    assert_string_equal(heard(&shape), "引导员正在赶来，请稍候。");
}

/* docs/ui k27: nobody hears the call in the hall, so the machine rings. */
static void alone_the_machine_rings(void **unused)
{
    (void)unused;
    struct shape shape = scene(SCENE_ALONE);
    press(KIOSK_ACT_HELP, 0);
    assert_string_equal(heard(&shape), "本机正在响铃呼叫，请稍候");
    assert_int_equal(speech.rings, SPEECH_RINGS);
    model.now += MINUTE;
    send((struct kiosk_event){.type = KIOSK_TICK});
    send((struct kiosk_event){.type = KIOSK_SOUND, .up = false});
    press(KIOSK_ACT_HELP, 0);
    assert_string_equal(heard(&shape), "现在叫不到引导员，请到咨询台");
    assert_int_equal(speech.rings, 0);
}

/* k31: again and again, in the languages of the hall in turn, until the hall ends it. */
static void an_emergency_is_said_again_and_again(void **unused)
{
    (void)unused;
    struct shape shape = scene(SCENE_HOME);
    struct kiosk_rows rows = model.rows;
    rows.emergency = EMERGENCY_EVACUATE;
    send((struct kiosk_event){.type = KIOSK_ROWS, .rows = &rows});
    assert_string_equal(heard(&shape), "请立即离开大厅，走最近的安全出口：正门、东侧门，"
                                       "不要乘电梯，听从工作人员引导");
    assert_null(heard(&shape));
    model.now += SPEECH_AGAIN_MS;
    assert_non_null(strstr(heard(&shape), "Please leave"));
    model.now += SPEECH_AGAIN_MS;
    assert_non_null(strstr(heard(&shape), "请立即离开"));
    rows.emergency = EMERGENCY_NONE;
    send((struct kiosk_event){.type = KIOSK_ROWS, .rows = &rows});
    model.now += SPEECH_AGAIN_MS;
    assert_null(heard(&shape));
}

/* ---- spelling ---- */

static void numbers_labels_and_times_are_said_as_people_say_them(void **unused)
{
    static const struct {
        enum lang lang;
        const char *text, *said;
    } table[] = {
        {LANG_ZH, "15–25 分钟", "十五到二十五 分钟"},
        {LANG_ZH, "A023", "A零二三"},
        {LANG_ZH, "8:15–11:45", "八点十五到十一点四十五"},
        {LANG_ZH, "9:00", "九点"},
        {LANG_ZH, "电话 12345", "电话 一二三四五"},
        {LANG_ZH, "前面1234人", "前面一千二百三十四人"},
        {LANG_EN, "A023", "A zero two three"},
        {LANG_EN, "15–25 min", "15 to 25 min"},
        {LANG_EN, "", ""},
    };
    (void)unused;
    char said[256];
    for (size_t i = 0; i < countof(table); i++) {
        spell_text(&words, table[i].lang, table[i].text, said, sizeof(said));
        assert_string_equal(said, table[i].said);
    }
    char small[8]; /* cut at a whole character */
    spell_text(&words, LANG_ZH, "二二二二", small, sizeof(small));
    assert_string_equal(small, "二二");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_and_place_speaks),
        cmocka_unit_test(no_typed_digit_is_said),
        cmocka_unit_test(the_guide_reads_a_new_page_and_the_place_in_focus),
        cmocka_unit_test(what_is_chosen_is_said),
        cmocka_unit_test(the_confirm_page_is_one_sentence),
        cmocka_unit_test(a_number_is_always_said),
        cmocka_unit_test(the_last_seconds_and_the_guide_on_the_way_are_said),
        cmocka_unit_test(alone_the_machine_rings),
        cmocka_unit_test(an_emergency_is_said_again_and_again),
        cmocka_unit_test(numbers_labels_and_times_are_said_as_people_say_them),
    };
    return cmocka_run_group_tests_name("kiosk_speech", tests, every_start, every_stop);
}
