/* SPDX-License-Identifier: Apache-2.0 */
#include "model/search.h"

#include <string.h>

/* In the order they are shown. */
enum rank { RANK_BEGINS, RANK_WORD, RANK_HOLDS, RANK_ALSO, RANK_OTHER, RANK_NONE };

static char plain(char c)
{
    if (c >= 'a' && c <= 'z')
        return (char)(c - 'a' + 'A');
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '\0';
}

/* Does `text` go on with the query? What is no letter and no digit does not count. */
static bool goes_on(const char *text, const char *query)
{
    while (*query) {
        while (*text && !plain(*text))
            text++;
        if (plain(*text) != *query)
            return false;
        text++;
        query++;
    }
    return true;
}

static enum rank rank_in(const char *text, const char *query)
{
    enum rank rank = RANK_NONE;
    bool begins = true;
    if (goes_on(text, query))
        return RANK_BEGINS;
    for (; *text; text++) {
        if (!plain(*text)) {
            begins = true;
            continue;
        }
        if (goes_on(text, query)) {
            if (begins)
                return RANK_WORD;
            rank = RANK_HOLDS;
        }
        begins = false;
    }
    return rank;
}

static bool also(const char *list, const char *query)
{
    for (; *list; list += strcspn(list, "|"), list += *list == '|')
        if (strncmp(list, query, strlen(query)) == 0)
            return true;
    return false;
}

static enum rank rank_of(const struct hall_def *def, const struct item_def *item, const char *query,
                         enum lang lang)
{
    enum rank code = rank_in(def_item_word(def, item->code), query);
    enum rank initials = rank_in(def_item_word(def, item->initials), query);
    enum rank name = item->text[ITEM_NAME][LANG_EN]
                         ? rank_in(def_item_text(def, item, ITEM_NAME, LANG_EN), query)
                         : RANK_NONE;
    enum rank own = lang == LANG_EN ? name : initials, other = lang == LANG_EN ? initials : name;
    enum rank rank = own < code ? own : code;
    if (rank != RANK_NONE)
        return rank;
    if (also(def_item_word(def, item->also), query))
        return RANK_ALSO;
    return other < RANK_HOLDS ? RANK_OTHER : RANK_NONE;
}

uint32_t kiosk_search(const struct hall_def *def, const char *query, enum lang lang, uint32_t date,
                      uint16_t found[ITEMS_MAX])
{
    uint8_t ranks[ITEMS_MAX];
    uint32_t count = 0;
    if (!*query)
        return 0;
    for (uint32_t i = 0; i < def->item_count; i++)
        ranks[i] =
            (uint8_t)(item_valid(&def->items[i], date) ? rank_of(def, &def->items[i], query, lang)
                                                       : RANK_NONE);
    for (uint8_t rank = RANK_BEGINS; rank < RANK_NONE; rank++)
        for (uint32_t i = 0; i < def->item_count; i++)
            if (ranks[i] == rank)
                found[count++] = (uint16_t)i;
    return count;
}
