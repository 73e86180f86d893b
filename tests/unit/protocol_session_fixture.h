/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_session_fixture - both ends of a session wired together in memory.
 */
#ifndef TESTS_PROTOCOL_SESSION_FIXTURE_H
#define TESTS_PROTOCOL_SESSION_FIXTURE_H

#include <string.h>

#include "domain/vocab.h"
#include "protocol/session.h"
#include "test.h"

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
    msec now;
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
void session_open_both(struct fixture *f);
/* Feeds the server a frame made by hand, as anybody on the network can make it. */
void session_feed_message(struct fixture *f, const struct message *message, uint8_t ctr);

void session_assert_ended(const struct session *session, enum session_reason reason);
/* The last words of the server reach the client as they were said. */
void session_assert_bye_said(struct fixture *f, const char *text);

#define SESSION_TEST(name) cmocka_unit_test_setup_teardown(name, session_setup, session_teardown)

#endif
