/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A controller's end before and behind the hello: the input is a list of {what,
 * length, bytes}, either raw bytes, or a body that is framed with the right counter,
 * or time. It never overruns, always takes what it is given unless dead, never says a
 * deadline in the past for ever, and once dead stays dead.
 */
#include <stdlib.h>
#include <string.h>

#include "protocol/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct session session;
static uint8_t input[SESSION_INPUT_SIZE], output[SESSION_OUTPUT_MIN];
static struct message message;
static msec now;

static void act(enum session_event event)
{
    const struct msg_welcome welcome = {.tz_min = 480};
    switch (event) {
    case SESSION_HELLO:
        if (session.state != SESSION_GREETED)
            abort();
        if (message.hello.kind == 0xff)
            session_refuse(&session, SESSION_REASON_UNKNOWN_DEVICE, NULL, 0, now);
        else if (session_welcome(&session, &welcome, now))
            abort();
        break;
    case SESSION_ASKED:
        session_pong(&session, &message.ping, now, 480, now);
        break;
    case SESSION_MESSAGE:
        if (session.state != SESSION_OPEN || message_direction(message.type) == MSG_C2D)
            abort();
        if (message.type == MSG_TYPE_ACT)
            (void)!session_send(&session, &(struct message){.type = MSG_TYPE_RESULT}, now);
        break;
    case SESSION_ENDED:
        if (session.state != SESSION_DEAD || !session.reason || !session.text[0])
            abort();
        break;
    case SESSION_WELCOME:
    case SESSION_PONGED:
        abort();
    case SESSION_NOTHING:
        break;
    }
}

static void feed(const uint8_t *bytes, size_t count)
{
    while (count) {
        enum session_event event;
        bool dead = session.state == SESSION_DEAD;
        size_t n = session_feed(&session, bytes, count, now, &message, &event);
        if (n > count || (!n && session.state != SESSION_DEAD) || (dead && n))
            abort();
        act(event);
        if (dead)
            return;
        bytes += n;
        count -= n;
    }
}

static void feed_framed(const uint8_t *body, size_t length)
{
    uint8_t frame[FRAME_HEADER + 256], wire[FRAME_WIRE_MAX(sizeof(frame))];
    size_t n;
    const uint8_t header[FRAME_HEADER] = {0, 1, 0, (uint8_t)session.channel.got};
    memcpy(frame, header, FRAME_HEADER);
    memcpy(frame + FRAME_HEADER, body, length);
    if (frame_encode(frame, FRAME_HEADER + length, wire, sizeof(wire), &n))
        abort();
    feed(wire, n);
}

static void pass_time(msec passed)
{
    now += passed;
    bool dead = session_tick(&session, now);
    if (dead != (session.state == SESSION_DEAD))
        abort();
    if (!dead && session_next_deadline(&session) <= now)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct session_buffers buffers = {input, output, sizeof(output)};
    now = 1000;
    session_init_server(&session, &buffers, now);
    while (size >= 2) {
        size_t length = data[1] < size - 2 ? data[1] : size - 2;
        if (data[0] % 4 == 0)
            feed(data + 2, length);
        else if (data[0] % 4 == 3)
            pass_time(data[1] * (msec)50);
        else
            feed_framed(data + 2, length);
        size_t pending;
        session_output(&session, &pending);
        if (pending > sizeof(output))
            abort();
        if (data[0] & 0x80)
            session_output_drop(&session, pending);
        data += 2 + length;
        size -= 2 + length;
    }
    return 0;
}
