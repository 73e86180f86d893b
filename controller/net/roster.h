/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roster - the devices this hall knows: one key file each, STATE/devices/NAME.key (D-25).
 *
 * The folder is read again when a stranger comes and the folder has changed since, so a
 * device that was adopted a moment ago needs no restart.
 *
 * Ownership: roster_new allocates. Errors: a bad key file is logged and left out.
 */
#ifndef NET_ROSTER_H
#define NET_ROSTER_H

#include "base/base.h"
#include "base/err.h"
#include "link/link.h"

#define ROSTER_MAX (4096 + 64) /* devices of a hall, and administrators */

struct roster;

/* ERR_IO when the folder cannot be made or read. */
enum err roster_new(const char *state_dir, struct roster **roster) MUST_CHECK;
void roster_free(struct roster *roster);

/* NULL when nobody here has this uid. May read the folder. */
const struct device_key *roster_find(struct roster *roster, uint64_t uid);
/* The same by name, from what was read; for stations behind a line. */
const struct device_key *roster_find_name(struct roster *roster, const char *name);
uint32_t roster_count(const struct roster *roster);

#endif
