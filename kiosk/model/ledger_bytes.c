/* SPDX-License-Identifier: Apache-2.0 */
#include "model/ledger_bytes.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "base/crc32c.h"

#define MARK 0x4b
#define VERSION 1
#define CRC_AT 12

/* ---- the table of fields ---- */

#define X(lower, UPPER, code) \
    CODEC_TABLE(lower, struct ledger_##lower, LEDGER_##UPPER(CODEC_INT, CODEC_STR, CODEC_BYTES))
LEDGER_ENTRIES(X)
#undef X

static const struct field_table *table_of(uint8_t kind)
{
    switch (kind) {
#define X(lower, UPPER, code) \
    case code:                \
        return table_##lower();
        LEDGER_ENTRIES(X)
#undef X
    default:
        return NULL;
    }
}

const char *ledger_entry_name(uint8_t kind)
{
    const struct field_table *table = table_of(kind);
    return table ? table->name : "?";
}

/* ---- writing ---- */

static void put_entry(struct wire_out *out, const struct ledger_entry *entry)
{
    const struct field_table *table = table_of(entry->kind);
    assert(table);
    wire_put_u8(out, entry->kind);
    uint8_t *length = wire_reserve(out, 2), *body = out->at;
    codec_put(out, table, &entry->hall); /* all members of the union start at one address */
    if (out->bad)
        return;
    struct wire_out head = {length, length + 2, false};
    wire_put_u16(&head, (uint16_t)(out->at - body));
}

static uint32_t crc_of(const uint8_t *frame, size_t length)
{
    uint32_t crc = crc32c_more(0, frame, CRC_AT);
    return crc32c_more(crc, frame + LEDGER_FRAME_HEAD, length);
}

size_t ledger_frame(uint32_t generation, uint32_t index, const struct ledger_entry *entries,
                    uint32_t count, uint8_t *to, size_t room)
{
    if (room > LEDGER_FRAME_MAX)
        room = LEDGER_FRAME_MAX;
    struct wire_out out = {to, to + room, false};
    uint8_t *head = wire_reserve(&out, LEDGER_FRAME_HEAD);
    for (uint32_t i = 0; i < count && !out.bad; i++)
        put_entry(&out, &entries[i]);
    if (out.bad || !head)
        return 0;
    size_t length = (size_t)(out.at - to) - LEDGER_FRAME_HEAD;
    struct wire_out at = {head, head + LEDGER_FRAME_HEAD, false};
    wire_put_u8(&at, MARK);
    wire_put_u8(&at, VERSION);
    wire_put_u16(&at, (uint16_t)length);
    wire_put_u32(&at, generation);
    wire_put_u32(&at, index);
    wire_put_u32(&at, crc_of(to, length));
    return length + LEDGER_FRAME_HEAD;
}

/* ---- reading ---- */

struct frame {
    uint32_t generation, index;
    const uint8_t *body;
    size_t length; /* of the body */
};

static bool frame_at(const uint8_t *bytes, size_t left, struct frame *frame)
{
    struct wire_in in = {bytes, bytes + left, false};
    uint8_t mark = wire_get_u8(&in), version = wire_get_u8(&in);
    frame->length = wire_get_u16(&in);
    frame->generation = wire_get_u32(&in);
    frame->index = wire_get_u32(&in);
    uint32_t crc = wire_get_u32(&in);
    frame->body = wire_skip(&in, frame->length);
    return !in.bad && mark == MARK && version == VERSION &&
           frame->length <= LEDGER_FRAME_MAX - LEDGER_FRAME_HEAD &&
           crc == crc_of(bytes, frame->length);
}

/* False: it holds something that makes no sense here. Kinds of a newer version are passed over. */
static bool apply_frame(const struct frame *frame, struct ledger *ledger)
{
    struct wire_in in = {frame->body, frame->body + frame->length, false};
    bool sense = true;
    while (wire_left(&in) && !in.bad) {
        struct ledger_entry entry = {.kind = wire_get_u8(&in)};
        uint16_t length = wire_get_u16(&in);
        const uint8_t *body = wire_skip(&in, length);
        const struct field_table *table = table_of(entry.kind);
        if (!body || !table)
            continue;
        struct wire_in fields = {body, body + length, false};
        codec_get(&fields, table, &entry.hall);
        sense = !fields.bad && ledger_apply(ledger, &entry) && sense;
    }
    return sense && !in.bad;
}

/* The next frame of this file at or behind `from`; SIZE_MAX = there is none. */
static size_t next_frame(const uint8_t *bytes, size_t size, size_t from,
                         const struct ledger_reading *reading, struct frame *frame)
{
    for (size_t at = from; at + LEDGER_FRAME_HEAD <= size; at++) {
        if (bytes[at] != MARK || !frame_at(bytes + at, size - at, frame))
            continue;
        bool ours = !reading->frames || frame->generation == reading->generation;
        if (ours && frame->index >= reading->frames)
            return at;
    }
    return SIZE_MAX;
}

void ledger_read(const uint8_t *bytes, size_t size, struct ledger *ledger,
                 struct ledger_reading *reading)
{
    struct frame frame = {.length = 0};
    size_t at = 0;
    bool rotten = false;
    ledger_init(ledger);
    *reading = (struct ledger_reading){.bad = SIZE_MAX};
    while (at < size) {
        size_t found = next_frame(bytes, size, at, reading, &frame);
        if (found != at && reading->bad == SIZE_MAX)
            reading->bad = at;
        if (found == SIZE_MAX)
            break;
        bool gap = found != at || frame.index != reading->frames;
        reading->generation = frame.generation;
        reading->frames = frame.index + 1;
        bool sense = apply_frame(&frame, ledger);
        if ((gap || !sense) && reading->bad == SIZE_MAX)
            reading->bad = found;
        rotten = rotten || gap || !sense;
        at = found + LEDGER_FRAME_HEAD + frame.length;
    }
    bool cut = at < size;
    rotten = rotten || (cut && size - at > LEDGER_FRAME_MAX);
    if (!reading->frames)
        reading->end = LEDGER_END_EMPTY;
    else
        reading->end = rotten ? LEDGER_END_ROTTEN : cut ? LEDGER_END_CUT : LEDGER_END_WHOLE;
    ledger->forgot = ledger->forgot || rotten || !reading->frames;
    if (rotten || cut)
        ledger_doubt_paper(ledger);
    if (rotten)
        ledger_burn_all(ledger);
    else if (cut)
        ledger_pass_one(ledger);
}
