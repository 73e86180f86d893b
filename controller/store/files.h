/* SPDX-License-Identifier: Apache-2.0 */
/*
 * files - the names inside a state folder.
 *
 *     journal-N.db       the database; the highest N counts, SQLite keeps journal-N.db-wal beside
 *     journal-N.db.new   a copy that was never finished
 *     disk-marker        see marker.h
 *
 * A copy forward (D-32) gets the next N and never the old name: SQLite would play the old -wal
 * file into whatever stands under its name.
 */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include "base/base.h"
#include "base/err.h"

/* The highest N in the folder, 0 = there is no database. */
enum err files_current(const char *dir, uint32_t *number) MUST_CHECK;
/* FILE_PATH_MAX bytes. `suffix` is "" or ".new". ERR_IO when the folder's name is too long. */
enum err files_path(const char *dir, uint32_t number, const char *suffix, char *path) MUST_CHECK;
/* Removes databases below N and unfinished copies. What cannot be removed is logged and stays. */
void files_sweep(const char *dir, uint32_t number);
/* Makes renames in the folder durable. */
enum err files_sync_dir(const char *dir) MUST_CHECK;

#endif
