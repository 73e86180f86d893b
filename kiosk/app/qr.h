/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qr - the code of a ticket as dots for slip and screen.
 */
#ifndef APP_QR_H
#define APP_QR_H

#include "qr/qr.h"
#include "ui/draw.h"

struct qr {
    struct draw_bitmap size; /* w 0 = no code */
    uint8_t dots[QR_BYTES_MAX];
};

/* Text must be ASCII: readers guess wrong about anything else. An empty text gives no code. */
void qr_make(const char *text, struct qr *qr);

#endif
