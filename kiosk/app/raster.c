/* SPDX-License-Identifier: Apache-2.0 */
#include "app/raster.h"

#include <cups/raster.h>
#include <string.h>
#include <sys/types.h>

#include "os/log.h"

#define LEFT_DOTS ((RASTER_WIDE - SLIP_DOTS_WIDE) / 2 + 1) /* 32 = 4 mm: bytes stay bytes */
#define LINE_BYTES ((RASTER_WIDE + 7) / 8)
#define LENGTH_MIN_MM 50 /* the shortest page such rolls take */

static ssize_t append(void *context, unsigned char *bytes, size_t count)
{
    struct raster *raster = context;
    if (raster->length + count > sizeof(raster->bytes))
        return -1;
    memcpy(raster->bytes + raster->length, bytes, count);
    raster->length += count;
    return (ssize_t)count;
}

static unsigned dots_of_mm(unsigned mm)
{
    return mm * RASTER_DPI * 10 / 254;
}

static bool start_page(cups_raster_t *out, struct raster *raster, cups_page_header2_t *header)
{
    struct pwg_media_s *media = pwgMediaForSize(RASTER_ROLL_MM * 100, raster->length_mm * 100);
    if (!media || !cupsRasterInitPWGHeader(header, media, "black_1", RASTER_DPI, RASTER_DPI,
                                           "one-sided", NULL))
        return false;
    header->cupsWidth = RASTER_WIDE;
    header->cupsHeight = dots_of_mm(raster->length_mm);
    header->cupsBytesPerLine = LINE_BYTES;
    return cupsRasterWriteHeader2(out, header) != 0;
}

static bool write_lines(cups_raster_t *out, const struct paper *paper, unsigned height)
{
    uint8_t line[LINE_BYTES];
    for (unsigned y = 0; y < height; y++) {
        memset(line, 0, sizeof(line));
        if (y < paper->h)
            memcpy(line + LEFT_DOTS / 8, paper->dots + (size_t)y * PAPER_STRIDE, PAPER_STRIDE);
        if (cupsRasterWritePixels(out, line, sizeof(line)) != sizeof(line))
            return false;
    }
    return true;
}

enum err raster_make(const struct paper *paper, struct raster *raster)
{
    raster->length = 0;
    raster->length_mm = (uint16_t)(paper->h * 254u / (RASTER_DPI * 10) + 2);
    if (raster->length_mm < LENGTH_MIN_MM)
        raster->length_mm = LENGTH_MIN_MM;
    cups_raster_t *out = cupsRasterOpenIO(append, raster, CUPS_RASTER_WRITE_PWG);
    cups_page_header2_t header;
    bool done = out && start_page(out, raster, &header) &&
                write_lines(out, paper, dots_of_mm(raster->length_mm));
    if (out)
        cupsRasterClose(out);
    return done ? ERR_NONE : log_fault(ERR_TOOBIG, "slip not encoded height=%u", paper->h);
}
