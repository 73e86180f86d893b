/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/dot_face.h"

#include <stdlib.h>
#include <string.h>

#include "os/log.h"
#include "sdl/face.h"

#define SMALL "/usr/share/fonts/opentype/unifont/unifont.otf"
#define LARGE "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"
#define LARGE_INDEX 2 /* simplified Chinese */

struct kept {
    uint32_t point;
    uint16_t em; /* 0 = free */
    bool none;
    struct dot_glyph glyph;
    uint8_t *bits;
};

struct dot_face {
    struct face *small, *large;
    struct dot_font font;
    struct kept kept[DOT_FACE_GLYPHS];
};

static bool copy_bits(struct kept *kept, const struct face_dots *dots)
{
    size_t stride = (size_t)(dots->w + 7u) / 8;
    size_t size = stride * dots->h;
    uint8_t *bits = realloc(kept->bits, size ? size : 1);
    if (!bits)
        return false;
    memset(bits, 0, size);
    for (size_t row = 0; row < dots->h; row++)
        for (size_t i = 0; i < dots->w; i++)
            if (dots->at[(ptrdiff_t)row * dots->pitch + (ptrdiff_t)i])
                bits[row * stride + i / 8] |= (uint8_t)(0x80 >> i % 8);
    kept->bits = bits;
    kept->glyph.bits = bits;
    kept->glyph.stride = (uint16_t)stride;
    return true;
}

static bool render(struct dot_face *face, struct kept *kept, uint32_t point, uint16_t em)
{
    struct face_dots dots;
    kept->em = 0;
    kept->none = !face_dots(em == DOTS_LINE ? face->small : face->large, em, point, &dots);
    kept->point = point;
    if (kept->none) {
        kept->em = em;
        return false;
    }
    kept->glyph = (struct dot_glyph){.w = dots.w,
                                     .h = dots.h,
                                     .left = dots.left,
                                     .up = dots.top,
                                     .advance = dots.advance};
    if (!copy_bits(kept, &dots))
        return false;
    kept->em = em;
    return true;
}

static bool glyph(void *context, uint32_t point, uint16_t em, struct dot_glyph *to)
{
    struct dot_face *face = context;
    struct kept *kept = &face->kept[(point * 31 + em) % DOT_FACE_GLYPHS];
    if (kept->em != em || kept->point != point)
        (void)render(face, kept, point, em);
    if (kept->em != em || kept->none)
        return false;
    *to = kept->glyph;
    return true;
}

enum err dot_face_open(struct dot_face **opened)
{
    struct dot_face *face = calloc(1, sizeof(*face));
    *opened = NULL;
    if (!face)
        return log_fault(ERR_NOMEM, "font");
    face->font = (struct dot_font){face, glyph};
    enum err err = face_open(SMALL, 0, NULL, "fonts-unifont", &face->small);
    if (!err)
        err = face_open(LARGE, LARGE_INDEX, NULL, "fonts-noto-cjk", &face->large);
    if (err) {
        dot_face_close(face);
        return err;
    }
    *opened = face;
    return ERR_NONE;
}

void dot_face_close(struct dot_face *face)
{
    if (!face)
        return;
    face_close(face->small);
    face_close(face->large);
    for (size_t i = 0; i < DOT_FACE_GLYPHS; i++)
        free(face->kept[i].bits);
    free(face);
}

const struct dot_font *dot_face_font(const struct dot_face *face)
{
    return &face->font;
}
