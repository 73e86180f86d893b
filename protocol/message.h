/* SPDX-License-Identifier: Apache-2.0 */
/*
 * message - the structs of HALL/1 and their codec, made from schema.def.
 *
 * struct msg_NAME for each message, enum msg_type { MSG_HELLO = 0x01, … }, and
 * struct message { type; union of all }. Encoding and decoding is base/codec over
 * generated field tables; nothing is allocated.
 *
 * A microcontroller compiles with -DPROTOCOL_STATION: only the messages of a line then
 * exist, and struct message stays below MESSAGE_STATION_MAX bytes.
 *
 * Threads: none; pure.
 */
#ifndef PROTOCOL_MESSAGE_H
#define PROTOCOL_MESSAGE_H

#include "base/base.h"
#include "base/codec.h"
#include "base/err.h"
#include "domain/label.h"
#include "protocol/schema.def"

#define PROTO_VERSION 1
#define SCHEMA_REV 8 /* protocol/schema.lock */
#define HALL_HASH_SIZE 32
#define MESSAGE_STATION_MAX 300

typedef uint8_t wire_u8;
typedef uint16_t wire_u16;
typedef uint32_t wire_u32;
typedef uint64_t wire_u64;
typedef int16_t wire_i16;

#define F(type, name) wire_##type name;
#define S(name, max) char name[(max) + 1];
#define B(name, max)     \
    struct {             \
        uint16_t length; \
        uint8_t at[max]; \
    } name;
#define R(record, name, max)           \
    struct {                           \
        uint8_t count;                 \
        struct rec_##record list[max]; \
    } name;

#define X(lower, UPPER)  \
    struct rec_##lower { \
        REC_##UPPER(F)   \
    };
RECORDS(X)
#undef X

#define X(lower, UPPER, code, direction, security) \
    struct msg_##lower {                           \
        MSG_##UPPER(F, S, B, R)                    \
    };
MESSAGES(X)
#undef X

#undef F
#undef S
#undef B
#undef R

#define X(lower, UPPER, code, direction, security) MSG_TYPE_##UPPER = code,
enum msg_type { MESSAGES(X) };
#undef X

struct message {
    uint8_t type; /* enum msg_type */
    union {
#define X(lower, UPPER, code, direction, security) struct msg_##lower lower;
        MESSAGES(X)
#undef X
    };
};

enum msg_direction { MSG_D2C, MSG_C2D, MSG_BOTH };

/* How a message goes: CLEAR may go without a key, and only these (protocol/SPEC.md 6); HANDSHAKE in
 * its own frame; SEALED with the key of a session, GROUP with that of a line, EITHER with one. */
enum msg_security { MSG_CLEAR, MSG_HANDSHAKE, MSG_SEALED, MSG_GROUP, MSG_EITHER };

/* "hello"; "?" for an unknown code. */
const char *message_name(uint8_t type);
/* NULL for an unknown code. */
const struct field_table *message_table(uint8_t type);
/* MSG_BOTH for an unknown code. */
enum msg_direction message_direction(uint8_t type);
/* MSG_SEALED for an unknown code: it is never clear. */
enum msg_security message_security(uint8_t type);

/* TYPE and fields. ERR_TOOBIG when it does not fit. */
enum err message_encode(const struct message *message, struct wire_out *out) MUST_CHECK;
/* ERR_MALFORMED for an unknown type or bad fields; *message is then zeroed but for the type. */
enum err message_decode(struct wire_in *in, struct message *message) MUST_CHECK;
/* "hello proto_max=1 …", cut at `size`, which is at least 1. Its length without the NUL. */
size_t message_print(const struct message *message, char *text, size_t size);

/* A whole frame: header (dst, src, ctl, ctr) and message, COBS and FCS, ready to write.
 * *length gets the wire bytes. */
enum err message_to_wire(const struct message *message, const uint8_t header[4], uint8_t *wire,
                         size_t size, size_t *length) MUST_CHECK;

/* Labels on the wire. */
uint16_t label_wire_prefix(struct label label);
struct label label_from_wire(uint16_t prefix, uint16_t number);

#endif
