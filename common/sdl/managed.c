/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/managed.h"

#include <X11/Xlib.h>

/* To be told of windows before they open is what makes a program the manager: one may. */
bool managed_display(void)
{
    XWindowAttributes root;
    Display *display = XOpenDisplay(NULL);
    if (!display)
        return true;
    bool asked = XGetWindowAttributes(display, DefaultRootWindow(display), &root) != 0;
    bool managed = !asked || (root.all_event_masks & SubstructureRedirectMask) != 0;
    (void)XCloseDisplay(display);
    return managed;
}
