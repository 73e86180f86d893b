/* SPDX-License-Identifier: Apache-2.0 */
#include "voice/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "os/log.h"
#include "spoken/wav.h"

#define CLIP_BYTES_MAX (PACK_CLIP_S * CLIPS_RATE_MAX * 2 + 4096)

struct pack {
    char folder[FILE_PATH_MAX];
    char *list;
    struct clips clips;
    bool told[LANG_COUNT]; /* that it lacks a piece */
};

static bool is_there(const char *folder)
{
    char path[FILE_PATH_MAX];
    return file_in(folder, CLIPS_FILE, path) && file_exists(path);
}

bool pack_find(const char *hall, const char *name, char *path, size_t size)
{
    char program[FILE_PATH_MAX];
    if (name[0] == '\0' || name[0] == '.' || strchr(name, '/'))
        return false;
    int length = snprintf(path, size, "%s/voice/%s", hall, name);
    if (length > 0 && (size_t)length < size && is_there(path))
        return true;
    ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
    program[n > 0 ? n : 0] = '\0';
    char *slash = strrchr(program, '/');
    if (!slash)
        return false;
    *slash = '\0';
    length = snprintf(path, size, "%s/../share/voice/%s", program, name);
    return length > 0 && (size_t)length < size && is_there(path);
}

void pack_choose(const char *hall, const char *name, char *path, size_t size)
{
    bool found = name[0] && pack_find(hall, name, path, size);
    if (name[0] && !found)
        log_warn("voice pack=%s is neither in %s/voice nor in share/voice: calls are spoken by "
                 "espeak-ng",
                 name, hall);
    if (!found)
        path[0] = '\0';
}

/* The bytes of a clip; NULL, and one sentence, when there is none that can be played. */
static uint8_t *read_clip(const struct pack *pack, const struct clip *clip, struct wav *wav)
{
    char path[FILE_PATH_MAX];
    uint8_t *bytes;
    size_t length;
    const char *problem;
    if (!file_in(pack->folder, clip->file, path))
        return NULL;
    if (file_read(path, CLIP_BYTES_MAX, &bytes, &length)) {
        log_warn("voice clip=%s text=\"%s\" cannot be read, or is longer than %d s", path,
                 clip->text, PACK_CLIP_S);
        return NULL;
    }
    bool ok = wav_parse(bytes, length, wav, &problem);
    if (!ok)
        log_warn("voice clip=%s: %s", path, problem);
    else if (wav->rate != pack->clips.rate)
        log_warn("voice clip=%s has %u samples a second, its pack %u; convert it", path, wav->rate,
                 pack->clips.rate);
    if (ok && wav->rate == pack->clips.rate)
        return bytes;
    free(bytes);
    return NULL;
}

static bool read_list(struct pack *pack)
{
    char path[FILE_PATH_MAX];
    uint8_t *bytes;
    size_t length;
    struct clips_mistake mistake;
    if (!file_in(pack->folder, CLIPS_FILE, path))
        return false;
    if (file_read(path, CLIPS_BYTES_MAX, &bytes, &length)) {
        log_warn("voice pack=%s cannot be read, or is longer than %u bytes", path, CLIPS_BYTES_MAX);
        return false;
    }
    pack->list = (char *)bytes;
    if (clips_parse(&pack->clips, pack->list, length, &mistake))
        return true;
    log_warn("%s:%u: %s", path, mistake.line, mistake.text);
    return false;
}

static bool check_clips(const struct pack *pack)
{
    bool ok = true;
    for (uint32_t i = 0; i < pack->clips.count; i++) {
        struct wav wav;
        uint8_t *bytes = read_clip(pack, &pack->clips.list[i], &wav);
        ok = ok && bytes;
        free(bytes);
    }
    return ok;
}

enum err pack_open(const char *folder, uint32_t hertz, struct pack **opened)
{
    *opened = NULL;
    struct pack *pack = calloc(1, sizeof(*pack));
    if (!pack)
        return log_fault(ERR_NOMEM, "voice pack");
    snprintf(pack->folder, sizeof(pack->folder), "%s", folder);
    bool ok = read_list(pack) && check_clips(pack);
    if (ok && pack->clips.rate != hertz) {
        log_warn("voice pack=%s has %u samples a second; make it with %u", folder, pack->clips.rate,
                 hertz);
        ok = false;
    }
    if (!ok) {
        pack_close(pack);
        return log_fault(ERR_CONFIG, "voice pack=%s is not used", folder);
    }
    *opened = pack;
    return ERR_NONE;
}

void pack_close(struct pack *pack)
{
    if (!pack)
        return;
    free(pack->list);
    free(pack);
}

uint32_t pack_count(const struct pack *pack)
{
    return pack->clips.count;
}

static void add_wav(struct track *track, const struct wav *wav)
{
    for (uint32_t i = 0; i < wav->count; i++) {
        int16_t sample = wav_sample(wav, i);
        track_add(track, &sample, 1);
    }
}

bool pack_covers(const struct pack *pack, enum lang lang, const char *sentence,
                 struct clip_parts *parts)
{
    return clips_compose(&pack->clips, lang, sentence, parts);
}

/* Once: a hall with a room that was never recorded has it called all day. */
static void tell_missing(struct pack *pack, enum lang lang, const char *missing)
{
    if (!pack->told[lang])
        log_warn("voice pack=%s language=%s has no clip for \"%s\": what it lacks is spoken by "
                 "espeak-ng, if that speaks it; make-voice-pack --check lists it",
                 pack->folder, lang_code(lang), missing);
    pack->told[lang] = true;
}

bool pack_say(struct pack *pack, enum lang lang, const char *sentence, struct track *track)
{
    struct clip_parts parts;
    track->count = 0;
    if (!clips_compose(&pack->clips, lang, sentence, &parts)) {
        tell_missing(pack, lang, parts.missing);
        return false;
    }
    for (uint32_t i = 0; i < parts.count; i++) {
        struct wav wav;
        uint8_t *bytes = read_clip(pack, &pack->clips.list[parts.parts[i].clip], &wav);
        if (!bytes) {
            track->count = 0;
            return false;
        }
        add_wav(track, &wav);
        track_add(track, NULL, parts.parts[i].pause_ms * pack->clips.rate / 1000);
        free(bytes);
    }
    return true;
}
