/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words - every sentence a person reads or hears, by key and language.
 *
 * A word has a key ("k.title", "v.call"); each area lists its own
 * in words/AREA.def, the texts stand in common/i18n/po/LANG/AREA.po, and
 * common/i18n fills this array at start. All languages are loaded at once, so two
 * can show on one screen and views stay pure (D-42).
 *
 * Ownership: the texts live as long as the program; nobody frees them.
 */
#ifndef DOMAIN_WORDS_H
#define DOMAIN_WORDS_H

#include "domain/hall_def.h"

#define X(name, key) WORD_##name,
enum word {
#include "domain/words/board.def"
#include "domain/words/board_dots.def"
#include "domain/words/board_more.def"
#include "domain/words/board_pages.def"
#include "domain/words/board_window.def"
#include "domain/words/common.def"
#include "domain/words/kiosk.def"
#include "domain/words/kiosk_access.def"
#include "domain/words/kiosk_alone.def"
#include "domain/words/kiosk_identity.def"
#include "domain/words/kiosk_items.def"
#include "domain/words/kiosk_numbers.def"
#include "domain/words/kiosk_staff.def"
#include "domain/words/refusal.def"
#include "domain/words/strip.def"
#include "domain/words/ticket.def"
#include "domain/words/voice.def"
#include "domain/words/voice_more.def"
    WORD_COUNT
};
#undef X

struct words {
    const char *text[LANG_COUNT][WORD_COUNT]; /* NULL = missing: zh is shown */
};

/* Never NULL: falls back to zh, then to the key itself, so a gap is seen and not blank. */
const char *words_get(const struct words *words, enum lang lang, enum word word);
const char *word_key(enum word word);

/* One placeholder: {n} has name 'n'. */
struct word_arg {
    const char *name; /* "n" or "lo" */
    const char *value;
};
/* Fills {name} placeholders; an unknown one stays as it is. Cuts at whole characters.
 * Returns the bytes written without NUL. */
size_t words_fill(char *to, size_t size, const char *sentence, const struct word_arg *args,
                  size_t count);

#endif
