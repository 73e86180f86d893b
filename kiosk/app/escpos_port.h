/* SPDX-License-Identifier: Apache-2.0 */
/*
 * escpos_port - slips straight to a receipt printer over a serial line or USB, with its answers
 * (backend.h).
 *
 * DLE EOT is answered at once, whatever the printer does; GS r stands in the queue behind the slip,
 * so its answer says that the slip is out.
 */
#ifndef APP_ESCPOS_PORT_H
#define APP_ESCPOS_PORT_H

#include "app/backend.h"

#define ESCPOS_PORT_BAUD 115200
#define ESCPOS_ANSWER_MS 500 /* to a question that is answered at once */

enum print_result escpos_port_print(struct backend *backend, const struct document *document);
void escpos_port_ask(const struct backend *backend, struct printer_report *report);

#endif
