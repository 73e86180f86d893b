/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "os/log.h"
#include "store/files.h"
#include "store/internal.h"

/* Every page of the new file is written anew, so nothing of it can be a page that the kernel took
 * for clean after a failed sync. Whether VACUUM INTO syncs depends on SQLite's version: we do. */
enum err heal_copy_rows(struct store *store, const char *path)
{
    sqlite3_stmt *statement;
    enum err err = files_make_empty(path);
    if (!err)
        err = store_prepare(store, "VACUUM INTO ?", &statement);
    if (err)
        return err;
    sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE)
        err = store_fault(store, "copy forward");
    sqlite3_finalize(statement);
    return err ? err : files_sync(path);
}

/* Nothing may be carried on that the chain does not prove. */
static enum err check_source(struct store *store, const struct store_options *options,
                             uint32_t number)
{
    enum err err = store_take_file(store, number);
    if (!err)
        err = schema_migrate(store);
    if (!err)
        err = schema_identify(store, options);
    return err ? err : store_verify(store);
}

static enum err publish(struct store *store, const char *fresh, uint32_t number)
{
    char path[FILE_PATH_MAX];
    enum err err = files_path(store->dir, number, "", path);
    if (!err && rename(fresh, path) != 0)
        err = log_fault(ERR_IO, "file=%s cannot be renamed: %s", fresh, strerror(errno));
    return err ? err : files_sync_dir(store->dir);
}

enum err heal_copy_forward(struct store *store, const struct store_options *options,
                           uint32_t *number)
{
    char fresh[FILE_PATH_MAX];
    if (store->marker.twice)
        return log_fault(ERR_DB,
                         "state=%s stays closed: its disk failed twice within 24 hours; have the "
                         "disk replaced, or restart the machine to try once more",
                         store->dir);
    log_warn("state=%s the disk failed before this start; copying the journal to a new file",
             store->dir);
    enum err err = files_path(store->dir, *number + 1, ".new", fresh);
    if (!err)
        err = check_source(store, options, *number);
    if (!err)
        err = heal_copy_rows(store, fresh);
    if (!err)
        err = publish(store, fresh, *number + 1);
    if (!err)
        err = files_choose(store->dir, *number + 1);
    sqlite3_close(store->source.db);
    store->source.db = NULL;
    if (err)
        return err;
    *number += 1;
    return marker_clear(&store->marker);
}
