/* SPDX-License-Identifier: Apache-2.0 */
#include "bus_fixture.h"

#include "test.h"

#include <string.h>

#define NOBODY (10 * SECOND)

struct fixture fixture;

void step(struct fixture *f, const struct bus_input *input)
{
    bus_step(&f->bus, f->now, input, &f->output);
    assert_true(f->output.deadline > f->now);
    f->length = 0;
    if (!f->output.wire_length)
        return;
    struct frame_parser parser;
    const uint8_t *frame;
    static uint8_t buffer[BUS_WIRE_MAX];
    frame_parser_init(&parser, buffer, sizeof(buffer));
    (void)frame_parser_feed(&parser, f->output.wire, f->output.wire_length, &frame, &f->length);
    assert_non_null(frame);
    memcpy(f->frame, frame, f->length);
}

void tick(struct fixture *f)
{
    step(f, &(struct bus_input){.kind = BUS_TICK});
}

struct fixture *line(uint8_t count)
{
    struct bus_settings settings = {.baud = BAUD, .count = count};
    for (uint8_t i = 0; i < count; i++)
        settings.addresses[i] = (uint8_t)(i + 1);
    fixture.now = 5000;
    bus_init(&fixture.bus, &settings, fixture.now);
    step(&fixture, &(struct bus_input){.kind = BUS_TUNNEL_UP, .number = 3});
    return &fixture;
}

msec until(struct fixture *f, uint8_t type, uint8_t to)
{
    msec start = f->now;
    while (!f->length || f->frame[FRAME_HEADER] != type || f->frame[FRAME_DST] != to) {
        f->now = f->output.deadline;
        tick(f);
        assert_true(f->now - start < NOBODY);
    }
    return f->now - start;
}

void answer(struct fixture *f, uint8_t from, const struct message *message, uint8_t bits,
            uint8_t ctr)
{
    uint8_t wire[BUS_WIRE_MAX];
    const uint8_t header[FRAME_HEADER] = {ADDRESS_CONTROLLER, from, bits, ctr};
    size_t length;
    assert_int_equal(message_to_wire(message, header, wire, sizeof(wire), &length), ERR_NONE);
    f->now += 3;
    step(f, &(struct bus_input){.kind = BUS_BYTES, .bytes = wire, .length = length});
}

void answer_ack(struct fixture *f, uint8_t from, uint8_t bits)
{
    const struct message ack = {.type = MSG_TYPE_ACK};
    answer(f, from, &ack, bits, 0);
}

const struct bus_event *event(const struct fixture *f, enum bus_event_kind kind)
{
    for (uint32_t i = 0; i < f->output.count; i++)
        if (f->output.events[i].kind == kind)
            return &f->output.events[i];
    return NULL;
}

uint32_t beat_gctr(const struct fixture *f)
{
    struct message beat;
    struct wire_in in = {f->frame + FRAME_HEADER, f->frame + f->length, false};
    assert_int_equal(message_decode(&in, &beat), ERR_NONE);
    return beat.beat.gctr;
}

void down(struct fixture *f, uint8_t to, uint8_t ctl, uint8_t ctr)
{
    const uint8_t frame[] = {to, ADDRESS_CONTROLLER, ctl, ctr, MSG_TYPE_CALL, 0, 10};
    step(f, &(struct bus_input){.kind = BUS_FRAME, .bytes = frame, .length = sizeof(frame)});
}
