/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "config/spans.h"
#include "pages/load.h"

#define DAY_MINUTES 1440

static const char *const day_names[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/* ---- values ---- */

/* The text of a value; NULL after a mistake, or when there is none. */
static const char *text_of(struct load *load, yaml_node_t *node, const char *key)
{
    if (!node)
        return NULL;
    if (node->type == YAML_SCALAR_NODE && node->data.scalar.length)
        return (const char *)node->data.scalar.value;
    load_wrong(load, document_place(node), key, "a text or a number is needed");
    return NULL;
}

static bool number_of(struct load *load, yaml_node_t *node, const char *key, uint32_t least,
                      uint32_t most, uint32_t *number)
{
    const char *text = text_of(load, node, key);
    char *end;
    if (!text)
        return false;
    unsigned long value = strtoul(text, &end, 10);
    if (*text >= '0' && *text <= '9' && !*end && value >= least && value <= most) {
        *number = (uint32_t)value;
        return true;
    }
    load_wrong(load, document_place(node), key, "%.20s is not %u to %u", text, least, most);
    return false;
}

/* Calls `take` for each entry of a list, or for the one value. */
static void each(struct load *load, yaml_node_t *node,
                 void (*take)(struct load *load, struct playlist *list, yaml_node_t *entry),
                 struct playlist *list)
{
    if (!node)
        return;
    if (node->type != YAML_SEQUENCE_NODE) {
        take(load, list, node);
        return;
    }
    for (yaml_node_item_t *item = node->data.sequence.items.start;
         item < node->data.sequence.items.top; item++)
        take(load, list, document_node(&load->document, *item));
}

/* Names every key of a mapping that is none of ours, or there twice. */
static bool known_keys(struct load *load, yaml_node_t *mapping, const char *what,
                       const char *const *keys)
{
    if (!mapping || mapping->type != YAML_MAPPING_NODE) {
        load_wrong(load, document_place(mapping), what, "key: value is needed here");
        return false;
    }
    for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         pair < mapping->data.mapping.pairs.top; pair++) {
        yaml_node_t *key = document_node(&load->document, pair->key);
        uint32_t i = 0;
        while (keys[i] && !document_key_is(key, keys[i]))
            i++;
        if (!keys[i])
            load_wrong(load, document_place(key),
                       key->type == YAML_SCALAR_NODE ? (const char *)key->data.scalar.value : what,
                       "unknown key; halls/README.md names them all");
    }
    return true;
}

/* ---- where and when ---- */

static void add_place(struct load *load, struct playlist *list, yaml_node_t *node,
                      enum pages_where where, uint32_t number)
{
    if (list->place_count == PLAYLIST_PLACES_MAX) {
        load_wrong(load, document_place(node), "playlists", "more than %d places; use floors",
                   PLAYLIST_PLACES_MAX);
        return;
    }
    list->places[list->place_count++] = (struct pages_place){(uint8_t)where, (uint16_t)number};
}

static void take_board(struct load *load, struct playlist *list, yaml_node_t *node)
{
    const char *name = text_of(load, node, "boards");
    const struct device_def *device = name ? def_device(load->def, name) : NULL;
    if (device && device->kind == DEVICE_BOARD)
        add_place(load, list, node, PAGES_BOARD, (uint32_t)(device - load->def->devices));
    else if (name)
        load_wrong(load, document_place(node), "boards", "devices.yaml has no board named %.40s",
                   name);
}

static void take_floor(struct load *load, struct playlist *list, yaml_node_t *node)
{
    uint32_t number, i = 0;
    if (!number_of(load, node, "floors", 1, 200, &number))
        return;
    while (i < load->def->floor_count && load->def->floors[i].number != number)
        i++;
    if (i < load->def->floor_count)
        add_place(load, list, node, PAGES_FLOOR, number);
    else
        load_wrong(load, document_place(node), "floors", "hall.yaml has no floor %u", number);
}

static void take_zone(struct load *load, struct playlist *list, yaml_node_t *node)
{
    uint32_t number;
    if (!number_of(load, node, "zones", 1, UINT16_MAX, &number))
        return;
    if (def_zone(load->def, (uint16_t)number))
        add_place(load, list, node, PAGES_ZONE, number);
    else
        load_wrong(load, document_place(node), "zones", "zones.yaml has no zone %u", number);
}

static void take_day(struct load *load, struct playlist *list, yaml_node_t *node)
{
    const char *text = text_of(load, node, "days");
    uint32_t day = 0;
    while (text && day < 7 && strcmp(text, day_names[day]) != 0)
        day++;
    if (text && day < 7)
        list->days |= (uint8_t)(1u << day);
    else if (text)
        load_wrong(load, document_place(node), "days",
                   "%.20s is no day; write mon, tue, wed, thu, fri, sat or sun", text);
}

static void read_when(struct load *load, struct playlist *list, yaml_node_t *mapping)
{
    struct hours_session time = {0, DAY_MINUTES};
    yaml_node_t *node = document_value(&load->document, mapping, "time");
    const char *text = text_of(load, node, "time");
    const char *why = text ? session_parse(text, &time) : NULL;
    if (why)
        load_wrong(load, document_place(node), "time", "write when it plays as \"8:30-12:00\"");
    list->from = time.from_min;
    list->to = time.to_min;
    each(load, document_value(&load->document, mapping, "days"), take_day, list);
    if (!list->days)
        list->days = 0x7f;
}

static void read_where(struct load *load, struct playlist *list, yaml_node_t *mapping)
{
    uint32_t before = load->mistakes;
    each(load, document_value(&load->document, mapping, "boards"), take_board, list);
    each(load, document_value(&load->document, mapping, "floors"), take_floor, list);
    each(load, document_value(&load->document, mapping, "zones"), take_zone, list);
    if (list->place_count == 0 && load->mistakes == before)
        add_place(load, list, mapping, PAGES_EVERYWHERE, 0);
}

/* ---- pages ---- */

/* One row a medium: an image that two pages show is fetched once all the same. */
static void add_row(struct load *load, struct playlist *list, int medium, uint32_t seconds)
{
    if (medium < 0)
        return;
    if (list->row_count == PLAYLIST_ROWS_MAX) {
        load_wrong(load, load->at, "pages", "more than %d pages and images; make a second list",
                   PLAYLIST_ROWS_MAX);
        return;
    }
    list->rows[list->row_count++] = (struct playlist_row){(uint16_t)medium, (uint16_t)seconds};
    list->page_count += seconds != 0;
}

static bool plain_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    return length && !name[length] && length <= PAGES_NAME_MAX - 8;
}

static void add_text(struct load *load, struct playlist *list, const char *name, bool english,
                     uint32_t seconds)
{
    int image;
    if (!plain_name(name)) {
        load_wrong(load, load->at, "page",
                   "%.40s is no name of a page; write small letters, digits, - and _, without .md",
                   name);
        return;
    }
    for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
        if (lang == LANG_EN && (!english || !load_has_text(load, name, LANG_EN)))
            continue;
        int medium = load_text(load, name, (enum lang)lang, &image);
        add_row(load, list, medium, seconds);
        if (medium >= 0)
            add_row(load, list, image, 0);
    }
}

struct page_keys {
    const char *page, *image, *item;
    uint32_t seconds;
    bool english;
};

static void read_page(struct load *load, struct playlist *list, yaml_node_t *node,
                      struct page_keys usual)
{
    static const char *const keys[] = {"page", "image", "item", "seconds", NULL};
    struct document *document = &load->document;
    if (!known_keys(load, node, "pages", keys))
        return;
    load->at = document_place(node);
    const char *page = text_of(load, document_value(document, node, "page"), "page");
    const char *image = text_of(load, document_value(document, node, "image"), "image");
    const char *item = text_of(load, document_value(document, node, "item"), "item");
    yaml_node_t *seconds = document_value(document, node, "seconds");
    if (seconds &&
        !number_of(load, seconds, "seconds", PAGE_SECONDS_LEAST, PAGE_SECONDS_MOST, &usual.seconds))
        return;
    if ((page != NULL) + (image != NULL) + (item != NULL) != 1) {
        load_wrong(load, load->at, "pages", "write one of page: NAME, image: NAME.png, item: CODE");
        return;
    }
    if (page)
        add_text(load, list, page, usual.english, usual.seconds);
    if (image)
        add_row(load, list, load_image(load, image), usual.seconds);
    for (int lang = LANG_ZH; item && lang <= (usual.english ? LANG_EN : LANG_ZH); lang++)
        add_row(load, list, load_item(load, item, (enum lang)lang), usual.seconds);
}

static void read_pages(struct load *load, struct playlist *list, yaml_node_t *mapping,
                       struct page_keys usual)
{
    yaml_node_t *node = document_value(&load->document, mapping, "pages");
    if (!node || node->type != YAML_SEQUENCE_NODE) {
        load_wrong(load, document_place(node ? node : mapping), "pages",
                   "missing; write the pages, each behind a dash");
        return;
    }
    size_t count = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (count < 1 || count > PLAYLIST_PAGES_MAX) {
        load_wrong(load, document_place(node), "pages", "a list has 1 to %d pages",
                   PLAYLIST_PAGES_MAX);
        return;
    }
    for (size_t i = 0; i < count; i++)
        read_page(load, list, document_node(&load->document, node->data.sequence.items.start[i]),
                  usual);
}

/* ---- lists ---- */

static void read_list(struct load *load, yaml_node_t *node)
{
    static const char *const keys[] = {"name", "boards",  "floors",  "zones", "days",
                                       "time", "seconds", "english", "pages", NULL};
    struct pages *pages = load->pages;
    if (!known_keys(load, node, "playlists", keys))
        return;
    struct playlist *list = &pages->lists[pages->list_count++];
    struct page_keys usual = {.seconds = PAGE_SECONDS_DEFAULT};
    yaml_node_t *seconds = document_value(&load->document, node, "seconds");
    yaml_node_t *english = document_value(&load->document, node, "english");
    const char *name = text_of(load, document_value(&load->document, node, "name"), "name");
    if (seconds)
        (void)number_of(load, seconds, "seconds", PAGE_SECONDS_LEAST, PAGE_SECONDS_MOST,
                        &usual.seconds);
    if (!name || strlen(name) > PAGES_NAME_MAX)
        load_wrong(load, document_place(node), "name", "missing, or longer than %d bytes",
                   PAGES_NAME_MAX);
    else
        snprintf(list->name, sizeof(list->name), "%s", name);
    usual.english = english && document_key_is(english, "true");
    if (english && !usual.english && !document_key_is(english, "false"))
        load_wrong(load, document_place(english), "english", "write true or false");
    read_when(load, list, node);
    read_where(load, list, node);
    read_pages(load, list, node, usual);
    load->rows += list->row_count * list->place_count;
}

void load_lists(struct load *load)
{
    static const char *const keys[] = {"playlists", NULL};
    yaml_node_t *root = document_root(&load->document);
    if (!known_keys(load, root, "playlists", keys))
        return;
    yaml_node_t *lists = document_value(&load->document, root, "playlists");
    if (!lists || lists->type != YAML_SEQUENCE_NODE) {
        load_wrong(load, document_place(lists ? lists : root), "playlists",
                   "missing; write the lists, each behind a dash");
        return;
    }
    for (yaml_node_item_t *item = lists->data.sequence.items.start;
         item < lists->data.sequence.items.top; item++) {
        yaml_node_t *node = document_node(&load->document, *item);
        if (load->pages->list_count == PLAYLISTS_MAX) {
            load_wrong(load, document_place(node), "playlists", "more than %d lists; remove some",
                       PLAYLISTS_MAX);
            return;
        }
        read_list(load, node);
    }
    if (load->rows > PAGES_ROWS_MAX)
        load_wrong(load, document_place(lists), "playlists",
                   "pages times places are more than %d; use floors, or none for every board",
                   PAGES_ROWS_MAX);
}
