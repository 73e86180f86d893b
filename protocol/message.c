/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/message.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "protocol/frame.h"

#define SCALAR(in, type, name) {#name, (uint16_t)offsetof(in, name), CODEC_##type, 0, 0, NULL},
#define RECORD_TABLE(record)                                                                 \
    static const struct field_table record_##record = {#record, sizeof(struct rec_##record), \
                                                       countof(record##_fields), record##_fields}

/* One such block for each record of schema.def; R below names it. */
#define F(type, name) SCALAR(struct rec_call_entry, type, name)
static const struct field call_entry_fields[] = {REC_CALL_ENTRY(F)};
#undef F
RECORD_TABLE(call_entry);
#define F(type, name) SCALAR(struct rec_taken, type, name)
static const struct field taken_fields[] = {REC_TAKEN(F)};
#undef F
RECORD_TABLE(taken);
#define F(type, name) SCALAR(struct rec_led_style, type, name)
static const struct field led_style_fields[] = {REC_LED_STYLE(F)};
#undef F
RECORD_TABLE(led_style);
#ifndef PROTOCOL_STATION
#define F(type, name) SCALAR(struct rec_skill, type, name)
static const struct field skill_fields[] = {REC_SKILL(F)};
#undef F
RECORD_TABLE(skill);
#define F(type, name) SCALAR(struct rec_figure, type, name)
static const struct field figure_fields[] = {REC_FIGURE(F)};
#undef F
RECORD_TABLE(figure);
#endif

/* `self` is the struct of the message whose table is being made. */
#define R(record, name, max)                                       \
    {#name,                                                        \
     (uint16_t)offsetof(self, name),                               \
     FIELD_RECORDS,                                                \
     max,                                                          \
     (uint16_t)(offsetof(self, name.list) - offsetof(self, name)), \
     &record_##record},
#define X(lower, UPPER, code, direction, security) \
    CODEC_TABLE(lower, struct msg_##lower, MSG_##UPPER(CODEC_INT, CODEC_STR, CODEC_BYTES, R))
MESSAGES(X)
#undef X
#undef R

/* Most bytes of each message, TYPE included. */
#define F(type, name) +sizeof(wire_##type)
#define S(name, max) +1 + (max)
#define B(name, max) +2 + (max)
#define R(record, name, max) +2 + (max)*SIZE_##record
#define X(lower, UPPER) SIZE_##lower = 0 REC_##UPPER(F),
enum { RECORDS(X) };
#undef X
#define X(lower, UPPER, code, direction, security) SIZE_##UPPER = 1 MSG_##UPPER(F, S, B, R),
enum { MESSAGES(X) };
#undef X
#undef F
#undef S
#undef B
#undef R

#define TAG_SIZE 8 /* left free in every frame, for sealing */
#define FITS(UPPER, most) \
    _Static_assert(FRAME_HEADER + SIZE_##UPPER + TAG_SIZE <= (most), #UPPER " does not fit")
#define X(lower, UPPER, code, direction, security) FITS(UPPER, FRAME_MAX_BUS);
MESSAGES_STATION(X)
#undef X
#ifdef PROTOCOL_STATION
_Static_assert(sizeof(struct message) < MESSAGE_STATION_MAX, "a message is small on a station");
#else
#define X(lower, UPPER, code, direction, security) FITS(UPPER, FRAME_MAX_TCP);
MESSAGES_HALL(X)
#undef X
/* A bus frame travels whole in a tunnel. */
_Static_assert(sizeof(((struct msg_tunnel *)NULL)->frame.at) == FRAME_MAX_BUS,
               "TUNNEL holds exactly the largest bus frame");
#endif

const struct field_table *message_table(uint8_t type)
{
    switch (type) {
#define X(lower, UPPER, code, direction, security) \
    case code:                                     \
        return table_##lower();
        MESSAGES(X)
#undef X
    default:
        return NULL;
    }
}

const char *message_name(uint8_t type)
{
    const struct field_table *table = message_table(type);
    return table ? table->name : "?";
}

enum msg_direction message_direction(uint8_t type)
{
    switch (type) {
#define X(lower, UPPER, code, direction, security) \
    case code:                                     \
        return MSG_##direction;
        MESSAGES(X)
#undef X
    default:
        return MSG_BOTH;
    }
}

enum msg_security message_security(uint8_t type)
{
    switch (type) {
#define X(lower, UPPER, code, direction, security) \
    case code:                                     \
        return MSG_##security;
        MESSAGES(X)
#undef X
    default:
        return MSG_SEALED;
    }
}

enum err message_encode(const struct message *message, struct wire_out *out)
{
    const struct field_table *table = message_table(message->type);
    if (!table)
        return ERR_MALFORMED;
    wire_put_u8(out, message->type);
    codec_put(out, table, &message->hello);
    return out->bad ? ERR_TOOBIG : ERR_NONE;
}

enum err message_decode(struct wire_in *in, struct message *message)
{
    message->type = wire_get_u8(in);
    const struct field_table *table = message_table(message->type);
    if (!table) { /* also of no bytes at all: they read as 0, which is no type */
        *message = (struct message){.type = message->type};
        return ERR_MALFORMED;
    }
    codec_get(in, table, &message->hello);
    return in->bad ? ERR_MALFORMED : ERR_NONE;
}

size_t message_print(const struct message *message, char *text, size_t size)
{
    assert(size); /* the end of the text has to go somewhere */
    const struct field_table *table = message_table(message->type);
    int head = snprintf(text, size, "%s ", table ? table->name : "?");
    if ((size_t)head >= size)
        return size - 1;
    if (!table)
        return (size_t)head;
    return (size_t)head + codec_print(table, &message->hello, text + head, size - (size_t)head);
}

enum err message_to_wire(const struct message *message, const uint8_t header[4], uint8_t *wire,
                         size_t size, size_t *length)
{
    uint8_t frame[FRAME_MAX];
    struct wire_out out = {frame, frame + sizeof(frame), false};
    wire_put_bytes(&out, header, FRAME_HEADER);
    *length = 0;
    enum err err = message_encode(message, &out);
    if (err)
        return err;
    return frame_encode(frame, (size_t)(out.at - frame), wire, size, length);
}

uint16_t label_wire_prefix(struct label label)
{
    return (uint16_t)((uint8_t)label.prefix[0] | (uint8_t)label.prefix[1] << 8);
}

struct label label_from_wire(uint16_t prefix, uint16_t number)
{
    return (struct label){{(char)(prefix & 0xff), (char)(prefix >> 8)}, number};
}
