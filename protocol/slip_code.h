/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slip_code - the text in the QR code of a slip: which ticket it is, and the code that tells it
 * from one that somebody made up (D-24).
 *
 *     T<ticket>-<code>            the controller issued it: code under the key of the day
 *     L<lease>-<label>-<code>     a kiosk issued it alone: code under the key of its lease (D-22)
 *
 * <code> is the first 16 bytes of HMAC-SHA-256(key, "HALL/1 slip", day, ticket, lease, letters,
 * number), as 26 letters and digits of Crockford's base 32. In front of it stands phone_url, or
 * the hall, the day and the number for people. Scanners that type in lower case, or with
 * characters around it, are understood.
 *
 * Threads: none; pure.
 */
#ifndef PROTOCOL_SLIP_CODE_H
#define PROTOCOL_SLIP_CODE_H

#include "domain/hall_def.h"
#include "domain/label.h"
#include "protocol/crypto.h"

#define SLIP_CODE_BYTES 16
#define SLIP_TEXT_MAX 96 /* bytes: TICKET.qr */
#define SLIP_TEXT_SIZE (SLIP_TEXT_MAX + 1)
/* "L4294967295-AB9999-" and 26 more */
#define SLIP_MARK_MAX 45

struct slip_code {
    uint32_t ticket; /* of the controller; 0 = of a lease: */
    uint32_t lease;
    struct label label;
    uint8_t code[SLIP_CODE_BYTES];
};

/* Fills in the code. False without memory: then the code is good nowhere. */
bool slip_code_sign(struct slip_code *slip, const uint8_t key[CRYPTO_HASH],
                    uint32_t day) MUST_CHECK;
/* Is the code the one that the key makes on that day? */
bool slip_code_good(const struct slip_code *slip, const uint8_t key[CRYPTO_HASH],
                    uint32_t day) MUST_CHECK;

/* The text of the QR code; `label` is what people read beside it. */
void slip_code_print(const struct hall_def *def, uint32_t day, struct label label,
                     const struct slip_code *slip, char text[SLIP_TEXT_SIZE]);
/* False: no such text. Nothing of it is believed before slip_code_good. */
bool slip_code_parse(const char *text, struct slip_code *slip) MUST_CHECK;

#endif
