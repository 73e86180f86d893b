/* SPDX-License-Identifier: Apache-2.0 */
#include "app/media.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "protocol/bits.h"
#include "protocol/crypto.h"

#define REF 0x6D650000u /* ours, counted up: an answer to an older question is not taken */
#define REF_COUNT 0xFFFFu
#define PIECE sizeof(((struct msg_data *)NULL)->bytes.at)
#define NAME_LENGTH (MEDIA_HASH * 2)

/* ---- what is kept ---- */

static void name_of(const uint8_t hash[MEDIA_HASH], char name[NAME_LENGTH + 1])
{
    for (int i = 0; i < MEDIA_HASH; i++)
        snprintf(name + 2 * i, 3, "%02x", hash[i]);
}

static bool path_of(const struct media *media, const uint8_t hash[MEDIA_HASH],
                    char path[FILE_PATH_MAX])
{
    char name[NAME_LENGTH + 1];
    name_of(hash, name);
    return file_in(media->folder, name, path);
}

static struct medium_kept *find(struct media *media, const uint8_t hash[MEDIA_HASH])
{
    for (uint32_t i = 0; i < media->count; i++)
        if (memcmp(media->kept[i].hash, hash, MEDIA_HASH) == 0)
            return &media->kept[i];
    return NULL;
}

static void drop(struct media *media, struct medium_kept *kept)
{
    char path[FILE_PATH_MAX];
    if (!kept->bytes && path_of(media, kept->hash, path))
        (void)unlink(path); /* one that stays is found again at the next start */
    free(kept->bytes);
    media->bytes -= kept->size;
    *kept = media->kept[--media->count];
}

static void make_room(struct media *media, size_t size)
{
    while (media->count && (media->count == MEDIA_KEPT_MAX || media->bytes + size > media->room)) {
        struct medium_kept *oldest = media->kept;
        for (uint32_t i = 1; i < media->count; i++)
            if (media->kept[i].used < oldest->used)
                oldest = &media->kept[i];
        drop(media, oldest);
    }
}

static struct medium_kept *add(struct media *media, const uint8_t hash[MEDIA_HASH], uint32_t size)
{
    make_room(media, size);
    struct medium_kept *kept = &media->kept[media->count++];
    *kept = (struct medium_kept){.size = size, .used = ++media->uses};
    memcpy(kept->hash, hash, MEDIA_HASH);
    media->bytes += size;
    return kept;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool hash_of_name(const char *name, uint8_t hash[MEDIA_HASH])
{
    if (strlen(name) != NAME_LENGTH)
        return false;
    for (int i = 0; i < MEDIA_HASH; i++) {
        int high = digit(name[2 * i]), low = digit(name[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        hash[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* What an earlier run left; anything else in the folder is none of ours and stays. */
static void read_folder(struct media *media)
{
    DIR *folder = opendir(media->folder);
    const struct dirent *entry;
    while (folder && (entry = readdir(folder)) != NULL) {
        uint8_t hash[MEDIA_HASH];
        char path[FILE_PATH_MAX];
        struct stat found;
        if (hash_of_name(entry->d_name, hash) && path_of(media, hash, path) &&
            stat(path, &found) == 0 && S_ISREG(found.st_mode) && found.st_size > 0 &&
            found.st_size <= MEDIA_BYTES_MAX)
            (void)add(media, hash, (uint32_t)found.st_size);
    }
    if (folder)
        closedir(folder);
}

enum err media_open(struct media *media, const char *state)
{
    memset(media, 0, sizeof(*media));
    media->room = MEDIA_MEMORY_BYTES;
    if (!state)
        return ERR_NONE;
    if (!file_in(state, "media", media->folder))
        return ERR_TOOBIG;
    if (file_make_dir(media->folder, 0755)) { /* a board without pages is better than none */
        media->folder[0] = '\0';
        return ERR_NONE;
    }
    media->room = MEDIA_DISK_BYTES;
    read_folder(media);
    return ERR_NONE;
}

void media_close(struct media *media)
{
    media_restart(media);
    for (uint32_t i = 0; i < media->count; i++)
        free(media->kept[i].bytes);
    media->count = 0;
}

bool media_has(struct media *media, const uint8_t hash[MEDIA_HASH])
{
    struct medium_kept *kept = find(media, hash);
    if (kept)
        kept->used = ++media->uses;
    return kept != NULL;
}

static bool is_whole(const uint8_t *bytes, size_t size, const uint8_t hash[MEDIA_HASH])
{
    const struct crypto_bytes part = {bytes, size};
    uint8_t own[MEDIA_HASH];
    return crypto_hash(&part, 1, own) && memcmp(own, hash, MEDIA_HASH) == 0;
}

static bool copy(const struct medium_kept *kept, uint8_t **bytes, size_t *size)
{
    *bytes = malloc(kept->size + 1u);
    if (!*bytes)
        return false;
    memcpy(*bytes, kept->bytes, kept->size);
    (*bytes)[kept->size] = '\0';
    *size = kept->size;
    return true;
}

bool media_read(struct media *media, const uint8_t hash[MEDIA_HASH], uint8_t **bytes, size_t *size)
{
    struct medium_kept *kept = find(media, hash);
    char path[FILE_PATH_MAX], name[NAME_LENGTH + 1];
    *bytes = NULL;
    if (!kept)
        return false;
    kept->used = ++media->uses;
    if (kept->bytes)
        return copy(kept, bytes, size);
    if (path_of(media, hash, path) && !file_read(path, MEDIA_BYTES_MAX, bytes, size) &&
        is_whole(*bytes, *size, hash))
        return true;
    name_of(hash, name);
    log_warn("media=%s is damaged or gone; it is fetched again", name);
    free(*bytes);
    *bytes = NULL;
    drop(media, kept);
    return false;
}

/* ---- the conversation ---- */

void media_restart(struct media *media)
{
    free(media->under_way);
    media->under_way = NULL;
    media->at = MEDIA_RESTS;
}

bool media_busy(const struct media *media)
{
    return media->at != MEDIA_RESTS;
}

static void give_up(struct media *media, msec now, const char *why)
{
    char name[NAME_LENGTH + 1];
    name_of(media->want, name);
    log_every(&media->site, "media=%s cannot be had: %s; the pages before it play on", name, why);
    media_restart(media);
    media->again = now + MEDIA_AGAIN_MS;
}

bool media_fetch(struct media *media, const uint8_t hash[MEDIA_HASH], msec now, struct message *ask)
{
    if (media_busy(media) && now - media->heard > MEDIA_ANSWER_MS)
        give_up(media, now, "no answer came");
    bool other = memcmp(hash, media->want, MEDIA_HASH) != 0;
    if (media_busy(media) || (now < media->again && !other))
        return false;
    memcpy(media->want, hash, MEDIA_HASH);
    media->at = MEDIA_ASKED;
    media->heard = now;
    media->ref = REF | ((media->ref + 1) & REF_COUNT);
    *ask = (struct message){.type = MSG_TYPE_BLOB_REQ};
    ask->blob_req.ref = media->ref;
    ask->blob_req.kind = BLOB_MEDIA;
    ask->blob_req.sha256.length = MEDIA_HASH;
    memcpy(ask->blob_req.sha256.at, hash, MEDIA_HASH);
    return true;
}

static void next_piece(const struct media *media, struct message *answer)
{
    uint32_t left = media->size - media->have;
    answer->type = MSG_TYPE_GET;
    answer->get =
        (struct msg_get){media->ref, media->have, (uint16_t)(left < PIECE ? left : PIECE)};
}

static void take_offer(struct media *media, const struct msg_offer *offer, msec now,
                       struct message *answer)
{
    if (media->at != MEDIA_ASKED || offer->code != OFFER_READY) {
        give_up(media, now, "the controller does not have it");
        return;
    }
    if (!offer->size || offer->size > MEDIA_BYTES_MAX) {
        give_up(media, now, "it is too large");
        return;
    }
    media->under_way = malloc(MEDIA_BYTES_MAX);
    if (!media->under_way) {
        give_up(media, now, "out of memory");
        return;
    }
    media->size = offer->size;
    media->have = 0;
    media->at = MEDIA_PULLS;
    next_piece(media, answer);
}

/* Its hash is checked when it is read: nothing waits for the disk. One that takes nothing is as
 * good as none. */
static bool on_disk(struct media *media)
{
    char path[FILE_PATH_MAX];
    if (!media->folder[0] || !path_of(media, media->want, path))
        return false;
    if (!file_cache(path, media->under_way, media->size, 0644))
        return true;
    media->room = MEDIA_MEMORY_BYTES;
    return false;
}

static bool keep(struct media *media)
{
    uint8_t *memory = NULL;
    if (!on_disk(media)) {
        memory = malloc(media->size);
        if (!memory)
            return false;
        memcpy(memory, media->under_way, media->size);
    }
    add(media, media->want, media->size)->bytes = memory;
    return true;
}

static void finish(struct media *media, msec now)
{
    char name[NAME_LENGTH + 1];
    name_of(media->want, name);
    if (!is_whole(media->under_way, media->size, media->want)) {
        give_up(media, now, "what came has another hash");
        return;
    }
    if (!keep(media)) {
        give_up(media, now, "it cannot be kept");
        return;
    }
    log_info("media=%s is here bytes=%u", name, media->size);
    media_restart(media);
}

static void take_data(struct media *media, const struct msg_data *data, msec now,
                      struct message *answer)
{
    uint16_t length = data->bytes.length;
    if (media->at != MEDIA_PULLS)
        return;
    if (data->offset != media->have || !length || length > media->size - media->have) {
        give_up(media, now, "something else came than was asked for");
        return;
    }
    memcpy(media->under_way + media->have, data->bytes.at, length);
    media->have += length;
    if (media->have == media->size)
        finish(media, now);
    else
        next_piece(media, answer);
}

bool media_message(struct media *media, const struct message *message, msec now,
                   struct message *answer)
{
    answer->type = 0;
    if (message->type == MSG_TYPE_OFFER && message->offer.ref == media->ref && media_busy(media))
        take_offer(media, &message->offer, now, answer);
    else if (message->type == MSG_TYPE_DATA && message->data.ref == media->ref && media_busy(media))
        take_data(media, &message->data, now, answer);
    else
        return false;
    media->heard = now;
    return true;
}
