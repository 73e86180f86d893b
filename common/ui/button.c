/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/button.h"

#include "ui/layout.h"
#include "ui/pair.h"

struct look {
    struct rgba fill, line, ink;
    uint8_t border;
    bool dashed;
};

static struct look ready_look(const struct theme *t, uint8_t kind)
{
    switch ((enum button_kind)kind) {
    case BUTTON_PRIMARY:
        return (struct look){t->primary, RGBA_NONE, t->on_primary, 0, false};
    case BUTTON_HELP:
        return (struct look){t->tint, t->primary, t->ink, 3, false};
    case BUTTON_SELECTED:
        return (struct look){t->ink, RGBA_NONE, t->surface, 0, false};
    case BUTTON_SECONDARY:
        break;
    }
    return (struct look){t->surface, t->border, t->ink, 3, false};
}

static struct look look_of(const struct theme *t, const struct button *button)
{
    struct look look = ready_look(t, button->kind);
    bool dark = button->kind == BUTTON_PRIMARY || button->kind == BUTTON_SELECTED;
    switch ((enum button_state)button->state) {
    case BUTTON_PRESSED:
        look.fill = dark ? t->pressed : t->pressed_light;
        look.line = t->ink;
        look.border = 6;
        break;
    case BUTTON_BUSY:
        look = (struct look){t->pressed, RGBA_NONE, t->on_primary, 0, false};
        break;
    case BUTTON_DISABLED:
        look = (struct look){t->disabled, t->disabled_border, t->on_disabled, 3, true};
        break;
    case BUTTON_READY:
        break;
    }
    return look;
}

void draw_ring(struct draw *draw, const struct theme *t, struct box box)
{
    draw_rect(draw, box_inset(box, -12, -12),
              &(struct rect_style){.line = t->ink, .border = 6, .radius = 20});
    draw_rect(draw, box_inset(box, -6, -6),
              &(struct rect_style){.line = t->focus, .border = 4, .radius = 16});
}

static void label_sizes(const struct button *button, uint16_t sizes[TEXT_SIZES_MAX])
{
    static const uint16_t usual[TEXT_SIZES_MAX] = {40, 36, 32, 0};
    const uint16_t *from = button->size[0] ? button->size : usual;
    for (uint32_t i = 0; i < TEXT_SIZES_MAX; i++)
        sizes[i] = from[i];
}

/* Icon and label as one group in the middle. */
static void draw_centred(struct draw *draw, const struct button *button, const struct look *look)
{
    struct text_style style = {.colour = look->ink, .bold = true, .align = ALIGN_CENTRE};
    label_sizes(button, style.size);
    struct box box = button->box;
    int16_t side = button->tight ? 8 : 20;
    if (!button->icon) {
        draw_text(draw, box_inset(box, (int16_t)(side / 2), 0), button->label, &style);
        return;
    }
    int16_t gap = button->tight ? 8 : 16, icon = 0, width = 0;
    uint32_t i = 0;
    do {
        icon = (int16_t)(style.size[i] * 11 / 10);
        width = (int16_t)draw_measure(draw, button->label, style.size[i], true);
        i++;
    } while (i < TEXT_SIZES_MAX && style.size[i] && icon + gap + width > box.w - side);
    int16_t left = (int16_t)(box.x + (box.w - icon - gap - width) / 2);
    draw_icon(draw, BOX(left, box.y + (box.h - icon) / 2, icon, icon), (enum icon)button->icon,
              look->ink, look->fill);
    struct text_style line = {.size = {style.size[i - 1]}, .colour = look->ink, .bold = true};
    int16_t room = (int16_t)(box.x + box.w - left - icon - gap);
    draw_text(draw, BOX(left + icon + gap, box.y, room, box.h), button->label, &line);
}

/* Icon at the left, label over hint. */
static void draw_hinted(struct draw *draw, const struct theme *t, const struct button *button,
                        const struct look *look)
{
    struct box box = button->box;
    int16_t icon = 60, x = (int16_t)(box.x + (button->icon ? 108 : 28));
    int16_t room = (int16_t)(box.x + box.w - x - 16), middle = (int16_t)(box.y + box.h / 2);
    bool plain = button->kind == BUTTON_SECONDARY || button->kind == BUTTON_HELP;
    struct rgba accent = button->state != BUTTON_DISABLED && plain ? t->primary : look->ink;
    draw_icon(draw, BOX(box.x + 28, middle - icon / 2, icon, icon), (enum icon)button->icon, accent,
              look->fill);
    struct text_style label = {.colour = look->ink, .bold = true};
    if (button->size[0])
        label_sizes(button, label.size);
    else
        label.size[0] = 42, label.size[1] = 36, label.size[2] = 32;
    draw_text(draw, BOX(x, middle - 50, room, 60), button->label, &label);
    /* The reason why a button is off is to be read: in ink (docs/ui 1.3). */
    bool off = button->state == BUTTON_DISABLED;
    struct text_style hint = {.size = {28}, .colour = look->ink, .bold = off};
    if (off)
        hint.colour = t->ink;
    else if (button->kind == BUTTON_SECONDARY)
        hint.colour = t->muted; /* on a tint it would be under 7:1 */
    else if (plain)
        hint.colour = t->ink;
    if (button->hint_size[0])
        hint.size[0] = button->hint_size[0], hint.size[1] = button->hint_size[1];
    draw_text(draw, BOX(x, middle + 2, room, 44), button->hint, &hint);
}

void draw_button(struct draw *draw, const struct theme *theme, const struct button *button)
{
    struct look look = look_of(theme, button);
    if (button->hint && button->state == BUTTON_DISABLED)
        look.line = theme->border;
    draw_rect(draw, button->box,
              &(struct rect_style){.fill = look.fill,
                                   .line = look.line,
                                   .border = look.border,
                                   .radius = 12,
                                   .dashed = look.dashed});
    if (button->focus)
        draw_ring(draw, theme, button->box);
    struct button label = *button;
    label.box = draw_pair(draw, button->box,
                          &(struct pair){.mongolian = button->mongolian,
                                         .size = button->size[0] ? button->size[0] : 40,
                                         .colour = look.ink,
                                         .first = button->mongolian_first});
    if (button->hint)
        draw_hinted(draw, theme, &label, &look);
    else
        draw_centred(draw, &label, &look);
    bool enabled = button->state == BUTTON_READY || button->state == BUTTON_PRESSED;
    draw_hit(draw, button->box, button->action, button->arg, enabled);
}
