/* SPDX-License-Identifier: Apache-2.0 */
/* k08: items by pinyin initials, name or code; a keyboard of the screen (R-M12). */
#include <string.h>

#include "view/items.h"

#define ROWS 3
#define KEY_GAP 12

static const char *const letters[ROWS] = {"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"};
static const char digits[] = "1234567890";

struct board {
    int16_t x, y, w, h; /* of the first key */
    int16_t indent;     /* of each further row */
};

static struct board board_of(const struct page *page)
{
    if (page->tall) /* ten keys of 20 mm need the margins */
        return (struct board){40, 1004, 89, 148, 50};
    return (struct board){48, 604, 148, 104, 80};
}

static void put_key(const struct page *page, struct box box, char letter)
{
    char label[2] = {letter, '\0'};
    put_button(page, (struct button){.box = box,
                                     .label = label,
                                     .size = {52},
                                     .action = KIOSK_ACT_KEY,
                                     .arg = (uint8_t)letter});
}

static void put_letters(const struct page *page, const struct board *board)
{
    for (int16_t row = 0; row < ROWS; row++) {
        bool numbers = row == 0 && page->model->items.digits;
        const char *keys = numbers ? digits : letters[row];
        for (int16_t i = 0; keys[i]; i++)
            put_key(page,
                    BOX(board->x + board->indent * row + (board->w + KEY_GAP) * i,
                        board->y + (board->h + KEY_GAP) * row, board->w, board->h),
                    keys[i]);
    }
}

static void put_others(const struct page *page, const struct board *board)
{
    const struct kiosk_items *items = &page->model->items;
    int16_t step = (int16_t)(board->h + KEY_GAP), low = (int16_t)(board->y + 2 * step);
    struct button swap = {.box = BOX(1328, low, 228, board->h),
                          .label = items->digits ? "ABC" : "123",
                          .size = {44},
                          .action = KIOSK_ACT_LETTERS};
    struct button del = {.box = BOX(1648, board->y, 224, board->h),
                         .label = say(page, WORD_K_KEY_DELETE),
                         .icon = ICON_DEL,
                         .size = {40, 36, 32},
                         .action = KIOSK_ACT_DELETE};
    struct button clear = {.box = BOX(1568, board->y + step, 304, board->h),
                           .label = say(page, WORD_K_KEY_CLEAR),
                           .icon = ICON_CROSS,
                           .size = {40, 36, 32},
                           .action = KIOSK_ACT_CLEAR};
    struct button all = {.box = BOX(1568, low, 304, board->h),
                         .label = say(page, WORD_K_ITEMS_ALL),
                         .icon = ICON_LIST,
                         .size = {40, 36, 32},
                         .action = KIOSK_ACT_ITEMS};
    if (page->tall) { /* a row of their own */
        int16_t y = (int16_t)(board->y + 3 * step);
        swap.box = BOX(40, y, 176, board->h);
        del.box = BOX(228, y, 240, board->h);
        clear.box = BOX(480, y, 240, board->h);
        all.box = BOX(732, y, 308, board->h);
    }
    put_button(page, del);
    put_button(page, clear);
    put_button(page, swap);
    put_button(page, all);
}

static void put_query(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    const char *query = page->model->items.query;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->surface,
                                   .line = t->primary,
                                   .border = 5,
                                   .radius = 12});
    draw_icon(page->draw, BOX(box.x + 28, box.y + (box.h - 48) / 2, 48, 48), ICON_SEARCH,
              t->primary, t->surface);
    struct text_style typed = bold(page, 56), hint = muted(page, 34);
    typed.size[1] = 44, typed.size[2] = 36;
    hint.size[1] = 30, hint.size[2] = 28;
    hint.align = ALIGN_RIGHT;
    int16_t w = (int16_t)draw_measure(page->draw, say(page, WORD_K_SEARCH_HINT), 34, false);
    int16_t room = (int16_t)(box.w - 132), used = 0;
    bool both = strlen(query) < 8;
    if (both && w > room - 340)
        w = (int16_t)(room - 340);
    if (*query)
        used = (int16_t)draw_text(page->draw,
                                  BOX(box.x + 100, box.y, both ? room - w - 24 : room, box.h),
                                  query, &typed);
    draw_fill(page->draw, BOX(box.x + 104 + used, box.y + 16, 5, box.h - 32), t->primary);
    if (both)
        draw_text(page->draw, BOX(box.x + box.w - 32 - w, box.y, w, box.h),
                  say(page, WORD_K_SEARCH_HINT), &hint);
}

void page_search(const struct page *page)
{
    struct board board = board_of(page);
    struct grid wide = {BOX(48, 224, 904, 116), 2, 16, 12},
                tall = {BOX(48, 288, 984, 136), 1, 0, 12};
    struct box foot = page->tall ? BOX(48, 884, 984, 88) : BOX(48, 480, 1824, 88);
    put_query(page, page->tall ? BOX(48, 172, 984, 96) : BOX(48, 120, 1824, 88));
    put_found(page, page->tall ? &tall : &wide, SEARCH_HITS, foot);
    if (*page->model->items.query && !page->model->items.count) {
        struct text_style none = bold(page, 44);
        none.size[1] = 36, none.size[2] = 32;
        put_fitting(page, page->tall ? BOX(48, 400, 984, 120) : BOX(48, 296, 1824, 112),
                    say(page, WORD_K_SEARCH_NONE), &none);
    }
    draw_fill(page->draw, page->tall ? BOX(0, 984, 1080, 680) : BOX(0, 584, 1920, 376),
              page->theme->bed);
    put_letters(page, &board);
    put_others(page, &board);
}
