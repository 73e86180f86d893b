/* SPDX-License-Identifier: Apache-2.0 */
/*
 * adopt - keys for devices: STATE/devices/NAME.key, 32 random bytes each (D-25). Needs no
 * controller; a running one sees the new file when the device comes.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "config/config.h"
#include "ctl/ctl.h"
#include "ctl/devices.h"
#include "ctl/say.h"
#include "qr/qr.h"

#define PICTURE_SCALE 8 /* pixels a module: a camera reads it from a sheet of paper */

enum outcome { MADE, KEPT, FAILED };

static enum outcome adopt(const struct ctl *ctl, uint8_t kind, const char *name)
{
    char path[FILE_PATH_MAX];
    struct device_key key;
    struct revoked old;
    devices_path(path, ctl->state, name, ".key");
    if (file_exists(path)) {
        if (!ctl->force)
            return KEPT;
        /* A key file that makes no sense is nobody's: it is only replaced, and the sentence stands.
         */
        if (!devices_revoke(ctl->state, name, &old) && file_exists(path) && remove(path) != 0)
            return FAILED;
    }
    if (!device_key_make(&key, kind, name)) {
        complain("this machine has no random numbers");
        return FAILED;
    }
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
        status = devices_name_good(def->devices[i].name) ? 0 : 2;
    if (!status && !devices_open(ctl->state)) /* only once all that was asked makes sense */
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

/* ---- for the device that gets it ---- */

/* Past stdio, whose buffer nobody wipes. */
static bool print_secret(const char *text, size_t length)
{
    while (length) {
        ssize_t n = write(STDOUT_FILENO, text, length);
        if (n <= 0) {
            complain("the key cannot be printed: %s", strerror(errno));
            return false;
        }
        text += n;
        length -= (size_t)n;
    }
    return true;
}

static bool print_key(const char *key, const struct qr_code *code)
{
    static char blocks[QR_TERMINAL_MAX];
    fflush(stdout);
    bool done = print_secret(key, strlen(key)) && print_secret("\n", 1) &&
                print_secret(blocks, qr_terminal(code, blocks));
    explicit_bzero(blocks, sizeof(blocks));
    return done;
}

/* A terminal keeps what it showed, and a picture is a key: only when asked. */
static int hand_out(const struct ctl *ctl, const struct device_key *key)
{
    char text[DEVICE_KEY_TEXT_SIZE];
    struct qr_code code;
    device_key_text(key, text);
    bool done = qr_encode(text, &code) == ERR_NONE;
    if (done && ctl->show)
        done = print_key(text, &code);
    if (done && ctl->qr)
        done = qr_write_png(&code, PICTURE_SCALE, ctl->qr) == ERR_NONE;
    explicit_bzero(text, sizeof(text));
    qr_wipe(&code);
    return done ? 0 : 1;
}

static int show(const struct ctl *ctl, uint8_t kind, const char *name)
{
    char path[FILE_PATH_MAX];
    struct device_key key;
    devices_path(path, ctl->state, name, ".key");
    if (device_key_read(path, &key))
        return 1;
    int status = 1;
    if (key.kind != kind)
        complain("%s has the key of a %s already, not of a %s", name, device_kind_name(key.kind),
                 device_kind_name(kind));
    else
        status = hand_out(ctl, &key);
    device_key_wipe(&key);
    return status;
}

static int adopt_one(const struct ctl *ctl)
{
    uint8_t kind = (uint8_t)device_kind_from_name(ctl->words[0]);
    const char *name = ctl->words[1];
    bool hands_out = ctl->show || ctl->qr;
    if (!kind) {
        complain("%s is no kind of device: kiosk, pad, strip, rating, board, bus, console, admin",
                 ctl->words[0]);
        return 2;
    }
    if (!devices_name_good(name))
        return 2;
    switch (devices_open(ctl->state) ? adopt(ctl, kind, name) : FAILED) {
    case MADE:
        printf("%s/devices/%s.key\n", ctl->state, name);
        return hands_out ? show(ctl, kind, name) : 0;
    case KEPT:
        if (hands_out)
            return show(ctl, kind, name);
        complain("%s has a key already; --force makes a new one, and the old one ends", name);
        return 1;
    case FAILED:
        break;
    }
    return 1;
}

int ctl_adopt(const struct ctl *ctl)
{
    bool one = ctl->show || ctl->qr; /* a code is for one device */
    if (!ctl->state || (ctl->all ? ctl->count != 0 || one : ctl->count != 2)) {
        complain("usage: hallctl adopt KIND NAME --state DIR [--force] [--show] [--qr FILE.png], "
                 "or hallctl adopt --all --hall DIR --state DIR");
        return 2;
    }
    return ctl->all ? adopt_all(ctl) : adopt_one(ctl);
}
