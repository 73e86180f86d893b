/* SPDX-License-Identifier: Apache-2.0 */
#include "view/page.h"

struct text_style ink(const struct page *page, uint16_t size)
{
    return (struct text_style){.size = {size}, .colour = page->theme->ink};
}

struct text_style bold(const struct page *page, uint16_t size)
{
    return (struct text_style){.size = {size}, .colour = page->theme->ink, .bold = true};
}

struct text_style muted(const struct page *page, uint16_t size)
{
    return (struct text_style){.size = {size}, .colour = page->theme->muted};
}

void put_button(const struct page *page, struct button button)
{
    const struct kiosk_model *model = page->model;
    bool pressed = model->pressed_action != KIOSK_ACT_NONE &&
                   model->pressed_action == button.action && model->pressed_arg == button.arg;
    if (button.state == BUTTON_READY && pressed)
        button.state = BUTTON_PRESSED;
    button.mongolian = mongolian_of(page, button.label);
    button.mongolian_first = model->def->mongolian_first;
    draw_button(page->draw, page->theme, &button);
}

void put_chip(const struct page *page, struct box box, const char *letter, struct rgba colour)
{
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = colour, .radius = (uint8_t)(box.w * 17 / 100)});
    struct text_style style = {.size = {(uint16_t)(box.w * 66 / 100), (uint16_t)(box.w * 50 / 100)},
                               .colour = page->theme->on_zone,
                               .bold = true,
                               .align = ALIGN_CENTRE};
    draw_text(page->draw, box, letter, &style);
}

void put_card(const struct page *page, struct box box, struct rgba border, uint8_t width)
{
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = page->theme->surface,
                                   .line = border,
                                   .border = width,
                                   .radius = 16});
}

void put_rule(const struct page *page, int16_t x, int16_t y, int16_t w)
{
    draw_fill(page->draw, BOX(x, y, w, 2), page->theme->line);
}

void put_banner(const struct page *page, struct box box, const char *first, const char *second)
{
    const struct theme *t = page->theme;
    draw_rect(page->draw, box,
              &(struct rect_style){.fill = t->tint_warn,
                                   .line = t->warn,
                                   .border = 3,
                                   .radius = 12});
    draw_icon(page->draw, BOX(box.x + 20, box.y + box.h / 2 - 28, 56, 56), ICON_WARN, t->warn,
              t->tint_warn);
    int16_t x = (int16_t)(box.x + 96), w = (int16_t)(box.w - 112);
    struct text_style head = bold(page, 34), note = muted(page, 28);
    head.size[1] = 30, head.size[2] = 28;
    if (!second) {
        draw_text(page->draw, BOX(x, box.y, w, box.h), first, &head);
        return;
    }
    draw_text(page->draw, BOX(x, box.y + 4, w, 44), first, &head);
    draw_text(page->draw, BOX(x, box.y + 45, w, 38), second, &note);
}

void put_alone(const struct page *page, struct box box)
{
    bool wide = box.w >= 700;
    uint16_t first = kiosk_own_first(page->model);
    if (first) {
        struct line gives = say_count(page, WORD_A_GIVES, "n", first);
        put_banner(page, box, wide ? gives.text : say(page, WORD_A_GIVES_SHORT),
                   wide ? say(page, WORD_A_GIVES_NOTE) : NULL);
        return;
    }
    put_banner(page, box, say(page, WORD_K_ALONE), wide ? say(page, WORD_K_ALONE_NOTE) : NULL);
}

void put_title(const struct page *page, const char *title)
{
    struct text_style style = bold(page, 60);
    style.size[1] = 56, style.size[2] = 48;
    int16_t y = page->tall ? 160 : 120, h = page->tall ? 96 : 88;
    draw_text(page->draw, BOX(48, y, page->tall ? 984 : 1400, h), title, &style);
}

struct rgba zone_colour(const struct page *page, uint16_t id)
{
    const struct zone_def *zone = def_zone(page->model->def, id);
    return theme_zone(page->theme, zone ? zone->colour : 0);
}

const char *zone_letter(const struct page *page, uint16_t id)
{
    const struct zone_def *zone = def_zone(page->model->def, id);
    return zone ? zone->letter : "";
}
