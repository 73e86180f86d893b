/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A station's session on a line, protocol/vectors/line.txt: every frame of it with its bytes, from
 * the first poll to a turned group key. Both ends are the real ones; what is between them is
 * the bus program's part. HALL_GOLDEN=update rewrites the file; a difference is a change of
 * the protocol. The handshake step by step is in session.txt.
 */
#include "test.h"

#include <string.h>

#include "golden.h"
#include "station_line.h"

#define VECTORS "../../protocol/vectors/"
#define HEX_LINE 40 /* bytes a line */

static struct golden g;
static struct station_line l;

static void put_hex(const char *what, const uint8_t *bytes, size_t n)
{
    golden_printf(&g, "%-10s", what);
    for (size_t i = 0; i < n; i++)
        golden_printf(&g, "%s%02x", i && i % HEX_LINE == 0 ? "\n          " : "", bytes[i]);
    golden_printf(&g, "\n");
}

static void put_meaning(const struct message *message)
{
    char text[1000];
    message_print(message, text, sizeof(text));
    golden_printf(&g, "%-10s%s\n", "means", text);
}

static void put_frame(const uint8_t *frame, size_t length)
{
    uint8_t wire[LINK_WIRE_MAX];
    size_t wire_length;
    assert_int_equal(frame_encode(frame, length, wire, sizeof(wire), &wire_length), ERR_NONE);
    put_hex("wire", wire, wire_length);
    put_hex("decoded", frame, length);
}

/* Counter and body of a sealed frame: the other end's way back. */
static void put_sealed(const struct message *message, uint32_t counter)
{
    uint8_t body[FRAME_MAX_BUS];
    struct wire_out out = {body, body + sizeof(body), false};
    assert_int_equal(message_encode(message, &out), ERR_NONE);
    golden_printf(&g, "%-10s%08x\n", "counter", counter);
    put_hex("body", body, (size_t)(out.at - body));
    put_meaning(message);
}

static void put_note(const char *note)
{
    golden_printf(&g, "\n# %s\n", note);
}

/* What the station said just now. */
static void put_said(const char *note)
{
    put_note(note);
    assert_true(l.length > 0);
    put_frame(l.frame, l.length);
    if ((l.frame[FRAME_CTL] & CTL_SEC_MASK) == CTL_SEC_SEALED)
        put_sealed(&l.said, l.keys.now.in.next - 1);
    else
        put_meaning(&l.said);
}

static void master(const char *note, const uint8_t *frame, size_t length, uint8_t bits)
{
    uint8_t copy[FRAME_MAX_BUS];
    memcpy(copy, frame, length);
    copy[FRAME_CTL] |= bits;
    put_note(note);
    put_frame(copy, length);
    station_line_frame(&l, frame, length, bits);
}

static uint8_t asking(void)
{
    return (uint8_t)(CTL_ACKREQ | (l.ack & CTL_ACK_MASK));
}

static void clear(const char *note, uint8_t to, uint8_t bits, const struct message *message)
{
    uint8_t frame[FRAME_MAX_BUS] = {to, ADDRESS_CONTROLLER, 0, l.ctr++};
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    assert_int_equal(message_encode(message, &out), ERR_NONE);
    master(note, frame, (size_t)(out.at - frame), bits);
}

static void poll(const char *note)
{
    const struct message poll = {.type = MSG_TYPE_POLL};
    clear(note, LINE_ADDRESS, asking(), &poll);
}

static void beat(const char *note, uint8_t flags, uint32_t gctr)
{
    const struct message beat = {.type = MSG_TYPE_BEAT, .beat = {.flags = flags, .gctr = gctr}};
    clear(note, ADDRESS_ALL, 0, &beat);
}

static void sealed(const char *note, const struct message *message)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    uint32_t counter = l.keys.now.out.next;
    assert_int_equal(line_keys_seal(&l.keys, message, frame, sizeof(frame), &length), ERR_NONE);
    master(note, frame, length, asking());
    put_sealed(message, counter);
}

static void to_all(const char *note, const struct message *message)
{
    uint8_t frame[FRAME_MAX_BUS];
    size_t length;
    uint32_t counter = l.group.channel.out.next;
    assert_int_equal(channel_seal(&l.group.channel, message, frame, sizeof(frame), &length),
                     ERR_NONE);
    master(note, frame, length, 0);
    put_sealed(message, counter);
}

static void handshake(void)
{
    uint8_t frame[FRAME_MAX_BUS], prologue[NOISE_PROLOGUE], public[CRYPTO_POINT];
    size_t length = station_line_noise1(&l, frame);
    noise_prologue(prologue, NOISE_VERSION, NOISE_LINE, LINE_UID, l.keys.hs_id);
    put_note("The handshake: the controller begins. hs_id 41, so the new keys have phase 1");
    put_hex("prologue", prologue, sizeof(prologue));
    put_hex("e", l.keys.noise.secret, CRYPTO_POINT);
    assert_true(crypto_x25519(l.keys.noise.secret, NULL, public));
    put_hex("e.public", public, CRYPTO_POINT);
    put_hex("f", l.link.keys.seed, CRYPTO_POINT);
    assert_true(crypto_x25519(l.link.keys.seed, NULL, public));
    put_hex("f.public", public, CRYPTO_POINT);
    master("C>D: NOISE1, with an empty payload; ACKREQ by the bus program", frame, length,
           asking());
    put_said("D>C: ACK, busy: NOISE2 is being made");
    poll("C>D: POLL");
    put_said("D>C: NOISE2");
    assert_true(line_keys_noise2(&l.keys, l.frame, l.length, l.now, &l.said));
    put_note("What is in NOISE2, and the record keys: C>D, then D>C");
    put_meaning(&l.said);
    put_hex("C>D", l.keys.now.out.key, RECORD_KEY);
    put_hex("D>C", l.keys.now.in.key, RECORD_KEY);
}

static void welcome(void)
{
    struct message message = {.type = MSG_TYPE_WELCOME};
    message.welcome = (struct msg_welcome){.proto = PROTO_VERSION,
                                           .boot = 5,
                                           .now_ms = 1773792000000,
                                           .tz_min = 480,
                                           .keep_s = 5,
                                           .press_life_ds = 30,
                                           .instance = 0xfeedface,
                                           .epoch = 1,
                                           .jseq = 1201,
                                           .address = LINE_ADDRESS,
                                           .target = 3};
    line_group_welcome(&l.group, &message.welcome);
    sealed("C>D: WELCOME, the first record: counter 0, and the group key of the line", &message);
    put_said("D>C: STATUS, which proves the session");
}

static struct message call(void)
{
    struct message message = {.type = MSG_TYPE_CALL};
    message.call.entries.count = 1;
    message.call.entries.list[0] = (struct rec_call_entry){3, 'B', 47, WINDOW_CALLING, 9, 0};
    return message;
}

static void press(void)
{
    uint8_t before;
    struct message message = {.type = MSG_TYPE_RESULT};
    l.now += SECOND;
    assert_int_equal(station_press(&l.station, KEY_RECALL, 0, l.now), PAD_TAKEN);
    before = l.ack;
    poll("C>D: POLL. Somebody pressed 重呼");
    put_said("D>C: PRESS");
    l.ack = before;
    poll("C>D: POLL with the ACK bits of before: the PRESS was lost on its way");
    put_note("D>C: the same frame again. A receiver that has it acknowledges and runs nothing");
    put_frame(l.frame, l.length);
    message.result.seq = 1;
    message.result.target = 3;
    message.result.prefix = 'B';
    message.result.number = 47;
    message.result.call = 10;
    message.result.epoch = 1;
    message.result.jseq = 1202;
    sealed("C>D: RESULT", &message);
    put_said("D>C: ACK");
}

static void turn(void)
{
    uint8_t key[RECORD_KEY];
    struct message message;
    memset(key, 0x62, sizeof(key));
    line_group_turn(&l.group, key, l.now);
    line_group_gkey(&l.group, &message);
    sealed("C>D: GKEY, another group key: phase 1", &message);
    put_said("D>C: GKEY_OK");
    assert_true(line_group_tick(&l.group, true, l.now));
    message = call();
    to_all("C>FF: CALL under that key; the counter goes on", &message);
}

static void a_session_on_a_line(void **state)
{
    (void)state;
    golden_open(&g, VECTORS "line.txt");
    station_line_init(&l, DEVICE_PAD);
    golden_printf(
        &g, "%s",
        "# A call pad's session on a line: SPEC.md 3 and 6 name every value. The station (D) has\n"
        "# the address 07, the controller (C) 00; POLL and BEAT are the bus program's, and so are\n"
        "# OPEN, ACKREQ and ACK in C>D frames. Bytes in hexadecimal; a long value goes on in the\n"
        "# next line. The random values are fixed here: yours never are.\n\n");
    golden_printf(&g, "uid=%016x kind=pad name=%s\n", LINE_UID, l.identity.name);
    put_hex("key", l.identity.key, sizeof(l.identity.key));
    put_hex("group key", l.group.channel.out.key, RECORD_KEY);
    beat("C>FF: BEAT, tunnel 1, no frame to all yet", 0x10, 0);
    poll("C>D: POLL");
    put_said("D>C: NEED, a session");
    handshake();
    welcome();
    poll("C>D: POLL, the STATUS acknowledged in its ACK bits");
    put_said("D>C: ACK");
    struct message message = call();
    to_all("C>FF: CALL, under the group key", &message);
    l.station.pad.keys = 0;
    poll("C>D: POLL");
    put_said("D>C: STATUS, at once, since it shows something else now");
    press();
    turn();
    beat("C>FF: BEAT, the next frame to all has counter 2", 0x10, l.group.channel.out.next);
    golden_close(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_session_on_a_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
