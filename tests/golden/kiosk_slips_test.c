/* SPDX-License-Identifier: Apache-2.0 */
/* Every kind of slip, dot for dot: its size, the check of its picture, and that its code scans. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crc32c.h"
#include "golden.h"
#include "kiosk_slip_kinds.h"
#include "os/file.h"
#include "sdl/picture.h"

#define CODE "1.17.5b2d4860a91f3c7e"
#include "kiosk_slip_rig.h"

#define LENGTH_MAX_DOTS 1200 /* 150 mm (docs/ui 3) */

static struct hall_def changed;
static void draw_kind(enum slip_kind kind)
{
    changed = *def;
    struct slip slip = slip_of_kind(kind, &changed, &words);
    slip.qr = qr.size;
    slip.qr_dots = qr.dots;
    paper_make(&maker, &slip, &paper);
}

static void slips_look_as_they_were_reviewed(void **state)
{
    (void)state;
    struct golden golden;
    golden_open(&golden, "kiosk_slips.txt");
    for (int kind = 0; kind < SLIP_KIND_COUNT; kind++) {
        draw_kind((enum slip_kind)kind);
        golden_printf(&golden, "%-14s %ux%u %08x\n", slip_kind_name((enum slip_kind)kind), paper.w,
                      paper.h, crc32c(paper.dots, paper_stride(&paper) * paper.h));
    }
    golden_close(&golden);
}

static void nothing_is_cut_on_any_kind(void **state)
{
    (void)state;
    for (int kind = 0; kind < SLIP_KIND_COUNT; kind++) {
        draw_kind((enum slip_kind)kind);
        for (uint32_t i = 0; i < maker.draw.count; i++)
            if (draw_item_too_wide(&maker.draw.items[i]))
                fail_msg("%s: too wide: %s", slip_kind_name((enum slip_kind)kind),
                         draw_item_text(&maker.draw, &maker.draw.items[i]));
        assert_false(maker.draw.full);
    }
}

static void a_usual_slip_is_at_most_150_mm_long(void **state)
{
    (void)state;
    for (int kind = 0; kind < SLIP_KIND_COUNT; kind++) {
        draw_kind((enum slip_kind)kind);
        if (kind != SLIP_LONG && kind != SLIP_NARROW_LONG && paper.h > LENGTH_MAX_DOTS)
            fail_msg("%s is %u dots long", slip_kind_name((enum slip_kind)kind), paper.h);
    }
}

/* On the narrow roll too nothing is left out. */
static void the_longest_slip_fits_the_paper(void **state)
{
    (void)state;
    for (int narrow = 0; narrow < 2; narrow++) {
        changed = *def;
        struct slip slip = slip_longest(narrow, &changed, &words);
        slip.qr = qr.size;
        slip.qr_dots = qr.dots;
        paper_make(&maker, &slip, &paper);
        print_message("%u dots\n", paper.h);
        assert_true(paper.h < SLIP_DOTS_HIGH_MAX);
        assert_true(says("88号窗口用地") && says("12345"));
    }
}

/* R-T2: the same number, marked, with both times. */
static void a_copy_is_marked(void **state)
{
    (void)state;
    draw_kind(SLIP_REPRINT);
    static const char *const wanted[] = {"补  打", "A023", "2026-03-18 9:42", "2026-03-18 9:58",
                                         "号码和位置不变"};
    for (size_t i = 0; i < countof(wanted); i++)
        assert_true(says(wanted[i]));
    draw_kind(SLIP_LONG); /* of an appointment: both are said */
    assert_true(says("补打 · 预约 10:00"));
}

static void an_appointment_says_its_slot_and_the_next_steps(void **state)
{
    (void)state;
    draw_kind(SLIP_APPOINTMENT);
    assert_true(says("预约 10:00"));
    assert_true(says("下一步：106号窗口缴税，"));
    assert_true(says("107号窗口发证，号码不变"));
    assert_true(says("转移登记"));
}

static void says_steps(uint16_t journey, uint8_t step, const char *first, const char *then)
{
    changed = *def;
    struct slip slip = slip_of_kind(SLIP_NORMAL, &changed, &words);
    slip.journey = journey;
    slip.step = step;
    paper_make(&maker, &slip, &paper);
    assert_int_equal(says("下一步") || says("Next:"), *first != '\0');
    if (!says(first) || !says(then))
        fail_msg("not said: %s, %s", first, then);
}

/* R-M10: what is done is said no more; where it goes on on another floor is. */
static void only_the_steps_to_go_are_said(void **state)
{
    (void)state;
    says_steps(1, 2, "下一步：107号窗口发证，", "号码不变");
    says_steps(1, 3, "", "");
    says_steps(0, 0, "", "");
    says_steps(99, 1, "", ""); /* of a newer definition */
    says_steps(3, 1, "88号窗口用地", "等，号码不变");
    says_steps(3, 7, "94号窗口", "号码不变");
    struct journey_def paid = {.id = 9, .count = 3, .steps = {{1}, {31}, {43}}, .back = true};
    struct hall_def *whole = def;
    struct hall_def other = *whole;
    other.journeys = &paid;
    other.journey_count = 1;
    def = &other;
    says_steps(9, 1, "31号窗口", "5楼107号窗口发证，号码不变");
    assert_true(says("后回原窗口，"));
    def = whole;
}

/* R-L11: neither what somebody comes for nor what they bring. */
static void a_confidential_service_names_no_item(void **state)
{
    (void)state;
    draw_kind(SLIP_CONFIDENTIAL);
    changed = *def;
    struct slip slip = slip_of_kind(SLIP_CONFIDENTIAL, &changed, &words);
    assert_true(def_service(&changed, slip.service)->confidential);
    assert_false(says("社会保障卡申领"));
    assert_false(says("事项"));
    assert_false(says("材料"));
}

/* k27: what this machine cannot know is not made up. */
static void a_slip_given_alone_has_no_people_and_no_range(void **state)
{
    (void)state;
    draw_kind(SLIP_ALONE);
    assert_false(says("前面等候"));
    assert_false(says("分钟"));
    assert_true(says("人数以现场叫号为准"));
}

/* R-T4 */
static void a_bilingual_hall_prints_both_languages(void **state)
{
    (void)state;
    draw_kind(SLIP_BOTH);
    static const char *const wanted[] = {"建昌县公共行政服务中心",
                                         "Jianchang Government Service Centre",
                                         "社保",
                                         "Social security",
                                         "1楼 A区 1–8号窗口",
                                         "Floor 1 A, windows 1–8"};
    for (size_t i = 0; i < countof(wanted); i++)
        if (!says(wanted[i]))
            fail_msg("the slip does not say %s", wanted[i]);
}

/* ---- codes ---- */

static void scan(const char *name)
{
    char path[256], command[512], text[128] = "";
    struct picture picture;
    snprintf(path, sizeof(path), "%s/slip.png", folder);
    assert_int_equal(picture_of_dots(paper.dots, paper.w, paper.h, &picture), ERR_NONE);
    assert_int_equal(file_write(path, picture.bytes, picture.length, 0600), ERR_NONE);
    picture_free(&picture);
    snprintf(command, sizeof(command), "zbarimg -q --raw %s 2>/dev/null", path);
    FILE *found = popen(command, "r");
    assert_non_null(found);
    if (!fgets(text, sizeof(text), found))
        fail_msg("the code of %s does not scan", name);
    pclose(found);
    unlink(path);
    text[strcspn(text, "\n")] = '\0';
    assert_string_equal(text, CODE);
}

static void every_code_can_be_scanned(void **state)
{
    (void)state;
    if (system("command -v zbarimg >/dev/null") != 0)
        skip();
    for (int kind = 0; kind < SLIP_KIND_COUNT; kind++) {
        draw_kind((enum slip_kind)kind);
        scan(slip_kind_name((enum slip_kind)kind));
    }
    for (uint16_t roll = SLIP_ROLL_NARROW_MM; roll <= SLIP_ROLL_MM;
         roll = (uint16_t)(roll + SLIP_ROLL_MM - SLIP_ROLL_NARROW_MM)) {
        struct test_slip slip = {.words = &words,
                                 .kiosk = "kiosk-1",
                                 .printer = "ipp://192.168.1.40/ipp/print",
                                 .version = HALL_VERSION,
                                 .roll_mm = roll,
                                 .qr = qr.size,
                                 .qr_dots = qr.dots};
        paper_make_test(&maker, &slip, &paper);
        assert_int_equal(maker.draw.overflows, 0);
        scan("test");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_look_as_they_were_reviewed),
        cmocka_unit_test(nothing_is_cut_on_any_kind),
        cmocka_unit_test(a_usual_slip_is_at_most_150_mm_long),
        cmocka_unit_test(the_longest_slip_fits_the_paper),
        cmocka_unit_test(a_copy_is_marked),
        cmocka_unit_test(an_appointment_says_its_slot_and_the_next_steps),
        cmocka_unit_test(only_the_steps_to_go_are_said),
        cmocka_unit_test(a_confidential_service_names_no_item),
        cmocka_unit_test(a_slip_given_alone_has_no_people_and_no_range),
        cmocka_unit_test(a_bilingual_hall_prints_both_languages),
        cmocka_unit_test(every_code_can_be_scanned),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
