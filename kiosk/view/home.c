/* SPDX-License-Identifier: Apache-2.0 */
/* k01, k13, k14: the zones, and what else a kiosk does. */
#include <stdio.h>
#include <string.h>

#include "view/page.h"

#define TILES_MAX 12
#define SERVICES_AT_HOME_MAX 6

struct tile {
    struct box box;
    uint16_t name[3]; /* sizes */
    uint16_t hint, bar;
    bool hints; /* room for the two lines of typical items */
    int16_t hint_at;
};

/* ---- a zone ---- */

struct zone_sum {
    uint32_t waiting;
    bool open;
};

static struct zone_sum sum_of(const struct page *page, const struct zone_def *zone)
{
    const struct service_def *services[ZONE_SERVICES_MAX];
    uint32_t count = kiosk_services(page->model, zone->id, services, countof(services));
    struct zone_sum sum = {0, false};
    for (uint32_t i = 0; i < count; i++) {
        sum.waiting += kiosk_service(page->model, services[i]->id)->waiting;
        sum.open = sum.open || kiosk_can_issue(page->model, services[i]->id);
    }
    return sum;
}

static void put_tile_bar(const struct page *page, const struct tile *tile,
                         const struct zone_def *zone, const struct zone_sum *sum)
{
    const struct theme *t = page->theme;
    struct box b = tile->box;
    int16_t top = (int16_t)(b.y + b.h - 76), right = (int16_t)(b.x + b.w - 24);
    struct rgba fill = sum->open ? theme_zone(t, zone->colour) : t->on_disabled;
    struct rgba on = sum->open ? t->on_zone : t->disabled;
    draw_rect(page->draw, BOX(b.x, top, b.w, 76),
              &(struct rect_style){.fill = fill, .radius = 16, .corners = CORNER_BOTTOM});
    struct text_style text = {.size = {tile->bar, 28, 27},
                              .colour = on,
                              .bold = true,
                              .align = ALIGN_RIGHT};
    bool alone = !page->model->link_up; /* k27: figures disappear, they never become 0 */
    enum word word = sum->open ? alone ? WORD_A_CAN_TAKE : WORD_K_ZONE_NOBODY
                     : alone   ? WORD_K_DESK_HINT
                               : WORD_K_ZONE_CLOSED;
    bool people_wait = sum->open && sum->waiting > 0 && !alone;
    struct line state = say_count(page, WORD_K_ZONE_WAIT, "k", sum->waiting);
    if (!people_wait)
        snprintf(state.text, sizeof(state.text), "%s", say(page, word));
    uint16_t width =
        draw_text(page->draw, BOX(b.x + b.w / 2, top, b.w / 2 - 24, 76), state.text, &text);
    int16_t people = (int16_t)(right - width - 44), usual = (int16_t)(right - 170);
    if (sum->open && !alone)
        draw_icon(page->draw, BOX(people < usual ? people : usual, top + 19, 38, 38), ICON_PEOPLE,
                  on, fill);
    draw_icon(page->draw, BOX(b.x + 24, top + 20, 36, 36), ICON_PIN, on, fill);
    text.align = ALIGN_LEFT;
    struct line floors = line_of_floors(page, zone);
    int16_t room = (int16_t)((sum->open && !alone ? people : right - width) - b.x - 74);
    draw_text(page->draw, BOX(b.x + 68, top, room, 76), floors.text, &text);
}

static void put_hints(const struct page *page, const struct tile *tile, const struct zone_def *zone)
{
    struct text_style style = muted(page, tile->hint);
    style.size[1] = 28, style.size[2] = 27;
    struct wrapped lines;
    text_wrap(page->draw, texts_get(&zone->hint, page->lang),
              &(struct wrap_style){.size = tile->hint,
                                   .width = (int16_t)(tile->box.w - 40),
                                   .lines = 2},
              &lines);
    for (uint32_t i = 0; i < lines.count; i++)
        draw_text(page->draw,
                  BOX(tile->box.x + 24, tile->box.y + tile->hint_at + 48 * (int32_t)i,
                      tile->box.w - 40, 48),
                  lines.line[i], &style);
}

static void put_zone(const struct page *page, const struct tile *tile, const struct zone_def *zone)
{
    const struct theme *t = page->theme;
    struct zone_sum sum = sum_of(page, zone);
    struct rgba colour = sum.open ? theme_zone(t, zone->colour) : t->on_disabled;
    struct box b = tile->box;
    bool pressed =
        page->model->pressed_action == KIOSK_ACT_ZONE && page->model->pressed_arg == zone->id;
    draw_rect(page->draw, b,
              &(struct rect_style){.fill = !sum.open ? t->disabled
                                           : pressed ? t->pressed_light
                                                     : t->surface,
                                   .line = pressed    ? t->ink
                                           : sum.open ? colour
                                                      : t->border,
                                   .border = pressed ? 6 : 3,
                                   .radius = 16,
                                   .dashed = !sum.open});
    put_chip(page, BOX(b.x + 24, b.y + 24, 88, 88), zone->letter, colour);
    struct text_style name = bold(page, tile->name[0]);
    name.size[1] = tile->name[1], name.size[2] = tile->name[2], name.size[3] = 28;
    draw_text(page->draw, BOX(b.x + 132, b.y + 24, b.w - 140, 88),
              names_get(&zone->name, page->lang), &name);
    struct tile beside = *tile; /* what a Mongolian column leaves of the space below the name */
    beside.box = put_column(page, BOX(b.x, b.y + 120, b.w, b.h - 76 - 120),
                            zone->name.text[LANG_MN], tile->name[0]);
    beside.box.y = b.y, beside.box.h = b.h;
    if (tile->hints)
        put_hints(page, &beside, zone);
    put_tile_bar(page, tile, zone, &sum);
    draw_hit(page->draw, tile->box, KIOSK_ACT_ZONE, zone->id, sum.open);
}

/* ---- the grids ---- */

static struct grid grid_of(const struct page *page, uint32_t count)
{
    if (page->tall) {
        int16_t rows = (int16_t)(count <= 6 ? 3 : (count + 1) / 2);
        return (struct grid){BOX(48, 384, 480, (968 - 16 * (rows - 1)) / rows), 2, 24, 16};
    }
    if (count <= 6)
        return (struct grid){BOX(48, 232, 416, 344), 3, 24, 16};
    if (count <= 9)
        return (struct grid){BOX(48, 232, 416, 224), 3, 24, 16};
    return (struct grid){BOX(48, 232, 306, 224), 4, 24, 16};
}

/* A small hall: its few services stand on the home page, one press less. */
static bool put_only_zone(const struct page *page, const struct zone_def *zone)
{
    const struct service_def *services[ZONE_SERVICES_MAX];
    uint32_t count = kiosk_services(page->model, zone->id, services, countof(services));
    if (count > SERVICES_AT_HOME_MAX)
        return false;
    struct grid wide = {BOX(48, 232, 636, 224), 2, 24, 16};
    struct grid tall = {BOX(48, 384, 984, 148), 1, 0, 16};
    put_services(page, zone, page->tall ? &tall : &wide);
    return true;
}

static void put_zones(const struct page *page)
{
    const struct zone_def *zones[TILES_MAX];
    uint32_t count = kiosk_zones(page->model, zones, countof(zones));
    if (count == 1 && put_only_zone(page, zones[0]))
        return;
    struct grid grid = grid_of(page, count);
    struct tile tile = {.hints = grid.first.h >= 300, .hint_at = page->tall ? 124 : 132};
    bool zh = page->lang == LANG_ZH;
    tile.name[0] = zh ? (page->tall ? 56 : 50) : 42;
    tile.name[1] = zh ? 44 : 36;
    tile.name[2] = zh ? 36 : 32;
    tile.hint = zh ? (page->tall ? 34 : 32) : 28;
    tile.bar = zh ? (page->tall ? 34 : 32) : 28;
    for (uint32_t i = 0; i < count; i++) {
        tile.box = grid_cell(&grid, i);
        put_zone(page, &tile, zones[i]);
    }
}

/* ---- what else ---- */

struct extra {
    uint8_t icon, action;
    enum word label, hint;
};

static const struct extra extras[] = {
    {ICON_CAL, KIOSK_ACT_CHECK_IN, WORD_K_APPT, WORD_K_APPT_HINT},
    {ICON_ASK, KIOSK_ACT_ASK, WORD_K_ASK, WORD_K_ASK_HINT},
    {ICON_LIST, KIOSK_ACT_QUERY, WORD_K_QUERY, WORD_N_QUERY_HINT},
    {ICON_STAR, KIOSK_ACT_RATE, WORD_K_RATE, WORD_N_RATE_HINT},
    {ICON_BELL, KIOSK_ACT_HELP, WORD_K_GUIDE, WORD_K_GUIDE_HINT},
};

/* These want the controller; alone they stay in place, dashed (docs/ui k27). */
static bool asks_hall(uint16_t action)
{
    return action == KIOSK_ACT_CHECK_IN || action == KIOSK_ACT_QUERY || action == KIOSK_ACT_RATE;
}

static enum word hint_alone(uint16_t action)
{
    return action == KIOSK_ACT_QUERY  ? WORD_A_LATER
           : action == KIOSK_ACT_RATE ? WORD_A_RATE_LATER
                                      : WORD_K_DESK_HINT;
}

static struct button button_of(const struct page *page, const struct extra *extra)
{
    bool off = asks_hall(extra->action) && !page->model->link_up;
    return (struct button){
        .label = say(page, extra->label),
        .hint = say(page, off ? hint_alone(extra->action) : extra->hint),
        .icon = extra->icon,
        .kind = extra->action == KIOSK_ACT_HELP ? BUTTON_HELP : BUTTON_SECONDARY,
        .state = off ? BUTTON_DISABLED : BUTTON_READY,
        .size = {by_lang(page, 42, 32), 32, 28},
        .action = extra->action,
    };
}

static void put_extras_wide(const struct page *page)
{
    struct grid grid = {BOX(1384, 232, 488, 128), 1, 0, 16};
    for (uint32_t i = 0; i < countof(extras); i++) {
        struct button button = button_of(page, &extras[i]);
        button.box = grid_cell(&grid, i);
        put_button(page, button);
    }
}

/* Portrait: icon over label; what is off says why in place of a large icon. */
static void put_extra_tall(const struct page *page, struct box box, const struct extra *extra)
{
    const struct theme *t = page->theme;
    struct button button = button_of(page, extra);
    bool off = button.state == BUTTON_DISABLED;
    struct rgba colour = off ? t->on_disabled : t->ink;
    uint16_t size = by_lang(page, 40, 28);
    struct text_style label = {.size = {size, 28},
                               .colour = colour,
                               .bold = true,
                               .align = ALIGN_CENTRE};
    struct text_style reason = {.size = {28, 27}, .colour = t->ink, .align = ALIGN_CENTRE};
    struct wrapped lines;
    button.box = box;
    button.label = "";
    button.icon = ICON_NONE;
    button.hint = NULL;
    put_button(page, button);
    text_wrap(page->draw, say(page, extra->label),
              &(struct wrap_style){.size = size, .bold = true, .width = 218, .lines = 2}, &lines);
    bool two = lines.count > 1;
    int16_t icon = off ? 40 : 56, first = (int16_t)(box.y + (two ? 12 : off ? 50 : 78));
    if (!two)
        draw_icon(page->draw, BOX(box.x + (box.w - icon) / 2, box.y + 8, icon, icon),
                  (enum icon)extra->icon, colour, off ? t->disabled : t->surface);
    for (uint32_t i = 0; i < lines.count; i++)
        draw_text(page->draw, BOX(box.x + 8, first + 38 * (int32_t)i, box.w - 16, two ? 38 : 48),
                  lines.line[i], &label);
    if (off)
        draw_text(page->draw, BOX(box.x + 4, box.y + 100, box.w - 8, 38),
                  say(page, WORD_K_DESK_HINT), &reason);
}

static void put_extras_tall(const struct page *page)
{
    struct grid grid = {BOX(48, 1376, 234, 144), 4, 16, 0};
    for (uint32_t i = 0; i + 1 < countof(extras); i++)
        put_extra_tall(page, grid_cell(&grid, i), &extras[i]);
    put_button(page, (struct button){.box = BOX(48, 1536, 984, 112),
                                     .label = say(page, WORD_K_GUIDE_LONG),
                                     .icon = ICON_BELL,
                                     .kind = BUTTON_HELP,
                                     .size = {42, 36, 32},
                                     .action = KIOSK_ACT_HELP});
}

/* R-M12: hidden in a hall without items. */
static void put_search(const struct page *page, struct box box)
{
    const struct theme *t = page->theme;
    const struct kiosk_model *model = page->model;
    bool pressed = model->pressed_action == KIOSK_ACT_SEARCH;
    int16_t key = page->tall ? 200 : 176;
    if (!model->def->item_count)
        return;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = pressed ? t->pressed_light : t->surface,
                                   .line = pressed ? t->ink : t->border,
                                   .border = pressed ? 6 : 3,
                                   .radius = 12});
    draw_icon(page->draw, BOX(box.x + 24, box.y + (box.h - 40) / 2, 40, 40), ICON_SEARCH,
              t->primary, t->surface);
    struct text_style hint = muted(page, 34), label = bold(page, page->tall ? 40 : 36);
    hint.size[1] = 30, hint.size[2] = 28;
    draw_text(page->draw, BOX(box.x + 84, box.y, box.w - key - 100, box.h),
              say(page, WORD_K_SEARCH_BAR), &hint);
    struct box side = BOX(box.x + box.w - key, box.y, key, box.h);
    draw_rect(page->draw, side,
              &(struct rect_style){.fill = pressed ? t->pressed : t->primary,
                                   .radius = 12,
                                   .corners = CORNER_RIGHT});
    label.colour = t->on_primary;
    label.align = ALIGN_CENTRE;
    label.size[1] = 36, label.size[2] = 32;
    draw_text(page->draw, side, say(page, WORD_K_SEARCH), &label);
    draw_hit(page->draw, box, KIOSK_ACT_SEARCH, 0, true);
}

void page_home(const struct page *page)
{
    if (!page->model->link_up)
        put_alone(page, page->tall ? BOX(48, 164, 984, 88) : BOX(48, 120, 776, 88));
    else
        put_title(page, say(page, WORD_K_TITLE));
    put_search(page, page->tall ? BOX(48, 264, 984, 96) : BOX(848, 120, 1024, 88));
    put_zones(page);
    if (page->tall)
        put_extras_tall(page);
    else
        put_extras_wide(page);
}
