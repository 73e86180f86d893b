/* SPDX-License-Identifier: Apache-2.0 */
#include "view/large.h"

#include <stdio.h>

#include "domain/calendar.h"
#include "ui/pair.h"

#define OFF_GREY RGB(0xA9B4C8)

int16_t large_line(const struct page *page)
{
    return page->tall ? PANEL_LINE_TALL : PANEL_LINE_WIDE;
}

struct box large_room(const struct page *page)
{
    return page->tall ? BOX(48, 976, 984, 784) : BOX(48, 448, 1824, 484);
}

/* ---- buttons ---- */

static bool is_pressed(const struct page *page, uint16_t action, uint16_t arg)
{
    const struct kiosk_model *model = page->model;
    return action != KIOSK_ACT_NONE && model->pressed_action == action && model->pressed_arg == arg;
}

/* What cannot be pressed now: grey on black, else as on the usual pages. */
static struct rgba off_ink(const struct page *page)
{
    return page->model->contrast ? OFF_GREY : page->theme->on_disabled;
}

static void put_plate(const struct page *page, struct box box, bool off, struct rgba fill,
                      struct rgba line)
{
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = off ? page->theme->disabled : fill,
                                   .line = off ? off_ink(page) : line,
                                   .border = 5,
                                   .radius = 12,
                                   .dashed = off});
}

static void put_big_label(const struct page *page, const struct big *big, struct rgba icon,
                          struct rgba text, struct rgba cut)
{
    struct box b = draw_pair(page->draw, big->box,
                             &(struct pair){.mongolian = mongolian_of(page, big->label),
                                            .size = big->size[0],
                                            .colour = text,
                                            .first = page->model->def->mongolian_first});
    struct text_style style = {.colour = text, .bold = true, .align = ALIGN_CENTRE};
    for (uint32_t i = 0; i < TEXT_SIZES_MAX; i++)
        style.size[i] = big->size[i];
    uint8_t shape = big->selected ? ICON_CHECK : big->icon;
    if (!shape) {
        draw_text(page->draw, box_inset(b, 12, 0), big->label, &style);
        return;
    }
    draw_icon(page->draw, BOX(b.x + 24, b.y + (b.h - 64) / 2, 64, 64), (enum icon)shape, icon, cut);
    style.align = ALIGN_LEFT;
    draw_text(page->draw, BOX(b.x + 100, b.y, b.w - 112, b.h), big->label, &style);
}

void put_big(const struct page *page, const struct big *big)
{
    const struct theme *t = page->theme;
    bool strong = big->primary || big->selected || is_pressed(page, big->action, big->arg);
    bool filled = strong && !big->off;
    struct rgba plate = filled ? t->primary : t->surface;
    put_plate(page, big->box, big->off, plate, big->help || filled ? t->primary : t->border);
    struct rgba text = big->off ? off_ink(page) : filled ? t->on_primary : t->ink;
    struct rgba icon = big->off ? off_ink(page) : filled ? t->on_primary : t->primary;
    put_big_label(page, big, icon, text, big->off ? t->disabled : plate);
    draw_hit(page->draw, big->box, big->action, big->arg, !big->off);
}

/* The letter or code before a name. */
static void put_choice_letter(const struct page *page, const struct choice *choice, struct box box,
                              bool pressed)
{
    const struct theme *t = page->theme;
    struct rgba own = choice->chip.a && !page->model->contrast ? choice->chip : t->primary;
    struct rgba fill = choice->off ? off_ink(page) : pressed ? t->on_primary : own;
    struct rgba on = choice->off ? t->disabled : pressed ? t->primary : t->on_primary;
    draw_rect(page->draw, box, &(struct rect_style){.fill = fill, .radius = 12});
    struct text_style letter = {.size = {(uint16_t)(box.w * 78 / 100), 56, 48},
                                .colour = on,
                                .bold = true,
                                .align = ALIGN_CENTRE};
    draw_text(page->draw, box, choice->letter, &letter);
}

void put_choice(const struct page *page, const struct choice *choice)
{
    const struct theme *t = page->theme;
    struct box b = choice->box;
    bool pressed = is_pressed(page, choice->action, choice->arg) && !choice->off;
    put_plate(page, b, choice->off, pressed ? t->primary : t->surface, t->border);
    int16_t chip = (int16_t)(choice->note || page->tall ? 92 : 112);
    int16_t top = (int16_t)(choice->note ? b.y + 12 : b.y + (b.h - chip) / 2);
    put_choice_letter(page, choice, BOX(b.x + 20, top, chip, chip), pressed);
    bool tall = page->tall, zh = page->lang == LANG_ZH;
    struct text_style name = {.colour = pressed ? t->on_primary : t->ink, .bold = true};
    name.size[0] = tall || !zh ? 72 : 88, name.size[1] = !zh ? 56 : tall ? 68 : 80;
    name.size[2] = zh ? 64 : 48, name.size[3] = zh ? 56 : 40;
    int16_t x = (int16_t)(b.x + chip + 40);
    draw_text(page->draw,
              BOX(x, choice->note ? top - 6 : b.y, b.x + b.w - x - 10, choice->note ? 104 : b.h),
              choice->name, &name);
    struct text_style note = {.size = {56, 48, 40, 34},
                              .colour = pressed ? t->on_primary : t->primary,
                              .bold = true};
    if (choice->note)
        draw_text(page->draw, BOX(b.x + 24, b.y + b.h - 76, b.w - 40, 68), choice->note, &note);
    draw_hit(page->draw, b, choice->action, choice->arg, !choice->off);
}

/* ---- above the line ---- */

static struct line line_of_day(const struct page *page)
{
    struct line day = {""};
    if (page->model->hall_ms == 0)
        return day;
    struct civil civil = calendar_local(page->model->hall_ms, page->model->tz_min);
    snprintf(day.text, sizeof(day.text), "%u", civil.day);
    struct word_arg args[] = {{"month", say(page, (enum word)(WORD_MONTH_1 + civil.month - 1))},
                              {"d", day.text},
                              {"weekday", say(page, (enum word)(WORD_WEEKDAY_0 + civil.weekday))}};
    return say_n(page, WORD_DATE, args, countof(args));
}

static void put_head(const struct page *page)
{
    const struct theme *t = page->theme;
    struct text_style name = bold(page, 60), date = ink(page, 60);
    struct text_style clock = {.size = {88},
                               .colour = t->primary,
                               .bold = true,
                               .align = ALIGN_RIGHT};
    name.size[1] = 56, name.size[2] = 48, name.size[3] = 40;
    date.size[1] = 56, date.size[2] = 48;
    struct line day = line_of_day(page), now = {""};
    uint32_t today;
    uint16_t minute;
    if (local_time(page, &today, &minute))
        now = line_of_clock(minute);
    const char *hall = page->model->training ? say(page, WORD_K_TRAINING_NOTE)
                                             : names_get(&page->model->def->name, page->lang);
    if (page->model->training)
        name.colour = t->primary;
    if (page->tall) {
        draw_text(page->draw, BOX(48, 32, 984, 96), hall, &name);
        draw_text(page->draw, BOX(48, 120, 680, 88), day.text, &date);
        draw_text(page->draw, BOX(732, 104, 300, 112), now.text, &clock);
        draw_fill(page->draw, BOX(48, 232, 984, 5), t->ink);
        return;
    }
    date.align = ALIGN_RIGHT;
    draw_text(page->draw, BOX(48, 24, 1050, 88), hall, &name);
    draw_text(page->draw, BOX(1110, 24, 490, 88), day.text, &date);
    draw_text(page->draw, BOX(1620, 16, 252, 88), now.text, &clock);
    draw_fill(page->draw, BOX(48, 128, 1824, 5), t->ink);
}

static void put_seconds(const struct page *page)
{
    const struct theme *t = page->theme;
    struct line left = say_count(page, WORD_K_LEFT_SECONDS, "s", kiosk_seconds_left(page->model));
    struct text_style label = ink(page, 60);
    struct text_style value = {.size = {page->tall ? 128 : 120},
                               .colour = t->primary,
                               .bold = true};
    label.size[1] = 56;
    if (page->tall) {
        draw_text(page->draw, BOX(48, 690, 984, 80), say(page, WORD_K_LEFT_LABEL), &label);
        draw_text(page->draw, BOX(48, 764, 780, 152), left.text, &value);
        draw_icon(page->draw, BOX(872, 776, 128, 128), ICON_DOWN, t->primary, t->bg);
        return;
    }
    label.align = value.align = ALIGN_RIGHT;
    draw_text(page->draw, BOX(1300, 152, 572, 88), say(page, WORD_K_LEFT_LABEL), &label);
    draw_text(page->draw, BOX(1300, 240, 572, 152), left.text, &value);
}

void put_upper(const struct page *page, const char *title)
{
    const struct theme *t = page->theme;
    put_head(page);
    put_seconds(page);
    int16_t w = page->tall ? 984 : 1240;
    struct wrapped lines;
    struct text_style style = {.size = {112}, .colour = t->primary, .bold = true};
    static const uint16_t sizes[] = {112, 96, 80, 64};
    for (size_t i = 0; i < countof(sizes); i++) {
        style.size[0] = sizes[i];
        text_wrap(page->draw, title,
                  &(struct wrap_style){.size = sizes[i], .bold = true, .width = w, .lines = 2},
                  &lines);
        /* One line in the two largest sizes, two in the others. */
        if (!lines.cut && lines.count <= (i < 2 ? 1u : 2u))
            break;
    }
    int16_t y = page->tall ? 260 : 152, step = (int16_t)(style.size[0] * 5 / 4);
    for (uint32_t i = 0; i < lines.count; i++)
        draw_text(page->draw, BOX(48, y + step * (int32_t)i, w, step), lines.line[i], &style);
    draw_fill(page->draw, BOX(0, large_line(page), page->view->w, 6), t->primary);
}

void add_line(struct sheet *sheet, const char *text)
{
    if (*text && sheet->count < LARGE_LINES_MAX)
        snprintf(sheet->lines[sheet->count++].text, LINE_SIZE, "%s", text);
}

int16_t put_sheet(const struct page *page, const struct sheet *sheet)
{
    put_upper(page, sheet->title);
    struct text_style style = ink(page, 64);
    style.size[1] = 60, style.size[2] = 56, style.size[3] = 44;
    int16_t y = page->tall ? 480 : 440, w = (int16_t)((page->tall ? 984 : 1824) - sheet->aside);
    int16_t step = page->tall ? 72 : 80, end = page->tall ? 700 : 800;
    for (uint32_t i = 0; i < sheet->count; i++) {
        struct wrapped lines;
        text_wrap(page->draw, sheet->lines[i].text,
                  &(struct wrap_style){.size = 56, .width = w, .lines = 2}, &lines);
        for (uint32_t j = 0; j < lines.count && y + step <= end; j++, y = (int16_t)(y + step))
            draw_text(page->draw, BOX(48, y, w, step), lines.line[j], &style);
    }
    return y;
}

void put_code_to_scan(const struct page *page, struct box box)
{
    const struct kiosk_view *view = page->view;
    if (!view->qr.w)
        return;
    draw_fill(page->draw, box, RGB(0xFFFFFF));
    draw_bitmap(page->draw, box_inset(box, 16, 16), &view->qr, view->qr_dots, RGB(0x000000),
                RGB(0xFFFFFF));
}

/* ---- the lowest rows ---- */

void put_bottom(const struct page *page)
{
    const struct kiosk_model *model = page->model;
    bool busy = kiosk_busy(model) || model->print == KIOSK_PRINT_BUSY;
    bool number = model->page == KIOSK_ISSUED || model->page == KIOSK_NO_PAPER;
    bool tall = page->tall;
    struct big big = {.box = tall ? BOX(48, 1784, 232, 104) : BOX(48, 948, 440, 108),
                      .label = say(page, WORD_K_BACK),
                      .size = {60, 56, 48, 40},
                      .off = busy || number,
                      .action = KIOSK_ACT_BACK};
    put_big(page, &big);
    big.box = tall ? BOX(296, 1784, 232, 104) : BOX(504, 948, 440, 108);
    big.label = say(page, WORD_K_HOME);
    big.off = busy;
    big.action = KIOSK_ACT_HOME;
    put_big(page, &big);
    big.box = tall ? BOX(544, 1784, 488, 104) : BOX(960, 948, 912, 108);
    big.label = say(page, WORD_K_GUIDE);
    big.icon = ICON_BELL;
    big.off = false;
    big.help = true;
    big.action = KIOSK_ACT_HELP;
    put_big(page, &big);
}

uint32_t large_pages(uint32_t count)
{
    return (count + KIOSK_LARGE_CHOICES - 1) / KIOSK_LARGE_CHOICES;
}

uint32_t large_page(const struct page *page, uint32_t count)
{
    uint32_t pages = large_pages(count), number = page->model->page_number;
    return pages == 0 ? 0 : number < pages ? number : pages - 1;
}

void put_pager(const struct page *page, struct box row, uint32_t pages)
{
    if (pages <= 1)
        return;
    uint32_t at = page->model->page_number < pages ? page->model->page_number : pages - 1;
    int16_t w = (int16_t)(row.w * 32 / 100);
    struct big big = {.box = BOX(row.x, row.y, w, row.h),
                      .label = say(page, WORD_K_PREVIOUS),
                      .size = {60, 56, 48, 40},
                      .off = at == 0,
                      .action = KIOSK_ACT_PREVIOUS};
    put_big(page, &big);
    big.box.x = (int16_t)(row.x + row.w - w);
    big.label = say(page, WORD_K_NEXT);
    big.off = at + 1 >= pages;
    big.action = KIOSK_ACT_NEXT;
    put_big(page, &big);
    struct line number = {""}, total = {""};
    snprintf(number.text, sizeof(number.text), "%u", (unsigned)(at + 1));
    snprintf(total.text, sizeof(total.text), "%u", (unsigned)pages);
    struct line text =
        say_n(page, WORD_K_PAGE, (struct word_arg[]){{"p", number.text}, {"n", total.text}}, 2);
    struct text_style style = bold(page, 60);
    style.size[1] = 56, style.size[2] = 48, style.align = ALIGN_CENTRE;
    draw_text(page->draw, BOX(row.x + w + 8, row.y, row.w - 2 * w - 16, row.h), text.text, &style);
}
