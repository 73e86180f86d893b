/* SPDX-License-Identifier: Apache-2.0 */
/* A slip as ESC/POS bytes, and back; what printers say of themselves. */
#include "device/escpos.h"

#include <string.h>

#include "test.h"

#define WIDE 576
#define STRIDE (WIDE / 8)
#define HIGH_MAX (3 * ESCPOS_BAND_ROWS)

static uint8_t bytes[HIGH_MAX * STRIDE + 256], dots[HIGH_MAX * STRIDE], back[HIGH_MAX * STRIDE];

/* A printer: understands ESC @, GS v 0, GS V 66 n and nothing else. The rows printed; -1 = rubbish.
 */
static int print_out(const uint8_t *at, size_t length, size_t stride, uint8_t *out)
{
    const uint8_t *end = at + length;
    int rows = 0;
    bool cut = false;
    if (length < 2 || at[0] != 0x1b || at[1] != '@')
        return -1;
    for (at += 2; at < end && !cut;) {
        if (end - at >= 8 && memcmp(at, "\x1dv0\0", 4) == 0) {
            size_t wide = at[4] + 256u * at[5], high = at[6] + 256u * at[7];
            at += 8;
            for (size_t y = 0; y < high; y++, at += wide, rows++)
                memcpy(out + (size_t)rows * stride, at, wide);
        } else if (end - at == 4 && memcmp(at, "\x1dV\x42\0", 4) == 0) {
            cut = true;
            at += 4;
        } else {
            return -1;
        }
    }
    return cut && at == end ? rows : -1;
}

static void paint(uint16_t rows)
{
    uint32_t seed = 1;
    for (size_t i = 0; i < (size_t)rows * STRIDE; i++)
        dots[i] = (uint8_t)((seed = seed * 1664525u + 1013904223u) >> 24);
}

static void a_printer_gives_back_the_picture(void **state)
{
    (void)state;
    static const uint16_t heights[] = {1, ESCPOS_BAND_ROWS - 1, ESCPOS_BAND_ROWS,
                                       ESCPOS_BAND_ROWS + 1, HIGH_MAX};
    for (size_t i = 0; i < countof(heights); i++) {
        paint(heights[i]);
        struct escpos_bitmap bitmap = {WIDE, heights[i], STRIDE, dots};
        size_t length = escpos_slip(&bitmap, bytes, sizeof(bytes));
        assert_int_equal(length, escpos_length(&bitmap));
        memset(back, 0, sizeof(back));
        assert_int_equal(print_out(bytes, length, STRIDE, back), heights[i]);
        assert_memory_equal(back, dots, (size_t)heights[i] * STRIDE);
    }
}

/* Byte for byte: what every ESC/POS manual says. */
static void the_bytes_are_these(void **state)
{
    (void)state;
    static const uint8_t two[] = {0xff, 0xff, 0x81, 0xff}; /* 12 wide: the rest is no dot */
    static const uint8_t golden[] = {0x1b, 0x40, 0x1d, 0x76, 0x30, 0x00, 0x02, 0x00, 0x02,
                                     0x00, 0xff, 0xf0, 0x81, 0xf0, 0x1d, 0x56, 0x42, 0x00};
    struct escpos_bitmap bitmap = {12, 2, 2, two};
    assert_int_equal(escpos_slip(&bitmap, bytes, sizeof(bytes)), sizeof(golden));
    assert_memory_equal(bytes, golden, sizeof(golden));
}

static void what_does_not_fit_is_not_begun(void **state)
{
    (void)state;
    paint(300);
    struct escpos_bitmap bitmap = {WIDE, 300, STRIDE, dots};
    size_t length = escpos_length(&bitmap);
    memset(bytes, 0xaa, sizeof(bytes));
    assert_int_equal(escpos_slip(&bitmap, bytes, length - 1), 0);
    assert_int_equal(bytes[0], 0xaa);
    assert_int_equal(escpos_slip(&bitmap, bytes, length), length);
}

static void a_narrow_roll_takes_a_narrow_slip(void **state)
{
    (void)state;
    paint(10);
    struct escpos_bitmap bitmap = {384, 10, 48, dots};
    size_t length = escpos_slip(&bitmap, bytes, sizeof(bytes));
    assert_int_equal(bytes[6], 48);
    assert_int_equal(print_out(bytes, length, 48, back), 10);
    assert_memory_equal(back, dots, 480);
}

/* ---- status ---- */

static void questions_are_three_bytes(void **state)
{
    (void)state;
    uint8_t asked[ESCPOS_ASK_BYTES];
    escpos_ask(ESCPOS_ASK_PAPER, asked);
    assert_memory_equal(asked, "\x10\x04\x04", ESCPOS_ASK_BYTES);
}

static struct escpos_status read_one(enum escpos_question question, uint8_t byte)
{
    struct escpos_status status = {.offline = false};
    assert_true(escpos_read(question, byte, &status));
    return status;
}

static void a_printer_says_what_it_lacks(void **state)
{
    (void)state;
    assert_true(read_one(ESCPOS_ASK_PRINTER, 0x1a).offline);
    assert_true(read_one(ESCPOS_ASK_OFFLINE, 0x16).cover);
    assert_true(read_one(ESCPOS_ASK_OFFLINE, 0x32).no_paper);
    assert_true(read_one(ESCPOS_ASK_ERROR, 0x1a).cutter);
    assert_true(read_one(ESCPOS_ASK_ERROR, 0x32).broken);
    assert_true(read_one(ESCPOS_ASK_PAPER, 0x1e).near_end);
    assert_false(read_one(ESCPOS_ASK_PAPER, 0x1e).no_paper);
    assert_true(read_one(ESCPOS_ASK_PAPER, 0x72).no_paper);
}

static void a_ready_printer_lacks_nothing(void **state)
{
    (void)state;
    static const struct escpos_status ready = {.offline = false};
    for (int question = ESCPOS_ASK_PRINTER; question <= ESCPOS_ASK_PAPER; question++) {
        struct escpos_status status = read_one((enum escpos_question)question, 0x12);
        assert_memory_equal(&status, &ready, sizeof(ready));
    }
}

/* Noise on a wire is no answer: only 16 patterns of 256 are one. */
static void noise_is_no_answer(void **state)
{
    (void)state;
    int answers = 0;
    for (int byte = 0; byte < 256; byte++) {
        struct escpos_status status = {.offline = false};
        static const struct escpos_status nothing = {.offline = false};
        bool taken = escpos_read(ESCPOS_ASK_PAPER, (uint8_t)byte, &status);
        answers += taken;
        if (!taken)
            assert_memory_equal(&status, &nothing, sizeof(nothing));
    }
    assert_int_equal(answers, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_printer_gives_back_the_picture),
        cmocka_unit_test(the_bytes_are_these),
        cmocka_unit_test(what_does_not_fit_is_not_begun),
        cmocka_unit_test(a_narrow_roll_takes_a_narrow_slip),
        cmocka_unit_test(questions_are_three_bytes),
        cmocka_unit_test(a_printer_says_what_it_lacks),
        cmocka_unit_test(a_ready_printer_lacks_nothing),
        cmocka_unit_test(noise_is_no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
