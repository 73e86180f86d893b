/* SPDX-License-Identifier: Apache-2.0 */
/* Do the items fit the hall? */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "config/check.h"
#include "config/items.h"

#define MISTAKE(build, index, place, key, ...)                                   \
    report_add(&(build)->report, PART_ITEMS, (build)->item_places[index][place], \
               build_path(build, "items[%u].%s", (unsigned)(index) + 1, key), __VA_ARGS__)

static void check_item_service(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const struct item_def *item = &def->items[i];
    const struct service_def *service = def_service(def, item->service);
    if (!build->services || !item->service.n)
        return;
    if (!service)
        MISTAKE(build, i, ITEM_PLACE_SERVICE, "service",
                "there is no service %u; add it to services.yaml or change it", item->service.n);
    else if (!*service->prefix)
        MISTAKE(build, i, ITEM_PLACE_SERVICE, "service",
                "service %s issues no numbers; name the one that people queue for",
                service->name.text[LANG_ZH]);
}

static bool is_spoken(uint32_t c)
{
    bool latin = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return latin || c == 0x3007 || (c >= 0x3400 && c <= 0x9fff) || c >= 0x20000;
}

/* R-M12, D-40: a letter for each character, so what a visitor types meets the name. */
static void check_initials(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const struct item_def *item = &def->items[i];
    const char *name = def_item_text(def, item, ITEM_NAME, LANG_ZH);
    const char *initials = def_item_word(def, item->initials);
    size_t spoken = 0;
    for (uint32_t c; (c = utf8_next(&name));)
        spoken += is_spoken(c);
    if (*initials && spoken && strlen(initials) != spoken)
        MISTAKE(build, i, ITEM_PLACE_INITIALS, "initials",
                "%s has %zu letters, the name %zu characters; write the first letter of each "
                "character's pinyin",
                initials, strlen(initials), spoken);
}

static void check_url(struct build *build, uint32_t i)
{
    const struct hall_def *def = &build->out->def;
    const char *url = def_item_word(def, def->items[i].url);
    bool web = strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
    for (const char *at = url; *at; at++)
        web = web && *at > ' ' && *at < 0x7f;
    if (*url && !web)
        MISTAKE(build, i, ITEM_PLACE_URL, "url",
                "%.60s is not a web address; begin with http:// or https://, letters without "
                "accents only",
                url);
}

static void check_dates(struct build *build, uint32_t i)
{
    const struct item_def *item = &build->out->def.items[i];
    if (item->from && item->to && item->from > item->to)
        MISTAKE(build, i, ITEM_PLACE_TO, "to", "it ends before it begins%s; exchange the dates",
                "");
}

/* ---- what must be unique ---- */

struct named {
    const char *text; /* NULL: the number counts */
    uint16_t number;
    uint32_t index;
};

static int compare(const void *a, const void *b)
{
    const struct named *one = a, *two = b;
    int order = one->text ? strcmp(one->text, two->text) : one->number - two->number;
    return order ? order : (one->index > two->index) - (one->index < two->index);
}

static bool same(const struct named *a, const struct named *b)
{
    return a->text ? strcmp(a->text, b->text) == 0 : a->number == b->number;
}

static void check_unique(struct build *build, struct named *list, uint32_t count,
                         enum item_place place, const char *key)
{
    qsort(list, count, sizeof(*list), compare);
    for (uint32_t i = 1; i < count; i++)
        if (same(&list[i - 1], &list[i]))
            MISTAKE(build, list[i].index, place, key,
                    "it is there already; give each item its own");
}

static void check_all_unique(struct build *build)
{
    const struct hall_def *def = &build->out->def;
    struct named *list = calloc(def->item_count + 1, sizeof(*list));
    uint32_t count = 0;
    if (!list)
        return;
    for (uint32_t i = 0; i < def->item_count; i++)
        if (def->items[i].id)
            list[count++] = (struct named){NULL, def->items[i].id, i};
    check_unique(build, list, count, ITEM_PLACE_ID, "id");
    count = 0;
    for (uint32_t i = 0; i < def->item_count; i++)
        if (def->items[i].code)
            list[count++] = (struct named){def_item_word(def, def->items[i].code), 0, i};
    check_unique(build, list, count, ITEM_PLACE_CODE, "code");
    free(list);
}

void check_items(struct build *build)
{
    for (uint32_t i = 0; i < build->out->def.item_count; i++) {
        check_item_service(build, i);
        check_initials(build, i);
        check_url(build, i);
        check_dates(build, i);
    }
    check_all_unique(build);
}
