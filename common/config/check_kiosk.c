/* SPDX-License-Identifier: Apache-2.0 */
/* The devices of a kiosk: reader, scanner, keypad, touch panel. */
#include <string.h>

#include "config/check.h"

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

void check_kiosk_devices(struct build *build, uint32_t i)
{
    if (strcmp(build->device_rows[i].list, "stations") == 0)
        return;
    const struct device_def *device = &build->out->def.devices[i];
    const struct raw_device *raw = &build->devices->devices[build->device_rows[i].row - 1];
    const char *key = *device->reader    ? "reader"
                      : *device->scanner ? "scanner"
                      : *device->keypad  ? "keypad"
                      : *device->touch   ? "touch"
                                         : NULL;
    if (device->kind != DEVICE_KIOSK && key) {
        mistake(build, i, key, "only a kiosk has card readers, scanners and panels; remove it");
        return;
    }
    check_forms(build, i);
    check_shared(build, i);
    check_panel(build, i, raw);
}
