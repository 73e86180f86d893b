/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notes - the comment above a message, record or row of schema.def, as one paragraph.
 *
 * Threads: none; pure.
 */
#ifndef SCHEMA_NOTES_H
#define SCHEMA_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/catalogue.h"

#define NOTE_MAX 1024

/* False when `entry` has no comment of its own directly above its line of schema.def. */
bool notes_find(const char *schema_def, const struct catalogue_entry *entry, char note[NOTE_MAX]);

#endif
