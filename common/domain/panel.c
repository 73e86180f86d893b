/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/panel.h"

bool panel_known(const struct panel *panel)
{
    return panel->w_mm > 0 && panel->h_mm > 0;
}

uint32_t panel_length(const struct panel *panel, uint32_t px)
{
    uint32_t w = panel->portrait ? PANEL_SHORT : PANEL_LONG;
    uint32_t h = panel->portrait ? PANEL_LONG : PANEL_SHORT;
    uint32_t across = px * panel->w_mm * 100 / w, down = px * panel->h_mm * 100 / h;
    return across < down ? across : down; /* the page keeps its shape */
}

uint32_t panel_line_height(const struct panel *panel)
{
    if (!panel_known(panel) || panel->bottom_mm == 0)
        return 0;
    uint32_t h = panel->portrait ? PANEL_LONG : PANEL_SHORT;
    uint32_t below = h - (panel->portrait ? PANEL_LINE_TALL : PANEL_LINE_WIDE);
    uint32_t page = panel_length(panel, h) / 100;
    return panel->bottom_mm + (panel->h_mm - page) / 2 + panel_length(panel, below) / 100;
}
