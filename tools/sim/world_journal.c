/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "sim/world_journal.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/wire.h"
#include "sim/disk.h"

#define HALL_ID "simulated"

struct memory_row {
    uint64_t seq;
    msec at;
    struct command_id id;
    uint8_t verb, facts;
    struct result result;
    size_t body, length;
};

struct journal {
    bool vfs;
    /* in memory */
    struct memory_row *rows;
    uint64_t count, heard, size;
    uint8_t *bytes;
    size_t used, room;
    /* on the disk that loses power */
    struct store *store;
    char dir[64];
};

static void *checked(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

struct journal *journal_new(bool vfs, uint64_t seed)
{
    struct journal *journal = checked(calloc(1, sizeof(*journal)));
    journal->vfs = vfs;
    if (!vfs)
        return journal;
    static bool installed;
    if (!installed)
        disk_install();
    installed = true;
    disk_reset(seed);
    snprintf(journal->dir, sizeof(journal->dir), "%s/hall-sim-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(journal->dir))
        abort();
    return journal;
}

static void remove_dir(const char *dir)
{
    DIR *folder = opendir(dir);
    for (struct dirent *e = folder ? readdir(folder) : NULL; e; e = readdir(folder))
        if (e->d_name[0] != '.' && unlinkat(dirfd(folder), e->d_name, 0) != 0) {
            char path[512];
            snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
            remove_dir(path);
        }
    if (folder)
        closedir(folder);
    rmdir(dir);
}

void journal_free(struct journal *journal)
{
    if (!journal)
        return;
    store_close(journal->store);
    if (journal->vfs)
        remove_dir(journal->dir);
    free(journal->rows);
    free(journal->bytes);
    free(journal);
}

static void read_row(const struct journal *journal, const struct memory_row *from,
                     struct store_row *row)
{
    struct wire_in in = {journal->bytes + from->body, journal->bytes + from->body + from->length,
                         false};
    row->seq = from->seq;
    row->at = from->at;
    row->id = from->id;
    row->verb = from->verb;
    row->result = from->result;
    row->facts.count = from->facts;
    for (uint32_t i = 0; i < from->facts; i++)
        fact_get(&in, &row->facts.list[i]);
    assert(!in.bad);
}

/* A start reads one day only. */
static uint64_t day_begins(const struct journal *journal)
{
    uint64_t i = journal->count;
    while (i > 0 && journal->rows[i - 1].verb != VERB_DAY_OPEN)
        i--;
    return i > 0 ? i - 1 : 0;
}

enum err journal_start(struct journal *journal,
                       enum err (*take)(void *context, const struct store_row *row), void *context)
{
    if (journal->vfs) {
        const struct store_options options = {.dir = journal->dir, .hall_id = HALL_ID};
        enum err err = store_open(&options, &journal->store);
        return err ? err : store_replay(journal->store, take, context);
    }
    static struct store_row row;
    enum err err = ERR_NONE;
    for (uint64_t i = day_begins(journal); i < journal->count && !err; i++) {
        read_row(journal, &journal->rows[i], &row);
        err = take(context, &row);
    }
    return err;
}

enum err journal_begin(struct journal *journal)
{
    return journal->vfs ? store_begin(journal->store) : ERR_NONE;
}

static void make_room(struct journal *journal)
{
    if (journal->count == journal->size) {
        journal->size = journal->size * 2 + 1024;
        journal->rows = checked(realloc(journal->rows, journal->size * sizeof(*journal->rows)));
    }
    if (journal->used + FACTS_MAX * FACT_BYTES_MAX > journal->room) {
        journal->room = journal->room * 2 + (1u << 18);
        journal->bytes = checked(realloc(journal->bytes, journal->room));
    }
}

enum err journal_append(struct journal *journal, const struct command *command,
                        const struct result *result, const struct facts *facts, uint64_t *seq)
{
    if (journal->vfs)
        return store_append(journal->store, command, result, facts, seq);
    make_room(journal);
    uint8_t *from = journal->bytes + journal->used;
    struct wire_out out = {from, journal->bytes + journal->room, false};
    for (uint32_t i = 0; i < facts->count; i++)
        fact_put(&out, &facts->list[i]);
    assert(!out.bad);
    *seq = journal->count + 1;
    journal->rows[journal->count++] = (struct memory_row){
        .seq = *seq,
        .at = result->at,
        .id = command->id,
        .verb = result->verb,
        .facts = (uint8_t)facts->count,
        .result = *result,
        .body = journal->used,
        .length = (size_t)(out.at - from),
    };
    journal->used += (size_t)(out.at - from);
    return ERR_NONE;
}

enum err journal_commit(struct journal *journal)
{
    return journal->vfs ? store_commit(journal->store) : ERR_NONE;
}

enum err journal_find(struct journal *journal, const struct command_id *id, struct store_row *row,
                      bool *found)
{
    if (journal->vfs)
        return store_find_command(journal->store, id, row, found);
    *found = false;
    for (uint64_t i = journal->count; i > 0 && !*found; i--) {
        const struct command_id *of = &journal->rows[i - 1].id;
        *found = of->uid == id->uid && of->boot == id->boot && of->session == id->session &&
                 of->seq == id->seq;
        if (*found)
            read_row(journal, &journal->rows[i - 1], row);
    }
    return ERR_NONE;
}

enum err journal_checkpoint(struct journal *journal)
{
    return journal->vfs ? store_checkpoint(journal->store) : ERR_NONE;
}

enum err journal_tidy(struct journal *journal, bool *more)
{
    *more = false;
    return journal->vfs ? store_tidy(journal->store, 0, more) : ERR_NONE;
}

enum err journal_day(struct journal *journal, uint32_t day,
                     enum err (*take)(void *context, const struct store_row *row), void *context)
{
    static struct store_row row;
    if (journal->vfs)
        return store_day(journal->store, day, take, context);
    enum err err = ERR_NONE;
    uint32_t at = 0;
    for (uint64_t i = 0; i < journal->count && !err; i++) {
        read_row(journal, &journal->rows[i], &row);
        if (row.facts.count && row.facts.list[0].kind == FACT_KIND_DAY_OPENED)
            at = row.facts.list[0].day_opened.day;
        if (at == day)
            err = take(context, &row);
    }
    return err;
}

void journal_heard(struct journal *journal)
{
    journal->heard = journal->count;
}

void journal_cut_soon(struct journal *journal, struct dice *dice)
{
    if (journal->vfs)
        disk_cut_at(disk_calls() + 1 + dice_roll(dice, 24));
}

/* The machine starts again: the kernel has another boot id, so a marker of before is void. */
static void forget_marker(const struct journal *journal)
{
    static const char old[] = "failed 00000000-0000-0000-0000-000000000000 0 0";
    char path[128], text[128];
    snprintf(path, sizeof(path), "%s/disk-marker", journal->dir);
    memset(text, ' ', sizeof(text));
    memcpy(text, old, sizeof(old) - 1);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || pwrite(fd, text, sizeof(text), 0) != (ssize_t)sizeof(text))
        abort();
    close(fd);
}

void journal_crash(struct journal *journal, struct dice *dice, bool kept)
{
    if (!journal->vfs) {
        if (!kept) {
            journal->count = journal->heard;
            journal->used = 0;
            if (journal->count) {
                const struct memory_row *last = &journal->rows[journal->count - 1];
                journal->used = last->body + last->length;
            }
        }
        return;
    }
    if (!disk_is_cut()) { /* a call of nobody's is the one that is torn */
        disk_cut_at(disk_calls() + 1);
    }
    store_close(journal->store);
    journal->store = NULL;
    if (dice_chance(dice, 300)) {
        disk_revive(); /* only the process died */
        return;
    }
    disk_power_loss((enum loss)dice_roll(dice, LOSS_COUNT));
    forget_marker(journal);
}

bool journal_is_vfs(const struct journal *journal)
{
    return journal->vfs;
}
