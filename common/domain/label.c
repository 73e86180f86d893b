/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/label.h"

#include <stdio.h>
#include <string.h>

void label_print(struct label label, char text[LABEL_TEXT_SIZE])
{
    text[0] = '\0';
    if (!label.number || label.number > LABEL_NUMBER_MAX)
        return;
    snprintf(text, LABEL_TEXT_SIZE, "%.2s%03u", label.prefix, label.number);
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool label_parse(const char *text, struct label *label)
{
    struct label got = {0};
    for (int i = 0; i < PREFIX_MAX; i++) {
        char c = (char)(*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text);
        if (!is_letter(c))
            break;
        got.prefix[i] = c;
        text++;
    }
    uint32_t number = 0;
    int digits = 0;
    for (; *text >= '0' && *text <= '9' && digits < 4; text++, digits++)
        number = number * 10 + (uint32_t)(*text - '0');
    got.number = (uint16_t)number;
    if (*text || !got.prefix[0] || !number)
        return false;
    *label = got;
    return true;
}

bool label_same(struct label a, struct label b)
{
    return a.number == b.number && memcmp(a.prefix, b.prefix, PREFIX_MAX) == 0;
}

bool prefix_valid(const char *prefix)
{
    size_t n = strlen(prefix);
    if (n < 1 || n > PREFIX_MAX)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!is_letter(prefix[i]) || strchr("IOQ", prefix[i]))
            return false;
    return true;
}
