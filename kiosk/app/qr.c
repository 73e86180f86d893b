/* SPDX-License-Identifier: Apache-2.0 */
#include "app/qr.h"

#include <qrencode.h>
#include <string.h>

#include "os/log.h"

static bool is_ascii(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

void qr_make(const char *text, struct qr *qr)
{
    *qr = (struct qr){.size = {0}};
    if (!*text)
        return;
    QRcode *code = is_ascii(text) ? QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) : NULL;
    if (!code || code->width > QR_WIDTH_MAX) {
        log_warn("no code for the ticket text=\"%s\": not ASCII or too long", text);
    } else {
        qr->size.w = qr->size.h = (uint16_t)code->width;
        size_t stride = ((size_t)code->width + 7) / 8;
        for (int i = 0; i < code->width * code->width; i++)
            if (code->data[i] & 1)
                qr->dots[(size_t)(i / code->width) * stride + (size_t)(i % code->width) / 8] |=
                    (uint8_t)(0x80 >> (i % code->width) % 8);
    }
    QRcode_free(code);
}
