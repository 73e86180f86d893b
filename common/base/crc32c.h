/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crc32c - CRC-32C (Castagnoli, polynomial 0x1EDC6F41, reflected), as used by
 * the frame check of HALL/1. crc32c("123456789") = 0xe3069283. Compiled with
 * -DPROTOCOL_STATION it is slower and 8 KiB smaller.
 */
#ifndef BASE_CRC32C_H
#define BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

uint32_t crc32c(const void *bytes, size_t n);
/* The same in pieces: start with crc = 0 and feed what was returned. */
uint32_t crc32c_more(uint32_t crc, const void *bytes, size_t n);

#endif
