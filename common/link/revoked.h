/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revoked - what stays of a device key after `hallctl revoke`: STATE/devices/NAME.revoked says
 * whose it was and since when it is worth nothing. The key itself is not in it.
 */
#ifndef LINK_REVOKED_H
#define LINK_REVOKED_H

#include "link/link.h"

#define REVOKED_AT_SIZE 21 /* "2026-03-18T09:30:00Z" */

struct revoked {
    uint64_t uid;
    uint8_t kind;
    char name[25];
    char at[REVOKED_AT_SIZE];
};

/* The key was revoked at that moment (UTC). */
struct revoked revoked_of(const struct device_key *key, msec utc);
enum err revoked_write(const char *path, const struct revoked *revoked) MUST_CHECK;
/* ERR_CONFIG with one clear sentence when it is missing or makes no sense. */
enum err revoked_read(const char *path, struct revoked *revoked) MUST_CHECK;

#endif
