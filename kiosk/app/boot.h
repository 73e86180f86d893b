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

/* Counts one more start in DIR/boot and gives the number. The folder is made. Where no number is,
 * at the first start or because the folder was lost, it gives 0: the controller then says the next
 * one. Beginning at 1 again could get the answers of an earlier run, somebody else's ticket. */
enum err boot_count(const char *dir, uint32_t *boot) MUST_CHECK;
/* Keeps the number that the controller gave, for the next start to count on from. */
enum err boot_keep(const char *dir, uint32_t boot) MUST_CHECK;

#endif
