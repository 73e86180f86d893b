/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "qr/qr.h"

#include <qrencode.h>
#include <stdio.h>
#include <string.h>

#define ECI_UTF8 26
/* True black on true white: what a terminal calls black and white may be two greys. */
#define TERMINAL_COLOURS "\x1b[38;5;16;48;5;231m"
#define TERMINAL_RESET "\x1b[0m\n"

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static QRcode *encode(const char *text)
{
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    if (!input)
        return NULL;
    QRcode *made = NULL;
    if ((is_ascii(text) || QRinput_appendECIheader(input, ECI_UTF8) == 0) &&
        QRinput_append(input, QR_MODE_8, (int)strlen(text), (const unsigned char *)text) == 0)
        made = QRcode_encodeInput(input);
    QRinput_free(input);
    return made;
}

enum err qr_encode(const char *text, struct qr_code *code)
{
    *code = (struct qr_code){0};
    QRcode *made = *text && strlen(text) < QR_BYTES_MAX ? encode(text) : NULL;
    bool good = made && made->width <= QR_WIDTH_MAX;
    if (good) {
        code->width = (uint16_t)made->width;
        size_t stride = (code->width + 7u) / 8;
        for (size_t y = 0, i = 0; y < code->width; y++)
            for (size_t x = 0; x < code->width; x++, i++)
                if (made->data[i] & 1)
                    code->dots[y * stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
    }
    if (made)
        explicit_bzero(made->data, (size_t)made->width * (size_t)made->width);
    QRcode_free(made);
    return good ? ERR_NONE : ERR_TOOBIG;
}

bool qr_dark(const struct qr_code *code, int x, int y)
{
    if (x < 0 || y < 0 || x >= code->width || y >= code->width)
        return false;
    size_t stride = (code->width + 7u) / 8;
    return code->dots[(size_t)y * stride + (size_t)x / 8] & 0x80 >> x % 8;
}

void qr_wipe(struct qr_code *code)
{
    explicit_bzero(code, sizeof(*code));
}

size_t qr_terminal(const struct qr_code *code, char text[QR_TERMINAL_MAX])
{
    static const char *const blocks[] = {" ", "\u2580", "\u2584",
                                         "\u2588"}; /* upper, lower, both */
    char *at = text;
    int from = -QR_QUIET, to = code->width + QR_QUIET;
    for (int y = from; y < to; y += 2) {
        at = stpcpy(at, TERMINAL_COLOURS);
        for (int x = from; x < to; x++)
            at = stpcpy(at, blocks[qr_dark(code, x, y) + 2 * qr_dark(code, x, y + 1)]);
        at = stpcpy(at, TERMINAL_RESET);
    }
    return (size_t)(at - text);
}
