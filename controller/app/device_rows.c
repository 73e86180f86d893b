/* SPDX-License-Identifier: Apache-2.0 */
/*
 * device_rows - what devices say of themselves, as rows for the manager.
 */
#include <string.h>

#include "app/controller.h"
#include "protocol/bits.h"

#define PAPER_UNKNOWN UINT8_MAX /* KIOSK_STATUS */
#define CELSIUS_UNKNOWN INT16_MIN
#define SEEN_EVERY_MS (30 * SECOND) /* hall time; a row that changes each second helps nobody */

static bool says_the_same(const struct row_device *row, const struct row_device *held)
{
    struct row_device a = *row, b = *held;
    a.seen_ms = b.seen_ms = 0;
    return memcmp(&a, &b, sizeof(a)) == 0 && row->seen_ms - held->seen_ms < SEEN_EVERY_MS;
}

/* Frames for the device's session that did not open: a wrong key, or an attack. */
static uint32_t forged_to_us(struct controller *c, uint32_t device)
{
    const struct station *station = station_by_device(c, device);
    const struct peer *peer = peer_by_device(c, device);
    return peer ? client_forged(peer->client) : station ? station->keys.forged : 0;
}

static uint16_t sum(uint32_t a, uint32_t b)
{
    return (uint16_t)(a + b < UINT16_MAX ? a + b : UINT16_MAX);
}

static void put_row(struct controller *c, uint32_t device, struct row_device *row)
{
    row->denied = c->denied_of[device];
    if (c->devices[device].kind && says_the_same(row, &c->devices[device]))
        return;
    memcpy(&c->devices[device], row, sizeof(*row));
    rows_device(&c->rows, device, row);
}

void peers_device(struct controller *c, uint32_t device, bool online,
                  const struct msg_status *status)
{
    struct row_device row;
    memcpy(&row, &c->devices[device], sizeof(row)); /* with its padding: it is compared */
    if (!row.kind) {                                /* nothing was said yet */
        row.paper_pct = PAPER_UNKNOWN;
        row.celsius = CELSIUS_UNKNOWN;
    }
    row.kind = c->def->devices[device].kind;
    if (online && !row.online)
        row.alarms = 0; /* it says anew what is wrong with it */
    row.online = online;
    row.seen_ms = (uint64_t)c->clock.last;
    if (status) {
        if (row.kind != DEVICE_KIOSK) /* KIOSK_STATUS has its own */
            row.flags = status->flags;
        row.target = status->target;
        row.prefix = status->prefix;
        row.number = status->number;
        row.state = status->state;
        row.call = status->call;
        row.spoken = status->spoken;
        row.printed = status->printed;
        row.printer = status->printer;
        row.rx_bad = status->rx_bad;
        row.rx_forged = sum(status->rx_forged, forged_to_us(c, device));
    }
    put_row(c, device, &row);
}

void peers_kiosk(struct controller *c, uint32_t device, const struct msg_kiosk_status *status)
{
    struct row_device row;
    memcpy(&row, &c->devices[device], sizeof(row));
    row.printer = status->printer;
    row.flags = status->flags;
    row.paper_pct = status->paper_pct;
    row.door = status->door;
    row.reader = status->reader;
    row.scanner = status->scanner;
    row.celsius = status->celsius;
    row.unsent = status->unsent;
    row.lease_left = status->lease_left;
    row.stopped = status->stopped;
    row.width = status->width;
    row.height = status->height;
    row.slips = status->slips;
    row.unprinted = status->unprinted;
    put_row(c, device, &row);
}

void peers_board(struct controller *c, uint32_t device, const struct msg_board_status *status)
{
    struct row_device row;
    memcpy(&row, &c->devices[device], sizeof(row));
    row.width = status->width;
    row.height = status->height;
    row.celsius = status->celsius;
    row.spoken = status->spoken;
    put_row(c, device, &row);
}

static const char *alarm_text(uint8_t code)
{
#define X(name, code, text) [code] = text,
    static const char *const texts[] = {ALARMS(X)};
#undef X
    return code < countof(texts) && texts[code] ? texts[code] : "?";
}

void peers_alarm(struct controller *c, uint32_t device, const struct msg_alarm *alarm)
{
    struct row_device row;
    uint32_t bit = alarm->code && alarm->code <= 32 ? 1u << (alarm->code - 1) : 0;
    memcpy(&row, &c->devices[device], sizeof(row));
    row.alarms = alarm->on ? row.alarms | bit : row.alarms & ~bit;
    if (row.alarms == c->devices[device].alarms)
        return; /* said before, or of no kind that is known here */
    log_warn("device=%s alarm=%s code=%u arg=%u: %s", c->def->devices[device].name,
             alarm->on ? "on" : "off", alarm->code, alarm->arg, alarm_text(alarm->code));
    put_row(c, device, &row);
}

void peers_denied(struct controller *c, uint32_t device, const struct device_id *id, uint8_t type,
                  const char *why)
{
    c->denials++;
    log_every(&c->denied, "device=%s message=%s refused: %s; denied=%u", id->name,
              message_name(type), why, c->denials);
    if (device != DEVICE_UNLISTED)
        c->denied_of[device] = sum(c->denied_of[device], 1);
}

/* A flood of refused messages changes a row once a second, not once each. */
void peers_second(struct controller *c)
{
    for (uint32_t i = 0; i < c->def->device_count; i++) {
        struct row_device row;
        if (c->denied_of[i] == c->devices[i].denied || !c->devices[i].kind)
            continue;
        memcpy(&row, &c->devices[i], sizeof(row));
        put_row(c, i, &row);
    }
}
