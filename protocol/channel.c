/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/channel.h"

void channel_init(struct channel *channel, uint8_t own, uint8_t peer, uint8_t phase,
                  const uint8_t out_key[RECORD_KEY], const uint8_t in_key[RECORD_KEY])
{
    *channel = (struct channel){.own = own, .peer = peer, .sends = true, .takes = true};
    channel->ctl = CTL_SEC_SEALED | (phase & 1 ? CTL_KEYPHASE : 0);
    record_init(&channel->out, out_key, 0);
    record_init(&channel->in, in_key, 0);
}

void channel_init_group(struct channel *channel, uint8_t group, bool sends, uint8_t phase,
                        const uint8_t key[RECORD_KEY], uint32_t next)
{
    /* For those who take, the group is the address of their own end. */
    *channel = (struct channel){.own = sends ? ADDRESS_CONTROLLER : group,
                                .peer = sends ? group : ADDRESS_CONTROLLER,
                                .sends = sends,
                                .takes = !sends};
    channel->ctl = CTL_SEC_GROUP | (phase & 1 ? CTL_KEYPHASE : 0);
    record_init(sends ? &channel->out : &channel->in, key, next);
}

void channel_wipe(struct channel *channel)
{
    record_wipe(&channel->out);
    record_wipe(&channel->in);
    channel->sends = channel->takes = false;
}

void channel_show(const struct channel_tap *tap, bool sent, bool opened, const uint8_t *frame,
                  size_t length)
{
    if (tap)
        tap->frame(tap->context, sent, opened, frame, length);
}

enum err channel_seal(struct channel *channel, const struct message *message, uint8_t *frame,
                      size_t size, size_t *length)
{
    if (!channel->sends)
        return ERR_GONE;
    if (size < FRAME_HEADER)
        return ERR_TOOBIG;
    frame[FRAME_DST] = channel->peer;
    frame[FRAME_SRC] = channel->own;
    frame[FRAME_CTL] = channel->ctl;
    struct wire_out out = {frame + FRAME_HEADER, frame + size, false};
    enum err err = message_encode(message, &out);
    if (err)
        return err;
    *length = (size_t)(out.at - frame);
    return record_seal(&channel->out, frame, size, length);
}

enum err channel_seal_wire(struct channel *channel, const struct message *message, uint8_t *wire,
                           size_t size, size_t *wire_length)
{
    uint8_t frame[FRAME_MAX];
    size_t length;
    uint32_t before = channel->out.next;
    enum err err = channel_seal(channel, message, frame, sizeof(frame), &length);
    if (err)
        return err;
    err = frame_encode(frame, length, wire, size, wire_length);
    if (err)
        channel->out.next = before; /* nobody sees this frame: its counter seals the next one */
    return err;
}

static bool is_ours(const struct channel *channel, const uint8_t *frame, size_t length)
{
    const uint8_t kind = CTL_SEC_MASK | CTL_KEYPHASE;
    return channel->takes && length > FRAME_HEADER && frame[FRAME_DST] == channel->own &&
           frame[FRAME_SRC] == channel->peer && (frame[FRAME_CTL] & kind) == channel->ctl;
}

static enum channel_result decode(const uint8_t *plain, size_t length, bool gap,
                                  struct message *message)
{
    struct wire_in in = {plain + FRAME_HEADER, plain + length, false};
    if (message_decode(&in, message))
        return message_table(message->type) ? CHANNEL_BAD : CHANNEL_UNKNOWN;
    return gap ? CHANNEL_GAP : CHANNEL_MESSAGE;
}

enum channel_result channel_open(struct channel *channel, const uint8_t *frame, size_t length,
                                 struct message *message)
{
    uint8_t plain[FRAME_MAX];
    size_t plain_length;
    uint32_t missing = 0;
    if (!is_ours(channel, frame, length) || length > sizeof(plain)) {
        channel->refused++;
        return CHANNEL_FOREIGN;
    }
    enum record_result result =
        record_open(&channel->in, frame, length, plain, &plain_length, &missing);
    if (result == RECORD_FORGED) {
        channel->forged++;
        channel_show(channel->tap, false, false, frame, length);
        return CHANNEL_FORGED;
    }
    if (result == RECORD_REPEAT)
        return CHANNEL_REPEAT;
    channel_show(channel->tap, false, true, plain, plain_length);
    channel->missing += missing;
    return decode(plain, plain_length, result == RECORD_GAP, message);
}
