/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keep - what staff chose at this kiosk, kept in its state folder over a restart: the volume, and
 * whether it is out of use (k25). One line each, "volume 6", "stopped 1".
 */
#ifndef APP_KEEP_H
#define APP_KEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/base.h"
#include "base/err.h"

struct kept {
    uint8_t volume;
    bool stopped;
};

/* What the file does not say stays as it is in *kept. */
enum err keep_read(const char *dir, struct kept *kept) MUST_CHECK;
enum err keep_write(const char *dir, const struct kept *kept) MUST_CHECK;

#endif
