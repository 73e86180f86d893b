/* SPDX-License-Identifier: Apache-2.0 */
/* 更多服务: what the large home page has no room for, and the looks. */
#include "view/large.h"

struct entry {
    enum word word;
    uint16_t action;
    uint8_t icon;
    bool selected;
};

static void put_entry(const struct page *page, struct box box, const struct entry *entry)
{
    bool off = entry->action == KIOSK_ACT_VOICE && !page->model->sound;
    put_big(page, &(struct big){.box = box,
                                .label = say(page, off ? WORD_K_NO_SOUND : entry->word),
                                .icon = entry->icon,
                                .size = {60, 56, 44, 36},
                                .action = entry->action,
                                .selected = entry->selected,
                                .off = off});
}

/* The button says what the next press brings. */
static enum word word_of_size(const struct kiosk_model *model)
{
    static const enum word words[] = {WORD_K_LARGE_15, WORD_K_LARGE_20, WORD_K_LARGE_OFF};
    return words[model->large];
}

void large_more(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    const struct entry entries[] = {
        {WORD_K_ASK, KIOSK_ACT_ASK, ICON_ASK, false},
        {WORD_K_RATE, KIOSK_ACT_RATE, ICON_STAR, false},
        {WORD_K_SEARCH_ITEMS, KIOSK_ACT_SEARCH, ICON_SEARCH, false},
        {word_of_size(model), KIOSK_ACT_LARGE, ICON_PLUS, false},
        {WORD_K_HIGH, KIOSK_ACT_CONTRAST, ICON_HALF, model->contrast},
        {WORD_K_LOW, KIOSK_ACT_LOW, ICON_LOW, model->low},
        {WORD_K_VOICE, KIOSK_ACT_VOICE, ICON_VOICE, model->voice},
        {WORD_K_NORMAL, KIOSK_ACT_NORMAL, ICON_HALF, false},
    };
    put_upper(page, say(page, WORD_K_MORE_TITLE));
    struct grid wide = {BOX(48, 448, 592, 140), 3, 24, 16},
                tall = {BOX(48, 976, 484, 140), 2, 16, 16};
    const struct grid *grid = page->tall ? &tall : &wide;
    for (uint32_t i = 0; i < countof(entries); i++)
        put_entry(page, grid_cell(grid, i), &entries[i]);
    const char *other = next_language_name(page);
    if (other)
        put_big(page, &(struct big){.box = grid_cell(grid, countof(entries)),
                                    .label = other,
                                    .size = {60, 56, 48, 40},
                                    .action = KIOSK_ACT_LANGUAGE});
    put_bottom(page);
}
