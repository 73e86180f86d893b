/* SPDX-License-Identifier: Apache-2.0 */
/* The printer and its paper, as the process sees them. */
#include <stdio.h>

#include "app/app_private.h"
#include "app/roll_file.h"
#include "os/log.h"

/* ---- the roll ---- */

_Static_assert(KIOSK_PAPER_LOW_PCT == HEALTH_PAPER_LOW_PCT, "one warning, here and in the hall");

static uint16_t roll_metres(const struct app *app)
{
    return app->options.printer->kind == BACKEND_FILES ? 0 : app->options.device->roll_m;
}

void app_tell_paper(struct app *app)
{
    uint16_t metres = roll_metres(app);
    struct kiosk_paper paper = {.known = metres != 0,
                                .pct = roll_pct(&app->roll, metres),
                                .slips_left = (uint16_t)roll_slips_left(&app->roll, metres),
                                .slips_full = (uint16_t)roll_slips_full(&app->roll, metres),
                                .changed = app->roll.changed};
    app_step(app, (struct kiosk_event){.type = KIOSK_PAPER, .paper = &paper});
}

static void keep_roll(struct app *app)
{
    if (roll_write(app->options.state, &app->roll))
        log_warn("the paper is counted until the next start only");
    app_tell_paper(app);
}

void app_new_roll(struct app *app)
{
    msec hall = link_hall_ms(app->link);
    roll_change(&app->roll, hall ? hall : 1);
    log_info("paper roll=new");
    keep_roll(app);
}

/* ---- slips ---- */

static void on_printed(void *context, uint32_t ticket, enum print_result result, uint16_t length_mm)
{
    struct app *app = context;
    if (result == PRINT_PRINTED && length_mm) {
        roll_take(&app->roll, length_mm);
        keep_roll(app);
    }
    if (ticket == PRINT_SHEET)
        app_sheet_printed(app, result);
    else if (ticket == PRINTER_TEST)
        app_step(app, (struct kiosk_event){.type = KIOSK_TESTED, .code = (uint8_t)result});
    else
        app_step(app, (struct kiosk_event){.type = KIOSK_PRINTED,
                                           .number = ticket,
                                           .code = (uint8_t)result});
    app_slip_came(app);
}

static void on_printer(void *context, enum printer_state state)
{
    struct app *app = context;
    _Static_assert((int)KIOSK_PRINTER_OFFLINE == (int)PRINTER_OFFLINE, "as on the wire");
    app_step(app, (struct kiosk_event){.type = KIOSK_PRINTER, .code = (uint8_t)state});
    app->status_due = 0;
}

void app_print_test(struct app *app)
{
    qr_make(PRINTER_TEST_CODE, &app->qr);
    struct test_slip slip = {.words = app->options.words,
                             .lang = LANG_ZH,
                             .kiosk = app->options.device->name,
                             .printer = app->options.printer->name,
                             .version = HALL_VERSION,
                             .at = link_hall_ms(app->link),
                             .tz_min = link_tz_min(app->link),
                             .roll_mm = app->options.printer->roll_mm,
                             .qr = app->qr.size,
                             .qr_dots = app->qr.dots};
    paper_make_test(&app->maker, &slip, &app->paper);
    printer_print(app->printer, &app->paper, PRINTER_TEST, "test");
    app->qr.size.w = 0;
}

enum err app_open_printer(struct app *app)
{
    struct printer_options options = {.backend = app->options.printer,
                                      .kiosk = app->options.device->name,
                                      .tickets = app->options.tickets,
                                      .context = app,
                                      .on_printed = on_printed,
                                      .on_state = on_printer};
    enum err err = paper_maker_open(&app->maker, screen_fonts(app->screen));
    if (!err)
        err = roll_read(app->options.state, &app->roll);
    return err ? err : printer_open(app->base, &options, &app->printer);
}
