/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* explicit_bzero */
#include "booking/day_key.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/calendar.h"
#include "os/file.h"
#include "os/log.h"
#include "os/secrets.h"

#define HEX_SIZE (2 * DAY_KEY_SIZE)
#define FOLDER "day-keys"

void date_text(uint32_t day, char text[DATE_TEXT_SIZE])
{
    snprintf(text, DATE_TEXT_SIZE, "%04u-%02u-%02u", day / 10000 % 10000, day / 100 % 100,
             day % 100);
}

static enum err path_of(const char *state_dir, uint32_t day, const char *ending,
                        char path[FILE_PATH_MAX])
{
    char date[DATE_TEXT_SIZE];
    date_text(day, date);
    int n = snprintf(path, FILE_PATH_MAX, "%s/" FOLDER "/%s%s", state_dir, date, ending);
    return n > 0 && n < FILE_PATH_MAX ? ERR_NONE : ERR_TOOBIG;
}

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse(const uint8_t *text, size_t length, uint8_t key[DAY_KEY_SIZE])
{
    if (length != HEX_SIZE + 1 || text[HEX_SIZE] != '\n')
        return false;
    for (size_t i = 0; i < DAY_KEY_SIZE; i++) {
        int high = digit((char)text[2 * i]), low = digit((char)text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        key[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static enum err read_key(const char *path, struct day_key *key)
{
    uint8_t *text = NULL;
    size_t length = 0;
    enum err err = file_read(path, HEX_SIZE + 1, &text, &length);
    if (!err && !parse(text, length, key->key))
        err = ERR_MALFORMED;
    if (text) {
        explicit_bzero(text, length);
        free(text);
    }
    return err;
}

static enum err sync_folder(const char *state_dir)
{
    char path[FILE_PATH_MAX];
    snprintf(path, sizeof(path), "%s/" FOLDER, state_dir);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum err err = fd >= 0 && fsync(fd) == 0 ? ERR_NONE : ERR_IO;
    if (fd >= 0)
        close(fd);
    return err;
}

static enum err write_all(const char *path, const void *bytes, size_t length, int flags)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | flags, 0600);
    if (fd < 0)
        return ERR_IO;
    bool good = write(fd, bytes, length) == (ssize_t)length && fsync(fd) == 0;
    return close(fd) == 0 && good ? ERR_NONE : ERR_IO;
}

/* Under another name first, then linked: who comes second finds a whole key and takes that. */
static enum err make_key(const char *state_dir, uint32_t day, const char *path)
{
    char fresh[FILE_PATH_MAX], ending[32], hex[HEX_SIZE + 2];
    uint8_t key[DAY_KEY_SIZE];
    snprintf(ending, sizeof(ending), ".new-%ld", (long)getpid());
    enum err err = path_of(state_dir, day, ending, fresh);
    if (err || !secrets_random(key, sizeof(key)))
        return err ? err : ERR_IO;
    for (size_t i = 0; i < DAY_KEY_SIZE; i++)
        snprintf(hex + 2 * i, 3, "%02x", key[i]);
    hex[HEX_SIZE] = '\n';
    err = write_all(fresh, hex, HEX_SIZE + 1, O_CREAT | O_TRUNC);
    if (!err && link(fresh, path) != 0 && errno != EEXIST)
        err = ERR_IO;
    (void)!unlink(fresh);
    explicit_bzero(key, sizeof(key));
    explicit_bzero(hex, sizeof(hex));
    return err ? err : sync_folder(state_dir);
}

enum err day_key_open(const char *state_dir, uint32_t day, struct day_key *key)
{
    char path[FILE_PATH_MAX];
    *key = (struct day_key){.day = day};
    int n = snprintf(path, sizeof(path), "%s/" FOLDER, state_dir);
    enum err err = n > 0 && (size_t)n < sizeof(path) ? file_make_dir(path, 0700) : ERR_TOOBIG;
    if (!err)
        err = path_of(state_dir, day, ".key", path);
    if (!err && !file_exists(path))
        err = make_key(state_dir, day, path);
    if (!err)
        err = read_key(path, key);
    if (!err)
        return ERR_NONE;
    day_key_wipe(key);
    return log_fault(err, "file=%s the key of that day cannot be read or made", path);
}

void day_key_wipe(struct day_key *key)
{
    explicit_bzero(key, sizeof(*key));
}

static enum err destroy(const char *path)
{
    static const uint8_t nothing[HEX_SIZE + 1];
    if (!file_exists(path))
        return ERR_NONE;
    enum err err = write_all(path, nothing, sizeof(nothing), 0);
    if (unlink(path) != 0)
        err = ERR_IO;
    return err ? log_fault(err, "file=%s cannot be destroyed: %s", path, strerror(errno))
               : ERR_NONE;
}

enum err day_key_destroy(const char *state_dir, uint32_t day)
{
    char path[FILE_PATH_MAX];
    enum err err = path_of(state_dir, day, ".key", path);
    if (err || !file_exists(path))
        return err;
    err = destroy(path);
    return err ? err : sync_folder(state_dir);
}

/* A half made key has a process id behind its date; that process is gone, or makes another. */
static bool is_old(const char *name, uint32_t day)
{
    char date[11];
    if (strlen(name) < 11)
        return false;
    snprintf(date, sizeof(date), "%.10s", name);
    uint32_t of = calendar_date_parse(date);
    return of && of < day;
}

enum err day_key_sweep(const char *state_dir, uint32_t day)
{
    char path[FILE_PATH_MAX];
    snprintf(path, sizeof(path), "%s/" FOLDER, state_dir);
    DIR *folder = opendir(path);
    enum err err = ERR_NONE;
    bool some = false;
    if (!folder)
        return errno == ENOENT ? ERR_NONE : log_fault(ERR_IO, "folder=%s cannot be read", path);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (!is_old(entry->d_name, day))
            continue;
        snprintf(path, sizeof(path), "%s/" FOLDER "/%.200s", state_dir, entry->d_name);
        enum err one = destroy(path);
        err = err ? err : one;
        some = true;
    }
    closedir(folder);
    return err || !some ? err : sync_folder(state_dir);
}

/* ---- identities ---- */

/* GB 11643: the last of 18 characters is the check digit of the 17 before it. */
static bool check_digit_good(const char *id)
{
    static const uint8_t weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    unsigned sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (unsigned)(id[i] - '0') * weights[i];
    return "10X98765432"[sum % 11] == toupper((unsigned char)id[17]);
}

static bool is_card(const char *id)
{
    for (int i = 0; i < 17; i++)
        if (id[i] < '0' || id[i] > '9')
            return false;
    return strlen(id) == 18;
}

const char *id_problem(const char *id)
{
    size_t n = strlen(id);
    if (n < ID_MIN || n > ID_MAX)
        return "an identity number has 5 to 20 letters and digits";
    for (size_t i = 0; i < n; i++)
        if (!((id[i] >= '0' && id[i] <= '9') || (id[i] >= 'A' && id[i] <= 'Z') ||
              (id[i] >= 'a' && id[i] <= 'z')))
            return "an identity number has letters and digits only";
    if (n == 18 && is_card(id) && !check_digit_good(id))
        return "the check digit is wrong; compare it with the card";
    return "";
}

bool id_hash(const uint8_t key[DAY_KEY_SIZE], const char *id, uint8_t hash[ID_HASH_SIZE])
{
    uint8_t text[ID_MAX], mac[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    size_t n = strlen(id);
    if (n > sizeof(text))
        return false;
    for (size_t i = 0; i < n; i++)
        text[i] = (uint8_t)toupper((unsigned char)id[i]);
    bool good = HMAC(EVP_sha256(), key, DAY_KEY_SIZE, text, n, mac, &length) != NULL &&
                length >= ID_HASH_SIZE;
    if (good)
        memcpy(hash, mac, ID_HASH_SIZE);
    explicit_bzero(text, sizeof(text));
    explicit_bzero(mac, sizeof(mac));
    return good;
}

static uint64_t little(const uint8_t *bytes)
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--)
        value = value << 8 | bytes[i];
    return value;
}

void id_halves(const uint8_t hash[ID_HASH_SIZE], uint64_t *a, uint64_t *b)
{
    *a = little(hash);
    *b = little(hash + 8);
}
