/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk's panel as it hangs: fingers and reach in millimetres (R-X4, R-X5). */
#include <stdlib.h>
#include <string.h>

#include "config_hall.h"
#include "test.h"

#define KIOSK "kind: kiosk, floor: 1"

static char *report_of(const char *panel, uint32_t *mistakes)
{
    struct hall_files files;
    struct hall_def *def = NULL;
    char *report = NULL;
    hall_files_read(&files);
    hall_files_patch(&files, "devices.yaml", KIOSK, panel);
    assert_int_equal(hall_files_load(&files, &report, &def, mistakes), ERR_NONE);
    config_free(def);
    hall_files_free(&files);
    return report;
}

static void check(const char *panel, const char *said)
{
    uint32_t mistakes;
    char *report = report_of(panel, &mistakes);
    assert_int_equal(mistakes, 0);
    if (said)
        assert_non_null(strstr(report, said));
    else
        assert_string_equal(report, "");
    free(report);
}

static void a_panel_too_small_for_fingers_is_a_warning(void **state)
{
    (void)state;
    check(KIOSK ", panel_mm: [708, 398]", NULL); /* 32" */
    check(KIOSK ", panel_mm: [476, 268]", NULL); /* 21.5" */
    check(KIOSK ", portrait: true, panel_mm: [268, 476]", NULL);
    check(KIOSK ", panel_mm: [344, 194]",
          "panel_mm: warning: the smallest places to touch would be 15 mm wide"); /* 15.6" */
}

static void a_panel_that_hangs_too_high_is_a_warning(void **state)
{
    (void)state;
    check(KIOSK ", panel_mm: [708, 398], panel_bottom_mm: 976", NULL);
    check(KIOSK ", panel_mm: [708, 398], panel_bottom_mm: 977",
          "panel_bottom_mm: warning: the places of the low page would begin 1221 mm");
    check(KIOSK ", portrait: true, panel_mm: [398, 708], panel_bottom_mm: 860", NULL);
    check(KIOSK ", portrait: true, panel_mm: [398, 708], panel_bottom_mm: 900", "warning");
}

/* A page on a panel of another shape keeps its own: the narrower side decides. */
static void a_pixel_is_as_large_as_the_narrower_side_allows(void **state)
{
    (void)state;
    struct panel panel = {.w_mm = 708, .h_mm = 398};
    assert_int_equal(panel_length(&panel, 1000) / 100, 368);
    panel.h_mm = 600;
    assert_int_equal(panel_length(&panel, 1000) / 100, 368);
    panel.h_mm = 200;
    assert_int_equal(panel_length(&panel, 1000) / 100, 185);
    assert_int_equal(panel_line_height(&panel), 0); /* nobody said where it hangs */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_panel_too_small_for_fingers_is_a_warning),
        cmocka_unit_test(a_panel_that_hangs_too_high_is_a_warning),
        cmocka_unit_test(a_pixel_is_as_large_as_the_narrower_side_allows),
    };
    return cmocka_run_group_tests_name("config_panel", tests, NULL, NULL);
}
