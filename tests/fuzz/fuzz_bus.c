/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes on the line, any frames of the controller, any time between them: the master
 * never speaks while it waits for an answer or pauses, its queue and its credit stay in
 * their bounds, and it always wants to be called again.
 * Input: a count of stations, then records {kind u8, ms u8, length u8, bytes}.
 */
#include <stdlib.h>
#include <string.h>

#include "master/bus.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define STEP_MS 8
#define WIRED 0x80 /* of kind: the bytes become a frame */

static uint32_t credit;

static void check(const struct bus *bus, const struct bus_output *output, msec now, msec silent)
{
    if (output->deadline <= now || bus->queued > BUS_QUEUE_MAX)
        abort();
    if (output->wire_length && now < silent)
        abort();
    for (uint32_t i = 0; i < output->count; i++) {
        const struct bus_event *event = &output->events[i];
        credit += event->kind == BUS_EVENT_CREDIT ? event->credit : 0;
        if (event->kind == BUS_EVENT_UPLINK &&
            (event->length <= FRAME_HEADER || event->length > FRAME_MAX_BUS || !bus->tunnel))
            abort();
    }
    if (credit > BUS_QUEUE_MAX)
        abort();
}

static void take(struct bus *bus, struct bus_output *output, const struct bus_input *input,
                 msec now)
{
    msec silent = bus->silent_until;
    if (input->kind == BUS_TUNNEL_UP || input->kind == BUS_TUNNEL_DOWN)
        credit = 0;
    if (input->kind == BUS_FRAME) {
        if (!credit)
            return; /* a controller that keeps to its credit */
        credit--;
        /* What is refused gives no credit back; the controller would not send it. */
        if (input->length <= FRAME_HEADER || input->length > FRAME_MAX_BUS)
            credit++;
    }
    bus_step(bus, now, input, output);
    check(bus, output, now, silent);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bus bus;
    static struct bus_output output;
    struct bus_settings settings = {.baud = 19200};
    msec now = 1000;
    settings.count = size ? data[0] % (BUS_STATIONS_MAX + 1) : 0;
    for (uint8_t i = 0; i < settings.count; i++)
        settings.addresses[i] = (uint8_t)(i + 1);
    credit = 0;
    bus_init(&bus, &settings, now);
    for (size_t at = 1; size > at && size - at >= 3;) {
        uint8_t kind = data[at];
        size_t length = data[at + 2];
        now += data[at + 1] * STEP_MS;
        at += 3;
        if (length > size - at)
            length = size - at;
        uint8_t wire[FRAME_WIRE_MAX(255)];
        size_t wire_length = 0;
        struct bus_input input = {.kind = (enum bus_input_kind)((kind & 7) % (BUS_GCTR + 1)),
                                  .bytes = data + at,
                                  .length = length,
                                  .number = kind,
                                  .gctr = (uint32_t)kind * 251};
        if (kind & WIRED && input.kind == BUS_BYTES &&
            !frame_encode(data + at, length, wire, sizeof(wire), &wire_length) &&
            wire_length <= BUS_INPUT_MAX) {
            input.bytes = wire;
            input.length = wire_length;
        }
        take(&bus, &output, &input, now);
        at += length;
    }
    return 0;
}
