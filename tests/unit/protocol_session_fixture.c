/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_session_fixture.h"

#include <stdlib.h>

struct msg_hello session_hello_of(uint8_t kind)
{
    return (struct msg_hello){.kind = kind, .uid = 0x1122334455667788, .boot = 3, .name = "pad-1"};
}

void session_setup_server(struct fixture *f)
{
    const struct session_buffers buffers = {f->server.input, f->server.output,
                                            sizeof(f->server.output)};
    session_init_server(&f->server.session, &buffers, f->now);
}

void session_setup_client(struct fixture *f, uint8_t kind)
{
    const struct session_buffers buffers = {f->client.input, f->client.output,
                                            sizeof(f->client.output)};
    struct msg_hello hello = session_hello_of(kind);
    session_init_client(&f->client.session, &buffers, &hello, f->now);
}

int session_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    if (!f)
        return -1;
    f->now = 1000;
    session_setup_server(f);
    session_setup_client(f, DEVICE_BOARD);
    *state = f;
    return 0;
}

int session_teardown(void **state)
{
    free(*state);
    return 0;
}

void session_feed_all(struct end *to, const uint8_t *bytes, size_t count, msec now)
{
    to->event = SESSION_NOTHING;
    while (count) {
        enum session_event event;
        size_t n = session_feed(&to->session, bytes, count, now, &to->message, &event);
        if (event != SESSION_NOTHING) {
            to->event = event;
            to->events++;
        }
        if (!n)
            break;
        bytes += n;
        count -= n;
    }
}

void session_carry(struct end *from, struct end *to, msec now)
{
    size_t length;
    const uint8_t *bytes = session_output(&from->session, &length);
    session_feed_all(to, bytes, length, now);
    session_output_drop(&from->session, length);
}

void session_open_both(struct fixture *f)
{
    session_carry(&f->client, &f->server, f->now);
    assert_int_equal(f->server.event, SESSION_HELLO);
    struct msg_welcome welcome = {.now_ms = 5, .tz_min = 480};
    assert_int_equal(session_welcome(&f->server.session, &welcome, f->now), ERR_NONE);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.event, SESSION_WELCOME);
}

void session_assert_ended(const struct session *session, enum session_reason reason)
{
    assert_int_equal(session->state, SESSION_DEAD);
    assert_int_equal(session->reason, reason);
    assert_true(session->text[0]);
}

void session_assert_bye_said(struct fixture *f, const char *text)
{
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.event, SESSION_ENDED);
    session_assert_ended(&f->client.session, SESSION_REASON_PEER_BYE);
    assert_string_equal(f->client.session.text, text);
}

/* A frame by hand, as anybody on the network can make it. */
static size_t wire_of(const struct message *message, uint8_t ctr, uint8_t *wire, size_t size)
{
    const uint8_t header[FRAME_HEADER] = {ADDRESS_CONTROLLER, ADDRESS_STATION_MIN, 0, ctr};
    size_t length;
    assert_int_equal(message_to_wire(message, header, wire, size, &length), ERR_NONE);
    return length;
}

void session_feed_message(struct fixture *f, const struct message *message, uint8_t ctr)
{
    static uint8_t wire[SESSION_INPUT_SIZE];
    session_feed_all(&f->server, wire, wire_of(message, ctr, wire, sizeof(wire)), f->now);
}
