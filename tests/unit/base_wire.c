/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/crc32c.h"
#include "base/err.h"
#include "base/wire.h"
#include "test.h"

static void integers_are_little_endian(void **state)
{
    (void)state;
    uint8_t bytes[15];
    struct wire_out out = {bytes, bytes + sizeof(bytes), false};
    wire_put_u8(&out, 0x01);
    wire_put_u16(&out, 0x0302);
    wire_put_u32(&out, 0x07060504);
    wire_put_u64(&out, 0x0f0e0d0c0b0a0908);
    assert_false(out.bad);
    assert_ptr_equal(out.at, out.end);
    for (uint8_t i = 0; i < sizeof(bytes); i++)
        assert_int_equal(bytes[i], i + 1);

    struct wire_in in = {bytes, bytes + sizeof(bytes), false};
    assert_int_equal(wire_get_u8(&in), 0x01);
    assert_int_equal(wire_get_u16(&in), 0x0302);
    assert_int_equal(wire_get_u32(&in), 0x07060504);
    assert_true(wire_get_u64(&in) == 0x0f0e0d0c0b0a0908);
    assert_false(in.bad);
    assert_int_equal(wire_left(&in), 0);
}

static void an_overrun_sticks(void **state)
{
    (void)state;
    uint8_t bytes[3] = {0};
    struct wire_out out = {bytes, bytes + sizeof(bytes), false};
    wire_put_u16(&out, 0xffff);
    wire_put_u16(&out, 0x1111); /* one byte too far: nothing is written */
    assert_true(out.bad);
    assert_int_equal(bytes[2], 0);
    wire_put_u8(&out, 0x22); /* would fit, but the message is broken */
    assert_int_equal(bytes[2], 0);

    struct wire_in in = {bytes, bytes + sizeof(bytes), false};
    assert_int_equal(wire_get_u32(&in), 0);
    assert_true(in.bad);
    assert_int_equal(wire_get_u8(&in), 0); /* though bytes are left */
    assert_int_equal(wire_left(&in), 0);
}

static void missing_bytes_read_as_zeros(void **state)
{
    (void)state;
    uint8_t bytes[2] = {7, 7}, to[4] = {9, 9, 9, 9};
    static const uint8_t zeros[4];
    struct wire_in in = {bytes, bytes + sizeof(bytes), false};
    wire_get_bytes(&in, to, sizeof(to));
    assert_true(in.bad);
    assert_memory_equal(to, zeros, sizeof(to));
}

static void skip_points_into_the_bytes(void **state)
{
    (void)state;
    uint8_t bytes[4] = {1, 2, 3, 4};
    struct wire_in in = {bytes, bytes + sizeof(bytes), false};
    assert_ptr_equal(wire_skip(&in, 4), bytes);
    assert_non_null(wire_skip(&in, 0));
    assert_false(in.bad);
    assert_null(wire_skip(&in, 1));
    assert_true(in.bad);
}

static void crc32c_has_its_check_value(void **state)
{
    (void)state;
    static const uint8_t zeros[32];
    assert_int_equal(crc32c("123456789", 9), 0xe3069283u);
    assert_int_equal(crc32c(zeros, sizeof(zeros)), 0x8a9136aau); /* RFC 3720 B.4 */
    assert_int_equal(crc32c("", 0), 0);
}

static void crc32c_in_pieces_is_the_same(void **state)
{
    (void)state;
    static const char digits[] = "123456789";
    for (size_t cut = 0; cut <= 9; cut++) {
        uint32_t crc = crc32c_more(0, digits, cut);
        assert_int_equal(crc32c_more(crc, &digits[cut], 9 - cut), 0xe3069283u);
    }
}

static uint32_t crc32c_bit_by_bit(const uint8_t *bytes, size_t n)
{
    uint32_t crc = 0xffffffffu;
    for (size_t bit = 0; bit < 8 * n; bit++) {
        crc ^= (uint32_t)bytes[bit / 8] >> bit % 8 & 1;
        crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
    }
    return ~crc;
}

static void crc32c_uses_every_row_of_its_table_right(void **state)
{
    (void)state;
    uint8_t bytes[256 + 16];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)(i * 7);
    for (size_t from = 0; from < 16; from++)
        for (size_t n = 0; n <= 256; n++)
            assert_int_equal(crc32c(bytes + from, n), crc32c_bit_by_bit(bytes + from, n));
}

static void every_fault_has_a_text(void **state)
{
    (void)state;
    for (int err = ERR_NONE; err <= ERR_NEWER; err++)
        assert_string_not_equal(err_text((enum err)err), "unknown fault");
    assert_string_equal(err_text((enum err)999), "unknown fault");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_are_little_endian),
        cmocka_unit_test(an_overrun_sticks),
        cmocka_unit_test(missing_bytes_read_as_zeros),
        cmocka_unit_test(skip_points_into_the_bytes),
        cmocka_unit_test(crc32c_has_its_check_value),
        cmocka_unit_test(crc32c_in_pieces_is_the_same),
        cmocka_unit_test(crc32c_uses_every_row_of_its_table_right),
        cmocka_unit_test(every_fault_has_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
