/* SPDX-License-Identifier: Apache-2.0 */
/*
 * town - writes a hall definition for a day: its zones, services and windows, ten
 * kiosks, fourteen boards, a call pad on TCP at every window, one console.
 *
 * Errors: ERR_IO, logged with the path.
 */
#ifndef LOAD_TOWN_H
#define LOAD_TOWN_H

#include "day/day.h"

#define TOWN_ID "load"

/* Makes the five YAML files in `dir`, which exists. */
enum err town_write(const struct day *day, const char *dir) MUST_CHECK;

#endif
