/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slips and guides as what goes to a printer: on a roll of either width, by a queue or IPP (PWG)
 * and as ESC/POS, the longest too.
 */
#include <string.h>

#include "app/document.h"
#include "config/config.h"
#include "device/notice.h"
#include "i18n/words_load.h"
#include "kiosk_slip_kinds.h"
#include "sdl/font.h"
#include "test.h"

static struct words words;
static struct hall_def *def, changed;
static struct fonts *fonts;
static struct paper_maker maker;
static struct paper paper;
static struct document document;

static int start(void **state)
{
    (void)state;
    return config_load(TEST_HALLS_DIR "/jianchang", stderr, &def, NULL) || words_load(&words) ||
                   fonts_open(&fonts) || paper_maker_open(&maker, fonts)
               ? -1
               : 0;
}

static int stop(void **state)
{
    (void)state;
    paper_maker_close(&maker);
    fonts_close(fonts);
    config_free(def);
    return 0;
}

/* Width of the page in a PWG raster header, behind its sync word. */
static uint32_t page_width(void)
{
    const uint8_t *at = document.bytes + 4 + 372;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void goes_to_a_printer(uint16_t roll_mm, const char *what)
{
    bool narrow = roll_mm == SLIP_ROLL_NARROW_MM;
    assert_int_equal(paper.w, narrow ? SLIP_DOTS_NARROW : SLIP_DOTS_WIDE);
    if (document_pwg(&paper, roll_mm, &document))
        fail_msg("%s is refused on %u mm", what, roll_mm);
    assert_int_equal(page_width(), narrow ? 463 : 639); /* of the roll, at 203 dpi */
    assert_true(document.length > 1800);
    if (document_escpos(&paper, &document))
        fail_msg("%s is refused as ESC/POS on %u mm", what, roll_mm);
}

/* F-S09: laid out for the roll that is in, not cut from a wide one. */
static void every_guide_goes_onto_either_roll(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < def->item_count; i++)
        for (int look = 0; look < 4; look++) {
            struct notice notice = {.def = def,
                                    .words = &words,
                                    .lang = look & 1 ? LANG_EN : LANG_ZH,
                                    .item = &def->items[i],
                                    .roll_mm = look & 2 ? SLIP_ROLL_NARROW_MM : SLIP_ROLL_MM};
            uint32_t count = 1;
            for (uint32_t k = 0; k < count; k++) {
                count = notice_draw(&notice, k, fonts_measure(fonts), &maker.draw);
                paper_finish(&maker, &paper);
                goes_to_a_printer(notice.roll_mm, "a guide");
            }
            i += look == 3 ? 9 : 0; /* each tenth is enough */
        }
}

static void the_longest_slip_goes_onto_either_roll(void **state)
{
    (void)state;
    for (int narrow = 0; narrow < 2; narrow++) {
        changed = *def;
        struct slip slip = slip_longest(narrow, &changed, &words);
        paper_make(&maker, &slip, &paper);
        goes_to_a_printer(narrow ? SLIP_ROLL_NARROW_MM : SLIP_ROLL_MM, "the longest slip");
    }
}

/* Whoever draws for the wrong roll hears of it; nothing is cut in silence. */
static void a_wide_sheet_is_refused_on_a_narrow_roll(void **state)
{
    (void)state;
    changed = *def;
    struct slip slip = slip_of_kind(SLIP_NORMAL, &changed, &words);
    paper_make(&maker, &slip, &paper);
    assert_int_equal(document_pwg(&paper, SLIP_ROLL_NARROW_MM, &document), ERR_TOOBIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_guide_goes_onto_either_roll),
        cmocka_unit_test(the_longest_slip_goes_onto_either_roll),
        cmocka_unit_test(a_wide_sheet_is_refused_on_a_narrow_roll),
    };
    return cmocka_run_group_tests_name("kiosk_document", tests, start, stop);
}
