/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line_keys - what the controller seals and opens with towards one station of a line, and
 * the handshake that makes it.
 *
 *     wants -(begin)-> asking: NOISE1, 5 tries -(NOISE2)-> keyed: WELCOME each second
 *           -(the first record under the new keys)-> proven
 *
 * On a line the controller begins: it knows whom the line has, and pads come first. NOISE2
 * proves that the station is there now, so new keys are sent with at once; frames under
 * the old ones are taken until the first one under the new ones, 10 s at most.
 *
 * Nothing that does not open changes anything (D-45): a forged NEED costs a handshake a
 * minute at most while the station is heard, a wrong tag costs a count and an alarm. Keys
 * are in memory only: a controller that starts makes new ones, with every station.
 *
 * Errors:  what does not open is counted and ignored. Secrets are wiped when they are over.
 * Time:    monotonic milliseconds, passed in. Randomness is passed in.
 * Threads: none. Pure; no memory but this struct.
 */
#ifndef APP_LINE_KEYS_H
#define APP_LINE_KEYS_H

#include "protocol/channel.h"
#include "protocol/noise.h"

#define LINE_KEYS_TRIES_MAX 5     /* NOISE1 of one handshake */
#define LINE_KEYS_RETRY_MS 200    /* then twice as long each time; and what the line itself needs */
#define LINE_KEYS_RETRY_CHARS 600 /* two handshakes side by side, and their polls */
#define LINE_KEYS_AGAIN_MS (5 * SECOND) /* after a handshake in vain */
#define LINE_KEYS_REFUSED_MS (30 * SECOND)
#define LINE_KEYS_WELCOMES_MAX 5
#define LINE_KEYS_WELCOME_MS SECOND
#define LINE_KEYS_OLD_MS (10 * SECOND)
#define LINE_KEYS_NEED_MS MINUTE /* NEED of a station that is heard is honoured once in … */
#define LINE_KEYS_SILENT_MS (20 * SECOND) /* no record, though it says STATUS every 5 s; and … */
#define LINE_KEYS_SILENT_ROUNDS 32 /* … so many times RETRY_CHARS: a slow line is asked slowly */
#define LINE_KEYS_DOUBT_MS (8 * SECOND) /* … or, when it says NEED, after that */
#define LINE_KEYS_LIFE_MS (24 * HOUR)
#define LINE_KEYS_FRAMES_MAX (RECORD_FRAMES_MAX - 1024)
#define LINE_KEYS_AT_A_TIME 2  /* handshakes of one line */
#define LINE_KEYS_FORGED_MAX 8 /* in … before somebody should look */
#define LINE_KEYS_FORGED_MS (10 * SECOND)

struct line_keys {
    uint8_t address;
    msec patience;  /* of the line's speed: until NOISE1 is said again */
    msec silent;    /* and until its session is taken for dead */
    bool present;   /* the bus program hears it */
    bool confirmed; /* and a record came since */
    /* the handshake */
    bool asking;
    uint8_t hs_id, ctr, tries;
    uint32_t failures; /* handshakes in vain, one after the other */
    msec due;          /* asking: the next try; else no handshake before */
    uint64_t uid;      /* of the device key it is made with */
    struct noise noise;
    uint8_t message1[NOISE_OVERHEAD];
    /* the keys */
    bool keyed, proven, has_old;
    bool wanted; /* others, though there are some */
    struct channel now, old;
    msec made, heard, old_until, needed;
    uint8_t welcomes; /* of the present keys */
    msec welcome_due;
    uint32_t forged; /* frames that did not open */
    uint32_t burst;
    msec burst_since;
};

/* hs_id: random, so that two starts of the controller do not begin alike. */
void line_keys_init(struct line_keys *keys, uint8_t address, uint32_t baud, uint8_t hs_id);
/* Forgets all keys and a handshake under way; the next one may begin at `due`. */
void line_keys_drop(struct line_keys *keys, msec due);
/* The bus program hears the station, or does no more. */
void line_keys_present(struct line_keys *keys, bool present, msec now);

/* ---- the handshake ---- */

/* Is one to begin now? */
bool line_keys_wants(const struct line_keys *keys, msec now);
/* Who goes first: the smallest. `kind` of device; one that failed before waits for all others. */
uint32_t line_keys_rank(const struct line_keys *keys, uint8_t kind);
/* Does it take one of the places of its line? */
bool line_keys_busy(const struct line_keys *keys);
/* ephemeral: 32 fresh random bytes. ERR_GONE: no handshake began. */
enum err line_keys_begin(struct line_keys *keys, uint64_t uid, const uint8_t psk[NOISE_PSK],
                         const uint8_t ephemeral[CRYPTO_POINT], msec now) MUST_CHECK;

enum line_keys_say { LINE_KEYS_NOTHING, LINE_KEYS_NOISE1, LINE_KEYS_WELCOME };
/* What is to be sent now; then call line_keys_noise1, or seal a WELCOME and call _welcomed. */
enum line_keys_say line_keys_due(const struct line_keys *keys, msec now);
/* Writes the frame, decoded; its length. */
size_t line_keys_noise1(struct line_keys *keys, uint8_t frame[FRAME_MAX_BUS], msec now);
void line_keys_welcomed(struct line_keys *keys, msec now);
/* True: the keys are new, and *message is the HELLO of the device, which is there now. */
bool line_keys_noise2(struct line_keys *keys, const uint8_t *frame, size_t length, msec now,
                      struct message *message);
/* The station asks for keys. */
void line_keys_need(struct line_keys *keys, msec now);

/* ---- frames ---- */

/* ERR_GONE without keys. */
enum err line_keys_seal(struct line_keys *keys, const struct message *message, uint8_t *frame,
                        size_t size, size_t *length) MUST_CHECK;
/* *first: the keys are proven by this frame. */
enum channel_result line_keys_open(struct line_keys *keys, const uint8_t *frame, size_t length,
                                   msec now, struct message *message, bool *first) MUST_CHECK;
/* Was it heard lately, under our keys? */
bool line_keys_alive(const struct line_keys *keys, msec now);
/* A frame did not open: true when so many do that somebody should look. */
bool line_keys_tamper(struct line_keys *keys, msec now);

/* What time does: tries, WELCOMEs and keys come to their end. True: a handshake has just failed
 * for the first time in a row. */
bool line_keys_tick(struct line_keys *keys, msec now);
/* When _tick, _due or _wants next has something to say; INT64_MAX = never. */
msec line_keys_deadline(const struct line_keys *keys);

#endif
