/* SPDX-License-Identifier: Apache-2.0 */
/* Guides on paper, and the code of a page that goes online.
 *
 * The printer takes one paper at a time. A number never waits for a guide longer than the sheet
 * that is coming out, and a guide waits for the number that is. */
#include "app/app_private.h"
#include "device/notice.h"
#include "domain/item_def.h"
#include "os/log.h"
#include "sdl/font.h"

static struct notice notice_of(struct app *app)
{
    const struct hall_def *def = app->options.def;
    const struct item_def *item = def_item(def, app->sheet.item);
    struct notice notice = {.def = def,
                            .words = app->options.words,
                            .lang = (enum lang)app->sheet.lang,
                            .item = item,
                            .online = app->sheet.kind == KIOSK_SHEET_ONLINE,
                            .printed = app->model.hall_ms,
                            .tz_min = app->model.tz_min,
                            .roll_mm = app->options.printer->roll_mm};
    if (item && notice.online) {
        qr_make(def_item_word(def, item->url), &app->paper_qr);
        notice.qr = app->paper_qr.size;
        notice.qr_dots = app->paper_qr.dots;
    }
    return notice;
}

static void came(struct app *app, enum print_result result)
{
    app->sheet.active = false;
    app_step(app, (struct kiosk_event){.type = KIOSK_SHEET_CAME, .code = (uint8_t)result});
}

static void print_next(struct app *app)
{
    struct sheet_job *sheet = &app->sheet;
    struct notice notice = notice_of(app);
    if (!notice.item) {
        came(app, PRINT_FAILED);
        return;
    }
    sheet->in_printer = true;
    sheet->fresh = false;
    sheet->count =
        notice_draw(&notice, sheet->at, fonts_measure(app->maker.fonts), &app->maker.draw);
    paper_finish(&app->maker, &app->paper);
    printer_print(app->printer, &app->paper, PRINT_SHEET, "notice");
}

void app_print_sheet(struct app *app, const struct kiosk_effect *effect)
{
    struct sheet_job *sheet = &app->sheet;
    *sheet = (struct sheet_job){.active = true,
                                .kind = (uint8_t)effect->number,
                                .lang = effect->lang,
                                .item = effect->item,
                                .in_printer = sheet->in_printer, /* of a visitor who left */
                                .slip = sheet->slip,
                                .slip_job = sheet->slip_job,
                                .fresh = true};
    log_info("sheet item=%u kind=%s", effect->item,
             effect->number == KIOSK_SHEET_ONLINE ? "online" : "notice");
    if (!app->model.in_printer && !sheet->in_printer)
        print_next(app);
}

bool app_slip_waits(struct app *app, uint32_t slip, uint32_t job)
{
    if (app->sheet.in_printer) {
        app->sheet.slip = slip;
        app->sheet.slip_job = job;
    }
    return app->sheet.in_printer;
}

void app_slip_came(struct app *app)
{
    if (app->sheet.active && !app->sheet.in_printer && !app->model.in_printer)
        print_next(app);
}

void app_sheet_printed(struct app *app, enum print_result result)
{
    struct sheet_job *sheet = &app->sheet;
    /* One that was given up meanwhile has its own way to paper. */
    uint32_t slip = sheet->slip == app->model.in_printer ? sheet->slip : 0;
    bool more = sheet->fresh || (result == PRINT_PRINTED && ++sheet->at < sheet->count &&
                                 sheet->at < NOTICE_SHEETS_MAX);
    sheet->in_printer = false;
    sheet->slip = 0;
    if (slip)
        app_print_slip(app, slip, sheet->slip_job); /* the rest comes after it */
    if (!sheet->active)
        return;
    if (!more)
        came(app, result);
    else if (!slip)
        print_next(app);
}

#define OF_MESSAGE UINT16_MAX /* no item: items are fewer */

void app_show_code(struct app *app)
{
    const struct kiosk_model *model = &app->model;
    bool message = model->page == KIOSK_MESSAGE;
    uint16_t wanted = model->page == KIOSK_ONLINE ? model->items.item : message ? OF_MESSAGE : 0;
    if (wanted == app->qr_item)
        return;
    app->qr_item = wanted;
    const struct item_def *item = def_item(app->options.def, wanted);
    if (message)
        qr_make(kiosk_message_address(model), &app->qr);
    else if (item)
        qr_make(def_item_word(app->options.def, item->url), &app->qr);
}
