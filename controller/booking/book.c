/* SPDX-License-Identifier: Apache-2.0 */
#include "booking/book.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "booking/csv.h"
#include "domain/booking_code.h"
#include "domain/calendar.h"
#include "os/file.h"
#include "os/log.h"

#define FOLDER "bookings"
#define HEADER "service,start,code,id,block\n"
#define LINE_MAX_SIZE 128
#define FILE_MAX (BOOK_ROWS_MAX * LINE_MAX_SIZE)

bool book_path(const char *state_dir, uint32_t day, char *path, size_t size)
{
    char date[DATE_TEXT_SIZE];
    date_text(day, date);
    int n = snprintf(path, size, "%s/" FOLDER "/%s.csv", state_dir, date);
    return n > 0 && (size_t)n < size;
}

bool book_code_good(const char *code)
{
    size_t n = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
    return n > 0 && n < BOOK_CODE_SIZE && !code[n];
}

static bool read_hex(const char *text, uint8_t hash[ID_HASH_SIZE], bool *given)
{
    *given = *text != '\0';
    for (size_t i = 0; i < ID_HASH_SIZE && *given; i++) {
        unsigned value;
        int used = 0;
        if (sscanf(text + 2 * i, "%2x%n", &value, &used) != 1 || used != 2)
            return false;
        hash[i] = (uint8_t)value;
    }
    return !*given || strlen(text) == 2 * ID_HASH_SIZE;
}

static bool take_row(const struct csv_row *line, struct book_row *row)
{
    unsigned service, hour, minute;
    int used = 0;
    if (line->problem || line->count != 5 || !book_code_good(line->fields[2]) ||
        sscanf(line->fields[0], "%5u%n", &service, &used) != 1 || line->fields[0][used] ||
        sscanf(line->fields[1], "%2u:%2u%n", &hour, &minute, &used) != 2 || line->fields[1][used] ||
        !service || service > UINT16_MAX || hour > 23 || minute > 59)
        return false;
    row->service = (uint16_t)service;
    row->start_min = (uint16_t)(hour * 60 + minute);
    memcpy(row->code, line->fields[2], sizeof(row->code));
    booking_code_fold(row->code); /* also one of a file of before that rule */
    return read_hex(line->fields[3], row->id, &row->has_id) &&
           read_hex(line->fields[4], row->block, &row->has_block);
}

static enum err take_file(const char *path, const uint8_t *bytes, size_t length, struct book *book)
{
    struct csv csv;
    struct csv_row line;
    csv_open(&csv, bytes, length);
    bool head = csv_next(&csv, &line); /* the names of the columns */
    while (head && csv_next(&csv, &line)) {
        if (book->count == BOOK_ROWS_MAX || !take_row(&line, &book->rows[book->count]))
            return log_fault(ERR_MALFORMED,
                             "%s:%u: no appointment as hallctl writes it; restore the file, or "
                             "remove the line and book again",
                             path, csv.line);
        book->count++;
    }
    return ERR_NONE;
}

enum err book_read(const char *state_dir, uint32_t day, struct book *book)
{
    char path[FILE_PATH_MAX];
    uint8_t *bytes = NULL;
    size_t length = 0;
    *book = (struct book){.day = day};
    if (!book_path(state_dir, day, path, sizeof(path)))
        return log_fault(ERR_TOOBIG, "state=%.200s: the name is too long", state_dir);
    book->rows = calloc(BOOK_ROWS_MAX, sizeof(*book->rows));
    if (!book->rows)
        return log_fault(ERR_NOMEM, "no memory for the appointments of a day");
    if (!file_exists(path))
        return ERR_NONE;
    if (file_read(path, FILE_MAX, &bytes, &length))
        return log_fault(ERR_IO, "file=%s cannot be read: %s", path, strerror(errno));
    enum err err = take_file(path, bytes, length, book);
    free(bytes);
    return err;
}

static void put_hex(char *text, bool given, const uint8_t hash[ID_HASH_SIZE])
{
    text[0] = '\0';
    for (size_t i = 0; i < ID_HASH_SIZE && given; i++)
        snprintf(text + 2 * i, 3, "%02x", hash[i]);
}

enum err book_write(const char *state_dir, const struct book *book)
{
    char path[FILE_PATH_MAX], id[2 * ID_HASH_SIZE + 1], block[2 * ID_HASH_SIZE + 1];
    char *text = NULL;
    size_t size = 0;
    if (!book_path(state_dir, book->day, path, sizeof(path)))
        return log_fault(ERR_TOOBIG, "state=%.200s: the name is too long", state_dir);
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return log_fault(ERR_NOMEM, "no memory for the appointments of a day");
    fputs(HEADER, out);
    for (uint32_t i = 0; i < book->count; i++) {
        const struct book_row *row = &book->rows[i];
        put_hex(id, row->has_id, row->id);
        put_hex(block, row->has_block, row->block);
        fprintf(out, "%u,%02u:%02u,%s,%s,%s\n", row->service, row->start_min / 60u,
                row->start_min % 60u, row->code, id, block);
    }
    enum err err = fclose(out) == 0 ? file_write(path, text, size, 0600) : ERR_NOMEM;
    free(text);
    return err;
}

void book_free(struct book *book)
{
    free(book->rows);
    *book = (struct book){0};
}

struct book_row *book_find(const struct book *book, const char *code)
{
    for (uint32_t i = 0; i < book->count; i++)
        if (booking_code_same(book->rows[i].code, code))
            return &book->rows[i];
    return NULL;
}

enum err book_sweep(const char *state_dir, uint32_t day)
{
    char path[FILE_PATH_MAX], date[11];
    snprintf(path, sizeof(path), "%s/" FOLDER, state_dir);
    DIR *folder = opendir(path);
    enum err err = ERR_NONE;
    if (!folder)
        return errno == ENOENT ? ERR_NONE : log_fault(ERR_IO, "folder=%s cannot be read", path);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        snprintf(date, sizeof(date), "%.10s", entry->d_name);
        uint32_t of = calendar_date_parse(date);
        if (!of || of >= day)
            continue;
        snprintf(path, sizeof(path), "%s/" FOLDER "/%.200s", state_dir, entry->d_name);
        if (unlink(path) != 0)
            err = log_fault(ERR_IO, "file=%s cannot be removed: %s", path, strerror(errno));
    }
    closedir(folder);
    return err;
}

int book_lock(const char *state_dir)
{
    char path[FILE_PATH_MAX];
    int n = snprintf(path, sizeof(path), "%s/" FOLDER, state_dir);
    if (n <= 0 || (size_t)n + 8 >= sizeof(path) || file_make_dir(path, 0700))
        return -1;
    snprintf(path + n, sizeof(path) - (size_t)n, "/lock");
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    (void)log_fault(ERR_IO, "file=%s cannot be locked: %s", path, strerror(errno));
    return -1;
}
