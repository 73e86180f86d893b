/* SPDX-License-Identifier: Apache-2.0 */
/* k04, k06: the number. */
#include <stdio.h>

#include "view/page.h"

static struct line line_of_label(const struct page *page)
{
    struct line line;
    char label[LABEL_TEXT_SIZE];
    label_print(page->model->ticket.label, label);
    snprintf(line.text, sizeof(line.text), "%s", label);
    return line;
}

struct part {
    enum word label;
    const char *value;
};

/* Service, people ahead, wait: three columns; what is not known leaves its place empty. */
static void put_parts(const struct page *page, struct box box)
{
    const struct kiosk_ticket *ticket = &page->model->ticket;
    const struct service_def *service = def_service(page->model->def, ticket->service);
    struct line ahead = say_count(page, WORD_K_PEOPLE, "k", ticket->ahead);
    struct line wait = line_of_wait(page, ticket->lo_min, ticket->hi_min, ticket->wait_min);
    if (ticket->alone) {
        snprintf(ahead.text, sizeof(ahead.text), "%s", "");
        snprintf(wait.text, sizeof(wait.text), "%s", "");
    }
    struct part parts[] = {
        {WORD_K_SERVICE_LABEL, service ? names_get(&service->name, page->lang) : ""},
        {WORD_K_AHEAD, ahead.text},
        {WORD_K_EXPECT, wait.text},
    };
    /* The first column is as wide as the second and third leave it. */
    const int16_t at[] = {0, 344, 688}, width[] = {328, 328, 432};
    struct text_style label = muted(page, 34), value = bold(page, 52);
    label.size[1] = 30;
    value.size[1] = 44, value.size[2] = 36, value.size[3] = 28;
    if (ticket->alone) { /* k27 */
        struct text_style follow = muted(page, 40);
        follow.size[1] = 36, follow.size[2] = 32, follow.size[3] = 28;
        draw_text(page->draw, BOX(box.x + 344 * box.w / 1120, box.y + 52, 776 * box.w / 1120, 72),
                  say(page, WORD_A_PEOPLE), &follow);
    }
    for (size_t i = 0; i < countof(parts); i++) {
        if (!*parts[i].value)
            continue;
        int16_t x = (int16_t)(box.x + at[i] * box.w / 1120);
        int16_t w = (int16_t)(width[i] * box.w / 1120);
        draw_text(page->draw, BOX(x, box.y, w, 52), say(page, parts[i].label), &label);
        draw_text(page->draw, BOX(x, box.y + 52, w, 72), parts[i].value, &value);
    }
}

static void put_place(const struct page *page, struct box box, const char *text, uint16_t size)
{
    if (!*text)
        return;
    struct text_style style = bold(page, size);
    style.size[1] = 40, style.size[2] = 36, style.size[3] = 32;
    draw_icon(page->draw, BOX(box.x, box.y + box.h / 2 - 28, 56, 56), ICON_PIN,
              page->theme->primary, page->theme->surface);
    draw_text(page->draw, BOX(box.x + 72, box.y, box.w - 72, box.h), text, &style);
}

static void put_number(const struct page *page, struct box box, uint16_t size)
{
    struct line label = line_of_label(page);
    struct text_style style = bold(page, size);
    style.size[1] = (uint16_t)(size * 9 / 10), style.size[2] = (uint16_t)(size * 8 / 10);
    style.align = ALIGN_CENTRE;
    draw_text(page->draw, box, label.text, &style);
}

/* The QR in black on white in every theme: scanners need it. */
static void put_qr(const struct page *page, struct box box)
{
    const struct kiosk_view *view = page->view;
    if (view->qr.w == 0)
        return;
    struct rgba white = RGB(0xFFFFFF), black = RGB(0x000000);
    draw_fill(page->draw, box, white);
    draw_bitmap(page->draw, box_inset(box, 24, 24), &view->qr, view->qr_dots, black, white);
}

static void put_centred(const struct page *page, struct box box, const char *text,
                        struct text_style style)
{
    style.align = ALIGN_CENTRE;
    draw_text(page->draw, box, text, &style);
}

static enum word scan_word(const struct page *page)
{
    return page->model->def->phone_url[0] ? WORD_K_SCAN : WORD_K_SCAN_TEXT;
}

static void put_leave(const struct page *page, struct box again, struct box done)
{
    bool wait = page->model->print == KIOSK_PRINT_BUSY;
    uint8_t state = wait ? BUTTON_DISABLED : BUTTON_READY;
    put_button(page, (struct button){.box = again,
                                     .label = say(page, WORD_K_AGAIN),
                                     .size = {40, 36, 32},
                                     .state = state,
                                     .action = KIOSK_ACT_AGAIN});
    put_button(page, (struct button){.box = done,
                                     .label = say(page, wait ? WORD_K_BUSY : WORD_K_DONE),
                                     .kind = BUTTON_PRIMARY,
                                     .size = {48, 40, 36, 32},
                                     .state = wait ? BUTTON_BUSY : BUTTON_READY,
                                     .action = KIOSK_ACT_HOME});
}

/* ---- k04 ---- */

static void put_ticket(const struct page *page, struct box card)
{
    const struct theme *t = page->theme;
    bool printing = page->model->print == KIOSK_PRINT_BUSY;
    put_card(page, card, t->line, 2);
    draw_rect(page->draw, BOX(card.x + 2, card.y + 2, card.w - 4, 102),
              &(struct rect_style){.fill = t->tint_success, .radius = 14, .corners = CORNER_TOP});
    draw_icon(page->draw, BOX(card.x + 40, card.y + 24, 56, 56), printing ? ICON_PRINT : ICON_CHECK,
              t->success, t->tint_success);
    struct text_style head = {.size = {48, 44, 40, 36}, .colour = t->success, .bold = true};
    draw_text(page->draw, BOX(card.x + 120, card.y, card.w - 160, 104),
              say(page, word_of_issue(page->model)), &head);
    put_centred(page, BOX(card.x, card.y + 120, card.w, 56), say(page, WORD_K_YOUR_NUMBER),
                muted(page, 38));
    put_number(page, BOX(card.x + 24, card.y + 168, card.w - 48, 320), 280);
    put_rule(page, (int16_t)(card.x + 40), (int16_t)(card.y + 508), (int16_t)(card.w - 80));
    put_parts(page, BOX(card.x + 40, card.y + 528, card.w - 80, 124));
    struct line place = line_of_place(page, page->model->ticket.service);
    struct line go = say_1(page, WORD_K_GO, "place", place.text);
    put_place(page, BOX(card.x + 40, card.y + 684, card.w - 80, 88), place.text[0] ? go.text : "",
              48);
}

static void put_missed_rule(const struct page *page, struct box box)
{
    const struct rules_def *rules = &page->model->def->rules;
    struct line places = say_count(page, WORD_TICKET_MISSED_PLACES, "k", rules->return_places);
    struct line text = places;
    if (rules->return_policy == RETURN_TAIL)
        snprintf(text.text, sizeof(text.text), "%s", say(page, WORD_TICKET_MISSED_TAIL));
    else if (rules->return_policy == RETURN_VOID)
        snprintf(text.text, sizeof(text.text), "%s", say(page, WORD_TICKET_MISSED_VOID));
    struct text_style style = muted(page, 32);
    style.size[1] = 30, style.size[2] = 28, style.size[3] = 27;
    draw_text(page->draw, BOX(box.x, box.y, box.w, 48), say(page, WORD_K_LISTEN), &style);
    draw_text(page->draw, BOX(box.x, box.y + 48, box.w, 48), text.text, &style);
}

void page_issued(const struct page *page)
{
    struct line label = line_of_label(page);
    struct text_style small = muted(page, 34);
    small.size[1] = 30, small.size[2] = 28;
    struct box card = page->tall ? BOX(48, 176, 984, 800) : BOX(48, 136, 1200, 800);
    struct box side = page->tall ? BOX(48, 992, 984, 460) : BOX(1280, 136, 592, 520);
    put_ticket(page, card);
    put_card(page, side, page->theme->line, 2);
    int16_t qr = page->tall ? 300 : 320;
    put_qr(page, BOX(side.x + (side.w - qr) / 2, side.y + (page->tall ? 20 : 32), qr, qr));
    put_centred(page, BOX(side.x + 16, side.y + (page->tall ? 320 : 360), side.w - 32, 56),
                say(page, scan_word(page)), small);
    put_centred(page, BOX(side.x, side.y + (page->tall ? 376 : 424), side.w, 72), label.text,
                bold(page, 44));
    if (page->tall) {
        put_missed_rule(page, BOX(48, 1456, 984, 96));
        put_leave(page, BOX(48, 1560, 484, 92), BOX(548, 1560, 484, 92));
    } else {
        put_missed_rule(page, BOX(1280, 680, 592, 96));
        put_leave(page, BOX(1280, 792, 288, 144), BOX(1584, 792, 288, 144));
    }
}

/* ---- k06 ---- */

static void put_paper_bar(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    struct line label = line_of_label(page);
    bool empty = page->model->printer == KIOSK_PRINTER_NO_PAPER;
    struct line text = say_1(page, empty ? WORD_K_PAPER : WORD_K_PRINT_FAILED, "n", label.text);
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->tint_warn,
                                   .line = t->warn,
                                   .border = 3,
                                   .radius = 16});
    draw_icon(page->draw, BOX(box.x + 32, box.y + 24, 64, 64), ICON_WARN, t->warn, t->tint_warn);
    struct text_style head = bold(page, 46);
    head.size[1] = 40, head.size[2] = 36, head.size[3] = 30;
    struct text_style told = {.size = {34, 30, 28},
                              .colour = t->warn,
                              .bold = true,
                              .align = ALIGN_RIGHT};
    const char *guide = kiosk_told(page->model) ? say(page, WORD_K_TOLD) : "";
    if (page->tall) {
        draw_text(page->draw, BOX(box.x + 112, box.y + 4, box.w - 128, 60), text.text, &head);
        told.align = ALIGN_LEFT;
        draw_text(page->draw, BOX(box.x + 112, box.y + 62, box.w - 128, 44), guide, &told);
        return;
    }
    draw_text(page->draw, BOX(box.x + 120, box.y, 1320, box.h), text.text, &head);
    draw_text(page->draw, BOX(box.x + box.w - 404, box.y, 372, box.h), guide, &told);
}

/* D-21: try again, or give it back, asked once. The phone and the next kiosk need the code only. */
static void put_choices(const struct page *page, struct box row)
{
    bool asked = page->model->giving_back, can = kiosk_may_retry(page->model);
    int16_t w = (int16_t)((row.w - 16) / 2);
    put_button(page, (struct button){.box = BOX(row.x, row.y, w, row.h),
                                     .label = say(page, asked ? WORD_A_KEEP : WORD_A_RETRY),
                                     .icon = asked ? ICON_NONE : ICON_PRINT,
                                     .size = {42, 36, 30, 28},
                                     .state = can ? BUTTON_READY : BUTTON_DISABLED,
                                     .action = asked ? KIOSK_ACT_BACK : KIOSK_ACT_REPRINT});
    put_button(page,
               (struct button){.box = BOX(row.x + w + 16, row.y, w, row.h),
                               .label = say(page, asked ? WORD_A_GIVE_BACK_YES : WORD_A_GIVE_BACK),
                               .icon = ICON_CROSS,
                               .size = {42, 36, 30, 28},
                               .state = can ? BUTTON_READY : BUTTON_DISABLED,
                               .action = asked ? KIOSK_ACT_GIVE_BACK_YES : KIOSK_ACT_GIVE_BACK});
}

void page_no_paper(const struct page *page)
{
    struct line label = line_of_label(page);
    struct box bar = page->tall ? BOX(48, 176, 984, 112) : BOX(48, 136, 1824, 112);
    struct box card = page->tall ? BOX(48, 304, 984, 548) : BOX(48, 272, 1200, 548);
    struct box side = page->tall ? BOX(48, 984, 984, 504) : BOX(1280, 272, 592, 504);
    put_paper_bar(page, bar);
    put_card(page, card, page->theme->line, 2);
    put_centred(page, BOX(card.x, card.y + 20, card.w, 56), say(page, WORD_K_YOUR_NUMBER_VALID),
                muted(page, 38));
    put_number(page, BOX(card.x + 24, card.y + 64, card.w - 48, 288), 248);
    put_rule(page, (int16_t)(card.x + 40), (int16_t)(card.y + 352), (int16_t)(card.w - 80));
    put_parts(page, BOX(card.x + 40, card.y + 356, card.w - 80, 124));
    struct line place = line_of_place(page, page->model->ticket.service);
    put_place(page, BOX(card.x + 36, card.y + 480, card.w - 76, 64), place.text, 44);
    put_choices(page, page->tall ? BOX(48, 864, 984, 104) : BOX(48, 832, 1200, 104));

    put_card(page, side, page->theme->line, 2);
    put_qr(page, BOX(side.x + (side.w - 304) / 2, side.y + 8, 304, 304));
    struct text_style photo = muted(page, 32);
    photo.size[1] = 30, photo.size[2] = 28;
    put_centred(page, BOX(side.x, side.y + 312, side.w, 72), label.text, bold(page, 48));
    put_centred(page, BOX(side.x + 16, side.y + 384, side.w - 32, 56), say(page, WORD_K_PHOTO),
                photo);
    put_centred(page, BOX(side.x + 16, side.y + 440, side.w - 32, 56), say(page, WORD_A_NEIGHBOUR),
                photo);
    put_button(page, (struct button){.box = page->tall ? BOX(48, 1508, 984, 136)
                                                       : BOX(1280, 800, 592, 136),
                                     .label = say(page, WORD_K_NOTED),
                                     .kind = BUTTON_PRIMARY,
                                     .size = {52, 48, 40},
                                     .action = KIOSK_ACT_HOME});
}
