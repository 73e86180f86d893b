/* SPDX-License-Identifier: Apache-2.0 */
/*
 * t03: a page of public information beside the calls, which keep 784 px; upright it stands below
 * them. Yellow stays the colour of calls: no page uses it.
 */
#include <stdio.h>

#include "view/part.h"

#define CARD BOX(848, 112, 1040, 840)
#define CARD_PORTRAIT BOX(24, 928, 1032, 872)
#define ROWS 8
#define ROWS_PORTRAIT 4 /* behind the newest */
#define RADIUS 12
#define COUNT_W 150
#define MISSED_SAID 12 /* the newest, in the ticker */

/* ---- the calls ---- */

struct call_look {
    struct box box;
    int16_t line;      /* baseline of number, digits and unit */
    int16_t unit_line; /* the unit stands a little lower beside large digits */
    uint16_t number, digits;
    bool lit;
};

static struct call_look call_look(uint32_t index, bool lit)
{
    if (index == 0)
        return (struct call_look){BOX(32, 112, 784, 152), 233, 233, 120, 112, lit};
    int16_t y = (int16_t)(272 + (int16_t)(index - 1) * 96);
    return (
        struct call_look){BOX(32, y, 784, 88), (int16_t)(y + 75), (int16_t)(y + 75), 84, 80, false};
}

static void call_place(const struct part *part, const struct call_look *look,
                       const struct board_row *row, struct rgba ink, struct rgba muted)
{
    struct place_text place;
    struct box box = look->box;
    place_text(part, row->target, row->floor, &place);
    if (place.room) {
        place_room(part, BOX(392, box.y, 400, box.h), &place,
                   &TEXT(ink, BOLD, ALIGN_RIGHT, 56, 52, 48, 44));
        return;
    }
    struct text_style unit = TEXT(muted, look->lit, ALIGN_LEFT, 48, 44, 40, 36);
    if (!place.floor[0]) {
        part_text_at(part, BOX(392, box.y, 240, box.h), look->line, place.number,
                     TEXT(ink, BOLD, ALIGN_RIGHT, look->digits));
        part_text_at(part, BOX(648, box.y, 152, box.h), look->unit_line, place_unit(part, &place),
                     unit);
        return;
    }
    unit.align = ALIGN_RIGHT;
    int16_t end = 792;
    end = (int16_t)(end - 8 -
                    part_text_at(part, BOX(640, box.y, 152, box.h), look->unit_line, place.unit,
                                 unit));
    end = (int16_t)(end - 12 -
                    part_text_at(part, BOX(360, box.y, end - 360, box.h), look->line, place.number,
                                 TEXT(ink, BOLD, ALIGN_RIGHT, look->digits)));
    part_text_at(part, BOX(360, box.y, end - 360, box.h), look->unit_line, place.floor, unit);
}

static void call_row(const struct part *part, const struct board_row *row, uint32_t index)
{
    const struct theme *theme = part->theme;
    struct call_look look = call_look(index, row->lit && index == 0);
    char label[LABEL_TEXT_SIZE];
    struct rgba ink = look.lit ? theme->on_called : theme->ink;
    struct rgba muted = look.lit ? theme->on_called : theme->muted;
    label_print(row->label, label);
    part_card(part, look.box, index == 0 ? 12 : 8, look.lit ? theme->called : theme->surface);
    part_text_at(part, BOX(56, look.box.y, 336, look.box.h), look.line, label,
                 TEXT(look.lit ? ink : status_colour(part, row), BOLD, ALIGN_LEFT, look.number,
                      (uint16_t)(look.number * 4 / 5), (uint16_t)(look.number * 2 / 3)));
    call_place(part, &look, row, ink, muted);
}

static void calls(const struct part *part)
{
    struct board_row rows[ROWS];
    uint32_t count = board_rows(part->screen->board, &part->screen->time, rows, ROWS);
    for (uint32_t i = 0; i < count; i++)
        call_row(part, &rows[i], i);
}

/* ---- the page ---- */

static struct box moved(struct box box, struct box card)
{
    return BOX(card.x + box.x, card.y + box.y, box.w, box.h);
}

static void head(const struct part *part, struct box card)
{
    const struct info_page *page = part->screen->page;
    struct rgba white = theme_light.on_primary;
    char text[16];
    struct box bar = BOX(card.x, card.y, card.w, PAGE_HEAD_H);
    draw_rect(part->draw, bar,
              &(struct rect_style){.fill = theme_light.primary,
                                   .radius = RADIUS,
                                   .corners = CORNER_TOP});
    part_text(part, BOX(bar.x + PAGE_MARGIN, bar.y, bar.w - 2 * PAGE_MARGIN - COUNT_W, bar.h),
              page_text_title(page->text), TEXT(white, BOLD, ALIGN_LEFT, 52, 48, 44, 38));
    if (page->count < 2)
        return;
    snprintf(text, sizeof(text), "%u / %u", page->number, page->count);
    part_text(part, BOX(bar.x + bar.w - PAGE_MARGIN - COUNT_W, bar.y, COUNT_W, bar.h), text,
              TEXT(white, PLAIN, ALIGN_RIGHT, 40));
}

static void line(const struct part *part, const struct page_line *line, struct box card)
{
    const struct theme *theme = &theme_light;
    const char *text = page_lay_text(part->screen->page->lay, line);
    struct box box = moved(line->box, card);
    struct text_style style = TEXT(theme->ink, PLAIN, ALIGN_LEFT, line->size,
                                   (uint16_t)(line->size - 4), (uint16_t)(line->size - 8));
    switch ((enum page_role)line->role) {
    case PAGE_ROLE_RULE:
        draw_fill(part->draw, box, theme->line);
        return;
    case PAGE_ROLE_LABEL:
    case PAGE_ROLE_CELL:
        style.colour = theme->muted;
        break;
    case PAGE_ROLE_MARK:
        style.colour = theme->primary;
        style.bold = true;
        break;
    case PAGE_ROLE_STRONG:
    case PAGE_ROLE_FOOT:
        style.bold = true;
        break;
    case PAGE_ROLE_PLAIN:
        break;
    }
    part_text(part, box, text, style);
}

static void card(const struct part *part, struct box card)
{
    const struct info_page *page = part->screen->page;
    if (!page->text) { /* an image over the whole page */
        draw_image(part->draw, card, page->image);
        return;
    }
    part_card(part, card, RADIUS, theme_light.bg);
    head(part, card);
    struct page_line foot = {0};
    int16_t down = (int16_t)(card.h - PAGE_CARD_H);
    for (uint32_t i = 0; i < page->lay->count; i++) {
        foot = page->lay->lines[i];
        if (foot.role == PAGE_ROLE_FOOT || foot.role == PAGE_ROLE_RULE) /* stays at the bottom */
            foot.box.y = (int16_t)(foot.box.y + down);
        line(part, &foot, card);
    }
    if (page->lay->image.h)
        draw_image(part->draw, moved(page->lay->image, card), page->image);
}

void pages_page(const struct part *part)
{
    if (part->screen->portrait) {
        portrait_rows(part, ROWS_PORTRAIT);
        card(part, CARD_PORTRAIT);
    } else {
        calls(part);
        card(part, CARD);
    }
    frame_ticker(part);
}

struct box info_page_box(bool portrait, const struct page_lay *lay)
{
    if (lay && lay->image.h)
        return lay->image;
    return portrait ? CARD_PORTRAIT : CARD;
}

const char *missed_sentence(const struct board_screen *screen, char to[PART_TEXT_SIZE])
{
    struct board_missed list[MISSED_SAID];
    char numbers[MISSED_SAID * (LABEL_TEXT_SIZE + 2) + 1] = "", label[LABEL_TEXT_SIZE];
    uint32_t count = board_missed_all(screen->board, &screen->time, list, MISSED_SAID);
    size_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        label_print(list[i].label, label);
        at += (size_t)snprintf(numbers + at, sizeof(numbers) - at, "%s%s", i ? "  " : "", label);
    }
    const struct word_arg arg = {"list", numbers};
    to[0] = '\0';
    if (count)
        words_fill(to, PART_TEXT_SIZE,
                   words_get(screen->words, screen->english ? LANG_EN : LANG_ZH, WORD_T_MISSED),
                   &arg, 1);
    return to;
}
