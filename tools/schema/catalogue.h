/* SPDX-License-Identifier: Apache-2.0 */
/*
 * catalogue - all messages, records and rows of HALL/1 as plain data: as the program was
 * compiled, or as a lock file says they were published.
 *
 * Ownership: the caller's memory (large: static). Threads: none.
 */
#ifndef SCHEMA_CATALOGUE_H
#define SCHEMA_CATALOGUE_H

#include <stdint.h>

#include "base/base.h"
#include "base/codec.h"

#define CATALOGUE_NAME 32
#define CATALOGUE_FIELDS_MAX 40
#define CATALOGUE_ENTRIES_MAX 256

struct catalogue_field {
    char name[CATALOGUE_NAME];
    char type[CATALOGUE_NAME]; /* "u8", "str24", "bytes32", "call_entry[23]" */
    uint32_t since;            /* schema revision; 0 = not known */
};

enum catalogue_kind { CATALOGUE_MESSAGE, CATALOGUE_RECORD, CATALOGUE_ROW };

struct catalogue_entry {
    enum catalogue_kind kind;
    uint8_t code; /* 0 for a record */
    char name[CATALOGUE_NAME];
    char direction[8], security[12]; /* messages: "D2C", "SEALED" */
    uint32_t since;
    uint32_t count;
    struct catalogue_field fields[CATALOGUE_FIELDS_MAX];
    /* Not in a lock file: */
    char upper[CATALOGUE_NAME]; /* "TICKET_REQ" */
    uint32_t most;              /* bytes of the body, TYPE included; fields of a row */
    bool station;               /* travels on a line */
    const struct field_table *table;
};

struct catalogue {
    uint32_t revision;
    uint32_t count;
    struct catalogue_entry entries[CATALOGUE_ENTRIES_MAX];
};

/* As compiled; messages in the order of their codes, then records, then rows. */
void catalogue_compiled(struct catalogue *catalogue);

/* By code, for a record by name; NULL when it is not there. */
const struct catalogue_entry *catalogue_find(const struct catalogue *catalogue,
                                             const struct catalogue_entry *like);
/* "message", "record", "row" */
const char *catalogue_kind_name(enum catalogue_kind kind);

#endif
