/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bus_fixture - a master (master/bus.h) whose stations are made of frames.
 */
#ifndef TESTS_BUS_FIXTURE_H
#define TESTS_BUS_FIXTURE_H

#include "master/bus.h"
#include "protocol/message.h"

#define BAUD 115200

struct fixture {
    msec now;
    struct bus bus;
    struct bus_output output;
    /* the last frame it sent */
    uint8_t frame[BUS_WIRE_MAX];
    size_t length;
};
extern struct fixture fixture;

void step(struct fixture *f, const struct bus_input *input);
void tick(struct fixture *f);
/* `count` stations, addresses from 1 on, and a tunnel. */
struct fixture *line(uint8_t count);
/* On to the next frame of that type; the time that took. */
msec until(struct fixture *f, uint8_t type, uint8_t to);
void answer(struct fixture *f, uint8_t from, const struct message *message, uint8_t bits,
            uint8_t ctr);
void answer_ack(struct fixture *f, uint8_t from, uint8_t bits);
/* NULL when the last step had none of that kind. */
const struct bus_event *event(const struct fixture *f, enum bus_event_kind kind);
/* Of the BEAT that was sent last. */
uint32_t beat_gctr(const struct fixture *f);
/* A frame of the controller. */
void down(struct fixture *f, uint8_t to, uint8_t ctl, uint8_t ctr);

#endif
