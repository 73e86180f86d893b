/* SPDX-License-Identifier: Apache-2.0 */
/*
 * citizen - the number and the birth date of a person's card: are they right, how old is
 * the person. Nothing else of a card is ever held (R-I1).
 *
 * A number has 17 digits and a check character after ISO 7064 MOD 11-2: a digit or X
 * (GB 11643, R-I3); its digits 7 to 14 are the date of birth.
 */
#ifndef DEVICE_CITIZEN_H
#define DEVICE_CITIZEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

#define CITIZEN_NUMBER 18
#define CITIZEN_BIRTH 8

struct citizen {
    char number[CITIZEN_NUMBER + 1]; /* x becomes X when it is checked */
    char birth[CITIZEN_BIRTH + 1];   /* yyyymmdd, as printed on the card */
};

/* Writes a small x large. */
bool citizen_number_good(char number[CITIZEN_NUMBER]);
/* The number is right, the birth date is one, and both say the same. */
bool citizen_good(struct citizen *citizen);
/* Whole years on the local date `today` (yyyymmdd); 0 = born later. */
uint32_t citizen_age(const struct citizen *citizen, uint32_t today);
/* The lowest age of the person's band: 60, 65, 70; 0 = younger (docs/issuing.md 2). */
uint8_t citizen_age_band(const struct citizen *citizen, uint32_t today);
/* Forgets it; the compiler may not leave it out. */
void citizen_wipe(struct citizen *citizen);

#endif
