/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a list of facts: read or refused, never worse; and what was read is
 * written and read again as the same.
 */
#include <stdlib.h>
#include <string.h>

#include "engine/fact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int condition)
{
    if (!condition)
        abort();
}

static void again(const struct fact *fact)
{
    uint8_t once[FACT_BYTES_MAX], twice[FACT_BYTES_MAX];
    struct wire_out out = {once, once + sizeof(once), false};
    fact_put(&out, fact);
    must(!out.bad);
    size_t n = (size_t)(out.at - once);

    struct fact back;
    struct wire_in in = {once, once + n, false};
    fact_get(&in, &back);
    must(!in.bad && wire_left(&in) == 0);
    out = (struct wire_out){twice, twice + sizeof(twice), false};
    fact_put(&out, &back);
    must((size_t)(out.at - twice) == n && memcmp(once, twice, n) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wire_in in = {data, data + size, false};
    while (wire_left(&in) && !in.bad) {
        struct fact fact;
        fact_get(&in, &fact);
        if (in.bad) {
            must(fact.kind == 0);
            break;
        }
        char text[200];
        must(fact_print(&fact, text, sizeof(text)) < sizeof(text));
        again(&fact);
    }
    return 0;
}
