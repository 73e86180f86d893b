/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ipp - slips through CUPS or straight to a printer that speaks IPP (backend.h).
 *
 * A job is followed to what the printer says, by its name: cupsd says "completed" also of a
 * document that the printer refused.
 */
#ifndef APP_IPP_H
#define APP_IPP_H

#include "app/backend.h"

enum print_result ipp_print(struct backend *backend, const struct document *document,
                            const char *title);
void ipp_ask(const struct backend *backend, struct printer_report *report);
bool ipp_tidy(struct backend *backend);
enum backend_outcome ipp_outcome(const struct backend *backend, const char *title);

#endif
