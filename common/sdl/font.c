/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/font.h"

#include <stdlib.h>
#include <string.h>

#include "os/file.h"
#include "os/log.h"
#include "sdl/blob_cache.h"

#define FOLDER "/usr/share/fonts/opentype/noto/"
#define MONGOLIAN "/usr/share/fonts/truetype/noto/NotoSansMongolian-Regular.ttf"
#define INDEX_SC 2 /* in the collection: simplified Chinese shapes */

enum { FACE_REGULAR, FACE_BOLD, FACE_MONGOLIAN, FACES };

struct kept_glyph {
    uint16_t w, h;
    int16_t left, top;
    uint8_t alpha[];
};

struct kept_line {
    uint16_t w, h, count;
    int16_t ascent;
    struct placed_glyph glyphs[]; /* from the line's own left and top */
};

struct cached_width {
    uint64_t key;
    uint16_t width;
};

struct fonts {
    struct face *faces[FACES]; /* Mongolian (R-G5): opened when first needed */
    bool no_mongolian;
    struct text_measure measure;
    struct blob_cache glyphs, lines;
    struct placed_glyph shaped[FACE_GLYPHS_MAX];
    struct cached_width widths[FONT_WIDTHS_MAX];
    struct icon_cache icons;
    struct pixmaps pixmaps;
};

/* FNV-1a over text, size and weight. 64 bits: no two lines of a hall meet by chance. */
static uint64_t key_of(const char *text, uint16_t size, bool bold)
{
    uint64_t hash = 0xcbf29ce484222325;
    for (const char *at = text; *at; at++)
        hash = (hash ^ (uint8_t)*at) * 0x100000001b3;
    hash = (hash ^ size) * 0x100000001b3;
    hash = (hash ^ (bold ? 2u : 1u)) * 0x100000001b3;
    return hash ? hash : 1;
}

/* A text is of one script: U+1800 to U+18AF is E1 A0 80 to E1 A2 AF. */
static bool is_mongolian(const char *text)
{
    for (const char *at = text; (at = strchr(at, '\xe1')); at++)
        if ((uint8_t)at[1] >= 0xA0 && (uint8_t)at[1] <= 0xA2)
            return true;
    return false;
}

static bool open_mongolian(struct fonts *fonts)
{
    if (fonts->faces[FACE_MONGOLIAN] || fonts->no_mongolian)
        return fonts->faces[FACE_MONGOLIAN] != NULL;
    if (!file_exists(MONGOLIAN) || face_open(MONGOLIAN, 0, "Mong", "fonts-noto-core",
                                             &fonts->faces[FACE_MONGOLIAN]) != ERR_NONE) {
        log_warn("Mongolian is not shown; install the package fonts-noto-core");
        fonts->no_mongolian = true;
    }
    return !fonts->no_mongolian;
}

static uint8_t face_for(struct fonts *fonts, const char *text, bool bold)
{
    if (is_mongolian(text) && open_mongolian(fonts))
        return FACE_MONGOLIAN;
    return bold ? FACE_BOLD : FACE_REGULAR;
}

/* ---- glyphs ---- */

/* Neighbours in the font are far apart in the cache. */
static uint64_t glyph_key(uint8_t face, uint16_t size, uint32_t glyph, const char *text)
{
    if (glyph == FACE_RUN)
        return key_of(text, size, face == FACE_BOLD);
    return ((uint64_t)face << 48 | (uint64_t)size << 32 | glyph) * 0x9e3779b97f4a7c15;
}

static const struct kept_glyph *glyph_of(struct fonts *fonts, uint8_t face, uint16_t size,
                                         uint32_t glyph, const char *text)
{
    struct face_bitmap bitmap;
    uint64_t key = glyph_key(face, size, glyph, text);
    struct kept_glyph *kept = blob_cache_find(&fonts->glyphs, key);
    if (kept)
        return kept;
    face_render(fonts->faces[face], size, glyph, text, &bitmap);
    kept = blob_cache_add(&fonts->glyphs, key, sizeof(*kept) + (size_t)bitmap.w * bitmap.h);
    if (!kept)
        return NULL;
    *kept = (struct kept_glyph){bitmap.w, bitmap.h, bitmap.left, bitmap.top};
    uint8_t *to = kept->alpha;
    for (size_t y = 0; y < bitmap.h; y++, bitmap.argb += bitmap.pitch)
        for (size_t x = 0; x < bitmap.w; x++)
            *to++ = (uint8_t)(bitmap.argb[x] >> 24);
    return kept;
}

bool fonts_glyph(struct fonts *fonts, const struct font_line *line, uint32_t index,
                 struct font_glyph *glyph)
{
    const struct placed_glyph *placed = &line->glyphs[index];
    const struct kept_glyph *kept =
        glyph_of(fonts, line->face, line->size, placed->glyph, line->text);
    if (!kept || kept->w == 0 || kept->h == 0)
        return false;
    *glyph = (struct font_glyph){{kept->w, kept->h, kept->alpha},
                                 (int16_t)(placed->x + kept->left),
                                 (int16_t)(line->ascent - kept->top)};
    return true;
}

/* ---- lines ---- */

static int32_t min_of(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t max_of(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* Shapes the text. What stands out to the left or above moves the whole line. */
static struct kept_line shape(struct fonts *fonts, uint8_t face, const char *text, uint16_t size)
{
    struct face_line metrics;
    uint32_t count = face_shape(fonts->faces[face], text, size, fonts->shaped, &metrics);
    int32_t left = 0, top = 0, right = metrics.advance, bottom = metrics.height;
    for (uint32_t i = 0; i < count; i++) {
        const struct placed_glyph *placed = &fonts->shaped[i];
        const struct kept_glyph *glyph = glyph_of(fonts, face, size, placed->glyph, text);
        if (!glyph)
            continue;
        int32_t x = placed->x + glyph->left, y = metrics.ascent - glyph->top;
        left = min_of(left, x);
        top = min_of(top, y);
        right = max_of(right, x + glyph->w);
        bottom = max_of(bottom, y + glyph->h);
    }
    for (uint32_t i = 0; i < count; i++)
        fonts->shaped[i].x = (int16_t)(fonts->shaped[i].x - left);
    return (struct kept_line){(uint16_t)(right - left), (uint16_t)(bottom - top), (uint16_t)count,
                              (int16_t)(metrics.ascent - top)};
}

static uint16_t width_of(void *context, const char *text, uint16_t size, bool bold)
{
    struct fonts *fonts = context;
    uint64_t key = key_of(text, size, bold);
    struct cached_width *cached = &fonts->widths[key % FONT_WIDTHS_MAX];
    if (cached->key != key) {
        uint8_t face = face_for(fonts, text, bold);
        *cached = (struct cached_width){key, shape(fonts, face, text, size).w};
    }
    return cached->width;
}

static const struct kept_line *line_of(struct fonts *fonts, uint8_t face, const char *text,
                                       uint16_t size, uint64_t key)
{
    struct kept_line *kept = blob_cache_find(&fonts->lines, key);
    if (kept)
        return kept;
    struct kept_line line = shape(fonts, face, text, size);
    size_t bytes = line.count * sizeof(line.glyphs[0]);
    kept = line.h > 0 ? blob_cache_add(&fonts->lines, key, sizeof(line) + bytes) : NULL;
    if (kept) {
        *kept = line;
        memcpy(kept->glyphs, fonts->shaped, bytes);
    }
    return kept;
}

bool fonts_line(struct fonts *fonts, const char *text, uint16_t size, bool bold,
                struct font_line *out)
{
    uint8_t face = face_for(fonts, text, bold);
    const struct kept_line *line = line_of(fonts, face, text, size, key_of(text, size, bold));
    if (!line)
        return false;
    *out = (struct font_line){.w = line->w,
                              .h = line->h,
                              .ascent = line->ascent,
                              .size = size,
                              .count = line->count,
                              .face = face,
                              .text = text,
                              .glyphs = line->glyphs};
    return true;
}

/* ---- open, close ---- */

static enum err open_weight(struct fonts *fonts, bool bold)
{
    const char *path = bold ? FOLDER "NotoSansCJK-Bold.ttc" : FOLDER "NotoSansCJK-Regular.ttc";
    if (!file_exists(path))
        return log_fault(ERR_CONFIG, "font missing: %s; install the package fonts-noto-cjk", path);
    return face_open(path, INDEX_SC, NULL, "fonts-noto-cjk",
                     &fonts->faces[bold ? FACE_BOLD : FACE_REGULAR]);
}

static enum err open_parts(struct fonts *fonts)
{
    enum err err = blob_cache_init(&fonts->glyphs, FONT_GLYPHS_MAX, FONT_GLYPH_BYTES_MAX);
    if (!err)
        err = blob_cache_init(&fonts->lines, FONT_LINES_MAX, FONT_LINE_BYTES_MAX);
    if (!err)
        err = icon_cache_init(&fonts->icons);
    if (!err)
        err = open_weight(fonts, false);
    return err ? err : open_weight(fonts, true);
}

enum err fonts_open(struct fonts **opened)
{
    *opened = NULL;
    struct fonts *fonts = calloc(1, sizeof(*fonts));
    enum err err = fonts ? open_parts(fonts) : log_fault(ERR_NOMEM, "fonts");
    if (err) {
        fonts_close(fonts);
        return err;
    }
    fonts->measure = (struct text_measure){fonts, width_of};
    *opened = fonts;
    return ERR_NONE;
}

void fonts_close(struct fonts *fonts)
{
    if (!fonts)
        return;
    for (size_t i = 0; i < FACES; i++)
        face_close(fonts->faces[i]);
    blob_cache_fini(&fonts->glyphs);
    blob_cache_fini(&fonts->lines);
    icon_cache_fini(&fonts->icons);
    free(fonts);
}

const struct text_measure *fonts_measure(const struct fonts *fonts)
{
    return &fonts->measure;
}

struct icon_cache *fonts_icons(struct fonts *fonts)
{
    return &fonts->icons;
}

struct pixmaps *fonts_pixmaps(struct fonts *fonts)
{
    return &fonts->pixmaps;
}

size_t fonts_bytes(const struct fonts *fonts)
{
    return fonts->glyphs.bytes + fonts->lines.bytes;
}
