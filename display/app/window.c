/* SPDX-License-Identifier: Apache-2.0 */
/* A display above a window or beside a room (t08): which one, and what it asks for. */
#include "app/display.h"
#include "os/log.h"

enum err window_find(const struct display *display, target_id *target)
{
    const struct display_options *options = display->options;
    bool told = options->window || options->room;
    uint32_t window = told ? options->window : display->device->window;
    uint32_t room = told ? options->room : display->device->room;
    *target = (target_id){0};
    if (window && room)
        return log_fault(ERR_CONFIG, "--window %u and --room %u: give one of the two", window,
                         room);
    if (window && !def_window(display->def, (uint16_t)window))
        return log_fault(ERR_CONFIG, "--window %u: %s has no such window; see its windows.yaml",
                         window, display->options->hall);
    if (room && !def_room(display->def, (uint16_t)room))
        return log_fault(ERR_CONFIG, "--room %u: %s has no such room; see its zones.yaml", room,
                         display->options->hall);
    if (window)
        *target = (target_id){(uint16_t)window};
    else if (room)
        *target = (target_id){(uint16_t)(TARGET_ROOM + room)};
    return ERR_NONE;
}

/* Told on the command line, the controller does not know where it stands: it asks for the whole
 * floor, in which the window and whoever else serves its people are. */
uint16_t window_view(const struct display *display)
{
    bool told = display->options->window || display->options->room;
    return told ? VIEW(VIEW_KIND_FLOOR, window_tv_floor(&display->window))
                : VIEW(VIEW_KIND_BOARD, VIEW_OWN);
}

void window_size(const struct display *display, bool portrait, int16_t *w, int16_t *h)
{
    bool window = display->window.target.n != 0;
    int16_t across = window ? WINDOW_LONG : BOARD_LONG, down = window ? WINDOW_SHORT : BOARD_SHORT;
    *w = portrait ? down : across;
    *h = portrait ? across : down;
}
