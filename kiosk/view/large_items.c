/* SPDX-License-Identifier: Apache-2.0 */
/* Search, guides and ways out in large text and low: everything to touch lies under the line, what
 * is to be read is cut into pages of whole lines (R-X4, R-X5). */
#include <stdio.h>
#include <string.h>

#include "view/items.h"
#include "view/large.h"

#define GAP 16
#define KEY_H 112
#define NAME_MARGIN 152 /* of a name in its row */
#define STEP 70         /* of lines to read */
#define TEXT_SIZE_LARGE 56
#define READ_LINES_MAX 96

/* ---- lines to read, page by page ---- */

struct lines {
    uint32_t count;
    int16_t w;
    char line[READ_LINES_MAX][WRAP_LINE_BYTES];
};

static void add_text(const struct page *page, struct lines *lines, const char *text)
{
    while (*text && lines->count < READ_LINES_MAX) {
        struct wrapped part;
        const char *from = text;
        text_wrap(page->draw, text,
                  &(struct wrap_style){.size = TEXT_SIZE_LARGE, .width = lines->w}, &part);
        uint32_t whole = part.cut ? part.count - 1 : part.count; /* the last has an ellipsis */
        for (uint32_t i = 0; i < whole && lines->count < READ_LINES_MAX; i++) {
            const char *at = strstr(text, part.line[i]);
            snprintf(lines->line[lines->count++], WRAP_LINE_BYTES, "%s", part.line[i]);
            text = at ? at + strlen(part.line[i]) : text + strlen(text);
        }
        if (!part.cut || text == from)
            return;
    }
}

static void add_fact(const struct page *page, struct lines *lines, enum word label,
                     const char *value)
{
    char text[768];
    struct word_arg args[] = {{"label", say(page, label)}, {"text", value}};
    if (!*value)
        return;
    words_fill(text, sizeof(text), say(page, WORD_K_LARGE_LABELLED), args, countof(args));
    add_text(page, lines, text);
}

/* The page of them that is shown; returns how many pages there are. */
static uint32_t put_lines(const struct page *page, struct box area, const struct lines *lines)
{
    uint32_t each = (uint32_t)(area.h / STEP), pages = list_pages(lines->count, each);
    uint32_t first = list_page(page, lines->count, each) * each;
    struct text_style style = {.size = {TEXT_SIZE_LARGE}, .colour = page->theme->ink};
    for (uint32_t i = first; i < lines->count && i < first + each; i++)
        draw_text(page->draw, BOX(area.x, area.y + STEP * (int32_t)(i - first), area.w, STEP),
                  lines->line[i], &style);
    return pages;
}

/* One line of news under the title. */
static void put_note(const struct page *page, const char *text)
{
    struct text_style style = ink(page, 60);
    style.size[1] = 56, style.size[2] = 44, style.size[3] = 36;
    draw_text(page->draw, page->tall ? BOX(48, 560, 984, 92) : BOX(48, 312, 1240, 88), text,
              &style);
}

static void put_page_number(const struct page *page, uint32_t pages)
{
    uint32_t at = page->model->page_number < pages ? page->model->page_number : pages - 1;
    char p[12], n[12];
    snprintf(p, sizeof(p), "%u", (unsigned)at + 1);
    snprintf(n, sizeof(n), "%u", (unsigned)pages);
    if (pages > 1) {
        struct line text = say_n(page, WORD_K_PAGE, (struct word_arg[]){{"p", p}, {"n", n}}, 2);
        put_note(page, text.text);
    }
}

/* ---- keys in the lowest row of the room ---- */

struct key {
    const char *label;
    uint16_t action, arg;
    bool off, primary;
};

static void put_key_row(const struct page *page, struct box row, const struct key *keys,
                        uint32_t count)
{
    int16_t w = (int16_t)((row.w - GAP * ((int16_t)count - 1)) / (int16_t)count);
    for (uint32_t i = 0; i < count; i++)
        put_big(page, &(struct big){.box = BOX(row.x + (w + GAP) * (int32_t)i, row.y, w, row.h),
                                    .label = keys[i].label,
                                    .size = {60, 56, 44, 36},
                                    .off = keys[i].off,
                                    .primary = keys[i].primary,
                                    .action = keys[i].action,
                                    .arg = keys[i].arg});
}

/* 上一页 and 下一页, then `keys`: one row, in portrait two. Returns what is left to read in. */
static struct box put_keys_below(const struct page *page, uint32_t pages, const struct key *keys,
                                 uint32_t count)
{
    uint32_t at = page->model->page_number < pages ? page->model->page_number : pages - 1;
    struct key all[8] = {
        {say(page, WORD_K_PREVIOUS), KIOSK_ACT_PREVIOUS, 0, at == 0, false},
        {say(page, WORD_K_NEXT), KIOSK_ACT_NEXT, 0, at + 1 >= pages, false},
    };
    struct box room = large_room(page);
    uint32_t turns = pages > 1 ? 2 : 0;
    struct box low = BOX(room.x, room.y + room.h - KEY_H, room.w, KEY_H);
    if (page->tall && turns && count) {
        put_key_row(page, BOX(low.x, low.y - KEY_H - GAP, low.w, KEY_H), all, turns);
        put_key_row(page, low, keys, count);
    } else {
        for (uint32_t i = 0; i < count; i++)
            all[turns + i] = keys[i];
        if (turns + count)
            put_key_row(page, low, all, turns + count);
    }
    return room;
}

static struct box reading_area(const struct page *page, bool keys)
{
    struct box room = large_room(page);
    room.h = (int16_t)(room.h - (page->tall && keys ? 2 : 1) * (KEY_H + GAP));
    return room;
}

/* ---- k08 ---- */

static void put_keyboard(const struct page *page)
{
    const struct kiosk_items *items = &page->model->items;
    struct box room = large_room(page);
    int16_t low = (int16_t)(room.y + room.h - KEY_H), rows = page->tall ? 2 : 1;
    struct keys keys = {.box = BOX(room.x, room.y, room.w, room.h - rows * (KEY_H + 12))};
    const struct key row[] = {
        {items->digits ? "ABC" : "123", KIOSK_ACT_LETTERS, 0, false, false},
        {say(page, WORD_K_KEY_DELETE), KIOSK_ACT_DELETE, 0, false, false},
        {say(page, WORD_K_KEY_CLEAR), KIOSK_ACT_CLEAR, 0, false, false},
        {say(page, WORD_K_ITEMS_ALL), KIOSK_ACT_ITEMS, 0, false, false},
        {say(page, WORD_K_SEARCH_SHOW), KIOSK_ACT_OK, 0, items->count == 0, items->count > 0},
    };
    if (page->tall) /* ten keys of 20 mm need the margins */
        keys.box.x = 40, keys.box.w = 1000;
    keys.rows = items->digits ? "1234567890\nASDFGHJKL\nZXCVBNM" : "QWERTYUIOP\nASDFGHJKL\nZXCVBNM";
    put_keys(page, &keys);
    if (!page->tall) {
        put_key_row(page, BOX(room.x, low, room.w, KEY_H), row, countof(row));
        return;
    }
    put_key_row(page, BOX(room.x, low - KEY_H - 12, room.w, KEY_H), row, 3);
    put_key_row(page, BOX(room.x, low, room.w, KEY_H), &row[3], 2);
}

static void put_row(const struct page *page, struct box box, const struct item_def *item)
{
    const struct theme *t = page->theme;
    const struct service_def *service = def_service(page->model->def, item->service);
    const char *name = item_says(page, item, ITEM_NAME);
    put_big(page, &(struct big){.box = box,
                                .label = "",
                                .size = {60},
                                .action = KIOSK_ACT_ITEM,
                                .arg = item->id});
    bool pressed =
        page->model->pressed_action == KIOSK_ACT_ITEM && page->model->pressed_arg == item->id;
    int16_t chip = 88, x = (int16_t)(box.x + 128), w = (int16_t)(box.w - NAME_MARGIN);
    put_chip(page, BOX(box.x + 20, box.y + (box.h - chip) / 2, chip, chip),
             service ? service->prefix : "", zone_colour(page, service ? service->zone : 0));
    struct text_style style = {.size = {64, 56},
                               .colour = pressed ? t->on_primary : t->ink,
                               .bold = true};
    if (draw_measure(page->draw, name, TEXT_SIZE_LARGE, true) <= w) {
        draw_text(page->draw, BOX(x, box.y, w, box.h), name, &style);
        return;
    }
    /* Too long for one line: two, in portrait three. */
    style.size[0] = TEXT_SIZE_LARGE, style.size[1] = 0;
    struct wrapped lines;
    int16_t step = TEXT_SIZE_LARGE + 8;
    text_wrap(page->draw, name,
              &(struct wrap_style){.size = style.size[0], .bold = true, .width = w, .lines = 3},
              &lines);
    int16_t y = (int16_t)(box.y + (box.h - step * (int16_t)lines.count) / 2);
    for (uint32_t i = 0; i < lines.count; i++)
        draw_text(page->draw, BOX(x, y + step * (int32_t)i, w, step), lines.line[i], &style);
}

/* Three names a page; in landscape two where one of them needs two lines. */
static uint32_t rows_of(const struct page *page)
{
    int16_t w = (int16_t)(large_room(page).w - NAME_MARGIN);
    for (uint32_t i = 0; i < page->model->items.count && !page->tall; i++)
        if (draw_measure(page->draw, item_says(page, item_found(page, i), ITEM_NAME),
                         TEXT_SIZE_LARGE, true) > w)
            return 2;
    return 3;
}

static void put_results(const struct page *page, const struct key *keys, uint32_t count)
{
    struct box room = large_room(page);
    uint32_t items = page->model->items.count, each = rows_of(page);
    int16_t h = page->tall ? 202 : each == 2 ? 170 : 108;
    struct grid grid = {BOX(room.x, room.y, room.w, h), 1, 0, GAP};
    uint32_t pages = list_pages(items, each), first = list_page(page, items, each) * each;
    for (uint32_t i = first; i < items && i < first + each; i++)
        put_row(page, grid_cell(&grid, i - first), item_found(page, i));
    struct key all[8] = {
        {say(page, WORD_K_PREVIOUS), KIOSK_ACT_PREVIOUS, 0, first == 0, false},
        {say(page, WORD_K_NEXT), KIOSK_ACT_NEXT, 0, first + each >= items, false},
    };
    uint32_t turns = pages > 1 ? 2 : 0;
    for (uint32_t i = 0; i < count; i++)
        all[turns + i] = keys[i];
    if (turns + count)
        put_key_row(page, BOX(room.x, room.y + room.h - KEY_H, room.w, KEY_H), all, turns + count);
    put_page_number(page, pages);
    put_bottom(page);
}

void large_search(const struct page *page)
{
    const struct kiosk_items *items = &page->model->items;
    struct line found = say_count(page, WORD_K_SEARCH_FOUND, "n", items->count);
    if (items->results && items->count) {
        put_upper(page, found.text);
        put_results(page, NULL, 0);
        return;
    }
    put_upper(page, *items->query ? items->query : say(page, WORD_K_SEARCH_TITLE));
    if (*items->query)
        put_note(page, items->count ? found.text : say(page, WORD_K_SEARCH_NONE));
    put_keyboard(page);
    put_bottom(page);
}

/* The zone behind the one listed: there is no room for all of them. */
static const struct zone_def *next_zone(const struct page *page)
{
    const struct zone_def *zones[ZONES_MAX];
    uint32_t count = kiosk_zones(page->model, zones, countof(zones));
    for (uint32_t i = 0; i < count; i++)
        if (zones[i]->id == page->model->items.zone)
            return count > 1 ? zones[(i + 1) % count] : NULL;
    return NULL;
}

void large_items(const struct page *page)
{
    const struct kiosk_items *items = &page->model->items;
    const struct zone_def *zone = def_zone(page->model->def, items->zone), *next = next_zone(page);
    put_upper(page, items->service.n ? say(page, WORD_K_ITEMS_ONLINE)
                    : zone           ? names_get(&zone->name, page->lang)
                                     : say(page, WORD_K_ITEMS_ALL));
    if (!items->count)
        put_note(page, say(page, WORD_K_ITEMS_NONE));
    struct key other = {next ? names_get(&next->name, page->lang) : "", KIOSK_ACT_ITEMS,
                        next ? next->id : 0, false, false};
    put_results(page, &other, next ? 1 : 0);
}

/* ---- k09 ---- */

static void add_guide(const struct page *page, struct lines *lines, const struct item_def *item)
{
    const char *materials = item_says(page, item, ITEM_MATERIALS);
    const char *steps = item_says(page, item, ITEM_STEPS);
    struct line place = line_of_place(page, item->service);
    char text[512];
    add_fact(page, lines, WORD_K_ITEM_FEE, item_says(page, item, ITEM_FEE));
    add_fact(page, lines, WORD_K_ITEM_TIME, item_says(page, item, ITEM_TIME));
    add_fact(page, lines, WORD_K_ITEM_PLACE, place.text);
    add_text(page, lines, say(page, WORD_K_ITEM_MATERIALS));
    for (uint32_t i = 0; i < item_entries(materials); i++) {
        struct item_entry entry = item_entry(materials, i);
        snprintf(text, sizeof(text), "%u. %s%s%s", (unsigned)i + 1, entry.name,
                 *entry.note ? " - " : "", entry.note);
        add_text(page, lines, text);
    }
    if (!*materials)
        add_text(page, lines, say(page, WORD_K_ITEM_UNSAID));
    size_t at = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < item_entries(steps) && at < sizeof(text); i++)
        at +=
            (size_t)snprintf(text + at, sizeof(text) - at, "%s%.80s",
                             i ? say(page, WORD_NOTICE_STEP_MARK) : "", item_entry(steps, i).name);
    add_fact(page, lines, WORD_K_ITEM_STEPS, text);
    add_fact(page, lines, WORD_K_ITEM_DEPARTMENT, item_says(page, item, ITEM_DEPARTMENT));
    add_fact(page, lines, WORD_K_ITEM_PHONE, item_phone(page, item));
}

/* The name as title; one too long for it is the first to read, under the name of its service. */
static void put_item_title(const struct page *page, struct lines *lines,
                           const struct item_def *item)
{
    const struct service_def *service = def_service(page->model->def, item->service);
    const char *name = item_says(page, item, ITEM_NAME);
    int16_t w = page->tall ? 984 : 1240;
    bool fits = draw_measure(page->draw, name, 64, true) <= 2 * w - 2 * 64 || !service;
    put_upper(page, fits ? name : names_get(&service->name, page->lang));
    if (!fits)
        add_text(page, lines, name);
}

void large_guide(const struct page *page)
{
    struct lines lines;
    const struct item_def *item = item_shown(page);
    if (!item)
        return;
    bool can = kiosk_can_issue(page->model, item->service);
    bool online = !can && kiosk_item_online(page->model, item);
    const char *news = sheet_news(page);
    const struct key keys[] = {
        {say(page, WORD_K_ITEM_BASIS_SHORT), KIOSK_ACT_BASIS, 0, false, false},
        {say(page, WORD_K_ITEM_NOTICE_SHORT), KIOSK_ACT_NOTICE, 0, !kiosk_prints(page->model),
         false},
        {say(page, online ? WORD_K_FLAG_ONLINE : WORD_K_ITEM_TAKE_SHORT),
         online ? KIOSK_ACT_ONLINE : KIOSK_ACT_TAKE, 0, !can && !online, true},
    };
    struct box area = reading_area(page, true);
    lines.count = 0, lines.w = area.w;
    put_item_title(page, &lines, item);
    add_guide(page, &lines, item);
    uint32_t pages = put_lines(page, area, &lines);
    if (*news)
        put_note(page, news);
    else
        put_page_number(page, pages);
    put_keys_below(page, pages, keys, countof(keys));
    put_bottom(page);
}

/* Lines under a title, nothing to choose. */
static void put_reading(const struct page *page, const struct lines *lines)
{
    uint32_t pages = put_lines(page, reading_area(page, false), lines);
    put_page_number(page, pages);
    put_keys_below(page, pages, NULL, 0);
    put_bottom(page);
}

void large_basis(const struct page *page)
{
    struct lines lines;
    const struct item_def *item = item_shown(page);
    if (!item)
        return;
    const char *basis = item_says(page, item, ITEM_BASIS);
    const char *conditions = item_says(page, item, ITEM_CONDITIONS);
    const char *unsaid = say(page, WORD_K_ITEM_UNSAID);
    lines.count = 0, lines.w = large_room(page).w;
    put_item_title(page, &lines, item);
    add_fact(page, &lines, WORD_K_ITEM_BASIS, *basis ? basis : unsaid);
    add_fact(page, &lines, WORD_K_ITEM_CONDITIONS, *conditions ? conditions : unsaid);
    put_reading(page, &lines);
}

/* ---- k23 ---- */

static void put_code(const struct page *page, struct box box)
{
    const struct kiosk_view *view = page->view;
    draw_fill(page->draw, box, RGB(0xFFFFFF));
    if (view->qr.w)
        draw_bitmap(page->draw, box_inset(box, 16, 16), &view->qr, view->qr_dots, RGB(0x000000),
                    RGB(0xFFFFFF));
}

void large_online(const struct page *page)
{
    struct lines lines;
    const struct item_def *item = item_shown(page);
    if (!item)
        return;
    struct box room = large_room(page);
    struct line facts = line_of_item_facts(page, item);
    struct line here = say_1(page, WORD_K_ONLINE_HERE, "facts", facts.text);
    const char *news = sheet_news(page);
    const struct key keys[] = {
        {say(page, WORD_K_ONLINE_PRINT), KIOSK_ACT_PRINT_ONLINE, 0, !kiosk_prints(page->model),
         false},
        {say(page, WORD_K_STILL_TAKE), KIOSK_ACT_STILL_TAKE, 0,
         !kiosk_can_issue(page->model, item->service), true},
    };
    put_upper(page, say(page, WORD_K_ONLINE));
    int16_t side = page->tall ? 380 : 340;
    struct box area = page->tall ? BOX(room.x, room.y + side + 8, room.w, 784 - side - 8 - 128)
                                 : BOX(room.x, room.y, room.w - side - 24, 356);
    put_code(page, page->tall ? BOX((1080 - side) / 2, room.y, side, side)
                              : BOX(room.x + room.w - side, room.y, side, side));
    lines.count = 0, lines.w = area.w;
    add_text(page, &lines, item_says(page, item, ITEM_NAME));
    add_text(page, &lines, here.text);
    put_lines(page, area, &lines);
    put_note(page, *news ? news : say(page, WORD_K_ONLINE_SCAN));
    put_key_row(page, BOX(room.x, room.y + room.h - KEY_H, room.w, KEY_H), keys, countof(keys));
    put_bottom(page);
}

/* ---- other ways ---- */

void put_large_ways(const struct page *page, const struct service_def *service)
{
    struct way ways[WAYS_MAX];
    struct key keys[WAYS_MAX];
    uint32_t all = ways_out(page, service, ways), count = 0;
    for (uint32_t i = 0; i < all; i++)
        if (ways[i].action != KIOSK_ACT_HELP) /* the bottom row has it */
            keys[count++] = (struct key){say(page, ways[i].label), ways[i].action, 0, false, false};
    struct box room = large_room(page);
    if (!page->tall) {
        put_key_row(page, BOX(room.x, room.y + room.h - KEY_H, room.w, KEY_H), keys, count);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        put_key_row(page, BOX(room.x, room.y + (156 + GAP) * (int32_t)i, room.w, 156), &keys[i], 1);
}

void large_booking_ways(const struct page *page)
{
    struct lines lines;
    const struct hall_def *def = page->model->def;
    lines.count = 0, lines.w = large_room(page).w;
    for (uint32_t i = 0; i < def->booking_way_count; i++)
        add_text(page, &lines, texts_get(&def->booking_ways[i], page->lang));
    if (!def->booking_way_count)
        add_text(page, &lines, say(page, WORD_K_WAYS_NONE));
    put_upper(page, say(page, WORD_K_WAYS));
    put_reading(page, &lines);
}

void large_elsewhere(const struct page *page)
{
    struct lines lines;
    const struct hall_def *def = page->model->def;
    lines.count = 0, lines.w = large_room(page).w;
    for (uint32_t i = 0; i < def->near_count; i++) {
        const struct near_def *near = &def->halls_near[i];
        char text[512];
        snprintf(text, sizeof(text), "%s  %s  %s", names_get(&near->name, page->lang), near->hours,
                 near->phone);
        add_text(page, &lines, text);
        add_text(page, &lines, texts_get(&near->address, page->lang));
    }
    if (!def->near_count)
        add_text(page, &lines, say(page, WORD_K_ELSEWHERE_NONE));
    put_upper(page, say(page, WORD_K_ELSEWHERE));
    put_reading(page, &lines);
}
