/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The worked session, protocol/vectors/session.txt: a board on TCP from its key to the BYE, every
 * step with its bytes. The handshake is worked out here a second time, from SPEC.md 3 and the
 * five primitives, so that noise.c has to agree; what SPEC.md 11 shows is taken from the file.
 * HALL_GOLDEN=update rewrites it; a difference is a change of the protocol.
 */
#include <string.h>

#include "domain/vocab.h"
#include "golden.h"
#include "protocol/session.h"
#include "protocol/view.h"
#include "test.h"

#define VECTORS "../../protocol/vectors/"
#define HEX_LINE 40 /* bytes a line */
#define UID 0x0102030405060708

static struct golden g;

static void put_hex(const char *what, const uint8_t *bytes, size_t n)
{
    golden_printf(&g, "%-10s", what);
    for (size_t i = 0; i < n; i++)
        golden_printf(&g, "%s%02x", i && i % HEX_LINE == 0 ? "\n          " : "", bytes[i]);
    golden_printf(&g, "\n");
}

static void put_meaning(const uint8_t *body, size_t n)
{
    static struct message message;
    static char text[2000];
    struct wire_in in = {body, body + n, false};
    assert_int_equal(message_decode(&in, &message), ERR_NONE);
    message_print(&message, text, sizeof(text));
    golden_printf(&g, "%-10s%s\n", "means", text);
}

/* ---- the handshake, step by step (SPEC.md 3) ---- */

static struct steps {
    uint8_t h[CRYPTO_HASH], ck[CRYPTO_HASH], k[CRYPTO_GCM_KEY];
} steps;

static void hkdf(const uint8_t *material, size_t n, uint8_t *outputs, uint8_t count)
{
    uint8_t s[CRYPTO_HASH];
    const struct crypto_bytes ck = {steps.ck, CRYPTO_HASH}, x = {material, n};
    assert_true(crypto_hmac(ck, &x, 1, s));
    for (uint8_t i = 1; i <= count; i++, outputs += CRYPTO_HASH) {
        const struct crypto_bytes parts[] = {{outputs - (i > 1 ? CRYPTO_HASH : 0),
                                              i > 1 ? CRYPTO_HASH : 0},
                                             {&i, 1}};
        assert_true(crypto_hmac((struct crypto_bytes){s, sizeof(s)}, parts, 2, outputs));
    }
}

static void mix_hash(const uint8_t *bytes, size_t n)
{
    uint8_t h[CRYPTO_HASH];
    const struct crypto_bytes parts[] = {{steps.h, CRYPTO_HASH}, {bytes, n}};
    assert_true(crypto_hash(parts, 2, h));
    memcpy(steps.h, h, sizeof(h));
}

static void mix_key(const uint8_t *material)
{
    uint8_t outputs[2 * CRYPTO_HASH];
    hkdf(material, CRYPTO_POINT, outputs, 2);
    memcpy(steps.ck, outputs, CRYPTO_HASH);
    memcpy(steps.k, outputs + CRYPTO_HASH, CRYPTO_GCM_KEY);
}

static void put_steps(void)
{
    put_hex("h", steps.h, sizeof(steps.h));
    put_hex("ck", steps.ck, sizeof(steps.ck));
    put_hex("k", steps.k, sizeof(steps.k));
}

static void work_start(const uint8_t psk[NOISE_PSK])
{
    uint8_t prologue[] = "HALL/1\1\1\x08\x07\x06\x05\x04\x03\x02\x01"; /* hs_id = the zero behind */
    uint8_t outputs[3 * CRYPTO_HASH];
    golden_printf(&g, "\n# prologue: ver 1, TCP, uid, hs_id 0; then the device key\n");
    memcpy(steps.h, "Noise_NNpsk0_25519_AESGCM_SHA256", CRYPTO_HASH);
    memcpy(steps.ck, steps.h, CRYPTO_HASH);
    assert_int_equal(sizeof(prologue), NOISE_PROLOGUE);
    put_hex("prologue", prologue, sizeof(prologue));
    mix_hash(prologue, sizeof(prologue));
    put_hex("h", steps.h, sizeof(steps.h));
    hkdf(psk, NOISE_PSK, outputs, 3);
    memcpy(steps.ck, outputs, CRYPTO_HASH);
    memcpy(steps.k, outputs + 2 * CRYPTO_HASH, CRYPTO_GCM_KEY);
    put_hex("t", outputs + CRYPTO_HASH, CRYPTO_HASH);
    mix_hash(outputs + CRYPTO_HASH, CRYPTO_HASH);
    put_steps();
}

/* Opens msg = point || c, as its receiver does. shared NULL: message 1. */
static void work_message(const uint8_t *msg, size_t n, const uint8_t *shared)
{
    static const uint8_t nonce[CRYPTO_GCM_NONCE];
    uint8_t payload[200], tag[CRYPTO_GCM_TAG];
    size_t length = n - NOISE_OVERHEAD;
    mix_hash(msg, CRYPTO_POINT);
    mix_key(msg);
    if (shared) {
        put_hex("X25519", shared, CRYPTO_POINT);
        mix_key(shared);
    }
    put_steps();
    memcpy(tag, msg + n - sizeof(tag), sizeof(tag));
    assert_true(crypto_gcm(CRYPTO_OPEN, steps.k, nonce, (struct crypto_bytes){steps.h, CRYPTO_HASH},
                           msg + CRYPTO_POINT, payload, length, tag));
    put_hex("payload", payload, length);
    put_meaning(payload, length);
    put_hex("c", msg + CRYPTO_POINT, length + CRYPTO_GCM_TAG);
    mix_hash(msg + CRYPTO_POINT, length + CRYPTO_GCM_TAG);
    put_hex("h", steps.h, sizeof(steps.h));
}

/* ---- frames ---- */

struct end {
    struct session session;
    uint8_t input[SESSION_INPUT_SIZE], output[SESSION_OUTPUT_MIN];
    struct message message;
    enum session_event event;
};

static struct end device, controller;
static uint8_t record_keys[2][RECORD_KEY]; /* D>C, C>D */
static uint32_t counters[2];

static size_t decode(const uint8_t *wire, size_t n, uint8_t *frame)
{
    static uint8_t buffer[SESSION_INPUT_SIZE];
    struct frame_parser parser;
    const uint8_t *found;
    size_t length;
    frame_parser_init(&parser, buffer, sizeof(buffer));
    assert_int_equal(frame_parser_feed(&parser, wire, n, &found, &length), n);
    assert_non_null(found);
    memcpy(frame, found, length);
    return length;
}

/* Opened by hand: nonce and AAD from SPEC.md 3, not from record.c. */
static void put_record(const uint8_t *frame, size_t n, int direction)
{
    const uint32_t counter = counters[direction]++;
    const uint8_t nonce[CRYPTO_CCM_NONCE] = {1, frame[FRAME_SRC],
                                             frame[FRAME_DST], [12] = (uint8_t)counter};
    uint8_t plain[FRAME_MAX], tag[RECORD_TAG];
    size_t length = n - FRAME_HEADER - RECORD_TAG;
    assert_true(counter < 256);
    memcpy(tag, frame + n - RECORD_TAG, RECORD_TAG);
    assert_true(crypto_ccm(CRYPTO_OPEN, record_keys[direction], nonce,
                           (struct crypto_bytes){frame, FRAME_HEADER}, frame + FRAME_HEADER, plain,
                           length, tag));
    put_hex("nonce", nonce, sizeof(nonce));
    put_hex("aad", frame, FRAME_HEADER);
    put_hex("plain", plain, length);
    put_meaning(plain, length);
}

/* What one end wants to write, frame by frame, to the other. */
static void carry(const char *title, struct end *from, msec now)
{
    struct end *to = from == &device ? &controller : &device;
    size_t length;
    const uint8_t *bytes = session_output(&from->session, &length);
    for (size_t at = 0, n; at < length; at += n) {
        uint8_t frame[FRAME_MAX];
        n = 1 + (size_t)((const uint8_t *)memchr(bytes + at + 1, 0, length - at) - (bytes + at));
        size_t decoded = decode(bytes + at, n, frame);
        golden_printf(&g, "\n# %s: %s\n", from == &device ? "D>C" : "C>D", title);
        put_hex("wire", bytes + at, n);
        put_hex("decoded", frame, decoded);
        if ((frame[FRAME_CTL] & CTL_SEC_MASK) != CTL_SEC_HANDSHAKE)
            put_record(frame, decoded, from == &controller);
        title = "in the same flight";
    }
    for (size_t at = 0; at < length;)
        at += session_feed(&to->session, bytes + at, length - at, now, &to->message, &to->event);
    session_output_drop(&from->session, length);
}

static void say(const char *title, struct end *from, const struct message *message, msec now)
{
    assert_int_equal(session_send(&from->session, message, now), ERR_NONE);
    carry(title, from, now);
}

static void count_up(uint8_t *bytes, size_t n, uint8_t first)
{
    for (size_t i = 0; i < n; i++)
        bytes[i] = (uint8_t)(first + i);
}

/* The msg of the NOISE1 or NOISE2 that waits to be written. */
static size_t waiting_msg(const struct end *from, uint8_t *msg)
{
    static struct message message;
    uint8_t frame[FRAME_MAX];
    size_t length;
    const uint8_t *bytes = session_output(&from->session, &length);
    length = decode(bytes, length, frame);
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    assert_int_equal(message_decode(&in, &message), ERR_NONE);
    bool first = message.type == MSG_TYPE_NOISE1;
    memcpy(msg, first ? message.noise1.msg.at : message.noise2.msg.at, 200);
    return first ? message.noise1.msg.length : message.noise2.msg.length;
}

static void handshake(void)
{
    const struct session_buffers d = {device.input, device.output, sizeof(device.output)};
    const struct session_buffers c = {controller.input, controller.output,
                                      sizeof(controller.output)};
    const struct msg_hello hello = {.kind = DEVICE_BOARD,
                                    .uid = UID,
                                    .boot = 3,
                                    .view = VIEW(VIEW_KIND_HALL, 0),
                                    .credit = 2,
                                    .name = "board-1"};
    const struct msg_welcome welcome = {.boot = 3,
                                        .now_ms = 1773792000000,
                                        .tz_min = 480,
                                        .press_life_ds = 30,
                                        .instance = 0xfeedface,
                                        .epoch = 1,
                                        .jseq = 1201,
                                        .label = "board-1"};
    uint8_t psk[NOISE_PSK], e[CRYPTO_POINT], f[CRYPTO_POINT], point[CRYPTO_POINT], msg[200];
    count_up(psk, sizeof(psk), 0x00);
    count_up(e, sizeof(e), 0x40);
    count_up(f, sizeof(f), 0x80);
    put_hex("key", psk, sizeof(psk));
    put_hex("e", e, sizeof(e));
    assert_true(crypto_x25519(e, NULL, point));
    put_hex("e.public", point, sizeof(point));
    put_hex("f", f, sizeof(f));
    assert_true(crypto_x25519(f, NULL, point));
    put_hex("f.public", point, sizeof(point));
    work_start(psk);
    session_init_server(&controller.session, &c, 1000);
    session_init_client(&device.session, &d, &hello, psk, e, 1000);
    golden_printf(&g, "\n# message 1: e.public, then payload 1, the HELLO, sealed with k and h\n");
    work_message(msg, waiting_msg(&device, msg), NULL);
    carry("NOISE1", &device, 1000);
    assert_int_equal(controller.event, SESSION_KNOCK);
    assert_int_equal(session_unlock(&controller.session, &controller.message.noise1, psk, f,
                                    &controller.message, 1000),
                     SESSION_HELLO);
    assert_int_equal(session_welcome(&controller.session, &welcome, 1001), ERR_NONE);
    assert_true(crypto_x25519(e, point, point));
    golden_printf(&g, "\n# message 2: f.public, X25519(e, f), payload 2, the WELCOME\n");
    work_message(msg, waiting_msg(&controller, msg), point);
}

static void work_keys(void)
{
    uint8_t k[2 * CRYPTO_HASH], block[CRYPTO_HASH];
    static const uint8_t info[] = "HALL/1 rec\1";
    const struct crypto_bytes what = {info, sizeof(info) - 1};
    hkdf(NULL, 0, k, 2);
    golden_printf(&g, "\n# split, and the record keys: D>C of k1, C>D of k2\n");
    put_hex("k1", k, CRYPTO_GCM_KEY);
    put_hex("k2", k + CRYPTO_HASH, CRYPTO_GCM_KEY);
    for (size_t i = 0; i < 2; i++) {
        const struct crypto_bytes key = {k + i * CRYPTO_HASH, CRYPTO_GCM_KEY};
        assert_true(crypto_hmac(key, &what, 1, block));
        memcpy(record_keys[i], block, RECORD_KEY);
        put_hex(i ? "C>D" : "D>C", record_keys[i], RECORD_KEY);
    }
    /* noise.c and record.c come to the same. */
    assert_memory_equal(record_keys[0], controller.session.channel.in.key, RECORD_KEY);
    assert_memory_equal(record_keys[1], controller.session.channel.out.key, RECORD_KEY);
}

/* ---- rows ---- */

static struct view_row held[2];
static struct view_rows view;

static void put_row(uint32_t ver, const struct row_window *window, uint8_t *bytes, uint16_t *n)
{
    assert_true(view_set(&view, ROW_TYPE_WINDOW, 7, ver, window));
    struct wire_out out = {bytes, bytes + 100, false};
    assert_true(view_put(&out, &held[0]));
    *n = (uint16_t)(out.at - bytes);
}

static void append(const struct message *message)
{
    assert_int_equal(session_send(&controller.session, message, 1001), ERR_NONE);
}

/* In the same flight as the WELCOME. */
static void append_snapshot(void)
{
    view_init(&view, held, countof(held));
    const struct row_window window =
        {.state = WINDOW_CALLING, .call = 4, .calls = 1, .ticket = 17, .prefix = 'B', .number = 47};
    struct message begin = {.type = MSG_TYPE_SNAP_BEGIN}, rows = {.type = MSG_TYPE_ROWS},
                   end = {.type = MSG_TYPE_SNAP_END};
    begin.snap_begin = (struct msg_snap_begin){.epoch = 1, .rev = 88, .rows = 1};
    put_row(88, &window, rows.rows.rows.at, &rows.rows.rows.length);
    end.snap_end = (struct msg_snap_end){.rev = 88, .hash = view_hash(&view)};
    append(&begin);
    append(&rows);
    append(&end);
}

static void say_delta(void)
{
    const struct row_window window =
        {.state = WINDOW_CALLING, .call = 5, .calls = 1, .ticket = 19, .prefix = 'B', .number = 48};
    struct message delta = {.type = MSG_TYPE_DELTA};
    delta.delta.from = 88;
    delta.delta.to = 89;
    put_row(89, &window, delta.delta.rows.at, &delta.delta.rows.length);
    say("window 7 calls B048", &controller, &delta, 2000);
}

static void a_session_worked_out(void **state)
{
    (void)state;
    golden_open(&g, VECTORS "session.txt");
    golden_printf(
        &g,
        "# A board's session on TCP, worked out: SPEC.md 3 to 5 name every value. D is the\n"
        "# device (address 01), C the controller (00). Bytes in hexadecimal; a long value goes\n"
        "# on in the next line. The random pairs e and f are fixed here: yours never are.\n\n"
        "uid=0102030405060708 kind=board name=board-1\n");
    handshake();
    struct message vack = {.type = MSG_TYPE_VACK}, hash = {.type = MSG_TYPE_VHASH};
    append_snapshot();
    work_keys();
    carry("NOISE2; the rows that the HELLO asked for follow", &controller, 1001);
    carry("PING at once: from now on the HELLO counts", &device, 1002);
    assert_true(controller.session.proven);
    vack.vack = (struct msg_vack){.rev = 88, .credit = 2};
    say("the rows are taken", &device, &vack, 1002);
    session_pong(&controller.session, &(struct msg_ping){.id = 1, .t1 = 1001}, 1773792000002, 480,
                 1003);
    carry("PONG", &controller, 1003);
    say_delta();
    vack.vack.rev = 89;
    say("it is on the board", &device, &vack, 2001);
    hash.vhash = (struct msg_vhash){.rev = 89, .hash = view_hash(&view)};
    say("each 10 s: is what you show right?", &controller, &hash, 4900);
    session_refuse(&controller.session, SESSION_REASON_STOPPING, NULL, 1000, 4950);
    carry("the end", &controller, 4950);
    assert_int_equal(device.session.state, SESSION_DEAD);
    golden_close(&g);
}

/* ---- SPEC.md 11 ---- */

static FILE *open_text(const char *name)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", PROTOCOL_DIR, name);
    FILE *file = fopen(path, "r");
    if (!file)
        fail_msg("%s cannot be read", path);
    return file;
}

static bool next_line(FILE *file, char *line, int size)
{
    if (!fgets(line, size, file))
        return false;
    line[strcspn(line, "\n")] = '\0';
    return true;
}

/* Each indented line of the section is one of the file's, in the same order. */
static void the_specification_shows_the_same_bytes(void **state)
{
    (void)state;
    FILE *spec = open_text("SPEC.md");
    FILE *file = open_text("vectors/session.txt");
    char shown[256], line[2048];
    bool inside = false;
    int lines = 0;
    while (next_line(spec, shown, sizeof(shown))) {
        if (strncmp(shown, "## ", 3) == 0)
            inside = strncmp(shown, "## 11. ", 7) == 0;
        if (!inside || strncmp(shown, "    ", 4) != 0)
            continue;
        bool found = false;
        while (!found && next_line(file, line, sizeof(line)))
            found = strcmp(shown + 4, line) == 0;
        if (!found)
            fail_msg("SPEC.md 11: \"%s\" is not in vectors/session.txt, or not there", shown + 4);
        lines++;
    }
    fclose(spec);
    fclose(file);
    assert_in_range(lines, 50, 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_worked_out),
        cmocka_unit_test(the_specification_shows_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
