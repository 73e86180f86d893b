/* SPDX-License-Identifier: Apache-2.0 */
/*
 * marker - remembers, across a restart of the process, that the disk refused something.
 *
 * After a failed fsync the kernel may show bytes that never reached the disk, until it is
 * rebooted; so the mark holds the kernel's boot id and is void under another one (D-32). It need
 * not be synced: it must live exactly as long as the page cache that is no longer trusted. The
 * file has its full size from the start, so marking needs no free space.
 *
 * The mark before the last one stays in the file: twice within 24 h is a broken disk.
 */
#ifndef STORE_MARKER_H
#define STORE_MARKER_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"

#define MARKER_TWICE (24 * HOUR)

struct marker {
    int fd;          /* -1 = none */
    bool failed;     /* the disk failed under the running kernel */
    bool twice;      /* and less than 24 h before that, too */
    msec at, before; /* the last failure and the one before; 0 = none */
};

enum err marker_open(struct marker *marker, const char *dir) MUST_CHECK;
void marker_close(struct marker *marker);
/* Returns whether the mark could be written. Says nothing: the caller has just logged why. */
bool marker_set(struct marker *marker, msec now);
/* What was wrong is healed; the failure becomes the one before. */
enum err marker_clear(struct marker *marker) MUST_CHECK;

#endif
