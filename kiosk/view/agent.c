/* SPDX-License-Identifier: Apache-2.0 */
/* k26: how many people somebody stands for; a guide confirms it (R-K11). */
#include <stdio.h>

#include "view/identity.h"

static struct line line_of_count(const struct page *page, enum word word, uint32_t count)
{
    return say_count(page, word, "n", count);
}

/* ---- the cards ---- */

struct look {
    struct rgba fill, line, text;
    uint8_t border;
    bool dashed;
};

static struct look look_of(const struct page *page, uint16_t count)
{
    const struct theme *t = page->theme;
    const struct kiosk_model *model = page->model;
    bool pressed = model->pressed_action == KIOSK_ACT_PRINCIPALS && model->pressed_arg == count;
    if (count > kiosk_principals_max(model))
        return (struct look){t->disabled, t->disabled_border, t->on_disabled, 3, true};
    if (model->wish.principals == count)
        return (struct look){t->ink, t->ink, t->surface, 3, false};
    if (model->wish.session != 0) /* confirmed for that many */
        return (struct look){t->disabled, t->disabled_border, t->on_disabled, 3, true};
    if (pressed)
        return (struct look){t->pressed_light, t->ink, t->ink, 6, false};
    return (struct look){t->surface, t->border, t->ink, 3, false};
}

static void put_count(const struct page *page, struct box box, uint16_t count)
{
    struct look look = look_of(page, count);
    bool chosen = page->model->wish.principals == count, fixed = page->model->wish.session != 0;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = look.fill,
                                   .line = look.line,
                                   .border = look.border,
                                   .radius = 12,
                                   .dashed = look.dashed});
    draw_hit(page->draw, box, KIOSK_ACT_PRINCIPALS, count, !look.dashed && !fixed);
    char digits[8];
    snprintf(digits, sizeof(digits), "%u", count);
    const char *unit = say(page, WORD_K_PERSONS);
    struct text_style number = {.size = {88}, .colour = look.text, .bold = true};
    struct text_style small = {.size = {40, 32, 28}, .colour = look.text, .bold = true};
    number.baseline = small.baseline = (int16_t)(box.y + box.h / 2 + 31);
    int16_t w = (int16_t)draw_measure(page->draw, digits, 88, true);
    int16_t all = (int16_t)(w + 14 + draw_measure(page->draw, unit, 40, true));
    if (all > box.w - 144)
        all = (int16_t)(box.w - 144);
    int16_t x = (int16_t)(box.x + (box.w - all) / 2 + (chosen ? 20 : 0));
    if (chosen)
        draw_icon(page->draw, BOX(x - 76, box.y + box.h / 2 - 26, 52, 52), ICON_CHECK, look.text,
                  look.fill);
    draw_text(page->draw, BOX(x, box.y, w, box.h), digits, &number);
    draw_text(page->draw, BOX(x + w + 14, box.y, box.x + box.w - x - w - 22, box.h), unit, &small);
}

/* Who stands for more asks a guide. */
static void put_more(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    bool pressed = page->model->pressed_action == KIOSK_ACT_NO_CARD;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = pressed ? t->pressed_light : t->surface,
                                   .line = pressed ? t->ink : t->border,
                                   .border = pressed ? 6 : 3,
                                   .radius = 12});
    draw_hit(page->draw, box, KIOSK_ACT_NO_CARD, 0, true);
    struct line more =
        line_of_count(page, WORD_KI_AGENT_MORE, kiosk_principals_max(page->model) + 1u);
    struct text_style head = bold(page, 44), hint = muted(page, 32);
    head.size[1] = 38, head.align = hint.align = ALIGN_CENTRE, hint.size[1] = 28;
    draw_text(page->draw, BOX(box.x + 12, box.y + box.h / 2 - 62, box.w - 24, 68), more.text,
              &head);
    draw_text(page->draw, BOX(box.x + 12, box.y + box.h / 2 + 4, box.w - 24, 56),
              say(page, WORD_KI_AGENT_GUIDE), &hint);
}

/* Under the question: who confirms it, and that it is done; or the hall's limit. */
static void put_note(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    struct text_style note = muted(page, 34);
    uint8_t most = kiosk_principals_max(page->model);
    note.size[1] = 30;
    if (page->model->wish.session) {
        note.colour = t->success, note.bold = true;
        draw_icon(page->draw, BOX(box.x, box.y + 4, 40, 40), ICON_CHECK, t->success, t->surface);
        draw_text(page->draw, BOX(box.x + 56, box.y, box.w - 56, box.h),
                  say(page, WORD_KI_AGENT_CONFIRMED), &note);
        return;
    }
    struct line limit = line_of_count(page, WORD_KI_AGENT_LIMIT, most);
    draw_text(page->draw, box,
              most < KIOSK_PRINCIPALS_SHOWN ? limit.text : say(page, WORD_KI_AGENT_NOTE), &note);
}

static void put_counts(const struct page *page, struct box card)
{
    put_card(page, card, page->theme->line, 2);
    int16_t x = (int16_t)(card.x + 40), w = (int16_t)(card.w - 80);
    uint8_t count = page->model->wish.principals;
    struct text_style ask = bold(page, 44), only = muted(page, 30);
    struct text_style papers = bold(page, 42), label = muted(page, 34);
    ask.size[1] = 40, ask.size[2] = 36, only.size[1] = 28;
    papers.size[1] = 38, papers.size[2] = 34, papers.size[3] = 30, label.size[1] = 30;
    draw_text(page->draw, BOX(x, card.y + 20, w, 64), say(page, WORD_KI_AGENT_ASK), &ask);
    put_note(page, BOX(x, card.y + 84, w, 48));
    struct grid grid = {BOX(x, card.y + 160, (w - 40) / 3, 164), 3, 20, 20};
    for (uint16_t n = 1; n <= KIOSK_PRINCIPALS_SHOWN; n++)
        put_count(page, grid_cell(&grid, n - 1u), n);
    put_more(page, grid_cell(&grid, KIOSK_PRINCIPALS_SHOWN));
    put_rule(page, x, (int16_t)(card.y + 536), w);
    draw_icon(page->draw, BOX(x, card.y + 558, 48, 48), ICON_DOC, page->theme->muted,
              page->theme->surface);
    int16_t at = (int16_t)by_lang(page, 250, 200);
    draw_text(page->draw, BOX(x + 68, card.y + 548, at - 76, 68), say(page, WORD_K_BRING), &label);
    struct line bring = line_of_count(page, WORD_KI_AGENT_PAPERS, count);
    draw_text(page->draw, BOX(x + at, card.y + 548, w - at, 68), bring.text, &papers);
    draw_text(page->draw, BOX(x, card.y + 626, w, 52), say(page, WORD_KI_AGENT_ONLY), &only);
}

/* ---- facts and decision ---- */

static void put_fact(const struct page *page, struct box row, const char *label, const char *value)
{
    if (!*value)
        return;
    struct text_style small = muted(page, 34), text = bold(page, 44);
    small.size[1] = 30, text.size[1] = 38, text.size[2] = 34, text.size[3] = 30;
    put_rule(page, row.x, row.y, row.w);
    draw_text(page->draw, BOX(row.x, row.y, 208, row.h), label, &small);
    draw_text(page->draw, BOX(row.x + 216, row.y, row.w - 216, row.h), value, &text);
}

static void put_facts(const struct page *page, struct box card, const struct service_def *service)
{
    const struct kiosk_service *live = kiosk_service(page->model, service->id);
    const struct zone_def *zone = def_zone(page->model->def, service->zone);
    int16_t h = (int16_t)((card.h - 164) / 3);
    put_card(page, card, page->theme->line, 2);
    put_chip(page, BOX(card.x + 40, card.y + 36, 88, 88), service->prefix,
             zone_colour(page, service->zone));
    struct text_style name = bold(page, 46), under = muted(page, 32);
    name.size[1] = 40, name.size[2] = 36, name.size[3] = 32, under.size[1] = 28;
    draw_text(page->draw, BOX(card.x + 156, card.y + 32, card.w - 188, 56),
              names_get(&service->name, page->lang), &name);
    draw_text(page->draw, BOX(card.x + 156, card.y + 84, card.w - 188, 48),
              zone ? names_get(&zone->name, page->lang) : "", &under);
    struct box row = BOX(card.x + 40, card.y + 156, card.w - 80, h);
    struct line take = line_of_count(page, WORD_KI_AGENT_NUMBER, page->model->wish.principals);
    put_fact(page, row, say(page, WORD_KI_AGENT_TAKE), take.text);
    if (!page->model->link_up)
        return; /* D-22: counts disappear, they never become 0 */
    bool priority = page->model->wish.priority;
    struct line ahead =
        say_count(page, WORD_K_PEOPLE, "k", priority ? live->ahead_priority : live->ahead_normal);
    struct line wait = line_of_wait(page, live->lo_min, live->hi_min, live->wait_min);
    row.y = (int16_t)(row.y + h);
    put_fact(page, row, say(page, WORD_K_AHEAD), ahead.text);
    row.y = (int16_t)(row.y + h);
    put_fact(page, row, say(page, WORD_K_EXPECT), wait.text);
}

static void put_decision(const struct page *page, struct box primary, struct box self,
                         struct box cancel)
{
    const struct kiosk_model *model = page->model;
    bool busy = kiosk_busy(model), confirmed = model->wish.session != 0;
    bool can = model->link_up && kiosk_can_issue(model, model->wish.service);
    enum word word = busy ? WORD_K_BUSY : confirmed ? WORD_K_CONFIRM_DO : WORD_KI_AGENT_CONFIRM;
    struct button button = {.box = primary,
                            .kind = BUTTON_PRIMARY,
                            .icon = busy        ? ICON_NONE
                                    : confirmed ? ICON_PRINT
                                                : ICON_BELL,
                            .label = say(page, word),
                            .size = {56, 48, 40, 36},
                            .action = KIOSK_ACT_CONFIRM};
    button.state = busy ? BUTTON_BUSY : can ? BUTTON_READY : BUTTON_DISABLED;
    put_button(page, button);
    button = (struct button){.box = self,
                             .icon = ICON_PERSON,
                             .label = say(page, WORD_KI_AGENT_SELF),
                             .size = {36, 32, 30},
                             .state = busy ? BUTTON_DISABLED : BUTTON_READY,
                             .action = KIOSK_ACT_BACK};
    put_button(page, button);
    button.box = cancel, button.icon = ICON_CROSS, button.label = say(page, WORD_K_CANCEL);
    button.action = KIOSK_ACT_HOME;
    put_button(page, button);
}

/* k27: in portrait the banner takes the place of the title. */
static void put_head(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    bool alone = !model->link_up && !kiosk_busy(model);
    struct box notice = page->tall ? BOX(48, 164, 984, 88) : BOX(960, 120, 912, 88);
    if (!page->tall || !(alone || kiosk_slow(model)))
        put_title(page, say(page, WORD_K_AGENT));
    if (alone)
        put_alone(page, notice);
    else if (kiosk_slow(model))
        put_banner(page, notice, say(page, WORD_K_SLOW), NULL);
}

void page_agent(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    const struct service_def *service = def_service(model->def, model->wish.service);
    if (!service)
        return;
    put_head(page);
    if (page->tall) {
        put_counts(page, BOX(48, 272, 984, 704));
        put_facts(page, BOX(48, 1000, 984, 376), service);
        put_decision(page, BOX(48, 1400, 984, 128), BOX(48, 1544, 480, 96),
                     BOX(552, 1544, 480, 96));
        return;
    }
    put_counts(page, BOX(48, 232, 1032, 704));
    put_facts(page, BOX(1112, 232, 760, 448), service);
    put_decision(page, BOX(1112, 704, 760, 128), BOX(1112, 848, 368, 88), BOX(1504, 848, 368, 88));
}
