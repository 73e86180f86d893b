/* SPDX-License-Identifier: Apache-2.0 */
/*
 * items_hall - a catalogue as large as the largest hall's: so many made-up items with names,
 * initials and codes, as the text of an items.csv.
 */
#ifndef TESTS_ITEMS_HALL_H
#define TESTS_ITEMS_HALL_H

#include <stddef.h>
#include <stdint.h>

#define ITEMS_OF_A_LARGE_HALL 1453 /* R-M12 */

/* `services` are the ids that the items are given to in turn. The caller frees the text. */
char *items_text(uint32_t count, const uint16_t *services, uint32_t service_count, size_t *length);

#endif
