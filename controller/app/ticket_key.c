/* SPDX-License-Identifier: Apache-2.0 */
#include "app/ticket_key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/wire.h"
#include "os/file.h"
#include "os/log.h"
#include "os/secrets.h"
#include "protocol/crypto.h"

#define TEXT_MAX 128

/* "YYYYMMDD HEX\n"; what is not of that day or makes no sense is no key. */
static bool read_key(struct ticket_key *key, const char *path, uint32_t day)
{
    uint8_t *text;
    size_t length;
    unsigned of_day = 0;
    int at = 0;
    if (file_read(path, TEXT_MAX, &text, &length))
        return false;
    bool good = sscanf((const char *)text, "%8u %n", &of_day, &at) == 1 && of_day == day &&
                length == (size_t)at + (size_t)2 * TICKET_KEY_BYTES + 1;
    for (size_t i = 0; i < TICKET_KEY_BYTES && good; i++)
        good = sscanf((const char *)text + at + 2 * i, "%2hhx", &key->key[i]) == 1;
    crypto_wipe(text, length);
    free(text);
    key->day = good ? day : 0;
    return good;
}

static enum err make_key(struct ticket_key *key, const char *path, uint32_t day)
{
    char text[TEXT_MAX];
    if (!secrets_random(key->key, sizeof(key->key)))
        return log_fault(ERR_IO, "file=%s no random numbers for a key", path);
    int at = snprintf(text, sizeof(text), "%08u ", day);
    for (size_t i = 0; i < TICKET_KEY_BYTES; i++)
        at += snprintf(text + at, sizeof(text) - (size_t)at, "%02x", key->key[i]);
    text[at++] = '\n';
    enum err err = file_write(path, text, (size_t)at, 0600);
    crypto_wipe(text, sizeof(text));
    key->day = err ? 0 : day;
    return err;
}

enum err ticket_key_get(struct ticket_key *key, const char *state_dir, uint32_t day)
{
    char path[FILE_PATH_MAX];
    if (key->day == day)
        return ERR_NONE;
    if (!file_in(state_dir, "ticket-key", path))
        return ERR_TOOBIG;
    return read_key(key, path, day) ? ERR_NONE : make_key(key, path, day);
}

void ticket_key_of_lease(const struct ticket_key *key, uint32_t lease,
                         uint8_t out[TICKET_KEY_BYTES])
{
    static const uint8_t purpose[] = "HALL/1 lease";
    uint8_t id[4];
    struct wire_out to = {id, id + sizeof(id), false};
    wire_put_u32(&to, lease);
    const struct crypto_bytes parts[] = {{purpose, sizeof(purpose) - 1}, {id, sizeof(id)}};
    if (!crypto_hmac((struct crypto_bytes){key->key, TICKET_KEY_BYTES}, parts, 2, out))
        memset(out, 0, TICKET_KEY_BYTES); /* no memory: codes made with it are good nowhere */
}
