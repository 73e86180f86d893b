/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image - PNG files as pages of boards hold them: checked whole, or read and scaled bit by bit.
 *
 * A board that reads a large image must go on drawing, so it reads some rows at a time:
 *
 *     image_open; image_step … until it is no longer IMAGE_MORE; image->pixels; image_close
 *
 * Limits:    MEDIA_BYTES_MAX, MEDIA_SIDE_MAX, MEDIA_PIXELS_MAX; no interlacing.
 * Ownership: image_open allocates, image_close frees and accepts NULL; the bytes stay the caller's
 *            and must outlive the reading.
 * Errors:    a sentence for people, NULL when all is well.
 */
#ifndef PAGES_IMAGE_H
#define PAGES_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

struct image;

enum image_state { IMAGE_MORE, IMAGE_READY, IMAGE_BAD };

struct image_size {
    uint32_t w, h;
};

/* Reads all of it: only that shows that a file is whole. */
const char *image_check(const uint8_t *bytes, size_t size, struct image_size *found) MUST_CHECK;

/* Fitted in the box, on that ground (0x00RRGGBB) where it can be seen through; at most twice as
 * large as it is. NULL with a sentence. */
struct image *image_open(const uint8_t *bytes, size_t size, struct image_size box, uint32_t ground,
                         const char **why) MUST_CHECK;
void image_close(struct image *image);
/* That many rows more. */
enum image_state image_step(struct image *image, uint32_t rows) MUST_CHECK;

/* When it is IMAGE_READY. */
const uint32_t *image_pixels(const struct image *image);
struct image_size image_shown(const struct image *image);

#endif
