/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ipp_jobs - jobs at cupsd or at a printer: put in, found by name, taken back. Blocking, bounded.
 */
#ifndef APP_IPP_JOBS_H
#define APP_IPP_JOBS_H

#include "app/cups_ask.h"
#include "app/document.h"

enum ipp_fate {
    IPP_NEVER_SEEN, /* no such job there */
    IPP_UNDER_WAY,
    IPP_CAME_OUT,
    IPP_LOST,   /* cancelled or aborted */
    IPP_SILENT, /* it does not answer, or does not tell of its jobs */
};

/* The job's id. 0 = not taken; *unsure = it may be there all the same, the answer did not come. */
int ipp_submit(const struct cups_target *target, const struct document *document, bool raw,
               const char *title, bool *unsure);
/* Of the newest job whose name begins so; *job is its id. */
enum ipp_fate ipp_find(const struct cups_target *target, const char *title, int *job);
/* Of a job by its id. NEVER_SEEN: it is over, and no history is kept. */
enum ipp_fate ipp_look(const struct cups_target *target, int job);
/* False: nobody answered. */
bool ipp_cancel(const struct cups_target *target, int job);
/* Every job that is not over and whose name begins with `ours`. False: nobody answered. */
bool ipp_cancel_all(const struct cups_target *target, const char *ours);

#endif
