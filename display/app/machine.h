/* SPDX-License-Identifier: Apache-2.0 */
/*
 * machine - what a board tells of the computer it runs on.
 */
#ifndef APP_MACHINE_H
#define APP_MACHINE_H

#include <stdint.h>

#define MACHINE_CELSIUS_UNKNOWN INT16_MIN

/* Of the hottest sensor. */
int16_t machine_celsius(void);
/* MiB that may still be written where that folder lies; NULL = the root. 0 = not known. */
uint32_t machine_free_mb(const char *folder);

#endif
