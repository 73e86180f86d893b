/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/font.h"

#include <SDL_ttf.h>
#include <stdlib.h>
#include <string.h>

#include "os/file.h"
#include "os/log.h"

#define FOLDER "/usr/share/fonts/opentype/noto/"
#define MONGOLIAN "/usr/share/fonts/truetype/noto/NotoSansMongolian-Regular.ttf"
#define INDEX_SC 2 /* in the collection: simplified Chinese shapes */

struct cached_line {
    uint64_t key; /* 0 = free */
    uint64_t used;
    uint16_t w, h;
    int16_t ascent;
    uint8_t *alpha;
};

struct cached_width {
    uint64_t key;
    uint16_t width;
};

struct fonts {
    TTF_Font *weight[3]; /* regular, bold, Mongolian (R-G5): opened when first needed */
    uint16_t size[3];    /* set now */
    bool no_mongolian;
    struct text_measure measure;
    uint64_t clock;
    size_t bytes;
    struct cached_line lines[FONT_LINES_MAX];
    struct cached_width widths[FONT_WIDTHS_MAX];
    struct icon_cache icons;
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

/* Without the script's name its letters stay unjoined (SDL_ttf 2.20). */
static bool open_mongolian(struct fonts *fonts)
{
    if (fonts->weight[2] || fonts->no_mongolian)
        return fonts->weight[2] != NULL;
    fonts->weight[2] = TTF_OpenFont(MONGOLIAN, 32);
    if (!fonts->weight[2] || TTF_SetFontScriptName(fonts->weight[2], "Mong") != 0) {
        log_warn("Mongolian is not shown: %s; install the package fonts-noto-core", TTF_GetError());
        fonts->no_mongolian = true;
        return false;
    }
    fonts->size[2] = 32;
    TTF_SetFontHinting(fonts->weight[2], TTF_HINTING_NONE);
    return true;
}

static TTF_Font *font_at(struct fonts *fonts, const char *text, uint16_t size, bool bold)
{
    size_t which = is_mongolian(text) && open_mongolian(fonts) ? 2 : bold;
    TTF_Font *font = fonts->weight[which];
    if (fonts->size[which] != size) {
        TTF_SetFontSize(font, size);
        fonts->size[which] = size;
    }
    return font;
}

static uint16_t width_of(void *context, const char *text, uint16_t size, bool bold)
{
    struct fonts *fonts = context;
    uint64_t key = key_of(text, size, bold);
    struct cached_width *cached = &fonts->widths[key % FONT_WIDTHS_MAX];
    if (cached->key != key) {
        int width = 0;
        TTF_SizeUTF8(font_at(fonts, text, size, bold), text, &width, NULL);
        *cached = (struct cached_width){key, (uint16_t)width};
    }
    return cached->width;
}

static enum err open_weight(struct fonts *fonts, bool bold)
{
    const char *path = bold ? FOLDER "NotoSansCJK-Bold.ttc" : FOLDER "NotoSansCJK-Regular.ttc";
    if (!file_exists(path))
        return log_fault(ERR_CONFIG, "font missing: %s; install the package fonts-noto-cjk", path);
    fonts->weight[bold] = TTF_OpenFontIndex(path, 32, INDEX_SC);
    if (!fonts->weight[bold])
        return log_fault(ERR_CONFIG, "font unreadable: %s: %s; reinstall fonts-noto-cjk", path,
                         TTF_GetError());
    fonts->size[bold] = 32;
    TTF_SetFontHinting(fonts->weight[bold], TTF_HINTING_NONE);
    return ERR_NONE;
}

enum err fonts_open(struct fonts **opened)
{
    *opened = NULL;
    if (TTF_Init() != 0)
        return log_fault(ERR_IO, "SDL_ttf does not start: %s", TTF_GetError());
    struct fonts *fonts = calloc(1, sizeof(*fonts));
    enum err err = fonts ? ERR_NONE : log_fault(ERR_NOMEM, "font cache");
    if (!err)
        err = open_weight(fonts, false);
    if (!err)
        err = open_weight(fonts, true);
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
    if (fonts) {
        for (size_t i = 0; i < FONT_LINES_MAX; i++)
            free(fonts->lines[i].alpha);
        for (size_t i = 0; i < countof(fonts->weight); i++)
            if (fonts->weight[i])
                TTF_CloseFont(fonts->weight[i]);
        icon_cache_fini(&fonts->icons);
        free(fonts);
    }
    TTF_Quit();
}

const struct text_measure *fonts_measure(const struct fonts *fonts)
{
    return &fonts->measure;
}

struct icon_cache *fonts_icons(struct fonts *fonts)
{
    return &fonts->icons;
}

static void drop(struct fonts *fonts, struct cached_line *line)
{
    fonts->bytes -= (size_t)line->w * line->h;
    free(line->alpha);
    *line = (struct cached_line){0};
}

static struct cached_line *oldest(struct fonts *fonts)
{
    struct cached_line *found = NULL;
    for (size_t i = 0; i < FONT_LINES_MAX; i++) {
        struct cached_line *line = &fonts->lines[i];
        if (line->key && (!found || line->used < found->used))
            found = line;
    }
    return found;
}

static struct cached_line *free_place(struct fonts *fonts)
{
    for (size_t i = 0; i < FONT_LINES_MAX; i++)
        if (!fonts->lines[i].key)
            return &fonts->lines[i];
    struct cached_line *line = oldest(fonts);
    drop(fonts, line);
    return line;
}

static void keep_alpha(uint8_t *to, const SDL_Surface *surface)
{
    for (int y = 0; y < surface->h; y++) {
        const uint32_t *row =
            (const void *)((const uint8_t *)surface->pixels + (size_t)y * (size_t)surface->pitch);
        for (int x = 0; x < surface->w; x++)
            *to++ = (uint8_t)(row[x] >> 24);
    }
}

static struct cached_line *render(struct fonts *fonts, const char *text, uint16_t size, bool bold)
{
    TTF_Font *font = font_at(fonts, text, size, bold);
    SDL_Surface *surface = TTF_RenderUTF8_Blended(font, text, (SDL_Color){255, 255, 255, 255});
    if (!surface)
        return NULL;
    struct cached_line *line = free_place(fonts);
    size_t bytes = (size_t)surface->w * (size_t)surface->h;
    line->alpha = malloc(bytes);
    if (line->alpha) {
        line->key = key_of(text, size, bold);
        line->w = (uint16_t)surface->w;
        line->h = (uint16_t)surface->h;
        line->ascent = (int16_t)TTF_FontAscent(font);
        keep_alpha(line->alpha, surface);
        fonts->bytes += bytes;
    }
    SDL_FreeSurface(surface);
    return line->alpha ? line : NULL;
}

static struct cached_line *find(struct fonts *fonts, uint64_t key)
{
    for (size_t i = 0; i < FONT_LINES_MAX; i++)
        if (fonts->lines[i].key == key)
            return &fonts->lines[i];
    return NULL;
}

bool fonts_line(struct fonts *fonts, const char *text, uint16_t size, bool bold,
                struct font_line *out)
{
    struct cached_line *line = find(fonts, key_of(text, size, bold));
    if (!line)
        line = render(fonts, text, size, bold);
    if (!line)
        return false;
    line->used = ++fonts->clock;
    while (fonts->bytes > FONT_BYTES_MAX && oldest(fonts) != line)
        drop(fonts, oldest(fonts));
    *out = (struct font_line){{line->w, line->h, line->alpha}, line->ascent};
    return true;
}
