/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys - what a station on a line seals and opens with: the session in force, the one
 * that begins, the group keys of its line, and the handshake that makes a session.
 *
 *     NOISE1 -> asked -(station_keys_answer)-> `next` and NOISE2
 *            -(the first frame that opens under `next`)-> `session`
 *
 * Until then the session in force stays: NOISE1 can be an old one, played again, and what
 * came from nobody must end nothing (D-45). The same NOISE1 once more is answered with the
 * same NOISE2; the station remembers that one only.
 *
 * Two keys of the group may be known, one for each phase (D-17): the older one is forgotten
 * with the first frame under the newer one, after a minute at the latest.
 *
 * Ownership: the identity must outlive the struct. Secrets are wiped by station_keys_wipe
 *            and when they are replaced.
 * Time:      milliseconds, passed in. Randomness is passed in (station_keys.seed).
 * Threads:   none. No memory but this struct.
 */
#ifndef CORE_KEYS_H
#define CORE_KEYS_H

#include "protocol/channel.h"
#include "protocol/noise.h"

#define KEYS_GROUP_BOTH_MS MINUTE /* D-17 */

/* What HELLO says of the device, and its key. */
struct station_identity {
    uint64_t uid;
    char name[25];
    uint8_t hall_hash[HALL_HASH_SIZE];
    uint32_t firmware;
    uint8_t key[NOISE_PSK];
};

struct station_keys {
    const struct station_identity *identity;
    uint8_t address;
    bool in_session, has_next;
    struct channel session, next;
    struct channel group[2]; /* by key phase */
    uint8_t phase;           /* of the newer group key */
    msec group_until;        /* the older one is forgotten then; 0 = there is none */
    /* the handshake */
    struct station_noise1 {
        uint8_t hs_id, message[NOISE_OVERHEAD];
    } new, old;    /* to be answered; answered with noise2 */
    bool asked;    /* there is a new one */
    bool answered; /* there is an old one */
    bool due;      /* noise2 is to be said, until it is acknowledged */
    bool said;     /* it was, since it is due */
    bool seeded;
    uint8_t seed[CRYPTO_POINT];
    uint8_t noise2[FRAME_MAX_BUS]; /* decoded */
    size_t noise2_length;
    uint32_t forged;  /* frames and handshakes for us that did not open */
    uint32_t strange; /* handshakes among them: the controller has another key for us */
};

void station_keys_init(struct station_keys *keys, const struct station_identity *identity,
                       uint8_t address);
void station_keys_wipe(struct station_keys *keys);

/* ---- handshake ---- */

/* 32 bytes that nobody can guess, wanted before each handshake. */
bool station_keys_want_seed(const struct station_keys *keys);
void station_keys_seed(struct station_keys *keys, const uint8_t seed[CRYPTO_POINT]);
/* A frame with SEC 3. Sets `asked`, or `due` for the NOISE1 answered last; else nothing. */
void station_keys_asked(struct station_keys *keys, const uint8_t *frame, size_t length);
/* The slow half, a point multiplication: makes NOISE2 with that HELLO, `due` from now on, to be
 * said with that CTR. Not when NOISE1 is a forgery. Only while `asked`. */
void station_keys_answer(struct station_keys *keys, const struct message *hello, uint8_t ctr);

/* ---- frames ---- */

/* A frame to our address. *begun: it opened the session that NOISE2 offered. */
enum channel_result station_keys_open(struct station_keys *keys, const uint8_t *frame,
                                      size_t length, struct message *message,
                                      bool *begun) MUST_CHECK;
/* ERR_GONE without a session. */
enum err station_keys_seal(struct station_keys *keys, const struct message *message, uint8_t *frame,
                           size_t size, size_t *length) MUST_CHECK;
/* The session is over. */
void station_keys_end(struct station_keys *keys);

/* ---- the group ---- */

/* From WELCOME (keep false: it is the only one) or GKEY (the other phase holds for a while yet). */
void station_keys_group(struct station_keys *keys, uint8_t phase, uint32_t next,
                        struct crypto_bytes key, bool keep, msec now);
/* A frame to all with SEC 2. */
enum channel_result station_keys_open_group(struct station_keys *keys, const uint8_t *frame,
                                            size_t length, struct message *message) MUST_CHECK;
/* Counter of the next frame to all that we expect; false without a key. */
bool station_keys_group_next(const struct station_keys *keys, uint32_t *next);
/* BEAT says the master is there already. */
void station_keys_group_hint(struct station_keys *keys, uint32_t next);
void station_keys_tick(struct station_keys *keys, msec now);

#endif
