/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "config/build.h"
#include "config/spans.h"

/* "-3": the keys' numbers have no sign, so this one is read here. */
static int8_t build_rate(struct build *build, const char *text)
{
    int rate = 0;
    char rest = 0;
    if (text && (sscanf(text, "%3d%c", &rate, &rest) != 1 || rate < -VOICE_RATE_MAX ||
                 rate > VOICE_RATE_MAX)) {
        build_mistake(build, PART_HALL, "voice.rate",
                      "\"%s\" is no rate; write a number from -%d (slow) to %d (fast)", text,
                      VOICE_RATE_MAX, VOICE_RATE_MAX);
        return 0;
    }
    return (int8_t)rate;
}

/* R-V7, and the brightness of boards: percents by the time of day. Returns how many. */
static uint8_t build_percents(struct build *build, const char *key, const struct raw_volume *list,
                              uint32_t list_count, struct volume_def *to)
{
    uint8_t count = 0;
    for (uint32_t i = 0; i < list_count; i++) {
        const struct raw_volume *raw = &list[i];
        struct volume_def *volume = &to[count];
        const char *path = build_path(build, "%s[%u].from", key, i + 1);
        char span[32];
        snprintf(span, sizeof(span), "%s-%s", raw->from, raw->to);
        const char *problem = session_parse(span, &volume->time);
        volume->percent = (uint8_t)raw->percent;
        if (problem)
            build_mistake(build, PART_HALL, path,
                          "write both times like \"12:00\", the first before the second");
        else if (count && volume->time.from_min < volume[-1].time.to_min)
            build_mistake(build, PART_HALL, path,
                          "it begins before the one above it ends; they must be in order and "
                          "not overlap");
        count = (uint8_t)(count + !problem);
    }
    return count;
}

/* R-V5: without a list the hall speaks Chinese, and each ticket its own language besides. */
static void build_languages(const struct raw_voice *from, struct voice_def *to)
{
    to->language_count = 1;
    to->languages[0] = LANG_ZH;
    for (uint32_t i = 0; i < from->languages_count; i++)
        to->languages[i] = (uint8_t)from->languages[i];
    if (from->languages_count)
        to->language_count = (uint8_t)from->languages_count;
}

/* R-V9: clips, of the pack that ships where the hall names none. They have one rate: a hall with a
 * rate of its own is spoken live, unless it names a pack. */
static const char *build_pack(const struct raw_voice *from, int8_t rate)
{
    if (!from->pack)
        return rate ? "" : VOICE_PACK_DEFAULT;
    return strcmp(from->pack, VOICE_PACK_LIVE) == 0 ? "" : from->pack;
}

void build_voice(struct build *build)
{
    const struct raw_voice *from = &build->hall->voice;
    struct hall_def *def = &build->out->def;
    struct voice_def *to = &def->voice;
    *to = (struct voice_def){.times = (uint8_t)from->times,
                             .chime = from->chime,
                             .silent = from->silent,
                             .digit_one = (uint8_t)from->digit_one};
    to->rate = build_rate(build, from->rate);
    utf8_copy(to->pack, sizeof(to->pack), build_pack(from, to->rate));
    build_languages(from, to);
    to->volume_count =
        build_percents(build, "voice.volumes", from->volumes, from->volumes_count, to->volumes);
    def->boards = (struct boards_def){.order_note = build->hall->boards.order_note,
                                      .pages = build->hall->boards.pages};
    def->boards.brightness_count =
        build_percents(build, "boards.brightness", build->hall->boards.brightness,
                       build->hall->boards.brightness_count, def->boards.brightness);
}
