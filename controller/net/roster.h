/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roster - the devices this hall knows: one key file each, STATE/devices/NAME.key (D-25), and those
 * it knew: NAME.revoked. A revoked uid stays out, also when its key file comes back.
 *
 * The folder is looked at by roster_look, and when a stranger comes, so a device that was
 * adopted a moment ago needs no restart. It is read again when files came or went; a key
 * file that is changed in place is not noticed (hallctl replaces files).
 *
 * Every key has a serial: another key of the same device has another one, the same key keeps
 * it. Whoever let a device in keeps the serial and compares, not the key.
 *
 * Ownership: roster_new allocates; pointers hold until the next roster_look or roster_find.
 * Errors: a bad file is logged and left out.
 */
#ifndef NET_ROSTER_H
#define NET_ROSTER_H

#include "base/base.h"
#include "base/err.h"
#include "link/revoked.h"

#define ROSTER_MAX (4096 + 64) /* devices of a hall, and administrators */
#define ROSTER_LOOK_MS 250     /* of the second in which a revoked device must be out */

struct roster;

/* ERR_IO when the folder cannot be made or read. */
enum err roster_new(const char *state_dir, struct roster **roster) MUST_CHECK;
void roster_free(struct roster *roster);

/* Reads the folder again if it changed. */
void roster_look(struct roster *roster);
/* Counts up with every reading: who compares serials does so once after each. */
uint32_t roster_readings(const struct roster *roster);

/* NULL when nobody here has this uid. May read the folder. */
const struct device_key *roster_find(struct roster *roster, uint64_t uid);
/* The same by name, from what was read; for stations behind a line. */
const struct device_key *roster_find_name(const struct roster *roster, const char *name);
/* Of the key of that uid; 0 = nobody. From what was read. */
uint32_t roster_serial(const struct roster *roster, uint64_t uid);
/* Since when it is out; NULL when it was never in. From what was read. */
const struct revoked *roster_revoked(const struct roster *roster, uint64_t uid);
uint32_t roster_count(const struct roster *roster);

#endif
