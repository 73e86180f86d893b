/* SPDX-License-Identifier: Apache-2.0 */
/*
 * text - what a station shows, as text of the word tables (D-37: a station on a PC
 * renders UTF-8 itself; a microcontroller shows the same states as pictures).
 */
#ifndef VIEW_TEXT_H
#define VIEW_TEXT_H

#include "core/station.h"
#include "domain/words.h"

#define TEXT_ROWS 3

/* The one line of a strip; "" in the dark half of flashing is not told: the sentence stays. */
void text_line(const struct station *station, const struct words *words, msec now, char *text,
               size_t size);
/* The rows of a pad or a rating pad; a strip has one. Returns how many. */
size_t text_rows(const struct station *station, const struct words *words, msec now,
                 char rows[TEXT_ROWS][TEXT_SIZE]);
/* "state=calling label=A023 …" for scripts. */
void text_facts(const struct station *station, msec now, char *text, size_t size);

#endif
