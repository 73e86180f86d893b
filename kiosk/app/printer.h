/* SPDX-License-Identifier: Apache-2.0 */
/*
 * printer - slips on paper by one of the ways of backend.h, or as PNG files.
 *
 * Printers and CUPS block, so this lives on a thread of its own; one slip is under way at a time.
 * What came of it, and what the printer says of itself every PRINTER_ASK_MS, arrives on the event
 * loop. The screen never waits.
 *
 * At its start, and whenever a job could not be taken back for certain, the thread first takes back
 * every job of this kiosk that waits somewhere: what a power cut or a hung cupsd left behind never
 * comes out beside the slip that is printed for it.
 *
 * Ownership: printer_open starts the thread, printer_close joins it (at most a few
 *            seconds: every request is bounded).
 */
#ifndef APP_PRINTER_H
#define APP_PRINTER_H

#include "app/backend.h"

#define PRINTER_ASK_MS (5 * SECOND)
#define PRINT_SHEET 0           /* in place of a ticket: a paper of no number */
#define PRINTER_TEST UINT32_MAX /* `ticket` of a test slip */
#define PRINTER_TEST_CODE "JIAOHAO PRINTER TEST"

struct event_base;
struct printer;

struct printer_options {
    const struct backend *backend; /* copied; without kiosk and stop, which are set here */
    const char *kiosk;             /* its name: how the names of its jobs begin */
    const char *tickets;           /* folder for PNG files; NULL = none */
    void *context;
    void (*on_printed)(void *context, uint32_t ticket, enum print_result result,
                       uint16_t length_mm);
    void (*on_state)(void *context, enum printer_state state);
    /* The answer to printer_ask. */
    void (*on_asked)(void *context, uint32_t ticket, enum backend_outcome outcome);
};

/* The slip as the bytes of that way. */
enum err printer_encode(const struct backend *backend, const struct paper *paper,
                        struct document *document) MUST_CHECK;

enum err printer_open(struct event_base *base, const struct printer_options *options,
                      struct printer **printer) MUST_CHECK;
void printer_close(struct printer *printer);

/* Copies the paper. on_printed comes later, also for a slip that cannot be taken now. */
void printer_print(struct printer *printer, const struct paper *paper, uint32_t ticket,
                   const char *label);
/* A slip of an earlier run: did it come out? Asked once the jobs of that run are taken back;
 * on_asked comes later. A second question before the answer to the first is CANNOT_TELL. */
void printer_ask(struct printer *printer, uint32_t ticket, const char *label);

#endif
