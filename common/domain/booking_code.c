/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/booking_code.h"

char booking_code_sign(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

void booking_code_fold(char *code)
{
    for (; *code; code++)
        *code = booking_code_sign(*code);
}

bool booking_code_same(const char *a, const char *b)
{
    for (; *a && booking_code_sign(*a) == booking_code_sign(*b); a++)
        b++;
    return !*a && !*b;
}
