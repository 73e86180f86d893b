/* SPDX-License-Identifier: Apache-2.0 */
/*
 * boot - how often this kiosk has started, kept in a file: with it, a command number of
 * this run can never be taken for one of an earlier run (D-09).
 */
#ifndef APP_BOOT_H
#define APP_BOOT_H

#include <stdint.h>

#include "base/base.h"
#include "base/err.h"

/* Counts one more start in DIR/boot and gives the number, 1 at the first. The folder is made.
 * ERR_CONFIG when the file holds something else: it names it and says what to do. */
enum err boot_count(const char *dir, uint32_t *boot) MUST_CHECK;

#endif
