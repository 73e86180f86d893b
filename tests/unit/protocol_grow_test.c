/* SPDX-License-Identifier: Apache-2.0 */
/*
 * session: who only knocks needs 512 bytes; the large buffers come with the HELLO. The small
 * ones are of exactly the promised size, so that a sanitizer sees a byte too many.
 */
#include <stdlib.h>

#include "protocol_session_fixture.h"

struct small {
    uint8_t *input, *output;
};

static struct small *start_small(struct fixture *f)
{
    static struct small small;
    small.input = malloc(SESSION_FIRST_INPUT);
    small.output = malloc(SESSION_FIRST_OUTPUT);
    assert_non_null(small.input);
    assert_non_null(small.output);
    const struct session_buffers buffers = {small.input, small.output, SESSION_FIRST_OUTPUT};
    session_init_server(&f->server.session, &buffers, f->now);
    return &small;
}

static void drop(struct small *small)
{
    free(small->input);
    free(small->output);
}

static void grow(struct fixture *f)
{
    const struct session_buffers buffers = {f->server.input, f->server.output,
                                            sizeof(f->server.output)};
    session_grow(&f->server.session, &buffers);
}

static void a_refusal_at_the_door_fits_the_first_output(void **state)
{
    struct fixture *f = *state;
    struct small *small = start_small(f);
    char longest[SESSION_TEXT_SIZE];
    memset(longest, 'x', sizeof(longest));
    longest[sizeof(longest) - 1] = '\0';
    session_greet(f);
    session_refuse(&f->server.session, SESSION_REASON_UNKNOWN_DEVICE, longest, 500, f->now);
    session_carry(&f->server, &f->client, f->now);
    session_assert_ended(&f->client.session, SESSION_REASON_PEER_BYE);
    assert_string_equal(f->client.session.text, longest);
    drop(small);
}

static void a_refusal_that_does_not_fit_is_silent(void **state)
{
    struct fixture *f = *state;
    const struct session_buffers buffers = {f->server.input, f->server.output, 60};
    session_init_server(&f->server.session, &buffers, f->now);
    session_greet(f);
    session_refuse(&f->server.session, SESSION_REASON_FULL, NULL, 500, f->now);
    session_assert_silent(&f->server, SESSION_REASON_FULL);
}

static void a_first_frame_of_any_length_stays_in_the_first_input(void **state)
{
    struct fixture *f = *state;
    static uint8_t bytes[FRAME_MAX];
    memset(bytes, 'x', sizeof(bytes));
    bytes[0] = 0;
    for (size_t length = SESSION_HELLO_MAX - 3; length < SESSION_HELLO_MAX + 3; length++) {
        for (size_t chunk = 1; chunk <= length; chunk += length - 1) {
            struct small *small = start_small(f);
            for (size_t at = 0; at < length; at += chunk)
                session_feed_all(&f->server, bytes + at, chunk, f->now);
            if (length > SESSION_HELLO_MAX)
                session_assert_silent(&f->server, SESSION_REASON_HELLO_LONG);
            drop(small);
        }
    }
}

static void a_grown_session_carries_the_largest_messages(void **state)
{
    struct fixture *f = *state;
    struct small *small = start_small(f);
    session_greet(f);
    grow(f);
    drop(small); /* nothing of it is used any more */
    session_say_welcome(f);
    session_carry(&f->server, &f->client, f->now);
    session_carry(&f->client, &f->server, f->now);
    struct message data = {.type = MSG_TYPE_DATA};
    data.data.bytes.length = sizeof(data.data.bytes.at);
    assert_int_equal(session_send(&f->client.session, &data, f->now), ERR_NONE);
    session_carry(&f->client, &f->server, f->now);
    assert_int_equal(f->server.event, SESSION_MESSAGE);
    assert_int_equal(f->server.message.data.bytes.length, sizeof(data.data.bytes.at));
    struct message rows = {.type = MSG_TYPE_ROWS};
    rows.rows.rows.length = sizeof(rows.rows.rows.at);
    assert_int_equal(session_send(&f->server.session, &rows, f->now), ERR_NONE);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.message.rows.rows.length, sizeof(rows.rows.rows.at));
}

static void what_was_half_read_and_half_written_goes_along(void **state)
{
    struct fixture *f = *state;
    static uint8_t input[SESSION_INPUT_SIZE], output[SESSION_OUTPUT_MIN];
    session_open_both(f);
    struct message status = {.type = MSG_TYPE_STATUS};
    struct message event = {.type = MSG_TYPE_EVENT};
    assert_int_equal(session_send(&f->client.session, &status, f->now), ERR_NONE);
    assert_int_equal(session_send(&f->server.session, &event, f->now), ERR_NONE);
    size_t length;
    const uint8_t *bytes = session_output(&f->client.session, &length);
    session_feed_all(&f->server, bytes, length / 2, f->now);
    const struct session_buffers buffers = {input, output, sizeof(output)};
    session_grow(&f->server.session, &buffers);
    memset(f->server.input, 0xee, sizeof(f->server.input));
    memset(f->server.output, 0xee, sizeof(f->server.output));
    session_feed_all(&f->server, bytes + length / 2, length - length / 2, f->now);
    assert_int_equal(f->server.message.type, MSG_TYPE_STATUS);
    session_carry(&f->server, &f->client, f->now);
    assert_int_equal(f->client.message.type, MSG_TYPE_EVENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(a_refusal_at_the_door_fits_the_first_output),
        SESSION_TEST(a_refusal_that_does_not_fit_is_silent),
        SESSION_TEST(a_first_frame_of_any_length_stays_in_the_first_input),
        SESSION_TEST(a_grown_session_carries_the_largest_messages),
        SESSION_TEST(what_was_half_read_and_half_written_goes_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
