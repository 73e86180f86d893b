/* SPDX-License-Identifier: Apache-2.0 */
#include "app/in_force.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "os/log.h"

#define FILE_MAX (1u << 20)
#define KEPT_MAX ((size_t)CONFIG_FILES * (FILE_MAX + 64) + 64)

void in_force_free(struct in_force *files)
{
    for (uint32_t i = 0; i < CONFIG_FILES; i++)
        free(files->bytes[i]);
    *files = (struct in_force){0};
}

/* ---- the folder of --hall ---- */

static enum err parse(const struct in_force *files, const char *where, struct hall_def **def)
{
    struct config_file list[CONFIG_FILES];
    char names[CONFIG_FILES][FILE_PATH_MAX];
    for (uint32_t i = 0; i < CONFIG_FILES; i++) {
        int n = snprintf(names[i], sizeof(names[i]), "%s/%s", where, config_file_name(i));
        if (n < 0 || (size_t)n >= sizeof(names[i]))
            return log_fault(ERR_CONFIG, "hall=%s its path is too long", where);
        list[i] = (struct config_file){names[i], files->bytes[i], files->length[i]};
    }
    return config_parse(list, stderr, def, NULL);
}

enum err in_force_load(struct in_force *files, const char *dir, struct hall_def **def)
{
    enum err err = config_read(dir, stderr, files->bytes, files->length, NULL);
    return err ? err : parse(files, dir, def);
}

/* ---- STATE/hall-in-force: "NAME LENGTH\n", bytes, "\n" for each file; "day YYYYMMDD\n" ---- */

#define DAY_LINE "\nday %8u\n"
#define DAY_LINE_SIZE 14

static bool kept_path(const char *state_dir, char path[FILE_PATH_MAX])
{
    return file_in(state_dir, "hall-in-force", path);
}

static bool opening_path(const char *state_dir, char path[FILE_PATH_MAX])
{
    return file_in(state_dir, "hall-opening", path);
}

enum err in_force_opening(struct in_force *files, const char *state_dir, uint32_t day)
{
    char path[FILE_PATH_MAX];
    if (files->kept)
        return ERR_NONE;
    uint8_t *text = malloc(KEPT_MAX);
    if (!text || !opening_path(state_dir, path)) {
        free(text);
        return log_fault(ERR_NOMEM, "state=%s the hall definition cannot be kept", state_dir);
    }
    size_t at = 0;
    for (uint32_t i = 0; i < CONFIG_FILES; i++) {
        at += (size_t)snprintf((char *)text + at, 64, "%s %zu\n", config_file_name(i),
                               files->length[i]);
        memcpy(text + at, files->bytes[i], files->length[i]);
        at += files->length[i];
        text[at++] = '\n';
    }
    at += (size_t)snprintf((char *)text + at - 1, DAY_LINE_SIZE + 1, DAY_LINE, day) - 1;
    enum err err = file_write(path, text, at, 0600);
    free(text);
    files->opening = !err;
    return err;
}

enum err in_force_keep(struct in_force *files, const char *state_dir)
{
    char from[FILE_PATH_MAX], to[FILE_PATH_MAX];
    if (files->kept || !files->opening) /* why it could not be written was said */
        return ERR_NONE;
    if (!opening_path(state_dir, from) || !kept_path(state_dir, to) || rename(from, to) != 0)
        return log_fault(ERR_IO, "state=%s the hall definition cannot be kept: %s", state_dir,
                         strerror(errno));
    files->kept = true;
    return ERR_NONE;
}

/* A copy of before halls had items ends here. */
static bool ends(const uint8_t *text, size_t size, size_t at)
{
    static const char day[] = "day ";
    return size - at >= strlen(day) && memcmp(text + at, day, strlen(day)) == 0;
}

/* The next file of `text`; false when it is not what we wrote. */
static bool take_file(struct in_force *files, uint32_t index, const uint8_t *text, size_t size,
                      size_t *at)
{
    char head[64];
    if (index + 1 == CONFIG_FILES && ends(text, size, *at))
        return (files->bytes[index] = calloc(1, 1)) != NULL;
    const uint8_t *end = memchr(text + *at, '\n', size - *at);
    size_t name = strlen(config_file_name(index)), n = end ? (size_t)(end - text) - *at : 0;
    if (!end || n >= sizeof(head) || n <= name)
        return false;
    memcpy(head, text + *at, n);
    head[n] = '\0';
    *at += n + 1;
    char *rest;
    unsigned long length = strtoul(head + name, &rest, 10);
    if (strncmp(head, config_file_name(index), name) != 0 || *rest || length > FILE_MAX ||
        length + 1 > size - *at)
        return false;
    files->bytes[index] = malloc(length + 1);
    if (!files->bytes[index])
        return false;
    memcpy(files->bytes[index], text + *at, length);
    files->bytes[index][length] = '\0';
    files->length[index] = length;
    *at += length + 1;
    return true;
}

static bool read_kept(struct in_force *kept, const char *state_dir)
{
    char path[FILE_PATH_MAX];
    uint8_t *text;
    size_t size, at = 0;
    bool good = kept_path(state_dir, path) && !file_read(path, KEPT_MAX, &text, &size);
    if (!good)
        return false;
    for (uint32_t i = 0; i < CONFIG_FILES && good; i++)
        good = take_file(kept, i, text, size, &at);
    if (!good)
        log_warn("file=%s is damaged; the definition given with --hall is used", path);
    free(text);
    return good;
}

/* ---- which of the two ---- */

static bool same(const struct in_force *a, const struct in_force *b)
{
    for (uint32_t i = 0; i < CONFIG_FILES; i++)
        if (a->length[i] != b->length[i] || memcmp(a->bytes[i], b->bytes[i], a->length[i]) != 0)
            return false;
    return true;
}

struct last_day {
    uint32_t day;
    bool open;
};

static enum err find_day(void *context, const struct store_row *row)
{
    struct last_day *last = context;
    for (uint32_t i = 0; i < row->facts.count; i++) {
        const struct fact *fact = &row->facts.list[i];
        if (fact->kind == FACT_KIND_DAY_OPENED)
            *last = (struct last_day){fact->day_opened.day, true};
        else if (fact->kind == FACT_KIND_DAY_CLOSED)
            last->open = false;
    }
    return ERR_NONE;
}

static enum err use_kept(struct in_force *files, struct in_force *kept, const char *state_dir,
                         struct hall_def **def)
{
    struct hall_def *held;
    char where[FILE_PATH_MAX];
    if (!kept_path(state_dir, where))
        return ERR_IO;
    enum err err = parse(kept, where, &held);
    if (err)
        return err;
    log_warn("the definition of the hall was edited during the day; the one that the day was "
             "opened with stays in force until the next day");
    config_free(*def);
    *def = held;
    in_force_free(files);
    *files = *kept;
    *kept = (struct in_force){0};
    files->kept = true;
    return ERR_NONE;
}

/* The day that a copy was written for; 0 = not said. */
static uint32_t day_of(const uint8_t *text, size_t size)
{
    unsigned day = 0;
    if (size < DAY_LINE_SIZE ||
        sscanf((const char *)text + size - DAY_LINE_SIZE, DAY_LINE, &day) != 1)
        return 0;
    return day;
}

/* The process died while a day opened: the journal knows whether it did. */
static enum err finish_opening(const char *state_dir, struct store *store)
{
    char from[FILE_PATH_MAX], to[FILE_PATH_MAX];
    uint8_t *text;
    size_t size;
    struct last_day last = {0};
    if (!opening_path(state_dir, from) || !kept_path(state_dir, to) ||
        file_read(from, KEPT_MAX, &text, &size))
        return ERR_NONE;
    uint32_t day = day_of(text, size);
    free(text);
    enum err err = store_replay(store, find_day, &last);
    if (err)
        return err;
    if ((day && day == last.day ? rename(from, to) : unlink(from)) != 0)
        return log_fault(ERR_IO, "file=%s cannot be put in its place: %s", from, strerror(errno));
    return ERR_NONE;
}

enum err in_force_choose(struct in_force *files, const char *state_dir, struct store *store,
                         uint32_t today, struct hall_def **def)
{
    struct in_force kept = {0};
    struct last_day last = {0};
    enum err err = finish_opening(state_dir, store);
    if (err)
        return err;
    if (read_kept(&kept, state_dir)) {
        files->kept = same(files, &kept);
        if (!files->kept) {
            err = store_replay(store, find_day, &last);
            if (!err && last.day && (last.open || last.day >= today))
                err = use_kept(files, &kept, state_dir, def);
            else
                files->day_apart = last.day != 0;
        }
    }
    in_force_free(&kept);
    return err;
}
