/* SPDX-License-Identifier: Apache-2.0 */
#include "pages/image.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/media.h"
#include "ui/scale.h"

#define LARGER_MOST 2
#define CHUNK_MAX (1u << 20) /* of what libpng unpacks by itself */

struct image {
    const uint8_t *bytes;
    size_t size, at;
    png_structp png;
    png_infop info;
    uint32_t w, h, row, until; /* until: where this step ends */
    struct image_size shown;
    uint32_t *pixels;
    void *scaling;
    uint8_t *line; /* w * 3 */
    struct scale scale;
    enum image_state state;
};

static void give(png_structp png, png_bytep to, png_size_t count)
{
    struct image *image = png_get_io_ptr(png);
    if (count > image->size - image->at)
        png_error(png, "it ends too early");
    memcpy(to, image->bytes + image->at, count);
    image->at += count;
}

static void fail(png_structp png, png_const_charp why)
{
    (void)why; /* our own sentence is said instead */
    png_longjmp(png, 1);
}

static void quiet(png_structp png, png_const_charp why)
{
    (void)png;
    (void)why;
}

/* Whatever it is becomes r, g, b of 8 bits. */
static void plain_rows(struct image *image, uint32_t ground)
{
    png_structp png = image->png;
    png_color_16 under = {.red = (png_uint_16)(ground >> 16 & 0xff),
                          .green = (png_uint_16)(ground >> 8 & 0xff),
                          .blue = (png_uint_16)(ground & 0xff)};
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_gray_to_rgb(png);
    png_set_background_fixed(png, &under, PNG_BACKGROUND_GAMMA_SCREEN, 0, PNG_FP_1);
    png_read_update_info(png, image->info);
}

static const char *read_head(struct image *image, uint32_t ground)
{
    static _Thread_local char why[160];
    if (image->size > MEDIA_BYTES_MAX) {
        snprintf(why, sizeof(why), "the image has more than %u MB; save it smaller",
                 MEDIA_BYTES_MAX >> 20);
        return why;
    }
    if (image->size < 8 || png_sig_cmp(image->bytes, 0, 8) != 0)
        return "no PNG file; save the image as PNG";
    if (setjmp(png_jmpbuf(image->png)))
        return "the image is damaged; copy it again";
    png_read_info(image->png, image->info);
    image->w = png_get_image_width(image->png, image->info);
    image->h = png_get_image_height(image->png, image->info);
    if (image->w > MEDIA_SIDE_MAX || image->h > MEDIA_SIDE_MAX ||
        image->w * image->h > MEDIA_PIXELS_MAX) {
        snprintf(why, sizeof(why),
                 "the image is %ux%u; boards take up to 3840x2160 dots, make it smaller", image->w,
                 image->h);
        return why;
    }
    if (png_get_interlace_type(image->png, image->info) != PNG_INTERLACE_NONE)
        return "the image is interlaced; save it without";
    plain_rows(image, ground);
    if (png_get_rowbytes(image->png, image->info) != (size_t)image->w * 3)
        return "an image of an unknown kind; save it as a plain PNG";
    return NULL;
}

static struct image *open_png(const uint8_t *bytes, size_t size, uint32_t ground, const char **why)
{
    struct image *image = calloc(1, sizeof(*image));
    *why = "it cannot be read: out of memory";
    if (!image)
        return NULL;
    image->bytes = bytes;
    image->size = size;
    image->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, fail, quiet);
    image->info = image->png ? png_create_info_struct(image->png) : NULL;
    if (image->info) {
        png_set_read_fn(image->png, image, give);
        png_set_user_limits(image->png, 1u << 16, 1u << 16);
        png_set_chunk_malloc_max(image->png, CHUNK_MAX);
        *why = read_head(image, ground);
    }
    if (!*why && (image->line = malloc((size_t)image->w * 3)) != NULL)
        return image;
    image_close(image);
    return NULL;
}

struct image *image_open(const uint8_t *bytes, size_t size, struct image_size box, uint32_t ground,
                         const char **why)
{
    struct image *image = open_png(bytes, size, ground, why);
    if (!image)
        return NULL;
    scale_fit(image->w, image->h, box.w, box.h, LARGER_MOST, &image->shown.w, &image->shown.h);
    image->pixels = malloc((size_t)image->shown.w * image->shown.h * sizeof(*image->pixels));
    image->scaling = malloc(scale_bytes(image->shown.w));
    if (!image->pixels || !image->scaling) {
        *why = "it cannot be read: out of memory";
        image_close(image);
        return NULL;
    }
    scale_begin(&image->scale, image->w, image->h, image->shown.w, image->shown.h, image->pixels,
                image->scaling);
    return image;
}

void image_close(struct image *image)
{
    if (!image)
        return;
    png_destroy_read_struct(&image->png, &image->info, NULL);
    free(image->line);
    free(image->scaling);
    free(image->pixels);
    free(image);
}

enum image_state image_step(struct image *image, uint32_t rows)
{
    if (image->state != IMAGE_MORE)
        return image->state;
    image->until = rows < image->h - image->row ? image->row + rows : image->h;
    if (setjmp(png_jmpbuf(image->png))) {
        image->state = IMAGE_BAD;
        return IMAGE_BAD;
    }
    for (; image->row < image->until; image->row++) {
        png_read_row(image->png, image->line, NULL);
        if (image->pixels)
            scale_row(&image->scale, image->line);
    }
    if (image->row == image->h) {
        png_read_end(image->png, NULL);
        image->state = IMAGE_READY;
    }
    return image->state;
}

const char *image_check(const uint8_t *bytes, size_t size, struct image_size *found)
{
    const char *why;
    *found = (struct image_size){0, 0};
    struct image *image = open_png(bytes, size, 0, &why);
    if (!image)
        return why;
    *found = (struct image_size){image->w, image->h};
    bool good = image_step(image, image->h) == IMAGE_READY;
    image_close(image);
    return good ? NULL : "the image is damaged; copy it again";
}

const uint32_t *image_pixels(const struct image *image)
{
    return image->pixels;
}

struct image_size image_shown(const struct image *image)
{
    return image->shown;
}
