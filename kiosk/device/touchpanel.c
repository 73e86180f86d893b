/* SPDX-License-Identifier: Apache-2.0 */
#include "device/touchpanel.h"

/* Of `size` pixels; a place outside of the range lies on the edge. */
static int16_t scale(int32_t value, int32_t min, int32_t max, int16_t size)
{
    if (max <= min || value <= min)
        return 0;
    if (value >= max)
        return (int16_t)(size - 1);
    return (int16_t)(((int64_t)value - min) * (size - 1) / ((int64_t)max - min));
}

static void place(struct touchpanel *panel)
{
    bool across = panel->turn == 90 || panel->turn == 270;
    int16_t w = across ? panel->h : panel->w, h = across ? panel->w : panel->h;
    int16_t x = scale(panel->raw_x[panel->finger], panel->min_x, panel->max_x, w);
    int16_t y = scale(panel->raw_y[panel->finger], panel->min_y, panel->max_y, h);
    bool flip_x = panel->turn == 90 || panel->turn == 180;
    bool flip_y = panel->turn == 180 || panel->turn == 270;
    panel->x = across ? y : x;
    panel->y = across ? x : y;
    if (flip_x)
        panel->x = (int16_t)(panel->w - 1 - panel->x);
    if (flip_y)
        panel->y = (int16_t)(panel->h - 1 - panel->y);
}

static enum panel_news cancel(struct touchpanel *panel)
{
    bool was = panel->down;
    panel->held = panel->down = panel->moved = false;
    panel->x = panel->y = TOUCHPANEL_BESIDE;
    return was ? PANEL_UP : PANEL_NO_NEWS;
}

enum panel_news touchpanel_lost(struct touchpanel *panel)
{
    panel->dropped = false;
    panel->slot = 0;
    return cancel(panel);
}

static enum panel_news report(struct touchpanel *panel)
{
    if (panel->dropped) { /* what is held now is not known: this report ends the gap */
        panel->dropped = false;
        return cancel(panel);
    }
    bool moved = panel->moved;
    panel->moved = false;
    if (panel->held == panel->down && !(panel->held && moved))
        return PANEL_NO_NEWS;
    if (panel->held)
        place(panel);
    enum panel_news news = !panel->held ? PANEL_UP : panel->down ? PANEL_MOVE : PANEL_DOWN;
    panel->down = panel->held;
    return news;
}

/* The first finger that comes while none counts is the one that counts. */
static void finger(struct touchpanel *panel, int32_t id)
{
    if (id >= 0 && !panel->held) {
        panel->finger = panel->slot;
        panel->held = true;
    } else if (id < 0 && panel->held && panel->slot == panel->finger) {
        panel->held = false;
    }
}

static void absolute(struct touchpanel *panel, uint16_t code, int32_t value)
{
    bool of_slot = code == INPUT_MT_X || code == INPUT_MT_Y;
    bool of_panel = (code == INPUT_ABS_X || code == INPUT_ABS_Y) && !panel->slots;
    if (code == INPUT_MT_SLOT || code == INPUT_MT_ID)
        panel->slots = true;
    if (code == INPUT_MT_SLOT)
        panel->slot = value;
    bool exists = panel->slot >= 0 && panel->slot < TOUCHPANEL_SLOTS;
    if (code == INPUT_MT_ID && exists)
        finger(panel, value);
    if (!(of_slot || of_panel) || !exists)
        return;
    if (code == INPUT_MT_X || code == INPUT_ABS_X)
        panel->raw_x[panel->slot] = value;
    else
        panel->raw_y[panel->slot] = value;
    panel->moved |= panel->held && panel->slot == panel->finger;
}

enum panel_news touchpanel_take(struct touchpanel *panel, const struct input_record *record)
{
    if (record->type == INPUT_SYN && record->code == INPUT_SYN_DROPPED)
        panel->dropped = true;
    else if (record->type == INPUT_SYN && record->code == INPUT_SYN_REPORT)
        return report(panel);
    else if (panel->dropped)
        return PANEL_NO_NEWS;
    else if (record->type == INPUT_ABS)
        absolute(panel, record->code, record->value);
    else if (record->type == INPUT_KEY && !panel->slots &&
             (record->code == INPUT_BTN_TOUCH || record->code == INPUT_BTN_LEFT))
        panel->held = record->value != 0;
    return PANEL_NO_NEWS;
}
