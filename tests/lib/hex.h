/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hex - known answers are written in hexadecimal; blanks between bytes are free.
 */
#ifndef TESTS_HEX_H
#define TESTS_HEX_H

#include <stdlib.h>

#include "test.h"

/* Bytes written. More than `size`, half a byte or another letter fails the test. */
static inline size_t from_hex(const char *text, uint8_t *bytes, size_t size)
{
    size_t length = 0;
    for (; *text; text++) {
        if (*text == ' ')
            continue;
        char byte[3] = {text[0], text[1], 0}, *end;
        if (length == size || !text[1])
            fail_msg("hexadecimal text is too long or odd: ...%s", text);
        bytes[length++] = (uint8_t)strtoul(byte, &end, 16);
        if (*end)
            fail_msg("not hexadecimal: %s", byte);
        text++;
    }
    return length;
}

static inline void assert_hex(const uint8_t *bytes, size_t length, const char *want)
{
    uint8_t wanted[512];
    assert_int_equal(from_hex(want, wanted, sizeof(wanted)), length);
    assert_memory_equal(bytes, wanted, length);
}

#endif
