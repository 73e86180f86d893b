/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scan - what a bar-code or QR scanner sends, as one line of harmless characters.
 *
 * Letters, digits, space and : / . ? = & _ - count: what the codes of slips and appointments are
 * made of. Everything else but the end of the line makes the line worthless, so a code that types
 * commands does nothing (T11). A line ends with CR or LF (Enter on a keyboard); one longer than
 * SCAN_MAX or older than SCAN_LINE_MS before its end is dropped whole: half a code is no code.
 *
 * Ownership: the caller's memory. scan_wipe when the text was used: it may be a token of a
 *            person (R-I5). Time: monotonic.
 */
#ifndef DEVICE_SCAN_H
#define DEVICE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

#define SCAN_MAX 96
#define SCAN_LINE_MS (2 * SECOND)

struct scan {
    size_t length;
    bool worthless;
    msec began;
    char text[SCAN_MAX + 1];
};

void scan_wipe(struct scan *scan);
/* True at the end of a line that is worth something: then text holds it. */
bool scan_take(struct scan *scan, uint8_t byte, msec now);

#endif
