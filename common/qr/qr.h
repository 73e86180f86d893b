/* SPDX-License-Identifier: Apache-2.0 */
/*
 * qr - a text as a QR code (level M): its modules, a picture of it, or blocks for a terminal.
 *
 * Text that is not ASCII is marked as UTF-8 (ECI 26): readers guess wrong otherwise.
 *
 * Ownership: the caller's. A code of a key is a key: the caller wipes it (qr_wipe), and what
 * is allocated in here is wiped here as far as libqrencode lets us.
 */
#ifndef QR_QR_H
#define QR_QR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"
#include "base/err.h"

#define QR_WIDTH_MAX 77 /* version 15: 412 bytes */
#define QR_BYTES_MAX (QR_WIDTH_MAX * ((QR_WIDTH_MAX + 7) / 8))
#define QR_QUIET 4 /* light modules around it, without which no reader finds it */

struct qr_code {
    uint16_t width;             /* modules a side, without the quiet zone */
    uint8_t dots[QR_BYTES_MAX]; /* rows of (width + 7) / 8 bytes, most significant bit first, 1 =
                                   dark */
};

/* ERR_TOOBIG when the text is empty or has no place in version 15. Says nothing. */
enum err qr_encode(const char *text, struct qr_code *code) MUST_CHECK;
/* False outside as well: the quiet zone. */
bool qr_dark(const struct qr_code *code, int x, int y);
void qr_wipe(struct qr_code *code);

/* Two modules a character, with the quiet zone, in black on white whatever colours the terminal has
 * (ECMA-48 sequences). Writes at most QR_TERMINAL_MAX bytes, a NUL included; returns the length. */
#define QR_TERMINAL_MAX \
    ((size_t)(QR_WIDTH_MAX / 2 + QR_QUIET + 1) * ((QR_WIDTH_MAX + 2 * QR_QUIET) * 3 + 40))
size_t qr_terminal(const struct qr_code *code, char text[QR_TERMINAL_MAX]);

/* A grey PNG of `scale` pixels a module, the quiet zone included; only its owner can read the file
 * (mode 0600). The fault is logged. */
enum err qr_write_png(const struct qr_code *code, uint32_t scale, const char *path) MUST_CHECK;

#endif
