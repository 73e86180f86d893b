/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writers - what is made from the schema: the tables for readers, for Wireshark and for
 * fuzzers.
 *
 * Threads: none.
 */
#ifndef SCHEMA_WRITERS_H
#define SCHEMA_WRITERS_H

#include <stdio.h>

#include "schema/catalogue.h"

/* docs/messages.md. schema_def: the text of protocol/schema.def, every entry has its comment there.
 */
void write_markdown(const struct catalogue *catalogue, const char *schema_def, FILE *out);
/* protocol/hall.lua: tools/schema/dissector.lua with the tables in place of its TABLES line. */
void write_dissector(const struct catalogue *catalogue, const char *program, FILE *out);
/* tests/fuzz/hall.dict */
void write_dictionary(const struct catalogue *catalogue, FILE *out);

#endif
