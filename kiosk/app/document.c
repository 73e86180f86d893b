/* SPDX-License-Identifier: Apache-2.0 */
#include "app/document.h"

#include <cups/raster.h>
#include <string.h>
#include <sys/types.h>

#include "device/escpos.h"
#include "os/log.h"

#define DPI 203
#define LENGTH_MIN_MM 50 /* the shortest page such rolls take */
#define LINE_BYTES_MAX 80

static unsigned dots_of_mm(unsigned mm)
{
    return mm * DPI * 10 / 254;
}

static uint16_t length_of(const struct paper *paper)
{
    return (uint16_t)(paper->h * 254u / (DPI * 10) + 2);
}

/* ---- PWG raster ---- */

static ssize_t append(void *context, unsigned char *bytes, size_t count)
{
    struct document *document = context;
    if (document->length + count > sizeof(document->bytes))
        return -1;
    memcpy(document->bytes + document->length, bytes, count);
    document->length += count;
    return (ssize_t)count;
}

static bool start_page(cups_raster_t *out, struct document *document, cups_page_header2_t *header)
{
    struct pwg_media_s *media = pwgMediaForSize(document->roll_mm * 100, document->length_mm * 100);
    if (!media || !cupsRasterInitPWGHeader(header, media, "black_1", DPI, DPI, "one-sided", NULL))
        return false;
    header->cupsWidth = dots_of_mm(document->roll_mm);
    header->cupsHeight = dots_of_mm(document->length_mm);
    header->cupsBytesPerLine = (header->cupsWidth + 7) / 8;
    return header->cupsBytesPerLine <= LINE_BYTES_MAX && cupsRasterWriteHeader2(out, header) != 0;
}

/* The slip lies in the middle of the roll, where the print head is; bytes stay bytes. */
static bool write_lines(cups_raster_t *out, const struct paper *paper,
                        const cups_page_header2_t *header)
{
    uint8_t line[LINE_BYTES_MAX];
    size_t stride = paper_stride(paper), left = ((header->cupsWidth - paper->w) / 2 + 1) / 8;
    for (unsigned y = 0; y < header->cupsHeight; y++) {
        memset(line, 0, sizeof(line));
        if (y < paper->h)
            memcpy(line + left, paper->dots + y * stride, stride);
        if (cupsRasterWritePixels(out, line, header->cupsBytesPerLine) != header->cupsBytesPerLine)
            return false;
    }
    return true;
}

enum err document_pwg(const struct paper *paper, uint16_t roll_mm, struct document *document)
{
    document->length = 0;
    document->roll_mm = roll_mm;
    document->length_mm = length_of(paper);
    if (document->length_mm < LENGTH_MIN_MM)
        document->length_mm = LENGTH_MIN_MM;
    cups_raster_t *out = dots_of_mm(roll_mm) > paper->w
                             ? cupsRasterOpenIO(append, document, CUPS_RASTER_WRITE_PWG)
                             : NULL;
    cups_page_header2_t header;
    bool done = out && start_page(out, document, &header) && write_lines(out, paper, &header);
    if (out)
        cupsRasterClose(out);
    return done ? ERR_NONE : log_fault(ERR_TOOBIG, "slip not encoded height=%u", paper->h);
}

/* ---- ESC/POS ---- */

enum err document_escpos(const struct paper *paper, struct document *document)
{
    const struct escpos_bitmap bitmap = {paper->w, paper->h, (uint16_t)paper_stride(paper),
                                         paper->dots};
    document->roll_mm = 0;
    document->length_mm = length_of(paper);
    document->length = escpos_slip(&bitmap, document->bytes, sizeof(document->bytes));
    return document->length ? ERR_NONE
                            : log_fault(ERR_TOOBIG, "slip not encoded height=%u", paper->h);
}
