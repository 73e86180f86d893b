/* SPDX-License-Identifier: Apache-2.0 */
/*
 * document - a slip as the bytes that go to a printer: a PWG raster page or ESC/POS.
 */
#ifndef APP_DOCUMENT_H
#define APP_DOCUMENT_H

#include "app/paper.h"

#define DOCUMENT_BYTES_MAX (256u * 1024)

struct document {
    uint16_t roll_mm, length_mm; /* of the page */
    size_t length;
    uint8_t bytes[DOCUMENT_BYTES_MAX];
};

/* One page as wide as the roll and as long as the slip, 203 dpi. */
enum err document_pwg(const struct paper *paper, uint16_t roll_mm,
                      struct document *document) MUST_CHECK;
enum err document_escpos(const struct paper *paper, struct document *document) MUST_CHECK;

#endif
