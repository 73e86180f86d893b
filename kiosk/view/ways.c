/* SPDX-License-Identifier: Apache-2.0 */
/* 预约方式 and 其他大厅: what the hall itself wrote, nothing that we only guess (R-K7, R-A8). */
#include <stdio.h>

#include "view/items.h"

void page_booking_ways(const struct page *page)
{
    const struct hall_def *def = page->model->def;
    put_title(page, say(page, WORD_K_WAYS));
    int16_t w = page->tall ? 984 : 1824, top = page->tall ? 284 : 232, h = 104;
    struct text_style style = bold(page, 44);
    style.size[1] = 38, style.size[2] = 32, style.size[3] = 28;
    for (uint32_t i = 0; i < def->booking_way_count || i == 0; i++) {
        const char *text = def->booking_way_count ? texts_get(&def->booking_ways[i], page->lang)
                                                  : say(page, WORD_K_WAYS_NONE);
        struct box row = BOX(48, top + (h + 16) * (int32_t)i, w, h);
        put_card(page, row, page->theme->line, 2);
        if (def->booking_way_count)
            put_number(page, BOX(row.x + 32, row.y + 20, 64, 64), i + 1);
        put_fitting(page, BOX(row.x + 128, row.y + 4, row.w - 168, row.h - 8), text, &style);
    }
}

static struct line line_of_near(const struct page *page, const struct near_def *near)
{
    const char *parts[] = {texts_get(&near->address, page->lang), near->hours, near->phone};
    struct line all = {""};
    size_t at = 0;
    for (size_t i = 0; i < countof(parts) && at < sizeof(all.text); i++)
        if (*parts[i])
            at += (size_t)snprintf(all.text + at, sizeof(all.text) - at, "%s%s", at ? " · " : "",
                                   parts[i]);
    return all;
}

void page_elsewhere(const struct page *page)
{
    const struct hall_def *def = page->model->def;
    struct grid wide = {BOX(48, 232, 904, 164), 2, 16, 12},
                tall = {BOX(48, 284, 984, 156), 1, 0, 12};
    struct text_style name = bold(page, 40), text = ink(page, 30);
    put_title(page, say(page, WORD_K_ELSEWHERE));
    name.size[1] = 36, name.size[2] = 32, name.size[3] = 28;
    text.size[1] = 28, text.size[2] = 27;
    for (uint32_t i = 0; i < def->near_count; i++) {
        const struct near_def *near = &def->halls_near[i];
        struct box card = grid_cell(page->tall ? &tall : &wide, i);
        struct line where = line_of_near(page, near);
        put_card(page, card, page->theme->line, 2);
        draw_icon(page->draw, BOX(card.x + 24, card.y + 20, 48, 48), ICON_PIN, page->theme->primary,
                  page->theme->surface);
        int16_t x = (int16_t)(card.x + 96), w = (int16_t)(card.w - 120);
        draw_text(page->draw, BOX(x, card.y + 8, w, 60), names_get(&near->name, page->lang), &name);
        put_text(page, BOX(x, card.y + 66, w, 42), where.text, &text, 42);
        put_text(page, BOX(x, card.y + 108, w, 42), texts_get(&near->services, page->lang), &text,
                 42);
    }
    if (!def->near_count)
        put_fitting(page, page->tall ? BOX(48, 400, 984, 120) : BOX(48, 400, 1824, 96),
                    say(page, WORD_K_ELSEWHERE_NONE), &name);
}
