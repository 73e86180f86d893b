/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qr - the code of a ticket as dots, by libqrencode (level M).
 */
#ifndef APP_QR_H
#define APP_QR_H

#include "base/err.h"
#include "ui/draw.h"

#define QR_WIDTH_MAX 77 /* version 15; a ticket's text needs version 3 to 7 */
#define QR_BYTES_MAX (QR_WIDTH_MAX * ((QR_WIDTH_MAX + 7) / 8))

struct qr {
    struct draw_bitmap size; /* w 0 = no code */
    uint8_t dots[QR_BYTES_MAX];
};

/* Text must be ASCII: readers guess wrong about anything else. An empty text gives no code. */
void qr_make(const char *text, struct qr *qr);

#endif
