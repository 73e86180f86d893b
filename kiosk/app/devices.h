/* SPDX-License-Identifier: Apache-2.0 */
/*
 * devices - what is wired to this kiosk: card reader, scanner, keypad, touch panel; and the key
 * of the day under which a person's number becomes a hash (R-Y2, D-23).
 *
 * Only the devices that the definition names are read (R-K15). With a touch panel named, what
 * SDL hears of keyboards, mice and touches counts for nothing.
 *
 * Errors: ERR_NOMEM at the start; a device that is missing is said once and awaited.
 */
#ifndef APP_DEVICES_H
#define APP_DEVICES_H

#include "app/evdev.h"
#include "app/reader.h"
#include "base/err.h"
#include "device/keys.h"
#include "device/scan.h"
#include "protocol/message.h"

#define DAY_KEY_SIZE 32
#define SCANNER_BAUD 9600

struct port;

struct devices {
    struct reader *reader;
    struct port *scanner;
    struct evdev *typing, *keypad, *touch; /* typing: a scanner that is a keyboard */
    struct touchpanel panel;
    struct typed typed;
    struct scan scan;
    uint8_t reader_part, scanner_part; /* enum kiosk_part */
    uint32_t day;                      /* of the key; 0 = none */
    uint8_t key[DAY_KEY_SIZE];
};

struct app;

/* The last of all to open: its news go into the model. */
enum err app_open_devices(struct app *app) MUST_CHECK;
void app_close_devices(struct app *app);
/* Every tick: what the page asks for; a key of yesterday is forgotten. */
void app_devices_tick(struct app *app);
/* DAY_KEY */
void app_take_day_key(struct app *app, const struct msg_day_key *message);
void app_forget_day_key(struct app *app);

#endif
