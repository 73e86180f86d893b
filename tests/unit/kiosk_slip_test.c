/* SPDX-License-Identifier: Apache-2.0 */
/* Slips: what stands on them, that they can be read and scanned, and their raster. */
#include <cups/raster.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/boot.h"
#include "app/document.h"
#include "os/file.h"
#include "sdl/picture.h"

#define CODE "jianchang-20260318-A023-7f3a9c1e5b2d4860"
#include "kiosk_slip_rig.h"

#define DOTS_A_MM 8
#define NUMBER_MM 12 /* read at arm's length without glasses */

static struct slip slip_of(uint16_t number, enum lang lang)
{
    return (struct slip){.def = def,
                         .words = &words,
                         .lang = lang,
                         .label = {"A", number},
                         .service = def->services[0].id,
                         .ahead = 12,
                         .lo_min = 15,
                         .hi_min = 25,
                         .issued = INT64_C(1773798120000), /* 18 March 2026, 9:42 in China */
                         .tz_min = 480,
                         .qr = qr.size,
                         .qr_dots = qr.dots};
}

static void a_slip_tells_what_domain_2_4_wants(void **state)
{
    (void)state;
    struct slip slip = slip_of(23, LANG_ZH);
    paper_make(&maker, &slip, &paper);
    static const char *const wanted[] = {"建昌县公共行政服务中心",
                                         "A023",
                                         "社保",
                                         "1楼 A区 1–8号窗口",
                                         "12 人",
                                         "15–25 分钟",
                                         "2026-03-18 9:42",
                                         "居民身份证原件",
                                         "顺延3位，限一次",
                                         "当日有效",
                                         "12345"};
    for (size_t i = 0; i < countof(wanted); i++)
        if (!says(wanted[i]))
            fail_msg("the slip does not say %s", wanted[i]);
    assert_int_equal(maker.draw.overflows, 0);
    assert_false(maker.draw.full);
    assert_int_equal(paper.w, 576);
}

/* R-W3: an unknown wait is left out, never 0. */
static void an_unknown_wait_is_left_out(void **state)
{
    (void)state;
    struct slip slip = slip_of(23, LANG_ZH);
    slip.lo_min = slip.hi_min = 0;
    paper_make(&maker, &slip, &paper);
    assert_false(says("分钟"));
    assert_false(says("预计等待"));
}

static void a_class_is_one_word_and_training_is_said(void **state)
{
    (void)state;
    struct slip slip = slip_of(24, LANG_ZH);
    slip.ticket_class = CLASS_PRIORITY;
    paper_make(&maker, &slip, &paper);
    assert_true(says("优先"));
    slip.training = true;
    paper_make(&maker, &slip, &paper);
    assert_true(says("演练"));
}

/* R-T4: the visitor's language, and Chinese for the clerk. */
static void an_english_slip_names_the_service_twice(void **state)
{
    (void)state;
    struct slip slip = slip_of(23, LANG_EN);
    paper_make(&maker, &slip, &paper);
    assert_true(says("Social security"));
    assert_true(says("社保"));
    assert_true(says("Ahead of you"));
    assert_int_equal(maker.draw.overflows, 0);
}

static void nothing_is_cut_on_any_slip_of_the_hall(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < def->service_count; i++)
        for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
            struct slip slip = slip_of(1023, (enum lang)lang);
            if (!def->services[i].prefix[0])
                continue;
            slip.service = def->services[i].id;
            memcpy(slip.label.prefix, "AB", 2);
            slip.ahead = 1234, slip.lo_min = 105, slip.hi_min = 120;
            slip.ticket_class = CLASS_APPOINTMENT;
            paper_make(&maker, &slip, &paper);
            for (uint32_t j = 0; j < maker.draw.count; j++)
                if (draw_item_too_wide(&maker.draw.items[j]))
                    fail_msg("too wide: %s", draw_item_text(&maker.draw, &maker.draw.items[j]));
            assert_false(maker.draw.full);
            assert_true(maker.draw.h <= SLIP_DOTS_HIGH_MAX);
        }
}

static bool row_is_blank(uint32_t y)
{
    for (uint32_t i = 0; i < paper_stride(&paper); i++)
        if (paper.dots[y * paper_stride(&paper) + i])
            return false;
    return true;
}

/* The tallest run of rows with dots that starts in the number's place. */
static uint32_t number_height(void)
{
    const struct draw_item *number = NULL;
    for (uint32_t i = 0; i < maker.draw.count && !number; i++)
        if (maker.draw.items[i].size >= SLIP_NUMBER_MIN)
            number = &maker.draw.items[i];
    assert_non_null(number);
    uint32_t y = (uint32_t)number->baseline - 4, height = 0;
    while (!row_is_blank(y - height))
        height++;
    return height;
}

static void the_number_is_at_least_12_mm_high(void **state)
{
    (void)state;
    static const uint16_t numbers[] = {23, 111, 1023, 9999};
    for (size_t i = 0; i < countof(numbers); i++) {
        struct slip slip = slip_of(numbers[i], LANG_ZH);
        if (numbers[i] > 999)
            memcpy(slip.label.prefix, "AB", 2);
        paper_make(&maker, &slip, &paper);
        assert_true(number_height() >= NUMBER_MM * DOTS_A_MM - 4);
    }
}

/* ---- the code ---- */

static void the_code_can_be_scanned(void **state)
{
    (void)state;
    if (system("command -v zbarimg >/dev/null") != 0)
        skip();
    char path[256], command[512], text[128] = "";
    struct picture picture;
    struct slip slip = slip_of(23, LANG_ZH);
    paper_make(&maker, &slip, &paper);
    snprintf(path, sizeof(path), "%s/slip.png", folder);
    assert_int_equal(picture_of_dots(paper.dots, paper.w, paper.h, &picture), ERR_NONE);
    assert_int_equal(file_write(path, picture.bytes, picture.length, 0600), ERR_NONE);
    picture_free(&picture);
    snprintf(command, sizeof(command), "zbarimg -q --raw %s 2>/dev/null", path);
    FILE *scan = popen(command, "r");
    assert_non_null(scan);
    assert_non_null(fgets(text, sizeof(text), scan));
    pclose(scan);
    unlink(path);
    text[strcspn(text, "\n")] = '\0';
    assert_string_equal(text, CODE);
}

static void only_ascii_becomes_a_code(void **state)
{
    (void)state;
    struct qr other;
    char longest[97];
    qr_make("号码", &other);
    assert_int_equal(other.size.w, 0);
    qr_make("", &other);
    assert_int_equal(other.size.w, 0);
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    qr_make(longest, &other);
    assert_true(other.size.w > 0 && other.size.w <= QR_WIDTH_MAX);
    /* The slip's 192 dots still give each module 3 of them. */
    assert_true(192 / other.size.w >= 3);
}

/* ---- the raster ---- */

static uint32_t black_in(const uint8_t *bytes, size_t count)
{
    uint32_t black = 0;
    for (size_t i = 0; i < count; i++)
        for (uint8_t bit = 0x80; bit; bit = (uint8_t)(bit >> 1))
            black += (bytes[i] & bit) != 0;
    return black;
}

static void the_raster_is_a_page_of_the_roll(void **state)
{
    (void)state;
    static struct document raster;
    cups_page_header2_t header;
    char path[256];
    uint8_t line[128];
    struct slip slip = slip_of(23, LANG_ZH);
    paper_make(&maker, &slip, &paper);
    assert_int_equal(document_pwg(&paper, SLIP_ROLL_MM, &raster), ERR_NONE);
    snprintf(path, sizeof(path), "%s/slip.pwg", folder);
    assert_int_equal(file_write(path, raster.bytes, raster.length, 0600), ERR_NONE);
    int fd = open(path, O_RDONLY);
    cups_raster_t *in = cupsRasterOpen(fd, CUPS_RASTER_READ);
    assert_non_null(in);
    assert_true(cupsRasterReadHeader2(in, &header));
    assert_int_equal(header.cupsWidth, 639);
    assert_int_equal(header.HWResolution[0], 203);
    assert_int_equal(header.cupsBitsPerPixel, 1);
    assert_true(header.cupsHeight >= paper.h && header.cupsHeight < paper.h + 24u);
    uint32_t black = 0;
    for (uint32_t y = 0; y < header.cupsHeight; y++) {
        assert_int_equal(cupsRasterReadPixels(in, line, header.cupsBytesPerLine),
                         header.cupsBytesPerLine);
        black += black_in(line, header.cupsBytesPerLine);
    }
    assert_int_equal(black, black_in(paper.dots, (size_t)paper.h * paper_stride(&paper)));
    cupsRasterClose(in);
    close(fd);
    unlink(path);
}

/* ---- starts ---- */

static void every_start_has_its_own_number(void **state) /* D-09 */
{
    (void)state;
    static const char *const lost[] = {"x\n", "", "0\n", "12345678901234567890123456789012345\n"};
    char path[256];
    uint32_t boot = 1;
    snprintf(path, sizeof(path), "%s/boot", folder);
    assert_int_equal(boot_count(folder, &boot), ERR_NONE);
    assert_int_equal(boot, 0); /* the first: the controller says which */
    assert_int_equal(boot_keep(folder, 7), ERR_NONE);
    for (uint32_t i = 8; i <= 10; i++) {
        assert_int_equal(boot_count(folder, &boot), ERR_NONE);
        assert_int_equal(boot, i);
    }
    for (size_t i = 0; i < countof(lost); i++) {
        assert_int_equal(file_write(path, lost[i], strlen(lost[i]), 0644), ERR_NONE);
        assert_int_equal(boot_count(folder, &boot), ERR_NONE);
        assert_int_equal(boot, 0);
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_tells_what_domain_2_4_wants),
        cmocka_unit_test(an_unknown_wait_is_left_out),
        cmocka_unit_test(a_class_is_one_word_and_training_is_said),
        cmocka_unit_test(an_english_slip_names_the_service_twice),
        cmocka_unit_test(nothing_is_cut_on_any_slip_of_the_hall),
        cmocka_unit_test(the_number_is_at_least_12_mm_high),
        cmocka_unit_test(the_code_can_be_scanned),
        cmocka_unit_test(only_ascii_becomes_a_code),
        cmocka_unit_test(the_raster_is_a_page_of_the_roll),
        cmocka_unit_test(every_start_has_its_own_number),
    };
    return cmocka_run_group_tests_name("kiosk_slip", tests, start, stop);
}
