/* SPDX-License-Identifier: Apache-2.0 */
#include "bus_world.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define INJECTOR (-2)
#define MASTER (-1)

uint32_t world_random(struct world *w, uint32_t below)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return (uint32_t)((w->random >> 16) % below);
}

static bool chance(struct world *w, uint32_t per_thousand)
{
    return per_thousand && world_random(w, 1000) < per_thousand;
}

static void bus_give(struct world *w, enum bus_input_kind kind, const uint8_t *bytes,
                     size_t length);

bool world_send_down(struct world *w, const uint8_t *frame, size_t length)
{
    assert(length);
    if (!w->credit)
        return false; /* what matters is said again */
    w->credit--;
    bus_give(w, BUS_FRAME, frame, length);
    return true;
}

/* ---- the wires ---- */

/* What one receiver hears of it. */
static size_t heard(struct world *w, const struct world_sending *sending, uint8_t *bytes)
{
    size_t length = 0;
    if (chance(w, w->noise.lose))
        return 0;
    memcpy(bytes, sending->bytes, sending->length);
    length = sending->length;
    uint32_t hits = sending->broken ? 8 : chance(w, w->noise.garble) ? 1 + world_random(w, 3) : 0;
    for (uint32_t i = 0; i < hits; i++)
        bytes[world_random(w, (uint32_t)length)] ^= (uint8_t)(1u << world_random(w, 8));
    if (chance(w, w->noise.repeat)) {
        memcpy(bytes + length, bytes, length);
        length *= 2;
    }
    return length;
}

static void put_on_wire(struct world *w, int sender, const uint8_t *bytes, size_t length,
                        msec delay)
{
    struct world_sending *sending = NULL;
    for (int i = 0; i < WORLD_ON_WIRE; i++)
        if (!w->wire[i].used)
            sending = &w->wire[i];
    assert(sending);
    if (sender != INJECTOR) {
        struct world_recorded *recorded = &w->recorded[w->recorded_count++ % WORLD_RECORDED];
        recorded->length = length;
        memcpy(recorded->bytes, bytes, length);
    }
    *sending = (struct world_sending){.used = true, .sender = sender, .from = w->now + delay};
    sending->until = sending->from + bus_line_ms(w->bus.settings.baud, length);
    sending->length = length;
    memcpy(sending->bytes, bytes, length);
    if (sender != MASTER)
        sending->heard = heard(w, sending, sending->for_master);
    for (int i = 0; i < WORLD_ON_WIRE; i++) { /* two at once: nobody understands either */
        struct world_sending *other = &w->wire[i];
        if (other != sending && other->used && other->sender != sender &&
            other->from < sending->until && sending->from < other->until)
            other->broken = sending->broken = true;
    }
}

void world_inject(struct world *w, const uint8_t *bytes, size_t length)
{
    put_on_wire(w, INJECTOR, bytes, length, 0);
}

static void station_hears(struct world *w, uint8_t index, const uint8_t *bytes, size_t length)
{
    struct world_station *s = &w->stations[index];
    struct station_reply reply;
    for (size_t at = 0; at < length;) {
        at += station_link_feed(&s->link, bytes + at, length - at, w->now, &reply);
        if (reply.length && at == length) /* a station answers the last word it heard */
            put_on_wire(w, index, reply.wire, reply.length, 1 + s->busy);
    }
}

static void arrive(struct world *w, struct world_sending *sending)
{
    uint8_t bytes[2 * LINK_WIRE_MAX];
    struct world_sending copy = *sending;
    sending->used = false;
    for (uint8_t i = 0; i < w->count; i++) {
        if (copy.sender == i || w->stations[i].dead)
            continue;
        station_hears(w, i, bytes, heard(w, &copy, bytes));
    }
}

/* Somebody on the wires says again what was said. The master would take its own words for another
 * master's and pause (D-14), so he plays those to the stations only. */
static void replay(struct world *w)
{
    uint32_t count = w->recorded_count < WORLD_RECORDED ? w->recorded_count : WORLD_RECORDED;
    if (!count)
        return;
    const struct world_recorded *recorded = &w->recorded[world_random(w, count)];
    uint8_t decoded[LINK_WIRE_MAX];
    const uint8_t *frame;
    size_t length;
    struct frame_parser parser;
    frame_parser_init(&parser, decoded, sizeof(decoded));
    (void)frame_parser_feed(&parser, recorded->bytes, recorded->length, &frame, &length);
    assert(frame);
    if (frame[FRAME_SRC] != ADDRESS_CONTROLLER) {
        world_inject(w, recorded->bytes, recorded->length);
        return;
    }
    for (uint8_t i = 0; i < w->count; i++)
        if (!w->stations[i].dead)
            station_hears(w, i, recorded->bytes, recorded->length);
}

/* The master hears bytes as they come; stations of this world hear whole frames. */
static void trickle(struct world *w, struct world_sending *sending)
{
    if (sending->sender == MASTER || w->now < sending->from || sending->given == sending->heard)
        return;
    uint64_t passed = (uint64_t)(w->now - sending->from) * w->bus.settings.baud / 10 / SECOND;
    size_t due = w->now >= sending->until || passed > sending->heard ? sending->heard : passed;
    uint8_t *bytes = sending->for_master + sending->given;
    size_t length = due - sending->given;
    if (length > BUS_INPUT_MAX)
        length = BUS_INPUT_MAX;
    sending->given += length;
    if (sending->broken && length)
        bytes[0] ^= 0x55;
    if (length && !w->bus_dead)
        bus_give(w, BUS_BYTES, bytes, length);
}

/* ---- the master ---- */

static void take_events(struct world *w, const struct bus_output *output)
{
    for (uint32_t i = 0; i < output->count; i++) {
        const struct bus_event *event = &output->events[i];
        switch (event->kind) {
        case BUS_EVENT_UPLINK:
            controller_hear(w, event);
            break;
        case BUS_EVENT_STATION:
            w->online_events++;
            if (!event->online)
                w->stations[event->address - 1].open = false;
            line_keys_present(&w->stations[event->address - 1].keys, event->online, w->now);
            break;
        case BUS_EVENT_CREDIT:
            w->credit += event->credit;
            assert(w->credit <= BUS_QUEUE_MAX);
            break;
        case BUS_EVENT_FOREIGN:
            w->foreign_events++;
            break;
        case BUS_EVENT_DROPPED:
            w->dropped++;
            break;
        }
    }
}

static void bus_give(struct world *w, enum bus_input_kind kind, const uint8_t *bytes, size_t length)
{
    struct bus_output output;
    struct bus_input input = {kind, bytes, length, (uint8_t)w->tunnels, w->group.channel.out.next};
    bus_step(&w->bus, w->now, &input, &output);
    assert(output.deadline > w->now);
    w->bus_due = output.deadline;
    if (output.wire_length)
        put_on_wire(w, MASTER, output.wire, output.wire_length, 0);
    take_events(w, &output);
}

void world_tunnel(struct world *w, bool up)
{
    w->credit = 0;
    w->tunnels += up;
    controller_tunnel(w);
    bus_give(w, up ? BUS_TUNNEL_UP : BUS_TUNNEL_DOWN, NULL, 0);
    if (up)
        bus_give(w, BUS_GCTR, NULL, 0);
}

void world_controller_restart(struct world *w)
{
    world_tunnel(w, false);
    controller_start(w);
    world_tunnel(w, true);
}

/* ---- the world ---- */

void world_reboot(struct world *w, uint8_t station)
{
    struct world_station *s = &w->stations[station];
    if (s->press) { /* whoever pressed saw the display go dark */
        s->press->known = true;
        s->press->outcome = PAD_NO_ANSWER;
        s->press = NULL;
    }
    station_link_fini(&s->link);
    station_init(&s->station, s->station.kind, (target_id){1}, w->now);
    station_link_init(&s->link, &s->identity, &s->station, (uint8_t)(station + 1));
}

void world_init(struct world *w, uint8_t count, uint32_t baud, uint64_t seed)
{
    static const uint8_t kinds[] = {DEVICE_PAD, DEVICE_STRIP, DEVICE_RATING};
    memset(w, 0, sizeof(*w));
    w->now = 1000000;
    w->random = seed * 0x9e3779b97f4a7c15u + 1;
    w->count = count;
    struct bus_settings settings = {.baud = baud, .count = count};
    for (uint8_t i = 0; i < count; i++) {
        struct world_station *s = &w->stations[i];
        settings.addresses[i] = (uint8_t)(i + 1);
        s->identity.uid = 100u + i;
        snprintf(s->identity.name, sizeof(s->identity.name), "station-%u", i + 1u);
        for (size_t n = 0; n < NOISE_PSK; n++)
            s->psk[n] = s->identity.key[n] = (uint8_t)world_random(w, 256);
        station_init(&s->station, kinds[i % 3], (target_id){1}, w->now);
        station_link_init(&s->link, &s->identity, &s->station, (uint8_t)(i + 1));
    }
    bus_init(&w->bus, &settings, w->now);
    w->bus_due = w->now;
    controller_start(w);
    world_tunnel(w, true);
}

static void learn(struct world *w, struct world_station *s)
{
    struct world_press *press = s->press;
    if (!press || s->station.pad.seq == press->seq)
        return;
    press->known = true;
    press->outcome = s->station.pad.last;
    s->press = NULL;
    (void)w;
}

enum pad_taken world_press(struct world *w, uint8_t station, uint8_t key)
{
    struct world_station *s = &w->stations[station];
    enum pad_taken taken = station_press(&s->station, key, 0, w->now);
    if (taken != PAD_TAKEN)
        return taken;
    assert(w->press_count < WORLD_PRESSES_MAX);
    struct world_press *press = &w->presses[w->press_count++];
    *press = (struct world_press){.station = station, .boot = s->link.boot, .pressed = w->now};
    press->seq = s->station.seq;
    s->press = press;
    return taken;
}

static void station_lives(struct world *w, struct world_station *s)
{
    uint8_t seed[CRYPTO_POINT];
    if (station_link_wants_seed(&s->link) && !s->seedless) {
        for (size_t i = 0; i < sizeof(seed); i++)
            seed[i] = (uint8_t)world_random(w, 256);
        station_link_seed(&s->link, seed);
    }
    if (station_link_deadline(&s->link) <= w->now)
        station_link_tick(&s->link, w->now);
    learn(w, s);
}

void world_run(struct world *w, msec duration)
{
    for (msec end = w->now + duration; w->now < end; w->now++) {
        for (int i = 0; i < WORLD_ON_WIRE; i++)
            if (w->wire[i].used) {
                trickle(w, &w->wire[i]);
                if (w->wire[i].until <= w->now)
                    arrive(w, &w->wire[i]);
            }
        for (uint8_t i = 0; i < w->count; i++)
            if (!w->stations[i].dead)
                station_lives(w, &w->stations[i]);
        if (w->bus.tunnel && !w->controller_dead)
            controller_tick(w);
        if (w->bus_due <= w->now && !w->bus_dead)
            bus_give(w, BUS_TICK, NULL, 0);
        if (chance(w, w->noise.junk)) {
            uint8_t junk[4] = {(uint8_t)world_random(w, 256), 0, (uint8_t)world_random(w, 256), 1};
            world_inject(w, junk, 1 + world_random(w, 4));
        }
        if (chance(w, w->noise.replay))
            replay(w);
    }
}

uint32_t world_wrong(const struct world *w)
{
    uint32_t wrong = 0;
    struct rec_call_entry entry = controller_entry(w);
    for (uint8_t i = 0; i < w->count; i++) {
        const struct station *s = &w->stations[i].station;
        if (w->stations[i].dead)
            continue;
        if (s->kind == DEVICE_RATING) {
            wrong += !s->online || !w->stations[i].open;
            continue;
        }
        bool pad = s->kind == DEVICE_PAD;
        uint16_t number = pad ? s->pad.label.number : s->strip.label.number;
        uint8_t call = pad ? s->pad.call : s->strip.call;
        uint8_t state = pad ? s->pad.state : s->strip.state;
        bool known = pad ? s->pad.known : s->strip.known;
        wrong += !known || !s->online || !w->stations[i].open || number != entry.number ||
                 call != entry.call || state != entry.state;
    }
    return wrong;
}

const char *world_books(const struct world *w)
{
    for (uint32_t i = 0; i < w->press_count; i++) {
        const struct world_press *press = &w->presses[i];
        if (!press->known || press->outcome == PAD_PENDING)
            return "a press has no end";
        if (press->executions > 1)
            return "a press was done twice";
        if (press->executions && press->executed - press->pressed > BUS_PRESS_LIFE_MS + SECOND)
            return "a press was done late";
        if (press->outcome == PAD_DONE && !press->executions)
            return "a press was done that the controller did not do";
        if (press->outcome == PAD_REFUSED && press->executions)
            return "a press was refused and done";
    }
    return NULL;
}
