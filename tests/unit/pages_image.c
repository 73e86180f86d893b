/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PNG files as images of pages: every kind that programs write, read some rows at a time, and the
 * limits at the limit. The files are made here, with libpng.
 */
#include "pages/image.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "domain/media.h"
#include "test.h"

#define GROUND 0x204060u

struct file {
    uint8_t *bytes;
    size_t size;
};

static void put(png_structp png, png_bytep bytes, png_size_t count)
{
    struct file *file = png_get_io_ptr(png);
    file->bytes = realloc(file->bytes, file->size + count);
    memcpy(file->bytes + file->size, bytes, count);
    file->size += count;
}

static void flush(png_structp png)
{
    (void)png;
}

/* One colour all over: 0xC8 grey, or its nearest in that kind. */
static struct file make(uint32_t w, uint32_t h, int depth, int kind)
{
    static const png_color palette[2] = {{0xC8, 0xC8, 0xC8}, {0, 0, 0}};
    struct file file = {NULL, 0};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &file, put, flush);
    png_set_compression_level(png, 1);
    png_set_IHDR(png, info, w, h, depth, kind, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (kind == PNG_COLOR_TYPE_PALETTE)
        png_set_PLTE(png, info, palette, 2);
    png_write_info(png, info);
    size_t stride = png_get_rowbytes(png, info);
    uint8_t *row = malloc(stride);
    memset(row, kind == PNG_COLOR_TYPE_PALETTE ? 0 : depth == 1 ? 0xff : 0xC8, stride);
    for (uint32_t y = 0; y < h; y++)
        png_write_row(png, row);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(row);
    return file;
}

static uint32_t middle(const struct file *file, uint32_t rows)
{
    const char *why;
    struct image *image =
        image_open(file->bytes, file->size, (struct image_size){20, 20}, GROUND, &why);
    enum image_state state = IMAGE_MORE;
    uint32_t steps = 0;
    assert_non_null(image);
    while (state == IMAGE_MORE && steps++ < 1000)
        state = image_step(image, rows);
    assert_int_equal(state, IMAGE_READY);
    struct image_size shown = image_shown(image);
    uint32_t pixel = image_pixels(image)[shown.h / 2 * shown.w + shown.w / 2];
    image_close(image);
    return pixel;
}

static void every_kind_of_png_is_read(void **state)
{
    static const struct {
        int depth, kind;
        uint32_t want;
    } kinds[] = {{8, PNG_COLOR_TYPE_RGB, 0xC8C8C8},
                 {16, PNG_COLOR_TYPE_RGB, 0xC8C8C8},
                 {8, PNG_COLOR_TYPE_GRAY, 0xC8C8C8},
                 {1, PNG_COLOR_TYPE_GRAY, 0xFFFFFF},
                 {8, PNG_COLOR_TYPE_PALETTE, 0xC8C8C8},
                 {1, PNG_COLOR_TYPE_PALETTE, 0xC8C8C8},
                 /* seen through: 0xC8 over the ground, 200 of 255 */
                 {8, PNG_COLOR_TYPE_GRAY_ALPHA, 0xA4ABB2}};
    (void)state;
    for (size_t i = 0; i < countof(kinds); i++) {
        struct file file = make(30, 40, kinds[i].depth, kinds[i].kind);
        struct image_size found;
        assert_null(image_check(file.bytes, file.size, &found));
        assert_int_equal(found.w, 30);
        assert_int_equal(found.h, 40);
        uint32_t pixel = middle(&file, 7);
        assert_int_equal(pixel, middle(&file, 1000));
        for (int shift = 0; shift < 24; shift += 8)
            assert_true(abs((int)(pixel >> shift & 0xff) - (int)(kinds[i].want >> shift & 0xff)) <=
                        1);
        free(file.bytes);
    }
}

static void an_image_is_fitted_and_at_most_doubled(void **state)
{
    const char *why;
    struct file file = make(100, 50, 8, PNG_COLOR_TYPE_RGB);
    static const struct {
        struct image_size box, want;
    } boxes[] = {{{1000, 1000}, {200, 100}}, {{50, 1000}, {50, 25}}, {{1000, 10}, {20, 10}}};
    (void)state;
    for (size_t i = 0; i < countof(boxes); i++) {
        struct image *image = image_open(file.bytes, file.size, boxes[i].box, GROUND, &why);
        assert_non_null(image);
        assert_int_equal(image_shown(image).w, boxes[i].want.w);
        assert_int_equal(image_shown(image).h, boxes[i].want.h);
        image_close(image); /* also before it was read */
    }
    free(file.bytes);
}

static void limits_hold_at_the_limit(void **state)
{
    struct image_size found;
    static const struct {
        uint32_t w, h;
        bool good;
    } sizes[] = {{MEDIA_SIDE_MAX, 2160, true},   {2160, MEDIA_SIDE_MAX, true},
                 {MEDIA_SIDE_MAX, 2161, false},  {MEDIA_SIDE_MAX + 1, 1, false},
                 {1, MEDIA_SIDE_MAX + 1, false}, {1, 1, true}};
    (void)state;
    for (size_t i = 0; i < countof(sizes); i++) {
        struct file file = make(sizes[i].w, sizes[i].h, 8, PNG_COLOR_TYPE_RGB);
        const char *why = image_check(file.bytes, file.size, &found);
        assert_int_equal(why == NULL, sizes[i].good);
        assert_true(!why || strstr(why, "make it smaller"));
        free(file.bytes);
    }
    uint8_t *large = calloc(1, MEDIA_BYTES_MAX + 1);
    const char *why = image_check(large, MEDIA_BYTES_MAX + 1, &found);
    assert_non_null(strstr(why, "2 MB"));
    why = image_check(large, MEDIA_BYTES_MAX, &found);
    assert_non_null(strstr(why, "no PNG"));
    free(large);
}

static void a_file_cut_or_changed_anywhere_is_damaged_or_the_same_image(void **state)
{
    struct image_size found;
    struct file file = make(12, 9, 8, PNG_COLOR_TYPE_RGB);
    (void)state;
    for (size_t length = 0; length < file.size - 12; length++) /* 12: the empty last chunk */
        assert_non_null(image_check(file.bytes, length, &found));
    for (size_t at = 0; at < file.size; at++) {
        file.bytes[at] ^= 0x41;
        const char *why = image_check(file.bytes, file.size, &found);
        assert_true(!why || *why); /* says something or reads it, no more */
        file.bytes[at] ^= 0x41;
    }
    assert_null(image_check(file.bytes, file.size, &found));
    free(file.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_png_is_read),
        cmocka_unit_test(an_image_is_fitted_and_at_most_doubled),
        cmocka_unit_test(limits_hold_at_the_limit),
        cmocka_unit_test(a_file_cut_or_changed_anywhere_is_damaged_or_the_same_image),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
