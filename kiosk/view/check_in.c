/* SPDX-License-Identifier: Apache-2.0 */
/* k10: a code, a card or a QR, each as good as the others (R-A5, R-A6). */
#include <stdio.h>
#include <string.h>

#include "view/numbers.h"

#define GROUP 3

/* ---- the code ---- */

static void put_six(const struct page *page, struct box card)
{
    const char *code = page->model->wish.code;
    size_t count = strlen(code);
    for (size_t i = 0; i < KIOSK_CODE_DIGITS; i++) {
        char digit[2] = {i < count ? code[i] : '\0', '\0'};
        int16_t x = (int16_t)(card.x + 48 + 132 * (int32_t)i + (i >= GROUP ? 32 : 0));
        put_digit(page, BOX(x, card.y + 192, 112, 136), digit, i == count, 80);
    }
}

static void put_any(const struct page *page, struct box card)
{
    const struct theme *t = page->theme;
    struct box box = BOX(card.x + 48, card.y + 192, card.w - 96, 136);
    struct text_style style = bold(page, 80);
    style.size[1] = 64, style.size[2] = 52, style.size[3] = 40;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->surface,
                                   .line = t->primary,
                                   .border = 6,
                                   .radius = 12});
    draw_text(page->draw, box_inset(box, 32, 0), page->model->wish.code, &style);
}

/* ---- why there is no ticket ---- */

static bool is_early(const struct page *page)
{
    return page->model->numbers.booking_refusal == REFUSED_BOOKING_EARLY;
}

static void put_refusal(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    struct line why = line_of_booking(page);
    bool hint = page->model->numbers.hint && !why.text[0], card = page->model->numbers.for_card;
    if (hint)
        snprintf(why.text, sizeof(why.text), "%s",
                 say(page, card ? WORD_N_CARD_HERE : WORD_N_CODE_SCAN_HERE));
    if (!why.text[0])
        return;
    struct rgba colour = hint ? t->ink : is_early(page) ? t->warn : t->danger;
    struct text_style style = {.size = {34, 30, 28, 27}, .colour = colour, .bold = true};
    draw_icon(page->draw, BOX(box.x, box.y + 6, 44, 44),
              !hint  ? ICON_WARN
              : card ? ICON_CARD
                     : ICON_QR,
              colour, t->surface);
    draw_text(page->draw, BOX(box.x + 60, box.y, box.w - 60, 56), why.text, &style);
}

/* ---- the other ways ---- */

static void put_ways(const struct page *page, struct box card)
{
    const struct kiosk_model *model = page->model;
    struct text_style heading = bold(page, 40), note = muted(page, 30);
    note.size[1] = 28, note.size[2] = 27;
    bool busy = kiosk_busy(model), early = is_early(page);
    bool reader = model->identity.reader == KIOSK_READER_OK, scanner = has_scanner(page);
    int16_t x = (int16_t)(card.x + 48), w = (int16_t)((card.w - 120) / 2);
    draw_text(page->draw, BOX(x, card.y + 392, card.w - 96, 72),
              say(page, early ? WORD_K_CAN_ALSO : WORD_N_CODE_NONE), &heading);
    struct button card_way = {.label = say(page, WORD_N_CARD),
                              .icon = ICON_CARD,
                              .hint = reader ? NULL : say(page, WORD_K_DESK_HINT),
                              .state = reader && model->link_up && !busy ? BUTTON_READY
                                                                         : BUTTON_DISABLED,
                              .action = KIOSK_ACT_CARD};
    struct button scan_way = {.label = say(page, WORD_N_CODE_SCAN),
                              .icon = ICON_QR,
                              .hint = scanner ? NULL : say(page, WORD_K_DESK_HINT),
                              .state = scanner && model->link_up && !busy ? BUTTON_READY
                                                                          : BUTTON_DISABLED,
                              .action = KIOSK_ACT_SCAN};
    struct button normal = {.label = say(page, WORD_N_NORMAL),
                            .icon = ICON_PRINT,
                            .action = KIOSK_ACT_STILL_TAKE};
    struct button ways[] = {early ? normal : card_way, scan_way};
    for (int32_t i = 0; i < (int32_t)countof(ways); i++) {
        ways[i].box = BOX(x + (w + 24) * i, card.y + 480, w, 128);
        ways[i].size[0] = 44, ways[i].size[1] = 38, ways[i].size[2] = 32, ways[i].size[3] = 28;
        put_button(page, ways[i]);
    }
    draw_text(page->draw, BOX(x, card.y + 626, card.w - 80, 56), say(page, WORD_N_CARD_NOTE),
              &note);
}

static void put_code(const struct page *page, struct box card)
{
    bool any = page->model->numbers.any_code;
    struct text_style title = bold(page, 44), where = muted(page, 34);
    title.size[1] = 40, title.size[2] = 36, where.size[1] = 30;
    put_card(page, card, page->theme->line, 2);
    draw_text(page->draw, BOX(card.x + 48, card.y + 24, card.w - 96, 80),
              say(page, any ? WORD_N_CODE_ANY : WORD_N_CODE_ENTER), &title);
    draw_text(page->draw, BOX(card.x + 48, card.y + 104, card.w - 96, 56),
              say(page, WORD_N_CODE_WHERE), &where);
    if (any)
        put_any(page, card);
    else
        put_six(page, card);
    put_refusal(page, BOX(card.x + 48, card.y + 332, card.w - 80, 56));
    put_rule(page, (int16_t)(card.x + 48), (int16_t)(card.y + 390), (int16_t)(card.w - 96));
    put_ways(page, card);
}

void page_check_in(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    struct keypad keypad = {.bed = page->tall ? BOX(48, 1000, 984, 640) : BOX(1080, 232, 792, 704),
                            .ok = WORD_K_OK,
                            .ok_icon = ICON_CHECK,
                            .can_ok = kiosk_can_check_in(model),
                            .primary = true};
    if (!model->link_up && !kiosk_busy(model))
        put_alone(page, page->tall ? BOX(48, 164, 984, 88) : BOX(48, 120, 1000, 88));
    else if (kiosk_slow(model))
        put_banner(page, page->tall ? BOX(48, 164, 984, 88) : BOX(48, 120, 1000, 88),
                   say(page, WORD_K_SLOW), NULL);
    else
        put_title(page, say(page, WORD_K_APPT));
    put_code(page, page->tall ? BOX(48, 272, 984, 704) : BOX(48, 232, 1000, 704));
    if (model->numbers.letters)
        put_alphabet(page, &keypad);
    else
        put_digits(page, &keypad);
}
