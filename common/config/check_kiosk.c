/* SPDX-License-Identifier: Apache-2.0 */
/* The devices of a kiosk: reader, scanner, keypad, touch panel. */
#include <stdio.h>
#include <string.h>

#include "config/check.h"

#define PANEL_MM_MAX 5000

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static const char *path_of(struct build *build, uint32_t i, const char *key)
{
    return build_path(build, "%s[%u].%s", build->device_rows[i].list, build->device_rows[i].row,
                      key);
}

static void mistake(struct build *build, uint32_t i, const char *key, const char *text)
{
    build_mistake(build, PART_DEVICES, path_of(build, i, key), "%s", text);
}

/* A port: a path or a serial server. */
static bool is_port(const char *text)
{
    return text[0] == '/' || starts(text, "serial:/") || starts(text, "tcp:");
}

static void check_forms(struct build *build, uint32_t i)
{
    const struct device_def *device = &build->out->def.devices[i];
    if (*device->reader && !is_port(device->reader))
        mistake(build, i, "reader",
                "a card reader is a serial port; write /dev/… or tcp:HOST:PORT");
    if (*device->scanner && !is_port(device->scanner) && !starts(device->scanner, "keys:/"))
        mistake(build, i, "scanner",
                "write a serial port, /dev/…, or for a scanner that types /dev/input/…");
    if (*device->keypad && device->keypad[0] != '/')
        mistake(build, i, "keypad", "a keypad is an input device; write /dev/input/by-id/…");
    if (*device->touch && device->touch[0] != '/')
        mistake(build, i, "touch", "a touch panel is an input device; write /dev/input/by-id/…");
}

/* One device is one thing: two readers of one port take the bytes from each other. */
static void check_shared(struct build *build, uint32_t i)
{
    const struct device_def *device = &build->out->def.devices[i];
    const struct {
        const char *key, *path;
    } all[] = {{"reader", device->reader},
               {"scanner", device->scanner},
               {"keypad", device->keypad},
               {"touch", device->touch}};
    for (size_t a = 0; a < countof(all); a++)
        for (size_t b = 0; b < a; b++)
            if (*all[a].path && strcmp(all[a].path, all[b].path) == 0)
                build_mistake(build, PART_DEVICES, path_of(build, i, all[a].key),
                              "%s is the %s already; give each device its own path", all[a].path,
                              all[b].key);
}

static void check_panel(struct build *build, uint32_t i, const struct raw_device *raw)
{
    const struct device_def *device = &build->out->def.devices[i];
    if (raw->touch_range && !device->touch_w)
        mistake(build, i, "touch_range",
                "write the panel's largest X and Y, 1 to 65535 each, like \"4095x4095\"");
    if (device->touch_turn % 90 != 0)
        mistake(build, i, "touch_turn", "a panel is turned by 0, 90, 180 or 270 degrees");
    if ((raw->touch_range || device->touch_turn) && !*device->touch)
        mistake(build, i, raw->touch_range ? "touch_range" : "touch_turn",
                "there is no touch panel here; add touch: /dev/input/…");
}

static void warn(struct build *build, uint32_t i, const char *key, const char *text)
{
    const char *path = path_of(build, i, key);
    report_warn(&build->report, PART_DEVICES, document_find(&build->documents[PART_DEVICES], path),
                path, "%s", text);
}

/* R-X4, R-X5: as large as a finger, as low as a wheelchair. A panel that is what it is, is no
 * mistake: staff help there. */
static void check_mounting(struct build *build, uint32_t i, const struct raw_device *raw)
{
    const struct panel *panel = &build->out->def.devices[i].panel;
    bool sizes = raw->panel_mm_count == 2 && panel_known(panel) &&
                 raw->panel_mm[0] <= PANEL_MM_MAX && raw->panel_mm[1] <= PANEL_MM_MAX;
    if (raw->panel_mm_count && !sizes) {
        mistake(build, i, "panel_mm",
                "write width and height of the picture in millimetres, like [708, 398]");
        return;
    }
    if (sizes && (panel->h_mm > panel->w_mm) != panel->portrait)
        mistake(build, i, "panel_mm",
                "width and height as it hangs; a picture higher than wide is portrait: true");
    if (panel->bottom_mm && !sizes)
        mistake(build, i, "panel_bottom_mm", "the panel's size is missing; add panel_mm: [W, H]");
    if (!sizes)
        return;
    char text[160];
    uint32_t target = panel_length(panel, PANEL_TARGET_MIN) / 100;
    uint32_t line = panel_line_height(panel);
    snprintf(text, sizeof(text),
             "the smallest places to touch would be %u mm wide, less than 20; take a larger panel",
             target);
    if (target < PANEL_TARGET_MIN_MM)
        warn(build, i, "panel_mm", text);
    snprintf(text, sizeof(text),
             "the places of the low page would begin %u mm above the floor, over 1220; hang it "
             "lower",
             line);
    if (line > PANEL_REACH_MAX_MM)
        warn(build, i, "panel_bottom_mm", text);
}

void check_kiosk_devices(struct build *build, uint32_t i)
{
    if (strcmp(build->device_rows[i].list, "stations") == 0)
        return;
    const struct device_def *device = &build->out->def.devices[i];
    const struct raw_device *raw = &build->devices->devices[build->device_rows[i].row - 1];
    if (device->paper_mm != 58 && device->paper_mm != 80)
        mistake(build, i, "paper_mm", "a roll is 80 or 58 mm wide");
    const char *key = *device->reader       ? "reader"
                      : *device->scanner    ? "scanner"
                      : *device->keypad     ? "keypad"
                      : *device->touch      ? "touch"
                      : raw->panel_mm_count ? "panel_mm"
                                            : NULL;
    if (device->kind != DEVICE_KIOSK && key) {
        mistake(build, i, key, "only a kiosk has card readers, scanners and panels; remove it");
        return;
    }
    check_forms(build, i);
    check_shared(build, i);
    check_panel(build, i, raw);
    check_mounting(build, i, raw);
}
