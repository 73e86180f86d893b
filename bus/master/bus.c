/* SPDX-License-Identifier: Apache-2.0 */
#include "master/bus.h"

#include <assert.h>
#include <string.h>

#include "master/internal.h"
#include "protocol/message.h"

const char *bus_station_state_name(uint8_t state)
{
    static const char *const names[] = {"suspect", "online", "offline"};
    return state < countof(names) ? names[state] : "?";
}

void bus_init(struct bus *bus, const struct bus_settings *settings, msec now)
{
    assert(settings->count <= BUS_STATIONS_MAX);
    *bus = (struct bus){.settings = *settings,
                        .round = now - BUS_ROUND_MS,
                        .free_at = now,
                        .beat_due = now,
                        .probed = now,
                        .silent_until = now,
                        .stepped = now,
                        .deaf_until = now};
    if (!bus->settings.turn_ms)
        bus->settings.turn_ms = BUS_TURN_MS;
    for (uint8_t i = 0; i < settings->count; i++)
        bus->stations[i] = (struct bus_station){.address = settings->addresses[i],
                                                .ack = UINT8_MAX,
                                                .probed = now - BUS_PROBE_MS};
    frame_parser_init(&bus->parser, bus->buffer, sizeof(bus->buffer));
}

struct bus_event *bus_add(struct bus_output *output, enum bus_event_kind kind, uint8_t address)
{
    assert(output->count < BUS_EVENTS_MAX);
    struct bus_event *event = &output->events[output->count++];
    *event = (struct bus_event){.kind = kind, .address = address};
    return event;
}

struct bus_station *bus_find(struct bus *bus, uint8_t address)
{
    for (uint8_t i = 0; i < bus->settings.count; i++)
        if (bus->stations[i].address == address)
            return &bus->stations[i];
    return NULL;
}

static void tell_station(const struct bus_station *station, struct bus_output *output)
{
    struct bus_event *event = bus_add(output, BUS_EVENT_STATION, station->address);
    event->online = station->online;
    event->errors = station->errors;
}

void bus_set_online(struct bus_station *station, bool online, struct bus_output *output)
{
    if (station->online == online)
        return;
    station->online = online;
    tell_station(station, output);
}

/* ---- frames of the controller ---- */

bool bus_is_group(const struct bus_frame *frame)
{
    return frame->at[FRAME_DST] > ADDRESS_STATION_MAX;
}

struct bus_frame *bus_queue_head(struct bus *bus)
{
    return &bus->queue[bus->head];
}

static void grant(struct bus *bus, struct bus_output *output)
{
    if (!bus->owed)
        return;
    bus_add(output, BUS_EVENT_CREDIT, 0)->credit = bus->owed;
    bus->owed = 0;
}

void bus_queue_drop(struct bus *bus, struct bus_output *output)
{
    bus->head = (uint8_t)((bus->head + 1) % BUS_QUEUE_MAX);
    bus->queued--;
    bus->owed++;
    if (bus->owed >= BUS_QUEUE_MAX / 8 || !bus->queued)
        grant(bus, output);
}

/* A controller that keeps to its credit never overruns the queue; from another one the oldest
 * frame goes, since states are absolute and the newest is the truth. */
static void queue_frame(struct bus *bus, const struct bus_input *input, struct bus_output *output)
{
    bool sane = input->length > FRAME_HEADER && input->length <= FRAME_MAX_BUS &&
                input->bytes[FRAME_SRC] == ADDRESS_CONTROLLER &&
                input->bytes[FRAME_DST] != ADDRESS_CONTROLLER && bus->tunnel;
    if (!sane || bus->queued == BUS_QUEUE_MAX) {
        bus->dropped++;
        bus_add(output, BUS_EVENT_DROPPED, input->length ? input->bytes[FRAME_DST] : 0);
        if (!sane)
            return;
        if (bus->waiting == BUS_WAIT_FRAME)
            bus->waiting = BUS_WAIT_NOTHING;
        bus->head = (uint8_t)((bus->head + 1) % BUS_QUEUE_MAX);
        bus->queued--;
    }
    struct bus_frame *frame = &bus->queue[(bus->head + bus->queued) % BUS_QUEUE_MAX];
    bus->queued++;
    frame->length = (uint8_t)input->length;
    frame->tries = 0;
    memcpy(frame->at, input->bytes, input->length);
}

static void tunnel_down(struct bus *bus, msec now)
{
    bus->tunnel = false;
    bus->queued = 0; /* of a session that is over */
    bus->owed = 0;
    if (bus->waiting == BUS_WAIT_FRAME)
        bus->waiting = BUS_WAIT_NOTHING;
    bus->beat_due = now; /* D-14: pads shall refuse presses from now on */
}

static void tunnel_up(struct bus *bus, uint8_t number, msec now, struct bus_output *output)
{
    tunnel_down(bus, now); /* whatever is left of the session before */
    bus->tunnel = true;
    bus->tunnel_number = number & BEAT_TUNNEL_MASK;
    bus->gctr = 0; /* BUS_GCTR follows */
    for (uint8_t i = 0; i < bus->settings.count; i++)
        if (bus->stations[i].online)
            tell_station(&bus->stations[i], output);
    bus->owed = BUS_QUEUE_MAX;
    grant(bus, output);
}

/* ---- frames of the line ---- */

static bool is_ack(const uint8_t *frame, size_t length, uint8_t *status)
{
    *status = length > FRAME_HEADER + 1 ? frame[FRAME_HEADER + 1] : ACK_IDLE;
    return (frame[FRAME_CTL] & CTL_SEC_MASK) == CTL_SEC_CLEAR &&
           frame[FRAME_HEADER] == MSG_TYPE_ACK;
}

static void uplink(struct bus *bus, const uint8_t *frame, size_t length, struct bus_output *output)
{
    if (!bus->tunnel) /* D-11: a press of now must not call anybody later */
        return;
    struct bus_event *event = bus_add(output, BUS_EVENT_UPLINK, frame[FRAME_SRC]);
    assert(output->used + length <= sizeof(output->frames));
    memcpy(output->frames + output->used, frame, length);
    event->frame = output->frames + output->used;
    event->length = length;
    output->used += length;
}

/* The others on a line that was silent as a whole most likely woke too: one try each, now. */
static void wake_others(struct bus *bus)
{
    for (uint8_t i = 0; i < bus->settings.count; i++)
        if (bus->stations[i].state == BUS_ONLINE)
            return;
    for (uint8_t i = 0; i < bus->settings.count; i++)
        if (bus->stations[i].state == BUS_OFFLINE) {
            bus->stations[i].state = BUS_SUSPECT;
            bus->stations[i].misses = BUS_TRIES_MAX - 1;
        }
}

static void answered(struct bus *bus, const struct bus_station *station, const uint8_t *frame,
                     struct bus_output *output)
{
    if (bus->waiting == BUS_WAIT_NOTHING || station != &bus->stations[bus->asked])
        return; /* late, or out of turn: taken all the same */
    if (bus->waiting == BUS_WAIT_FRAME) {
        uint8_t ctr = bus_queue_head(bus)->at[FRAME_CTR];
        if ((frame[FRAME_CTL] & CTL_ACK_MASK) != (ctr & CTL_ACK_MASK))
            return; /* the late answer to something before */
        bus_queue_drop(bus, output);
    }
    bus->waiting = BUS_WAIT_NOTHING;
}

static void take_frame(struct bus *bus, const uint8_t *frame, size_t length, msec now,
                       struct bus_output *output)
{
    if (frame[FRAME_SRC] == ADDRESS_CONTROLLER) {
        if (length == bus->sent_length && memcmp(frame, bus->sent, length) == 0)
            return; /* our own words: an adapter with its receiver on */
        if (now >= bus->silent_until)
            bus_add(output, BUS_EVENT_FOREIGN, 0);
        bus->foreign++;
        bus->silent_until = now + BUS_FOREIGN_MS; /* D-14: a pause, never for good */
        bus->waiting = BUS_WAIT_NOTHING;
        return;
    }
    struct bus_station *station = bus_find(bus, frame[FRAME_SRC]);
    if (!station || frame[FRAME_DST] != ADDRESS_CONTROLLER)
        return;
    answered(bus, station, frame, output);
    wake_others(bus);
    station->state = BUS_ONLINE;
    station->misses = 0;
    station->busy = 0;
    bus_set_online(station, true, output);
    uint8_t status;
    if (is_ack(frame, length, &status)) {
        if (status == ACK_BUSY)
            station->busy = now + BUS_BUSY_MS;
        return;
    }
    station->ack = frame[FRAME_CTR];
    uplink(bus, frame, length, output);
}

static void take_bytes(struct bus *bus, const struct bus_input *input, msec now,
                       struct bus_output *output)
{
    assert(input->length <= BUS_INPUT_MAX);
    if (now < bus->deaf_until) {
        frame_parser_init(&bus->parser, bus->buffer, sizeof(bus->buffer));
        return;
    }
    if (bus->waiting != BUS_WAIT_NOTHING && bus->answer_by < now + BUS_GAP_MS)
        bus->answer_by = now + BUS_GAP_MS < bus->answer_last ? now + BUS_GAP_MS : bus->answer_last;
    if (bus->free_at < now + bus_pause_ms(bus->settings.baud))
        bus->free_at = now + bus_pause_ms(bus->settings.baud);
    for (size_t at = 0; at < input->length;) {
        const uint8_t *frame;
        size_t length;
        at +=
            frame_parser_feed(&bus->parser, input->bytes + at, input->length - at, &frame, &length);
        if (frame && length <= FRAME_MAX_BUS)
            take_frame(bus, frame, length, now, output);
    }
}

void bus_step(struct bus *bus, msec now, const struct bus_input *input, struct bus_output *output)
{
    output->wire_length = 0;
    output->count = 0;
    output->used = 0;
    if (now - bus->stepped >= BUS_PRESS_LIFE_MS) /* we slept: what comes now may be old (D-11) */
        bus->deaf_until = now + BUS_DEAF_MS;
    bus->stepped = now;
    switch (input->kind) {
    case BUS_TICK:
        break;
    case BUS_BYTES:
        take_bytes(bus, input, now, output);
        break;
    case BUS_FRAME:
        queue_frame(bus, input, output);
        break;
    case BUS_TUNNEL_UP:
        tunnel_up(bus, input->number, now, output);
        break;
    case BUS_TUNNEL_DOWN:
        tunnel_down(bus, now);
        break;
    case BUS_GCTR:
        bus->gctr = input->gctr;
        break;
    }
    if (bus->waiting != BUS_WAIT_NOTHING && now >= bus->answer_by)
        bus_missed(bus, output);
    bus_speak(bus, now, output);
    output->deadline = bus_deadline(bus, now);
}
