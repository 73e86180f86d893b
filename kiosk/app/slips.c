/* SPDX-License-Identifier: Apache-2.0 */
/* Paper of a ticket. */
#include "app/app_private.h"

void app_print_slip(struct app *app)
{
    const struct kiosk_ticket *ticket = &app->model.ticket;
    struct slip slip = {
        .def = app->options.def,
        .words = app->options.words,
        .lang = (enum lang)ticket->lang,
        .label = ticket->label,
        .service = ticket->service,
        .item = ticket->item,
        .ticket_class = ticket->ticket_class,
        .ahead = ticket->ahead,
        .lo_min = ticket->lo_min,
        .hi_min = ticket->hi_min,
        .wait_min = ticket->wait_min,
        .issued = ticket->issued,
        .tz_min = app->model.tz_min,
        .training = app->model.training != 0,
    };
    char label[LABEL_TEXT_SIZE];
    label_print(ticket->label, label);
    qr_make(ticket->qr, &app->qr);
    slip.qr = app->qr.size;
    slip.qr_dots = app->qr.dots;
    paper_make(&app->maker, &slip, &app->paper);
    printer_print(app->printer, &app->paper, ticket->id.n, label);
}
