/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shape - has a file the keys, types and ranges of its schema? And: the defaults.
 *
 * libcyaml stops at its first mistake; this pass walks the tree beside the same
 * tables and names all of them (D-36).
 */
#ifndef CONFIG_SHAPE_H
#define CONFIG_SHAPE_H

#include <stdbool.h>

#include "config/document.h"
#include "config/report.h"
#include "config/schema.h"

/* Adds every mistake. False when libcyaml could not fill the structs from it; unknown
 * keys and numbers out of range do not hinder that, so later checks still run. */
bool shape_check(struct document *document, enum config_part part,
                 struct report *report) MUST_CHECK;

/* Gives each number, yes/no and choice that is not in the file its default. */
void shape_defaults(struct document *document, enum config_part part, void *raw);

#endif
