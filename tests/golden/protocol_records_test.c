/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The published vectors of records, protocol/vectors/records.txt: key, nonce, AAD and bytes of
 * sealed frames. HALL_GOLDEN=update rewrites them; a difference is a change of the protocol.
 */
#include <string.h>

#include "golden.h"
#include "protocol/record.h"
#include "test.h"

#define VECTORS "../../protocol/vectors/"
#define HEX_LINE 48 /* bytes a line */

static void put_hex(struct golden *g, const char *what, const uint8_t *bytes, size_t n)
{
    golden_printf(g, "%-10s", what);
    for (size_t i = 0; i < n; i++)
        golden_printf(g, "%s%02x", i && i % HEX_LINE == 0 ? "\n          " : "", bytes[i]);
    golden_printf(g, "\n");
}

static void count_up(uint8_t *bytes, size_t n, uint8_t first)
{
    for (size_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)(first + i);
}

static void put_keys(struct golden *g)
{
    uint8_t transport[CRYPTO_GCM_KEY], key[RECORD_KEY];
    count_up(transport, sizeof(transport), 0);
    assert_true(record_derive(transport, key));
    golden_printf(g, "\n# the record key of a key that Noise made\n");
    put_hex(g, "transport", transport, sizeof(transport));
    put_hex(g, "key", key, sizeof(key));
}

struct frame {
    const char *title;
    uint8_t dst, src, ctl;
    uint32_t counter;
    const uint8_t *body;
    size_t length;
};

/* The nonce and AAD are written down a second time here, from SPEC.md 3 and not from record.c; that
 * they are what record.c used is proven by opening with them. */
static void put_inputs(struct golden *g, const struct frame *f, const uint8_t *key,
                       const uint8_t *sealed, size_t n)
{
    const uint8_t nonce[CRYPTO_CCM_NONCE] = {
        f->ctl >> 6,
        f->src,
        f->dst,
        [9] = (uint8_t)(f->counter >> 24),
        (uint8_t)(f->counter >> 16),
        (uint8_t)(f->counter >> 8),
        (uint8_t)f->counter,
    };
    const uint8_t aad[FRAME_HEADER] = {f->dst, f->src, f->ctl & 0xc8, (uint8_t)f->counter};
    uint8_t plain[FRAME_MAX_BUS], tag[RECORD_TAG];
    memcpy(tag, sealed + n - RECORD_TAG, RECORD_TAG);
    assert_true(crypto_ccm(CRYPTO_OPEN, key, nonce, (struct crypto_bytes){aad, sizeof(aad)},
                           sealed + FRAME_HEADER, plain, f->length, tag));
    assert_memory_equal(plain, f->body, f->length);
    put_hex(g, "nonce", nonce, sizeof(nonce));
    put_hex(g, "aad", aad, sizeof(aad));
    put_hex(g, "plain", plain, f->length);
}

static void put_frame(struct golden *g, const struct frame *f)
{
    uint8_t key[RECORD_KEY], bytes[FRAME_MAX_BUS], plain[FRAME_MAX_BUS];
    uint8_t wire[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
    size_t n = FRAME_HEADER + f->length, wire_length, plain_length;
    uint32_t missing;
    struct record out, in;
    count_up(key, sizeof(key), 0);
    const uint8_t header[FRAME_HEADER] = {f->dst, f->src, f->ctl, 0};
    memcpy(bytes, header, sizeof(header));
    memcpy(bytes + FRAME_HEADER, f->body, f->length);
    record_init(&out, key, f->counter);
    record_init(&in, key, f->counter);
    assert_int_equal(record_seal(&out, bytes, sizeof(bytes), &n), ERR_NONE);
    assert_int_equal(record_open(&in, bytes, n, plain, &plain_length, &missing), RECORD_NEXT);
    assert_int_equal(frame_encode(bytes, n, wire, sizeof(wire), &wire_length), ERR_NONE);
    golden_printf(g, "\n# %s\n", f->title);
    put_inputs(g, f, key, bytes, n);
    put_hex(g, "decoded", bytes, n);
    put_hex(g, "wire", wire, wire_length);
}

/* seq 0x1234, key 1, the call seen 0x5a; a message of today may have more fields behind these. */
static const uint8_t press[] = {0x20, 0x34, 0x12, 0x01, 0x5a};
static const uint8_t ping[] = {0x03, 0x01, 0x04};

static void records(void **state)
{
    (void)state;
    uint8_t most[FRAME_MAX_BUS - FRAME_HEADER - RECORD_TAG];
    struct golden g;
    count_up(most, sizeof(most), 1);
    golden_open(&g, VECTORS "records.txt");
    golden_printf(
        &g,
        "# HALL/1 records: AES-128-CCM with a tag of 8 bytes over TYPE and fields (SPEC.md 3).\n"
        "# key of all frames: 000102030405060708090a0b0c0d0e0f. decoded: header, sealed\n"
        "# body, tag. wire: the same as a frame. Bytes in hexadecimal; a long value goes on\n"
        "# in the next line. plain is any body to a record: its meaning is not looked at.\n");
    put_keys(&g);
#define FRAME(title, dst, src, ctl, counter, body) \
    put_frame(&g, &(struct frame){title, dst, src, ctl, counter, body, sizeof(body)})
    FRAME("the first record of a device on TCP", 0x00, 0x01, 0x40, 0, ping);
    FRAME("the first record to it", 0x01, 0x00, 0x40, 0, ping);
    FRAME("a press from 7", 0x00, 0x07, 0x40, 0x111, press);
    FRAME("the same, MORE, ACKREQ and ACK 5: body and tag do not change", 0x00, 0x07, 0x75, 0x111,
          press);
    FRAME("the same in key phase 1: the tag does", 0x00, 0x07, 0x48, 0x111, press);
    FRAME("the same one frame later", 0x00, 0x07, 0x40, 0x112, press);
    FRAME("to all of a line, by the group key", 0xff, 0x00, 0x80, 0x12, press);
    FRAME("the same in key phase 1", 0xff, 0x00, 0x88, 0x12, press);
    FRAME("the last frame of a key", 0x00, 0x07, 0x40, RECORD_FRAMES_MAX - 1, press);
    FRAME("the largest frame of a line", 0x00, 0x07, 0x40, 0xfffe, most);
#undef FRAME
    golden_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(records)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
