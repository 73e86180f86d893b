/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/disk_model.h"

#include <assert.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/base.h"

#define MODELS 64
#define SECTOR 512u

/* A write, or a truncation when there are no bytes. */
struct change {
    uint64_t at;
    size_t n;
    uint8_t *bytes;
};

struct model {
    char path[256];
    uint8_t *platter;
    size_t size, room;
    struct change *changes;
    size_t count, changes_room;
};

static struct model models[MODELS];
static struct {
    bool open;
    char from[256], to[256];
    struct model old; /* what had the name before; no path = nothing had it */
} renamed;            /* and its folder not synced yet */

static void *checked(void *memory)
{
    assert(memory);
    return memory;
}

static void drop_changes(struct model *model)
{
    for (size_t i = 0; i < model->count; i++)
        free(model->changes[i].bytes);
    model->count = 0;
}

static void forget(struct model *model)
{
    drop_changes(model);
    free(model->changes);
    free(model->platter);
    *model = (struct model){.size = 0};
}

static struct model *find(const char *path)
{
    for (size_t i = 0; i < MODELS; i++)
        if (strcmp(models[i].path, path) == 0)
            return &models[i];
    return NULL;
}

struct model *model_of(const char *path)
{
    struct model *model = find(path);
    if (model)
        return model;
    model = checked(find(""));
    snprintf(model->path, sizeof(model->path), "%s", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    uint8_t bytes[4096];
    uint64_t at = 0;
    for (ssize_t n; fd >= 0 && (n = read(fd, bytes, sizeof(bytes))) > 0; at += (uint64_t)n)
        model_write(model, bytes, (size_t)n, at);
    if (fd >= 0)
        close(fd);
    return model;
}

void model_forget(const char *path)
{
    struct model *model = find(path);
    if (model)
        forget(model);
}

void model_forget_all(void)
{
    for (size_t i = 0; i < MODELS; i++)
        forget(&models[i]);
    model_sync_names();
}

static struct change *add_change(struct model *model)
{
    if (model->count == model->changes_room) {
        model->changes_room = model->changes_room * 2 + 64;
        model->changes =
            checked(realloc(model->changes, model->changes_room * sizeof(*model->changes)));
    }
    return &model->changes[model->count++];
}

void model_write(struct model *model, const void *from, size_t n, uint64_t at)
{
    struct change *change = add_change(model);
    *change = (struct change){at, n, checked(malloc(n))};
    memcpy(change->bytes, from, n);
}

void model_truncate(struct model *model, uint64_t size)
{
    *add_change(model) = (struct change){size, 0, NULL};
}

static void grow(struct model *model, size_t size)
{
    if (size > model->room) {
        model->room = size * 2;
        model->platter = checked(realloc(model->platter, model->room));
    }
    if (size > model->size) {
        memset(model->platter + model->size, 0, size - model->size);
        model->size = size;
    }
}

static void burn(struct model *model, const uint8_t *bytes, size_t n, uint64_t at)
{
    grow(model, (size_t)at + n);
    memcpy(model->platter + at, bytes, n);
}

void model_sync(struct model *model)
{
    for (size_t i = 0; i < model->count; i++) {
        const struct change *change = &model->changes[i];
        if (change->bytes)
            burn(model, change->bytes, change->n, change->at);
        else if (change->at < model->size)
            model->size = (size_t)change->at;
    }
    drop_changes(model);
}

void model_believe_clean(struct model *model)
{
    drop_changes(model);
}

void model_rename(const char *from, const char *to)
{
    model_sync_names();
    snprintf(renamed.from, sizeof(renamed.from), "%s", from);
    snprintf(renamed.to, sizeof(renamed.to), "%s", to);
    renamed.open = true;
    struct model *model = find(to);
    if (model) {
        renamed.old = *model;
        *model = (struct model){.size = 0};
    }
    model = find(from);
    if (model)
        snprintf(model->path, sizeof(model->path), "%s", to);
}

void model_sync_names(void)
{
    renamed.open = false;
    forget(&renamed.old);
}

/* Some sectors of a write arrive, some do not, some arrive as nonsense. */
static void burn_partly(struct model *model, const struct change *change, enum loss loss)
{
    for (size_t done = 0; done < change->n;) {
        uint64_t at = change->at + done;
        size_t n = SECTOR - (size_t)(at % SECTOR);
        if (n > change->n - done)
            n = change->n - done;
        if (disk_random() & 1)
            burn(model, change->bytes + done, n, at);
        else if (loss == LOSS_GARBAGE && disk_random() % 8 == 0)
            for (size_t i = 0; i < n; i++)
                burn(model, &(uint8_t){(uint8_t)disk_random()}, 1, at + i);
        done += n;
    }
}

/* `back`: its name was given to another file, and that was lost. */
static void lose(struct model *model, enum loss loss, bool back)
{
    if (loss == LOSS_NONE)
        model_sync(model);
    for (size_t i = 0; i < model->count && loss != LOSS_ALL; i++) {
        const struct change *change = &model->changes[i];
        if (change->bytes)
            burn_partly(model, change, loss);
        else if (change->at < model->size && (disk_random() & 1))
            model->size = (size_t)change->at;
    }
    drop_changes(model);
    int fd = open(model->path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd < 0 && back)
        fd = open(model->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return; /* deleted */
    if (write(fd, model->platter, model->size) != (ssize_t)model->size)
        abort(); /* a model of a disk that cannot be written proves nothing */
    close(fd);
}

void model_power_loss(enum loss loss)
{
    if (renamed.open && loss != LOSS_NONE && (loss == LOSS_ALL || (disk_random() & 1))) {
        struct model *model = find(renamed.to);
        /* renameat: rename itself is wrapped and would count. */
        if (renameat(AT_FDCWD, renamed.to, AT_FDCWD, renamed.from) == 0 && model)
            snprintf(model->path, sizeof(model->path), "%s", renamed.from);
        if (renamed.old.path[0])
            lose(&renamed.old, loss, true);
    }
    model_sync_names();
    for (size_t i = 0; i < MODELS; i++)
        if (models[i].path[0])
            lose(&models[i], loss, false);
}
