/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protocol_wire - one frame among three good ones, and what a receiver made of it.
 *
 *     apart:   00 BEFORE 00  00 HIT 00  00 BEHIND 00  00 LAST 00
 *     shared:  00 BEFORE 00 HIT 00 BEHIND 00 LAST 00
 *
 * Damage falls on HIT and on the delimiters around it. In the shared form a delimiter
 * belongs to two frames, so a neighbour may go with it - the most that SPEC.md 1 allows:
 *   - nothing is handed out that was not sent, not twice and not out of order;
 *   - BEFORE is lost only with the delimiter before HIT, BEHIND only with the one after it;
 *   - LAST always arrives, and the receiver waits for the next frame as if new.
 *
 * A `wire_code` is a way to put frames on a wire. The tests judge HALL/1; the weaker
 * ones (protocol_weak.c) show that the judge finds a mistake where there is one.
 *
 * Ownership: a stream holds its bytes. Threads: none.
 */
#ifndef TESTS_SIM_PROTOCOL_WIRE_H
#define TESTS_SIM_PROTOCOL_WIRE_H

#include "protocol/frame.h"

#define WIRE_FRAMES 4
#define WIRE_FRAME_MAX FRAME_MAX_TCP
#define WIRE_HIT_MAX FRAME_WIRE_MAX(WIRE_FRAME_MAX)
#define WIRE_STREAM_MAX (WIRE_HIT_MAX + 64)

struct wire_code {
    const char *name;
    enum err (*encode)(const uint8_t *frame, size_t length, uint8_t *wire, size_t wire_size,
                       size_t *wire_length);
    size_t (*feed)(struct frame_parser *parser, const uint8_t *bytes, size_t count,
                   const uint8_t **frame, size_t *frame_length);
};
extern const struct wire_code wire_hall1;
/* CRC-16/CCITT over the decoded bytes, inside COBS: two wrong bits can pass. */
extern const struct wire_code wire_crc_inside;
/* Start, length, body, CRC-32C: a wrong length eats the neighbours. */
extern const struct wire_code wire_length_first;
/* HALL/1, but what is hunted for is forgotten between two reads. */
extern const struct wire_code wire_forgetful;

struct wire_stream {
    const struct wire_code *code;
    bool shared;
    const uint8_t *sent[WIRE_FRAMES];
    size_t sent_length[WIRE_FRAMES];
    size_t hit, hit_length; /* where HIT is, its two delimiters included */
    size_t length;
    uint8_t bytes[WIRE_STREAM_MAX];
};

/* `frame` stays the caller's and must live as long as the stream. */
void wire_stream_make(struct wire_stream *stream, const struct wire_code *code, bool shared,
                      const uint8_t *frame, size_t length);

/* Of the bytes of HIT: what the damage fell on. */
struct wire_damage {
    bool self;   /* else HIT must arrive */
    bool before; /* the delimiter before it */
    bool behind; /* the delimiter behind it */
};

enum wire_verdict {
    WIRE_SOUND,
    WIRE_WRONG,     /* a frame that nobody sent was handed out */
    WIRE_LOST,      /* a good frame was lost that was out of the damage's reach */
    WIRE_DEAF,      /* the last frame was lost, or the receiver is not ready for another */
    WIRE_MISCOUNTS, /* `taken` is not what was handed out */
    WIRE_VERDICTS,
};
extern const char *const wire_verdict_words[WIRE_VERDICTS];

/* Feeds the damaged form of a stream whole and judges what came out. The parser is ready for a
 * frame, and is so again when the verdict is WIRE_SOUND. */
enum wire_verdict wire_judge(const struct wire_stream *stream, struct frame_parser *parser,
                             const uint8_t *bytes, size_t length, struct wire_damage damage);

#endif
