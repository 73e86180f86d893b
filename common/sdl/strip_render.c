/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/strip_render.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "sdl/dot_face.h"
#include "sdl/font.h"

#define LINES STRIP_PICTURE_LINES
#define SHAPED_SIZE_MAX 24 /* em from which a shaped line is made smaller until it fits */
#define SHAPED_SIZE_MIN 8
#define HALF_GREY 128
#define PLACE "{n}"
#define PART_BYTES 512

static const struct dot_style style = {.size = LINES, .colour = DOT_RED};

struct strip_render {
    struct dot_face *face;
    struct fonts *fonts;
    struct dots dots;
    uint8_t at[STRIP_PICTURE_DOTS_MAX * LINES];
};

enum err strip_render_open(struct strip_render **opened)
{
    struct strip_render *render = calloc(1, sizeof(*render));
    *opened = NULL;
    if (!render)
        return ERR_NOMEM;
    render->dots = (struct dots){.w = STRIP_PICTURE_DOTS_MAX, .h = LINES, .at = render->at};
    enum err err = dot_face_open(&render->face);
    if (!err)
        err = fonts_open(&render->fonts);
    if (err) {
        strip_render_close(render);
        return err;
    }
    *opened = render;
    return ERR_NONE;
}

void strip_render_close(struct strip_render *render)
{
    if (!render)
        return;
    if (render->fonts)
        fonts_close(render->fonts);
    if (render->face)
        dot_face_close(render->face);
    free(render);
}

const struct dot_font *strip_render_font(const struct strip_render *render)
{
    return dot_face_font(render->face);
}

/* ---- text to dots ---- */

static bool has_shaped(const char *text)
{
    while (*text) {
        uint32_t point = utf8_next(&text);
        if (point >= 0x1800 && point <= 0x18af)
            return true;
    }
    return false;
}

static bool row_is_lit(const struct mask *mask, int16_t row)
{
    for (uint16_t x = 0; x < mask->w; x++)
        if (mask->alpha[row * mask->w + x] >= HALF_GREY)
            return true;
    return false;
}

/* The rows that the dots of a shaped line cover, from its top; a mask may be higher than its sign.
 */
static bool extent(struct strip_render *render, const struct font_line *line, int16_t *top,
                   int16_t *bottom)
{
    *top = INT16_MAX;
    *bottom = INT16_MIN;
    for (uint32_t i = 0; i < line->count; i++) {
        struct font_glyph glyph;
        if (!fonts_glyph(render->fonts, line, i, &glyph))
            continue;
        for (int16_t row = 0; row < glyph.mask.h; row++) {
            int16_t y = (int16_t)(glyph.y + row);
            if ((y >= *top && y < *bottom) || !row_is_lit(&glyph.mask, row))
                continue;
            *top = y < *top ? y : *top;
            *bottom = y >= *bottom ? (int16_t)(y + 1) : *bottom;
        }
    }
    return *top < *bottom;
}

static void put_mask(struct dots *dots, int32_t x, int32_t y, const struct mask *mask)
{
    for (int32_t row = 0; row < mask->h; row++)
        for (int32_t column = 0; column < mask->w; column++) {
            int32_t to_x = x + column, to_y = y + row;
            if (mask->alpha[row * mask->w + column] >= HALF_GREY && to_x >= 0 && to_x < dots->w &&
                to_y >= 0 && to_y < dots->h)
                dots->at[to_y * dots->w + to_x] = DOT_RED;
        }
}

/* The largest size whose signs stand in the line; returns its width, 0 = none does. */
static uint32_t put_shaped(struct strip_render *render, uint32_t x, const char *text)
{
    for (uint16_t size = SHAPED_SIZE_MAX; size >= SHAPED_SIZE_MIN; size--) {
        struct font_line line;
        int16_t top, bottom;
        if (!fonts_line(render->fonts, text, size, false, &line))
            return 0;
        if (!extent(render, &line, &top, &bottom) || bottom - top > LINES)
            continue;
        int32_t y = (LINES - (bottom - top)) / 2 - top;
        for (uint32_t i = 0; i < line.count; i++) {
            struct font_glyph glyph;
            if (fonts_glyph(render->fonts, &line, i, &glyph))
                put_mask(&render->dots, (int32_t)x + glyph.x, y + glyph.y, &glyph.mask);
        }
        return line.w;
    }
    return 0;
}

static bool has_all(const struct dot_font *font, const char *text)
{
    struct dot_glyph glyph;
    while (*text)
        if (!font->glyph(font->context, utf8_next(&text), LINES, &glyph))
            return false;
    return true;
}

/* Puts a part of the sentence there; its width, or more than there is room when it cannot. */
static uint32_t put_part(struct strip_render *render, uint32_t x, const char *text)
{
    const struct dot_font *font = strip_render_font(render);
    uint32_t shaped;
    if (!text[0])
        return 0;
    if (has_shaped(text)) {
        shaped = put_shaped(render, x, text);
        return shaped ? shaped : STRIP_PICTURE_DOTS_MAX + 1;
    }
    if (!has_all(font, text))
        return STRIP_PICTURE_DOTS_MAX + 1;
    dots_text(&render->dots, font, AREA(0, 0, render->dots.w, LINES), (int16_t)x, 0, text, &style);
    return dots_width(font, text, &style);
}

bool strip_render(struct strip_render *render, uint8_t number, const char *sentence,
                  struct strip_blob *blob)
{
    const char *place = strstr(sentence, PLACE);
    char left[PART_BYTES] = "";
    size_t before = place ? (size_t)(place - sentence) : strlen(sentence);
    if (before >= sizeof(left))
        return false;
    memcpy(left, sentence, before);
    dots_clear(&render->dots);
    uint32_t left_w = put_part(render, 0, left);
    if (left_w > STRIP_PICTURE_DOTS_MAX)
        return false;
    uint32_t right_w = place ? put_part(render, left_w, place + strlen(PLACE)) : 0;
    if (left_w + right_w > STRIP_PICTURE_DOTS_MAX)
        return false;
    const struct strip_picture picture = {.number = number,
                                          .insert = place != NULL,
                                          .left = (uint16_t)left_w,
                                          .right = (uint16_t)right_w};
    memset(blob, 0, sizeof(*blob));
    blob->size = strip_picture_head(&picture, blob->bytes);
    size_t stride = strip_picture_stride(&picture);
    for (uint32_t y = 0; y < LINES; y++)
        for (uint32_t x = 0; x < left_w + right_w; x++)
            if (render->at[y * STRIP_PICTURE_DOTS_MAX + x])
                blob->bytes[STRIP_PICTURE_HEAD + y * stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
    return true;
}

/* ---- dots as a station shows them ---- */

static void put_dots(struct dots *dots, const struct strip_picture *picture, uint32_t from,
                     uint32_t count, uint32_t x)
{
    for (uint32_t y = 0; y < LINES; y++)
        for (uint32_t i = 0; i < count; i++)
            if (strip_picture_dot(picture, from + i, y))
                dots->at[y * dots->w + x + i] = DOT_RED;
}

bool strip_compose(const struct strip_render *render, const struct strip_picture *picture,
                   struct label label, struct dots *dots)
{
    const struct dot_font *font = strip_render_font(render);
    const struct dot_area all = AREA(0, 0, dots->w, LINES);
    struct strip_place place;
    char text[LABEL_TEXT_SIZE];
    label_print(label, text);
    dots_clear(dots);
    if (strip_place(picture, (uint16_t)strlen(text), dots->w, &place)) {
        put_dots(dots, picture, 0, picture->left, place.left);
        put_dots(dots, picture, picture->left, picture->right, place.right);
        if (picture->insert)
            dots_text(dots, font, all, (int16_t)place.number, 0, text, &style);
        return true;
    }
    uint32_t width = (uint32_t)strlen(text) * STRIP_PICTURE_SIGN;
    if (picture->insert && width <= dots->w) /* R-L6: the number alone */
        dots_text(dots, font, all, (int16_t)((dots->w - width) / 2), 0, text, &style);
    return false;
}
