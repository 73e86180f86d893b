/* SPDX-License-Identifier: Apache-2.0 */
/*
 * words_load - the word tables of all languages, from gettext catalogues.
 *
 * Reads LANG/LC_MESSAGES/jiaohao.mo below the directory of the program
 * (../share/locale beside build/<preset>/bin, or /usr/share/locale). English is a
 * catalogue like any other; a Mongolian text without "reviewed-by:" in its comment
 * is left out at build time and counts as missing (R-G2, D-42).
 *
 * Errors: ERR_CONFIG when the Chinese catalogue is missing or lacks a key (logged,
 *         naming the key); other languages may have gaps.
 */
#ifndef I18N_WORDS_LOAD_H
#define I18N_WORDS_LOAD_H

#include "base/base.h"
#include "base/err.h"
#include "domain/words.h"

enum err words_load(struct words *words) MUST_CHECK;

#endif
