/* SPDX-License-Identifier: Apache-2.0 */
#include "model/item_page.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define WIDE_MAX 60 /* halves of a hanzi: two lines of what to bring */
#define TEXT_ROOM 240

struct maker {
    const struct hall_def *def;
    const struct words *words;
    const struct item_def *item;
    enum lang lang;
    struct page_text *page;
};

static const char *word(const struct maker *maker, enum word key)
{
    return words_get(maker->words, maker->lang, key);
}

static void fact(const struct maker *maker, enum word label, const char *text)
{
    if (!text[0])
        return;
    (void)page_text_add(maker->page, PAGE_LABEL, word(maker, label), NULL);
    (void)page_text_add(maker->page, PAGE_STRONG, text, NULL);
}

static uint32_t wide(const char *text)
{
    uint32_t sum = 0;
    for (uint32_t sign; (sign = utf8_next(&text)) != 0;)
        sum += sign >= 0x2e80 ? 2 : 1;
    return sum;
}

static void materials(const struct maker *maker)
{
    const char *list = def_item_text(maker->def, maker->item, ITEM_MATERIALS, maker->lang);
    const char *comma = maker->lang == LANG_ZH ? "、" : ", ";
    char text[TEXT_ROOM] = "", count[12], more[64] = "";
    uint32_t all = item_entries(list), taken = 0;
    while (taken < all) {
        struct item_entry entry = item_entry(list, taken);
        if (taken && wide(text) + 2 + wide(entry.name) > WIDE_MAX)
            break;
        size_t at = strlen(text);
        snprintf(text + at, sizeof(text) - at, "%s%s", taken ? comma : "", entry.name);
        taken++;
    }
    if (taken < all) {
        snprintf(count, sizeof(count), "%u", all);
        const struct word_arg arg = {"n", count};
        words_fill(more, sizeof(more), word(maker, WORD_TP_MATERIALS_MORE), &arg, 1);
    }
    size_t at = strlen(text);
    snprintf(text + at, sizeof(text) - at, "%s", more);
    fact(maker, WORD_TP_MATERIALS, text);
    if (all == 1 && item_entry(list, 0).note[0])
        (void)page_text_add(maker->page, PAGE_PLAIN, item_entry(list, 0).note, NULL);
}

static void place(const struct maker *maker)
{
    uint16_t low, high;
    char from[8], to[8], floor[NAME_SIZE] = "", text[TEXT_ROOM];
    if (!def_service_windows(maker->def, maker->item->service, &low, &high))
        return;
    const struct window_def *window = def_window(maker->def, low);
    const struct zone_def *zone = def_zone(maker->def, window->zone);
    for (uint32_t i = 0; i < maker->def->floor_count; i++)
        if (maker->def->floors[i].number == window->floor)
            utf8_copy(floor, sizeof(floor), names_get(&maker->def->floors[i].name, maker->lang));
    snprintf(from, sizeof(from), "%u", low);
    snprintf(to, sizeof(to), "%u", high);
    const struct word_arg args[] = {{"f", floor},
                                    {"z", zone ? zone->letter : ""},
                                    {"lo", from},
                                    {"hi", to}};
    words_fill(text, sizeof(text),
               word(maker, low == high ? WORD_TP_PLACE_ONE : WORD_TP_PLACE_MANY), args,
               countof(args));
    fact(maker, WORD_TP_PLACE, text);
}

static void last_line(const struct maker *maker)
{
    char text[TEXT_ROOM];
    const char *phone = def_item_word(maker->def, maker->item->phone);
    const struct word_arg arg = {"phone", phone[0] ? phone : maker->def->phone};
    if (!arg.value[0])
        return;
    words_fill(text, sizeof(text), word(maker, WORD_TP_FOOT), &arg, 1);
    (void)page_text_add(maker->page, PAGE_FOOT, text, NULL);
}

bool item_page(const struct hall_def *def, const struct words *words, const struct item_def *item,
               enum lang lang, uint32_t less, struct page_text *page)
{
    const struct maker maker = {def, words, item, lang, page};
    char title[TEXT_ROOM];
    const struct word_arg name = {"name", def_item_text(def, item, ITEM_NAME, lang)};
    words_fill(title, sizeof(title), word(&maker, WORD_TP_GUIDE), &name, 1);
    page_text_begin(page, title);
    materials(&maker);
    fact(&maker, WORD_TP_FEE, def_item_text(def, item, ITEM_FEE, lang));
    place(&maker);
    if (less < ITEM_PAGE_LESS)
        fact(&maker, WORD_TP_TIME, def_item_text(def, item, ITEM_TIME, lang));
    if (less == 0)
        last_line(&maker);
    return page->count > 0;
}

const struct item_def *item_page_find(const struct hall_def *def, const char *code, size_t length)
{
    for (uint32_t i = 0; i < def->item_count; i++) {
        const char *own = def_item_word(def, def->items[i].code);
        if (strlen(own) == length && memcmp(own, code, length) == 0)
            return &def->items[i];
    }
    return NULL;
}
