/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of items share, and the list of them all (全部事项). */
#include "view/items.h"

#include <stdio.h>
#include <string.h>

#define TABS_MAX 12

/* ---- facts ---- */

const struct item_def *item_shown(const struct page *page)
{
    return def_item(page->model->def, page->model->items.item);
}

const struct item_def *item_found(const struct page *page, uint32_t index)
{
    const struct kiosk_items *items = &page->model->items;
    return index < items->count ? &page->model->def->items[items->found[index]] : NULL;
}

const char *item_says(const struct page *page, const struct item_def *item, enum item_text which)
{
    return def_item_text(page->model->def, item, which, page->lang);
}

const char *item_phone(const struct page *page, const struct item_def *item)
{
    const char *own = def_item_word(page->model->def, item->phone);
    return *own ? own : page->model->def->phone;
}

struct line line_of_item_place(const struct page *page, const struct item_def *item)
{
    const struct service_def *service = def_service(page->model->def, item->service);
    struct line place = line_of_place(page, item->service), line;
    snprintf(line.text, sizeof(line.text), "%.60s%s%.110s",
             service ? names_get(&service->name, page->lang) : "", place.text[0] ? " · " : "",
             place.text);
    return line;
}

struct line line_of_item_facts(const struct page *page, const struct item_def *item)
{
    const struct kiosk_service *live = kiosk_service(page->model, item->service);
    struct line people = say_count(page, WORD_K_FACT_AHEAD, "k", live->ahead_normal);
    struct line wait = line_of_wait(page, live->lo_min, live->hi_min, live->wait_min);
    struct line expected = say_1(page, WORD_K_FACT_WAIT, "wait", wait.text);
    struct line place = line_of_place(page, item->service), all = {""};
    bool known = page->model->link_up && live->known;
    const char *parts[] = {known ? people.text : "",
                           known && wait.text[0] && live->ahead_normal ? expected.text : "",
                           place.text};
    size_t at = 0;
    for (size_t i = 0; i < countof(parts) && at < sizeof(all.text) - 96; i++)
        if (*parts[i])
            at += (size_t)snprintf(all.text + at, sizeof(all.text) - at, "%s%.90s",
                                   at ? say(page, WORD_K_FACT_MARK) : "", parts[i]);
    return all;
}

struct line line_of_bring(const struct page *page, const struct service_def *service, int16_t w,
                          uint16_t size)
{
    const struct item_def *item = def_item(page->model->def, page->model->wish.item);
    const char *list = item ? item_says(page, item, ITEM_MATERIALS) : "";
    struct line all = {""};
    size_t at = 0;
    if (!*list)
        snprintf(all.text, sizeof(all.text), "%s", texts_get(&service->materials, page->lang));
    uint32_t count = item_entries(list);
    for (uint32_t i = 0; i < count && at < sizeof(all.text); i++)
        at += (size_t)snprintf(all.text + at, sizeof(all.text) - at, "%s%s",
                               i ? say(page, WORD_K_LIST_MARK) : "", item_entry(list, i).name);
    bool fits = at < sizeof(all.text) && draw_measure(page->draw, all.text, size, true) <= w;
    if (!count || fits)
        return all;
    char n[12];
    snprintf(n, sizeof(n), "%u", (unsigned)count);
    struct item_entry first = item_entry(list, 0);
    return say_n(page, WORD_K_BRING_MORE, (struct word_arg[]){{"first", first.name}, {"n", n}}, 2);
}

struct line line_of_take(const struct page *page, const struct item_def *item)
{
    const struct kiosk_service *live = kiosk_service(page->model, item->service);
    struct line plain;
    bool known = page->model->link_up && live->known;
    if (known && live->ahead_normal)
        return say_count(page, WORD_K_ITEM_TAKE, "k", live->ahead_normal);
    snprintf(plain.text, sizeof(plain.text), "%s",
             say(page, known ? WORD_K_ITEM_TAKE_NONE : WORD_K_ITEM_TAKE_PLAIN));
    return plain;
}

const char *sheet_news(const struct page *page)
{
    static const enum word words[] = {[KIOSK_SHEET_BUSY] = WORD_K_SHEET_BUSY,
                                      [KIOSK_SHEET_DONE] = WORD_K_SHEET_DONE,
                                      [KIOSK_SHEET_FAILED] = WORD_K_SHEET_FAILED};
    uint8_t sheet = page->model->items.sheet;
    if (!kiosk_prints(page->model) && sheet != KIOSK_SHEET_FAILED)
        return say(page, WORD_K_NO_PAPER_HINT);
    return sheet == KIOSK_SHEET_NONE ? "" : say(page, words[sheet]);
}

uint32_t list_pages(uint32_t count, uint32_t each)
{
    return count ? (count + each - 1) / each : 1;
}

uint32_t list_page(const struct page *page, uint32_t count, uint32_t each)
{
    uint32_t pages = list_pages(count, each), at = page->model->page_number;
    return at < pages ? at : pages - 1;
}

/* ---- parts ---- */

void put_text(const struct page *page, struct box box, const char *text,
              const struct text_style *style, int16_t step)
{
    struct wrapped lines;
    text_wrap(page->draw, text,
              &(struct wrap_style){.size = style->size[0],
                                   .bold = style->bold,
                                   .width = box.w,
                                   .lines = (uint8_t)(box.h / step)},
              &lines);
    for (uint32_t i = 0; i < lines.count; i++)
        draw_text(page->draw, BOX(box.x, box.y + step * (int32_t)i, box.w, step), lines.line[i],
                  style);
}

void put_fitting(const struct page *page, struct box box, const char *text,
                 const struct text_style *style)
{
    uint16_t least = style->size[0];
    for (uint32_t i = 0; i < TEXT_SIZES_MAX && style->size[i]; i++) {
        least = style->size[i];
        if (draw_measure(page->draw, text, least, style->bold) <= box.w) {
            draw_text(page->draw, box, text, style);
            return;
        }
    }
    struct text_style two = *style;
    two.size[0] = least, two.size[1] = 0;
    int16_t step = (int16_t)(box.h / 2);
    put_text(page, BOX(box.x, box.y, box.w, step * 2), text, &two, step);
}

int16_t flag_width(const struct page *page, const char *text, uint16_t size)
{
    return (int16_t)(draw_measure(page->draw, text, size, true) + 36);
}

int16_t put_flag(const struct page *page, struct box box, const char *text)
{
    const struct theme *t = page->theme;
    uint16_t size = box.h >= 60 ? 32 : 30;
    box.w = flag_width(page, text, size);
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->tint_success,
                                   .line = t->success,
                                   .border = 3,
                                   .radius = 8});
    struct text_style style = {.size = {size},
                               .colour = t->success,
                               .bold = true,
                               .align = ALIGN_CENTRE};
    draw_text(page->draw, box, text, &style);
    return box.w;
}

void put_number(const struct page *page, struct box box, uint32_t number)
{
    const struct theme *t = page->theme;
    struct line text;
    snprintf(text.text, sizeof(text.text), "%u", (unsigned)number);
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->tint, .radius = (uint8_t)(box.w / 2)});
    struct text_style style = {.size = {(uint16_t)(box.w * 56 / 100)},
                               .colour = t->primary,
                               .bold = true,
                               .align = ALIGN_CENTRE};
    draw_text(page->draw, box, text.text, &style);
}

void put_turns(const struct page *page, struct box box, uint32_t pages)
{
    uint32_t at = page->model->page_number < pages ? page->model->page_number : pages - 1;
    int16_t w = (int16_t)((box.w - 16) / 2);
    struct button turn = {.box = BOX(box.x, box.y, w, box.h),
                          .label = say(page, WORD_K_PREVIOUS),
                          .size = {36, 32, 28},
                          .state = at == 0 ? BUTTON_DISABLED : BUTTON_READY,
                          .action = KIOSK_ACT_PREVIOUS};
    put_button(page, turn);
    turn.box.x = (int16_t)(box.x + w + 16);
    turn.label = say(page, WORD_K_NEXT);
    turn.state = at + 1 >= pages ? BUTTON_DISABLED : BUTTON_READY;
    turn.action = KIOSK_ACT_NEXT;
    put_button(page, turn);
}

/* ---- an item to choose ---- */

static void put_card_frame(const struct page *page, struct box box, const struct item_def *item,
                           struct rgba colour)
{
    const struct theme *t = page->theme;
    bool pressed =
        page->model->pressed_action == KIOSK_ACT_ITEM && page->model->pressed_arg == item->id;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = pressed ? t->pressed_light : t->surface,
                                   .line = pressed ? t->ink : colour,
                                   .border = pressed ? 6 : 3,
                                   .radius = 12});
    draw_hit(page->draw, box, KIOSK_ACT_ITEM, item->id, true);
}

/* The one flag that changes what a visitor does next. */
static const char *flag_of(const struct page *page, const struct item_def *item)
{
    if (kiosk_item_online(page->model, item))
        return say(page, WORD_K_FLAG_ONLINE);
    return item->flags & ITEM_INSTANT ? say(page, WORD_K_FLAG_INSTANT) : "";
}

void put_item_card(const struct page *page, struct box box, const struct item_def *item)
{
    const struct theme *t = page->theme;
    const struct service_def *service = def_service(page->model->def, item->service);
    struct rgba colour = zone_colour(page, service ? service->zone : 0);
    const char *flag = flag_of(page, item);
    const char *name = item_says(page, item, ITEM_NAME);
    int16_t chip = 76, middle = (int16_t)(box.y + box.h / 2);
    int16_t right = (int16_t)(box.x + box.w - 88);
    put_card_frame(page, box, item, colour);
    put_chip(page, BOX(box.x + 20, middle - chip / 2, chip, chip), service ? service->prefix : "",
             colour);
    draw_icon(page->draw, BOX(box.x + box.w - 64, middle - 20, 40, 40), ICON_NEXT, t->muted,
              t->surface);
    int16_t flag_w = *flag ? (int16_t)(flag_width(page, flag, 30) + 24) : 0;
    int16_t x = (int16_t)(box.x + 116), w = (int16_t)(right - x - flag_w);
    /* A long name takes the room of the flag: the guide has it too. */
    bool two = draw_measure(page->draw, name, 36, true) > w;
    if (two)
        w = (int16_t)(right + 16 - x), flag_w = 0;
    two = draw_measure(page->draw, name, 36, true) > w;
    if (flag_w)
        put_flag(page, BOX(right - flag_w + 24, middle - 28, 0, 56), flag);
    struct text_style style = bold(page, two ? 32 : 44), small = muted(page, two ? 28 : 30);
    style.size[1] = two ? 0 : 36;
    small.size[1] = 28, small.size[2] = 27;
    int16_t top = (int16_t)(middle - 55);
    put_fitting(page, BOX(x, top, w, two ? 76 : 62), name, &style);
    struct line place = line_of_item_place(page, item);
    if (draw_measure(page->draw, place.text, 27, false) > w) /* the chip says which service */
        place = line_of_place(page, item->service);
    draw_text(page->draw, BOX(x, middle + (two ? 20 : 4), w, two ? 36 : 44), place.text, &small);
}

/* ---- the list of a zone, or of what can be done online ---- */

static void put_tab(const struct page *page, struct box box, const struct zone_def *zone,
                    bool names)
{
    const struct theme *t = page->theme;
    bool on = page->model->items.zone == zone->id;
    struct button tab = {.box = box,
                         .label = "",
                         .kind = on ? BUTTON_SELECTED : BUTTON_SECONDARY,
                         .action = KIOSK_ACT_ITEMS,
                         .arg = zone->id};
    put_button(page, tab);
    int16_t chip = on ? 42 : 56, mark = on ? 30 : 0, side = on ? 4 : 12;
    int16_t x = (int16_t)(names ? box.x + side : box.x + (box.w - chip - mark) / 2);
    if (on) /* never by its colour alone */
        draw_icon(page->draw, BOX(x, box.y + (box.h - 28) / 2, 28, 28), ICON_CHECK, t->surface,
                  t->ink);
    x = (int16_t)(x + mark);
    put_chip(page, BOX(x, box.y + (box.h - chip) / 2, chip, chip), zone->letter,
             zone_colour(page, zone->id));
    struct text_style style = bold(page, 34);
    bool pressed =
        page->model->pressed_action == KIOSK_ACT_ITEMS && page->model->pressed_arg == zone->id;
    style.colour = on && !pressed ? t->surface : t->ink;
    style.size[1] = 30, style.size[2] = 28, style.size[3] = 27;
    if (names)
        draw_text(page->draw,
                  BOX(x + chip + side / 2 + 4, box.y, box.w - chip - mark - 2 * side, box.h),
                  names_get(&zone->name, page->lang), &style);
}

static void put_tabs(const struct page *page, struct box row)
{
    const struct zone_def *zones[TABS_MAX];
    uint32_t count = kiosk_zones(page->model, zones, countof(zones));
    if (count < 2)
        return;
    int16_t columns = (int16_t)(page->tall && count > 3 ? (count + 1) / 2 : count);
    int16_t w = (int16_t)((row.w - 12 * (columns - 1)) / columns);
    struct grid grid = {BOX(row.x, row.y, w, 88), columns, 12, 12};
    for (uint32_t i = 0; i < count; i++)
        put_tab(page, grid_cell(&grid, i), zones[i], w >= 240);
}

static struct line line_of_count(const struct page *page, uint32_t first, uint32_t each)
{
    uint32_t count = page->model->items.count;
    uint32_t last = first + each < count ? first + each : count;
    char n[12], a[12], b[12];
    snprintf(n, sizeof(n), "%u", (unsigned)count);
    snprintf(a, sizeof(a), "%u", (unsigned)first + 1);
    snprintf(b, sizeof(b), "%u", (unsigned)last);
    return say_n(page, WORD_K_SEARCH_COUNT, (struct word_arg[]){{"n", n}, {"a", a}, {"b", b}}, 3);
}

void put_found(const struct page *page, const struct grid *grid, uint32_t each, struct box foot)
{
    uint32_t count = page->model->items.count, first = list_page(page, count, each) * each;
    for (uint32_t i = first; i < count && i < first + each; i++)
        put_item_card(page, grid_cell(grid, i - first), item_found(page, i));
    if (!count)
        return;
    struct line text = line_of_count(page, first, each);
    struct text_style style = muted(page, 34);
    style.size[1] = 30, style.size[2] = 28;
    draw_text(page->draw, BOX(foot.x, foot.y, foot.w - 464, foot.h), text.text, &style);
    put_turns(page, BOX(foot.x + foot.w - 448, foot.y, 448, foot.h), list_pages(count, each));
}

void page_items(const struct page *page)
{
    const struct kiosk_items *items = &page->model->items;
    bool tabs = !items->service.n;
    put_title(page, say(page, tabs ? WORD_K_ITEMS_ALL : WORD_K_ITEMS_ONLINE));
    struct grid wide = {BOX(48, tabs ? 324 : 232, 904, 116), 2, 16, 12};
    struct grid tall = {BOX(48, tabs ? 476 : 276, 984, 132), 1, 0, 12};
    uint32_t each = page->tall ? 7 : 8;
    if (tabs)
        put_tabs(page, page->tall ? BOX(48, 272, 984, 88) : BOX(48, 220, 1824, 88));
    if (!items->count) {
        struct text_style style = bold(page, 44);
        style.size[1] = 36, style.size[2] = 32;
        draw_text(page->draw, page->tall ? BOX(48, 640, 984, 96) : BOX(48, 520, 1824, 96),
                  say(page, WORD_K_ITEMS_NONE), &style);
    }
    put_found(page, page->tall ? &tall : &wide, each,
              page->tall ? BOX(48, 1556, 984, 92) : BOX(48, 852, 1824, 92));
}
