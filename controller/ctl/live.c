/* SPDX-License-Identifier: Apache-2.0 */
/*
 * live - devices as they are now: kiosks with all that their machines say, the others in brief.
 */
#include <stdio.h>
#include <string.h>

#include "config/config.h"
#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/live.h"
#include "ctl/say.h"
#include "protocol/bits.h"

#define CELL_SIZE 32
#define PAPER_UNKNOWN 255
#define CELSIUS_UNKNOWN INT16_MIN

void live_name(const struct live *live, uint32_t index, char cell[NAME_SIZE])
{
    if (live->def && index < live->def->device_count)
        snprintf(cell, NAME_SIZE, "%s", live->def->devices[index].name);
    else
        snprintf(cell, NAME_SIZE, "#%u", index);
}

static const char *part_name(uint8_t state)
{
    static const char *const names[] = {"none", "works", "SILENT"};
    return state < countof(names) ? names[state] : "?";
}

static const char *printer_name(uint8_t state)
{
    static const char *const names[] = {"ready", "NO PAPER", "FAULT", "low", "COVER", "SILENT"};
    return state < countof(names) ? names[state] : "?";
}

void live_alarms(uint32_t alarms)
{
#define X(name, code, text) [code] = text,
    static const char *const texts[] = {ALARMS(X)};
#undef X
    for (uint8_t code = 1; code <= 32; code++)
        if (alarms & 1u << (code - 1))
            printf("  ALARM %s", code < countof(texts) && texts[code] ? texts[code] : "?");
}

static void print_unit(uint32_t n, bool known, const char *unit, const char *gap)
{
    char cell[CELL_SIZE];
    snprintf(cell, sizeof(cell), known ? "%u%s" : "?", n, unit);
    printf("%-6s%s", cell, gap);
}

static void print_kiosk(const struct live *live, uint32_t index, const struct row_device *row)
{
    char name[NAME_SIZE], seen[CLOCK_TEXT_SIZE], screen[CELL_SIZE], warm[CELL_SIZE];
    live_name(live, index, name);
    clock_text(row->seen_ms, live->tz_min, seen);
    snprintf(screen, sizeof(screen), row->width ? "%ux%u" : "?", row->width, row->height);
    snprintf(warm, sizeof(warm), row->celsius != CELSIUS_UNKNOWN ? "%d C" : "?", row->celsius);
    printf("%-12s %-7s %-8s  ", name, row->online ? "up" : "DOWN", seen);
    print_unit(row->paper_pct, row->paper_pct != PAPER_UNKNOWN, " %", " ");
    printf("%-8s  %-6s  %-6s  %-7s  ", printer_name(row->printer), row->door ? "OPEN" : "closed",
           part_name(row->reader), part_name(row->scanner));
    printf("%-5s  %-9s  %5u  %6u  %5u  %9u  ", warm, screen, row->slips, row->unsent,
           row->lease_left, row->unprinted);
    printf("%s%s%s", row->stopped ? "OUT OF USE" : "in use",
           row->flags & KIOSK_FLAG_ALONE ? ", alone" : "",
           row->flags & KIOSK_FLAG_NO_DAY_KEY ? ", no key of the day" : "");
    live_alarms(row->alarms);
    printf("\n");
}

static void print_other(const struct live *live, uint32_t index, const struct row_device *row)
{
    char name[NAME_SIZE], seen[CLOCK_TEXT_SIZE], label[LABEL_TEXT_SIZE];
    live_name(live, index, name);
    clock_text(row->seen_ms, live->tz_min, seen);
    label_text(row->prefix, row->number, label);
    printf("%-12s %-7s %-8s  %-8s %-7s %6u %6u %6u", name, row->online ? "up" : "DOWN", seen,
           device_kind_name(row->kind), label, row->rx_bad, row->rx_forged, row->denied);
    live_alarms(row->alarms);
    printf("\n");
}

/* Kiosks and boards have tables of their own. */
static bool is_in(uint8_t kind, bool kiosks)
{
    return kiosks ? kind == DEVICE_KIOSK : kind != DEVICE_KIOSK && kind != DEVICE_BOARD;
}

/* How many were printed. */
static uint32_t print_rows(const struct live *live, const struct view_rows *rows, uint8_t kind,
                           bool kiosks)
{
    const struct view_row *row;
    struct row_device device;
    uint32_t at = 0, count = 0;
    while ((row = view_each(rows, ROW_TYPE_DEVICE, &at))) {
        view_row_decode(row, &device);
        if (!is_in(device.kind, kiosks) || (kind && device.kind != kind))
            continue;
        if (!count++)
            printf(kiosks
                       ? "kiosk        network seen      paper  printer   door    reader  "
                         "scanner  warm   screen     slips  unsent  lease  unprinted  state\n"
                       : "device       network seen      kind     number     bad forged denied\n");
        if (kiosks)
            print_kiosk(live, row->key, &device);
        else
            print_other(live, row->key, &device);
    }
    return count;
}

int ctl_live(const struct ctl *ctl, uint8_t kind)
{
    struct hall_def *def = ctl->hall ? ctl_hall(ctl) : NULL;
    if (ctl->hall && !def)
        return 2;
    struct client *client = client_open(ctl, VIEW(VIEW_KIND_ADMIN, 0));
    const struct view_rows *rows = client ? client_rows(client) : NULL;
    if (rows) {
        const struct live live = {def, client_welcome(client)->tz_min};
        uint32_t found = print_rows(&live, rows, kind, true);
        if (found && !kind)
            printf("\n");
        uint32_t boards = !kind || kind == DEVICE_BOARD ? live_boards(&live, rows) : 0;
        if (boards && !kind)
            printf("\n");
        if (found + boards + print_rows(&live, rows, kind, false) == 0)
            printf("no device of that kind was ever connected since the controller started\n");
    }
    client_close(client);
    if (def)
        config_free(def);
    return rows ? 0 : 1;
}
