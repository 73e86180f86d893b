/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz_image - any bytes are an image within its limits, read in steps as in one go, or a sentence.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/media.h"
#include "pages/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool good)
{
    if (!good)
        abort();
}

static enum image_state finish(struct image *image, uint32_t rows)
{
    enum image_state state = IMAGE_MORE;
    while (state == IMAGE_MORE)
        state = image_step(image, rows);
    return state;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct image_size box = {64, 48};
    struct image_size found;
    const char *why = NULL, *wrong = image_check(data, size, &found);
    struct image *image = image_open(data, size, box, 0, &why);
    require((image == NULL) == (why != NULL));
    if (!image) {
        require(wrong != NULL && *wrong);
        return 0;
    }
    struct image_size shown = image_shown(image);
    require(shown.w >= 1 && shown.w <= box.w && shown.h >= 1 && shown.h <= box.h);
    require(found.w <= MEDIA_SIDE_MAX && found.h <= MEDIA_SIDE_MAX);
    require((finish(image, 3) == IMAGE_READY) == (wrong == NULL));
    image_close(image);
    return 0;
}
