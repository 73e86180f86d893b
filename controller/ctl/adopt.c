/* SPDX-License-Identifier: Apache-2.0 */
/*
 * adopt - keys for devices: STATE/devices/NAME.key, 32 random bytes each (D-25). Needs no
 * controller; a running one sees the new file when the device comes.
 */
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/utf8.h"
#include "config/config.h"
#include "ctl/ctl.h"
#include "ctl/say.h"
#include "link/link.h"
#include "os/file.h"

enum outcome { MADE, KEPT, FAILED };

/* It becomes a file name and a word of the key file. */
static bool good_name(const char *name)
{
    bool good = name[0] && name[0] != '.' && utf8_valid(name) &&
                strlen(name) < sizeof(((struct device_key *)NULL)->name);
    for (const char *at = name; *at; at++)
        good = good && (unsigned char)*at > ' ' && *at != '/' && *at != 0x7f;
    if (!good)
        complain("\"%s\" cannot be the name of a device: 1 to 24 bytes of UTF-8 without blanks and "
                 "without /",
                 name);
    return good;
}

/* Only once everything that was asked is known to make sense. */
static bool make_folder(const struct ctl *ctl)
{
    char folder[FILE_PATH_MAX];
    int n = snprintf(folder, sizeof(folder), "%s/devices", ctl->state);
    if (n > 0 && (size_t)n < sizeof(folder) - sizeof("/.key.new") - sizeof(ctl->device.name))
        return file_make_dir(folder, 0700) == ERR_NONE;
    complain("--state %.200s…: the name is too long", ctl->state);
    return false;
}

static enum outcome adopt(const struct ctl *ctl, uint8_t kind, const char *name)
{
    char path[FILE_PATH_MAX];
    struct device_key key = {.kind = kind};
    snprintf(path, sizeof(path), "%s/devices/%s.key", ctl->state, name);
    if (file_exists(path) && !ctl->force)
        return KEPT;
    snprintf(key.name, sizeof(key.name), "%s", name);
    if (getrandom(key.key, sizeof(key.key), 0) != sizeof(key.key) ||
        getrandom(&key.uid, sizeof(key.uid), 0) != sizeof(key.uid)) {
        complain("this machine has no random numbers");
        return FAILED;
    }
    key.uid |= 1; /* never 0, which is the hall itself */
    enum err err = device_key_write(path, &key);
    device_key_wipe(&key);
    return err ? FAILED : MADE;
}

static int adopt_all(const struct ctl *ctl)
{
    struct hall_def *def = ctl_hall(ctl);
    uint32_t counts[3] = {0};
    int status = def ? 0 : 2;
    for (uint32_t i = 0; !status && i < def->device_count; i++)
        status = good_name(def->devices[i].name) ? 0 : 2;
    if (!status && !make_folder(ctl))
        status = 1;
    for (uint32_t i = 0; !status && i < def->device_count; i++) {
        enum outcome outcome = adopt(ctl, def->devices[i].kind, def->devices[i].name);
        counts[outcome]++;
        status = outcome == FAILED;
    }
    config_free(def);
    if (!status)
        printf("%u keys made, %u kept, in %s/devices\n", counts[MADE], counts[KEPT], ctl->state);
    return status;
}

static int adopt_one(const struct ctl *ctl)
{
    uint8_t kind = (uint8_t)device_kind_from_name(ctl->words[0]);
    if (!kind) {
        complain("%s is no kind of device: kiosk, pad, strip, rating, board, bus, console, admin",
                 ctl->words[0]);
        return 2;
    }
    if (!good_name(ctl->words[1]))
        return 2;
    switch (make_folder(ctl) ? adopt(ctl, kind, ctl->words[1]) : FAILED) {
    case MADE:
        printf("%s/devices/%s.key\n", ctl->state, ctl->words[1]);
        return 0;
    case KEPT:
        complain("%s has a key already; --force makes a new one, and the old one ends",
                 ctl->words[1]);
        return 1;
    case FAILED:
        break;
    }
    return 1;
}

int ctl_adopt(const struct ctl *ctl)
{
    if (!ctl->state || (ctl->all ? ctl->count != 0 : ctl->count != 2)) {
        complain("usage: hallctl adopt KIND NAME --state DIR [--force], or "
                 "hallctl adopt --all --hall DIR --state DIR");
        return 2;
    }
    return ctl->all ? adopt_all(ctl) : adopt_one(ctl);
}
