/* SPDX-License-Identifier: Apache-2.0 */
#include "app/backend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cups_ask.h"
#include "app/escpos_port.h"
#include "app/ipp.h"

/* ---- states ---- */

enum printer_state printer_graver(enum printer_state a, enum printer_state b)
{
    static const uint8_t grave[] =
        {[PRINTER_READY] = 0, [PRINTER_NEAR_END] = 1, [PRINTER_NO_PAPER] = 2,
         [PRINTER_COVER] = 3, [PRINTER_FAULT] = 4,    [PRINTER_OFFLINE] = 5};
    return grave[b] > grave[a] ? b : a;
}

bool printer_prints(enum printer_state state)
{
    return state == PRINTER_READY || state == PRINTER_NEAR_END;
}

/* ---- the configured name ---- */

static const char *after(const char *name, const char *prefix)
{
    size_t length = strlen(prefix);
    return strncmp(name, prefix, length) == 0 ? name + length : NULL;
}

static bool parse_port(const char *path, bool serial, struct backend *backend)
{
    const char *at = serial ? strchr(path, '@') : NULL;
    size_t length = at ? (size_t)(at - path) : strlen(path);
    if (*path != '/' || length >= sizeof(backend->device))
        return false;
    memcpy(backend->device, path, length);
    backend->device[length] = '\0';
    backend->baud = serial ? ESCPOS_PORT_BAUD : 0;
    if (!at)
        return true;
    static const uint32_t speeds[] = {9600, 19200, 38400, 57600, 115200};
    char *end;
    unsigned long baud = strtoul(at + 1, &end, 10);
    for (size_t i = 0; i < countof(speeds) && !*end; i++)
        if (speeds[i] == baud) {
            backend->baud = speeds[i];
            return true;
        }
    return false;
}

static bool parse(const char *name, struct backend *backend)
{
    const char *rest;
    if (strcmp(name, "none") == 0 || strcmp(name, "png") == 0) {
        backend->kind = BACKEND_FILES;
    } else if ((rest = after(name, "raw:")) != NULL) {
        backend->kind = BACKEND_RAW;
        backend->name = rest;
        return *rest && !strpbrk(rest, "/:#? ");
    } else if ((rest = after(name, "serial:")) != NULL) {
        backend->kind = BACKEND_PORT;
        return parse_port(rest, true, backend);
    } else if ((rest = after(name, "usb:")) != NULL) {
        backend->kind = BACKEND_PORT;
        return parse_port(rest, false, backend);
    } else if (cups_is_address(name)) {
        backend->kind = BACKEND_IPP;
    } else {
        backend->kind = BACKEND_QUEUE;
        return *name && !strpbrk(name, "/:#? ");
    }
    return true;
}

bool backend_parse(const char *name, struct backend *backend, char *why, size_t size)
{
    backend->name = name;
    bool good = parse(name, backend);
    if (!good)
        snprintf(why, size,
                 "printer \"%.60s\" is not QUEUE, ipp://HOST/ipp/print, raw:QUEUE, "
                 "serial:/dev/…[@BAUD], usb:/dev/usb/lp0 or none",
                 name);
    return good;
}

/* ---- one of the ways ---- */

enum print_result backend_print(struct backend *backend, const struct document *document,
                                const char *title)
{
    return backend->kind == BACKEND_PORT ? escpos_port_print(backend, document)
                                         : ipp_print(backend, document, title);
}

void backend_ask(const struct backend *backend, struct printer_report *report)
{
    *report = (struct printer_report){.state = PRINTER_READY};
    if (backend->kind == BACKEND_PORT)
        escpos_port_ask(backend, report);
    else if (backend->kind != BACKEND_FILES)
        ipp_ask(backend, report);
}

bool backend_tidy(struct backend *backend)
{
    bool jobs = backend->kind == BACKEND_QUEUE || backend->kind == BACKEND_IPP ||
                backend->kind == BACKEND_RAW;
    bool done = !jobs || ipp_tidy(backend);
    backend->unsure = !done;
    return done;
}

enum backend_outcome backend_outcome(const struct backend *backend, const char *title)
{
    bool tells = backend->kind == BACKEND_QUEUE || backend->kind == BACKEND_IPP;
    return tells ? ipp_outcome(backend, title) : BACKEND_CANNOT_TELL;
}
