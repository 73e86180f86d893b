/* SPDX-License-Identifier: Apache-2.0 */
/*
 * session - one TCP connection of HALL/1 as a state machine, for both ends: bytes in,
 * messages out, and back; handshake, hello, keep-alive and the end of it.
 *
 *     server: EXPECT_NOISE1 -(NOISE1)-> KNOCKED -(session_unlock)-> GREETED
 *             -(session_welcome)-> OPEN, not proven -(first record)-> OPEN, proven -> DEAD
 *     client: EXPECT_NOISE2 -(NOISE2)-> OPEN -> DEAD
 *
 * Use, both ends:
 *     on bytes:    while (count) { n = session_feed(s, bytes, count, now, &message, &event);
 *                      act on event; bytes += n; count -= n; }  (stop at DEAD)
 *     to send:     session_send(s, &message, now)
 *     after each:  write session_output(s, &n) to the socket, session_output_drop(s, written)
 *     timer:       at session_next_deadline(s): session_tick(s, now)
 *     DEAD:        write what is left of the output, close; session_reason_text says why.
 *
 * NOISE1 carries the HELLO, NOISE2 the WELCOME, or a BYE for a device whose key is right.
 * Who does not hold the key of the uid it names is closed without a word: nothing could be
 * said that an attacker could not say. Message 1 may be an old one, replayed: a HELLO is
 * answered, but it counts only once session->proven (D-45), which the client's first
 * record, a PING sent at once, brings about. Both ends wipe the handshake's secrets.
 *
 * Limits: the first frame of a client is a NOISE1 of at most SESSION_HELLO_MAX wire bytes
 * within SESSION_HELLO_MS; everything else ends the session. A frame that is not for this
 * session or does not open is counted and ignored, in the channel; frames that are missing
 * end it. An unknown message is answered by ERROR once per type, never by the end.
 *
 * Keys are used for SESSION_KEYS_MS or RECORD_FRAMES_MAX frames; then the client ends the
 * session (reason REKEY) and connects again, which takes over without a gap in its rows.
 *
 * Ownership: the caller owns session and both buffers. Errors: ERR_GONE when not OPEN,
 * ERR_TOOBIG when the output is full (the caller drops, conflates or waits). A part of
 * the output is reserved for PING, PONG and BYE, so a full buffer never kills a session.
 * Time: milliseconds of the monotonic clock, passed in. Threads: none; pure.
 */
#ifndef PROTOCOL_SESSION_H
#define PROTOCOL_SESSION_H

#include "protocol/channel.h"
#include "protocol/noise.h"

#define SESSION_HELLO_MS (3 * SECOND)
#define SESSION_HELLO_MAX 256
#define SESSION_WELCOME_MS (5 * SECOND)
#define SESSION_PROOF_MS (3 * SECOND) /* server: the first record after the WELCOME */
#define SESSION_KEYS_MS (24 * HOUR)
#define SESSION_FRAMES_LEFT 1024      /* so many before the last one of a key it is renewed */
#define SESSION_KEYS_GRACE_MS HOUR    /* a server waits that much longer than a client */
#define SESSION_PING_MS (4 * SECOND)  /* a client asks for the time: below the 5 s of D-13 */
#define SESSION_DEAD_MS (15 * SECOND) /* nothing heard for that long */
#define SESSION_KEEP_FAST_S 2         /* D-13: boards, kiosks, consoles */
#define SESSION_KEEP_S 5              /* D-13: others */
/* Sizes of the buffers that session_init_… want; the output may be larger. */
#define SESSION_INPUT_SIZE FRAME_WIRE_MAX(FRAME_MAX_TCP)
#define SESSION_RESERVE 512 /* of the output, for PING, PONG, ERROR and BYE */
#define SESSION_OUTPUT_MIN (FRAME_WIRE_MAX(FRAME_MAX_TCP) + SESSION_RESERVE)
/* What a server needs until session_grow: the first frame, and a NOISE2 with a BYE. */
#define SESSION_FIRST_INPUT SESSION_HELLO_MAX
#define SESSION_FIRST_OUTPUT 256
#define SESSION_TEXT_SIZE 97

enum session_state {
    SESSION_EXPECT_NOISE1, /* server: nothing heard yet */
    SESSION_KNOCKED,       /* server: NOISE1 was handed out; session_unlock or _refuse is due */
    SESSION_GREETED,       /* server: HELLO was handed out; session_welcome or _refuse is due */
    SESSION_EXPECT_NOISE2, /* client */
    SESSION_OPEN,
    SESSION_DEAD
};

/* Why a session ended; the codes travel in BYE. */
#define SESSION_REASONS(X)                                                         \
    X(NONE, 0, "still open")                                                       \
    X(CLOSED, 1, "closed by us")                                                   \
    X(HELLO_LATE, 2, "no handshake within 3 s")                                    \
    X(HELLO_LONG, 3, "the first frame is longer than 256 bytes")                   \
    X(NOT_HELLO, 4, "the first frame is not a NOISE1 with a HELLO")                \
    X(VERSION, 5, "no protocol version in common")                                 \
    X(NO_WELCOME, 6, "no WELCOME within 5 s")                                      \
    X(NOT_WELCOME, 7, "the answer is not a NOISE2 with a WELCOME")                 \
    X(COUNTER, 8, "frames are missing")                                            \
    X(SILENT, 9, "nothing heard for 15 s")                                         \
    X(EARLY, 10, "a message before the WELCOME")                                   \
    X(PEER_BYE, 11, "the other end said BYE")                                      \
    X(UNKNOWN_DEVICE, 12, "no such device in this hall; adopt it with hallctl")    \
    X(TWICE, 13, "another connection of the same device took over")                \
    X(FULL, 14, "as many connections as allowed; try again")                       \
    X(SLOW, 15, "the device reads too slowly")                                     \
    X(STOPPING, 16, "the controller is stopping")                                  \
    X(WRONG_KEY, 17, "the key is not that of the device it names")                 \
    X(REKEY, 18, "the keys are old; connect again")                                \
    X(UNPROVEN, 19, "no record within 3 s of the WELCOME")                         \
    X(HISTORY, 20, "the controller has an older history than the device has seen") \
    X(REVOKED, 21, "the key of this device was revoked")                           \
    X(FAULT, 22, "the cryptography failed")

#define X(name, code, text) SESSION_REASON_##name = code,
enum session_reason { SESSION_REASONS(X) SESSION_REASON_COUNT };
#undef X

enum session_event {
    SESSION_NOTHING, /* no message is complete yet, or it was session keeping */
    SESSION_KNOCK,   /* server: message->noise1.uid; answer with session_unlock or session_refuse */
    SESSION_HELLO,   /* server: message->hello; answer with session_welcome or session_refuse */
    SESSION_WELCOME, /* client: message->welcome */
    SESSION_MESSAGE, /* deliver message; also an ERROR of the peer */
    SESSION_ASKED,   /* server: message->ping; answer with session_pong and the hall's clock */
    SESSION_PONGED,  /* client: message->pong; session->rtt_ms is new */
    SESSION_ENDED    /* DEAD now; session->reason, session->text */
};

struct session {
    struct channel channel;
    struct noise noise; /* wiped when the handshake is over */
    uint8_t hs_id;
    struct frame_parser parser;
    uint8_t *output;
    size_t output_size, output_length;
    enum session_state state;
    bool server;
    bool proven;   /* server: a record came, so the HELLO was no replay */
    uint8_t proto; /* agreed version */
    msec keep_ms, started, heard, said, pinged;
    uint32_t greeting; /* server: bytes taken before NOISE1 was whole */
    msec opened;
    uint16_t ping_id;
    uint32_t rtt_ms;
    uint32_t malformed; /* known messages whose fields made no sense */
    uint32_t told[8];   /* bit per type: ERROR was sent */
    uint16_t retry_ms;  /* from the peer's BYE */
    enum session_reason reason;
    char text[SESSION_TEXT_SIZE];  /* of the refusal or of the peer's BYE */
    const struct channel_tap *tap; /* session_watch; NULL */
};

/* input: SESSION_INPUT_SIZE bytes; output: at least SESSION_OUTPUT_MIN. */
struct session_buffers {
    uint8_t *input, *output;
    size_t output_size;
};

/* Here SESSION_FIRST_INPUT and SESSION_FIRST_OUTPUT bytes do, so that who only knocks costs little;
 * then session_grow is due between SESSION_HELLO and session_welcome. */
void session_init_server(struct session *session, const struct session_buffers *buffers, msec now);
/* Gives the session larger buffers; what was in the old ones is copied. */
void session_grow(struct session *session, const struct session_buffers *buffers);
/* Puts NOISE1 with the HELLO into the output. proto_min, proto_max and schema_rev of it are filled
 * in here, its uid names the device. psk: the device key; ephemeral: fresh random bytes. */
void session_init_client(struct session *session, const struct session_buffers *buffers,
                         const struct msg_hello *hello, const uint8_t psk[NOISE_PSK],
                         const uint8_t ephemeral[CRYPTO_POINT], msec now);
/* Server, in KNOCKED: the key of the device that NOISE1 named, and fresh random bytes.
 * SESSION_HELLO with message->hello, or SESSION_ENDED: WRONG_KEY, FAULT, or what is wrong with the
 * HELLO.
 * noise1 is the message of SESSION_KNOCK; `message` may be the same. */
enum session_event session_unlock(struct session *session, const struct msg_noise1 *noise1,
                                  const uint8_t psk[NOISE_PSK],
                                  const uint8_t ephemeral[CRYPTO_POINT], struct message *message,
                                  msec now);

/* From now on the tap sees every frame, both ways; what the handshake carries is seen twice, as it
 * is on the wire and opened. A client's first frame is in the output already and is not seen. */
void session_watch(struct session *session, const struct channel_tap *tap);

/* Takes bytes until one message is complete or they are used up; returns how many it took (never
 * 0 unless DEAD). *message is written only for events that name it. */
size_t session_feed(struct session *session, const uint8_t *bytes, size_t count, msec now,
                    struct message *message, enum session_event *event);

/* Server, in GREETED: answers NOISE2 and opens the session. proto and keep_s are filled in here
 * (keep_s by the kind of device in the HELLO, D-13); the caller fills the rest. */
enum err session_welcome(struct session *session, const struct msg_welcome *welcome,
                         msec now) MUST_CHECK;
/* Ends the session from any state, with a BYE where that can be sealed: OPEN and GREETED. text NULL
 * = the reason's own sentence. The device is asked to wait retry_ms before it tries again. */
void session_refuse(struct session *session, enum session_reason reason, const char *text,
                    uint16_t retry_ms, msec now);

/* Appends the message to the output. */
enum err session_send(struct session *session, const struct message *message, msec now) MUST_CHECK;
/* How many bytes session_send may still append; for those who conflate (SPEC.md 4). */
size_t session_room(const struct session *session);
/* Server: answers a PING with the hall's clock. A client's session answers by itself. */
void session_pong(struct session *session, const struct msg_ping *ping, msec hall_ms,
                  int16_t tz_min, msec now);

/* The bytes to write, oldest first. */
const uint8_t *session_output(const struct session *session, size_t *length);
void session_output_drop(struct session *session, size_t written);

/* When session_tick has something to do; INT64_MAX when DEAD. */
msec session_next_deadline(const struct session *session);
/* Sends what is due, ends what is overdue. True when the session is DEAD now. */
bool session_tick(struct session *session, msec now);

/* Forgets all keys and secrets; DEAD if it was not. */
void session_wipe(struct session *session);

const char *session_reason_text(enum session_reason reason);
/* D-13: how often the server says something to a device of that kind. */
uint8_t session_keep_s(uint8_t device_kind);

#endif
