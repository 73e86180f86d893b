/* SPDX-License-Identifier: Apache-2.0 */
/* Paper of a ticket. */
#include <stdio.h>

#include "app/app_private.h"
#include "os/log.h"
#include "protocol/slip_code.h"

/* D-24: a number given alone has its code under the key of its lease. */
static void sign(const struct app *app, uint32_t slip, struct kiosk_ticket *ticket)
{
    const struct ledger_slip *given = ledger_slip(&app->model.ledger, slip);
    const struct ledger_lease *lease =
        given ? ledger_lease(&app->model.ledger, given->leased.lease) : NULL;
    struct slip_code code = {.lease = lease ? lease->lease : 0, .label = ticket->label};
    _Static_assert(sizeof(ticket->qr) == SLIP_TEXT_SIZE, "the text of a code fits");
    if (lease && lease->key.length == sizeof(lease->key.at) &&
        slip_code_sign(&code, lease->key.at, app->model.ledger.day))
        slip_code_print(app->options.def, app->model.ledger.day, ticket->label, &code, ticket->qr);
}

void app_print_slip(struct app *app, uint32_t number, uint32_t job)
{
    struct kiosk_ticket ticket;
    kiosk_slip_ticket(&app->model, number, &ticket);
    if (ticket.alone)
        sign(app, number, &ticket);
    struct slip slip = {
        .def = app->options.def,
        .words = app->options.words,
        .lang = (enum lang)ticket.lang,
        .label = ticket.label,
        .service = ticket.service,
        .item = ticket.item,
        .journey = ticket.journey,
        .step = ticket.step,
        .principals = ticket.principals,
        .ticket_class = ticket.ticket_class,
        .ahead = ticket.ahead,
        .lo_min = ticket.lo_min,
        .hi_min = ticket.hi_min,
        .wait_min = ticket.wait_min,
        .issued = ticket.issued,
        .tz_min = app->model.tz_min,
        .training = app->model.training != 0,
        .roll_mm = app->options.printer->roll_mm,
        .slot = ticket.slot,
        .reprinted = ticket.reprinted,
        .alone = ticket.alone,
    };
    char label[LABEL_TEXT_SIZE], where[48] = "";
    if (ticket.journey)
        snprintf(where, sizeof(where), " journey=%u step=%u", ticket.journey, ticket.step);
    struct qr *qr = app->model.slip == number ? &app->qr : &app->paper_qr;
    label_print(ticket.label, label);
    qr_make(ticket.qr, qr);
    slip.qr = qr->size;
    slip.qr_dots = qr->dots;
    paper_make(&app->maker, &slip, &app->paper);
    log_info("print ticket=%s%s%s", label, ticket.reprinted ? " copy" : "", where);
    printer_print(app->printer, &app->paper, job, label);
}
