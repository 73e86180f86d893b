/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of staff in large text. */
#include <stdio.h>
#include <string.h>

#include "view/large.h"
#include "view/staff.h"

/* Text above the line, below the title: what is typed, or one line of news. */
static void put_note(const struct page *page, const char *text)
{
    struct text_style note = ink(page, 60);
    note.size[1] = 56, note.size[2] = 48, note.size[3] = 40;
    draw_text(page->draw, page->tall ? BOX(48, 540, 984, 92) : BOX(48, 322, 1240, 84), text, &note);
}

void large_pin(const struct page *page)
{
    const struct kiosk_sign *sign = &page->model->sign;
    struct line trouble = line_of_sign(page), typed = {""};
    for (uint8_t i = 0; sign->pin_next && i < sign->pin_digits; i++)
        strcat(typed.text, "● ");
    if (!sign->pin_next)
        snprintf(typed.text, sizeof(typed.text), "%s", sign->number);
    put_upper(page, trouble.text[0]  ? trouble.text
                    : sign->pin_next ? say(page, WORD_S_PIN_TITLE)
                                     : say(page, WORD_S_PIN_NUMBER));
    put_note(page, typed.text);
    put_keys(page, &(struct keys){.box = large_room(page),
                                  .rows = page->tall ? "123\n456\n789\n<0>" : "12345\n67890\n< >",
                                  .ok = sign_can_ok(page)});
    put_bottom(page);
}

static void put_acts(const struct page *page, const struct grid *grid)
{
    const struct kiosk_staff *staff = &page->model->staff;
    bool busy = staff->test == KIOSK_PRINT_BUSY, stopped = staff->stopped;
    struct big acts[] = {
        {.label = say(page, WORD_S_NEW_ROLL), .icon = ICON_ROLL, .action = KIOSK_ACT_NEW_ROLL},
        {.label = say(page, busy ? WORD_K_BUSY : WORD_S_TEST),
         .icon = ICON_PRINT,
         .off = busy,
         .action = KIOSK_ACT_TEST_SLIP},
        {.label = say(page, WORD_S_REPRINT),
         .icon = ICON_PRINT,
         .off = !staff->unprinted || !kiosk_prints(page->model),
         .action = KIOSK_ACT_REPRINT_LEFT},
        {.label = say(page, WORD_S_SOFTER),
         .icon = ICON_MINUS,
         .off = staff->volume == 0,
         .action = KIOSK_ACT_VOLUME,
         .arg = 0},
        {.label = say(page, WORD_S_LOUDER),
         .icon = ICON_PLUS,
         .off = staff->volume == KIOSK_VOLUME_MAX,
         .action = KIOSK_ACT_VOLUME,
         .arg = 1},
        {.label = say(page, WORD_S_LISTEN), .icon = ICON_VOICE, .action = KIOSK_ACT_LISTEN},
        {.label = say(page, stopped ? WORD_S_START : WORD_S_STOP),
         .icon = stopped ? ICON_CHECK : ICON_PAUSE,
         .action = stopped ? KIOSK_ACT_START : KIOSK_ACT_STOP},
        {.label = say(page, WORD_S_LEAVE), .icon = ICON_EXIT, .action = KIOSK_ACT_LEAVE},
    };
    for (uint32_t i = 0; i < countof(acts); i++) {
        acts[i].box = grid_cell(grid, i);
        acts[i].size[0] = 60, acts[i].size[1] = 56, acts[i].size[2] = 48, acts[i].size[3] = 36;
        put_big(page, &acts[i]);
    }
}

void large_staff(const struct page *page)
{
    struct staff_row rows[STAFF_ROWS];
    struct line state;
    const char *news = staff_news(page);
    staff_rows(page, rows);
    put_upper(page, *news ? news : say(page, WORD_S_TITLE));
    snprintf(state.text, sizeof(state.text), "%.60s: %.80s", say(page, WORD_S_PRINTER),
             rows[0].value.text);
    put_note(page, state.text);
    struct box room = large_room(page);
    int16_t columns = page->tall ? 2 : 3, lines = page->tall ? 4 : 3;
    struct grid grid = {BOX(room.x, room.y, (room.w - 16 * (columns - 1)) / columns,
                            (room.h - 16 * (lines - 1)) / lines),
                        columns, 16, 16};
    put_acts(page, &grid);
    put_bottom(page);
}

void large_staff_stop(const struct page *page)
{
    put_upper(page, say(page, WORD_S_STOP_ASK));
    put_note(page, say(page, WORD_S_STOP_NOTE));
    struct box room = large_room(page);
    struct grid grid = {page->tall ? BOX(room.x, room.y, room.w, 200)
                                   : BOX(room.x, room.y, (room.w - 24) / 2, 200),
                        page->tall ? 1 : 2, 24, 24};
    struct big big = {.box = grid_cell(&grid, 0),
                      .label = say(page, WORD_S_STOP_NO),
                      .size = {72, 64, 56},
                      .action = KIOSK_ACT_BACK};
    put_big(page, &big);
    big.box = grid_cell(&grid, 1);
    big.label = say(page, WORD_S_STOP_YES), big.icon = ICON_PAUSE, big.action = KIOSK_ACT_STOP_YES;
    put_big(page, &big);
    put_bottom(page);
}

void large_out_of_use(const struct page *page)
{
    struct sheet sheet = {.title = say(page, WORD_K_FAULT)};
    add_line(&sheet, say(page, WORD_S_OUT_NOTE));
    put_sheet(page, &sheet);
    put_bottom(page);
}
