/* SPDX-License-Identifier: Apache-2.0 */
/* Guides on paper, and the code of a page that goes online. */
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
                            .tz_min = app->model.tz_min};
    if (item && notice.online) {
        qr_make(def_item_word(def, item->url), &app->qr);
        notice.qr = app->qr.size;
        notice.qr_dots = app->qr.dots;
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
    struct notice notice = notice_of(app);
    if (!notice.item) {
        app->sheet.active = false;
        return;
    }
    app->sheet.count =
        notice_draw(&notice, app->sheet.at, fonts_measure(app->maker.fonts), &app->maker.draw);
    paper_finish(&app->maker, &app->paper);
    printer_print(app->printer, &app->paper, PRINT_SHEET, "notice");
}

void app_print_sheet(struct app *app, const struct kiosk_effect *effect)
{
    app->sheet = (struct sheet_job){.active = true,
                                    .kind = (uint8_t)effect->number,
                                    .lang = effect->lang,
                                    .item = effect->item};
    log_info("sheet item=%u kind=%s", effect->item,
             effect->number == KIOSK_SHEET_ONLINE ? "online" : "notice");
    print_next(app);
}

void app_sheet_printed(struct app *app, enum print_result result)
{
    if (!app->sheet.active)
        return;
    bool more = result == PRINT_PRINTED && ++app->sheet.at < app->sheet.count &&
                app->sheet.at < NOTICE_SHEETS_MAX;
    if (more)
        print_next(app);
    else
        came(app, result);
}

void app_show_code(struct app *app)
{
    const struct kiosk_model *model = &app->model;
    bool online = model->page == KIOSK_ONLINE;
    uint16_t wanted = online ? model->items.item : 0;
    if (wanted == app->qr_item)
        return;
    app->qr_item = wanted;
    const struct item_def *item = def_item(app->options.def, wanted);
    if (item)
        qr_make(def_item_word(app->options.def, item->url), &app->qr);
}
