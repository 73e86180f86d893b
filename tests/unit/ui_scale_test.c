/* SPDX-License-Identifier: Apache-2.0 */
/* Images to another size: nothing outside the target is written, means and blends are right. */
#include <stdlib.h>
#include <string.h>

#include "test.h"
#include "ui/scale.h"

#define GUARD 0xDEADBEEFu

/* Scales w x h dots, grey by `grey`, and returns the target (allocated). */
static uint32_t *scaled(uint32_t w, uint32_t h, uint32_t to_w, uint32_t to_h,
                        uint8_t (*grey)(uint32_t x, uint32_t y))
{
    uint32_t *pixels = malloc((to_w * to_h + 1) * sizeof(*pixels));
    uint8_t *row = malloc(w * 3);
    void *memory = malloc(scale_bytes(to_w));
    struct scale scale;
    pixels[to_w * to_h] = GUARD;
    scale_begin(&scale, w, h, to_w, to_h, pixels, memory);
    for (uint32_t y = 0; y < h; y++) {
        for (uint32_t x = 0; x < w; x++)
            memset(row + x * 3, grey(x, y), 3);
        scale_row(&scale, row);
    }
    scale_row(&scale, row); /* one too many */
    assert_int_equal(scale.out, to_h);
    assert_int_equal(pixels[to_w * to_h], GUARD);
    free(row);
    free(memory);
    return pixels;
}

static uint8_t flat(uint32_t x, uint32_t y)
{
    (void)x;
    (void)y;
    return 200;
}

static uint8_t slope(uint32_t x, uint32_t y)
{
    return (uint8_t)(x * 4 + y);
}

static uint8_t chess(uint32_t x, uint32_t y)
{
    return (x + y) % 2 ? 255 : 0;
}

static void a_flat_image_stays_flat_at_every_size(void **state)
{
    static const uint32_t sizes[] = {1, 2, 3, 7, 16, 31, 32, 33, 64, 100};
    (void)state;
    for (size_t i = 0; i < countof(sizes); i++)
        for (size_t k = 0; k < countof(sizes); k++) {
            uint32_t *to = scaled(32, 32, sizes[i], sizes[k], flat);
            for (uint32_t p = 0; p < sizes[i] * sizes[k]; p++)
                assert_in_range(to[p] & 0xff, 199, 200);
            free(to);
        }
}

static void a_smaller_image_is_the_mean_of_what_it_covers(void **state)
{
    (void)state;
    uint32_t *to = scaled(32, 32, 8, 8, chess);
    for (uint32_t p = 0; p < 64; p++)
        assert_in_range(to[p] & 0xff, 126, 128);
    free(to);
}

static void a_larger_image_has_no_steps(void **state)
{
    (void)state;
    uint32_t *to = scaled(32, 32, 64, 64, slope);
    for (uint32_t y = 0; y < 64; y++)
        for (uint32_t x = 1; x < 64; x++)
            assert_in_range((to[y * 64 + x] & 0xff) - (to[y * 64 + x - 1] & 0xff), 0, 3);
    free(to);
}

static void the_same_size_is_the_same_image(void **state)
{
    (void)state;
    uint32_t *to = scaled(32, 32, 32, 32, slope);
    for (uint32_t p = 0; p < 32 * 32; p++)
        assert_int_equal(to[p] & 0xff, slope(p % 32, p / 32));
    free(to);
}

static void an_image_fits_its_box_in_its_own_shape(void **state)
{
    uint32_t w, h;
    (void)state;
    scale_fit(4000, 3000, 1000, 600, 2, &w, &h);
    assert_int_equal(w, 800);
    assert_int_equal(h, 600);
    scale_fit(100, 50, 1000, 600, 2, &w, &h); /* at most twice itself */
    assert_int_equal(w, 200);
    assert_int_equal(h, 100);
    scale_fit(3840, 1, 100, 100, 2, &w, &h); /* never nothing */
    assert_int_equal(h, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flat_image_stays_flat_at_every_size),
        cmocka_unit_test(a_smaller_image_is_the_mean_of_what_it_covers),
        cmocka_unit_test(a_larger_image_has_no_steps),
        cmocka_unit_test(the_same_size_is_the_same_image),
        cmocka_unit_test(an_image_fits_its_box_in_its_own_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
