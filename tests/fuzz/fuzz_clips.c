/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_clips - any bytes are a list of clips of bounded, ended texts or a mistake with its line,
 * and any sentence is covered by clips that say just it, or not at all.
 */
#include <stdlib.h>
#include <string.h>

#include "spoken/clips.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

static void check_list(const struct clips *clips)
{
    require(clips->count <= CLIPS_MAX);
    require(clips->rate >= CLIPS_RATE_MIN && clips->rate <= CLIPS_RATE_MAX);
    for (uint32_t i = 0; i < clips->count; i++) {
        const struct clip *clip = &clips->list[i];
        require(clip->lang < LANG_COUNT && clip->length <= CLIP_TEXT_MAX);
        require(strlen(clip->text) == clip->length && strlen(clip->file) <= CLIP_NAME_MAX);
        require(!strchr(clip->file, '/') && clip->file[0] != '.');
    }
}

/* Each text of the list is a sentence, and so are two behind each other. */
static void compose(const struct clips *clips, uint32_t i)
{
    char sentence[2 * CLIP_TEXT_MAX + 2];
    struct clip_parts parts;
    const struct clip *clip = &clips->list[i], *other = &clips->list[clips->count - 1 - i];
    strcpy(sentence, clip->text);
    if (other->lang == clip->lang) {
        strcat(sentence, " ");
        strcat(sentence, other->text);
    }
    if (!clips_compose(clips, (enum lang)clip->lang, sentence, &parts))
        return;
    require(parts.count > 0 && parts.count <= CLIP_PARTS_MAX);
    size_t length = 0;
    for (uint32_t k = 0; k < parts.count; k++) {
        require(parts.parts[k].clip < clips->count);
        require(clips->list[parts.parts[k].clip].lang == clip->lang);
        length += clips->list[parts.parts[k].clip].length;
    }
    require(length <= 4 * strlen(sentence)); /* numbers grow: 2005 is 2000 and 5 */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct clips clips;
    struct clips_mistake mistake;
    if (size > CLIPS_BYTES_MAX)
        return 0;
    char *bytes = malloc(size + 1);
    require(bytes != NULL);
    if (size)
        memcpy(bytes, data, size);
    bytes[size] = '\0';
    uint32_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    if (clips_parse(&clips, bytes, size, &mistake)) {
        check_list(&clips);
        for (uint32_t i = 0; i < clips.count && i < 64; i++)
            compose(&clips, i);
    } else {
        require(mistake.line >= 1 && mistake.line <= lines && mistake.text[0]);
    }
    free(bytes);
    return 0;
}
