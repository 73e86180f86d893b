/* SPDX-License-Identifier: Apache-2.0 */
#include "fetch/fetch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/pack.h"
#include "os/file.h"
#include "os/log.h"
#include "protocol/bits.h"
#include "protocol/crypto.h"

#define REF 0x68616C6Cu /* ours; a device asks for nothing else */
#define PIECE sizeof(((struct msg_data *)NULL)->bytes.at)

/* ---- STATE/hall-fetched: the hash of the definition it stands for, then the pack ---- */

static bool kept_path(const struct fetch *fetch, char path[FILE_PATH_MAX])
{
    int n = fetch->state ? snprintf(path, FILE_PATH_MAX, "%s/hall-fetched", fetch->state) : -1;
    return n > 0 && n < FILE_PATH_MAX;
}

static enum err parse(const uint8_t *bytes, size_t size, const uint8_t hash[FETCH_HASH],
                      struct hall_def **def)
{
    struct config_file files[CONFIG_FILES];
    if (!pack_read(bytes, size, files))
        return ERR_MALFORMED;
    enum err err = config_parse(files, stderr, def, NULL);
    if (!err && hash && memcmp((*def)->hash, hash, FETCH_HASH) != 0) {
        config_free(*def);
        err = ERR_MALFORMED;
    }
    return err;
}

/* Replaces *def when there is a copy in place of exactly this one. */
static void use_kept(struct fetch *fetch, struct hall_def **def)
{
    char path[FILE_PATH_MAX];
    uint8_t *bytes;
    size_t size;
    struct hall_def *kept;
    if (!kept_path(fetch, path) || file_read(path, FETCH_HASH + PACK_MAX, &bytes, &size))
        return;
    if (size < FETCH_HASH || memcmp(bytes, fetch->given, FETCH_HASH) != 0) {
        log_info("file=%s was fetched in place of another definition than %s and is not used", path,
                 fetch->hall);
    } else if (parse(bytes + FETCH_HASH, size - FETCH_HASH, NULL, &kept)) {
        log_warn("file=%s is damaged; the definition in %s is used", path, fetch->hall);
    } else {
        log_info("file=%s was fetched from the controller and is used in place of %s", path,
                 fetch->hall);
        config_free(*def);
        *def = kept;
    }
    free(bytes);
}

enum err fetch_load(struct fetch *fetch, const char *hall, const char *state, struct hall_def **def)
{
    *fetch = (struct fetch){.hall = hall, .state = state};
    enum err err = config_load(hall, stderr, def, NULL);
    if (err)
        return err;
    memcpy(fetch->given, (*def)->hash, FETCH_HASH);
    use_kept(fetch, def);
    memcpy(fetch->used, (*def)->hash, FETCH_HASH);
    return ERR_NONE;
}

void fetch_for(struct fetch *fetch, const char *device, uint8_t kind)
{
    fetch->device = device;
    fetch->kind = kind;
}

/* ---- the conversation ---- */

static void rest(struct fetch *fetch, enum fetch_state state)
{
    free(fetch->bytes);
    fetch->bytes = NULL;
    fetch->at = state;
}

/* It stays with what it has until the controller has yet another one. */
static void give_up(struct fetch *fetch, const char *why)
{
    log_warn("the controller has another definition of the hall than %s, and %s; copy its files "
             "there and start again",
             fetch->hall, why);
    rest(fetch, FETCH_RESTS);
}

static void ask(const struct fetch *fetch, struct message *answer)
{
    *answer = (struct message){.type = MSG_TYPE_BLOB_REQ};
    answer->blob_req.ref = REF;
    answer->blob_req.kind = BLOB_HALL;
    answer->blob_req.sha256.length = FETCH_HASH;
    memcpy(answer->blob_req.sha256.at, fetch->want, FETCH_HASH);
}

static void drop_kept(struct fetch *fetch)
{
    char path[FILE_PATH_MAX];
    if (!kept_path(fetch, path) || (unlink(path) && errno != ENOENT)) {
        give_up(fetch, "the copy that was fetched before cannot be removed");
        return;
    }
    log_info("the controller has the definition in %s again", fetch->hall);
    rest(fetch, FETCH_READY);
}

bool fetch_welcome(struct fetch *fetch, const struct msg_welcome *welcome, struct message *answer)
{
    const uint8_t *hash = welcome->hall_hash.at;
    if (welcome->hall_hash.length != FETCH_HASH || fetch->at == FETCH_READY)
        return false;
    bool again = fetch->wanted && memcmp(hash, fetch->want, FETCH_HASH) == 0;
    bool under_way = fetch->at != FETCH_RESTS;
    rest(fetch, FETCH_RESTS);
    if (memcmp(hash, fetch->used, FETCH_HASH) == 0 || (again && !under_way))
        return false;
    memcpy(fetch->want, hash, FETCH_HASH);
    fetch->wanted = true;
    if (memcmp(hash, fetch->given, FETCH_HASH) == 0) {
        drop_kept(fetch);
        return false;
    }
    if (!fetch->state) {
        give_up(fetch, "without --state DIR it cannot be fetched");
        return false;
    }
    if (!again)
        log_info("the controller has another definition of the hall; fetching it");
    ask(fetch, answer);
    fetch->at = FETCH_ASKED;
    return true;
}

static void next_piece(const struct fetch *fetch, struct message *answer)
{
    uint32_t left = fetch->size - fetch->have;
    answer->type = MSG_TYPE_GET;
    answer->get = (struct msg_get){REF, fetch->have, (uint16_t)(left < PIECE ? left : PIECE)};
}

static void take_offer(struct fetch *fetch, const struct msg_offer *offer, struct message *answer)
{
    bool good = fetch->at == FETCH_ASKED && offer->code == OFFER_READY && offer->size &&
                offer->size <= PACK_MAX && offer->sha256.length == FETCH_HASH &&
                memcmp(offer->sha256.at, fetch->want, FETCH_HASH) == 0;
    if (good)
        fetch->bytes = malloc(PACK_MAX);
    if (!good || !fetch->bytes) {
        give_up(fetch, good ? "there is no memory to fetch it" : "it does not give it away");
        return;
    }
    fetch->size = offer->size;
    fetch->have = 0;
    fetch->at = FETCH_PULLS;
    next_piece(fetch, answer);
}

static const char *judge(const struct fetch *fetch)
{
    struct crypto_bytes part = {fetch->bytes, fetch->size};
    uint8_t hash[FETCH_HASH];
    struct hall_def *def;
    if (!crypto_hash(&part, 1, hash) || memcmp(hash, fetch->want, FETCH_HASH) != 0)
        return "what it sent has another hash";
    if (parse(fetch->bytes, fetch->size, fetch->want, &def))
        return "this version cannot read it";
    const struct device_def *device = def_device(def, fetch->device);
    bool there = device && device->kind == fetch->kind;
    config_free(def);
    return there ? NULL : "this device is not in it";
}

static bool keep(const struct fetch *fetch)
{
    char path[FILE_PATH_MAX];
    uint8_t *file = malloc(FETCH_HASH + fetch->size);
    bool good = file && kept_path(fetch, path) && !file_make_dir(fetch->state, 0755);
    if (good) {
        memcpy(file, fetch->given, FETCH_HASH);
        memcpy(file + FETCH_HASH, fetch->bytes, fetch->size);
        good = !file_write(path, file, FETCH_HASH + fetch->size, 0644);
    }
    free(file);
    return good;
}

static void finish(struct fetch *fetch)
{
    const char *wrong = judge(fetch);
    if (!wrong && !keep(fetch))
        wrong = "it cannot be kept";
    if (wrong) {
        give_up(fetch, wrong);
        return;
    }
    log_info("the controller's definition of the hall is here, bytes=%u", fetch->size);
    rest(fetch, FETCH_READY);
}

static void take_data(struct fetch *fetch, const struct msg_data *data, struct message *answer)
{
    uint16_t length = data->bytes.length;
    if (fetch->at != FETCH_PULLS)
        return;
    if (data->offset != fetch->have || !length || length > fetch->size - fetch->have) {
        give_up(fetch, "it sent something else than it was asked for");
        return;
    }
    memcpy(fetch->bytes + fetch->have, data->bytes.at, length);
    fetch->have += length;
    if (fetch->have == fetch->size)
        finish(fetch);
    else
        next_piece(fetch, answer);
}

bool fetch_message(struct fetch *fetch, const struct message *message, struct message *answer)
{
    answer->type = 0;
    if (message->type == MSG_TYPE_OFFER && message->offer.ref == REF)
        take_offer(fetch, &message->offer, answer);
    else if (message->type == MSG_TYPE_DATA && message->data.ref == REF)
        take_data(fetch, &message->data, answer);
    else
        return false;
    return true;
}

bool fetch_ready(const struct fetch *fetch)
{
    return fetch->at == FETCH_READY;
}

void fetch_fini(struct fetch *fetch)
{
    rest(fetch, FETCH_RESTS);
}
