/* SPDX-License-Identifier: Apache-2.0 */
/* k25: what the machine lacks, and what staff can do about it. No data of citizens. */
#include "view/staff.h"

#include <stdio.h>
#include <string.h>

#include "domain/calendar.h"

/* ---- what the machine says of itself ---- */

static struct line plain(const char *text)
{
    struct line line;
    snprintf(line.text, sizeof(line.text), "%s", text);
    return line;
}

static enum word printer_word(const struct kiosk_model *model)
{
    static const enum word words[] =
        {[KIOSK_PRINTER_OK] = WORD_S_OK,       [KIOSK_PRINTER_NO_PAPER] = WORD_S_NO_PAPER,
         [KIOSK_PRINTER_FAULT] = WORD_S_FAULT, [KIOSK_PRINTER_NEAR_END] = WORD_S_NEAR_END,
         [KIOSK_PRINTER_COVER] = WORD_S_COVER, [KIOSK_PRINTER_OFFLINE] = WORD_S_OFFLINE};
    enum kiosk_printer printer = kiosk_printer(model);
    return printer < countof(words) ? words[printer] : WORD_S_FAULT;
}

static struct line line_of_paper(const struct page *page)
{
    const struct kiosk_paper *paper = &page->model->staff.paper;
    struct line left, full;
    if (!paper->known)
        return plain(say(page, WORD_S_PAPER_UNKNOWN));
    snprintf(left.text, sizeof(left.text), "%u", paper->slips_left);
    snprintf(full.text, sizeof(full.text), "%u", paper->slips_full);
    return say_n(page, WORD_S_PAPER_LEFT, (struct word_arg[]){{"n", left.text}, {"m", full.text}},
                 2);
}

static struct line line_of_change(const struct page *page)
{
    msec changed = page->model->staff.paper.changed;
    if (changed < 24 * HOUR) /* before the hall's clock was known */
        return plain(say(page, WORD_S_NEVER));
    struct civil at = calendar_local(changed, page->model->tz_min);
    struct line day, when, text;
    snprintf(day.text, sizeof(day.text), "%u", at.day);
    struct word_arg args[] = {{"month", say(page, (enum word)(WORD_MONTH_1 + at.month - 1))},
                              {"d", day.text},
                              {"weekday", ""}};
    when = say_n(page, WORD_DATE, args, countof(args));
    size_t length = strlen(when.text);
    while (length > 0 && when.text[length - 1] == ' ')
        when.text[--length] = '\0'; /* no weekday */
    snprintf(text.text, sizeof(text.text), "%.100s %u:%02u", when.text, at.hour, at.minute);
    return text;
}

static struct staff_row row_of_part(const struct page *page, enum word label, uint8_t part)
{
    enum word word = part == KIOSK_PART_OK     ? WORD_S_OK
                     : part == KIOSK_PART_LOST ? WORD_S_LOST
                                               : WORD_S_NONE;
    return (struct staff_row){label, plain(say(page, word)), part};
}

void staff_rows(const struct page *page, struct staff_row rows[STAFF_ROWS])
{
    const struct kiosk_model *model = page->model;
    uint16_t unprinted = model->staff.unprinted;
    bool ok = kiosk_printer(model) == KIOSK_PRINTER_OK;
    rows[0] = (struct staff_row){WORD_S_PRINTER, plain(say(page, printer_word(model))),
                                 ok ? KIOSK_PART_OK : KIOSK_PART_LOST};
    rows[1] = (struct staff_row){WORD_S_PAPER, line_of_paper(page), KIOSK_PART_NONE};
    rows[2] = (struct staff_row){WORD_S_UNPRINTED,
                                 unprinted ? say_count(page, WORD_S_UNPRINTED_SOME, "n", unprinted)
                                           : plain(say(page, WORD_S_UNPRINTED_NONE)),
                                 KIOSK_PART_NONE};
    rows[3] = row_of_part(page, WORD_S_READER, model->staff.reader);
    rows[4] = row_of_part(page, WORD_S_HOST, model->link_up ? KIOSK_PART_OK : KIOSK_PART_LOST);
    rows[5] = (struct staff_row){WORD_S_CHANGED, line_of_change(page), KIOSK_PART_NONE};
}

const char *staff_news(const struct page *page)
{
    const struct kiosk_staff *staff = &page->model->staff;
    if (staff->test == KIOSK_PRINT_DONE)
        return say(page, WORD_S_TEST_DONE);
    if (staff->test == KIOSK_PRINT_MISSING)
        return say(page, WORD_S_TEST_FAILED);
    return staff->new_roll && staff->test == KIOSK_PRINT_NONE ? say(page, WORD_S_TEST_ASK) : "";
}

static void put_row(const struct page *page, struct box box, const struct staff_row *row)
{
    const struct theme *t = page->theme;
    bool ok = row->state == KIOSK_PART_OK, bad = row->state == KIOSK_PART_LOST;
    struct text_style label = muted(page, 34), value = bold(page, ok || bad ? 40 : 38);
    label.size[1] = 30, label.size[2] = 28;
    value.size[1] = 34, value.size[2] = 30, value.size[3] = 27;
    int16_t x = (int16_t)(box.x + 212), w = (int16_t)(box.w - 204);
    put_rule(page, box.x, box.y, box.w);
    draw_text(page->draw, BOX(box.x, box.y, 200, box.h), say(page, row->label), &label);
    if (ok || bad) {
        value.colour = ok ? t->success : t->warn;
        draw_icon(page->draw, BOX(x, box.y + (box.h - 44) / 2, 44, 44), ok ? ICON_CHECK : ICON_WARN,
                  value.colour, t->surface);
        x = (int16_t)(x + 60), w = (int16_t)(w - 60);
    }
    draw_text(page->draw, BOX(x, box.y, w, box.h), row->value.text, &value);
}

static void put_state(const struct page *page, struct box card)
{
    struct staff_row rows[STAFF_ROWS];
    struct text_style head = bold(page, 44);
    int16_t h = (int16_t)((card.h - 100 - 16) / STAFF_ROWS);
    put_card(page, card, page->theme->line, 2);
    draw_text(page->draw, BOX(card.x + 40, card.y + 16, card.w - 80, 72), say(page, WORD_S_STATE),
              &head);
    staff_rows(page, rows);
    for (int16_t i = 0; i < STAFF_ROWS; i++)
        put_row(page, BOX(card.x + 40, card.y + 100 + h * i, card.w - 80, h), &rows[i]);
}

/* ---- what can be done ---- */

static void put_act(const struct page *page, struct box box, enum icon icon, struct button act)
{
    act.box = box;
    act.icon = (uint8_t)icon;
    act.size[0] = 56, act.size[1] = 48, act.size[2] = 40, act.size[3] = 32;
    put_button(page, act);
}

static void put_volume(const struct page *page, struct box card)
{
    uint8_t volume = page->model->staff.volume;
    int16_t y = (int16_t)(card.y + 32), h = (int16_t)(card.h - 64);
    struct text_style label = bold(page, 48), value = bold(page, 96), of = muted(page, 34);
    struct line number;
    label.size[1] = 40, label.size[2] = 34;
    value.align = ALIGN_RIGHT;
    snprintf(number.text, sizeof(number.text), "%u", volume);
    put_card(page, card, page->theme->line, 2);
    draw_icon(page->draw, BOX(card.x + 32, card.y + card.h / 2 - 32, 64, 64), ICON_VOICE,
              page->theme->ink, page->theme->surface);
    draw_text(page->draw, BOX(card.x + 112, card.y, 144, card.h), say(page, WORD_S_VOLUME), &label);
    int16_t low = (int16_t)(card.x + card.w * 246 / 1000);
    struct button softer = {.box = BOX(low, y, 168, h),
                            .label = "",
                            .icon = ICON_MINUS,
                            .size = {58},
                            .state = volume == 0 ? BUTTON_DISABLED : BUTTON_READY,
                            .action = KIOSK_ACT_VOLUME,
                            .arg = 0};
    put_button(page, softer);
    int16_t right = (int16_t)(card.x + card.w - 32 - 176);
    draw_text(page->draw, BOX(low + 168 + 12, card.y, right - 184 - low - 168 - 24 - 90, card.h),
              number.text, &value);
    draw_text(page->draw, BOX(right - 184 - 90, card.y + 20, 86, card.h),
              say(page, WORD_S_VOLUME_OF), &of);
    struct button louder = softer;
    louder.box = BOX(right - 184, y, 168, h);
    louder.icon = ICON_PLUS;
    louder.state = volume == KIOSK_VOLUME_MAX ? BUTTON_DISABLED : BUTTON_READY;
    louder.arg = 1;
    put_button(page, louder);
    put_button(page, (struct button){.box = BOX(right, y, 176, h),
                                     .label = say(page, WORD_S_LISTEN),
                                     .size = {44, 40, 36, 30},
                                     .action = KIOSK_ACT_LISTEN});
}

static void put_paper_acts(const struct page *page, const struct grid *grid)
{
    const struct kiosk_staff *staff = &page->model->staff;
    bool busy = staff->test == KIOSK_PRINT_BUSY;
    const char *news = staff_news(page);
    /* The next step is filled: a new roll, and after it the test slip. */
    put_act(page, grid_cell(grid, 0), ICON_ROLL,
            (struct button){.label = say(page, WORD_S_NEW_ROLL),
                            .kind = staff->new_roll ? BUTTON_SECONDARY : BUTTON_PRIMARY,
                            .action = KIOSK_ACT_NEW_ROLL});
    put_act(page, grid_cell(grid, 1), ICON_PRINT,
            (struct button){.label = say(page, busy ? WORD_K_BUSY : WORD_S_TEST),
                            .hint = *news ? news : NULL,
                            .hint_size = {32, 28},
                            .kind = staff->new_roll ? BUTTON_PRIMARY : BUTTON_SECONDARY,
                            .state = busy ? BUTTON_BUSY : BUTTON_READY,
                            .action = KIOSK_ACT_TEST_SLIP});
}

static void put_ends(const struct page *page, struct box row)
{
    const struct kiosk_model *model = page->model;
    bool stopped = model->staff.stopped, left = model->staff.unprinted > 0;
    int16_t count = left ? 3 : 2, w = (int16_t)((row.w - 24 * (count - 1)) / count);
    struct grid grid = {BOX(row.x, row.y, w, row.h), count, 24, 24};
    uint32_t at = 0;
    if (left)
        put_act(page, grid_cell(&grid, at++), ICON_PRINT,
                (struct button){.label = say(page, WORD_S_REPRINT),
                                .state = kiosk_prints(model) ? BUTTON_READY : BUTTON_DISABLED,
                                .action = KIOSK_ACT_REPRINT_LEFT});
    put_act(page, grid_cell(&grid, at++), stopped ? ICON_CHECK : ICON_PAUSE,
            (struct button){.label = say(page, stopped ? WORD_S_START : WORD_S_STOP),
                            .action = stopped ? KIOSK_ACT_START : KIOSK_ACT_STOP});
    put_act(page, grid_cell(&grid, at), ICON_EXIT,
            (struct button){.label = say(page, WORD_S_LEAVE), .action = KIOSK_ACT_LEAVE});
}

void page_staff(const struct page *page)
{
    bool tall = page->tall;
    put_title(page, say(page, WORD_S_TITLE));
    struct text_style note = muted(page, 36);
    note.size[1] = 32, note.size[2] = 28;
    draw_text(page->draw, tall ? BOX(432, 168, 600, 88) : BOX(432, 128, 900, 88),
              say(page, WORD_S_TITLE_NOTE), &note);
    put_state(page, tall ? BOX(48, 272, 984, 560) : BOX(48, 232, 700, 704));
    struct grid grid = {tall ? BOX(48, 848, 480, 224) : BOX(780, 232, 534, 224), 2, 24, 24};
    put_paper_acts(page, &grid);
    put_volume(page, tall ? BOX(48, 1096, 984, 208) : BOX(780, 480, 1092, 208));
    put_ends(page, tall ? BOX(48, 1328, 984, 224) : BOX(780, 712, 1092, 224));
}

/* ---- out of use ---- */

void dialog_staff_stop(const struct page *page)
{
    const struct theme *t = page->theme;
    int16_t w = page->tall ? 984 : 1200;
    struct box box = BOX((page->view->w - w) / 2, page->tall ? 640 : 256, w, 560);
    draw_dim(page->draw, t->veil);
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->surface, .line = t->ink, .border = 2, .radius = 24});
    struct text_style title = bold(page, 56), note = muted(page, 38), left = muted(page, 30);
    title.size[1] = 48, title.size[2] = 40;
    note.size[1] = 34, note.size[2] = 30, note.size[3] = 28;
    title.align = note.align = left.align = ALIGN_CENTRE;
    draw_text(page->draw, BOX(box.x + 32, box.y + 64, box.w - 64, 96), say(page, WORD_S_STOP_ASK),
              &title);
    draw_text(page->draw, BOX(box.x + 32, box.y + 184, box.w - 64, 72), say(page, WORD_S_STOP_NOTE),
              &note);
    struct grid grid = {BOX(box.x + 64, box.y + 320, (box.w - 160) / 2, 128), 2, 32, 0};
    put_button(page, (struct button){.box = grid_cell(&grid, 0),
                                     .label = say(page, WORD_S_STOP_NO),
                                     .size = {48, 42, 36},
                                     .action = KIOSK_ACT_BACK});
    put_button(page, (struct button){.box = grid_cell(&grid, 1),
                                     .label = say(page, WORD_S_STOP_YES),
                                     .icon = ICON_PAUSE,
                                     .size = {48, 42, 36},
                                     .action = KIOSK_ACT_STOP_YES});
    struct line seconds = say_count(page, WORD_K_LEFT, "s", kiosk_seconds_left(page->model));
    draw_text(page->draw, BOX(box.x + 32, box.y + 472, box.w - 64, 48), seconds.text, &left);
}

void page_out_of_use(const struct page *page)
{
    const struct theme *t = page->theme;
    struct box card = page->tall ? BOX(48, 400, 984, 640) : BOX(48, 136, 1824, 800);
    int16_t middle = (int16_t)(card.x + card.w / 2), y = (int16_t)(card.y + card.h / 2 - 220);
    put_card(page, card, t->line, 2);
    draw_icon(page->draw, BOX(middle - 72, y, 144, 144), ICON_PAUSE, t->warn, t->surface);
    struct text_style title = bold(page, 72), note = muted(page, 48);
    title.size[1] = 60, title.size[2] = 52, title.size[3] = 44;
    note.size[1] = 42, note.size[2] = 36;
    title.align = note.align = ALIGN_CENTRE;
    draw_text(page->draw, BOX(card.x + 24, y + 180, card.w - 48, 112), say(page, WORD_K_FAULT),
              &title);
    draw_text(page->draw, BOX(card.x + 24, y + 300, card.w - 48, 80), say(page, WORD_S_OUT_NOTE),
              &note);
}
