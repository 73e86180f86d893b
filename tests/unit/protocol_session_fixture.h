/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_session_fixture - both ends of a session wired together in memory, and somebody
 * between them: who makes frames by hand, with or without the keys.
 */
#ifndef TESTS_PROTOCOL_SESSION_FIXTURE_H
#define TESTS_PROTOCOL_SESSION_FIXTURE_H

#include <string.h>

#include "domain/vocab.h"
#include "protocol/session.h"
#include "test.h"

#define SESSION_TEST_UID 0x1122334455667788

struct end {
    struct session session;
    uint8_t input[SESSION_INPUT_SIZE];
    uint8_t output[SESSION_OUTPUT_MIN];
    struct message message; /* the last one handed out */
    enum session_event event;
    uint32_t events;
};

struct fixture {
    struct end server, client;
    uint8_t key[NOISE_PSK];
    uint8_t randoms;    /* ephemerals given so far: each is another one */
    struct noise noise; /* of a handshake made by hand */
    msec now;
};

/* What stands between the delimiters of frames, made or caught on the way. */
struct wire {
    uint8_t bytes[SESSION_INPUT_SIZE];
    size_t length;
};

int session_setup(void **state);
int session_teardown(void **state);
struct msg_hello session_hello_of(uint8_t kind);
void session_setup_server(struct fixture *f);
void session_setup_client(struct fixture *f, uint8_t kind);

/* Feeds raw bytes; keeps the last event that was one. */
void session_feed_all(struct end *to, const uint8_t *bytes, size_t count, msec now);
/* Carries everything one end wants to write to the other. */
void session_carry(struct end *from, struct end *to, msec now);
/* Takes what an end wants to write off its output, for whoever stands in between. */
void session_catch(struct end *from, struct wire *wire);
void session_give(struct fixture *f, struct end *to, const struct wire *wire);
size_t session_output_length(const struct end *end);

/* ---- step by step; each asserts that it happens ---- */
/* NOISE1 reaches the server, which then has it unlocked with that key. */
enum session_event session_unlock_with(struct fixture *f, const uint8_t key[NOISE_PSK]);
/* … with the right one: the server is GREETED. */
void session_greet(struct fixture *f);
/* The WELCOME is on its way. */
void session_say_welcome(struct fixture *f);
/* Both ends are open, the client said PING and was answered. */
void session_open_both(struct fixture *f);
/* Both ends anew, and open. */
void session_reopen(struct fixture *f);

/* ---- by hand ---- */
/* Any decoded frame. */
void session_feed_frame(struct fixture *f, struct end *to, const uint8_t *frame, size_t length);
/* The message in a frame with that header, as anybody on the network can make it. */
void session_wire_of(struct wire *wire, const uint8_t header[FRAME_HEADER],
                     const struct message *message);
void session_feed_message(struct fixture *f, struct end *to, const uint8_t header[FRAME_HEADER],
                          const struct message *message);
/* A body sealed as the next record of `from`, as only the two ends can; and its decoded frame. */
size_t session_seal_body(struct end *from, const uint8_t *body, size_t length, uint8_t *frame);
void session_say_body(struct fixture *f, struct end *from, const uint8_t *body, size_t length);
/* NOISE1 with any payload, by somebody who holds the key and says that uid; unlocked at once. */
enum session_event session_knock_with(struct fixture *f, const uint8_t *payload, size_t length,
                                      uint64_t uid);
enum session_event session_knock_with_hello(struct fixture *f, const struct msg_hello *hello);
/* What the server answered such a NOISE1 with. */
void session_read_answer(struct fixture *f, struct message *answer);

/* The frame of the last wire bytes, decoded. */
size_t session_decoded(const struct wire *wire, uint8_t *frame);

void session_assert_ended(const struct session *session, enum session_reason reason);
/* Ended, and nothing at all was said. */
void session_assert_silent(const struct end *end, enum session_reason reason);
/* The last words of the server reach the client as they were said. */
void session_assert_bye_said(struct fixture *f, const char *text);

/* How a frame of the device, or of the controller, is addressed on TCP. */
extern const uint8_t session_to_server[FRAME_HEADER], session_to_client[FRAME_HEADER];

#define SESSION_TEST(name) cmocka_unit_test_setup_teardown(name, session_setup, session_teardown)

#endif
