/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/layout.h"

#include <string.h>

#include "base/utf8.h"

struct box grid_cell(const struct grid *grid, uint32_t index)
{
    int32_t column = (int32_t)index % grid->columns, row = (int32_t)index / grid->columns;
    struct box first = grid->first;
    return BOX(first.x + column * (first.w + grid->gap_x), first.y + row * (first.h + grid->gap_y),
               first.w, first.h);
}

struct box box_inset(struct box box, int16_t x, int16_t y)
{
    return BOX(box.x + x, box.y + y, box.w - 2 * x, box.h - 2 * y);
}

bool box_contains(struct box box, int16_t x, int16_t y)
{
    return x >= box.x && y >= box.y && x < box.x + box.w && y < box.y + box.h;
}

bool box_overlaps(struct box a, struct box b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t most(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

struct box box_join(struct box a, struct box b)
{
    int32_t x = least(a.x, b.x), y = least(a.y, b.y);
    return BOX(x, y, most(a.x + a.w, b.x + b.w) - x, most(a.y + a.h, b.y + b.h) - y);
}

/* ---- lines ---- */

static bool is_wide(uint32_t c)
{
    return c >= 0x2e80;
}

/* Must not begin a line: closing punctuation, Chinese and Latin. */
static bool clings(uint32_t c)
{
    static const uint32_t marks[] = {
        0xff0c, 0x3002, 0x3001, 0xff1b, 0xff1a, 0xff01, 0xff1f, 0xff09, 0x201d,
        0x300b, 0x300d, ',',    '.',    ';',    ':',    '!',    '?',    ')',
    };
    for (size_t i = 0; i < countof(marks); i++)
        if (marks[i] == c)
            return true;
    return false;
}

/* May a line end between these two? */
static bool may_break(uint32_t before, uint32_t after)
{
    if (after == ' ' || after == 0 || after == '\n')
        return true;
    return before == ' ' || ((is_wide(before) || is_wide(after)) && !clings(after));
}

static bool fits(const struct draw *draw, const char *from, size_t bytes,
                 const struct wrap_style *style)
{
    char line[WRAP_LINE_BYTES];
    if (bytes >= sizeof(line))
        return false;
    memcpy(line, from, bytes);
    line[bytes] = '\0';
    return draw_measure(draw, line, style->size, style->bold) <= style->width;
}

/* Where the line that starts at `text` ends: behind the last break that fits, or, in a word
 * longer than the line, behind the last character that fits. */
static const char *line_end(const struct draw *draw, const char *text,
                            const struct wrap_style *style)
{
    const char *at = text, *best = NULL, *fitting = text;
    uint32_t before = utf8_next(&at);
    while (before && before != '\n') {
        if (!fits(draw, text, (size_t)(at - text), style))
            return best ? best : fitting > text ? fitting : at;
        fitting = at;
        const char *next = at;
        uint32_t after = utf8_next(&next);
        if (may_break(before, after))
            best = at;
        if (!after || after == '\n')
            return at;
        before = after;
        at = next;
    }
    return text;
}

static void put_line(struct wrapped *out, const char *from, const char *to)
{
    while (to > from && to[-1] == ' ')
        to--;
    size_t bytes = (size_t)(to - from);
    if (bytes >= WRAP_LINE_BYTES)
        bytes = WRAP_LINE_BYTES - 1;
    memcpy(out->line[out->count], from, bytes);
    out->line[out->count++][bytes] = '\0';
}

/* Shortens the last line until an ellipsis fits behind it. */
static void put_ellipsis(const struct draw *draw, const struct wrap_style *style, char *line)
{
    size_t length = strlen(line);
    for (;;) {
        char longer[WRAP_LINE_BYTES + 4];
        memcpy(longer, line, length);
        memcpy(longer + length, "…", sizeof("…"));
        bool short_enough = length + sizeof("…") <= WRAP_LINE_BYTES;
        if (length == 0 || (short_enough &&
                            draw_measure(draw, longer, style->size, style->bold) <= style->width)) {
            memcpy(line, longer, strlen(longer) + 1);
            return;
        }
        do
            length--;
        while (length > 0 && ((unsigned char)line[length] & 0xc0) == 0x80);
    }
}

void text_wrap(const struct draw *draw, const char *text, const struct wrap_style *style,
               struct wrapped *out)
{
    out->count = 0;
    out->cut = false;
    uint32_t max = style->lines && style->lines < WRAP_LINES_MAX ? style->lines : WRAP_LINES_MAX;
    while (*text) {
        if (out->count == max) {
            out->cut = true;
            put_ellipsis(draw, style, out->line[max - 1]);
            return;
        }
        const char *end = line_end(draw, text, style);
        put_line(out, text, end);
        text = end;
        while (*text == ' ')
            text++;
        if (*text == '\n')
            text++;
    }
}
