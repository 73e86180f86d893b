/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rows_text - notices of the staff as rows: cut between characters, as many as a text needs.
 */
#include <string.h>

#include "app/rows.h"
#include "base/utf8.h"

#define KEY_OF(id, part) ((id) << 4 | (part))

/* The parts that `text` is cut into; at most `max`. */
static uint8_t cut(const char *text, char parts[][sizeof(((struct row_text *)NULL)->text)],
                   uint8_t max)
{
    uint8_t count = 0;
    for (; *text && count < max; count++)
        text += utf8_copy(parts[count], sizeof(parts[count]), text);
    return count;
}

static void fill_notice(struct rows *rows, const struct notice_view *notice)
{
    char parts[ROWS_TEXT_PARTS_MAX][sizeof(((struct row_text *)NULL)->text)];
    uint8_t large = cut(notice->text, parts, ROWS_TEXT_PARTS_MAX);
    uint8_t all =
        (uint8_t)(large + cut(notice->more, parts + large, (uint8_t)(ROWS_TEXT_PARTS_MAX - large)));
    for (uint8_t i = 0; i < all; i++) {
        struct row_text row = {.view = notice->view,
                               .style = notice->style,
                               .lang = notice->lang,
                               .until_ms = (uint64_t)notice->until,
                               .parts = all,
                               .small = i >= large};
        memcpy(row.text, parts[i], sizeof(row.text));
        rows_set(rows, ROW_TYPE_TEXT, KEY_OF(notice->id, i), &row);
    }
}

static bool is_held(const struct notice_view *list, uint32_t count, uint32_t key)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i].id == key >> 4)
            return true;
    return false;
}

void rows_fill_texts(struct rows *rows, const struct rows_time *time)
{
    struct notice_view list[HALL_NOTICES_MAX];
    uint32_t count = hall_notices(rows->hall, time->now, list, HALL_NOTICES_MAX), at = 0;
    const struct view_row *row;
    while ((row = view_each(&rows->table, ROW_TYPE_TEXT, &at)))
        if (!is_held(list, count, row->key)) {
            rows_unset(rows, ROW_TYPE_TEXT, row->key);
            at--; /* the next one moved here */
        }
    for (uint32_t i = 0; i < count; i++)
        fill_notice(rows, &list[i]);
}
