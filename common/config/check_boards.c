/* SPDX-License-Identifier: Apache-2.0 */
/* Boards that are more than a TV of a zone: at a window or room (t08), or of LED dots. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/check.h"

static const char *path_of(struct build *build, uint32_t i, const char *key)
{
    return build_path(build, "%s[%u].%s", build->device_rows[i].list, build->device_rows[i].row,
                      key);
}

static void mistake(struct build *build, uint32_t i, const char *key, const char *text)
{
    build_mistake(build, PART_DEVICES, path_of(build, i, key), "%s", text);
}

static bool is_number(const char *text, unsigned long least, unsigned long most)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    return *text >= '0' && *text <= '9' && !*end && number >= least && number <= most;
}

/* No name: a resolver would hold the board up. */
static bool is_address(const char *text, size_t length)
{
    char host[DEVICE_PATH_SIZE];
    struct in6_addr found;
    bool six = length > 2 && text[0] == '[' && text[length - 1] == ']';
    snprintf(host, sizeof(host), "%.*s", (int)(six ? length - 2 : length), six ? text + 1 : text);
    if (six)
        host[strcspn(host, "%")] = '\0'; /* fe80::1%eth0 */
    return inet_pton(six ? AF_INET6 : AF_INET, host, &found) == 1;
}

/* "udp:ADDRESS:PORT", or a serial port and its speed. */
static bool is_output(const char *text)
{
    const char *host = text + strlen("udp:"), *port = strrchr(text, ':'),
               *baud = strrchr(text, '@');
    if (text[0] == '/')
        return !baud || is_number(baud + 1, MATRIX_BAUD_MIN, MATRIX_BAUD_MAX);
    return strncmp(text, "udp:", strlen("udp:")) == 0 && port >= host &&
           is_address(host, (size_t)(port - host)) && is_number(port + 1, 1, UINT16_MAX);
}

static void check_matrix(struct build *build, uint32_t i, const struct raw_device *raw)
{
    const struct device_def *device = &build->out->def.devices[i];
    if (raw->matrix_count && (raw->matrix_count != 2 || device->matrix_w < MATRIX_W_MIN ||
                              device->matrix_h < MATRIX_H_MIN || device->matrix_w > MATRIX_W_MAX ||
                              device->matrix_h > MATRIX_H_MAX))
        build_mistake(build, PART_DEVICES, path_of(build, i, "matrix"),
                      "write its dots, width from %d to %d and height from %d to %d, like [192, "
                      "64]",
                      MATRIX_W_MIN, MATRIX_W_MAX, MATRIX_H_MIN, MATRIX_H_MAX);
    if (raw->matrix_count && (device->window || device->room))
        mistake(build, i, "matrix",
                "a panel of dots shows the calls of a zone; remove this, or window and room");
    if (*device->matrix_out && !raw->matrix_count)
        mistake(build, i, "matrix_out", "a TV has no dots; add matrix: [W, H] or remove this");
    else if (*device->matrix_out && !is_output(device->matrix_out))
        mistake(build, i, "matrix_out",
                "write udp:ADDRESS:PORT, like udp:10.0.8.40:5005, no name, or a serial port, "
                "/dev/… or /dev/…@921600");
}

/* R-V4: what is called at a window is spoken by the board of its voice zone. */
static void check_at(struct build *build, uint32_t i)
{
    const struct device_def *device = &build->out->def.devices[i];
    if (device->window && device->room)
        mistake(build, i, "room", "a board is at a window or at a room; remove one of the two");
    if (device->window)
        check_window(build, PART_DEVICES, path_of(build, i, "window"), device->window);
    if (device->room)
        check_room(build, PART_DEVICES, path_of(build, i, "room"), device->room);
    if ((device->window || device->room) && device->voice_zone)
        mistake(build, i, "voice_zone",
                "a board at a window or room does not speak; remove voice_zone");
}

static void check_shown(struct build *build, uint32_t i)
{
    const struct device_def *device = &build->out->def.devices[i];
    if (device->shows == BOARD_SHOWS_FLOOR && device->zone)
        mistake(build, i, "shows", "a board of a whole floor has no zone; remove zone or this");
    if (device->language != BOARD_ZH && !build->out->def.languages[LANG_EN])
        mistake(build, i, "language",
                "the hall speaks no English; add en to its languages or remove this");
}

void check_board(struct build *build, uint32_t i)
{
    const struct device_def *device = &build->out->def.devices[i];
    if (strcmp(build->device_rows[i].list, "devices") != 0)
        return;
    const struct raw_device *raw = &build->devices->devices[build->device_rows[i].row - 1];
    if (device->kind == DEVICE_BOARD) {
        check_at(build, i);
        check_matrix(build, i, raw);
        check_shown(build, i);
        return;
    }
    if (raw->room)
        mistake(build, i, "room", "only a board is at a room; remove it");
    if (device->shows || device->language || device->rows)
        mistake(build, i,
                device->shows      ? "shows"
                : device->language ? "language"
                                   : "rows",
                "only a board shows calls; remove it");
    if (raw->matrix_count || raw->matrix_out)
        mistake(build, i, raw->matrix_count ? "matrix" : "matrix_out",
                "only a board has dots; remove it");
}
