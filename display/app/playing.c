/* SPDX-License-Identifier: Apache-2.0 */
#include "app/playing.h"

#include <stdlib.h>
#include <string.h>

#include "model/item_page.h"
#include "sdl/font.h"
#include "ui/fit.h"
#include "ui/theme.h"

#define IMAGE_ROWS 16 /* read a tick: some 2 ms of a large image */

enum err playing_open(struct playing *playing, const struct playing_setup *setup)
{
    memset(playing, 0, sizeof(*playing));
    playing->setup = *setup;
    playing->pages[0].index = playing->pages[1].index = CAROUSEL_NONE;
    return media_open(&playing->media, setup->state);
}

/* ---- one page ---- */

static void forget(struct playing *playing, struct playing_page *page)
{
    if (page->number)
        pixmaps_drop(fonts_pixmaps(screen_fonts(playing->setup.screen)), page->number);
    image_close(page->image);
    free(page->bytes);
    page->image = NULL;
    page->bytes = NULL;
    page->number = 0;
    page->index = CAROUSEL_NONE;
}

void playing_close(struct playing *playing)
{
    forget(playing, &playing->pages[0]);
    forget(playing, &playing->pages[1]);
    media_close(&playing->media);
}

/* The box of the page's image in the pixels of the screen. */
static struct image_size image_box(const struct playing *playing, const struct playing_page *page)
{
    bool portrait = playing->setup.portrait;
    struct box box = info_page_box(portrait, page->whole ? NULL : &page->lay);
    int16_t w, h;
    screen_size(playing->setup.screen, &w, &h);
    struct fit fit =
        portrait ? fit_of(BOARD_SHORT, BOARD_LONG, w, h) : fit_of(BOARD_LONG, BOARD_SHORT, w, h);
    return (struct image_size){(uint32_t)(box.w * fit.num / fit.den),
                               (uint32_t)(box.h * fit.num / fit.den)};
}

static bool open_image(struct playing *playing, struct playing_page *page,
                       const uint8_t hash[MEDIA_HASH])
{
    size_t size;
    const char *why = "it is not here";
    struct rgba ground = page->whole ? theme_tv.bg : theme_light.bg;
    if (!media_read(&playing->media, hash, &page->bytes, &size)) {
        playing->waiting = true; /* what is damaged is fetched again */
        return false;
    }
    page->image = image_open(page->bytes, size, image_box(playing, page),
                             (uint32_t)ground.r << 16 | (uint32_t)ground.g << 8 | ground.b, &why);
    if (!page->image)
        log_warn("page=%u its image cannot be shown: %s", page->index + 1, why);
    return page->image != NULL;
}

static bool hash_in(const char *name, uint8_t hash[MEDIA_HASH])
{
    static const char mark[] = MEDIA_HASH_MARK;
    char pair[3] = "";
    if (strncmp(name, mark, sizeof(mark) - 1) != 0 ||
        strspn(name + sizeof(mark) - 1, "0123456789abcdef") != MEDIA_HASH * 2)
        return false;
    for (int i = 0; i < MEDIA_HASH; i++) {
        memcpy(pair, name + sizeof(mark) - 1 + 2 * i, 2);
        hash[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return true;
}

static bool make_text(struct playing *playing, struct playing_page *page, const uint8_t *bytes,
                      size_t size)
{
    struct page_problems problems;
    uint8_t hash[MEDIA_HASH];
    if (!page_text_read(&page->text, bytes, size, &problems)) {
        log_warn("page=%u line=%u cannot be shown: %s", page->index + 1, problems.list[0].line,
                 problems.list[0].text);
        return false;
    }
    page_lay(&page->text, PAGE_CARD_W, PAGE_CARD_H, &page->lay);
    const struct page_block *image = page_text_find(&page->text, PAGE_IMAGE);
    return page->lay.fits && (!image || (hash_in(page_text_of(&page->text, image), hash) &&
                                         open_image(playing, page, hash)));
}

/* "CODE zh": the guide is in the definition that every board has. */
static bool make_item(struct playing *playing, struct playing_page *page, const char *code,
                      enum lang lang)
{
    const struct playing_setup *setup = &playing->setup;
    const struct item_def *item = item_page_find(setup->def, code, strcspn(code, " "));
    page->lay.fits = false;
    for (uint32_t less = 0; item && less <= ITEM_PAGE_LESS && !page->lay.fits; less++) {
        if (!item_page(setup->def, setup->words, item, lang, less, &page->text))
            return false;
        page_lay(&page->text, PAGE_CARD_W, PAGE_CARD_H, &page->lay);
    }
    if (!item)
        log_warn("page=%u the item %.20s is not in this board's definition", page->index + 1, code);
    return item && page->lay.fits;
}

static bool make(struct playing *playing, struct playing_page *page)
{
    const struct playing_row *row = &playing->now.rows[playing->now.pages[page->index]];
    uint8_t *bytes;
    size_t size;
    page->whole = MEDIA_KIND(row->media) == MEDIA_IMAGE;
    page->lay.image = BOX(0, 0, 0, 0);
    if (page->whole)
        return open_image(playing, page, row->hash);
    if (!media_read(&playing->media, row->hash, &bytes, &size)) {
        playing->waiting = true;
        return false;
    }
    enum lang lang =
        MEDIA_LANG(row->media) < LANG_COUNT ? (enum lang)MEDIA_LANG(row->media) : LANG_ZH;
    bool good = MEDIA_KIND(row->media) == MEDIA_ITEM
                    ? make_item(playing, page, (const char *)bytes, lang)
                    : make_text(playing, page, bytes, size);
    free(bytes);
    return good;
}

/* The page, made if it is not yet, in the place that does not hold `other`. */
static struct playing_page *page_at(struct playing *playing, uint32_t index, uint32_t other)
{
    struct playing_page *pages = playing->pages;
    for (int i = 0; i < 2; i++)
        if (pages[i].index == index)
            return &pages[i];
    struct playing_page *page =
        pages[0].index == other && other != CAROUSEL_NONE ? &pages[1] : &pages[0];
    forget(playing, page);
    page->index = index;
    playing->bad[index] = !make(playing, page);
    return page;
}

/* Some rows of its image more. */
static void make_image(struct playing *playing, struct playing_page *page)
{
    if (!page->image || !page->bytes)
        return;
    enum image_state state = image_step(page->image, IMAGE_ROWS);
    if (state == IMAGE_MORE)
        return;
    free(page->bytes);
    page->bytes = NULL;
    if (state == IMAGE_BAD) {
        log_warn("page=%u its image is damaged", page->index + 1);
        playing->bad[page->index] = true;
        return;
    }
    struct image_size size = image_shown(page->image);
    const struct pixmap pixmap = {++playing->numbers, (int16_t)size.w, (int16_t)size.h,
                                  image_pixels(page->image)};
    if (pixmaps_put(fonts_pixmaps(screen_fonts(playing->setup.screen)), &pixmap))
        page->number = pixmap.number;
}

/* ---- the list ---- */

/* Which of the places of a row is nearer to the board. */
static int rank(uint32_t key)
{
    static const uint8_t ranks[] =
        {[VIEW_KIND_HALL] = 1, [VIEW_KIND_FLOOR] = 2, [VIEW_KIND_ZONE] = 3, [VIEW_KIND_BOARD] = 4};
    uint32_t kind = VIEW_KIND(key >> 8 & 0xffff);
    return kind < countof(ranks) ? ranks[kind] : 0;
}

static uint32_t read_list(const struct view_rows *view, struct playing_list *list)
{
    const struct view_row *row;
    int best = 0;
    uint32_t version = 0;
    memset(list, 0, sizeof(*list)); /* compared byte by byte */
    for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_PLAYLIST, &at)) != NULL;)
        if (rank(row->key) > best)
            best = rank(row->key);
    for (uint32_t at = 0; (row = view_each(view, ROW_TYPE_PLAYLIST, &at)) != NULL;) {
        struct row_playlist fields;
        if (rank(row->key) != best || list->count == PLAYLIST_ROWS_MAX)
            continue;
        view_row_decode(row, &fields);
        if (fields.sha256.length != MEDIA_HASH)
            continue;
        struct playing_row *to = &list->rows[list->count];
        memcpy(to->hash, fields.sha256.at, MEDIA_HASH);
        to->media = fields.media;
        to->seconds = fields.seconds;
        if (fields.seconds)
            list->pages[list->page_count++] = (uint8_t)list->count;
        list->count++;
        version = row->ver > version ? row->ver : version;
    }
    return version;
}

void playing_rows(struct playing *playing, const struct view_rows *view)
{
    static struct playing_list list;
    if (playing->setup.off)
        return;
    uint32_t version = read_list(view, &list);
    if (memcmp(&list, &playing->next, sizeof(list)) == 0)
        return;
    playing->next = list;
    playing->next_version = version;
    playing->waiting = true;
}

static void begin(struct playing *playing)
{
    uint16_t seconds[PLAYLIST_ROWS_MAX];
    bool same = memcmp(&playing->now, &playing->next, sizeof(playing->now)) == 0;
    playing->waiting = false;
    playing->showing = false; /* the page that comes is another one */
    memset(playing->bad, 0, sizeof(playing->bad));
    forget(playing, &playing->pages[0]);
    forget(playing, &playing->pages[1]);
    if (same) /* something damaged is whole again */
        return;
    playing->now = playing->next;
    playing->version = playing->next_version;
    for (uint32_t i = 0; i < playing->now.page_count; i++)
        seconds[i] = playing->now.rows[playing->now.pages[i]].seconds;
    carousel_set(&playing->carousel, seconds, playing->now.page_count);
    log_info("pages=%u play from now on", playing->now.page_count);
}

bool playing_ask(struct playing *playing, msec now, struct message *ask)
{
    const struct playing_row *first = NULL;
    if (!playing->waiting)
        return false;
    playing->missing = 0;
    for (uint32_t i = 0; i < playing->next.count; i++)
        if (!media_has(&playing->media, playing->next.rows[i].hash)) {
            first = first ? first : &playing->next.rows[i];
            playing->missing++;
        }
    if (first)
        return media_fetch(&playing->media, first->hash, now, ask);
    begin(playing);
    return false;
}

/* ---- what shows now ---- */

/* True when it is another page, or its picture came. */
static bool show(struct playing *playing, const struct playing_page *page)
{
    struct info_page info = {.image = page->number,
                             .number = page->index + 1,
                             .count = playing->now.page_count};
    if (!page->whole) {
        info.text = &page->text;
        info.lay = &page->lay;
    }
    const struct info_page *was = &playing->shown;
    bool same = playing->showing && was->text == info.text && was->image == info.image &&
                was->number == info.number && was->count == info.count;
    playing->shown = info;
    playing->showing = !playing->bad[page->index] && (info.text || info.image);
    return !same;
}

/* The next page is made, then its image, while this one is shown. */
static void make_ready(struct playing *playing, uint32_t at)
{
    uint32_t next = carousel_next(&playing->carousel);
    if (next == at || playing->bad[next])
        return;
    struct playing_page *page = page_at(playing, next, at);
    make_image(playing, page);
}

bool playing_step(struct playing *playing, msec now, uint32_t call, bool blocked)
{
    bool was = playing->showing, changed = false;
    uint32_t at = carousel_step(&playing->carousel, now, call, blocked);
    playing->showing = false;
    if (at == CAROUSEL_NONE)
        return was;
    struct playing_page *page = playing->bad[at] ? NULL : page_at(playing, at, CAROUSEL_NONE);
    if (page) {
        make_image(playing, page);
        playing->showing = was;
        changed = show(playing, page);
    }
    if (playing->bad[at]) { /* passed over */
        playing->showing = false;
        carousel_skip(&playing->carousel);
        return was;
    }
    make_ready(playing, at);
    return changed || was != playing->showing;
}

const struct info_page *playing_page(const struct playing *playing)
{
    return playing->showing ? &playing->shown : NULL;
}

bool playing_busy(const struct playing *playing)
{
    for (int i = 0; i < 2; i++)
        if (playing->pages[i].image && playing->pages[i].bytes)
            return true;
    return false;
}
