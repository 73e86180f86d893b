/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/slip_code.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/wire.h"
#include "protocol/message.h"

#define CODE_CHARS 26 /* 128 bits, five each */
#define HALL_CHARS 24 /* of the hall's id, beside day, number and mark */

_Static_assert(PHONE_URL_MAX + SLIP_MARK_MAX <= SLIP_TEXT_MAX, "the longest address has its mark");
_Static_assert(HALL_CHARS + 1 + 8 + 1 + LABEL_TEXT_SIZE + SLIP_MARK_MAX <= SLIP_TEXT_MAX,
               "the longest text has its mark");

/* No I, L, O, U: they are read as other characters. */
static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* ---- the code ---- */

static bool code_of(const struct slip_code *slip, const uint8_t key[CRYPTO_HASH], uint32_t day,
                    uint8_t code[SLIP_CODE_BYTES])
{
    static const uint8_t purpose[] = "HALL/1 slip";
    uint8_t bytes[16], mac[CRYPTO_HASH];
    struct wire_out out = {bytes, bytes + sizeof(bytes), false};
    wire_put_u32(&out, day);
    wire_put_u32(&out, slip->ticket);
    wire_put_u32(&out, slip->lease);
    wire_put_u16(&out, label_wire_prefix(slip->label));
    wire_put_u16(&out, slip->label.number);
    const struct crypto_bytes parts[] = {{purpose, sizeof(purpose) - 1}, {bytes, sizeof(bytes)}};
    bool made = crypto_hmac((struct crypto_bytes){key, CRYPTO_HASH}, parts, 2, mac);
    memcpy(code, mac, made ? SLIP_CODE_BYTES : 0);
    crypto_wipe(mac, sizeof(mac));
    return made;
}

bool slip_code_sign(struct slip_code *slip, const uint8_t key[CRYPTO_HASH], uint32_t day)
{
    memset(slip->code, 0, sizeof(slip->code));
    return code_of(slip, key, day, slip->code);
}

bool slip_code_good(const struct slip_code *slip, const uint8_t key[CRYPTO_HASH], uint32_t day)
{
    uint8_t code[SLIP_CODE_BYTES], apart = 0;
    if (!code_of(slip, key, day, code))
        return false;
    for (int i = 0; i < SLIP_CODE_BYTES; i++) /* all of them: time tells nothing */
        apart |= (uint8_t)(code[i] ^ slip->code[i]);
    return apart == 0;
}

/* ---- the text ---- */

static void print_code(const uint8_t code[SLIP_CODE_BYTES], char text[CODE_CHARS + 1])
{
    uint32_t bits = 0, count = 0, at = 0;
    for (int i = 0; i < CODE_CHARS; i++) {
        if (count < 5) {
            bits = bits << 8 | (at < SLIP_CODE_BYTES ? code[at] : 0u);
            at++;
            count += 8;
        }
        count -= 5;
        text[i] = digits[bits >> count & 31];
    }
    text[CODE_CHARS] = '\0';
}

void slip_code_print(const struct hall_def *def, uint32_t day, struct label label,
                     const struct slip_code *slip, char text[SLIP_TEXT_SIZE])
{
    char code[CODE_CHARS + 1], leased[LABEL_TEXT_SIZE], read[LABEL_TEXT_SIZE];
    char mark[SLIP_MARK_MAX + 1];
    print_code(slip->code, code);
    label_print(slip->label, leased);
    label_print(label, read);
    if (slip->ticket)
        snprintf(mark, sizeof(mark), "T%" PRIu32 "-%s", slip->ticket, code);
    else
        snprintf(mark, sizeof(mark), "L%" PRIu32 "-%s-%s", slip->lease, leased, code);
    if (def->phone_url[0])
        snprintf(text, SLIP_TEXT_SIZE, "%.*s%s", PHONE_URL_MAX, def->phone_url, mark);
    else
        snprintf(text, SLIP_TEXT_SIZE, "%.*s %" PRIu32 " %s %s", HALL_CHARS, def->id, day, read,
                 mark);
}

/* Crockford: O is read as 0, I and L as 1. Negative: none of them. */
static int value_of(char c)
{
    char upper = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    if (upper == 'O')
        upper = '0';
    if (upper == 'I' || upper == 'L')
        upper = '1';
    const char *at = upper ? strchr(digits, upper) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Exactly CODE_CHARS of them; what is left over of the last one is 0. */
static bool parse_code(const char *text, size_t length, uint8_t code[SLIP_CODE_BYTES])
{
    uint32_t bits = 0, count = 0, at = 0;
    if (length != CODE_CHARS)
        return false;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);
        if (value < 0)
            return false;
        bits = (bits << 5 | (uint32_t)value) & 0xffff;
        count += 5;
        if (count >= 8 && at < SLIP_CODE_BYTES) {
            count -= 8;
            code[at++] = (uint8_t)(bits >> count);
        }
    }
    return at == SLIP_CODE_BYTES && (bits & ((1u << count) - 1)) == 0;
}

/* Digits up to a dash; 0 is nobody's. Leaves `*at` behind the dash. */
static bool parse_number(const char **at, const char *end, uint32_t *number)
{
    uint64_t n = 0;
    const char *start = *at;
    for (; *at < end && **at >= '0' && **at <= '9' && n <= UINT32_MAX; (*at)++)
        n = n * 10 + (uint64_t)(**at - '0');
    if (*at == start || *at == end || **at != '-' || n > UINT32_MAX)
        return false;
    (*at)++;
    *number = (uint32_t)n;
    return n > 0;
}

static bool parse_label(const char **at, const char *end, struct label *label)
{
    char text[LABEL_TEXT_SIZE] = "";
    size_t length = 0;
    while (*at + length < end && (*at)[length] != '-' && length < sizeof(text) - 1) {
        text[length] = (*at)[length];
        length++;
    }
    if (*at + length == end || (*at)[length] != '-')
        return false;
    *at += length + 1;
    return label_parse(text, label);
}

bool slip_code_parse(const char *text, struct slip_code *slip)
{
    *slip = (struct slip_code){0};
    const char *end = text + strnlen(text, SLIP_TEXT_MAX + 1);
    while (end > text && strchr(" \t\r\n", end[-1]))
        end--;
    const char *at = end; /* the mark is the last word of a text, of an address the last part */
    while (at > text && !strchr(" /=?&#", at[-1]))
        at--;
    if (at == end)
        return false;
    char kind = (char)(*at++ | 0x20);
    if (kind == 't')
        return parse_number(&at, end, &slip->ticket) &&
               parse_code(at, (size_t)(end - at), slip->code);
    return kind == 'l' && parse_number(&at, end, &slip->lease) &&
           parse_label(&at, end, &slip->label) && parse_code(at, (size_t)(end - at), slip->code);
}
