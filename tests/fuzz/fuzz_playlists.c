/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_playlists - any bytes as playlists.yaml are lists within their limits, or mistakes.
 */
#include <stdlib.h>
#include <string.h>

#include "pages/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

static void check_list(const struct pages *pages, const struct playlist *list)
{
    require(memchr(list->name, '\0', sizeof(list->name)) != NULL);
    require(list->from < list->to && list->days && list->days <= 0x7f);
    require(list->place_count >= 1 && list->place_count <= PLAYLIST_PLACES_MAX);
    require(list->row_count <= PLAYLIST_ROWS_MAX && list->page_count <= list->row_count);
    for (uint32_t i = 0; i < list->row_count; i++) {
        require(list->rows[i].medium < pages->medium_count);
        require(list->rows[i].seconds <= PAGE_SECONDS_MOST);
    }
}

/* A hall with one board, one floor, one zone; its folder has no file. */
static void make_hall(struct hall_def *def)
{
    static const struct device_def board = {.name = "b", .kind = DEVICE_BOARD};
    static const struct floor_def floor = {.number = 1};
    static const struct zone_def zone = {.id = 1};
    *def = (struct hall_def){.device_count = 1, .floor_count = 1, .zone_count = 1};
    def->devices = &board;
    def->floors = &floor;
    def->zones = &zone;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pages pages;
    static struct load load;
    static struct hall_def def;
    static FILE *nowhere;
    struct document_problem problem;
    if (!nowhere)
        nowhere = fopen("/dev/null", "w");
    require(nowhere != NULL);
    make_hall(&def);
    memset(&pages, 0, sizeof(pages));
    load = (struct load){.dir = "/nowhere", .def = &def, .pages = &pages, .report = nowhere};
    if (document_open(&load.document, "playlists.yaml", data, size, &problem))
        load_lists(&load);
    else
        require(problem.text[0] != '\0');
    document_close(&load.document);
    require(pages.list_count <= PLAYLISTS_MAX && pages.medium_count <= PAGES_MEDIA_MAX);
    for (uint32_t i = 0; i < pages.list_count && !load.mistakes; i++)
        check_list(&pages, &pages.lists[i]);
    for (uint32_t i = 0; i < pages.medium_count; i++)
        free(pages.media[i].bytes);
    return 0;
}
