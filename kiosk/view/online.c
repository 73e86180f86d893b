/* SPDX-License-Identifier: Apache-2.0 */
/* k23: what can be done online is said before a number is given; the number stays (R-K13, R-X9). */
#include <stdio.h>

#include "view/items.h"

static void put_head(const struct page *page, struct box card, const struct item_def *item)
{
    const struct service_def *service = def_service(page->model->def, item->service);
    const struct zone_def *zone = service ? def_zone(page->model->def, service->zone) : NULL;
    struct rgba colour = zone_colour(page, service ? service->zone : 0);
    const char *flag = say(page, WORD_K_FLAG_ONLINE);
    put_card(page, card, page->theme->line, 2);
    draw_rect(page->draw, BOX(card.x, card.y, card.w, 16),
              &(struct rect_style){.fill = colour, .radius = 16, .corners = CORNER_TOP});
    put_chip(page, BOX(card.x + 40, card.y + 44, 88, 88), service ? service->prefix : "", colour);
    int16_t right = (int16_t)(card.x + card.w - 40);
    int16_t flag_w = flag_width(page, flag, 32);
    put_flag(page, BOX(right - flag_w, card.y + 56, 0, 64), flag);
    struct text_style name = bold(page, 48), under = muted(page, 32);
    name.size[1] = 40, name.size[2] = 36, name.size[3] = 30;
    under.size[1] = 28, under.size[2] = 27;
    struct line sub;
    snprintf(sub.text, sizeof(sub.text), "%.60s · %.60s",
             service ? names_get(&service->name, page->lang) : "",
             zone ? names_get(&zone->name, page->lang) : "");
    int16_t x = (int16_t)(card.x + 156), w = (int16_t)(right - flag_w - 24 - x);
    const char *text = item_says(page, item, ITEM_NAME);
    bool two = draw_measure(page->draw, text, 30, true) > w;
    put_fitting(page, BOX(x, card.y + (two ? 22 : 33), w, two ? 76 : 64), text, &name);
    draw_text(page->draw, BOX(x, card.y + (two ? 102 : 96), w, 44), sub.text, &under);
    put_rule(page, (int16_t)(card.x + 40), (int16_t)(card.y + 164), (int16_t)(card.w - 80));
}

static void put_how(const struct page *page, struct box card)
{
    static const enum word steps[][2] = {{WORD_K_ONLINE_1, WORD_K_ONLINE_1_NOTE},
                                         {WORD_K_ONLINE_2, WORD_K_ONLINE_2_NOTE},
                                         {WORD_K_ONLINE_3, WORD_K_ONLINE_3_NOTE}};
    struct text_style name = bold(page, 42), note = muted(page, 32);
    name.size[1] = 36, name.size[2] = 32;
    note.size[1] = 28, note.size[2] = 27;
    for (uint32_t i = 0; i < countof(steps); i++) {
        int16_t y = (int16_t)(card.y + 188 + 86 * (int32_t)i);
        put_number(page, BOX(card.x + 40, y, 64, 64), i + 1);
        draw_text(page->draw, BOX(card.x + 136, y - 8, 368, 80), say(page, steps[i][0]), &name);
        draw_text(page->draw, BOX(card.x + 512, y - 8, card.w - 552, 80), say(page, steps[i][1]),
                  &note);
    }
}

static void put_code(const struct page *page, struct box card)
{
    const struct kiosk_view *view = page->view;
    put_card(page, card, page->theme->line, 2);
    int16_t side = 296;
    struct box code = BOX(card.x + (card.w - side) / 2, card.y + 28, side, side);
    draw_fill(page->draw, code, RGB(0xFFFFFF)); /* also in high contrast */
    if (view->qr.w)
        draw_bitmap(page->draw, code, &view->qr, view->qr_dots, RGB(0x000000), RGB(0xFFFFFF));
    struct text_style scan = bold(page, 36), note = muted(page, 30);
    scan.size[1] = 32, scan.size[2] = 28;
    note.size[1] = 28, note.size[2] = 27;
    scan.align = note.align = ALIGN_CENTRE;
    draw_text(page->draw, BOX(card.x, card.y + 342, card.w, 56), say(page, WORD_K_ONLINE_SCAN),
              &scan);
    draw_text(page->draw, BOX(card.x, card.y + 392, card.w, 44), say(page, WORD_K_ONLINE_OPTIONAL),
              &note);
}

static void put_here(const struct page *page, struct box box, const struct item_def *item)
{
    struct line facts = line_of_item_facts(page, item);
    struct line here = say_1(page, WORD_K_ONLINE_HERE, "facts", facts.text);
    draw_rect(page->draw, box, &(struct rect_style){.fill = page->theme->tint, .radius = 16});
    struct text_style style = bold(page, 38);
    style.size[1] = 34, style.size[2] = 30, style.size[3] = 28;
    put_fitting(page, BOX(box.x + 40, box.y + 4, box.w - 64, box.h - 8), here.text, &style);
}

static void put_keys_of(const struct page *page, struct box print, struct box take,
                        const struct item_def *item)
{
    const char *news = sheet_news(page);
    struct line reason = line_of_reason(page, item->service);
    bool can = kiosk_can_issue(page->model, item->service);
    bool busy = page->model->items.sheet == KIOSK_SHEET_BUSY;
    put_button(page, (struct button){.box = print,
                                     .label = say(page, WORD_K_ONLINE_PRINT),
                                     .hint = *news ? news : NULL,
                                     .icon = ICON_DOC,
                                     .size = {48, 42, 36},
                                     .state = !kiosk_prints(page->model) ? BUTTON_DISABLED
                                              : busy                     ? BUTTON_BUSY
                                                                         : BUTTON_READY,
                                     .action = KIOSK_ACT_PRINT_ONLINE});
    put_button(page, (struct button){.box = take,
                                     .kind = BUTTON_PRIMARY,
                                     .label = say(page, WORD_K_STILL_TAKE),
                                     .hint = can ? NULL : reason.text,
                                     .icon = can ? ICON_PRINT : ICON_WARN,
                                     .size = {52, 46, 40},
                                     .state = can ? BUTTON_READY : BUTTON_DISABLED,
                                     .action = KIOSK_ACT_STILL_TAKE});
}

void page_online(const struct page *page)
{
    const struct item_def *item = item_shown(page);
    if (!item)
        return;
    put_title(page, say(page, WORD_K_ONLINE));
    struct box card = page->tall ? BOX(48, 272, 984, 456) : BOX(48, 232, 1064, 448);
    put_head(page, card, item);
    put_how(page, card);
    put_code(page, page->tall ? BOX(48, 752, 984, 456) : BOX(1136, 232, 736, 448));
    put_here(page, page->tall ? BOX(48, 1232, 984, 128) : BOX(48, 704, 1824, 112), item);
    if (page->tall)
        put_keys_of(page, BOX(48, 1384, 984, 120), BOX(48, 1528, 984, 120), item);
    else
        put_keys_of(page, BOX(48, 832, 900, 104), BOX(972, 832, 900, 104), item);
}
