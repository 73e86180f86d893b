/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <string.h>

static const uint32_t not_utf8 = 0xFFFD;

/* Bytes of the character at `p`, 0 if it is not one; `*value` gets the character. */
static size_t decode(const unsigned char *p, uint32_t *value)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80                   ? 1
               : p[0] >= 0xF0 && p[0] < 0xF5 ? 4
               : p[0] >= 0xE0 && p[0] < 0xF0 ? 3
               : p[0] >= 0xC2 && p[0] < 0xE0 ? 2
                                             : 0;
    if (n < 2) {
        *value = p[0];
        return n;
    }
    uint32_t v = p[0] & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) /* also stops at the NUL */
            return 0;
        v = v << 6 | (p[i] & 0x3F);
    }
    if (v < least[n] || v > 0x10FFFF || (v >= 0xD800 && v < 0xE000))
        return 0;
    *value = v;
    return n;
}

uint32_t utf8_next(const char **at)
{
    const unsigned char *p = (const unsigned char *)*at;
    if (!*p)
        return 0;
    uint32_t value = not_utf8;
    size_t n = decode(p, &value);
    *at += n ? n : 1;
    return n ? value : not_utf8;
}

size_t utf8_length(const char *text)
{
    size_t n = 0;
    while (utf8_next(&text))
        n++;
    return n;
}

bool utf8_valid(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    while (*p) {
        uint32_t value;
        size_t n = decode(p, &value);
        if (!n)
            return false;
        p += n;
    }
    return true;
}

size_t utf8_copy(char *to, size_t size, const char *text)
{
    const char *end = text;
    for (const char *at = text; *at; end = at) {
        utf8_next(&at);
        if ((size_t)(at - text) >= size)
            break;
        if (!*at) {
            end = at;
            break;
        }
    }
    size_t n = (size_t)(end - text);
    if (n >= size)
        n = 0; /* size 0 or 1: not one character fits */
    if (size) {
        memcpy(to, text, n);
        to[n] = '\0';
    }
    return n;
}
