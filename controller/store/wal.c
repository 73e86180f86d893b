/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wal - room in SQLite's log before it is needed.
 *
 * A sync after writing over bytes that are there costs about half of one after making the file
 * longer: the file system then has nothing of its own to write. So the log is made longer with
 * zeros, a piece at a time, up to what WAL_PAGES_MAX lets it use, and is used again from its
 * beginning after each checkpoint. SQLite stops reading at the first frame that is none, and zeros
 * are none.
 *
 * Errors: none. Without room a commit is slower, and says itself when the disk is full.
 */
#include "store/internal.h"

#define PAGE 4096
#define FRAME (PAGE + 24)
#define PIECE 65536
#define PIECES 4
#define FRAMES_A_TURN 16 /* most turns write two or three */

static int count_pages(void *context, sqlite3 *db, const char *name, int pages)
{
    struct store *store = context;
    (void)db, (void)name;
    store->wal_pages = pages;
    return SQLITE_OK;
}

static sqlite3_file *wal_file(struct store *store)
{
    sqlite3_file *file = NULL;
    if (sqlite3_file_control(store->source.db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file))
        return NULL;
    return file && file->pMethods ? file : NULL;
}

void wal_open(struct store *store)
{
    sqlite3_file *file = wal_file(store);
    sqlite3_int64 size = 0;
    sqlite3_wal_hook(store->source.db, count_pages, store);
    if (file && file->pMethods->xFileSize(file, &size) == SQLITE_OK)
        store->wal_bytes = size;
}

void wal_make_room(struct store *store)
{
    static const char zeros[PIECE];
    sqlite3_int64 needed = (sqlite3_int64)(store->wal_pages + FRAMES_A_TURN) * FRAME;
    sqlite3_file *file = wal_file(store);
    if (needed <= store->wal_bytes || store->wal_pages > WAL_PAGES_MAX || !file)
        return;
    /* Behind its end, wherever SQLite has put that since. */
    if (file->pMethods->xFileSize(file, &store->wal_bytes) != SQLITE_OK)
        return;
    for (int i = 0; i < PIECES && store->wal_bytes < needed + PIECE * PIECES; i++) {
        if (file->pMethods->xWrite(file, zeros, PIECE, store->wal_bytes) != SQLITE_OK)
            return;
        store->wal_bytes += PIECE;
    }
}
