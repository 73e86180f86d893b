/* SPDX-License-Identifier: Apache-2.0 */
#include "config/cells.h"

#include <string.h>

#include "base/utf8.h"

void cells_open(struct cells *cells, const void *bytes, size_t size)
{
    const char *text = bytes;
    *cells = (struct cells){text, text + size, {1, 1}, false};
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        cells->at += 3;
}

static bool at_line_end(const struct cells *cells)
{
    return cells->at == cells->end || *cells->at == '\n' ||
           (*cells->at == '\r' && (cells->at + 1 == cells->end || cells->at[1] == '\n'));
}

/* One byte on; a character counts once. */
static void pass(struct cells *cells)
{
    if (*cells->at == '\n')
        cells->place = (struct place){cells->place.line + 1, 1};
    else if ((*cells->at & 0xC0) != 0x80)
        cells->place.column++;
    cells->at++;
}

static void pass_line(struct cells *cells)
{
    while (cells->at < cells->end && *cells->at != '\n')
        pass(cells);
    if (cells->at < cells->end)
        pass(cells);
}

bool cells_row(struct cells *cells)
{
    if (cells->in_row)
        pass_line(cells);
    while (cells->at < cells->end && (at_line_end(cells) || *cells->at == '#'))
        pass_line(cells);
    cells->in_row = cells->at < cells->end;
    return cells->in_row;
}

static void add(struct cell *cell, size_t *length, char c)
{
    if ((unsigned char)c < ' ' || c == 0x7f)
        cell->problem = "a control character; remove it";
    else if (*length == CELL_SIZE - 1)
        cell->problem = "the cell has more than 2047 bytes; shorten it";
    else
        cell->text[(*length)++] = c;
}

static void read_quoted(struct cells *cells, struct cell *cell, size_t *length)
{
    for (pass(cells); !at_line_end(cells); pass(cells)) {
        bool quote = *cells->at == '"';
        if (quote && (cells->at + 1 == cells->end || cells->at[1] != '"')) {
            pass(cells);
            if (!at_line_end(cells) && *cells->at != ',')
                cell->problem = "text behind a closing quote; put the whole cell in quotes";
            return;
        }
        if (quote)
            pass(cells);
        add(cell, length, *cells->at);
    }
    cell->problem = "a quote is not closed on its line; close it, and write a quote inside as \"\"";
}

static void read_plain(struct cells *cells, struct cell *cell, size_t *length)
{
    for (; !at_line_end(cells) && *cells->at != ','; pass(cells))
        if (*cells->at == '"')
            cell->problem = "a quote inside a cell; put the whole cell in quotes and write \"\"";
        else
            add(cell, length, *cells->at);
    while (*length && cell->text[*length - 1] == ' ')
        --*length;
}

bool cells_next(struct cells *cells, struct cell *cell)
{
    size_t length = 0;
    if (!cells->in_row)
        return false;
    while (cells->at < cells->end && *cells->at == ' ')
        pass(cells);
    cell->place = cells->place;
    cell->problem = NULL;
    if (cells->at < cells->end && *cells->at == '"')
        read_quoted(cells, cell, &length);
    else
        read_plain(cells, cell, &length);
    cell->text[length] = '\0';
    if (!cell->problem && !utf8_valid(cell->text))
        cell->problem = "not UTF-8 text; save the file as UTF-8";
    bool more = !cell->problem && !at_line_end(cells);
    if (more)
        pass(cells); /* the comma */
    else
        pass_line(cells);
    cells->in_row = more;
    return true;
}
