/* SPDX-License-Identifier: Apache-2.0 */
/* A picture that a station got: whatever the bytes are, no dot outside of them is read. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "domain/strip_picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct strip_picture picture;
    struct strip_place place;
    uint32_t lit = 0;
    if (!strip_picture_read(data, size, &picture))
        return 0;
    for (uint32_t y = 0; y <= STRIP_PICTURE_LINES; y++)
        for (uint32_t x = 0; x <= STRIP_PICTURE_DOTS_MAX; x++)
            lit += strip_picture_dot(&picture, x, y);
    if (lit > STRIP_PICTURE_DOTS_MAX * STRIP_PICTURE_LINES)
        abort();
    for (uint16_t dots = 0; dots < 256; dots++)
        if (strip_place(&picture, 6, dots, &place) && place.right + picture.right > dots)
            abort();
    return 0;
}
