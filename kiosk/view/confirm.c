/* SPDX-License-Identifier: Apache-2.0 */
/* k03, k29: the facts at the left, the decision at the right; stacked in portrait. */
#include <inttypes.h>
#include <stdio.h>

#include "view/items.h"
#include "view/page.h"

/* A big number with its unit on the same baseline. */
static void put_fact(const struct page *page, struct box box, const char *value, const char *unit)
{
    struct text_style big = bold(page, 128), small = bold(page, 48);
    big.size[1] = 104, big.size[2] = 88, big.size[3] = 80;
    small.size[1] = 40;
    big.baseline = small.baseline = (int16_t)(box.y + box.h / 2 + 48);
    int16_t unit_w = (int16_t)(draw_measure(page->draw, unit, 48, true) + 20);
    int16_t w = (int16_t)(box.w - unit_w);
    int16_t x = (int16_t)(box.x + draw_text(page->draw, BOX(box.x, box.y, w, box.h), value, &big));
    draw_text(page->draw, BOX(x + 20, box.y, unit_w, box.h), unit, &small);
}

static void put_label(const struct page *page, int16_t x, int16_t y, enum icon icon,
                      const char *label)
{
    struct text_style style = muted(page, 36);
    draw_icon(page->draw, BOX(x, y + 8, 48, 48), icon, page->theme->muted, page->theme->surface);
    draw_text(page->draw, BOX(x + 64, y, 400, 64), label, &style);
}

static void put_line(const struct page *page, struct box box, enum icon icon, const char *label,
                     const char *value)
{
    if (!*value)
        return;
    struct text_style small = muted(page, by_lang(page, 34, 32));
    struct text_style text = bold(page, by_lang(page, 44, 40));
    text.size[1] = 40, text.size[2] = 36, text.size[3] = 32;
    draw_icon(page->draw, BOX(box.x, box.y + (box.h - 48) / 2, 48, 48), icon, page->theme->muted,
              page->theme->surface);
    draw_text(page->draw, BOX(box.x + 68, box.y, 190, box.h), label, &small);
    int16_t at = (int16_t)by_lang(page, 250, 200);
    draw_text(page->draw, BOX(box.x + at, box.y, box.w - at, box.h), value, &text);
}

static void put_waits(const struct page *page, struct box card, const struct kiosk_service *live)
{
    int16_t x = (int16_t)(card.x + 40), y = (int16_t)(card.y + 224);
    uint16_t ahead = page->model->wish.priority ? live->ahead_priority : live->ahead_normal;
    struct line people;
    snprintf(people.text, sizeof(people.text), "%u", ahead);
    put_label(page, x, y, ICON_PEOPLE, say(page, WORD_K_AHEAD));
    put_fact(page, BOX(x, y + 64, 420, 144), people.text, say(page, WORD_K_PERSONS));
    struct line range = line_of_range(live->lo_min, live->hi_min, live->wait_min);
    if (!range.text[0] || ahead == 0)
        return;
    put_label(page, (int16_t)(x + 448), y, ICON_CLOCK, say(page, WORD_K_EXPECT));
    put_fact(page, BOX(x + 448, y + 64, card.w - 528, 144), range.text, say(page, WORD_K_MINUTES));
}

static void put_facts(const struct page *page, struct box card, const struct service_def *service)
{
    struct rgba colour = zone_colour(page, service->zone);
    const struct zone_def *zone = def_zone(page->model->def, service->zone);
    put_card(page, card, page->theme->line, 2);
    draw_rect(page->draw, BOX(card.x, card.y, card.w, 16),
              &(struct rect_style){.fill = colour, .radius = 16, .corners = CORNER_TOP});
    put_chip(page, BOX(card.x + 40, card.y + 48, 112, 112), service->prefix, colour);
    struct text_style name = bold(page, by_lang(page, 60, 56));
    name.size[1] = 48, name.size[2] = 42;
    struct text_style under = muted(page, 34);
    under.size[1] = 30, under.size[2] = 28;
    struct line sub;
    const char *zone_name = zone ? names_get(&zone->name, page->lang) : "";
    const struct item_def *item = def_item(page->model->def, page->model->wish.item);
    snprintf(sub.text, sizeof(sub.text), "%s%s%s", item ? item_says(page, item, ITEM_NAME) : "",
             item ? " · " : "", zone_name);
    if (item && draw_measure(page->draw, sub.text, 28, false) > (uint16_t)(card.w - 212))
        snprintf(sub.text, sizeof(sub.text), "%s", item_says(page, item, ITEM_NAME));
    draw_text(page->draw, BOX(card.x + 180, card.y + 40, card.w - 212, 76),
              names_get(&service->name, page->lang), &name);
    draw_text(page->draw, BOX(card.x + 180, card.y + 116, card.w - 212, 52), sub.text, &under);
    put_rule(page, (int16_t)(card.x + 40), (int16_t)(card.y + 200), (int16_t)(card.w - 80));
    const struct kiosk_service *live = kiosk_service(page->model, service->id);
    struct text_style follow = muted(page, 40);
    follow.size[1] = 36, follow.size[2] = 32, follow.size[3] = 28;
    if (page->model->link_up)
        put_waits(page, card, live);
    else
        draw_text(page->draw, BOX(card.x + 40, card.y + 288, card.w - 80, 88),
                  say(page, WORD_A_PEOPLE), &follow);
    put_rule(page, (int16_t)(card.x + 40), (int16_t)(card.y + 464), (int16_t)(card.w - 80));
    struct line place = line_of_place(page, service->id);
    struct box row = BOX(card.x + 40, card.y + 472, card.w - 72, 68);
    put_line(page, row, ICON_PIN, say(page, WORD_K_WHERE), place.text);
    row.y = (int16_t)(row.y + 76);
    int16_t bring_w = (int16_t)(row.w - by_lang(page, 250, 200));
    struct line bring = line_of_bring(page, service, bring_w, 32);
    put_line(page, row, ICON_DOC, say(page, WORD_K_BRING), bring.text);
    struct text_style note = muted(page, 28);
    draw_text(page->draw, BOX(card.x + 40, card.y + 632, card.w - 80, 52),
              say(page, WORD_K_ESTIMATE), &note);
}

/* R-P1, R-P3: a choice of one word; the reason is never asked. */
static void put_priority(const struct page *page, struct box card)
{
    bool chosen = page->model->wish.priority;
    put_card(page, card, page->theme->line, 2);
    struct text_style question = bold(page, 40), who = muted(page, by_lang(page, 32, 30));
    question.size[1] = 36, who.size[1] = 28;
    draw_text(page->draw, BOX(card.x + 40, card.y + 24, card.w - 80, 64),
              say(page, WORD_K_PRIO_ASK), &question);
    struct wrapped lines;
    text_wrap(page->draw, say(page, WORD_K_PRIO_WHO),
              &(struct wrap_style){.size = who.size[0],
                                   .width = (int16_t)(card.w - 72),
                                   .lines = 2},
              &lines);
    for (uint32_t i = 0; i < lines.count; i++)
        draw_text(page->draw, BOX(card.x + 40, card.y + 92 + 48 * (int32_t)i, card.w - 72, 48),
                  lines.line[i], &who);
    int16_t w = (int16_t)((card.w - 104) / 2);
    struct button button = {.box = BOX(card.x + 40, card.y + 208, w, 112),
                            .size = {by_lang(page, 44, 38), 34, 30},
                            .action = KIOSK_ACT_PRIORITY};
    for (uint16_t arg = 0; arg < 2; arg++) {
        bool selected = chosen == (arg == 1);
        button.arg = arg;
        button.label = say(page, arg ? WORD_K_PRIO_YES : WORD_K_PRIO_NO);
        button.kind = selected ? BUTTON_SELECTED : BUTTON_SECONDARY;
        button.icon = selected ? ICON_CHECK : ICON_NONE;
        button.state = kiosk_busy(page->model) ? BUTTON_DISABLED : BUTTON_READY;
        put_button(page, button);
        button.box.x = (int16_t)(button.box.x + w + 24);
    }
    struct text_style note = muted(page, by_lang(page, 30, 28));
    note.size[1] = 28;
    draw_text(page->draw, BOX(card.x + 40, card.y + 344, card.w - 72, 80),
              say(page, WORD_K_PRIO_NOTE), &note);
}

static void put_decision(const struct page *page, struct box primary, struct box agent,
                         struct box cancel)
{
    bool busy = kiosk_busy(page->model);
    bool can = kiosk_can_issue(page->model, page->model->wish.service);
    struct button confirm = {.box = primary,
                             .kind = BUTTON_PRIMARY,
                             .icon = busy ? ICON_NONE : ICON_PRINT,
                             .label = say(page, busy ? WORD_K_BUSY : WORD_K_CONFIRM_DO),
                             .size = {by_lang(page, 60, 56), 48, 40},
                             .action = KIOSK_ACT_CONFIRM};
    confirm.state = busy ? BUTTON_BUSY : can ? BUTTON_READY : BUTTON_DISABLED;
    put_button(page, confirm);
    struct button other = {.box = agent,
                           .icon = page->tall ? ICON_NONE : ICON_PEOPLE,
                           .label = say(page, WORD_K_AGENT),
                           .size = {36, 34, 30, 27},
                           .state = busy ? BUTTON_DISABLED : BUTTON_READY,
                           .action = KIOSK_ACT_AGENT};
    put_button(page, other);
    other.box = cancel, other.icon = page->tall ? ICON_NONE : ICON_CROSS;
    other.label = say(page, WORD_K_CANCEL), other.action = KIOSK_ACT_BACK;
    put_button(page, other);
}

/* What the printer lacks, and what that means for the number. */
static enum word printer_word(enum kiosk_printer printer)
{
    if (printer == KIOSK_PRINTER_NO_PAPER)
        return WORD_S_BEFORE_PAPER;
    if (printer == KIOSK_PRINTER_COVER)
        return WORD_S_BEFORE_COVER;
    return printer == KIOSK_PRINTER_NEAR_END ? WORD_S_BEFORE_NEAR_END : WORD_K_PAPER_BEFORE;
}

/* One thing to know at a time, beside the title. */
static void put_notice(const struct page *page, struct box box)
{
    const struct kiosk_model *model = page->model;
    struct line reason = line_of_reason(page, model->wish.service);
    if (!model->link_up && !kiosk_busy(model))
        put_alone(page, box);
    else if (kiosk_slow(model))
        put_banner(page, box, say(page, WORD_K_SLOW), NULL);
    else if (reason.text[0] && !kiosk_busy(model))
        put_banner(page, box, reason.text, NULL);
    else if (model->identity.too_young)
        put_banner(page, box, say(page, WORD_KI_TOO_YOUNG), NULL);
    else if (kiosk_printer(model) != KIOSK_PRINTER_OK)
        put_banner(page, box, say(page, printer_word(kiosk_printer(model))), NULL); /* R-K3, R-K4 */
}

void page_confirm(const struct page *page)
{
    const struct service_def *service = def_service(page->model->def, page->model->wish.service);
    if (!service)
        return;
    put_title(page, say(page, WORD_K_CONFIRM_TITLE));
    if (page->tall) {
        put_notice(page, BOX(48, 256, 984, 88));
        put_facts(page, BOX(48, 356, 984, 692), service);
        put_priority(page, BOX(48, 1064, 984, 424));
        put_decision(page, BOX(48, 1504, 456, 136), BOX(520, 1504, 352, 136),
                     BOX(888, 1504, 144, 136));
        return;
    }
    put_notice(page, BOX(620, 120, 1252, 88));
    put_facts(page, BOX(48, 232, 1032, 704), service);
    put_priority(page, BOX(1112, 232, 760, 448));
    put_decision(page, BOX(1112, 704, 760, 128), BOX(1112, 848, 368, 88), BOX(1504, 848, 368, 88));
}
