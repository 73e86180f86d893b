/* SPDX-License-Identifier: Apache-2.0 */
/*
 * places - devices and lines of a hall definition, for scripts: one a line.
 */
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "ctl/ctl.h"
#include "ctl/say.h"

int ctl_devices(const struct ctl *ctl)
{
    uint8_t kind = ctl->kind ? (uint8_t)device_kind_from_name(ctl->kind) : 0;
    if (ctl->kind && !kind) {
        complain("%s is no kind of device: kiosk, pad, strip, rating, board, bus, console, admin",
                 ctl->kind);
        return 2;
    }
    if (ctl->key)
        return ctl_live(ctl, kind);
    struct hall_def *def = ctl_hall(ctl);
    if (!def)
        return 2;
    for (uint32_t i = 0; i < def->device_count; i++) {
        const struct device_def *device = &def->devices[i];
        if (kind && device->kind != kind)
            continue;
        printf("%s %u %u%s%s\n", device->name, device->window, device->line, kind ? "" : " ",
               kind ? "" : device_kind_name(device->kind));
    }
    config_free(def);
    return 0;
}

int ctl_lines(const struct ctl *ctl)
{
    struct hall_def *def = ctl_hall(ctl);
    if (!def)
        return 2;
    const struct device_def *bus = ctl->bus ? def_device(def, ctl->bus) : NULL;
    if (ctl->bus && (!bus || bus->kind != DEVICE_BUS)) {
        complain("%s has no bus named %s; see its devices.yaml", ctl->hall, ctl->bus);
        config_free(def);
        return 2;
    }
    for (uint32_t i = 0; i < def->line_count; i++)
        if (!ctl->bus || strcmp(def->lines[i].bus, ctl->bus) == 0)
            printf("%u\n", def->lines[i].id);
    config_free(def);
    return 0;
}
