/* SPDX-License-Identifier: Apache-2.0 */
/* qr: sizes, quiet zone and limits; that readers read it is tests/e2e/protocol_adopt.py. */
#include "qr/qr.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

static void a_code_has_its_finders_and_its_quiet_zone(void **state)
{
    (void)state;
    static struct qr_code code;
    assert_int_equal(qr_encode("A001", &code), ERR_NONE);
    assert_int_equal(code.width, 21); /* version 1 */
    int far = code.width - 7;
    for (int corner = 0; corner < 3; corner++) {
        int x0 = corner == 1 ? far : 0, y0 = corner == 2 ? far : 0;
        for (int i = 0; i < 7; i++) {
            assert_true(qr_dark(&code, x0 + i, y0) && qr_dark(&code, x0, y0 + i));
            assert_true(qr_dark(&code, x0 + i, y0 + 6) && qr_dark(&code, x0 + 6, y0 + i));
        }
        assert_true(qr_dark(&code, x0 + 3, y0 + 3));
        assert_false(qr_dark(&code, x0 + 1, y0 + 1));
    }
    for (int i = -QR_QUIET; i < code.width + QR_QUIET; i++)
        assert_false(qr_dark(&code, i, -1) || qr_dark(&code, i, code.width) ||
                     qr_dark(&code, -1, i) || qr_dark(&code, code.width, i));
}

static void what_has_no_place_is_refused(void **state)
{
    (void)state;
    static struct qr_code code;
    char text[1024];
    memset(text, 'x', sizeof(text));
    text[412] = '\0'; /* version 15, level M, bytes */
    assert_int_equal(qr_encode(text, &code), ERR_NONE);
    assert_int_equal(code.width, QR_WIDTH_MAX);
    text[412] = 'x';
    text[413] = '\0';
    assert_int_equal(qr_encode(text, &code), ERR_TOOBIG);
    assert_int_equal(code.width, 0);
    text[413] = 'x';
    text[1023] = '\0';
    assert_int_equal(qr_encode(text, &code), ERR_TOOBIG);
    assert_int_equal(qr_encode("", &code), ERR_TOOBIG);
}

static void the_largest_code_fits_its_blocks(void **state)
{
    (void)state;
    static struct qr_code code = {.width = QR_WIDTH_MAX};
    static char text[QR_TERMINAL_MAX];
    memset(code.dots, 0xff, sizeof(code.dots)); /* dark blocks are the longest */
    size_t n = qr_terminal(&code, text);
    assert_true(n < sizeof(text));
    assert_int_equal(strlen(text), n);
    size_t lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, (QR_WIDTH_MAX + 2 * QR_QUIET + 1) / 2);
    qr_wipe(&code);
    assert_int_equal(code.width, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_has_its_finders_and_its_quiet_zone),
        cmocka_unit_test(what_has_no_place_is_refused),
        cmocka_unit_test(the_largest_code_fits_its_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
