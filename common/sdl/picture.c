/* SPDX-License-Identifier: Apache-2.0 */
#include "sdl/picture.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "os/log.h"

#define DOTS_A_METRE 8000 /* 8 dots a millimetre */
#define GROW (64u * 1024)

static void append(png_structp png, png_bytep bytes, png_size_t count)
{
    struct picture *picture = png_get_io_ptr(png);
    if (picture->length + count > picture->capacity) {
        size_t capacity = picture->length + count + GROW;
        uint8_t *larger = realloc(picture->bytes, capacity);
        if (!larger)
            png_error(png, "out of memory");
        picture->bytes = larger;
        picture->capacity = capacity;
    }
    memcpy(picture->bytes + picture->length, bytes, count);
    picture->length += count;
}

static void flush(png_structp png)
{
    (void)png;
}

/* libpng leaves by longjmp: everything that lives on is in these arguments. */
struct job {
    uint32_t w, h;
    int depth, colour_type;
    const void *source;
    uint8_t *row;
    void (*fill)(const struct job *job, uint32_t y);
};

static bool write_all(png_structp png, png_infop info, struct picture *picture,
                      const struct job *job)
{
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_write_fn(png, picture, append, flush);
    png_set_IHDR(png, info, job->w, job->h, job->depth, job->colour_type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (job->depth == 1)
        png_set_pHYs(png, info, DOTS_A_METRE, DOTS_A_METRE, PNG_RESOLUTION_METER);
    /* Flat areas and repeated glyphs: plain rows pack better than filtered ones. */
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, 6);
    png_write_info(png, info);
    for (uint32_t y = 0; y < job->h; y++) {
        job->fill(job, y);
        png_write_row(png, job->row);
    }
    png_write_end(png, info);
    return true;
}

static enum err encode(const struct job *job, struct picture *picture)
{
    *picture = (struct picture){0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    bool done = job->row && info && write_all(png, info, picture, job);
    png_destroy_write_struct(&png, &info);
    if (done)
        return ERR_NONE;
    picture_free(picture);
    return log_fault(ERR_NOMEM, "picture size=%ux%u not encoded", job->w, job->h);
}

static void fill_from_canvas(const struct job *job, uint32_t y)
{
    const struct canvas *canvas = job->source;
    const uint32_t *from = canvas->pixels + (size_t)y * (size_t)canvas->w;
    uint8_t *to = job->row;
    for (int16_t x = 0; x < canvas->w; x++) {
        *to++ = (uint8_t)(from[x] >> 16);
        *to++ = (uint8_t)(from[x] >> 8);
        *to++ = (uint8_t)from[x];
    }
}

enum err picture_of_canvas(const struct canvas *canvas, struct picture *picture)
{
    struct job job =
        {(uint32_t)canvas->w,           (uint32_t)canvas->h, 8, PNG_COLOR_TYPE_RGB, canvas,
         malloc((size_t)canvas->w * 3), fill_from_canvas};
    enum err err = encode(&job, picture);
    free(job.row);
    return err;
}

static void fill_from_dots(const struct job *job, uint32_t y)
{
    uint32_t stride = (job->w + 7) / 8;
    const uint8_t *from = (const uint8_t *)job->source + (size_t)y * stride;
    for (uint32_t i = 0; i < stride; i++)
        job->row[i] = (uint8_t)~from[i]; /* in a grey PNG 0 is black */
}

enum err picture_of_dots(const uint8_t *dots, uint16_t w, uint16_t h, struct picture *picture)
{
    struct job job = {w, h, 1, PNG_COLOR_TYPE_GRAY, dots, malloc((w + 7u) / 8), fill_from_dots};
    enum err err = encode(&job, picture);
    free(job.row);
    return err;
}

void picture_free(struct picture *picture)
{
    free(picture->bytes);
    *picture = (struct picture){0};
}
