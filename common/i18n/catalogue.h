/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalogue - the texts of one gettext .mo file that stands in memory.
 *
 * gettext itself knows one language at a time and one process locale; the screens
 * need all languages at once (D-42), so the file is read here. Pure.
 *
 * Ownership: the bytes stay the caller's; texts point into them.
 * Errors:    a text that would leave the bytes, or has no NUL, is not there.
 */
#ifndef I18N_CATALOGUE_H
#define I18N_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

struct catalogue {
    const uint8_t *bytes;
    size_t length;
    uint32_t count, keys, texts; /* how many; where the two tables stand */
};

bool catalogue_open(struct catalogue *catalogue, const uint8_t *bytes, size_t length) MUST_CHECK;
/* NULL when it has no such key, or an empty text for it. */
const char *catalogue_find(const struct catalogue *catalogue, const char *key);

#endif
