/* SPDX-License-Identifier: Apache-2.0 */
/*
 * devices - STATE/devices, where the keys of a hall are: NAME.key, and NAME.revoked of those that
 * were. A running controller looks into it four times a second.
 *
 * Errors: one sentence on stderr, then false.
 */
#ifndef CTL_DEVICES_H
#define CTL_DEVICES_H

#include <stdbool.h>

#include "link/revoked.h"
#include "os/file.h"

/* Can it be a file name and a word of the key file? */
bool devices_name_good(const char *name);
/* Makes the folder when it is missing; false when its name is too long for what comes into it. */
bool devices_open(const char *state);
void devices_path(char path[FILE_PATH_MAX], const char *state, const char *name,
                  const char *ending);

/* The key in NAME.key is worth nothing from now on: NAME.revoked says so, then the key's bytes are
 * overwritten and the file is gone. *revoked tells what was written. */
bool devices_revoke(const char *state, const char *name, struct revoked *revoked);

#endif
