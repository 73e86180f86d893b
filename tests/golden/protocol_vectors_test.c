/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The published vectors, protocol/vectors/: written from this code, read by anybody
 * who makes a device. HALL_GOLDEN=update rewrites them; a difference in a reviewed
 * file is a change of the protocol.
 */
#include <string.h>

#include "golden.h"
#include "protocol/frame.h"
#include "protocol/view.h"
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

/* ---- frames ---- */

static void put_frame(struct golden *g, const char *title, const uint8_t *frame, size_t n)
{
    uint8_t wire[FRAME_WIRE_MAX(1024)];
    size_t length;
    assert_int_equal(frame_encode(frame, n, wire, sizeof(wire), &length), ERR_NONE);
    golden_printf(g, "\n# %s\n", title);
    put_hex(g, "decoded", frame, n);
    put_hex(g, "wire", wire, length);
}

/* A run of `n` bytes 0x11, with a zero at `zero` unless that is outside. */
static void put_run(struct golden *g, const char *title, size_t n, size_t zero)
{
    uint8_t frame[1024];
    memset(frame, 0x11, n);
    if (zero < n)
        frame[zero] = 0;
    put_frame(g, title, frame, n);
}

static void frames(void **state)
{
    (void)state;
    struct golden g;
    golden_open(&g, VECTORS "frames.txt");
    golden_printf(&g, "# HALL/1 frames: 00 COBS(decoded) FCS5 00. Bytes in hexadecimal; a long\n"
                      "# value goes on in the next line. The first two are clear bus frames.\n");
    static const uint8_t roll[] = {0xff, 0x00, 0x20, 0x2a, 0x12, 0x01, 0x10, 0x13, 0x01};
    static const uint8_t poll[] = {0x07, 0x00, 0x30, 0x05, 0x10};
    static const uint8_t zeros[] = {0, 0, 0, 0, 0};
    put_frame(&g, "a roll call of stations 1 to 16, OPEN", roll, sizeof(roll));
    put_frame(&g, "POLL of station 7, ACKREQ and OPEN", poll, sizeof(poll));
    put_frame(&g, "the smallest frame, all zeros", zeros, sizeof(zeros));
    put_run(&g, "the largest frame of a line, no zero", FRAME_MAX_BUS, SIZE_MAX);
    put_run(&g, "253 bytes, no zero", 253, SIZE_MAX);
    put_run(&g, "254 bytes, no zero: a full block, nothing behind it", 254, SIZE_MAX);
    put_run(&g, "255 bytes, no zero", 255, SIZE_MAX);
    put_run(&g, "254 bytes, then a zero", 255, 254);
    put_run(&g, "255 bytes, then a zero", 256, 255);
    put_run(&g, "253 bytes, then a zero", 254, 253);
    put_run(&g, "a zero first, then 254 bytes", 255, 0);
    put_run(&g, "508 bytes, no zero: two full blocks", 508, SIZE_MAX);
    golden_close(&g);
}

static void put_refused(struct golden *g, const char *title, const uint8_t *wire, size_t n)
{
    uint8_t buffer[FRAME_WIRE_MAX(FRAME_MAX_BUS)];
    struct frame_parser parser;
    frame_parser_init(&parser, buffer, sizeof(buffer));
    for (size_t at = 0; at < n;) {
        const uint8_t *frame;
        size_t length;
        at += frame_parser_feed(&parser, wire + at, n - at, &frame, &length);
        assert_null(frame);
    }
    golden_printf(g, "\n# %s\n", title);
    put_hex(g, "refused", wire, n);
}

static void refused_frames(void **state)
{
    (void)state;
    struct golden g;
    golden_open(&g, VECTORS "refused.txt");
    golden_printf(&g, "# Wire bytes that a receiver drops without a word.\n");
    static const uint8_t poll[] = {0x07, 0x00, 0x30, 0x05, 0x10}, runt[] = {0x07, 0x00, 0x30, 0x05};
    uint8_t wire[300], damaged[300], largest[FRAME_MAX_BUS + 1];
    size_t n;
    assert_int_equal(frame_encode(poll, sizeof(poll), wire, sizeof(wire), &n), ERR_NONE);
    memcpy(damaged, wire, n);
    damaged[3] ^= 0x10;
    put_refused(&g, "one bit of the data is wrong", damaged, n);
    memcpy(damaged, wire, n);
    damaged[n - 2] ^= 0x08;
    put_refused(&g, "one bit of the last FCS byte is wrong", damaged, n);
    memcpy(damaged, wire, n);
    damaged[n - 3] &= 0x7f;
    put_refused(&g, "an FCS byte without its top bit", damaged, n);
    memcpy(damaged, wire, n);
    damaged[4] = 0;
    put_refused(&g, "a delimiter in the middle", damaged, n);
    put_refused(&g, "the end is missing", wire, n - 1);
    assert_int_equal(frame_encode(runt, sizeof(runt), wire, sizeof(wire), &n), ERR_NONE);
    put_refused(&g, "a frame without TYPE", wire, n);
    memset(largest, 0x11, sizeof(largest));
    assert_int_equal(frame_encode(largest, sizeof(largest), wire, sizeof(wire), &n), ERR_NONE);
    put_refused(&g, "251 bytes on a line, whose frames have at most 250", wire, n);
    golden_close(&g);
}

/* ---- messages ---- */

enum filling { ZERO, TYPICAL, MOST };

static void put_scalar(uint8_t *at, uint8_t kind, enum filling filling, uint64_t value)
{
    static const size_t sizes[] = {[FIELD_U8] = 1,  [FIELD_U16] = 2, [FIELD_U32] = 4,
                                   [FIELD_U64] = 8, [FIELD_I16] = 2, [FIELD_I64] = 8};
    size_t size = sizes[kind];
    for (size_t i = 0; i < size; i++)
        at[i] = filling == MOST ? 0xff : filling == ZERO ? 0 : (uint8_t)(i ? 0 : value);
}

static void fill(uint8_t *to, const struct field_table *table, enum filling filling);

static void fill_records(uint8_t *at, const struct field *field, enum filling filling)
{
    uint8_t count = (uint8_t)(filling == MOST ? field->max : filling == TYPICAL ? 2 : 0);
    at[0] = count;
    for (uint8_t i = 0; i < count; i++)
        fill(at + field->inner + (size_t)i * field->sub->size, field->sub, filling);
}

static void fill_field(uint8_t *at, const struct field *field, enum filling filling, uint64_t value)
{
    uint16_t some = field->max < 8 ? field->max : 8;
    uint16_t length = filling == MOST ? field->max : filling == TYPICAL ? some : 0;
    switch (field->kind) {
    case FIELD_STR:
        for (uint16_t i = 0; i < length; i++)
            at[i] = (uint8_t)('a' + i % 26);
        break;
    case FIELD_BYTES:
        memcpy(at, &length, sizeof(length));
        for (uint16_t i = 0; i < length; i++)
            at[sizeof(length) + i] = (uint8_t)i;
        break;
    case FIELD_RECORDS:
        fill_records(at, field, filling);
        break;
    default:
        put_scalar(at, field->kind, filling, value);
        break;
    }
}

static void fill(uint8_t *to, const struct field_table *table, enum filling filling)
{
    memset(to, 0, table->size);
    for (uint16_t i = 0; i < table->count; i++)
        fill_field(to + table->fields[i].offset, &table->fields[i], filling, i + 1u);
}

static size_t body_of(const struct message *message, uint8_t *body, size_t size)
{
    struct wire_out out = {body, body + size, false};
    assert_int_equal(message_encode(message, &out), ERR_NONE);
    return (size_t)(out.at - body);
}

/* How a decoder understands the body; what it understood encodes to the same again. */
static void put_meaning(struct golden *g, const uint8_t *body, size_t n)
{
    static struct message message, again;
    static char text[FRAME_MAX_TCP * 3];
    struct wire_in in = {body, body + n, false};
    if (message_decode(&in, &message)) {
        golden_printf(g, "%-10smalformed\n", "means");
        return;
    }
    size_t length = message_print(&message, text, sizeof(text));
    if (length < 2000)
        golden_printf(g, "%-10s%s\n", "means", text);
    static uint8_t bytes[FRAME_MAX_TCP];
    size_t m = body_of(&message, bytes, sizeof(bytes));
    struct wire_in back = {bytes, bytes + m, false};
    assert_int_equal(message_decode(&back, &again), ERR_NONE);
    assert_memory_equal(&message.hello, &again.hello, message_table(message.type)->size);
}

static void put_body(struct golden *g, const char *what, const uint8_t *body, size_t n)
{
    put_hex(g, what, body, n);
    put_meaning(g, body, n);
}

static void put_message(struct golden *g, uint8_t type, const char *direction)
{
    static struct message message;
    uint8_t body[FRAME_MAX_TCP];
    const struct field_table *table = message_table(type);
    golden_printf(g, "\n# %s 0x%02x %s\n", table->name, type, direction);
    message.type = type;
    body[0] = type;
    put_body(g, "empty", body, 1);
    fill((uint8_t *)&message.hello, table, ZERO);
    put_hex(g, "min", body, body_of(&message, body, sizeof(body)));
    fill((uint8_t *)&message.hello, table, MOST);
    size_t most = body_of(&message, body, sizeof(body));
    assert_int_equal(most, 1 + codec_size_max(table));
    put_body(g, "max", body, most);
    fill((uint8_t *)&message.hello, table, TYPICAL);
    size_t n = body_of(&message, body, sizeof(body));
    put_body(g, "typical", body, n);
    memcpy(body + n, "\xaa\xbb\xcc", 3); /* fields of a newer version */
    put_body(g, "extended", body, n + 3);
    /* Cut anywhere: behind a field an older sender, inside one malformed. */
    put_body(g, "cut", body, 1 + (n - 1) / 2);
    put_body(g, "cut", body, n - 1);
}

static void messages(void **state)
{
    (void)state;
    struct golden g;
    golden_open(&g, VECTORS "messages.txt");
    golden_printf(
        &g, "# HALL/1 message bodies, TYPE first, as they stand behind the four header bytes.\n"
            "# empty: fields of a newer version than the sender's are zero. min: every field\n"
            "# zero or empty. max: every field at its most. extended: a newer sender's body,\n"
            "# which means the same. cut: bodies that end early; \"malformed\" must be refused.\n"
            "# D2C: device to controller, C2D: controller to device.\n");
#define X(lower, UPPER, code, direction, security) put_message(&g, code, #direction);
    MESSAGES(X)
#undef X
    golden_close(&g);
}

/* ---- views ---- */

static void views(void **state)
{
    (void)state;
    struct golden g;
    golden_open(&g, VECTORS "rows.txt");
    golden_printf(&g,
                  "# Rows as they stand in ROWS and DELTA: kind u8, key u32, ver u32, len u16,\n"
                  "# fields. `hash` is that of a view that holds all rows up to there.\n");
    struct view_row held[16];
    struct view_rows view;
    view_init(&view, held, countof(held));
    uint8_t most[ROW_BYTES_MAX * 4], bytes[ROW_HEAD + ROW_BYTES_MAX];
    for (uint8_t kind = 1; kind < ROW_TYPE_COUNT; kind++) {
        char text[512];
        uint32_t key = kind * 1000u, ver = kind * 7u;
        fill(most, row_table(kind), TYPICAL);
        assert_true(view_set(&view, kind, key, ver, most));
        struct wire_out out = {bytes, bytes + sizeof(bytes), false};
        assert_true(view_put(&out, view_find(&view, kind, key)));
        codec_print(row_table(kind), most, text, sizeof(text));
        golden_printf(&g, "\n# %s\n", row_name(kind));
        put_hex(&g, "row", bytes, (size_t)(out.at - bytes));
        golden_printf(&g, "%-10skey=%u ver=%u %s\n%-10s%08x\n", "means", key, ver, text, "hash",
                      view_hash(&view));
    }
    struct wire_out out = {bytes, bytes + sizeof(bytes), false};
    assert_true(view_put_tombstone(&out, ROW_TYPE_TICKET, 4000, 99));
    assert_true(view_remove(&view, ROW_TYPE_TICKET, 4000));
    golden_printf(&g, "\n# ticket 4000 is gone\n");
    put_hex(&g, "row", bytes, (size_t)(out.at - bytes));
    golden_printf(&g, "%-10s%08x\n", "hash", view_hash(&view));
    golden_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames),
        cmocka_unit_test(refused_frames),
        cmocka_unit_test(messages),
        cmocka_unit_test(views),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
