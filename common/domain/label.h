/* SPDX-License-Identifier: Apache-2.0 */
/*
 * label - the number on a ticket: a prefix of one or two letters and a number,
 * "A042", "AB1023" (R-N1, R-N5). This is what people read and hear; the identity
 * of a ticket is its ticket_id.
 */
#ifndef DOMAIN_LABEL_H
#define DOMAIN_LABEL_H

#include <stdbool.h>
#include <stdint.h>

#define PREFIX_MAX 2
#define LABEL_NUMBER_MAX 9999
#define LABEL_TEXT_SIZE 8 /* two letters, four digits, NUL, one spare */

struct label {
    char prefix[PREFIX_MAX]; /* 'A'-'Z'; unused letters are 0 */
    uint16_t number;         /* 1..LABEL_NUMBER_MAX; 0 = no label */
};

/* At least three digits: A042, A999, A1000. "" for no label. */
void label_print(struct label label, char text[LABEL_TEXT_SIZE]);
/* Accepts what label_print writes, also in lower case and without leading zeros. */
bool label_parse(const char *text, struct label *label);
bool label_same(struct label a, struct label b);
/* One or two letters A-Z without I, O, Q (R-N3): they look like digits. */
bool prefix_valid(const char *prefix);

#endif
