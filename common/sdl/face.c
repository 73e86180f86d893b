/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/face.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "os/log.h"

#define EM 1000        /* units of Noto Sans CJK */
#define GUARD "\u3000" /* an em of nothing, never kerned */
#define BLOCK 4096
#define BLOCKS 32
#define UNITS_KEPT 8192 /* a power of two */

struct face {
    int fd;
    Sint64 file_size, at;
    Sint64 held[BLOCKS]; /* number of the block that stands there, plus 1; 0 = none */
    uint8_t blocks[BLOCKS][BLOCK];
    bool whole; /* a script that is shaped as a whole */
    int size;   /* set now */
    TTF_Font *font;
    SDL_Surface *shown;
    uint64_t
        kept[UNITS_KEPT]; /* a pair's code points and its units, 24, 24 and 16 bits; 0 = none */
};

/* ---- the file ---- */

/* A glyph is found by some small reads close to those of the one before: NULL at the file's end. */
static const uint8_t *block_of(struct face *face, Sint64 number, Sint64 *length)
{
    Sint64 begin = number * BLOCK, left = face->file_size - begin;
    *length = left < BLOCK ? left : BLOCK;
    uint8_t *block = face->blocks[number % BLOCKS];
    Sint64 *held = &face->held[number % BLOCKS];
    if (*held == number + 1)
        return block;
    *held = 0;
    if (pread(face->fd, block, (size_t)*length, (off_t)begin) != (ssize_t)*length)
        return NULL;
    *held = number + 1;
    return block;
}

static struct face *face_of(SDL_RWops *file)
{
    return file->hidden.unknown.data1;
}

static Sint64 file_size(SDL_RWops *file)
{
    return face_of(file)->file_size;
}

static Sint64 file_seek(SDL_RWops *file, Sint64 offset, int whence)
{
    struct face *face = face_of(file);
    Sint64 from = whence == RW_SEEK_CUR ? face->at : whence == RW_SEEK_END ? face->file_size : 0;
    if (from + offset < 0)
        return SDL_SetError("seek before the file");
    return face->at = from + offset;
}

static size_t file_read(SDL_RWops *file, void *to, size_t size, size_t count)
{
    struct face *face = face_of(file);
    Sint64 wanted = (Sint64)(size * count), done = 0, length;
    while (done < wanted && face->at < face->file_size) {
        Sint64 within = face->at % BLOCK;
        const uint8_t *block = block_of(face, face->at / BLOCK, &length);
        if (!block)
            break;
        Sint64 part = length - within < wanted - done ? length - within : wanted - done;
        memcpy((uint8_t *)to + done, block + within, (size_t)part);
        done += part;
        face->at += part;
    }
    return size ? (size_t)done / size : 0;
}

static int file_close(SDL_RWops *file)
{
    SDL_FreeRW(file);
    return 0;
}

/* ---- open, close ---- */

static TTF_Font *open_font(struct face *face, const char *path, uint32_t index)
{
    struct stat info;
    face->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (face->fd < 0 || fstat(face->fd, &info) != 0) {
        SDL_SetError("no such file");
        return NULL;
    }
    face->file_size = info.st_size;
    SDL_RWops *file = SDL_AllocRW();
    if (!file)
        return NULL;
    file->type = SDL_RWOPS_UNKNOWN;
    file->size = file_size;
    file->seek = file_seek;
    file->read = file_read;
    file->close = file_close;
    file->hidden.unknown.data1 = face;
    face->size = EM;
    return TTF_OpenFontIndexRW(file, 1, EM, index);
}

enum err face_open(const char *path, uint32_t index, const char *script, const char *package,
                   struct face **opened)
{
    *opened = NULL;
    if (TTF_Init() != 0)
        return log_fault(ERR_IO, "SDL_ttf does not start: %s", TTF_GetError());
    struct face *face = calloc(1, sizeof(*face));
    if (!face) {
        TTF_Quit();
        return log_fault(ERR_NOMEM, "font");
    }
    face->font = open_font(face, path, index);
    /* Without the script's name its letters stay unjoined. */
    if (!face->font || (script && TTF_SetFontScriptName(face->font, script) != 0)) {
        enum err err = log_fault(ERR_CONFIG, "font unreadable: %s: %s; reinstall %s", path,
                                 TTF_GetError(), package);
        face_close(face);
        return err;
    }
    TTF_SetFontHinting(face->font, TTF_HINTING_NONE);
    face->whole = script != NULL;
    *opened = face;
    return ERR_NONE;
}

void face_close(struct face *face)
{
    if (!face)
        return;
    SDL_FreeSurface(face->shown);
    if (face->font)
        TTF_CloseFont(face->font);
    TTF_Quit();
    if (face->fd >= 0)
        close(face->fd);
    free(face);
}

/* ---- widths ---- */

static bool set_size(struct face *face, int size)
{
    if (face->size == size)
        return true;
    if (size == 0 || TTF_SetFontSize(face->font, size) != 0)
        return false;
    face->size = size;
    return true;
}

/* Between two guards SDL_ttf's width is the sum of the advances, whatever stands out. */
static int32_t ask_units(struct face *face, const char *text, size_t bytes)
{
    char guarded[32] = GUARD;
    int width = 0;
    const size_t guard = sizeof(GUARD) - 1;
    memcpy(guarded + guard, text, bytes);
    memcpy(guarded + guard + bytes, GUARD, sizeof(GUARD));
    if (!set_size(face, EM) || TTF_SizeUTF8(face->font, guarded, &width, NULL) != 0)
        return 0;
    return width - 2 * EM;
}

/* Of the letter `code`, or of the pair `before` and `code`, in 1/1000 of the size. */
static int32_t units_of(struct face *face, uint32_t before, uint32_t code, const char *text,
                        size_t bytes)
{
    uint64_t pair = (uint64_t)before << 24 | code;
    uint64_t *kept = &face->kept[(pair * 0x9e3779b97f4a7c15) >> 32 & (UNITS_KEPT - 1)];
    if (*kept >> 16 != pair)
        *kept = pair << 16 | (uint16_t)ask_units(face, text, bytes);
    return (int16_t)(*kept & 0xffff);
}

/* Chinese characters fill their square. */
static bool is_ideograph(uint32_t code)
{
    return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0x20000 && code <= 0x3FFFF);
}

/* Chinese letters and punctuation are not. */
static bool is_kerned(uint32_t code)
{
    return code < 0x2E80 || (code >= 0xFB00 && code <= 0xFB04);
}

static int32_t advance_of(struct face *face, uint32_t code, const char *text, size_t bytes)
{
    return is_ideograph(code) ? EM : units_of(face, 0, code, text, bytes);
}

/* In 1/64 px, rounded as the places of a line are: advances by FreeType, in 1/65536 px first, kerns
 * by HarfBuzz. */
static int64_t scaled_advance(int32_t units, uint16_t size)
{
    int64_t scale = ((int64_t)size * 64 * 65536 + EM / 2) / EM;
    return ((units * scale + 32) / 64 + 512) >> 10;
}

static int64_t scaled_kern(int32_t units, uint16_t size)
{
    return (units * ((int64_t)size * 64 * 65536 / EM) + 0x8000) >> 16;
}

/* ---- lines ---- */

/* Marks, joiners and selectors change the letter before them. */
static bool needs_shaping(const char *text)
{
    for (uint32_t code; (code = utf8_next(&text));)
        if ((code >= 0x0300 && code <= 0x036F) || code == 0x200C || code == 0x200D ||
            (code >= 0xFE00 && code <= 0xFE0F) || code >= 0xE0100)
            return true;
    return false;
}

/* The letters that the font joins have code points of their own. */
static uint32_t next_letter(const char **at)
{
    static const struct {
        const char *rest;
        uint32_t joined;
    } after_f[] = {{"fi", 0xFB03}, {"fl", 0xFB04}, {"f", 0xFB00}, {"i", 0xFB01}, {"l", 0xFB02}};
    uint32_t code = utf8_next(at);
    for (size_t i = 0; code == 'f' && i < countof(after_f); i++) {
        size_t length = strlen(after_f[i].rest);
        if (strncmp(*at, after_f[i].rest, length) == 0) {
            *at += length;
            return after_f[i].joined;
        }
    }
    return code;
}

static uint32_t place(struct face *face, const char *text, uint16_t size,
                      struct placed_glyph *glyphs, int64_t *width)
{
    const char *before_text = text, *at = text;
    uint32_t count = 0, before = 0;
    int32_t before_units = 0;
    for (int64_t x = 0; count < FACE_GLYPHS_MAX; count++) {
        const char *begin = at;
        uint32_t code = next_letter(&at);
        *width = x;
        if (code == 0)
            break;
        int32_t units = advance_of(face, code, begin, (size_t)(at - begin));
        if (before && is_kerned(before) && is_kerned(code))
            x += scaled_kern(units_of(face, before, code, before_text, (size_t)(at - before_text)) -
                                 before_units - units,
                             size);
        glyphs[count] = (struct placed_glyph){code, (int16_t)(x >> 6)};
        x += scaled_advance(units, size);
        *width = x;
        before = code;
        before_text = begin;
        before_units = units;
    }
    return count;
}

uint32_t face_shape(struct face *face, const char *text, uint16_t size, struct placed_glyph *glyphs,
                    struct face_line *line)
{
    bool run = face->whole || needs_shaping(text);
    int64_t width = 0;
    uint32_t count = 0;
    *line = (struct face_line){0};
    if (size == 0)
        return 0;
    if (!run)
        count = place(face, text, size, glyphs, &width);
    else if (*text)
        glyphs[count++] = (struct placed_glyph){.glyph = FACE_RUN};
    if (!set_size(face, size))
        return 0;
    *line = (struct face_line){(int16_t)TTF_FontAscent(face->font),
                               (uint16_t)TTF_FontHeight(face->font), (uint16_t)(width >> 6)};
    return count;
}

/* ---- masks ---- */

static const SDL_Color white = {255, 255, 255, 255};

/* A letter in the room of its whole line: only its own part. */
static bool cut(struct face *face, uint32_t code, struct face_bitmap *bitmap)
{
    int left, right, bottom, top;
    if (TTF_GlyphMetrics32(face->font, code, &left, &right, &bottom, &top, NULL) != 0)
        return false;
    int x = left > 0 ? left : 0, y = TTF_FontAscent(face->font) - top;
    y = y > 0 ? y : 0;
    int w = right - left, h = top - bottom;
    w = w < bitmap->w - x ? w : bitmap->w - x;
    h = h < bitmap->h - y ? h : bitmap->h - y;
    if (w <= 0 || h <= 0)
        return false;
    *bitmap = (struct face_bitmap){.argb = bitmap->argb + y * bitmap->pitch + x,
                                   .pitch = bitmap->pitch,
                                   .w = (uint16_t)w,
                                   .h = (uint16_t)h,
                                   .left = (int16_t)left,
                                   .top = (int16_t)top};
    return true;
}

void face_render(struct face *face, uint16_t size, uint32_t glyph, const char *text,
                 struct face_bitmap *bitmap)
{
    *bitmap = (struct face_bitmap){0};
    SDL_FreeSurface(face->shown);
    face->shown = NULL;
    if (!set_size(face, size))
        return;
    face->shown = glyph == FACE_RUN ? TTF_RenderUTF8_Blended(face->font, text, white)
                                    : TTF_RenderGlyph32_Blended(face->font, glyph, white);
    if (!face->shown)
        return;
    *bitmap = (struct face_bitmap){.argb = face->shown->pixels,
                                   .pitch = face->shown->pitch / (int)sizeof(*bitmap->argb),
                                   .w = (uint16_t)face->shown->w,
                                   .h = (uint16_t)face->shown->h,
                                   .top = (int16_t)TTF_FontAscent(face->font)};
    if (glyph != FACE_RUN && !cut(face, glyph, bitmap))
        *bitmap = (struct face_bitmap){0};
}

bool face_dots(struct face *face, uint16_t size, uint32_t point, struct face_dots *dots)
{
    int left, right, bottom, top, advance;
    *dots = (struct face_dots){0};
    SDL_FreeSurface(face->shown);
    face->shown = NULL;
    TTF_SetFontHinting(face->font, TTF_HINTING_MONO);
    if (!TTF_GlyphIsProvided32(face->font, point) || !set_size(face, size) ||
        TTF_GlyphMetrics32(face->font, point, &left, &right, &bottom, &top, &advance) != 0)
        return false;
    dots->advance = (uint16_t)advance;
    face->shown = TTF_RenderGlyph32_Solid(face->font, point, white);
    if (!face->shown)
        return true; /* a space */
    int x = left > 0 ? left : 0, y = TTF_FontAscent(face->font) - top;
    y = y > 0 ? y : 0;
    int w = right - left, h = top - bottom;
    w = w < face->shown->w - x ? w : face->shown->w - x;
    h = h < face->shown->h - y ? h : face->shown->h - y;
    if (w <= 0 || h <= 0)
        return true;
    dots->at = (const uint8_t *)face->shown->pixels + y * face->shown->pitch + x;
    dots->pitch = face->shown->pitch;
    dots->w = (uint16_t)w;
    dots->h = (uint16_t)h;
    dots->left = (int16_t)left;
    dots->top = (int16_t)top;
    return true;
}
