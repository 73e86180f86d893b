/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_items - any bytes are items of bounded, ended texts or mistakes with a place in the file.
 */
#include <stdlib.h>
#include <string.h>

#include "config/items.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

static void use(const struct hall_def *def, const struct item_def *item)
{
    const uint32_t words[] = {item->code, item->initials, item->also, item->url, item->phone};
    for (size_t i = 0; i < countof(words); i++)
        require(memchr(def_item_word(def, words[i]), '\0', 256) != NULL);
    for (enum item_text which = 0; which < ITEM_TEXT_COUNT; which++)
        for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
            const char *text = def_item_text(def, item, which, lang);
            for (uint32_t i = 0; i < item_entries(text); i++) {
                struct item_entry entry = item_entry(text, i);
                require(strlen(entry.name) + strlen(entry.note) <= strlen(text));
            }
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct build build;
    static struct loaded_hall hall;
    uint32_t lines = 1;
    if (size > ITEM_TEXTS_MAX - 1)
        return 0;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    memset(hall.items, 0, sizeof(hall.items[0]) * hall.def.item_count);
    hall.def = (struct hall_def){.items = hall.items, .item_texts = hall.item_texts};
    build.out = &hall;
    build.report.count = build.report.kept = 0;
    items_read(&build, &(struct config_file){"items.csv", data, size});
    require(hall.def.item_count <= ITEMS_MAX);
    for (uint32_t i = 0; i < build.report.kept; i++)
        require(build.report.list[i].place.line >= 1 && build.report.list[i].place.line <= lines);
    for (uint32_t i = 0; i < hall.def.item_count; i++)
        use(&hall.def, &hall.items[i]);
    return 0;
}
