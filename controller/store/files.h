/* SPDX-License-Identifier: Apache-2.0 */
/*
 * files - the names inside a state folder.
 *
 *     journal-N.db       the database; SQLite keeps journal-N.db-wal beside
 *     journal-current    N of the one that counts
 *     journal-N.db.new   a copy that was never finished
 *     archive/           see archive.h
 *     disk-marker        see marker.h
 *     reserve.bin        see room.h
 *
 * A copy forward (D-32) gets the next N and never the old name: SQLite would play the old -wal
 * file into whatever stands under its name. A database that somebody has put into the folder does
 * not count, whatever its number: it is named in the log and left alone.
 */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include "base/base.h"
#include "base/err.h"

struct source;

/* The N that counts, 0 = there is no database. ERR_DB when it is gone or cannot be told. */
enum err files_current(const char *dir, uint32_t *number) MUST_CHECK;
/* From now on that one does. */
enum err files_choose(const char *dir, uint32_t number) MUST_CHECK;
/* FILE_PATH_MAX bytes. `suffix` is "" or ".new". ERR_IO when the folder's name is too long. */
enum err files_path(const char *dir, uint32_t number, const char *suffix, char *path) MUST_CHECK;
/* Removes databases below N and unfinished copies; names those above it. What cannot be removed is
 * logged and stays. */
void files_sweep(const char *dir, uint32_t number);
/* An empty file for this user alone, in place of what had that name. */
enum err files_make_empty(const char *path) MUST_CHECK;
enum err files_sync(const char *path) MUST_CHECK;
/* Opens source->db on a database that nobody writes, and does not change it or anything beside it.
 */
enum err files_open_unchanging(const char *path, struct source *source) MUST_CHECK;
/* Makes renames in the folder durable. */
enum err files_sync_dir(const char *dir) MUST_CHECK;

#endif
