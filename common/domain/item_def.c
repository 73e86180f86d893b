/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/item_def.h"

#include <string.h>

const struct item_def *def_item(const struct hall_def *def, uint16_t id)
{
    for (uint32_t i = 0; i < def->item_count; i++)
        if (def->items[i].id == id)
            return &def->items[i];
    return NULL;
}

const char *def_item_word(const struct hall_def *def, uint32_t place)
{
    return def->item_texts ? def->item_texts + place : "";
}

const char *def_item_text(const struct hall_def *def, const struct item_def *item,
                          enum item_text which, enum lang lang)
{
    const char *text = def_item_word(def, item->text[which][lang]);
    return *text ? text : def_item_word(def, item->text[which][LANG_ZH]);
}

bool item_valid(const struct item_def *item, uint32_t date)
{
    return !date || ((!item->from || date >= item->from) && (!item->to || date <= item->to));
}

uint32_t item_entries(const char *list)
{
    uint32_t count = *list != '\0';
    for (; *list; list++)
        count += *list == '|';
    return count;
}

static void copy(char to[ITEM_ENTRY_SIZE], const char *from, size_t length)
{
    size_t size = length < ITEM_ENTRY_SIZE ? length : ITEM_ENTRY_SIZE - 1;
    memcpy(to, from, size);
    to[size] = '\0';
}

struct item_entry item_entry(const char *list, uint32_t index)
{
    struct item_entry entry = {"", ""};
    while (index > 0 && *list) {
        list += strcspn(list, "|");
        list += *list == '|';
        index--;
    }
    size_t whole = strcspn(list, "|"), name = strcspn(list, "=|");
    copy(entry.name, list, name);
    if (name < whole)
        copy(entry.note, list + name + 1, whole - name - 1);
    return entry;
}
