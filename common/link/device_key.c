/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "link/link.h"
#include "os/file.h"
#include "os/log.h"
#include "os/secrets.h"

#define KEY_FILE_MAX 1024
#define KEY_FILE_MODE 0600
#define DEVICE_KEY_BYTES sizeof(((struct device_key *)NULL)->key)
#define DIFFERENT_MIN 8  /* byte values in a key */
#define SAME_STEP_MAX 15 /* times of 31 that one byte follows the other by the same step */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Each takes the text behind '=' and says what it should have been, or NULL. */
static const char *take_uid(struct device_key *key, const char *value)
{
    uint64_t uid = 0;
    size_t n = strlen(value);
    for (size_t i = 0; i < n; i++) {
        if (hex_digit(value[i]) < 0)
            return "1 to 16 hexadecimal digits, not all 0";
        uid = uid << 4 | (uint64_t)hex_digit(value[i]);
    }
    key->uid = uid;
    return n <= 16 && uid ? NULL : "1 to 16 hexadecimal digits, not all 0";
}

static const char *take_kind(struct device_key *key, const char *value)
{
    key->kind = (uint8_t)device_kind_from_name(value);
    return key->kind ? NULL : "kiosk, pad, strip, rating, board, bus, console or admin";
}

static const char *take_name(struct device_key *key, const char *value)
{
    size_t n = strlen(value);
    if (!n || n >= sizeof(key->name) || !utf8_valid(value))
        return "1 to 24 bytes of UTF-8 without blanks";
    memcpy(key->name, value, n + 1);
    return NULL;
}

/* Keys are random; what is typed by hand, or left over from a test, is not (D-25: no default key).
 * A random key is taken for a pattern less than once in 10^20. */
static bool is_pattern(const uint8_t key[DEVICE_KEY_BYTES])
{
    uint8_t steps[256] = {0}, values[256] = {0}, different = 0, usual = 0;
    for (size_t i = 0; i < DEVICE_KEY_BYTES; i++) {
        different = (uint8_t)(different + !values[key[i]]++);
        uint8_t step = (uint8_t)(key[i] - key[i ? i - 1 : 0]);
        if (i && ++steps[step] > usual)
            usual = steps[step];
    }
    return different < DIFFERENT_MIN || usual > SAME_STEP_MAX ||
           memcmp(key, key + DEVICE_KEY_BYTES / 2, DEVICE_KEY_BYTES / 2) == 0;
}

static const char *take_key(struct device_key *key, const char *value)
{
    static const char want[] = "64 hexadecimal digits";
    if (strlen(value) != 2 * sizeof(key->key))
        return want;
    for (size_t i = 0; i < sizeof(key->key); i++) {
        int high = hex_digit(value[2 * i]), low = hex_digit(value[2 * i + 1]);
        if (high < 0 || low < 0)
            return want;
        key->key[i] = (uint8_t)(high << 4 | low);
    }
    return is_pattern(key->key) ? "random, and this one is a pattern" : NULL;
}

static const struct part {
    const char *name;
    const char *(*take)(struct device_key *key, const char *value);
} parts[] = {{"uid", take_uid}, {"kind", take_kind}, {"name", take_name}, {"key", take_key}};

static const struct part *part_of(const char *token, size_t length)
{
    for (size_t i = 0; i < countof(parts); i++)
        if (strlen(parts[i].name) == length && !memcmp(parts[i].name, token, length))
            return &parts[i];
    return NULL;
}

static enum err parse(const char *path, char *text, struct device_key *key)
{
    bool seen[countof(parts)] = {false};
    char *rest = text;
    for (char *token; (token = strtok_r(rest, " \t\r\n", &rest));) {
        size_t length = strcspn(token, "=");
        const struct part *part = token[length] ? part_of(token, length) : NULL;
        if (!part) /* the word itself might be half a key: not in the log */
            return log_fault(ERR_CONFIG,
                             "key-file=%s holds something other than uid= kind= name= key=; "
                             "make it anew with hallctl adopt",
                             path);
        if (seen[part - parts])
            return log_fault(ERR_CONFIG,
                             "key-file=%s says %s= twice; make it anew with "
                             "hallctl adopt",
                             path, part->name);
        seen[part - parts] = true;
        const char *want = part->take(key, token + length + 1);
        if (want)
            return log_fault(ERR_CONFIG,
                             "key-file=%s %s= must be %s; make it anew with "
                             "hallctl adopt",
                             path, part->name, want);
    }
    for (size_t i = 0; i < countof(parts); i++)
        if (!seen[i])
            return log_fault(ERR_CONFIG,
                             "key-file=%s has no %s=; make it anew with hallctl "
                             "adopt",
                             path, parts[i].name);
    return ERR_NONE;
}

/* One open file for the check and the reading: nobody can swap it in between. */
static enum err read_text(const char *path, int fd, char *text, size_t size)
{
    struct stat is;
    if (fstat(fd, &is) != 0 || !S_ISREG(is.st_mode))
        return log_fault(ERR_CONFIG, "key-file=%s is not a file", path);
    if (is.st_mode & 077)
        return log_fault(ERR_CONFIG,
                         "key-file=%s can be used by others (mode %03o); run: "
                         "chmod 600 %s",
                         path, is.st_mode & 0777u, path);
    ssize_t n = read(fd, text, size);
    if (n < 0)
        return log_fault(ERR_CONFIG, "key-file=%s cannot be read: %s", path, strerror(errno));
    if ((size_t)n == size || memchr(text, '\0', (size_t)n))
        return log_fault(ERR_CONFIG, "key-file=%s is no key file; make it with hallctl adopt",
                         path);
    text[n] = '\0';
    return ERR_NONE;
}

enum err device_key_read(const char *path, struct device_key *key)
{
    *key = (struct device_key){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return log_fault(ERR_CONFIG, "key-file=%s cannot be opened: %s; make it with hallctl adopt",
                         path, strerror(errno));
    char text[KEY_FILE_MAX];
    enum err err = read_text(path, fd, text, sizeof(text));
    close(fd);
    if (!err)
        err = parse(path, text, key);
    explicit_bzero(text, sizeof(text));
    if (err)
        device_key_wipe(key);
    return err;
}

void device_key_text(const struct device_key *key, char text[DEVICE_KEY_TEXT_SIZE])
{
    int n =
        snprintf(text, DEVICE_KEY_TEXT_SIZE, "uid=%016" PRIx64 " kind=%s name=%s key=", key->uid,
                 device_kind_name(key->kind), key->name);
    for (size_t i = 0; i < DEVICE_KEY_BYTES; i++)
        snprintf(text + n + 2 * i, 3, "%02x", key->key[i]);
}

enum err device_key_write(const char *path, const struct device_key *key)
{
    char text[DEVICE_KEY_TEXT_SIZE];
    device_key_text(key, text);
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++)
        if (text[i] == ' ')
            text[i] = '\n';
    text[n++] = '\n';
    enum err err = file_write(path, text, n, KEY_FILE_MODE);
    explicit_bzero(text, sizeof(text));
    return err;
}

bool device_key_make(struct device_key *key, uint8_t kind, const char *name)
{
    *key = (struct device_key){.kind = kind};
    snprintf(key->name, sizeof(key->name), "%s", name);
    bool random;
    do {
        random = secrets_random(key->key, sizeof(key->key)) &&
                 secrets_random(&key->uid, sizeof(key->uid));
    } while (random && is_pattern(key->key));
    key->uid |= 1; /* never 0, which is the hall itself */
    return random;
}

void device_key_forget(struct device_key *key)
{
    explicit_bzero(key->key, sizeof(key->key));
}

void device_key_wipe(struct device_key *key)
{
    explicit_bzero(key, sizeof(*key));
}
