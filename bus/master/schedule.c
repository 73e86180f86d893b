/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "master/internal.h"
#include "protocol/message.h"

#define BITS_PER_CHAR 10 /* 8N1 */

msec bus_line_ms(uint32_t baud, size_t bytes)
{
    return (msec)((bytes * BITS_PER_CHAR * (uint64_t)SECOND + baud - 1) / baud);
}

msec bus_pause_ms(uint32_t baud)
{
    return bus_line_ms(baud, 2); /* two characters: every sender has let go of the line */
}

void bus_missed(struct bus *bus, struct bus_output *output)
{
    struct bus_station *station = &bus->stations[bus->asked];
    enum bus_wait waited = bus->waiting;
    bus->waiting = BUS_WAIT_NOTHING;
    station->errors++;
    if (station->misses < BUS_TRIES_MAX)
        station->misses++;
    station->state = station->misses < BUS_TRIES_MAX ? BUS_SUSPECT : BUS_OFFLINE;
    if (station->state == BUS_OFFLINE)
        bus_set_online(station, false, output);
    if (waited == BUS_WAIT_FRAME && bus_queue_head(bus)->tries >= BUS_TRIES_MAX) {
        bus->dropped++;
        bus_add(output, BUS_EVENT_DROPPED, station->address);
        bus_queue_drop(bus, output);
    }
}

/* ---- what is said ---- */

static void say(struct bus *bus, const uint8_t *frame, size_t length, msec now,
                struct bus_output *output)
{
    if (frame_encode(frame, length, output->wire, sizeof(output->wire), &output->wire_length))
        return; /* cannot be: the wire buffer holds the largest bus frame */
    memcpy(bus->sent, frame, length);
    bus->sent_length = (uint8_t)length;
    bus->free_at = now + bus_line_ms(bus->settings.baud, output->wire_length) +
                   bus_pause_ms(bus->settings.baud);
}

static void wait_for(struct bus *bus, uint8_t index, enum bus_wait waiting, msec now,
                     const struct bus_output *output)
{
    bus->waiting = waiting;
    bus->asked = index;
    bus->answer_by = now + bus_line_ms(bus->settings.baud, output->wire_length) +
                     bus->settings.turn_ms + BUS_HOST_MS;
    bus->answer_last = bus->answer_by + bus_line_ms(bus->settings.baud, BUS_WIRE_MAX) + BUS_GAP_MS;
}

static void say_own(struct bus *bus, const struct message *message, uint8_t to, uint8_t link_bits,
                    msec now, struct bus_output *output)
{
    uint8_t frame[FRAME_MAX_BUS] = {to, ADDRESS_CONTROLLER, (uint8_t)(CTL_SEC_CLEAR | link_bits),
                                    bus->clear_ctr++};
    struct wire_out out = {frame + FRAME_HEADER, frame + sizeof(frame), false};
    if (!message_encode(message, &out))
        say(bus, frame, (size_t)(out.at - frame), now, output);
}

static void say_beat(struct bus *bus, msec now, struct bus_output *output)
{
    struct message beat = {.type = MSG_TYPE_BEAT};
    beat.beat.flags = (uint8_t)(bus->tunnel_number << BEAT_TUNNEL_SHIFT |
                                (bus->tunnel ? 0 : BEAT_CONTROLLER_LOST));
    beat.beat.gctr = bus->gctr;
    beat.beat.load = bus->queued;
    bus->beat_due = now + BUS_BEAT_MS;
    say_own(bus, &beat, ADDRESS_ALL, 0, now, output);
}

static void say_poll(struct bus *bus, uint8_t index, msec now, struct bus_output *output)
{
    const struct bus_station *station = &bus->stations[index];
    struct message poll = {.type = MSG_TYPE_POLL};
    say_own(bus, &poll, station->address, (uint8_t)(CTL_ACKREQ | (station->ack & CTL_ACK_MASK)),
            now, output);
    wait_for(bus, index, BUS_WAIT_POLL, now, output);
}

/* D-01: of a controller's frame only the link bits are ours. */
static void say_frame(struct bus *bus, uint8_t link_bits, msec now, struct bus_output *output)
{
    struct bus_frame *frame = bus_queue_head(bus);
    uint8_t *ctl = &frame->at[FRAME_CTL];
    *ctl = (uint8_t)((*ctl & (uint8_t)~CTL_LINK_BITS) | link_bits);
    frame->tries++;
    say(bus, frame->at, frame->length, now, output);
}

/* The counter has 32 bits, a frame shows the low 8; frames that were dropped before are skipped. */
static void count_group(struct bus *bus, uint8_t ctr)
{
    bus->gctr += (uint8_t)(ctr - (uint8_t)bus->gctr) + 1u;
}

static bool say_head(struct bus *bus, msec now, struct bus_output *output)
{
    while (bus->queued) {
        struct bus_frame *frame = bus_queue_head(bus);
        if (bus_is_group(frame)) {
            say_frame(bus, 0, now, output);
            count_group(bus, frame->at[FRAME_CTR]);
            bus_queue_drop(bus, output);
            return true;
        }
        struct bus_station *station = bus_find(bus, frame->at[FRAME_DST]);
        if (station && station->state != BUS_OFFLINE) {
            say_frame(bus, (uint8_t)(CTL_ACKREQ | (station->ack & CTL_ACK_MASK)), now, output);
            wait_for(bus, (uint8_t)(station - bus->stations), BUS_WAIT_FRAME, now, output);
            return true;
        }
        /* Nobody there: it hears the present state when it comes back. */
        bus->dropped++;
        bus_add(output, BUS_EVENT_DROPPED, frame->at[FRAME_DST]);
        bus_queue_drop(bus, output);
    }
    return false;
}

/* ---- whose turn it is ---- */

static bool probe_due(const struct bus_station *station, msec now)
{
    return station->state == BUS_OFFLINE && now - station->probed >= BUS_PROBE_MS;
}

/* Spread over the rounds, so that each is about as long as the others. */
static bool its_round(const struct bus *bus, uint8_t index)
{
    uint8_t every = bus->settings.every[index];
    return !every || (bus->rounds + index) % every == 0;
}

static void begin_round(struct bus *bus, msec now)
{
    uint8_t count = bus->settings.count;
    bool somebody = false;
    bus->rounds++;
    for (uint8_t i = 0; i < count; i++) {
        uint8_t state = bus->stations[i].state;
        bus->stations[i].wanted =
            state == BUS_SUSPECT || (state == BUS_ONLINE && its_round(bus, i));
        somebody |= state != BUS_OFFLINE;
    }
    bus->round = now;
    bus->turn = 0;
    if (somebody && now - bus->probed < BUS_PROBE_MS)
        return;
    for (uint8_t n = 0; n < count; n++) {
        uint8_t i = (uint8_t)((bus->probe + n) % count);
        if (!probe_due(&bus->stations[i], now))
            continue;
        bus->stations[i].wanted = true;
        bus->probed = now;
        if (somebody) { /* one a second, so that the dead cost the living little */
            bus->probe = (uint8_t)((i + 1) % count);
            return;
        }
    }
}

/* The next station of the round, or `count`. */
static uint8_t next_turn(struct bus *bus, msec now)
{
    uint8_t count = bus->settings.count;
    while (bus->turn < count && !bus->stations[bus->turn].wanted)
        bus->turn++;
    if (bus->turn == count && now - bus->round >= BUS_ROUND_MS) {
        begin_round(bus, now);
        while (bus->turn < count && !bus->stations[bus->turn].wanted)
            bus->turn++;
    }
    return bus->turn;
}

/* A station that is busy and due, or `count`; never two of them in a row, so that somebody who
 * says he is busy for ever keeps nobody waiting. */
static uint8_t busy_turn(struct bus *bus, msec now)
{
    uint8_t count = bus->settings.count;
    for (uint8_t i = 0; i < count && !bus->busy_last; i++)
        if (bus->stations[i].busy && now >= bus->stations[i].busy)
            return i;
    return count;
}

static bool say_next_poll(struct bus *bus, msec now, struct bus_output *output)
{
    uint8_t index = busy_turn(bus, now);
    bus->busy_last = index < bus->settings.count;
    if (!bus->busy_last)
        index = next_turn(bus, now);
    if (index == bus->settings.count)
        return false;
    struct bus_station *station = &bus->stations[index];
    station->wanted = false;
    station->busy = 0;
    if (station->state == BUS_OFFLINE)
        station->probed = now;
    say_poll(bus, index, now, output);
    return true;
}

void bus_speak(struct bus *bus, msec now, struct bus_output *output)
{
    if (bus->waiting != BUS_WAIT_NOTHING || now < bus->free_at || now < bus->silent_until)
        return;
    if (now >= bus->beat_due) {
        say_beat(bus, now, output);
        return;
    }
    /* Frames and polls take turns; a frame that was not answered is tried again at once. */
    bool again = bus->queued && bus_queue_head(bus)->tries;
    bool poll_first = !bus->polled_last && !again;
    bus->polled_last = false;
    if (poll_first && say_next_poll(bus, now, output)) {
        bus->polled_last = true;
        return;
    }
    if (say_head(bus, now, output))
        return;
    bus->polled_last = !poll_first && say_next_poll(bus, now, output);
}

msec bus_deadline(const struct bus *bus, msec now)
{
    if (bus->waiting != BUS_WAIT_NOTHING)
        return bus->answer_by;
    msec next = bus->beat_due;
    bool more = bus->queued > 0;
    for (uint8_t i = bus->turn; i < bus->settings.count && !more; i++)
        more = bus->stations[i].wanted;
    for (uint8_t i = 0; i < bus->settings.count; i++)
        if (bus->stations[i].busy && bus->stations[i].busy < next)
            next = bus->stations[i].busy;
    if (more)
        next = now;
    else if (bus->round + BUS_ROUND_MS < next)
        next = bus->round + BUS_ROUND_MS;
    if (next < bus->free_at)
        next = bus->free_at;
    if (next < bus->silent_until)
        next = bus->silent_until;
    return next > now ? next : now + 1;
}
