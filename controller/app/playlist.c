/* SPDX-License-Identifier: Apache-2.0 */
/*
 * playlist - which pages the boards of each place play now, as rows (R-L9).
 *
 * A place is a view: the hall, a floor, a zone, a board. Each has the rows of the list that its
 * schedule says for this minute; a board is sent those of every place it stands in and plays the
 * nearest.
 */
#include <string.h>

#include "app/controller.h"
#include "domain/calendar.h"

#define KEY(view, position) ((uint32_t)(view) << 8 | (position))

_Static_assert(PLAYLIST_ROWS_MAX <= 256, "a position is the low byte of a key");

struct moment {
    uint8_t weekday;
    uint16_t minute;
};

static struct pages_place place_of(uint16_t view)
{
    uint16_t number = VIEW_NUMBER(view);
    switch (VIEW_KIND(view)) {
    case VIEW_KIND_FLOOR:
        return (struct pages_place){PAGES_FLOOR, number};
    case VIEW_KIND_ZONE:
        return (struct pages_place){PAGES_ZONE, number};
    case VIEW_KIND_BOARD:
        return (struct pages_place){PAGES_BOARD, number};
    default:
        return (struct pages_place){PAGES_EVERYWHERE, 0};
    }
}

static const struct playlist *list_of(const struct controller *c, uint16_t view,
                                      const struct moment *at)
{
    if (!c->def->boards.pages)
        return NULL;
    return pages_list(c->pages, place_of(view), at->weekday, at->minute);
}

static void set_view(struct controller *c, uint16_t view, const struct moment *at)
{
    const struct playlist *list = list_of(c, view, at);
    for (uint32_t i = 0; list && i < list->row_count; i++) {
        const struct medium *medium = &c->pages->media[list->rows[i].medium];
        struct row_playlist row = {.seconds = list->rows[i].seconds, .media = medium->media};
        row.sha256.length = MEDIA_HASH;
        memcpy(row.sha256.at, medium->sha256, MEDIA_HASH);
        rows_set(&c->rows, ROW_TYPE_PLAYLIST, KEY(view, i), &row);
    }
}

static void unset_old(struct controller *c, const struct moment *at)
{
    static uint32_t gone[PAGES_ROWS_MAX];
    uint32_t count = 0, next = 0;
    const struct view_row *row;
    while ((row = view_each(&c->rows.table, ROW_TYPE_PLAYLIST, &next)) != NULL) {
        const struct playlist *list = list_of(c, (uint16_t)(row->key >> 8), at);
        if ((!list || (row->key & 0xff) >= list->row_count) && count < PAGES_ROWS_MAX)
            gone[count++] = row->key;
    }
    for (uint32_t i = 0; i < count; i++)
        rows_unset(&c->rows, ROW_TYPE_PLAYLIST, gone[i]);
}

void playlist_tick(struct controller *c)
{
    const struct hall_def *def = c->def;
    struct rows_time time;
    controller_time(c, &time);
    uint32_t minute = (uint32_t)(time.now / MINUTE);
    if (minute == c->playlist_minute)
        return;
    c->playlist_minute = minute;
    struct civil civil = calendar_local(time.now, time.tz_min);
    const struct moment at = {civil.weekday, calendar_minute(civil)};
    unset_old(c, &at); /* first: there is room for one full set */
    set_view(c, VIEW(VIEW_KIND_HALL, 0), &at);
    for (uint32_t i = 0; i < def->floor_count; i++)
        set_view(c, VIEW(VIEW_KIND_FLOOR, def->floors[i].number), &at);
    for (uint32_t i = 0; i < def->zone_count; i++)
        set_view(c, VIEW(VIEW_KIND_ZONE, def->zones[i].id), &at);
    for (uint32_t i = 0; i < def->device_count; i++)
        if (def->devices[i].kind == DEVICE_BOARD)
            set_view(c, VIEW(VIEW_KIND_BOARD, i), &at);
}
