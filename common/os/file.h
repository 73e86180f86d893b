/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file - whole files, read within a bound and written so that a power cut leaves
 * the old file or the new one, never half of it.
 *
 * Errors: ERR_IO, ERR_TOOBIG, ERR_NOMEM. file_read says nothing (callers know what
 *         the file is for); file_write and file_make_dir log the path and the reason.
 */
#ifndef OS_FILE_H
#define OS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"
#include "base/err.h"

#define FILE_PATH_MAX 4096

/* *bytes is allocated and has a NUL behind the last byte; the caller frees it.
 * ERR_TOOBIG when there are more than `max`. On an error *bytes is NULL. */
enum err file_read(const char *path, size_t max, uint8_t **bytes, size_t *length) MUST_CHECK;

/* Writes PATH.new, syncs it, renames it over PATH and syncs the folder. The file
 * has exactly that mode, also for keys (0600). What could not be written whole leaves nothing. */
enum err file_write(const char *path, const void *bytes, size_t length, uint32_t mode) MUST_CHECK;

/* The same without waiting for the disk: after a power cut it may be gone or damaged. For what is
 * checked when it is read, and can be had again. */
enum err file_cache(const char *path, const void *bytes, size_t length, uint32_t mode) MUST_CHECK;

/* Makes the folder and those above it; no error when it is there. */
enum err file_make_dir(const char *path, uint32_t mode) MUST_CHECK;

bool file_exists(const char *path);

/* The path of a file in a folder; false, and one sentence in the log, when it is too long. */
bool file_in(const char *folder, const char *name, char path[FILE_PATH_MAX]) MUST_CHECK;

/* All of it, however the kernel cuts it; false with errno set. */
bool file_write_fd(int fd, const uint8_t *bytes, size_t length) MUST_CHECK;

#endif
