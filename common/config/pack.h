/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pack - the files of a hall definition as one piece of bytes, as it travels (D-41).
 *
 *     for each file in the order of config_file_name: name, 00, length (8 bytes,
 *     little-endian), the bytes
 *
 * A hall without items has five files, without a head for the sixth: so definitions of before
 * there were items keep their hash.
 *
 * These are the bytes that hall_def.hash is the SHA-256 of, so the hash of a WELCOME proves a pack.
 */
#ifndef CONFIG_PACK_H
#define CONFIG_PACK_H

#include <stdbool.h>

#include "config/config.h"

#define PACK_FILE_MAX (1u << 20) /* of one file, as config_read takes it */
#define PACK_MAX ((size_t)CONFIG_FILES * (PACK_FILE_MAX + 32))

/* What stands before file `index`; its length. */
#define PACK_HEAD_MAX 32
size_t pack_head(uint32_t index, size_t length, uint8_t head[PACK_HEAD_MAX]);
/* How many files a pack of these has. */
uint32_t pack_parts(const struct config_file files[CONFIG_FILES]);
size_t pack_size(const struct config_file files[CONFIG_FILES]);
/* `bytes` has room for pack_size. */
void pack_write(const struct config_file files[CONFIG_FILES], uint8_t *bytes);
/* files[] point into `bytes`, named as the files are. False when it is no pack, or more than one.
 */
bool pack_read(const uint8_t *bytes, size_t size,
               struct config_file files[CONFIG_FILES]) MUST_CHECK;

#endif
