/* SPDX-License-Identifier: Apache-2.0 */
/* k25b: staff number, then PIN, on one keypad (D-43). Digits of the PIN are dots. */
#include <stdio.h>
#include <string.h>

#include "view/staff.h"

#define BOXES_DRAWN 6

struct line line_of_sign(const struct page *page)
{
    const struct kiosk_sign *sign = &page->model->sign;
    struct line line = {""};
    if (sign->state == KIOSK_SIGN_WRONG && sign->tries_left)
        return say_count(page, WORD_S_PIN_WRONG, "n", sign->tries_left);
    static const enum word words[] = {[KIOSK_SIGN_WRONG] = WORD_S_PIN_WRONG_ONLY,
                                      [KIOSK_SIGN_LOCKED] = WORD_S_PIN_LOCKED,
                                      [KIOSK_SIGN_DENIED] = WORD_S_PIN_DENIED,
                                      [KIOSK_SIGN_SILENT] = WORD_S_PIN_SILENT};
    if (sign->state >= KIOSK_SIGN_WRONG && sign->state <= KIOSK_SIGN_SILENT)
        snprintf(line.text, sizeof(line.text), "%s", say(page, words[sign->state]));
    return line;
}

bool sign_can_ok(const struct page *page)
{
    const struct kiosk_sign *sign = &page->model->sign;
    if (sign->state == KIOSK_SIGN_WAITS)
        return false;
    return sign->pin_next ? sign->pin_digits >= KIOSK_PIN_DIGITS_MIN : sign->digits > 0;
}

/* ---- boxes ---- */

struct typed {
    const char *digits; /* NULL = a secret: dots */
    uint8_t count, max;
};

static struct typed typed_of(const struct page *page)
{
    const struct kiosk_sign *sign = &page->model->sign;
    if (sign->pin_next)
        return (struct typed){NULL, sign->pin_digits, KIOSK_PIN_DIGITS_MAX};
    return (struct typed){sign->number, sign->digits, KIOSK_STAFF_DIGITS};
}

static void put_box(const struct page *page, struct box box, const struct typed *typed, uint8_t i)
{
    const struct theme *t = page->theme;
    bool next = i == typed->count && page->model->sign.state != KIOSK_SIGN_WAITS;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->surface,
                                   .line = next ? t->primary : t->border,
                                   .border = next ? 6 : 3,
                                   .radius = 12});
    if (i >= typed->count)
        return;
    if (!typed->digits) {
        int16_t dot = (int16_t)(box.w >= 100 ? 32 : 24);
        draw_rect(page->draw, BOX(box.x + (box.w - dot) / 2, box.y + (box.h - dot) / 2, dot, dot),
                  &(struct rect_style){.fill = t->ink, .radius = (uint8_t)(dot / 2)});
        return;
    }
    char digit[2] = {typed->digits[i], '\0'};
    struct text_style style = bold(page, 72);
    style.size[1] = 48, style.size[2] = 36;
    style.align = ALIGN_CENTRE;
    draw_text(page->draw, box, digit, &style);
}

/* Six in two groups as drawn; a longer number gets narrower boxes. */
static void put_boxes(const struct page *page, struct box row)
{
    struct typed typed = typed_of(page);
    uint8_t count = typed.count < BOXES_DRAWN ? BOXES_DRAWN : (uint8_t)(typed.count + 1);
    if (count > typed.max)
        count = typed.max;
    bool drawn = count == BOXES_DRAWN;
    int16_t gap = drawn ? 20 : 8;
    int16_t w = (int16_t)(drawn ? 112 : (row.w - gap * (count - 1)) / count);
    if (w > 112)
        w = 112;
    for (uint8_t i = 0; i < count; i++)
        put_box(page,
                BOX(row.x + i * (w + gap) + (drawn && i >= BOXES_DRAWN / 2 ? 32 : 0), row.y, w,
                    row.h),
                &typed, i);
}

/* ---- keys ---- */

static void put_key(const struct page *page, struct box box, struct button key)
{
    key.box = box;
    if (page->model->sign.state == KIOSK_SIGN_WAITS)
        key.state = BUTTON_DISABLED;
    put_button(page, key);
}

static void put_pad(const struct page *page, struct box bed)
{
    draw_rect(page->draw, bed, &(struct rect_style){.fill = page->theme->bed, .radius = 16});
    struct grid grid = {BOX(bed.x + 32, bed.y + 32, (bed.w - 96) / 3, (bed.h - 112) / 4), 3, 16,
                        16};
    static const char digits[] = "1234567890";
    for (uint16_t i = 0; i < 10; i++) {
        char label[2] = {digits[i], '\0'};
        put_key(page, grid_cell(&grid, i < 9 ? i : 10),
                (struct button){.label = label,
                                .size = {72, 64},
                                .action = KIOSK_ACT_KEY,
                                .arg = (uint8_t)digits[i]});
    }
    put_key(page, grid_cell(&grid, 9),
            (struct button){.label = say(page, WORD_S_DELETE),
                            .icon = ICON_DEL,
                            .tight = true,
                            .size = {44, 40, 36, 30},
                            .action = KIOSK_ACT_DELETE});
    bool waits = page->model->sign.state == KIOSK_SIGN_WAITS;
    put_button(page, (struct button){.box = grid_cell(&grid, 11),
                                     .label = say(page, waits ? WORD_K_BUSY : WORD_K_OK),
                                     .kind = BUTTON_PRIMARY,
                                     .size = {52, 44, 36, 30},
                                     .state = waits               ? BUTTON_BUSY
                                              : sign_can_ok(page) ? BUTTON_READY
                                                                  : BUTTON_DISABLED,
                                     .action = KIOSK_ACT_OK});
}

/* ---- the page ---- */

static void put_typed(const struct page *page, struct box card)
{
    const struct theme *t = page->theme;
    bool pin = page->model->sign.pin_next;
    struct line trouble = line_of_sign(page);
    struct text_style head = bold(page, 44), note = muted(page, 34), last = muted(page, 30);
    head.size[1] = 40, head.size[2] = 36, note.size[1] = 30, note.size[2] = 28, last.size[1] = 28;
    struct text_style bad = {.size = {38, 34, 30, 28}, .colour = t->danger, .bold = true};
    put_card(page, card, t->line, 2);
    int16_t x = (int16_t)(card.x + 48), w = (int16_t)(card.w - 96);
    draw_text(page->draw, BOX(x, card.y + 24, w, 80),
              say(page, pin ? WORD_S_PIN_DIGITS : WORD_S_PIN_NUMBER_DIGITS), &head);
    draw_text(page->draw, BOX(x, card.y + 104, w, 56),
              say(page, pin ? WORD_S_PIN_TIME : WORD_S_PIN_NUMBER_NOTE), &note);
    put_boxes(page, BOX(x, card.y + (trouble.text[0] ? 176 : 192), w, 136));
    if (trouble.text[0]) {
        draw_icon(page->draw, BOX(x, card.y + 326, 36, 36), ICON_WARN, t->danger, t->surface);
        draw_text(page->draw, BOX(x + 48, card.y + 322, w - 48, 44), trouble.text, &bad);
    }
    put_rule(page, x, (int16_t)(card.y + 376), w);
    struct text_style not_staff = bold(page, 40);
    not_staff.size[1] = 36;
    draw_text(page->draw, BOX(x, card.y + 390, w, 72), say(page, WORD_S_PIN_NOT), &not_staff);
    put_button(page, (struct button){.box = BOX(x, card.y + 480, w, 128),
                                     .label = say(page, WORD_S_PIN_HOME),
                                     .icon = ICON_HOME,
                                     .size = {44, 40, 36},
                                     .action = KIOSK_ACT_LEAVE});
    draw_text(page->draw, BOX(x, card.y + 622, w, 64), say(page, WORD_S_PIN_LOCK), &last);
}

void page_pin(const struct page *page)
{
    put_title(page, say(page, page->model->sign.pin_next ? WORD_S_PIN_TITLE : WORD_S_PIN_NUMBER));
    put_typed(page, page->tall ? BOX(48, 272, 984, 704) : BOX(48, 232, 1000, 704));
    put_pad(page, page->tall ? BOX(48, 992, 984, 656) : BOX(1080, 232, 792, 704));
}
