/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backend - the ways to a printer, chosen by the name in the configuration:
 *
 *     ticket                          a driverless CUPS queue: PWG raster
 *     ipp://host/ipp/print            the printer itself, without cupsd: PWG raster
 *     raw:ticket                      ESC/POS over a raw CUPS queue
 *     serial:/dev/ttyS1[@19200]       ESC/POS straight, with its answers (115200 baud)
 *     usb:/dev/usb/lp0                the same over USB
 *     none, png                       PNG files only
 *
 * Every call blocks and is bounded in time: only the printer's thread makes them. A slip is
 * PRINTED when the printer says so, as far as it can say anything; what is not printed in time is
 * taken back, so that it does not come out later, when nobody stands there any more.
 */
#ifndef APP_BACKEND_H
#define APP_BACKEND_H

#include <stdatomic.h>

#include "app/document.h"
#include "app/printer_state.h"
#include "domain/vocab.h"

#define BACKEND_JOB_MS (20 * SECOND)  /* not printed for that long: give up */
#define BACKEND_PAPER_MS (6 * SECOND) /* no paper or an open cover for that long: give up */
#define BACKEND_POLL_MS 50
#define BACKEND_TITLE_SIZE 80
#define BACKEND_OURS_SIZE 48

enum backend_kind { BACKEND_FILES, BACKEND_QUEUE, BACKEND_IPP, BACKEND_RAW, BACKEND_PORT };

struct backend {
    uint8_t kind;      /* enum backend_kind */
    const char *name;  /* of the queue, the address or the device; the caller's */
    char device[192];  /* of a port, without its speed */
    uint32_t baud;     /* 0 = it has none */
    uint16_t roll_mm;  /* 80 or 58 */
    const char *ours;  /* how titles of this kiosk's jobs begin; the caller's */
    atomic_bool *stop; /* gives up at once */
    bool unsure;       /* a job may be there that was not taken back: tidy first */
};

/* How it went for a slip that was under way when the power was cut. */
enum backend_outcome { BACKEND_CANNOT_TELL, BACKEND_CAME_OUT, BACKEND_DID_NOT };

/* False: it is none of the ways above; `why` says so in a sentence. */
bool backend_parse(const char *name, struct backend *backend, char *why, size_t size) MUST_CHECK;

/* `title` begins with `ours` and names this job and no other, before or after it. */
enum print_result backend_print(struct backend *backend, const struct document *document,
                                const char *title);
/* Asks the printer itself where that is possible. */
void backend_ask(const struct backend *backend, struct printer_report *report);
/* Takes back every job of ours that waits or prints. False: it could not be asked. */
bool backend_tidy(struct backend *backend);
/* Of the newest job whose title begins so. */
enum backend_outcome backend_outcome(const struct backend *backend, const char *title);

#endif
