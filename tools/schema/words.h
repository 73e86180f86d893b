/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words - the vocabularies of HALL/1 and which field is written in which of them.
 *
 * The tables are those of protocol/bits.h, protocol/view.h, protocol/session.h and
 * common/domain/vocab.h; here is only who uses them. Threads: none; constant.
 */
#ifndef SCHEMA_WORDS_H
#define SCHEMA_WORDS_H

#include <stdbool.h>

#include "schema/catalogue.h"

struct word {
    const char *name; /* "WAITING" */
    uint32_t code;
    const char *text;
};

struct vocabulary {
    const char *key;   /* "ticket_state" */
    const char *title; /* "State of a ticket" */
    bool whole;        /* the field is one of the codes; not bits, nor a part, nor at times */
    const struct word *words;
    size_t count;
};

/* By index, from 0; NULL at the end. */
const struct vocabulary *words_each(size_t index);
/* The vocabulary of that field, or NULL: a plain number. */
const struct vocabulary *words_of(const struct catalogue_entry *entry,
                                  const struct catalogue_field *field);
/* The name of a row of the table of fields that fits no field, or of a vocabulary that no field
 * uses; NULL = all is right. */
const char *words_wrong(const struct catalogue *catalogue);

#endif
