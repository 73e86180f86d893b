/* SPDX-License-Identifier: Apache-2.0 */
/*
 * channel - one direction pair between two peers: messages to sealed frames and back,
 * with the counters that make a lost, repeated or forged frame visible.
 *
 * channel_seal and channel_open are the only way between frame and message, on TCP and
 * through a bus tunnel alike. A pair has a key for each direction, a group (SEC = 2) one
 * key that only the controller sends with. There is no clear channel: POLL, ACK, BEAT,
 * NEED and the handshake are frames of their own (SPEC.md 3, 6).
 *
 * Ownership: the keys are copied; channel_wipe forgets them.
 * Errors:  channel_open never changes the channel when it refuses a frame but for its
 *          counts, so a forged or foreign one cannot end a session (SPEC.md 1).
 * Threads: none; pure.
 */
#ifndef PROTOCOL_CHANNEL_H
#define PROTOCOL_CHANNEL_H

#include "protocol/message.h"
#include "protocol/record.h"

/* For those who record what two ends say: each frame, decoded. opened: the body is in plain,
 * without tag; else as it is on the wire, a handshake or what did not open. */
struct channel_tap {
    void *context;
    void (*frame)(void *context, bool sent, bool opened, const uint8_t *frame, size_t length);
};

struct channel {
    uint8_t own, peer; /* addresses: what we write as SRC, what we write as DST */
    uint8_t ctl;       /* security and key phase of our frames and of those we take */
    bool sends, takes; /* a group channel has one direction only */
    struct record out, in;
    uint32_t refused;              /* frames not for this channel */
    uint32_t forged;               /* frames for it that did not open: a wrong key, or an attack */
    uint32_t missing;              /* frames that never came */
    const struct channel_tap *tap; /* NULL, or set after channel_init: sees what comes in */
};

/* phase: the low bit of the handshake number, or of the group key (CTL_KEYPHASE). */
void channel_init(struct channel *channel, uint8_t own, uint8_t peer, uint8_t phase,
                  const uint8_t out_key[RECORD_KEY], const uint8_t in_key[RECORD_KEY]);
/* The group key of a line: the controller's end (sends), a station's (takes). next: counter of the
 * next frame. */
void channel_init_group(struct channel *channel, uint8_t group, bool sends, uint8_t phase,
                        const uint8_t key[RECORD_KEY], uint32_t next);
void channel_wipe(struct channel *channel);
/* Shows a frame to the tap, if there is one. */
void channel_show(const struct channel_tap *tap, bool sent, bool opened, const uint8_t *frame,
                  size_t length);

/* The message as the next frame, decoded and sealed, ready for frame_encode; link bits are set by
 * who sends it. Counts only what fitted. ERR_TOOBIG when it does not fit, ERR_GONE when the key
 * is used up. */
enum err channel_seal(struct channel *channel, const struct message *message, uint8_t *frame,
                      size_t size, size_t *length) MUST_CHECK;
/* The same as wire bytes, link bits 0: TCP. */
enum err channel_seal_wire(struct channel *channel, const struct message *message, uint8_t *wire,
                           size_t size, size_t *length) MUST_CHECK;

enum channel_result {
    CHANNEL_MESSAGE,
    CHANNEL_FOREIGN, /* other addresses, security or phase: ignored, counted in `refused` */
    CHANNEL_FORGED,  /* did not open: ignored, counted in `forged` */
    CHANNEL_REPEAT,  /* the frame before once more: acknowledge, do not run (D-45); not decoded */
    CHANNEL_GAP,     /* a message, but frames before it are missing */
    CHANNEL_UNKNOWN, /* a type we do not know; message->type says which */
    CHANNEL_BAD,     /* a known type whose fields make no sense */
};

/* Reads one decoded frame (frame_parser_feed). What is a gap on a line is the end of a TCP
 * session; the caller decides by channel->missing. */
enum channel_result channel_open(struct channel *channel, const uint8_t *frame, size_t length,
                                 struct message *message) MUST_CHECK;

#endif
