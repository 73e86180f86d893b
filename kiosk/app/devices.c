/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* explicit_bzero */
#include "app/devices.h"

#include <ctype.h>
#include <string.h>

#include "app/app_private.h"
#include "app/keys.h"
#include "domain/calendar.h"
#include "os/clock.h"
#include "os/log.h"
#include "protocol/crypto.h"
#include "serial/port.h"

#define KEYS_PREFIX "keys:"

/* ---- the key of the day ---- */

void app_forget_day_key(struct app *app)
{
    explicit_bzero(app->devices.key, sizeof(app->devices.key));
    app->devices.day = 0;
}

void app_take_day_key(struct app *app, const struct msg_day_key *message)
{
    app_forget_day_key(app);
    if (message->day != 0 && message->key.length == DAY_KEY_SIZE) {
        memcpy(app->devices.key, message->key.at, DAY_KEY_SIZE);
        app->devices.day = message->day;
    }
    log_info("key of the day %s", app->devices.day ? "taken" : "forgotten");
}

static uint32_t today(const struct app *app)
{
    msec now = app->model.hall_ms;
    return now ? calendar_date(calendar_local(now, app->model.tz_min)) : 0;
}

/* docs/issuing.md 4: of the text in ASCII with capital letters, the first 16 bytes. */
static void hash_text(const struct app *app, const char *text, size_t length,
                      struct kiosk_card *card)
{
    char capitals[SCAN_MAX];
    uint8_t mac[CRYPTO_HASH];
    if (app->devices.day == 0 || length > sizeof(capitals))
        return; /* D-23: goes on without the check for a second number */
    for (size_t i = 0; i < length; i++)
        capitals[i] = (char)toupper((unsigned char)text[i]);
    struct crypto_bytes part = {(const uint8_t *)capitals, length};
    card->hashed =
        crypto_hmac((struct crypto_bytes){app->devices.key, DAY_KEY_SIZE}, &part, 1, mac);
    if (card->hashed)
        memcpy(card->id_hash, mac, sizeof(card->id_hash));
    explicit_bzero(capitals, sizeof(capitals));
    explicit_bzero(mac, sizeof(mac));
}

/* ---- news of the reader ---- */

static void tell_parts(struct app *app)
{
    app_step(app, (struct kiosk_event){.type = KIOSK_PARTS,
                                       .code = app->devices.reader_part,
                                       .arg = app->devices.scanner_part});
    app->status_due = 0;
}

static void tell_card(struct app *app, struct kiosk_card *card)
{
    app_step(app, (struct kiosk_event){.type = KIOSK_CARD_NEWS, .card = card});
    explicit_bzero(card, sizeof(*card));
}

static void reader_is(struct app *app, bool works)
{
    app->devices.reader_part = works ? KIOSK_PART_OK : KIOSK_PART_LOST;
    tell_card(app, &(struct kiosk_card){.news = KIOSK_CARD_READER,
                                        .reader = works ? KIOSK_READER_OK : KIOSK_READER_MISSING});
    tell_parts(app);
}

static void on_reader(void *context, enum sam_news news, const struct citizen *citizen)
{
    struct app *app = context;
    struct kiosk_card card = {.news = KIOSK_CARD_TROUBLE};
    if (news == SAM_HERE || news == SAM_MISSING) {
        reader_is(app, news == SAM_HERE);
        return;
    }
    if (news == SAM_CARD) {
        card.news = KIOSK_CARD_READ;
        card.age_band = citizen_age_band(citizen, today(app));
        hash_text(app, citizen->number, CITIZEN_NUMBER, &card);
    } else if (news == SAM_GONE) {
        card.news = KIOSK_CARD_GONE;
    }
    tell_card(app, &card);
}

/* ---- the scanner ---- */

/* R-I5: while a card is asked for, a code is a token of the person; else it is a slip's or an
 * appointment's. */
static void scanned(struct app *app)
{
    struct scan *scan = &app->devices.scan;
    if (app->model.page == KIOSK_CARD) {
        struct kiosk_card card = {.news = KIOSK_CARD_TOKEN};
        hash_text(app, scan->text, scan->length, &card);
        tell_card(app, &card);
    } else {
        app_step(app, (struct kiosk_event){.type = KIOSK_SCAN, .text = scan->text});
    }
    scan_wipe(scan);
}

static void on_scanner_bytes(void *context, const uint8_t *bytes, size_t count)
{
    struct app *app = context;
    for (size_t i = 0; i < count; i++)
        if (scan_take(&app->devices.scan, bytes[i], clock_mono_ms()))
            scanned(app);
}

static void on_typed(void *context, const struct input_record *record)
{
    struct app *app = context;
    if (record->type != INPUT_KEY)
        return;
    uint8_t c = keys_of_scanner(&app->devices.typed, record->code, record->value);
    if (c)
        on_scanner_bytes(app, &c, 1);
}

static void scanner_is(struct app *app, bool works)
{
    scan_wipe(&app->devices.scan);
    app->devices.typed.shift = false;
    app->devices.scanner_part = works ? KIOSK_PART_OK : KIOSK_PART_LOST;
    tell_parts(app);
}

static void on_scanner_port(void *context, bool open)
{
    scanner_is(context, open);
}

static void on_scanner_keys(void *context, bool open, const struct evdev_ranges *ranges)
{
    (void)ranges;
    scanner_is(context, open);
}

/* ---- keypad and touch panel ---- */

static void on_keypad(void *context, const struct input_record *record)
{
    if (record->type == INPUT_KEY && record->value == 1)
        app_key_pad(context, keys_of_pad(record->code));
}

static void on_keypad_state(void *context, bool open, const struct evdev_ranges *ranges)
{
    (void)context;
    (void)open;
    (void)ranges;
}

static void touch(struct app *app, enum panel_news news)
{
    static const uint8_t kinds[] =
        {[PANEL_DOWN] = TOUCH_DOWN, [PANEL_MOVE] = TOUCH_MOVE, [PANEL_UP] = TOUCH_UP};
    int16_t x, y;
    screen_point(app->screen, app->devices.panel.x, app->devices.panel.y, &x, &y);
    if (news != PANEL_NO_NEWS)
        app_touch(app, &(struct touch){.kind = kinds[news], .x = x, .y = y});
}

static void on_panel(void *context, const struct input_record *record)
{
    struct app *app = context;
    touch(app, touchpanel_take(&app->devices.panel, record));
}

static void on_panel_state(void *context, bool open, const struct evdev_ranges *ranges)
{
    struct app *app = context;
    struct touchpanel *panel = &app->devices.panel;
    const struct device_def *device = app->options.device;
    touch(app, touchpanel_lost(panel));
    if (!open)
        return;
    int16_t w, h; /* it lies over the whole screen, bare sides too */
    screen_size(app->screen, &w, &h);
    *panel = (struct touchpanel){.max_x = device->touch_w,
                                 .max_y = device->touch_h,
                                 .w = w,
                                 .h = h,
                                 .turn = device->touch_turn};
    if (device->touch_w == 0 && ranges->known) {
        panel->min_x = ranges->min_x, panel->max_x = ranges->max_x;
        panel->min_y = ranges->min_y, panel->max_y = ranges->max_y;
    } else if (device->touch_w == 0) {
        log_warn("touch device=%s does not say its ranges; write touch_range in devices.yaml",
                 device->touch);
    }
}

/* ---- opening ---- */

static bool open_evdev(struct app *app, struct evdev **evdev, struct evdev_options options)
{
    options.context = app;
    if (*options.path)
        *evdev = evdev_new(app->base, &options);
    return !*options.path || *evdev;
}

static bool open_scanner(struct app *app, const char *path)
{
    bool prefixed = strncmp(path, KEYS_PREFIX, strlen(KEYS_PREFIX)) == 0;
    bool types = prefixed || strncmp(path, "/dev/input/", strlen("/dev/input/")) == 0;
    if (!*path)
        return true;
    app->devices.scanner_part = KIOSK_PART_LOST;
    if (types)
        return open_evdev(app, &app->devices.typing,
                          (struct evdev_options){.path =
                                                     path + (prefixed ? strlen(KEYS_PREFIX) : 0),
                                                 .name = "scanner",
                                                 .on_record = on_typed,
                                                 .on_state = on_scanner_keys});
    app->devices.scanner = port_new(app->base, &(struct port_options){.path = path,
                                                                      .baud = SCANNER_BAUD,
                                                                      .name = "scanner",
                                                                      .context = app,
                                                                      .on_bytes = on_scanner_bytes,
                                                                      .on_state = on_scanner_port});
    return app->devices.scanner != NULL;
}

static bool open_reader(struct app *app, const char *path)
{
    if (!*path)
        return true;
    reader_is(app, false); /* until it answers */
    app->devices.reader =
        reader_new(app->base,
                   &(struct reader_options){.path = path, .context = app, .on_news = on_reader});
    return app->devices.reader != NULL;
}

enum err app_open_devices(struct app *app)
{
    const struct device_def *device = app->options.device;
    struct devices *devices = &app->devices;
    bool good = open_reader(app, device->reader) && open_scanner(app, device->scanner) &&
                open_evdev(app, &devices->keypad,
                           (struct evdev_options){.path = device->keypad,
                                                  .name = "keypad",
                                                  .on_record = on_keypad,
                                                  .on_state = on_keypad_state}) &&
                open_evdev(app, &devices->touch,
                           (struct evdev_options){.path = device->touch,
                                                  .name = "touch",
                                                  .on_record = on_panel,
                                                  .on_state = on_panel_state});
    return good ? ERR_NONE : ERR_NOMEM;
}

void app_close_devices(struct app *app)
{
    struct devices *devices = &app->devices;
    reader_free(devices->reader);
    port_free(devices->scanner);
    evdev_free(devices->typing);
    evdev_free(devices->keypad);
    evdev_free(devices->touch);
    explicit_bzero(devices, sizeof(*devices));
}

void app_devices_tick(struct app *app)
{
    struct devices *devices = &app->devices;
    if (devices->reader)
        reader_want(devices->reader, kiosk_wants_card(&app->model));
    if (devices->day && today(app) > devices->day)
        app_forget_day_key(app); /* alone over midnight: nobody told us that the day is over */
}
