/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/page_lay.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define BODY_TOP (PAGE_HEAD_H + 30)
#define FOOT_H 136 /* rule and line at the bottom … */
#define FOOT_BOX 96
#define BOTTOM 24  /* … or what is kept free there */
#define INDENT 64  /* of entries behind their mark */
#define CELL_W 300 /* left column of a table */
#define LINE_BYTES (PAGE_LINE_MAX + 1)

/* Heights and pitches are those of the drawing t03. */
static const struct look {
    uint16_t size;
    int16_t box, pitch;
} looks[] = {
    [PAGE_ROLE_LABEL] = {40, 56, 51}, [PAGE_ROLE_STRONG] = {52, 64, 60},
    [PAGE_ROLE_PLAIN] = {44, 56, 54}, [PAGE_ROLE_MARK] = {44, 56, 54},
    [PAGE_ROLE_CELL] = {44, 56, 54},  [PAGE_ROLE_RULE] = {0, 2, 0},
    [PAGE_ROLE_FOOT] = {44, 96, 96},
};
#define FACT_GAP 16
#define SPREAD_MOST 40

struct layer {
    struct page_lay *lay;
    int16_t y, w, gap;
};

static void put(struct layer *layer, enum page_role role, struct box box, const char *text,
                size_t length)
{
    struct page_lay *lay = layer->lay;
    if (lay->count == PAGE_LINES_MAX || lay->used + length + 1 > sizeof(lay->pool)) {
        lay->fits = false;
        return;
    }
    struct page_line *line = &lay->lines[lay->count++];
    *line = (struct page_line){(uint8_t)role, looks[role].size, box, lay->used};
    memcpy(lay->pool + lay->used, text, length);
    lay->pool[lay->used + length] = '\0';
    lay->used = (uint16_t)(lay->used + length + 1);
}

static bool wide(uint32_t sign)
{
    return sign >= 0x2e80;
}

/* Never the first sign of a line. */
static bool closes(uint32_t sign)
{
    static const char marks[] = "，。、；：！？）》」』】”’,.;:!?)";
    for (const char *at = marks; *at;)
        if (utf8_next(&at) == sign)
            return true;
    return false;
}

/* How many bytes of the text stand in one line; at least one sign. */
static size_t fill(const char *text, uint16_t size, int16_t room)
{
    const struct text_measure *rough = &text_measure_rough;
    char line[LINE_BYTES];
    size_t good = 0;
    uint32_t before = 0;
    for (const char *at = text; *at;) {
        const char *from = at;
        uint32_t sign = utf8_next(&at);
        bool apart = from > text && !closes(sign) &&
                     (sign == ' ' || before == ' ' || wide(sign) || wide(before));
        if (apart)
            good = (size_t)(from - text);
        size_t length = (size_t)(at - text);
        utf8_copy(line, sizeof(line), text);
        line[length < sizeof(line) ? length : sizeof(line) - 1] = '\0';
        if (sign != ' ' && rough->width(rough->context, line, size, true) > room)
            return good ? good : from > text ? (size_t)(from - text) : length;
        before = sign;
    }
    return strlen(text);
}

/* The text in as many lines as it needs; the place below it is left in layer->y. */
static void flow(struct layer *layer, enum page_role role, int16_t x, int16_t room,
                 const char *text)
{
    const struct look *look = &looks[role];
    while (*text) {
        size_t length = fill(text, look->size, room), shown = length;
        while (shown && text[shown - 1] == ' ')
            shown--;
        put(layer, role, BOX(x, layer->y, room, look->box), text, shown);
        layer->y = (int16_t)(layer->y + look->pitch);
        text += length;
        while (*text == ' ')
            text++;
    }
}

static void entry(struct layer *layer, const struct page_block *block, const char *text)
{
    char mark[8] = "•";
    if (block->kind == PAGE_NUMBERED)
        snprintf(mark, sizeof(mark), "%u.", block->number);
    put(layer, PAGE_ROLE_MARK, BOX(PAGE_MARGIN, layer->y, INDENT - 4, looks[PAGE_ROLE_MARK].box),
        mark, strlen(mark));
    flow(layer, PAGE_ROLE_PLAIN, PAGE_MARGIN + INDENT, (int16_t)(layer->w - INDENT), text);
}

static void row(struct layer *layer, const char *left, const char *right)
{
    int16_t top = layer->y;
    flow(layer, PAGE_ROLE_CELL, PAGE_MARGIN, CELL_W - 24, left);
    int16_t below = layer->y;
    layer->y = top;
    flow(layer, PAGE_ROLE_PLAIN, PAGE_MARGIN + CELL_W, (int16_t)(layer->w - CELL_W), right);
    if (layer->y < below)
        layer->y = below;
}

static void block_at(struct layer *layer, const struct page_text *page,
                     const struct page_block *block)
{
    const char *text = page_text_of(page, block);
    switch ((enum page_kind)block->kind) {
    case PAGE_LABEL:
        flow(layer, PAGE_ROLE_LABEL, PAGE_MARGIN, layer->w, text);
        break;
    case PAGE_STRONG:
        flow(layer, PAGE_ROLE_STRONG, PAGE_MARGIN, layer->w, text);
        break;
    case PAGE_PLAIN:
        flow(layer, PAGE_ROLE_PLAIN, PAGE_MARGIN, layer->w, text);
        break;
    case PAGE_NUMBERED:
    case PAGE_BULLET:
        entry(layer, block, text);
        break;
    case PAGE_ROW:
        row(layer, text, page_text_second(page, block));
        break;
    case PAGE_IMAGE:
        layer->lay->image = BOX(PAGE_MARGIN, layer->y, layer->w, 0);
        break;
    case PAGE_FOOT:
        break;
    }
}

static void foot(struct layer *layer, int16_t h, const char *text)
{
    const struct text_measure *rough = &text_measure_rough;
    put(layer, PAGE_ROLE_RULE, BOX(PAGE_MARGIN, h - FOOT_H, layer->w, 2), "", 0);
    put(layer, PAGE_ROLE_FOOT, BOX(PAGE_MARGIN, h - FOOT_H + 16, layer->w, FOOT_BOX), text,
        strlen(text));
    if (rough->width(rough->context, text, looks[PAGE_ROLE_FOOT].size, true) > layer->w)
        layer->lay->fits = false;
}

/* What the text leaves goes to the image; lines below it move down. */
static void grow_image(struct page_lay *lay, uint32_t behind, int16_t room)
{
    lay->image.h = room;
    lay->fits &= room >= PAGE_IMAGE_LEAST;
    for (uint32_t i = behind; i < lay->count; i++)
        lay->lines[i].box.y = (int16_t)(lay->lines[i].box.y + room + FACT_GAP);
}

/* All but the last line, from the top; the image has no height yet. Returns how many gaps are
 * between the facts. */
static uint32_t body(struct layer *layer, const struct page_text *page, uint32_t *behind)
{
    struct page_lay *lay = layer->lay;
    uint32_t gaps = 0;
    lay->count = 0;
    lay->used = 0;
    lay->fits = true;
    lay->image = BOX(0, 0, 0, 0);
    for (uint32_t i = 0; i < page->count; i++) {
        const struct page_block *block = &page->blocks[i];
        bool labelled = i > 0 && page->blocks[i - 1].kind == PAGE_LABEL;
        if (i > 0 && (block->first || block->kind == PAGE_LABEL) && !labelled) {
            layer->y = (int16_t)(layer->y + layer->gap);
            gaps++;
        }
        block_at(layer, page, block);
        if (block->kind == PAGE_IMAGE)
            *behind = lay->count;
    }
    return gaps;
}

void page_lay(const struct page_text *page, int16_t w, int16_t h, struct page_lay *lay)
{
    const struct page_block *last = page_text_find(page, PAGE_FOOT);
    struct layer layer = {lay, BODY_TOP, (int16_t)(w - 2 * PAGE_MARGIN), FACT_GAP};
    int16_t bottom = (int16_t)(h - (last ? FOOT_H + 12 : BOTTOM));
    uint32_t behind = 0, gaps = body(&layer, page, &behind);
    int16_t left = (int16_t)(bottom - layer.y);
    if (left < 0) {
        lay->fits = false;
    } else if (lay->image.w) {
        grow_image(lay, behind, (int16_t)(left - FACT_GAP));
    } else if (gaps && left > BOTTOM) { /* a short page is spread out */
        int16_t more = (int16_t)((left - BOTTOM) / (int16_t)(gaps + 1));
        layer.y = BODY_TOP;
        layer.gap = (int16_t)(FACT_GAP + (more < SPREAD_MOST ? more : SPREAD_MOST));
        (void)body(&layer, page, &behind);
    }
    if (last)
        foot(&layer, h, page_text_of(page, last));
}

const char *page_lay_text(const struct page_lay *lay, const struct page_line *line)
{
    return lay->pool + line->text;
}
