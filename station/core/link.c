/* SPDX-License-Identifier: Apache-2.0 */
#include "core/link.h"

#include <string.h>

#include "core/when.h"

const char *station_link_state_name(enum station_link_state state)
{
    static const char *const names[] = {"silent", "no-controller", "keying", "open"};
    return names[state];
}

void station_link_init(struct station_link *link, const struct station_identity *identity,
                       struct station *station, uint8_t address)
{
    *link = (struct station_link){.station = station, .address = address};
    frame_parser_init(&link->parser, link->buffer, sizeof(link->buffer));
    station_keys_init(&link->keys, identity, address);
}

void station_link_fini(struct station_link *link)
{
    station_keys_wipe(&link->keys);
}

bool station_link_wants_seed(const struct station_link *link)
{
    return station_keys_want_seed(&link->keys);
}

void station_link_seed(struct station_link *link, const uint8_t seed[CRYPTO_POINT])
{
    station_keys_seed(&link->keys, seed);
}

/* ---- states ---- */

static void leave(struct station_link *link, enum station_link_state state, msec now)
{
    link->state = state;
    link->waiting_length = 0;
    station_offline(link->station, now);
}

static void open_session(struct station_link *link, msec now)
{
    link->state = STATION_OPEN;
    link->heard = now;
    link->unopened = false;
    station_online(link->station, now);
}

/* There is a way to the controller (again). */
static void come_back(struct station_link *link, msec now)
{
    if (link->keys.in_session && link->welcomed)
        open_session(link, now);
    else
        leave(link, STATION_KEYING, now);
}

/* S8: a BEAT is clear, so one alone proves nothing: two say that a CALL went by unheard. */
static void compare_gctr(struct station_link *link, uint32_t gctr, msec now)
{
    uint32_t next;
    if (!station_keys_group_next(&link->keys, &next))
        return;
    station_keys_group_hint(&link->keys, gctr);
    if (gctr <= next || gctr <= link->doubted) {
        link->behind = 0;
    } else if (!link->behind || gctr < link->behind) {
        link->behind = gctr;
        link->behind_at = now;
    } else if (now - link->behind_at >= LINK_BEATS_MS) {
        link->doubted = gctr;
        link->behind = 0;
        station_doubt(link->station, now);
    }
}

static void take_beat(struct station_link *link, const struct msg_beat *beat, msec now)
{
    uint8_t tunnel = beat->flags >> BEAT_TUNNEL_SHIFT;
    bool other = tunnel != link->tunnel;
    link->beat = now;
    if (beat->flags & BEAT_CONTROLLER_LOST) {
        if (link->state != STATION_NO_CONTROLLER)
            leave(link, STATION_NO_CONTROLLER, now);
        return;
    }
    link->tunnel = tunnel;
    if (link->state == STATION_SILENT || link->state == STATION_NO_CONTROLLER ||
        (other && link->state == STATION_KEYING))
        come_back(link, now);
    else if (other)
        station_doubt(link->station, now); /* is the controller the one that we know? */
    compare_gctr(link, beat->gctr, now);
}

/* ---- what it says ---- */

static void fill_hello(const struct station_link *link, struct message *message)
{
    const struct station_identity *identity = link->keys.identity;
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
    static const uint8_t none[HALL_HASH_SIZE]; /* a microcontroller has no hall definition */
    if (memcmp(identity->hall_hash, none, HALL_HASH_SIZE) != 0) {
        message->hello.hall_hash.length = HALL_HASH_SIZE;
        memcpy(message->hello.hall_hash.at, identity->hall_hash, HALL_HASH_SIZE);
    }
    memcpy(message->hello.name, identity->name, sizeof(identity->name));
}

/* The next event, if there is one. */
static bool next_event(struct station_link *link, msec now, struct station_out *out)
{
    if (link->state != STATION_OPEN)
        return false;
    if (!link->confirm)
        return station_next(link->station, now, out);
    link->confirm = false;
    out->message.type = MSG_TYPE_GKEY_OK;
    out->message.gkey_ok.gphase = link->confirm_phase;
    out->expires = now + LINK_LOST_MS;
    return true;
}

static void fetch(struct station_link *link, msec now)
{
    struct station_out out;
    if (!next_event(link, now, &out))
        return;
    /* The first frames of new keys must not look like the one that was acknowledged last. */
    uint32_t *next = &link->keys.session.out.next;
    if ((*next & CTL_ACK_MASK) == (link->said_ctr & CTL_ACK_MASK))
        ++*next;
    if (station_keys_seal(&link->keys, &out.message, link->waiting, sizeof(link->waiting),
                          &link->waiting_length)) {
        link->waiting_length = 0; /* the keys are used up: the controller makes new ones in time */
        return;
    }
    link->waiting_expires = out.expires;
}

/* The ACK bits are those of the moment it is said. */
static void say(struct station_link *link, uint8_t *frame, size_t length,
                struct station_reply *reply)
{
    uint8_t *ctl = &frame[FRAME_CTL];
    *ctl = (uint8_t)((*ctl & (uint8_t)~CTL_ACK_MASK) | (link->got_ctr & CTL_ACK_MASK));
    if (frame_encode(frame, length, reply->wire, sizeof(reply->wire), &reply->length))
        reply->length = 0; /* cannot be: the wire buffer holds the largest bus frame */
}

static void say_clear(struct station_link *link, const struct message *message, uint8_t ctr,
                      struct station_reply *reply)
{
    const uint8_t header[FRAME_HEADER] = {ADDRESS_CONTROLLER, link->address,
                                          (uint8_t)(CTL_SEC_CLEAR | (link->got_ctr & CTL_ACK_MASK)),
                                          ctr};
    if (message_to_wire(message, header, reply->wire, sizeof(reply->wire), &reply->length))
        reply->length = 0;
}

static bool is_needy(const struct station_link *link, msec now)
{
    bool deaf = link->unopened && now - link->heard >= LINK_DEAF_MS;
    return now >= link->need_due &&
           (link->state == STATION_KEYING || (link->state == STATION_OPEN && deaf));
}

static void say_idle(struct station_link *link, msec now, struct station_reply *reply)
{
    struct message message = {.type = MSG_TYPE_ACK};
    if (!link->keys.asked && is_needy(link, now)) {
        message.type = MSG_TYPE_NEED;
        message.need = (struct msg_need){.what = NEED_SESSION};
        link->need_due = now + LINK_NEED_MS;
        say_clear(link, &message, ++link->said_ctr, reply);
        return;
    }
    message.ack.status = link->keys.asked ? ACK_BUSY : ACK_IDLE;
    say_clear(link, &message, link->clear_ctr++, reply);
}

/* The master asked: NOISE2, the event that waits, or ACK. */
static void answer(struct station_link *link, msec now, struct station_reply *reply)
{
    struct station_keys *keys = &link->keys;
    if (link->waiting_length && now >= link->waiting_expires)
        link->waiting_length = 0; /* D-11: nothing old is said late */
    if (!link->waiting_length && !keys->due && !keys->asked)
        fetch(link, now);
    if (keys->due) {
        keys->said = true;
        link->said_ctr = keys->noise2[FRAME_CTR];
        say(link, keys->noise2, keys->noise2_length, reply);
    } else if (link->waiting_length && !keys->asked) {
        link->said_ctr = link->waiting[FRAME_CTR];
        say(link, link->waiting, link->waiting_length, reply);
    } else {
        say_idle(link, now, reply);
    }
}

/* D-01: the ACK bits only stop our own repeating. */
static void acknowledged(struct station_link *link, uint8_t ctl)
{
    struct station_keys *keys = &link->keys;
    uint8_t heard = ctl & CTL_ACK_MASK;
    if (link->waiting_length && (link->waiting[FRAME_CTR] & CTL_ACK_MASK) == heard)
        link->waiting_length = 0;
    if (keys->due && keys->said && (keys->noise2[FRAME_CTR] & CTL_ACK_MASK) == heard)
        keys->due = false;
}

/* ---- what it hears ---- */

static struct crypto_bytes group_key(uint16_t length, const uint8_t *at)
{
    return (struct crypto_bytes){at, length};
}

static void take_welcome(struct station_link *link, const struct msg_welcome *welcome, msec now)
{
    link->welcomed = true;
    link->boot = welcome->boot;
    link->instance = welcome->instance;
    link->epoch = welcome->epoch;
    link->jseq = welcome->jseq;
    link->behind = link->doubted = 0;
    station_keys_group(&link->keys, welcome->gphase, welcome->gctr,
                       group_key(welcome->gkey.length, welcome->gkey.at), false, now);
    open_session(link, now);
    station_welcome(link->station, welcome, now);
}

static void take_bye(struct station_link *link, const struct msg_bye *bye, msec now)
{
    msec wait = bye->retry_ms;
    station_keys_end(&link->keys);
    leave(link, STATION_KEYING, now);
    link->need_due = now + (wait > LINK_REFUSED_MS ? wait : LINK_REFUSED_MS);
}

static void take_gkey(struct station_link *link, const struct msg_gkey *gkey, msec now)
{
    station_keys_group(&link->keys, gkey->gphase, gkey->gctr,
                       group_key(gkey->gkey.length, gkey->gkey.at), true, now);
    link->confirm = true;
    link->confirm_phase = gkey->gphase;
}

static void take_message(struct station_link *link, const struct message *message, msec now)
{
    if (message->type == MSG_TYPE_WELCOME) {
        take_welcome(link, &message->welcome, now);
        return;
    }
    if (message->type == MSG_TYPE_BYE) {
        take_bye(link, &message->bye, now);
        return;
    }
    if (!link->welcomed)
        return;
    if (link->state == STATION_KEYING)
        open_session(link, now);
    if (message->type == MSG_TYPE_GKEY)
        take_gkey(link, &message->gkey, now);
    if (message->type == MSG_TYPE_RESULT) { /* D-26 */
        link->epoch = message->result.epoch;
        link->jseq = message->result.jseq;
    }
    station_take(link->station, message, now);
}

/* A message on the stack stays there until something else is written over it. */
static void forget_keys(struct message *message)
{
    if (message->type == MSG_TYPE_WELCOME)
        crypto_wipe(&message->welcome.gkey, sizeof(message->welcome.gkey));
    if (message->type == MSG_TYPE_GKEY)
        crypto_wipe(&message->gkey.gkey, sizeof(message->gkey.gkey));
}

static void take_sealed(struct station_link *link, const uint8_t *frame, size_t length, msec now)
{
    struct message message;
    bool begun;
    enum channel_result result = station_keys_open(&link->keys, frame, length, &message, &begun);
    link->unopened |= result == CHANNEL_FOREIGN || result == CHANNEL_FORGED;
    if (result == CHANNEL_FOREIGN || result == CHANNEL_FORGED || result == CHANNEL_REPEAT)
        return; /* nothing new was said, so it proves nothing */
    if (begun)
        link->waiting_length = 0;   /* sealed with keys that are gone; what holds is said anew */
    link->beat = link->heard = now; /* better than any BEAT */
    link->unopened = false;
    if (link->state == STATION_SILENT)
        come_back(link, now);
    if (result == CHANNEL_GAP)
        station_doubt(link->station, now);
    if ((result == CHANNEL_MESSAGE || result == CHANNEL_GAP) &&
        link->state != STATION_NO_CONTROLLER)
        take_message(link, &message, now);
    forget_keys(&message);
}

static void take_group(struct station_link *link, const uint8_t *frame, size_t length, msec now)
{
    struct message message;
    enum channel_result result = station_keys_open_group(&link->keys, frame, length, &message);
    if (result != CHANNEL_MESSAGE && result != CHANNEL_GAP)
        return;
    link->heard = now;
    if (result == CHANNEL_GAP)
        station_doubt(link->station, now);
    if (message.type == MSG_TYPE_CALL && link->state == STATION_OPEN)
        station_take(link->station, &message, now);
}

static void take_for_all(struct station_link *link, const uint8_t *frame, size_t length, msec now)
{
    uint8_t security = frame[FRAME_CTL] & CTL_SEC_MASK;
    struct message message;
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    if (security == CTL_SEC_GROUP)
        take_group(link, frame, length, now);
    else if (security == CTL_SEC_CLEAR && frame[FRAME_HEADER] == MSG_TYPE_BEAT &&
             !message_decode(&in, &message))
        take_beat(link, &message.beat, now);
}

/* False when nobody spoke to us: what may be clear is a closed list (D-25). */
static bool take_own(struct station_link *link, const uint8_t *frame, size_t length, msec now)
{
    switch (frame[FRAME_CTL] & CTL_SEC_MASK) {
    case CTL_SEC_SEALED:
        take_sealed(link, frame, length, now);
        break;
    case CTL_SEC_HANDSHAKE:
        station_keys_asked(&link->keys, frame, length);
        break;
    case CTL_SEC_CLEAR:
        return frame[FRAME_HEADER] == MSG_TYPE_POLL;
    default:
        return false;
    }
    link->got_ctr = frame[FRAME_CTR];
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
    if (to == ADDRESS_ALL)
        take_for_all(link, frame, length, now);
    if (to != link->address)
        return;
    acknowledged(link, ctl);
    if (take_own(link, frame, length, now) && ctl & CTL_ACKREQ)
        answer(link, now, reply);
}

/* ---- time ---- */

static void expire(struct station_link *link, msec now)
{
    if (link->state != STATION_SILENT && now - link->beat >= LINK_LOST_MS)
        leave(link, STATION_SILENT, now);
    if (link->state == STATION_OPEN && now - link->heard >= LINK_STALE_MS)
        leave(link, STATION_KEYING, now); /* the keys stay: a frame that opens ends the doubt */
    station_keys_tick(&link->keys, now);
    station_tick(link->station, now);
}

size_t station_link_feed(struct station_link *link, const uint8_t *bytes, size_t count, msec now,
                         struct station_reply *reply)
{
    const uint8_t *frame;
    size_t length;
    reply->length = 0;
    expire(link, now); /* what was too late before these bytes came stays too late */
    size_t taken = frame_parser_feed(&link->parser, bytes, count, &frame, &length);
    if (frame && length <= FRAME_MAX_BUS)
        take_frame(link, frame, length, now, reply);
    link->station->rx_bad = (uint16_t)link->parser.bad;
    link->station->rx_forged = (uint16_t)link->keys.forged;
    return taken;
}

void station_link_tick(struct station_link *link, msec now)
{
    struct message hello;
    expire(link, now);
    if (!link->keys.asked)
        return;
    fill_hello(link, &hello);
    station_keys_answer(&link->keys, &hello, (uint8_t)(link->said_ctr + 1));
    link->station->rx_forged = (uint16_t)link->keys.forged;
}

msec station_link_deadline(const struct station_link *link)
{
    msec when = station_deadline(link->station);
    if (link->keys.asked)
        return link->beat; /* now */
    if (link->keys.group_until)
        when = when_sooner(when, link->keys.group_until);
    if (link->state == STATION_OPEN)
        when = when_sooner(when, link->heard + LINK_STALE_MS);
    return link->state == STATION_SILENT ? when : when_sooner(when, link->beat + LINK_LOST_MS);
}
