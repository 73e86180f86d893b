/* SPDX-License-Identifier: Apache-2.0 */
/* How this machine does, to the controller: each change, and every half minute. */
#include <stdlib.h>

#include "app/app_private.h"
#include "os/clock.h"
#include "os/file.h"
#include "protocol/bits.h"

#define REPORT_MS (30 * SECOND)
#define CELSIUS_MS (10 * SECOND) /* between two looks at the thermometer */
#define CELSIUS_TEXT_MAX 32

/* The first that can be read: the processor, as Linux names it. Thousandths of a degree. */
static const char *const thermometers[] = {"/sys/class/thermal/thermal_zone0/temp",
                                           "/sys/class/thermal/thermal_zone1/temp",
                                           "/sys/class/hwmon/hwmon0/temp1_input",
                                           "/sys/class/hwmon/hwmon1/temp1_input"};

static int16_t read_celsius(void)
{
    for (size_t i = 0; i < countof(thermometers); i++) {
        uint8_t *text;
        size_t length;
        if (!file_exists(thermometers[i]) ||
            file_read(thermometers[i], CELSIUS_TEXT_MAX, &text, &length))
            continue;
        char *end;
        long thousandths = strtol((const char *)text, &end, 10);
        bool good = end != (const char *)text && thousandths > -100000 && thousandths < 200000;
        free(text);
        if (good)
            return (int16_t)(thousandths / 1000);
    }
    return HEALTH_CELSIUS_UNKNOWN;
}

static struct health health_of(const struct app *app)
{
    const struct kiosk_model *model = &app->model;
    uint32_t unsent = ledger_unsent(&model->ledger), left = ledger_left_all(&model->ledger);
    return (struct health){
        .paper_pct = model->staff.paper.known ? model->staff.paper.pct : HEALTH_PAPER_UNKNOWN,
        .printer = model->printer,
        .reader = model->staff.reader,
        .scanner = model->staff.scanner,
        .door = model->printer == PRINTER_COVER,
        .stopped = model->staff.stopped,
        .alone = !model->link_up,
        .no_day_key = app->devices.day == 0,
        .celsius = app->health.celsius,
        .unsent = (uint16_t)(unsent < UINT16_MAX ? unsent : UINT16_MAX),
        .lease_left = (uint16_t)(left < UINT16_MAX ? left : UINT16_MAX),
        .unprinted = model->staff.unprinted,
        .width = (uint16_t)app->options.screen.w,
        .height = (uint16_t)app->options.screen.h,
        .slips = app->roll.slips,
    };
}

static void send_health(struct app *app, const struct health *health)
{
    app->message = (struct message){.type = MSG_TYPE_KIOSK_STATUS};
    struct msg_kiosk_status *status = &app->message.kiosk_status;
    status->paper_pct = health->paper_pct;
    status->printer = health->printer;
    status->door = health->door;
    status->flags = (uint16_t)((health->alone ? KIOSK_FLAG_ALONE : 0) |
                               (health->no_day_key ? KIOSK_FLAG_NO_DAY_KEY : 0));
    status->unsent = health->unsent;
    status->lease_left = health->lease_left;
    status->celsius = health->celsius;
    status->width = health->width;
    status->height = health->height;
    status->reader = health->reader;
    status->scanner = health->scanner;
    status->slips = health->slips;
    status->unprinted = health->unprinted;
    status->stopped = health->stopped;
    app_send(app);
}

static void send_alarms(struct app *app, const struct health *health)
{
    static const uint8_t codes[] = {[HEALTH_ALARM_PAPER_OUT] = ALARM_PAPER_OUT,
                                    [HEALTH_ALARM_PAPER_LOW] = ALARM_PAPER_LOW,
                                    [HEALTH_ALARM_PRINTER] = ALARM_PRINTER,
                                    [HEALTH_ALARM_HOT] = ALARM_HOT,
                                    [HEALTH_ALARM_READER] = ALARM_READER};
    struct health_alarm list[HEALTH_ALARM_COUNT];
    uint32_t count = health_changes(&app->health_alarms, health, list);
    for (uint32_t i = 0; i < count; i++) {
        app->message = (struct message){.type = MSG_TYPE_ALARM};
        app->message.alarm.code = codes[list[i].kind];
        app->message.alarm.arg = list[i].arg;
        app->message.alarm.on = list[i].on;
        app_send(app);
    }
}

void app_health_anew(struct app *app)
{
    app->health_due = 0;
    app->health_alarms.on = 0;
}

void app_tell_health(struct app *app, msec now)
{
    if (now >= app->celsius_due) {
        app->health.celsius = read_celsius();
        app->celsius_due = now + CELSIUS_MS;
    }
    struct health health = health_of(app);
    if (link_state(app->link) != LINK_LIVE ||
        (now < app->health_due && !health_is_news(&app->health, &health)))
        return;
    app->health_due = now + REPORT_MS;
    app->health = health;
    send_health(app, &health);
    send_alarms(app, &health);
}
