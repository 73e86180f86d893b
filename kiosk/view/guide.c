/* SPDX-License-Identifier: Apache-2.0 */
/* k09: the guide of an item, and its basis and conditions behind one button (F-J15, F-S10). */
#include "view/items.h"

#include <stdio.h>

/* ---- heading ---- */

static uint32_t flags_of(const struct page *page, const struct item_def *item, const char *list[3])
{
    static const struct {
        uint8_t flag;
        enum word word;
    } flags[] = {
#define X(NAME, bit, word) {bit, WORD_K_FLAG_##NAME},
        ITEM_FLAGS(X)
#undef X
    };
    uint32_t count = 0;
    for (size_t i = 0; i < countof(flags); i++)
        if (item->flags & flags[i].flag)
            list[count++] = say(page, flags[i].word);
    return count;
}

static int16_t flags_width(const struct page *page, const char *const *list, uint32_t count)
{
    int16_t w = 0;
    for (uint32_t i = 0; i < count; i++)
        w = (int16_t)(w + flag_width(page, list[i], 32) + 16);
    return w;
}

static void put_flags(const struct page *page, struct box box, const struct item_def *item)
{
    const char *list[3];
    uint32_t count = flags_of(page, item, list);
    for (uint32_t i = 0; i < count; i++)
        box.x = (int16_t)(box.x + 16 + put_flag(page, box, list[i]));
}

static void put_name(const struct page *page, const struct item_def *item)
{
    const struct service_def *service = def_service(page->model->def, item->service);
    struct rgba colour = zone_colour(page, service ? service->zone : 0);
    const char *name = item_says(page, item, ITEM_NAME), *list[3];
    struct text_style style = bold(page, 60);
    style.size[1] = 52, style.size[2] = 44, style.size[3] = 36;
    put_chip(page, page->tall ? BOX(48, 172, 84, 84) : BOX(48, 124, 84, 84),
             service ? service->prefix : "", colour);
    if (page->tall) {
        put_fitting(page, BOX(156, 164, 876, 100), name, &style);
        put_flags(page, BOX(48, 286, 0, 60), item);
        return;
    }
    int16_t flags = flags_width(page, list, flags_of(page, item, list));
    int16_t w = (int16_t)draw_measure(page->draw, name, 60, true);
    if (156 + w + 32 + flags <= 1376) {
        draw_text(page->draw, BOX(156, 112, w + 8, 96), name, &style);
        put_flags(page, BOX(156 + w + 32, 136, 0, 60), item);
        return;
    }
    style.size[0] = 44, style.size[1] = 36, style.size[2] = 0;
    put_fitting(page, BOX(156, 107, 1220, 56), name, &style);
    put_flags(page, BOX(156, 168, 0, 44), item);
}

/* ---- materials and steps ---- */

static void put_material(const struct page *page, struct box row, uint32_t number,
                         const struct item_entry *entry)
{
    bool roomy = row.h >= 110;
    int16_t round = roomy ? 72 : 60, middle = (int16_t)(row.y + row.h / 2);
    put_rule(page, row.x, row.y, row.w);
    put_number(page, BOX(row.x, middle - round / 2, round, round), number);
    struct text_style name = bold(page, roomy ? 42 : 38), note = muted(page, roomy ? 32 : 28);
    name.size[1] = 36, name.size[2] = 32, name.size[3] = 28;
    note.size[1] = 28, note.size[2] = 27;
    int16_t x = (int16_t)(row.x + 104), w = (int16_t)(row.w - 104), half = (int16_t)(row.h / 2);
    if (!*entry->note) {
        draw_text(page->draw, BOX(x, row.y, w, row.h), entry->name, &name);
        return;
    }
    draw_text(page->draw, BOX(x, middle - half + 2, w, half), entry->name, &name);
    draw_text(page->draw, BOX(x, middle, w, half - 4), entry->note, &note);
}

static void put_materials(const struct page *page, struct box card, const char *list)
{
    uint32_t count = item_entries(list), at = list_page(page, count, GUIDE_MATERIALS);
    struct text_style title = bold(page, 44), total = muted(page, 34);
    struct line text = say_count(page, WORD_K_ITEM_COUNT, "n", count);
    bool turns = count > GUIDE_MATERIALS;
    title.size[1] = 40;
    draw_text(page->draw, BOX(card.x + 40, card.y + 13, 420, 72), say(page, WORD_K_ITEM_MATERIALS),
              &title);
    total.align = ALIGN_RIGHT;
    total.size[1] = 30;
    int16_t right = (int16_t)(card.x + card.w - 40 - (turns ? 400 : 0));
    if (count)
        draw_text(page->draw, BOX(right - 200, card.y + 14, turns ? 184 : 200, 72), text.text,
                  &total);
    if (turns)
        put_turns(page, BOX(right + 16, card.y + 8, 384, 88), list_pages(count, GUIDE_MATERIALS));
    struct box area = BOX(card.x + 40, card.y + 104, card.w - 80, card.h - 104 - 228);
    if (!count) {
        struct text_style none = muted(page, 36);
        none.size[1] = 32, none.size[2] = 28;
        draw_text(page->draw, area, say(page, WORD_K_ITEM_UNSAID), &none);
    }
    int16_t rows = count > 3 ? 4 : 3, h = (int16_t)(area.h / rows);
    for (uint32_t i = at * GUIDE_MATERIALS; i < count && i < (at + 1) * GUIDE_MATERIALS; i++) {
        struct item_entry entry = item_entry(list, i);
        int16_t y = (int16_t)(area.y + h * (int32_t)(i - at * GUIDE_MATERIALS));
        put_material(page, BOX(area.x, y, area.w, h), i + 1, &entry);
    }
}

static void put_steps(const struct page *page, struct box area, const char *list)
{
    const struct theme *t = page->theme;
    uint32_t count = item_entries(list);
    struct text_style title = bold(page, 36), style = bold(page, 36);
    if (!count)
        return;
    put_rule(page, area.x, area.y, area.w);
    draw_text(page->draw, BOX(area.x, area.y + 10, 600, 64), say(page, WORD_K_ITEM_STEPS), &title);
    int16_t gap = count > 4 ? 44 : 56;
    int16_t w = (int16_t)((area.w - gap * ((int16_t)count - 1)) / (int16_t)count);
    w = w > 208 ? 208 : w;
    style.size[1] = 32, style.size[2] = 28;
    if (page->lang != LANG_ZH)
        style.size[0] = 32, style.size[1] = 28, style.size[2] = 27;
    style.align = ALIGN_CENTRE;
    for (uint32_t i = 0; i < count; i++) {
        struct box box = BOX(area.x + (w + gap) * (int32_t)i, area.y + 88, w, 88);
        draw_rect(page->draw, box,
                  &(struct rect_style){.fill = t->bg,
                                       .line = t->border,
                                       .border = 2,
                                       .radius = 12});
        put_fitting(page, BOX(box.x + 6, box.y + 4, box.w - 12, 80), item_entry(list, i).name,
                    &style);
        if (i + 1 < count)
            draw_icon(page->draw, BOX(box.x + w + (gap - 40) / 2, box.y + 24, 40, 40), ICON_NEXT,
                      t->muted, t->surface);
    }
}

/* ---- facts and keys ---- */

static void put_facts(const struct page *page, struct box card, const struct item_def *item)
{
    struct line place = line_of_place(page, item->service);
    const struct {
        enum word label;
        const char *value;
    } facts[] = {{WORD_K_ITEM_FEE, item_says(page, item, ITEM_FEE)},
                 {WORD_K_ITEM_TIME, item_says(page, item, ITEM_TIME)},
                 {WORD_K_ITEM_PLACE, place.text},
                 {WORD_K_ITEM_DEPARTMENT, item_says(page, item, ITEM_DEPARTMENT)},
                 {WORD_K_ITEM_PHONE, item_phone(page, item)}};
    put_card(page, card, page->theme->line, 2);
    struct text_style label = muted(page, 34), value = bold(page, 40);
    label.size[1] = 30, label.size[2] = 28;
    value.size[1] = 36, value.size[2] = 32, value.size[3] = 28;
    int16_t h = (int16_t)((card.h - 28) / (int16_t)countof(facts));
    for (size_t i = 0; i < countof(facts); i++) {
        int16_t y = (int16_t)(card.y + 14 + h * (int32_t)i);
        if (i)
            put_rule(page, (int16_t)(card.x + 40), y, (int16_t)(card.w - 80));
        draw_text(page->draw, BOX(card.x + 40, y, 176, h), say(page, facts[i].label), &label);
        const char *text = *facts[i].value ? facts[i].value : say(page, WORD_K_ITEM_UNSAID);
        put_fitting(page, BOX(card.x + 224, y, card.w - 256, h), text, &value);
    }
}

static void put_notice_key(const struct page *page, struct box box)
{
    const char *news = sheet_news(page);
    bool busy = page->model->items.sheet == KIOSK_SHEET_BUSY;
    put_button(page, (struct button){.box = box,
                                     .label = say(page, WORD_K_ITEM_NOTICE),
                                     .hint = *news ? news : NULL,
                                     .icon = ICON_PRINT,
                                     .size = {44, 40, 36},
                                     .state = !kiosk_prints(page->model) ? BUTTON_DISABLED
                                              : busy                     ? BUTTON_BUSY
                                                                         : BUTTON_READY,
                                     .action = KIOSK_ACT_NOTICE});
}

/* What the visitor most likely came for: the number, or going online where there is none. */
static void put_take_key(const struct page *page, struct box box, const struct item_def *item)
{
    bool can = kiosk_can_issue(page->model, item->service);
    struct line label = line_of_take(page, item);
    struct line reason = line_of_reason(page, item->service);
    struct button take = {.box = box,
                          .kind = BUTTON_PRIMARY,
                          .label = label.text,
                          .size = {48, 42, 36},
                          .action = KIOSK_ACT_TAKE};
    if (!can && kiosk_item_online(page->model, item)) {
        take.label = say(page, WORD_K_ITEM_GO_ONLINE);
        take.action = KIOSK_ACT_ONLINE;
        take.icon = ICON_PHONE;
    } else if (!can) {
        take.label = say(page, WORD_K_ITEM_TAKE_PLAIN);
        take.state = BUTTON_DISABLED;
        take.icon = ICON_WARN;
        take.hint = reason.text;
    }
    put_button(page, take);
}

void page_guide(const struct page *page)
{
    const struct item_def *item = item_shown(page);
    if (!item)
        return;
    struct box card = page->tall ? BOX(48, 376, 984, 680) : BOX(48, 232, 1104, 704);
    put_name(page, item);
    put_button(page,
               (struct button){.box = page->tall ? BOX(632, 272, 400, 88) : BOX(1400, 120, 472, 88),
                               .label = say(page, WORD_K_ITEM_BASIS_DO),
                               .icon = ICON_DOC,
                               .size = {36, 32, 28},
                               .tight = page->tall,
                               .action = KIOSK_ACT_BASIS});
    put_card(page, card, page->theme->line, 2);
    put_materials(page, card, item_says(page, item, ITEM_MATERIALS));
    put_steps(page, BOX(card.x + 40, card.y + card.h - 224, card.w - 80, 200),
              item_says(page, item, ITEM_STEPS));
    put_facts(page, page->tall ? BOX(48, 1072, 984, 324) : BOX(1184, 232, 688, 432), item);
    put_notice_key(page, page->tall ? BOX(48, 1412, 984, 108) : BOX(1184, 688, 688, 112));
    put_take_key(page, page->tall ? BOX(48, 1536, 984, 112) : BOX(1184, 816, 688, 120), item);
}

/* ---- basis and conditions ---- */

static void put_section(const struct page *page, struct box card, enum word title, const char *text)
{
    struct text_style head = bold(page, 44), style = ink(page, 38);
    put_card(page, card, page->theme->line, 2);
    draw_text(page->draw, BOX(card.x + 40, card.y + 12, card.w - 80, 72), say(page, title), &head);
    put_rule(page, (int16_t)(card.x + 40), (int16_t)(card.y + 92), (int16_t)(card.w - 80));
    if (!*text) {
        style.colour = page->theme->muted;
        text = say(page, WORD_K_ITEM_UNSAID);
    }
    struct box area = BOX(card.x + 40, card.y + 104, card.w - 80, card.h - 116);
    int16_t step = 52;
    /* The longest that a hall may write stands in smaller letters. */
    struct wrapped lines;
    text_wrap(page->draw, text, &(struct wrap_style){.size = 38, .width = area.w}, &lines);
    if (lines.cut || (int32_t)lines.count * step > area.h)
        style.size[0] = page->lang == LANG_ZH ? 32 : 30, step = 42;
    put_text(page, area, text, &style, step);
}

void page_basis(const struct page *page)
{
    const struct item_def *item = item_shown(page);
    if (!item)
        return;
    put_name(page, item);
    put_section(page, page->tall ? BOX(48, 376, 984, 600) : BOX(48, 232, 1824, 340),
                WORD_K_ITEM_BASIS, item_says(page, item, ITEM_BASIS));
    put_section(page, page->tall ? BOX(48, 1000, 984, 600) : BOX(48, 596, 1824, 340),
                WORD_K_ITEM_CONDITIONS, item_says(page, item, ITEM_CONDITIONS));
}
