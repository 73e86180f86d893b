/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printer - slips on paper, or as PNG files where no printer is configured.
 *
 * CUPS blocks, so it lives on a thread of its own; one slip is under way at a time. What
 * came of it, and what the printer says of itself every PRINTER_ASK_MS, arrives on the
 * event loop. The screen never waits.
 *
 * Ownership: printer_open starts the thread, printer_close joins it (at most a few
 *            seconds: every request to CUPS is bounded).
 */
#ifndef APP_PRINTER_H
#define APP_PRINTER_H

#include "app/ipp.h"

#define PRINTER_ASK_MS (10 * SECOND)

#define PRINT_SHEET 0 /* in place of a ticket: a paper of no number */

struct event_base;
struct printer;

struct printer_options {
    const char *name;    /* CUPS queue or ipp:// address; NULL = PNG files */
    const char *tickets; /* folder for PNG files; NULL = none */
    void *context;
    void (*on_printed)(void *context, uint32_t ticket, enum print_result result);
    void (*on_state)(void *context, enum ipp_state state);
};

enum err printer_open(struct event_base *base, const struct printer_options *options,
                      struct printer **printer) MUST_CHECK;
void printer_close(struct printer *printer);

/* Copies the paper. on_printed comes later, also for a slip that cannot be taken now. */
void printer_print(struct printer *printer, const struct paper *paper, uint32_t ticket,
                   const char *label);

#endif
