/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a slip's QR, as any scanner may type it: no text is read past its end, and what is
 * taken for a slip is printed as a text that means the same slip.
 */
#include <stdlib.h>
#include <string.h>

#include "protocol/slip_code.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(const struct slip_code *a, const struct slip_code *b)
{
    return a->ticket == b->ticket && a->lease == b->lease && label_same(a->label, b->label) &&
           memcmp(a->code, b->code, sizeof(a->code)) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct hall_def def = {.id = "fuzz"};
    struct slip_code slip, again;
    char text[SLIP_TEXT_SIZE];
    char *typed = malloc(size + 1); /* exactly as long, so that a sanitizer sees its end */
    if (!typed)
        return 0;
    memcpy(typed, data, size);
    typed[size] = '\0';
    bool taken = slip_code_parse(typed, &slip);
    free(typed);
    if (!taken)
        return 0;
    slip_code_print(&def, 20260318, slip.label, &slip, text);
    if (!slip_code_parse(text, &again) || !same(&slip, &again))
        abort();
    return 0;
}
