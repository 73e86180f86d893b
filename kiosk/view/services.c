/* SPDX-License-Identifier: Apache-2.0 */
/* k02, k15, k28: the services of one zone. */
#include <stdio.h>

#include "view/page.h"

struct entry {
    const struct service_def *def;
    const struct kiosk_service *live;
    struct box box;
    struct line reason; /* "" = may be chosen */
    struct rgba colour; /* of its zone, or grey */
    bool hints;
};

/* The floor of its windows when that is not the zone's own. */
static bool other_floor(const struct page *page, const struct service_def *service, uint8_t *floor)
{
    uint16_t low = 0, high = 0;
    const struct zone_def *zone = def_zone(page->model->def, service->zone);
    if (!zone || !def_service_windows(page->model->def, service->id, &low, &high))
        return false;
    const struct window_def *window = def_window(page->model->def, low);
    if (!window || window->floor == zone->floors[0])
        return false;
    *floor = window->floor;
    return true;
}

static void put_entry_card(const struct page *page, const struct entry *entry)
{
    const struct theme *t = page->theme;
    bool off = entry->reason.text[0], pressed = page->model->pressed_arg == entry->def->id.n &&
                                                page->model->pressed_action == KIOSK_ACT_SERVICE;
    draw_rect(page->draw, entry->box,
              &(struct rect_style){.fill = off       ? t->disabled
                                           : pressed ? t->pressed_light
                                                     : t->surface,
                                   .line = off       ? t->border
                                           : pressed ? t->ink
                                                     : entry->colour,
                                   .border = pressed ? 6 : 3,
                                   .radius = 16,
                                   .dashed = off});
    draw_hit(page->draw, entry->box, KIOSK_ACT_SERVICE, entry->def->id.n, !off);
}

static int16_t put_floor_badge(const struct page *page, const struct entry *entry)
{
    uint8_t floor = 0;
    if (!other_floor(page, entry->def, &floor))
        return 0;
    struct line text = say_count(page, WORD_FLOOR, "f", floor);
    int16_t w = (int16_t)by_lang(page, 92, 136);
    struct box box =
        BOX(entry->box.x + entry->box.w - 24 - w, entry->box.y + (page->tall ? 84 : 20), w, 48);
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = page->theme->surface,
                                   .line = entry->colour,
                                   .border = 3,
                                   .radius = 8});
    struct text_style style = {.size = {by_lang(page, 34, 30), 28},
                               .colour = entry->colour,
                               .bold = true,
                               .align = ALIGN_CENTRE};
    draw_text(page->draw, box, text.text, &style);
    return (int16_t)(w + 12);
}

static struct text_style name_style(const struct page *page, const struct entry *entry,
                                    uint16_t size)
{
    struct text_style style = bold(page, size);
    style.size[1] = 42, style.size[2] = 36, style.size[3] = 32;
    if (entry->reason.text[0] && !page->tall)
        style.colour = page->theme->on_disabled;
    return style;
}

static void put_names(const struct page *page, const struct entry *entry, int16_t badge)
{
    struct box b = entry->box;
    struct text_style name = name_style(page, entry, by_lang(page, 46, 42));
    struct text_style hint = muted(page, by_lang(page, 30, 28));
    hint.size[1] = 28, hint.size[2] = 27;
    if (entry->reason.text[0])
        hint.colour = page->theme->on_disabled;
    int16_t w = (int16_t)(b.w - 130);
    if (!entry->hints) {
        draw_text(page->draw, BOX(b.x + 116, b.y + 20, w - badge, 72),
                  names_get(&entry->def->name, page->lang), &name);
        return;
    }
    draw_text(page->draw, BOX(b.x + 116, b.y + 14, w - badge, 60),
              names_get(&entry->def->name, page->lang), &name);
    draw_text(page->draw, BOX(b.x + 116, b.y + 70, w, 44), texts_get(&entry->def->hint, page->lang),
              &hint);
}

static void put_reason(const struct page *page, const struct entry *entry, int16_t y, int16_t h)
{
    struct box b = entry->box;
    draw_icon(page->draw, BOX(b.x + 24, y + (h - 44) / 2, 44, 44), ICON_WARN,
              page->theme->on_disabled, page->theme->disabled);
    struct text_style style = bold(page, by_lang(page, 32, 30));
    style.size[1] = 28, style.size[2] = 27;
    draw_text(page->draw, BOX(b.x + 84, y, b.w - 100, h), entry->reason.text, &style);
}

static void put_figures(const struct page *page, const struct entry *entry, int16_t y, int16_t h)
{
    const struct theme *t = page->theme;
    struct box b = entry->box;
    const struct kiosk_service *live = entry->live;
    struct text_style style = bold(page, by_lang(page, 40, 38));
    style.size[1] = 36, style.size[2] = 30, style.size[3] = 28;
    if (!page->model->link_up) { /* k27: nobody knows how many wait */
        draw_text(page->draw, BOX(b.x + 24, y, b.w - 48, h), say(page, WORD_A_CAN_TAKE), &style);
        return;
    }
    draw_icon(page->draw, BOX(b.x + 24, y + (h - 40) / 2, 40, 40), ICON_PEOPLE, t->muted,
              t->surface);
    if (live->waiting == 0) {
        draw_text(page->draw, BOX(b.x + 80, y, b.w - 100, h), say(page, WORD_K_NOBODY), &style);
        return;
    }
    struct line waiting = say_count(page, WORD_K_WAITING, "k", live->waiting);
    struct line wait = line_of_wait(page, live->lo_min, live->hi_min, live->wait_min);
    int16_t clock = (int16_t)(b.x + by_lang(page, 304, 308));
    draw_text(page->draw, BOX(b.x + 80, y, clock - b.x - 88, h), waiting.text, &style);
    if (!wait.text[0])
        return; /* R-W3: no data, no line */
    draw_icon(page->draw, BOX(clock, y + (h - 38) / 2, 38, 38), ICON_CLOCK, t->muted, t->surface);
    draw_text(page->draw, BOX(clock + 50, y, b.x + b.w - clock - 62, h), wait.text, &style);
}

static void put_entry_wide(const struct page *page, const struct entry *entry)
{
    struct box b = entry->box;
    put_entry_card(page, entry);
    put_chip(page, BOX(b.x + 24, b.y + (entry->hints ? 24 : 16), 72, 72), entry->def->prefix,
             entry->colour);
    put_names(page, entry, put_floor_badge(page, entry));
    int16_t rule = (int16_t)(b.y + (entry->hints ? 140 : 98));
    draw_fill(page->draw, BOX(b.x + 24, rule, b.w - 48, 2),
              entry->reason.text[0] ? page->theme->border : page->theme->line);
    int16_t h = entry->hints ? 80 : 64;
    if (entry->reason.text[0])
        put_reason(page, entry, (int16_t)(rule + 2), h);
    else
        put_figures(page, entry, (int16_t)(rule + 2), h);
}

/* ---- portrait: one row a service ---- */

static void put_figures_tall(const struct page *page, const struct entry *entry)
{
    const struct theme *t = page->theme;
    struct box b = entry->box;
    const struct kiosk_service *live = entry->live;
    int16_t x = (int16_t)(b.x + 690), text = (int16_t)(x + 50), top = (int16_t)(b.y + 8);
    struct text_style people = bold(page, by_lang(page, 42, 34));
    struct text_style wait_style = bold(page, by_lang(page, 38, 32));
    people.size[1] = 30, people.size[2] = 27;
    wait_style.size[1] = 30, wait_style.size[2] = 28;
    int16_t w = (int16_t)(b.x + b.w - text - 12);
    if (!page->model->link_up) {
        draw_text(page->draw, BOX(text, b.y, w, b.h), say(page, WORD_A_CAN_TAKE), &people);
        return;
    }
    draw_icon(page->draw, BOX(x, top + 13, 40, 40), ICON_PEOPLE, t->muted, t->surface);
    if (live->waiting == 0) {
        draw_text(page->draw, BOX(text, top, w, 68), say(page, WORD_K_NOBODY), &people);
        return;
    }
    struct line count = say_count(page, WORD_K_PEOPLE, "k", live->waiting);
    struct line wait = line_of_wait(page, live->lo_min, live->hi_min, live->wait_min);
    draw_text(page->draw, BOX(text, top, w, 68), count.text, &people);
    if (!wait.text[0])
        return;
    draw_icon(page->draw, BOX(x + 2, top + 74, 36, 36), ICON_CLOCK, t->muted, t->surface);
    draw_text(page->draw, BOX(text, top + 60, w, 64), wait.text, &wait_style);
}

static void put_entry_tall(const struct page *page, const struct entry *entry)
{
    struct box b = entry->box;
    bool off = entry->reason.text[0];
    int16_t chip = (int16_t)(b.h >= 112 ? 88 : 72), middle = (int16_t)(b.y + b.h / 2);
    put_entry_card(page, entry);
    put_chip(page, BOX(b.x + 24, middle - chip / 2, chip, chip), entry->def->prefix, entry->colour);
    struct text_style name = name_style(page, entry, by_lang(page, 48, 42));
    struct text_style hint = muted(page, by_lang(page, 32, 28));
    hint.size[1] = 28, hint.size[2] = 27;
    if (off)
        hint.colour = page->theme->ink;
    int16_t w = off ? (int16_t)(b.w - 136 - 100) : 540;
    uint8_t floor = 0;
    if (!off && other_floor(page, entry->def, &floor)) {
        struct line badge = say_count(page, WORD_FLOOR, "f", floor);
        struct text_style style = {.size = {by_lang(page, 34, 30), 28},
                                   .colour = entry->colour,
                                   .bold = true,
                                   .align = ALIGN_CENTRE};
        struct box box =
            BOX(b.x + 672 - by_lang(page, 92, 136), middle - 61, by_lang(page, 92, 136), 52);
        draw_rect(page->draw, box,
                  &(struct rect_style){.fill = page->theme->surface,
                                       .line = entry->colour,
                                       .border = 3,
                                       .radius = 8});
        draw_text(page->draw, box, badge.text, &style);
        w = (int16_t)(w - by_lang(page, 96, 140));
    }
    draw_text(page->draw, BOX(b.x + 136, middle - 61, w, 72),
              names_get(&entry->def->name, page->lang), &name);
    draw_text(page->draw, BOX(b.x + 136, middle + 9, off ? b.w - 236 : 540, 48),
              off ? entry->reason.text : texts_get(&entry->def->hint, page->lang), &hint);
    if (off)
        draw_icon(page->draw, BOX(b.x + b.w - 94, middle - 32, 64, 64), ICON_WARN,
                  page->theme->on_disabled, page->theme->disabled);
    else
        put_figures_tall(page, entry);
}

/* ---- the page ---- */

static void put_heading(const struct page *page, const struct zone_def *zone)
{
    struct text_style name = bold(page, 60);
    name.size[1] = 56, name.size[2] = 48;
    const char *title = names_get(&zone->name, page->lang);
    if (page->tall) {
        put_chip(page, BOX(48, 172, 96, 96), zone->letter, zone_colour(page, zone->id));
        draw_text(page->draw, BOX(172, 160, 860, 72), title, &name);
        struct text_style small = muted(page, 34);
        draw_text(page->draw, BOX(172, 228, 860, 52), say(page, WORD_K_CHOOSE), &small);
        if (!page->model->link_up)
            put_alone(page, BOX(440, 188, 592, 88));
        return;
    }
    put_chip(page, BOX(48, 124, 84, 84), zone->letter, zone_colour(page, zone->id));
    int16_t x = (int16_t)(156 + draw_text(page->draw, BOX(156, 120, 700, 88), title, &name));
    struct text_style small = muted(page, 36);
    draw_text(page->draw, BOX(x + 40, 122, 400, 88), say(page, WORD_K_CHOOSE), &small);
    if (!page->model->link_up)
        put_alone(page, BOX(1096, 120, 776, 88));
}

static struct grid grid_of(const struct page *page, uint32_t count)
{
    if (page->tall) {
        int16_t h =
            (int16_t)(count <= 9 ? 138 : (1338 - 12 * ((int32_t)count - 1)) / (int32_t)count);
        return (struct grid){BOX(48, 304, 984, h), 1, 0, 12};
    }
    if (count <= 9)
        return (struct grid){BOX(48, 232, 592, 224), 3, 24, 16};
    return (struct grid){BOX(48, 232, 592, 164), 3, 24, 16};
}

void put_services(const struct page *page, const struct zone_def *zone, const struct grid *grid)
{
    const struct service_def *services[ZONE_SERVICES_MAX];
    uint32_t count = kiosk_services(page->model, zone->id, services, countof(services));
    for (uint32_t i = 0; i < count; i++) {
        struct entry entry = {.def = services[i],
                              .live = kiosk_service(page->model, services[i]->id),
                              .box = grid_cell(grid, i),
                              .reason = line_of_reason(page, services[i]->id),
                              .colour = zone_colour(page, zone->id),
                              .hints = grid->first.h >= 200};
        if (entry.reason.text[0])
            entry.colour = page->theme->on_disabled;
        if (page->tall)
            put_entry_tall(page, &entry);
        else
            put_entry_wide(page, &entry);
    }
}

void page_services(const struct page *page)
{
    const struct zone_def *zone = def_zone(page->model->def, page->model->zone);
    if (!zone)
        return;
    put_heading(page, zone);
    const struct service_def *services[ZONE_SERVICES_MAX];
    uint32_t count = kiosk_services(page->model, zone->id, services, countof(services));
    struct grid grid = grid_of(page, count);
    put_services(page, zone, &grid);
}
