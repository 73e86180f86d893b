/* SPDX-License-Identifier: Apache-2.0 */
/*
 * strip_text - what stands on a window strip in one line of 16 dots, and whether it fits (R-L6).
 *
 * A sign of Chinese takes 16 dots, a letter or digit 8. On a strip too narrow for the sentence its
 * short form stands, then the number alone; a number is never cut, so where not even that fits
 * the strip stays dark.
 *
 * Threads: none; pure.
 */
#ifndef DOMAIN_STRIP_TEXT_H
#define DOMAIN_STRIP_TEXT_H

#include "domain/words.h"

#define STRIP_DOTS 128    /* wide, where nothing else is said: 8 signs */
#define STRIP_DOTS_MIN 48 /* the longest number: AB1023 */
#define STRIP_TEXT_SIZE 64

enum strip_form { STRIP_FULL, STRIP_SHORT, STRIP_NUMBER, STRIP_NOTHING };

struct strip_say {
    uint8_t show; /* enum strip_show */
    enum lang lang;
    struct label label; /* CALL, SERVING */
    const char *name; /* of the window: it takes the place of the friendly word (R-L1); "" = none */
};

/* How wide a text is, dot by dot. */
uint16_t strip_dots(const char *text);
/* The sentence of that state and of that form, without asking whether it fits. "" = there is none:
 * the form of a number exists only where a number is shown. */
void strip_sentence(const struct words *words, const struct strip_say *say, enum strip_form form,
                    char to[STRIP_TEXT_SIZE]);
/* The first form that fits `dots`; "" for STRIP_NOTHING. */
enum strip_form strip_text(const struct words *words, const struct strip_say *say, uint16_t dots,
                           char to[STRIP_TEXT_SIZE]);

#endif
