/* SPDX-License-Identifier: Apache-2.0 */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "domain/item_def.h"
#include "domain/page_text.h"
#include "os/file.h"
#include "pages/image.h"
#include "pages/load.h"
#include "ui/page_lay.h"

static const char *const lang_names[LANG_COUNT] = {"zh", "en", "mn"};

/* ---- what was read before is read once ---- */

static int known(const struct load *load, const char *name, uint16_t media)
{
    for (uint32_t i = 0; i < load->pages->medium_count; i++) {
        const struct medium *medium = &load->pages->media[i];
        if (medium->media == media && strcmp(medium->name, name) == 0)
            return (int)i;
    }
    return -1;
}

/* Takes the bytes, also when there is no room for them. */
static int keep(struct load *load, const char *name, uint16_t media, uint8_t *bytes, size_t size)
{
    struct pages *pages = load->pages;
    if (pages->medium_count == PAGES_MEDIA_MAX || pages->bytes + size > PAGES_BYTES_MAX) {
        load_wrong(load, load->at, "pages",
                   "more than %d media or %u MB; make the images smaller or the lists shorter",
                   PAGES_MEDIA_MAX, PAGES_BYTES_MAX >> 20);
        free(bytes);
        return -1;
    }
    struct medium *medium = &pages->media[pages->medium_count];
    *medium = (struct medium){.media = media, .size = (uint32_t)size, .bytes = bytes};
    snprintf(medium->name, sizeof(medium->name), "%s", name);
    if (EVP_Digest(bytes, size, medium->sha256, NULL, EVP_sha256(), NULL) != 1) {
        load_wrong(load, load->at, "pages", "cannot be hashed: out of memory");
        free(bytes);
        return -1;
    }
    pages->bytes += size;
    return (int)pages->medium_count++;
}

/* NULL after a mistake. */
static uint8_t *read_file(struct load *load, const char *file, size_t most, size_t *size)
{
    char path[FILE_PATH_MAX];
    uint8_t *bytes = NULL;
    enum err err = file_in(load->dir, file, path) ? file_read(path, most, &bytes, size) : ERR_IO;
    if (err == ERR_TOOBIG)
        load_wrong(load, load->at, file, "the file has more than %zu bytes; make it smaller", most);
    else if (err)
        load_wrong(load, load->at, file, "the file is not in the folder pages; put it there");
    return bytes;
}

/* ---- images ---- */

int load_image(struct load *load, const char *file)
{
    struct image_size found;
    uint16_t media = MEDIA(MEDIA_IMAGE, LANG_ZH);
    size_t size, length = strlen(file);
    int index = known(load, file, media);
    if (index >= 0)
        return index;
    if (length > PAGES_NAME_MAX || strchr(file, '/') || length < 5 ||
        strcmp(file + length - 4, ".png") != 0) {
        load_wrong(load, load->at, file,
                   "an image is a file NAME.png of the folder pages, of %d characters at most",
                   PAGES_NAME_MAX);
        return -1;
    }
    uint8_t *bytes = read_file(load, file, MEDIA_BYTES_MAX, &size);
    if (!bytes)
        return -1;
    const char *why = image_check(bytes, size, &found);
    if (!why)
        return keep(load, file, media, bytes, size);
    load_wrong(load, load->at, file, "%s", why);
    free(bytes);
    return -1;
}

/* ---- texts ---- */

static void file_of(const char *name, enum lang lang, char file[PAGES_NAME_MAX + 8])
{
    snprintf(file, PAGES_NAME_MAX + 8, "%.*s.%s.%s", PAGES_NAME_MAX, name, lang_names[lang], "md");
}

bool load_has_text(const struct load *load, const char *name, enum lang lang)
{
    char file[PAGES_NAME_MAX + 8], path[FILE_PATH_MAX];
    file_of(name, lang, file);
    return file_in(load->dir, file, path) && file_exists(path);
}

static bool check_text(struct load *load, const char *file, struct page_text *page,
                       const uint8_t *bytes, size_t size)
{
    struct page_problems problems;
    static _Thread_local struct page_lay lay;
    bool good = page_text_read(page, bytes, size, &problems);
    for (uint32_t i = 0; i < problems.count; i++)
        fprintf(load->report, "%s/%s:%u:1: page: %s\n", load->dir, file, problems.list[i].line,
                problems.list[i].text);
    load->mistakes += problems.count;
    if (!good)
        return false;
    page_lay(page, PAGE_CARD_W, PAGE_CARD_H, &lay);
    if (!lay.fits) {
        load->mistakes++;
        fprintf(load->report,
                "%s/%s:1:1: page: the page is too long for a board; make lines shorter or a second "
                "page\n",
                load->dir, file);
    }
    return lay.fits;
}

static void print_hash(const uint8_t hash[MEDIA_HASH], char *to)
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < MEDIA_HASH; i++) {
        *to++ = digits[hash[i] >> 4];
        *to++ = digits[hash[i] & 15];
    }
}

/* The text with the hash of its image in the place of the file: it is all that a board gets. */
static uint8_t *with_hash(const uint8_t *bytes, size_t *size, const char *file,
                          const uint8_t hash[MEDIA_HASH])
{
    static const char mark[] = MEDIA_HASH_MARK;
    size_t length = strlen(file), room = sizeof(mark) - 1 + MEDIA_HASH * 2;
    char *to = malloc(*size + room + 1);
    const char *place = strstr((const char *)bytes, "![");
    place = place ? strstr(place, "](") : NULL;
    place = place ? strstr(place, file) : NULL;
    if (!to || !place) {
        free(to);
        return NULL;
    }
    size_t before = (size_t)(place - (const char *)bytes);
    memcpy(to, bytes, before);
    memcpy(to + before, mark, sizeof(mark) - 1);
    print_hash(hash, to + before + sizeof(mark) - 1);
    memcpy(to + before + room, place + length, *size - before - length);
    *size += room - length;
    return (uint8_t *)to;
}

static uint8_t *link_image(struct load *load, const struct page_text *page, uint8_t *bytes,
                           size_t *size, int *image)
{
    const struct page_block *block = page_text_find(page, PAGE_IMAGE);
    const char *file = page_text_of(page, block);
    *image = load_image(load, file);
    uint8_t *linked = NULL;
    if (*image >= 0)
        linked = with_hash(bytes, size, file, load->pages->media[*image].sha256);
    if (*image >= 0 && (!linked || *size > PAGE_FILE_MAX))
        load_wrong(load, load->at, file, "the page is too long for an image; make it shorter");
    free(bytes);
    if (linked && *size > PAGE_FILE_MAX) {
        free(linked);
        linked = NULL;
    }
    return linked;
}

int load_text(struct load *load, const char *name, enum lang lang, int *image)
{
    static _Thread_local struct page_text page;
    char file[PAGES_NAME_MAX + 8];
    uint16_t media = MEDIA(MEDIA_TEXT, lang);
    size_t size;
    file_of(name, lang, file);
    *image = -1;
    uint8_t *bytes = read_file(load, file, PAGE_FILE_MAX, &size);
    if (!bytes)
        return -1;
    if (!check_text(load, file, &page, bytes, size)) {
        free(bytes);
        return -1;
    }
    if (page_text_find(&page, PAGE_IMAGE))
        bytes = link_image(load, &page, bytes, &size, image);
    int index = known(load, file, media);
    if (!bytes || index >= 0) {
        free(bytes);
        return index;
    }
    return keep(load, file, media, bytes, size);
}

/* ---- items of the guide ---- */

int load_item(struct load *load, const char *code, enum lang lang)
{
    uint16_t media = MEDIA(MEDIA_ITEM, lang);
    int index = known(load, code, media);
    const struct item_def *item = NULL;
    for (uint32_t i = 0; i < load->def->item_count && !item; i++)
        if (strcmp(def_item_word(load->def, load->def->items[i].code), code) == 0)
            item = &load->def->items[i];
    if (index >= 0)
        return index;
    if (!item || strlen(code) > PAGES_NAME_MAX) {
        load_wrong(load, load->at, "item", "items.csv has no item with the code %.40s", code);
        return -1;
    }
    char text[PAGES_NAME_MAX + 8];
    int length = snprintf(text, sizeof(text), "%s %s", code, lang_names[lang]);
    uint8_t *bytes = malloc((size_t)length);
    if (!bytes) {
        load_wrong(load, load->at, "item", "cannot be read: out of memory");
        return -1;
    }
    memcpy(bytes, text, (size_t)length);
    return keep(load, code, media, bytes, (size_t)length);
}
