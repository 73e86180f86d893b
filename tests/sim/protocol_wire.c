/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_wire.h"

#include <assert.h>
#include <string.h>

const struct wire_code wire_hall1 = {"HALL/1", frame_encode, frame_parser_feed};

const char *const wire_verdict_words[WIRE_VERDICTS] =
    {"sound", "a frame was taken that nobody sent", "a frame out of reach of the damage was lost",
     "the receiver did not find back", "the receiver counts wrong"};

/* The neighbours: short, with and without zeros, unlike any vector. */
static const uint8_t before[] = {0xff, 0x00, 0x20, 0x01, 0x13, 0x00},
                     behind[] = {0x11, 0x00, 0x40, 0x02, 0x21, 0x7c, 0xe3},
                     last[] = {0x00, 0x05, 0x40, 0x03, 0x18};
enum { BEFORE, HIT, BEHIND, LAST };

static void append(struct wire_stream *stream, uint32_t index, const uint8_t *frame, size_t length)
{
    size_t n;
    uint8_t *at = stream->bytes + stream->length;
    /* Sharing: the frame before ended with the delimiter that this one begins with. */
    if (stream->shared && stream->length)
        at--;
    enum err err =
        stream->code->encode(frame, length, at, (size_t)(stream->bytes + WIRE_STREAM_MAX - at), &n);
    assert(!err);
    (void)err;
    if (index == HIT) {
        stream->hit = (size_t)(at - stream->bytes);
        stream->hit_length = n;
    }
    stream->length = (size_t)(at - stream->bytes) + n;
    stream->sent[index] = frame;
    stream->sent_length[index] = length;
}

void wire_stream_make(struct wire_stream *stream, const struct wire_code *code, bool shared,
                      const uint8_t *frame, size_t length)
{
    stream->code = code;
    stream->shared = shared;
    stream->length = 0;
    append(stream, BEFORE, before, sizeof(before));
    append(stream, HIT, frame, length);
    append(stream, BEHIND, behind, sizeof(behind));
    append(stream, LAST, last, sizeof(last));
}

/* Which of the sent frames this is, from `from` on; WIRE_FRAMES when it is none. */
static uint32_t recognise(const struct wire_stream *stream, uint32_t from, const uint8_t *frame,
                          size_t length)
{
    for (; from < WIRE_FRAMES; from++)
        if (stream->sent_length[from] == length && memcmp(stream->sent[from], frame, length) == 0)
            break;
    return from;
}

static enum wire_verdict missing(const struct wire_stream *stream, uint32_t came,
                                 struct wire_damage damage)
{
    if (!(came & 1u << LAST))
        return WIRE_DEAF;
    if (!(came & 1u << BEFORE) && !(stream->shared && damage.before))
        return WIRE_LOST;
    if (!(came & 1u << BEHIND) && !(stream->shared && damage.behind))
        return WIRE_LOST;
    return came & 1u << HIT || damage.self ? WIRE_SOUND : WIRE_LOST;
}

enum wire_verdict wire_judge(const struct wire_stream *stream, struct frame_parser *parser,
                             const uint8_t *bytes, size_t length, struct wire_damage damage)
{
    uint32_t came = 0, next = 0, count = 0, taken = parser->taken;
    for (size_t at = 0; at < length;) {
        const uint8_t *frame;
        size_t n;
        at += stream->code->feed(parser, bytes + at, length - at, &frame, &n);
        if (!frame)
            continue;
        count++;
        next = recognise(stream, next, frame, n);
        if (next == WIRE_FRAMES)
            return WIRE_WRONG;
        came |= 1u << next++;
    }
    if (parser->taken - taken != count)
        return WIRE_MISCOUNTS;
    if (parser->length || parser->hunting)
        return WIRE_DEAF;
    return missing(stream, came, damage);
}
