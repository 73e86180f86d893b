/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secrets - keys stay in the memory of the program that needs them (T18), and are random.
 *
 * Wiping is the holder's: explicit_bzero in shells, crypto_wipe in protocol.
 */
#ifndef OS_SECRETS_H
#define OS_SECRETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/base.h"

/* The first thing in main of every program that reads a key: from here on no core file is written,
 * and no other program of the same user can read this one's memory or environment. */
void secrets_keep(void);

/* Bytes for keys, from the kernel. False when there are none: then nothing may be begun. */
bool secrets_random(void *bytes, size_t count) MUST_CHECK;

#endif
