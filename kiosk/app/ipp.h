/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ipp - one slip through CUPS, and what the printer says about itself. Blocking, bounded
 * in time: only the printer's thread calls it (a slip takes about a second).
 *
 * A job that cannot be printed is cancelled, so that its slip does not come out later,
 * when nobody stands there any more.
 */
#ifndef APP_IPP_H
#define APP_IPP_H

#include <stdatomic.h>

#include "app/raster.h"
#include "domain/vocab.h"

#define IPP_CONNECT_MS 3000
#define IPP_ANSWER_S 3.0          /* a server that hangs */
#define IPP_PAPER_MS (6 * SECOND) /* no paper for that long: give up */
#define IPP_JOB_MS (20 * SECOND)  /* not printed for that long: give up */

/* A CUPS queue ("ticket") or the printer itself ("ipp://host/ipp/print"). */
struct ipp_printer {
    const char *name;
    atomic_bool *stop; /* gives up at once */
};

enum ipp_state { IPP_READY, IPP_NO_PAPER, IPP_FAULT };

enum print_result ipp_print(const struct ipp_printer *printer, const struct raster *raster,
                            const char *title);
/* Asks the printer itself where CUPS knows its address: the server's own answer is stale while
 * nothing prints. `text` gets the reason for logs. */
enum ipp_state ipp_state(const struct ipp_printer *printer, char *text, size_t size);

#endif
