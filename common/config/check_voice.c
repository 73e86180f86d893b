/* SPDX-License-Identifier: Apache-2.0 */
/* How calls are spoken: languages that the hall has, clips that may be a folder's name. */
#include <string.h>

#include "config/check.h"

static void check_spoken(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    uint32_t seen = 0;
    for (uint32_t i = 0; i < build->hall->voice.languages_count; i++) {
        uint32_t lang = build->hall->voice.languages[i];
        const char *path = build_path(build, "voice.languages[%u]", i + 1);
        if (seen >> lang & 1)
            build_mistake(build, PART_HALL, path, "given twice; keep one of them");
        else if (!def->languages[lang])
            build_mistake(build, PART_HALL, path,
                          "%s is no language of this hall; add it to languages or remove it here",
                          lang_code((enum lang)lang));
        seen |= 1u << lang;
    }
}

void check_voice(struct build *build)
{
    const char *pack = build->out->def.voice.pack;
    check_spoken(build);
    /* It becomes the name of a folder. */
    if (strspn(pack, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(pack))
        build_mistake(build, PART_HALL, "voice.pack",
                      "\"%s\" is no name of a pack; write small letters, digits and dashes, or "
                      "live",
                      pack);
}
