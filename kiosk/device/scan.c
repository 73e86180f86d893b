/* SPDX-License-Identifier: Apache-2.0 */
#include "device/scan.h"

#include <string.h>

void scan_wipe(struct scan *scan)
{
    volatile char *at = (volatile char *)scan;
    for (size_t i = 0; i < sizeof(*scan); i++)
        at[i] = 0;
}

static bool is_harmless(uint8_t byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           (byte >= '0' && byte <= '9') || (byte != 0 && strchr(" :/.?=&_-", byte) != NULL);
}

bool scan_take(struct scan *scan, uint8_t byte, msec now)
{
    bool begun = scan->length > 0 || scan->worthless;
    if (begun && now - scan->began > SCAN_LINE_MS) {
        scan_wipe(scan);
        begun = false;
    }
    if (byte == '\r' || byte == '\n') {
        bool good = scan->length > 0 && !scan->worthless;
        if (!good)
            scan_wipe(scan);
        return good;
    }
    if (!begun)
        scan->began = now;
    if (!is_harmless(byte) || scan->length == SCAN_MAX)
        scan->worthless = true;
    if (!scan->worthless)
        scan->text[scan->length++] = (char)byte;
    return false;
}
