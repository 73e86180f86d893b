/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cups_ask - a connection to cupsd or to a printer that speaks IPP, and what it says of itself.
 *
 * Blocking, bounded in time: only the printer's thread calls it. cupsd knows a printer's state only
 * while a job runs; while nothing prints its answer is stale, so the printer behind a queue is
 * asked itself.
 */
#ifndef APP_CUPS_ASK_H
#define APP_CUPS_ASK_H

#include <cups/cups.h>
#include <stdbool.h>
#include <stddef.h>

#include "app/printer_state.h"

#define CUPS_CONNECT_MS 3000
#define CUPS_ANSWER_S 3.0 /* a server that hangs */
#define CUPS_URI_SIZE 512
#define CUPS_USER "hall-kiosk"

struct cups_target {
    http_t *http; /* NULL = not connected */
    char uri[CUPS_URI_SIZE];
    char resource[256];
};

bool cups_is_address(const char *name); /* ipp:// or ipps:// */
/* A queue of the local cupsd ("ticket"), or a printer by its address. False: not reached. */
bool cups_dial(const char *name, struct cups_target *target);
void cups_hang_up(struct cups_target *target);

ipp_t *cups_request(ipp_op_t operation, const struct cups_target *target);

struct cups_condition {
    bool known;
    bool halted;    /* stopped, or takes no jobs: somebody has to set it going */
    bool takes_pwg; /* image/pwg-raster is among its formats */
    struct printer_report report;
    char device[CUPS_URI_SIZE]; /* of a queue: the printer behind it */
};
void cups_condition(const struct cups_target *target, struct cups_condition *condition);

#endif
