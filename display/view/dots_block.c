/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/utf8.h"
#include "view/dots_part.h"

#define BLOCK_LINES 16

static const uint16_t sizes[] = {64, 48, 40, 32, 28, 24, 20, 16};

struct block {
    uint32_t count;
    struct {
        const char *text;
        size_t bytes;
    } line[BLOCK_LINES];
};

static bool starts_with(const char *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, list[i], strlen(list[i])) == 0)
            return true;
    return false;
}

/* A reader pauses there. */
static bool is_pause(const char *sign)
{
    static const char *const pauses[] = {"，", "：", "。", "、", "；", ", ", ". ", ": "};
    return starts_with(sign, pauses, countof(pauses));
}

/* No line begins with it. */
static bool is_tail(const char *sign)
{
    static const char *const tails[] = {"，", "：", "。", "、", "；", "！", " "};
    return starts_with(sign, tails, countof(tails));
}

static uint16_t sign_width(const struct panel_view *panel, const char *sign, size_t bytes,
                           uint16_t size)
{
    char one[8];
    memcpy(one, sign, bytes);
    one[bytes] = '\0';
    return dots_width(panel->screen->font, one, &(struct dot_style){.size = size});
}

/* Bytes of the text that go on one line: all of it, or up to a pause, a space, and in the smallest
 * lines a whole character. */
static size_t cut(const struct panel_view *panel, const char *text, uint16_t size, int32_t room)
{
    size_t pause = 0, space = 0, any = 0;
    int32_t width = 0;
    for (const char *at = text; *at;) {
        const char *sign = at;
        (void)utf8_next(&at);
        width += sign_width(panel, sign, (size_t)(at - sign), size);
        if (width > room && *sign != ' ')
            return pause ? pause : space ? space : size == DOTS_LINE ? any : 0;
        if (is_pause(sign))
            pause = (size_t)(at - text);
        if (*sign == ' ')
            space = (size_t)(at - text);
        if (!is_tail(at) && (uint8_t)*sign >= 0x80)
            any = (size_t)(at - text);
    }
    return strlen(text);
}

static bool put_paragraph(const struct panel_view *panel, struct block *block, const char *text,
                          uint16_t size, int32_t room)
{
    while (*text) {
        size_t bytes = cut(panel, text, size, room);
        if (bytes == 0 || block->count == BLOCK_LINES)
            return false; /* a word wider than the panel */
        size_t ink = bytes;
        while (ink > 0 && text[ink - 1] == ' ')
            ink--;
        block->line[block->count].text = text;
        block->line[block->count].bytes = ink;
        block->count++;
        text += bytes;
    }
    return true;
}

static bool fits(const struct panel_view *panel, struct dot_area area,
                 const char *const *paragraphs, uint32_t count, uint16_t size, struct block *block)
{
    block->count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (!put_paragraph(panel, block, paragraphs[i], size, area.w))
            return false;
    return block->count * size <= (uint32_t)area.h;
}

static void draw(const struct panel_view *panel, struct dot_area area, const struct block *block,
                 uint16_t size, uint8_t colour)
{
    struct dot_style style = {.size = size, .colour = colour};
    int32_t free = area.h - (int32_t)block->count * size;
    for (uint32_t i = 0; i < block->count; i++) {
        char text[DOTS_TEXT_SIZE];
        size_t bytes = block->line[i].bytes;
        bytes = bytes < sizeof(text) ? bytes : sizeof(text) - 1;
        memcpy(text, block->line[i].text, bytes);
        text[bytes] = '\0';
        int32_t x = area.x + (area.w - dots_width(panel->screen->font, text, &style)) / 2;
        int32_t y =
            area.y + free * (int32_t)(i + 1) / (int32_t)(block->count + 1) + (int32_t)i * size;
        panel_text(panel, x, y, text, style);
    }
}

bool panel_block(const struct panel_view *panel, struct dot_area area,
                 const char *const *paragraphs, uint32_t count, uint32_t least, uint8_t colour)
{
    struct block block;
    for (; count >= least; count--)
        for (size_t i = 0; i < countof(sizes); i++)
            if (fits(panel, area, paragraphs, count, sizes[i], &block)) {
                draw(panel, area, &block, sizes[i], colour);
                return true;
            }
    return false;
}
