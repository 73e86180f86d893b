/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes to type into and keys to type with: k21 and k10 share places and sizes. */
#include <string.h>

#include "view/numbers.h"

#define BAR_H 120
#define PAD_X 32
#define PAD_Y 28
#define GAP 16
#define SMALL_GAP 12
#define PREFIXES_MAX 128

/* ---- boxes ---- */

void put_digit(const struct page *page, struct box box, const char *text, bool next, uint16_t size)
{
    const struct theme *t = page->theme;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->surface,
                                   .line = next ? t->primary : t->border,
                                   .border = next ? 6 : 3,
                                   .radius = 12});
    struct text_style style = bold(page, size);
    style.size[1] = 52; /* two letters share the first box */
    style.align = ALIGN_CENTRE;
    draw_text(page->draw, box, text, &style);
}

void put_number_boxes(const struct page *page, struct box card)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    size_t count = strlen(numbers->digits);
    bool typing = !kiosk_asking(page->model);
    int16_t y = (int16_t)(card.y + 96);
    put_digit(page, BOX(card.x + 40, y, 112, 120), numbers->prefix,
              typing && (numbers->letters || !numbers->prefix[0]), 72);
    for (size_t i = 0; i < KIOSK_DIGITS_MAX; i++) {
        char digit[2] = {i < count ? numbers->digits[i] : '\0', '\0'};
        bool next = typing && i == count && !numbers->letters && numbers->prefix[0];
        put_digit(page, BOX(card.x + 196 + 132 * (int32_t)i, y, 112, 120), digit, next, 72);
    }
}

/* ---- keys ---- */

struct key {
    const char *label;
    uint8_t icon; /* enum icon */
    uint16_t action, arg;
    bool off;
};

static void put_key(const struct page *page, struct box box, const struct key *key)
{
    bool sign = key->action == KIOSK_ACT_KEY || key->action == KIOSK_ACT_PREFIX;
    put_button(page, (struct button){.box = box,
                                     .label = key->label,
                                     .icon = key->icon,
                                     .tight = true,
                                     .size = {sign ? 68 : 42, sign ? 52 : 36, 32, 28},
                                     .state = key->off ? BUTTON_DISABLED : BUTTON_READY,
                                     .action = key->action,
                                     .arg = key->arg});
}

/* The bed, what is pressed when all is typed; returns where the keys stand. */
static struct box put_bed(const struct page *page, const struct keypad *keypad)
{
    struct box b = keypad->bed;
    bool busy = kiosk_asking(page->model) || kiosk_busy(page->model);
    draw_rect(page->draw, b, &(struct rect_style){.fill = page->theme->bed, .radius = 16});
    put_button(page, (struct button){.box = BOX(b.x + PAD_X, b.y + b.h - PAD_Y - BAR_H,
                                                b.w - 2 * PAD_X, BAR_H),
                                     .label = say(page, busy ? WORD_K_BUSY : keypad->ok),
                                     .icon = busy ? ICON_NONE : keypad->ok_icon,
                                     .kind = keypad->primary ? BUTTON_PRIMARY : BUTTON_SECONDARY,
                                     .size = {52, 48, 44, 40},
                                     .state = busy             ? BUTTON_BUSY
                                              : keypad->can_ok ? BUTTON_READY
                                                               : BUTTON_DISABLED,
                                     .action = KIOSK_ACT_OK});
    return BOX(b.x + PAD_X, b.y + PAD_Y, b.w - 2 * PAD_X, b.h - 2 * PAD_Y - BAR_H - GAP);
}

static struct grid keys_grid(struct box area, int16_t columns, int16_t rows, int16_t gap)
{
    int16_t w = (int16_t)((area.w - (columns - 1) * gap) / columns);
    int16_t h = (int16_t)((area.h - (rows - 1) * gap) / rows);
    return (struct grid){BOX(area.x, area.y, w, h), columns, gap, gap};
}

static struct key digit_key(const char *digit)
{
    return (struct key){.label = digit, .action = KIOSK_ACT_KEY, .arg = (uint8_t)*digit};
}

static struct key switch_key(const struct page *page, bool to_letters)
{
    return (struct key){.label = say(page, to_letters ? WORD_N_LETTERS : WORD_N_DIGITS),
                        .action = KIOSK_ACT_LETTERS};
}

static struct key delete_key(const struct page *page)
{
    return (struct key){.label = say(page, WORD_K_KEY_DELETE),
                        .icon = ICON_DEL,
                        .action = KIOSK_ACT_DELETE};
}

void put_digits(const struct page *page, const struct keypad *keypad)
{
    static const char *const digits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    struct grid grid = keys_grid(put_bed(page, keypad), 3, 4, GAP);
    for (uint32_t i = 0; i < countof(digits); i++) {
        struct key key = digit_key(digits[i]);
        put_key(page, grid_cell(&grid, i), &key);
    }
    struct key last[] = {switch_key(page, true), digit_key("0"), delete_key(page)};
    for (uint32_t i = 0; i < countof(last); i++)
        put_key(page, grid_cell(&grid, 9 + i), &last[i]);
}

/* As many columns as the letters need; what is too much stands on the next page. */
static int16_t columns_for(struct box area, uint32_t count)
{
    int16_t columns = 3;
    while ((uint32_t)columns * 3 < count && (area.w - columns * SMALL_GAP) / (columns + 1) >= 96)
        columns++;
    return columns;
}

static uint16_t prefix_arg(const char *prefix)
{
    return (uint16_t)((uint8_t)prefix[0] | (uint8_t)prefix[1] << 8);
}

void put_prefixes(const struct page *page, const struct keypad *keypad)
{
    const char *list[PREFIXES_MAX];
    uint32_t count = kiosk_prefixes(page->model, list, countof(list));
    struct box area = put_bed(page, keypad);
    int16_t row = (int16_t)((area.h - 3 * GAP) / 4), columns = columns_for(area, count);
    struct box upper = BOX(area.x, area.y, area.w, 3 * row + 2 * GAP);
    struct grid grid = keys_grid(upper, columns, 3, columns > 3 ? SMALL_GAP : GAP);
    uint32_t room = (uint32_t)columns * 3, pages = (count + room - 1) / room;
    uint32_t first = pages ? page->model->page_number % pages * room : 0;
    for (uint32_t i = first; i < count && i < first + room; i++)
        put_key(page, grid_cell(&grid, i - first),
                &(struct key){.label = list[i],
                              .action = KIOSK_ACT_PREFIX,
                              .arg = prefix_arg(list[i])});
    struct grid low = keys_grid(BOX(area.x, area.y + 3 * (row + GAP), area.w, row), 3, 1, GAP);
    struct key last[] = {switch_key(page, false),
                         {.label = say(page, WORD_N_MORE_KEYS), .action = KIOSK_ACT_NEXT},
                         delete_key(page)};
    for (uint32_t i = 0; i < countof(last); i++)
        if (i != 1 || pages > 1)
            put_key(page, grid_cell(&low, i), &last[i]);
}

void put_alphabet(const struct page *page, const struct keypad *keypad)
{
    struct box area = put_bed(page, keypad);
    struct grid grid =
        page->tall ? keys_grid(area, 8, 4, SMALL_GAP) : keys_grid(area, 6, 5, SMALL_GAP);
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-";
    for (uint32_t i = 0; signs[i]; i++) {
        char sign[2] = {signs[i], '\0'};
        struct key key = digit_key(sign);
        put_key(page, grid_cell(&grid, i), &key);
    }
    struct key digits = switch_key(page, false), erase = delete_key(page);
    erase.label = "";
    digits.label = "123";
    put_key(page, grid_cell(&grid, countof(signs) - 1), &digits);
    put_key(page, grid_cell(&grid, countof(signs)), &erase);
}
