/* SPDX-License-Identifier: Apache-2.0 */
/* k24: back into the queue after a miss, as the policy in force has it (R-C2). */
#include <stdio.h>

#include "view/numbers.h"

/* ---- the place: what it would be, or is by now ---- */

static void put_line(const struct page *page, struct box box, enum icon icon, enum word label,
                     const char *value)
{
    struct text_style small = muted(page, by_lang(page, 34, 32)), text = bold(page, 44);
    small.size[1] = 28;
    text.size[1] = 40, text.size[2] = 36, text.size[3] = 30;
    draw_icon(page->draw, BOX(box.x, box.y + (box.h - 44) / 2, 44, 44), icon, page->theme->muted,
              page->theme->surface);
    draw_text(page->draw, BOX(box.x + 68, box.y, 180, box.h), say(page, label), &small);
    draw_text(page->draw, BOX(box.x + 250, box.y, box.w - 250, box.h), value, &text);
}

static void put_head(const struct page *page, struct box card, const struct kiosk_found *found)
{
    struct line label = line_of_label(found->label), missed = line_of_missed(page, found);
    struct text_style number = bold(page, 112), name = bold(page, 44), when = muted(page, 34);
    number.size[1] = 96, number.size[2] = 80;
    name.size[1] = 40, name.size[2] = 34;
    when.size[1] = 30, when.size[2] = 28, when.size[3] = 27;
    draw_rect(page->draw, BOX(card.x, card.y, card.w, 16),
              &(struct rect_style){.fill = page->theme->primary,
                                   .radius = 16,
                                   .corners = CORNER_TOP});
    uint16_t w =
        draw_text(page->draw, BOX(card.x + 40, card.y + 28, 420, 136), label.text, &number);
    int16_t x = (int16_t)(card.x + 40 + (w < 300 ? 300 : w) + 32);
    draw_fill(page->draw, BOX(x, card.y + 64, 2, 88), page->theme->border);
    int16_t room = (int16_t)(card.x + card.w - x - 48);
    draw_text(page->draw, BOX(x + 32, card.y + 46, room, 64), open_name(page, found->service),
              &name);
    draw_text(page->draw, BOX(x + 32, card.y + 108, room, 56),
              page->model->numbers.rejoined ? say(page, WORD_N_REJOINED) : missed.text, &when);
    put_rule(page, (int16_t)(card.x + 40), (int16_t)(card.y + 188), (int16_t)(card.w - 80));
}

static void put_place(const struct page *page, struct box card)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    const struct kiosk_found *found = &numbers->found;
    bool back = found->state == TICKET_WAITING; /* the controller has decided */
    struct waits waits =
        {found->back_ahead, found->back_lo, found->back_hi, found->back_wait, 128, 48, 432};
    if (back)
        waits = (struct waits){found->ahead, found->lo_min, found->hi_min, found->wait_min, 128, 48,
                               432};
    put_card(page, card, page->theme->line, 2);
    put_head(page, card, found);
    struct text_style heading = bold(page, 40), note = muted(page, 28);
    draw_text(page->draw, BOX(card.x + 40, card.y + 196, card.w - 80, 60),
              say(page, back ? WORD_N_NOW : WORD_N_AFTER), &heading);
    if (*open_name(page, found->service)) /* R-L11 */
        put_waits(page, BOX(card.x + 40, card.y + 258, card.w - 72, 208), &waits);
    put_rule(page, (int16_t)(card.x + 40), (int16_t)(card.y + 480), (int16_t)(card.w - 80));
    struct line place = line_of_place(page, found->service), label = line_of_label(found->label);
    struct line keep = say_1(page, WORD_N_KEEP_SLIP, "n", label.text);
    struct box row = BOX(card.x + 40, card.y + 488, card.w - 72, 68);
    if (place.text[0])
        put_line(page, row, ICON_PIN, WORD_K_WHERE, place.text);
    row.y = (int16_t)(row.y + 74);
    put_line(page, row, ICON_DOC, WORD_N_SAME_NUMBER, keep.text);
    draw_text(page->draw, BOX(card.x + 40, card.y + 640, card.w - 80, 48),
              say(page, WORD_K_ESTIMATE), &note);
}

/* ---- what to know ---- */

struct rule {
    struct line head, hint;
};

static void put_rule_line(const struct page *page, struct box box, uint32_t number,
                          const struct rule *rule)
{
    const struct theme *t = page->theme;
    struct text_style digit = {.size = {36},
                               .colour = t->primary,
                               .bold = true,
                               .align = ALIGN_CENTRE};
    struct text_style head = bold(page, 42), hint = muted(page, 32);
    head.size[1] = 36, head.size[2] = 32;
    hint.size[1] = 28;
    struct line text;
    snprintf(text.text, sizeof(text.text), "%u", (unsigned)number);
    draw_rect(page->draw, BOX(box.x, box.y + 20, 64, 64),
              &(struct rect_style){.fill = t->tint, .radius = 32});
    draw_text(page->draw, BOX(box.x, box.y + 20, 64, 64), text.text, &digit);
    draw_text(page->draw, BOX(box.x + 92, box.y, box.w - 92, 60), rule->head.text, &head);
    draw_text(page->draw, BOX(box.x + 92, box.y + 54, box.w - 92, 48), rule->hint.text, &hint);
}

static struct line plain(const struct page *page, enum word word)
{
    struct line line;
    snprintf(line.text, sizeof(line.text), "%s", say(page, word));
    return line;
}

static void put_rules(const struct page *page, struct box card)
{
    const struct rules_def *rules = &page->model->def->rules;
    bool tail = rules->return_policy == RETURN_TAIL || rules->return_places == 0;
    const struct rule list[] = {
        {tail ? plain(page, WORD_N_TAIL)
              : say_count(page, WORD_N_PLACES, "k", rules->return_places),
         tail ? plain(page, WORD_N_TAIL_HINT)
              : say_count(page, WORD_N_PLACES_HINT, "k", rules->return_places)},
        {rules->return_max > 1 ? say_count(page, WORD_N_TIMES, "m", rules->return_max)
                               : plain(page, WORD_N_ONCE),
         plain(page, WORD_N_ONCE_HINT)},
        {plain(page, WORD_N_LISTEN), plain(page, WORD_N_LISTEN_HINT)},
    };
    struct text_style title = bold(page, 40);
    put_card(page, card, page->theme->line, 2);
    draw_text(page->draw, BOX(card.x + 40, card.y + 20, card.w - 80, 64), say(page, WORD_N_NOTES),
              &title);
    int16_t step = (int16_t)((card.h - 92) / 3);
    for (uint32_t i = 0; i < countof(list); i++)
        put_rule_line(page, BOX(card.x + 40, card.y + 88 + step * (int32_t)i, card.w - 64, step),
                      i + 1, &list[i]);
}

/* ---- the decision ---- */

static enum word word_to_do(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    if (kiosk_asking(page->model))
        return WORD_K_BUSY;
    if (numbers->found.state == TICKET_WAITING)
        return WORD_K_DONE;
    return numbers->found.vouched ? WORD_N_REJOIN : WORD_N_SCAN_FIRST;
}

static void put_decision(const struct page *page, struct box primary, struct box left,
                         struct box right)
{
    const struct kiosk_model *model = page->model;
    const struct kiosk_found *found = &model->numbers.found;
    bool busy = kiosk_asking(model), back = found->state == TICKET_WAITING;
    bool can = model->link_up && found->vouched && kiosk_may_rejoin(model);
    struct button button = {.box = primary,
                            .label = say(page, word_to_do(page)),
                            .icon = busy   ? ICON_NONE
                                    : back ? ICON_CHECK
                                           : ICON_LIST,
                            .kind = BUTTON_PRIMARY,
                            .size = {60, 48, 40, 34},
                            .state = busy          ? BUTTON_BUSY
                                     : back || can ? BUTTON_READY
                                                   : BUTTON_DISABLED,
                            .action = back ? KIOSK_ACT_HOME : KIOSK_ACT_REJOIN_YES};
    put_button(page, button);
    bool paper = kiosk_prints(model);
    put_button(page, (struct button){.box = left,
                                     .label = say(page, WORD_N_REPRINT),
                                     .icon = ICON_PRINT,
                                     .size = {40, 36, 32, 28},
                                     .state = !busy && paper && found->vouched && model->link_up
                                                  ? BUTTON_READY
                                                  : BUTTON_DISABLED,
                                     .action = KIOSK_ACT_REPRINT});
    put_button(page, (struct button){.box = right,
                                     .label = say(page, back ? WORD_N_OTHER : WORD_K_CANCEL),
                                     .icon = back ? ICON_SEARCH : ICON_CROSS,
                                     .size = {40, 36, 32, 28},
                                     .state = busy ? BUTTON_DISABLED : BUTTON_READY,
                                     .action = KIOSK_ACT_BACK});
}

void page_rejoin(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    struct line trouble = line_of_trouble(page);
    struct box banner = page->tall ? BOX(48, 164, 984, 88) : BOX(48, 120, 1824, 88);
    bool scan = !numbers->found.vouched && !kiosk_asking(page->model);
    enum word how = has_scanner(page) ? WORD_N_SCAN_HERE : WORD_N_DESK_ACTS;
    if (!page->model->link_up)
        put_alone(page, banner);
    else if (trouble.text[0])
        put_banner(page, banner, trouble.text, NULL);
    else if (scan)
        put_banner(page, banner, say(page, how), NULL);
    else
        put_title(page, say(page, WORD_N_REJOIN_TITLE));
    if (page->tall) {
        put_place(page, BOX(48, 272, 984, 704));
        put_rules(page, BOX(48, 992, 984, 392));
        put_decision(page, BOX(48, 1400, 984, 128), BOX(48, 1544, 484, 104),
                     BOX(548, 1544, 484, 104));
        return;
    }
    put_place(page, BOX(48, 232, 1064, 704));
    put_rules(page, BOX(1136, 232, 736, 432));
    put_decision(page, BOX(1136, 688, 736, 128), BOX(1136, 832, 360, 104),
                 BOX(1512, 832, 360, 104));
}
