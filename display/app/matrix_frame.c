/* SPDX-License-Identifier: Apache-2.0 */
#include "app/matrix_frame.h"

#include <assert.h>
#include <string.h>

#include "base/crc32c.h"
#include "base/wire.h"
#include "domain/hall_def.h"

#define TYPE_DOTS 1
#define TYPE_ANSWER 2
#define FLAG_LAST 1
#define FLAG_WHOLE 2

static const uint8_t magic[4] = {'J', 'H', 'M', '1'};

_Static_assert((MATRIX_W_MAX + 7) / 8 * MATRIX_PLANES_MAX + MATRIX_HEADER + MATRIX_CRC <=
                   MATRIX_SERIAL_MAX,
               "one row fits into every packet");

size_t matrix_stride(const struct matrix_size *size)
{
    return (size_t)size->planes * ((size->w + 7u) / 8);
}

uint16_t matrix_rows_fit(const struct matrix_size *size, size_t most)
{
    return (uint16_t)((most - MATRIX_HEADER - MATRIX_CRC) / matrix_stride(size));
}

size_t matrix_packet(const struct matrix_size *size, const uint8_t *picture,
                     const struct matrix_part *part, uint8_t packet[MATRIX_PACKET_MAX])
{
    size_t stride = matrix_stride(size), bytes = stride * part->rows;
    struct wire_out out = {packet, packet + MATRIX_PACKET_MAX, false};
    wire_put_bytes(&out, magic, sizeof(magic));
    wire_put_u8(&out, TYPE_DOTS);
    wire_put_u8(&out, (uint8_t)((part->last ? FLAG_LAST : 0) | (part->whole ? FLAG_WHOLE : 0)));
    wire_put_u16(&out, size->w);
    wire_put_u16(&out, size->h);
    wire_put_u8(&out, size->planes);
    wire_put_u8(&out, part->brightness);
    wire_put_u32(&out, part->number);
    wire_put_u16(&out, part->row);
    wire_put_u16(&out, part->rows);
    wire_put_u16(&out, (uint16_t)bytes);
    wire_put_u16(&out, 0);
    wire_put_bytes(&out, picture + part->row * stride, bytes);
    wire_put_u32(&out, crc32c(packet, (size_t)(out.at - packet)));
    assert(!out.bad);
    return (size_t)(out.at - packet);
}

bool matrix_answer(const uint8_t *bytes, size_t count, struct matrix_answer *answer)
{
    struct wire_in in = {bytes, bytes + count, false};
    uint8_t head[sizeof(magic)];
    wire_get_bytes(&in, head, sizeof(head));
    uint8_t type = wire_get_u8(&in);
    answer->said = wire_get_u8(&in);
    (void)wire_get_u16(&in);
    answer->number = wire_get_u32(&in);
    uint32_t crc = wire_get_u32(&in);
    return !in.bad && count == MATRIX_ANSWER && type == TYPE_ANSWER &&
           memcmp(head, magic, sizeof(magic)) == 0 && crc == crc32c(bytes, MATRIX_ANSWER - 4);
}

/* Drops bytes until the rest may begin an answer. */
static void resynchronise(struct matrix_stream *stream)
{
    do {
        stream->count--;
        memmove(stream->bytes, stream->bytes + 1, stream->count);
    } while (stream->count &&
             memcmp(stream->bytes, magic,
                    stream->count < sizeof(magic) ? stream->count : sizeof(magic)) != 0);
}

bool matrix_stream_byte(struct matrix_stream *stream, uint8_t byte, struct matrix_answer *answer)
{
    stream->bytes[stream->count++] = byte;
    if (stream->count <= sizeof(magic) && byte != magic[stream->count - 1]) {
        resynchronise(stream);
        return false;
    }
    if (stream->count < MATRIX_ANSWER)
        return false;
    if (!matrix_answer(stream->bytes, MATRIX_ANSWER, answer)) {
        resynchronise(stream);
        return false;
    }
    stream->count = 0;
    return true;
}
