/* SPDX-License-Identifier: Apache-2.0 */
/*
 * booking_code - the code of an appointment: letters, digits and dashes, 1 to 24 of them. People
 * read and type it, so capitals and small letters are one (R-A5).
 *
 * Threads: none; pure.
 */
#ifndef DOMAIN_BOOKING_CODE_H
#define DOMAIN_BOOKING_CODE_H

#include <stdbool.h>

/* As it is kept and shown: its capital; all else as it is. */
char booking_code_sign(char c);
void booking_code_fold(char *code);
bool booking_code_same(const char *a, const char *b);

#endif
