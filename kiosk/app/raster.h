/* SPDX-License-Identifier: Apache-2.0 */
/*
 * raster - a slip as a PWG raster page for an 80 mm roll at 203 dpi.
 *
 * The page is the whole width of the roll, 639 dots; the slip's 576 lie in its middle,
 * where the print head is. The length is that of the slip, in whole millimetres.
 */
#ifndef APP_RASTER_H
#define APP_RASTER_H

#include "app/paper.h"

#define RASTER_DPI 203
#define RASTER_ROLL_MM 80
#define RASTER_WIDE 639
#define RASTER_BYTES_MAX (256u * 1024)

struct raster {
    uint16_t length_mm;
    size_t length;
    uint8_t bytes[RASTER_BYTES_MAX];
};

enum err raster_make(const struct paper *paper, struct raster *raster) MUST_CHECK;

#endif
