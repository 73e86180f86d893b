/* SPDX-License-Identifier: Apache-2.0 */
#include "core/link.h"

#include <string.h>

#include "core/when.h"

const char *station_link_state_name(enum station_link_state state)
{
    static const char *const names[] = {"silent", "no-controller", "greeting", "open"};
    return names[state];
}

static const uint8_t no_key[RECORD_KEY];

static uint8_t group_of(uint8_t kind)
{
    return kind == DEVICE_PAD     ? ADDRESS_GROUP_PADS
           : kind == DEVICE_STRIP ? ADDRESS_GROUP_STRIPS
                                  : ADDRESS_GROUP_RATING;
}

void station_link_init(struct station_link *link, const struct station_identity *identity,
                       struct station *station, uint8_t address)
{
    *link = (struct station_link){.identity = identity, .station = station, .address = address};
    frame_parser_init(&link->parser, link->buffer, sizeof(link->buffer));
    channel_init(&link->pair, address, ADDRESS_CONTROLLER, 0, no_key, no_key);
    channel_init_group(&link->all, ADDRESS_ALL, false, 0, no_key, 0);
    channel_init_group(&link->group, group_of(station->kind), false, 0, no_key, 0);
}

static void leave(struct station_link *link, enum station_link_state state, msec now)
{
    link->state = state;
    link->waiting_length = 0;
    station_offline(link->station, now);
}

/* A new session: HELLO goes out with the next poll. */
static void greet(struct station_link *link, msec due, msec now)
{
    leave(link, STATION_GREETING, now);
    link->welcomed = false;
    channel_init(&link->pair, link->address, ADDRESS_CONTROLLER, 0, no_key, no_key);
    channel_init_group(&link->all, ADDRESS_ALL, false, 0, no_key, 0);
    link->hello_due = due;
    link->hello_wait = LINK_HELLO_MS;
}

static void take_beat(struct station_link *link, const struct msg_beat *beat, msec now)
{
    uint8_t tunnel = beat->flags >> BEAT_TUNNEL_SHIFT;
    link->beat = now;
    if (beat->flags & BEAT_CONTROLLER_LOST) {
        if (link->state != STATION_NO_CONTROLLER)
            leave(link, STATION_NO_CONTROLLER, now);
        link->welcomed = false;
        return;
    }
    bool known = link->welcomed && tunnel == link->tunnel;
    link->tunnel = tunnel;
    if (known && link->state == STATION_SILENT) {
        link->state = STATION_OPEN;
        station_online(link->station, now);
    } else if (!known && (link->state != STATION_GREETING)) {
        greet(link, now, now);
    }
    if (!(beat->gctr & BEAT_GROUP_SENT))
        return;
    uint8_t ctr = (uint8_t)beat->gctr;
    if (!link->group_known || ctr != link->group_ctr) /* a CALL went by unheard */
        station_doubt(link->station, now);
    link->group_known = true;
    link->group_ctr = ctr;
}

static void fill_hello(struct station_link *link, struct message *message)
{
    const struct station_identity *identity = link->identity;
    message->type = MSG_TYPE_HELLO;
    message->hello = (struct msg_hello){
        .proto_max = PROTO_VERSION,
        .proto_min = PROTO_VERSION,
        .schema_rev = SCHEMA_REV,
        .kind = link->station->kind,
        .uid = identity->uid,
        .boot = link->boot,
        .firmware = identity->firmware,
        .instance = link->instance,
        .epoch = link->epoch,
        .jseq = link->jseq,
    };
    message->hello.hall_hash.length = HALL_HASH_SIZE;
    memcpy(message->hello.hall_hash.at, identity->hall_hash, HALL_HASH_SIZE);
    memcpy(message->hello.name, identity->name, sizeof(identity->name));
}

/* The next event into `waiting`, if there is one. */
static void fetch(struct station_link *link, msec now)
{
    struct station_out out;
    if (link->state == STATION_GREETING && now >= link->hello_due) {
        fill_hello(link, &out.message);
        out.expires = now + link->hello_wait;
        link->hello_due = out.expires;
        link->hello_wait = when_sooner(2 * link->hello_wait, LINK_HELLO_MAX_MS);
    } else if (link->state != STATION_OPEN || !station_next(link->station, now, &out)) {
        return;
    }
    uint8_t ctr = (uint8_t)link->pair.out.next;
    if (channel_seal(&link->pair, &out.message, link->waiting, FRAME_MAX_BUS,
                     &link->waiting_length))
        return; /* cannot be: no message of a station is longer than a bus frame */
    link->waiting_ctr = ctr;
    link->waiting_expires = out.expires;
}

/* The master asked: the event that waits, or ACK. */
static void answer(struct station_link *link, msec now, struct station_reply *reply)
{
    if (link->waiting_length && now >= link->waiting_expires)
        link->waiting_length = 0; /* D-11: nothing old is said late */
    if (!link->waiting_length)
        fetch(link, now);
    if (link->waiting_length) {
        uint8_t *ctl = &link->waiting[FRAME_CTL];
        *ctl = (uint8_t)((*ctl & (uint8_t)~CTL_ACK_MASK) | (link->got_ctr & CTL_ACK_MASK));
        if (frame_encode(link->waiting, link->waiting_length, reply->wire, sizeof(reply->wire),
                         &reply->length))
            link->waiting_length = 0;
        return;
    }
    struct message ack = {.type = MSG_TYPE_ACK, .ack = {.status = 0}};
    const uint8_t header[FRAME_HEADER] = {ADDRESS_CONTROLLER, link->address,
                                          (uint8_t)(CTL_SEC_CLEAR | (link->got_ctr & CTL_ACK_MASK)),
                                          link->clear_ctr++};
    if (message_to_wire(&ack, header, reply->wire, sizeof(reply->wire), &reply->length))
        reply->length = 0;
}

/* D-01: the ACK bits only stop our own repeating. */
static void acknowledged(struct station_link *link, uint8_t ctl)
{
    if ((ctl & CTL_ACK_MASK) == (link->waiting_ctr & CTL_ACK_MASK))
        link->waiting_length = 0;
}

static void take_welcome(struct station_link *link, const struct msg_welcome *welcome, msec now)
{
    if (link->state != STATION_GREETING)
        return;
    link->state = STATION_OPEN;
    link->welcomed = true;
    link->waiting_length = 0;
    link->boot = welcome->boot;
    link->instance = welcome->instance;
    link->epoch = welcome->epoch;
    link->jseq = welcome->jseq;
    station_welcome(link->station, welcome, now);
}

static void take_bye(struct station_link *link, const struct msg_bye *bye, msec now)
{
    msec wait = bye->retry_ms;
    if (link->state == STATION_GREETING) /* our HELLO was refused: not at once again */
        wait = wait > LINK_HELLO_MS ? wait : LINK_HELLO_MS;
    if (link->state == STATION_GREETING || link->state == STATION_OPEN)
        greet(link, now + wait, now);
}

static void take_message(struct station_link *link, const struct message *message, msec now)
{
    if (message->type == MSG_TYPE_WELCOME)
        take_welcome(link, &message->welcome, now);
    else if (message->type == MSG_TYPE_BYE)
        take_bye(link, &message->bye, now);
    else if (link->state == STATION_OPEN) {
        if (message->type == MSG_TYPE_RESULT) { /* D-26 */
            link->epoch = message->result.epoch;
            link->jseq = message->result.jseq;
        }
        station_take(link->station, message, now);
    }
}

static void open_frame(struct station_link *link, struct channel *channel, const uint8_t *frame,
                       size_t length, msec now)
{
    struct message message;
    enum channel_result result = channel_open(channel, frame, length, &message);
    if (result == CHANNEL_GAP)
        station_doubt(link->station, now);
    if (result == CHANNEL_MESSAGE || result == CHANNEL_GAP)
        take_message(link, &message, now);
}

/* POLL and BEAT belong to the line, not to the session. */
static bool take_link_frame(struct station_link *link, const uint8_t *frame, size_t length,
                            msec now)
{
    uint8_t type = frame[FRAME_HEADER];
    if ((frame[FRAME_CTL] & CTL_SEC_MASK) != CTL_SEC_CLEAR ||
        (type != MSG_TYPE_POLL && type != MSG_TYPE_BEAT && type != MSG_TYPE_ACK))
        return false;
    struct message message;
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    if (type == MSG_TYPE_BEAT && !message_decode(&in, &message))
        take_beat(link, &message.beat, now);
    return true;
}

static void take_frame(struct station_link *link, const uint8_t *frame, size_t length, msec now,
                       struct station_reply *reply)
{
    uint8_t to = frame[FRAME_DST], from = frame[FRAME_SRC], ctl = frame[FRAME_CTL];
    if (from == link->address) { /* somebody else uses our address */
        link->conflicts++;
        link->station->flags |= STATION_FLAG_CONFLICT;
    }
    if (from != ADDRESS_CONTROLLER)
        return;
    if (to == ADDRESS_ALL || to == link->group.own) {
        if (take_link_frame(link, frame, length, now))
            return;
        if (to == ADDRESS_ALL) {
            link->group_known = true;
            link->group_ctr = frame[FRAME_CTR];
        }
        open_frame(link, to == ADDRESS_ALL ? &link->all : &link->group, frame, length, now);
        return;
    }
    if (to != link->address)
        return;
    acknowledged(link, ctl);
    if (!take_link_frame(link, frame, length, now)) {
        open_frame(link, &link->pair, frame, length, now);
        link->got_ctr = frame[FRAME_CTR];
    }
    if (ctl & CTL_ACKREQ)
        answer(link, now, reply);
}

size_t station_link_feed(struct station_link *link, const uint8_t *bytes, size_t count, msec now,
                         struct station_reply *reply)
{
    const uint8_t *frame;
    size_t length;
    reply->length = 0;
    station_link_tick(link, now); /* what was too late before these bytes came stays too late */
    size_t taken = frame_parser_feed(&link->parser, bytes, count, &frame, &length);
    if (frame)
        take_frame(link, frame, length, now, reply);
    link->station->rx_bad = (uint16_t)link->parser.bad;
    return taken;
}

void station_link_tick(struct station_link *link, msec now)
{
    if (link->state != STATION_SILENT && now - link->beat >= LINK_LOST_MS)
        leave(link, STATION_SILENT, now);
    station_tick(link->station, now);
}

msec station_link_deadline(const struct station_link *link)
{
    msec when = station_deadline(link->station);
    return link->state == STATION_SILENT ? when : when_sooner(when, link->beat + LINK_LOST_MS);
}
