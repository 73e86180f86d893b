/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "os/file.h"
#include "os/log.h"
#include "qr/qr.h"

#define OWNER_ONLY 0600

static uint8_t *draw(const struct qr_code *code, uint32_t scale, uint32_t side)
{
    uint8_t *grey = malloc((size_t)side * side);
    for (uint32_t y = 0; grey && y < side; y++)
        for (uint32_t x = 0; x < side; x++)
            grey[(size_t)y * side + x] =
                qr_dark(code, (int)(x / scale) - QR_QUIET, (int)(y / scale) - QR_QUIET) ? 0 : 255;
    return grey;
}

/* The picture in memory: as a file it is private from its first byte on. */
static enum err write_png(const uint8_t *grey, uint32_t side, const char *path)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = side,
                       .height = side,
                       .format = PNG_FORMAT_GRAY};
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image), room = size;
    uint8_t *bytes = malloc(size);
    enum err err = ERR_NONE;
    if (!bytes || !png_image_write_to_memory(&image, bytes, &size, 0, grey, 0, NULL))
        err = log_fault(ERR_NOMEM, "%s: no memory for the picture", path);
    else
        err = file_write(path, bytes, size, OWNER_ONLY);
    if (bytes)
        explicit_bzero(bytes, room);
    free(bytes);
    return err;
}

enum err qr_write_png(const struct qr_code *code, uint32_t scale, const char *path)
{
    uint32_t side = (code->width + 2u * QR_QUIET) * scale;
    uint8_t *grey = draw(code, scale, side);
    if (!grey)
        return log_fault(ERR_NOMEM, "%s: no memory for the picture", path);
    enum err err = write_png(grey, side, path);
    explicit_bzero(grey, (size_t)side * side);
    free(grey);
    return err;
}
