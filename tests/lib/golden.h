/* SPDX-License-Identifier: Apache-2.0 */
/*
 * golden - compare printed text with a file under tests/golden/.
 *
 * HALL_GOLDEN=update in the environment rewrites the file instead of failing;
 * the change is then reviewed as a diff, like code.
 */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include <stdio.h>

#include "base/base.h"

struct golden {
    const char *name;
    FILE *out;
    char *text;
    size_t size;
};

/* In place, not returned: the stream keeps the address of `text`. */
void golden_open(struct golden *g, const char *name);
void golden_printf(struct golden *g, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Fails the running test on the first differing line. */
void golden_close(struct golden *g);

#endif
