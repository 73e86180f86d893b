/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* explicit_bzero */
#include "booking/no_show.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/calendar.h"
#include "os/file.h"
#include "os/log.h"
#include "os/secrets.h"

/* day u32, who or key: fixed records; the first one is the key. */
#define RECORD_SIZE (4 + DAY_KEY_SIZE)
#define FILE_MAX ((NO_SHOWS_MAX + 1) * RECORD_SIZE)

static uint32_t get_day(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void put_day(uint8_t *at, uint32_t day)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(day >> 8 * i);
}

static enum err take(const uint8_t *bytes, size_t length, struct no_shows *all)
{
    if (!length || length % RECORD_SIZE || !calendar_date_valid(get_day(bytes)))
        return ERR_MALFORMED;
    all->key.day = get_day(bytes);
    memcpy(all->key.key, bytes + 4, DAY_KEY_SIZE);
    for (size_t at = RECORD_SIZE; at < length; at += RECORD_SIZE) {
        struct no_show *one = &all->list[all->count++];
        one->day = get_day(bytes + at);
        memcpy(one->who, bytes + at + 4, ID_HASH_SIZE);
    }
    return ERR_NONE;
}

/* A list that cannot be understood blocks nobody; it begins anew. */
static enum err load(const char *path, struct no_shows *all)
{
    uint8_t *bytes = NULL;
    size_t length = 0;
    if (!file_exists(path))
        return ERR_NONE;
    if (file_read(path, FILE_MAX, &bytes, &length))
        return log_fault(ERR_IO, "file=%s cannot be read: %s", path, strerror(errno));
    if (take(bytes, length, all)) {
        log_warn("file=%s is no list of missed appointments; it begins anew", path);
        all->key.day = all->count = 0;
    }
    explicit_bzero(bytes, length);
    free(bytes);
    return ERR_NONE;
}

/* What the old key hashed cannot be tried out any more: its bytes go before its name does. */
static enum err overwrite(const char *path)
{
    static const uint8_t nothing[4096];
    struct stat file;
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? ERR_NONE : ERR_IO;
    bool good = fstat(fd, &file) == 0;
    for (off_t left = file.st_size; good && left > 0;) {
        size_t part = left < (off_t)sizeof(nothing) ? (size_t)left : sizeof(nothing);
        ssize_t n = write(fd, nothing, part);
        good = n > 0;
        left -= n;
    }
    good = good && fsync(fd) == 0;
    return close(fd) == 0 && good ? ERR_NONE : ERR_IO;
}

enum err no_shows_read(const char *state_dir, uint32_t today, uint32_t days, struct no_shows *all)
{
    char path[FILE_PATH_MAX];
    *all = (struct no_shows){.list = calloc(NO_SHOWS_MAX, sizeof(struct no_show))};
    if (!all->list || !file_in(state_dir, "no-shows", path))
        return log_fault(ERR_NOMEM, "no memory for the list of missed appointments");
    enum err err = load(path, all);
    if (err || (all->key.day && calendar_add(all->key.day, (int32_t)days) > today))
        return err;
    if (overwrite(path))
        return log_fault(ERR_IO, "file=%s cannot be overwritten: %s", path, strerror(errno));
    all->count = 0;
    all->key.day = today;
    return secrets_random(all->key.key, DAY_KEY_SIZE)
               ? no_shows_write(state_dir, all)
               : log_fault(ERR_IO, "the system gives no random key");
}

enum err no_shows_write(const char *state_dir, const struct no_shows *all)
{
    char path[FILE_PATH_MAX];
    size_t length = (all->count + 1u) * RECORD_SIZE;
    uint8_t *bytes = calloc(1, length);
    if (!bytes || !file_in(state_dir, "no-shows", path)) {
        free(bytes);
        return log_fault(ERR_NOMEM, "no memory for the list of missed appointments");
    }
    put_day(bytes, all->key.day);
    memcpy(bytes + 4, all->key.key, DAY_KEY_SIZE);
    for (uint32_t i = 0; i < all->count; i++) {
        put_day(bytes + (i + 1) * RECORD_SIZE, all->list[i].day);
        memcpy(bytes + (i + 1) * RECORD_SIZE + 4, all->list[i].who, ID_HASH_SIZE);
    }
    enum err err = file_write(path, bytes, length, 0600);
    explicit_bzero(bytes, length);
    free(bytes);
    return err;
}

void no_shows_free(struct no_shows *all)
{
    day_key_wipe(&all->key);
    free(all->list);
    *all = (struct no_shows){0};
}

void no_shows_add(struct no_shows *all, uint32_t day, const uint8_t who[ID_HASH_SIZE])
{
    for (uint32_t i = 0; i < all->count; i++)
        if (all->list[i].day == day && memcmp(all->list[i].who, who, ID_HASH_SIZE) == 0)
            return;
    if (all->count == NO_SHOWS_MAX)
        memmove(all->list, all->list + 1, --all->count * sizeof(*all->list));
    struct no_show *one = &all->list[all->count++];
    one->day = day;
    memcpy(one->who, who, ID_HASH_SIZE);
}

uint32_t no_shows_of(const struct no_shows *all, const uint8_t who[ID_HASH_SIZE])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < all->count; i++)
        count += memcmp(all->list[i].who, who, ID_HASH_SIZE) == 0;
    return count;
}
