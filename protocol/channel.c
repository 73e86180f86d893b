/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/channel.h"

#include <assert.h>

void channel_init(struct channel *channel, uint8_t own, uint8_t peer)
{
    *channel = (struct channel){.own = own, .peer = peer};
}

enum err channel_seal(struct channel *channel, const struct message *message, uint8_t link_bits,
                      uint8_t *wire, size_t size, size_t *length)
{
    assert(!(link_bits & (uint8_t)~CTL_LINK_BITS));
    const uint8_t header[FRAME_HEADER] = {
        [FRAME_DST] = channel->peer,
        [FRAME_SRC] = channel->own,
        [FRAME_CTL] = CTL_SEC_CLEAR | link_bits,
        [FRAME_CTR] = (uint8_t)channel->sent,
    };
    enum err err = message_to_wire(message, header, wire, size, length);
    if (!err)
        channel->sent++;
    return err;
}

static bool is_ours(const struct channel *channel, const uint8_t *frame, size_t length)
{
    return length > FRAME_HEADER && frame[FRAME_DST] == channel->own &&
           frame[FRAME_SRC] == channel->peer && (frame[FRAME_CTL] & CTL_SEC_MASK) == CTL_SEC_CLEAR;
}

enum channel_result channel_open(struct channel *channel, const uint8_t *frame, size_t length,
                                 struct message *message)
{
    if (!is_ours(channel, frame, length)) {
        channel->refused++;
        return CHANNEL_FOREIGN;
    }
    /* How far this frame is ahead of the one expected: 0 in order, 255 the last one again. */
    uint8_t ahead = (uint8_t)(frame[FRAME_CTR] - (uint8_t)channel->got);
    if (channel->got && ahead == UINT8_MAX)
        return CHANNEL_REPEAT;
    channel->got += ahead + 1u;
    channel->missing += ahead;
    struct wire_in in = {frame + FRAME_HEADER, frame + length, false};
    if (message_decode(&in, message))
        return message_table(message->type) ? CHANNEL_BAD : CHANNEL_UNKNOWN;
    return ahead ? CHANNEL_GAP : CHANNEL_MESSAGE;
}
