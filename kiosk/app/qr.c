/* SPDX-License-Identifier: Apache-2.0 */
#include "app/qr.h"

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
    struct qr_code code;
    if (!is_ascii(text) || qr_encode(text, &code)) {
        log_warn("no code for the ticket text=\"%s\": not ASCII or too long", text);
        return;
    }
    qr->size.w = qr->size.h = code.width;
    memcpy(qr->dots, code.dots, sizeof(qr->dots));
}
