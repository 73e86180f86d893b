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
#include <stdint.h>

#include "base/base.h"

/* The first thing in main of every program that reads a key: from here on no core file is written,
 * and no other program of the same user can read this one's memory or environment. */
void secrets_keep(void);

/* Bytes for keys, from the kernel. False when there are none: then nothing may be begun. */
bool secrets_random(void *bytes, size_t count) MUST_CHECK;

/* A person's PIN as the hall keeps and compares it (D-43): scrypt with N = 16384, r = 8, p = 1 and
 * the salt (staff number, instance), both little-endian. Takes about 50 ms and 16 MB: never on the
 * thread of a screen. False without memory. The caller wipes both. */
#define SECRETS_STRETCHED 32
bool secrets_stretch(const char *pin, uint32_t number, uint64_t instance,
                     uint8_t proof[SECRETS_STRETCHED]) MUST_CHECK;

#endif
