/* SPDX-License-Identifier: Apache-2.0 */
/* Rating and appointments in large text. */
#include <stdio.h>
#include <string.h>

#include "view/large.h"
#include "view/numbers.h"

#define SCORES 5

/* ---- k22: the levels, then, for every level alike, what about (R-E6, R-E7) ---- */

static void put_scores(const struct page *page, struct box room)
{
    struct grid grid = {page->tall ? BOX(room.x, room.y, room.w, 88)
                                   : BOX(room.x, room.y, 597, 112),
                        page->tall ? 1 : 3, 16, 12};
    for (uint16_t i = 0; i < SCORES; i++) {
        uint16_t score = (uint16_t)(SCORES - i);
        bool chosen = page->model->numbers.score == score;
        put_big(page, &(struct big){.box = grid_cell(&grid, i),
                                    .label = say(page, (enum word)(WORD_N_SCORE_5 + i)),
                                    .icon = (uint8_t)(ICON_FACE_1 + score - 1),
                                    .selected = chosen,
                                    .off = kiosk_asking(page->model),
                                    .size = {64, 56, 44, 36},
                                    .action = KIOSK_ACT_SCORE,
                                    .arg = score});
    }
}

static void put_reasons(const struct page *page, struct box room)
{
    struct grid grid = {page->tall ? BOX(room.x, room.y, room.w, 88)
                                   : BOX(room.x, room.y, 597, 112),
                        page->tall ? 1 : 3, 16, 12};
    for (uint16_t i = 0; i < KIOSK_REASONS; i++)
        put_big(page, &(struct big){.box = grid_cell(&grid, i),
                                    .label = say(page, (enum word)(WORD_N_REASON_0 + i)),
                                    .selected = (page->model->numbers.reasons >> i & 1) != 0,
                                    .off = kiosk_asking(page->model),
                                    .size = {64, 56, 44, 36},
                                    .action = KIOSK_ACT_REASON,
                                    .arg = i});
}

static void put_ends(const struct page *page, struct box row)
{
    const struct kiosk_model *model = page->model;
    bool chosen = model->numbers.score != 0, busy = kiosk_asking(model);
    int16_t w = (int16_t)((row.w - 32) / 3);
    struct big big = {.box = BOX(row.x, row.y, w, row.h),
                      .label = say(page, WORD_N_MESSAGE),
                      .size = {64, 56, 44, 36},
                      .off = busy,
                      .action = KIOSK_ACT_MESSAGE};
    put_big(page, &big);
    big.box.x = (int16_t)(row.x + w + 16);
    big.label = say(page, WORD_N_RATE_NOT), big.action = KIOSK_ACT_RATE_NOT;
    put_big(page, &big);
    big.box.x = (int16_t)(row.x + 2 * (w + 16));
    big.label = say(page, busy ? WORD_K_BUSY : WORD_N_SEND), big.action = KIOSK_ACT_RATE_SEND;
    big.primary = chosen && !busy, big.off = busy || !chosen || !model->link_up;
    put_big(page, &big);
}

void large_rate(const struct page *page)
{
    const struct kiosk_numbers *numbers = &page->model->numbers;
    struct line trouble = line_of_trouble(page), label = line_of_label(numbers->found.label);
    struct line target = line_of_target(page, numbers->found.target), facts;
    bool reasons = page->model->page_number > 0;
    const char *title = say(page, WORD_N_RATE_TITLE);
    if (trouble.text[0])
        title = trouble.text;
    put_upper(page, page->model->link_up ? title : say(page, WORD_K_ALONE));
    snprintf(facts.text, sizeof(facts.text), "%.40s  %.90s", label.text, target.text);
    struct text_style style = ink(page, 60);
    style.size[1] = 56, style.size[2] = 48, style.size[3] = 40;
    draw_text(page->draw, page->tall ? BOX(48, 520, 984, 88) : BOX(48, 322, 1240, 80), facts.text,
              &style);
    struct box room = large_room(page);
    (reasons ? put_reasons : put_scores)(page, room);
    bool tall = page->tall;
    put_pager(page, tall ? BOX(48, 1492, 984, 104) : BOX(48, 700, 1824, 104), 2);
    put_ends(page, tall ? BOX(48, 1624, 984, 136) : BOX(48, 820, 1824, 112));
    put_bottom(page);
}

void large_rated(const struct page *page)
{
    struct sheet sheet = {.title = say(page, WORD_N_THANKS)};
    add_line(&sheet, say(page, WORD_N_UNSEEN_AFTER));
    put_sheet(page, &sheet);
    if (kiosk_may_change(page->model))
        put_big(page,
                &(struct big){.box = page->tall ? BOX(48, 1600, 984, 160) : BOX(48, 812, 1824, 120),
                              .label = say(page, WORD_N_CHANGE_SHORT),
                              .icon = ICON_STAR,
                              .size = {72, 60, 56},
                              .action = KIOSK_ACT_RATE_CHANGE});
    put_bottom(page);
}

void large_channels(const struct page *page)
{
    const struct hall_def *def = page->model->def;
    struct line phone = say_1(page, WORD_N_MESSAGE_PHONE_HINT, "phone", def->phone), book;
    struct sheet sheet = {.title = say(page, WORD_N_MESSAGE_TITLE)};
    snprintf(book.text, sizeof(book.text), "%.80s  %.90s", say(page, WORD_N_MESSAGE_BOOK),
             say(page, WORD_K_DESK_HINT));
    add_line(&sheet, book.text);
    if (def->phone[0])
        add_line(&sheet, phone.text);
    if (def->phone_url[0])
        add_line(&sheet, say(page, WORD_N_MESSAGE_QR_HINT));
    struct box room = large_room(page);
    int16_t side = 416;
    sheet.aside = def->phone_url[0] && !page->tall ? (int16_t)(side + 24) : 0;
    put_sheet(page, &sheet);
    if (def->phone_url[0])
        put_code_to_scan(page, BOX(page->tall ? (1080 - side) / 2 : room.x + room.w - side, room.y,
                                   side, side));
    put_bottom(page);
}

/* ---- k10 ---- */

static void put_code(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    struct line typed;
    struct text_style style = bold(page, page->tall ? 128 : 96), first = ink(page, 64);
    style.size[1] = 88, style.size[2] = 64, style.size[3] = 56;
    first.size[1] = 56, first.size[2] = 48, first.size[3] = 40;
    bool none = !model->wish.code[0];
    snprintf(typed.text, sizeof(typed.text), "%s_", model->wish.code);
    if (none)
        snprintf(typed.text, sizeof(typed.text), "%s",
                 say(page, model->numbers.any_code ? WORD_N_CODE_ANY : WORD_N_CODE_ENTER));
    draw_text(page->draw, page->tall ? BOX(48, 480, 984, 200) : BOX(48, 296, 1240, 112), typed.text,
              none ? &first : &style);
}

static void put_ways(const struct page *page, struct box row)
{
    const struct device_def *device = page->model->device;
    int16_t w = (int16_t)((row.w - 16) / 2);
    struct big big = {.box = BOX(row.x, row.y, w, row.h),
                      .label = say(page, WORD_N_CARD),
                      .icon = ICON_CARD,
                      .size = {60, 56, 44, 36},
                      .off = page->model->identity.reader != KIOSK_READER_OK,
                      .action = KIOSK_ACT_CARD};
    put_big(page, &big);
    big.box.x = (int16_t)(row.x + w + 16);
    big.label = say(page, WORD_N_CODE_SCAN), big.icon = ICON_QR;
    big.off = !device->scanner[0], big.action = KIOSK_ACT_SCAN;
    put_big(page, &big);
}

static const char *rows_of(const struct page *page)
{
    if (page->model->numbers.letters)
        return page->tall ? "ABCDEFG\nHIJKLMN\nOPQRSTU\nVWXYZ-\n#<>"
                          : "ABCDEFGHIJ\nKLMNOPQRST\nUVWXYZ-\n#<>";
    return page->tall ? "123\n456\n789\n#0<\n>" : "12345\n67890\n#<>";
}

void large_check_in(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    struct line why = line_of_booking(page);
    bool early = model->numbers.booking_refusal == REFUSED_BOOKING_EARLY, tall = page->tall;
    if (why.text[0]) {
        struct sheet sheet = {.title = why.text};
        put_sheet(page, &sheet);
        int16_t w = tall ? 984 : early ? 904 : 1824;
        put_big(page, &(struct big){.box = tall ? BOX(48, 1600, w, 160) : BOX(48, 812, w, 120),
                                    .label = say(page, WORD_N_CODE_AGAIN),
                                    .size = {72, 60, 48},
                                    .action = KIOSK_ACT_CLEAR});
        if (early)
            put_big(page, &(struct big){.box = tall ? BOX(48, 1424, w, 160) : BOX(968, 812, w, 120),
                                        .label = say(page, WORD_N_NORMAL),
                                        .size = {72, 60, 48},
                                        .primary = true,
                                        .action = KIOSK_ACT_STILL_TAKE});
        put_bottom(page);
        return;
    }
    put_upper(page, say(page, !model->link_up     ? WORD_K_ALONE
                              : kiosk_busy(model) ? WORD_K_BUSY
                                                  : WORD_K_APPT));
    put_code(page);
    struct box room = large_room(page), row = room;
    int16_t h = tall ? 120 : 100;
    if (!model->numbers.letters || tall) {
        room.h = (int16_t)(room.h - h - 12);
        row.y = (int16_t)(row.y + room.h + 12), row.h = h;
        put_ways(page, row);
    }
    put_keys(page, &(struct keys){.box = room,
                                  .rows = rows_of(page),
                                  .swap = say(page, model->numbers.letters ? WORD_N_DIGITS
                                                                           : WORD_N_LETTERS),
                                  .ok = kiosk_can_check_in(model) && !kiosk_busy(model)});
    put_bottom(page);
}
