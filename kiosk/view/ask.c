/* SPDX-License-Identifier: Apache-2.0 */
/* Enquiries: who helps, and where the zones are. */
#include "view/page.h"

#define ZONES_SHOWN 12

static void put_help(const struct page *page, struct box card)
{
    const struct hall_def *def = page->model->def;
    put_card(page, card, page->theme->line, 2);
    struct wrapped lines;
    struct text_style text = bold(page, by_lang(page, 40, 34));
    text.size[1] = 34, text.size[2] = 30;
    text_wrap(page->draw, say(page, WORD_K_ASK_TEXT),
              &(struct wrap_style){.size = text.size[0],
                                   .bold = true,
                                   .width = (int16_t)(card.w - 80),
                                   .lines = 5},
              &lines);
    int16_t y = (int16_t)(card.y + 40);
    for (uint32_t i = 0; i < lines.count; i++, y = (int16_t)(y + 64))
        draw_text(page->draw, BOX(card.x + 40, y, card.w - 72, 64), lines.line[i], &text);
    y = (int16_t)(y + 24);
    put_rule(page, (int16_t)(card.x + 40), y, (int16_t)(card.w - 80));
    struct text_style fact = ink(page, 36);
    fact.size[1] = 34, fact.size[2] = 30, fact.size[3] = 28;
    if (def->phone[0]) {
        struct line phone = say_1(page, WORD_K_ASK_PHONE, "phone", def->phone);
        draw_icon(page->draw, BOX(card.x + 40, y + 40, 48, 48), ICON_PHONE, page->theme->muted,
                  page->theme->surface);
        draw_text(page->draw, BOX(card.x + 112, y + 24, card.w - 144, 80), phone.text, &fact);
        y = (int16_t)(y + 80);
    }
    struct line today = line_of_today(page, &def->hours);
    draw_icon(page->draw, BOX(card.x + 40, y + 40, 48, 48), ICON_CLOCK, page->theme->muted,
              page->theme->surface);
    draw_text(page->draw, BOX(card.x + 112, y + 24, card.w - 144, 80), today.text, &fact);
    put_button(page,
               (struct button){.box = BOX(card.x + 40, card.y + card.h - 168, card.w - 80, 128),
                               .label = say(page, WORD_K_GUIDE),
                               .icon = ICON_BELL,
                               .kind = BUTTON_PRIMARY,
                               .size = {48, 42},
                               .action = KIOSK_ACT_HELP});
}

static void put_zones(const struct page *page, struct box card)
{
    const struct zone_def *zones[ZONES_SHOWN];
    uint32_t count = kiosk_zones(page->model, zones, countof(zones));
    put_card(page, card, page->theme->line, 2);
    struct text_style head = muted(page, 34);
    draw_text(page->draw, BOX(card.x + 40, card.y + 20, card.w - 80, 56),
              say(page, WORD_K_ASK_PLACES), &head);
    int16_t step = (int16_t)(count <= 6 ? 100 : 600 / (int32_t)count);
    int16_t chip = (int16_t)(step >= 88 ? 72 : step - 10);
    struct text_style name = bold(page, by_lang(page, 40, 34)), floor = ink(page, 36);
    name.size[1] = 34, name.size[2] = 30, name.size[3] = 28;
    floor.size[1] = 30;
    floor.align = ALIGN_RIGHT;
    for (uint32_t i = 0; i < count; i++) {
        int16_t y = (int16_t)(card.y + 84 + step * (int32_t)i);
        struct line floors = line_of_floors(page, zones[i]);
        put_chip(page, BOX(card.x + 40, y + (step - chip) / 2, chip, chip), zones[i]->letter,
                 zone_colour(page, zones[i]->id));
        draw_text(page->draw, BOX(card.x + 136, y, card.w - 376, step),
                  names_get(&zones[i]->name, page->lang), &name);
        draw_text(page->draw, BOX(card.x + card.w - 240, y, 200, step), floors.text, &floor);
    }
}

void page_ask(const struct page *page)
{
    put_title(page, say(page, WORD_K_ASK_TITLE));
    put_help(page, page->tall ? BOX(48, 264, 984, 640) : BOX(48, 232, 1032, 704));
    put_zones(page, page->tall ? BOX(48, 920, 984, 704) : BOX(1112, 232, 760, 704));
}
