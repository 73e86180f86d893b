/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utf8 - walking and cutting UTF-8 text.
 *
 * Errors: bytes that are not UTF-8 are read one at a time as U+FFFD, so no text
 *         from outside can make a walk run past its end.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character at *at; moves *at behind it. 0 at the end of the string. */
uint32_t utf8_next(const char **at);
/* How many characters. */
size_t utf8_length(const char *text);
bool utf8_valid(const char *text);
/* Copies at most size - 1 bytes and never half a character; always ends in NUL.
 * Returns the bytes copied. */
size_t utf8_copy(char *to, size_t size, const char *text);

#endif
