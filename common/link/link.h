/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link - the client end of a hall connection: connect, hello, keep the session,
 * deliver messages and the rows of one view, reconnect for ever.
 *
 * Kiosk, board, bus program, hallctl and hall-load all use it. On libevent; no
 * threads. State for a user interface: data older than 5 s is STALE, 10 s LOST
 * (D-13); after 15 s without a byte (5 s with away_max_ms) the link reconnects with jittered
 * back-off 0.2 s … 5 s.
 *
 * STALE and LOST count from the last data, with or without a connection, also from the
 * start: a device that never reached its controller is LOST after 10 s. Rows stay in the
 * view meanwhile. SIGPIPE is ignored from link_new on.
 *
 * Ownership: link_new allocates (views and buffers are sized once) and copies host,
 * bind_address and key; callbacks get the pointer given in the options and may call
 * link_send, never link_free. No callback runs inside link_new or link_free.
 * Errors: link_new returns NULL after logging.
 */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"
#include "domain/vocab.h"
#include "protocol/message.h"
#include "protocol/view.h"

struct event_base;
struct link;

/* A device's identity, from its key file (D-25): made by `hallctl adopt`. */
struct device_key {
    uint64_t uid;
    uint8_t kind; /* enum device_kind */
    char name[25];
    uint8_t key[32];
};
/* Reads a key file; ERR_CONFIG with one clear sentence when it is missing, malformed, readable by
 * others, or its key is a pattern that anybody would try. */
enum err device_key_read(const char *path, struct device_key *key) MUST_CHECK;
enum err device_key_write(const char *path, const struct device_key *key) MUST_CHECK;
/* A new device: a random uid and a random key. False when the machine has no random numbers. */
bool device_key_make(struct device_key *key, uint8_t kind, const char *name) MUST_CHECK;
/* "uid=… kind=… name=… key=…": a key file in one line. It is the key: the caller wipes it. */
#define DEVICE_KEY_TEXT_SIZE 192
void device_key_text(const struct device_key *key, char text[DEVICE_KEY_TEXT_SIZE]);
void device_key_wipe(struct device_key *key);
/* Forgets the key and keeps whose it was: for who has given it to a link. */
void device_key_forget(struct device_key *key);

enum link_state {
    LINK_CONNECTING, /* no session, and data younger than 5 s */
    LINK_SYNCING,    /* welcome received, snapshot on its way */
    LINK_LIVE,
    LINK_STALE, /* 5 s without data: banner */
    LINK_LOST,  /* 10 s: grey rows, until there is a session again */
};

/* How a try or a session ended; the link tries again by itself. */
enum link_end {
    LINK_END_UNREACHABLE, /* nobody listens there, or there is no way */
    LINK_END_SILENT,      /* somebody listens, and no WELCOME came in time: no controller */
    LINK_END_DOOR,        /* closed without a word: not adopted, revoked, or another key */
    LINK_END_REFUSED,     /* BYE instead of a WELCOME; why = its text */
    LINK_END_CLOSED,      /* a session ended; why = the reason */
};

struct link_options {
    const char *host;
    uint16_t port;
    const char *bind_address; /* NULL; load tools give each device its own loopback address, D-33 */
    const struct device_key *key;
    uint16_t view;     /* VIEW_KIND_NONE = no rows */
    uint32_t rows_max; /* capacity of the view */
    uint32_t caps, firmware;
    uint32_t boot; /* counted by the device; 0 = the controller gives the next one (D-09) */
    uint8_t hall_hash[HALL_HASH_SIZE]; /* of the hall definition this device was started with */
    /* 0, or of a device that people wait for: the longest pause while nobody listens there, or
     * after a session that broke off. Such a one also leaves a connection silent for 5 s, and a try
     * without an answer after 1.2 s. */
    msec away_max_ms;
    const char *capture; /* NULL, or a file that gets what the session says (capture.h) */
    void *context;
    void (*on_state)(void *context, enum link_state state);
    /* Once per session, before the snapshot. */
    void (*on_welcome)(void *context, const struct msg_welcome *welcome);
    /* Every message that is not session keeping or view rows. */
    void (*on_message)(void *context, const struct message *message);
    /* Rows changed: after a whole snapshot, and after each delta. */
    void (*on_rows)(void *context, const struct view_rows *view);
    /* For tools that do not wait for ever. */
    void (*on_end)(void *context, enum link_end end, const char *why);
};

struct link *link_new(struct event_base *base, const struct link_options *options) MUST_CHECK;
void link_free(struct link *link);

/* ERR_GONE without a session; ERR_TOOBIG when the outgoing buffer (256 KiB) is full: the caller
 * tries again after its answer time-out. */
enum err link_send(struct link *link, const struct message *message) MUST_CHECK;
enum link_state link_state(const struct link *link);
const char *link_state_name(enum link_state state);
const struct view_rows *link_view(const struct link *link);
/* Hall time: the controller's clock as WELCOME and PONG gave it, carried on by our monotonic clock
 * (times the training factor, D-27). 0 before the first welcome. */
msec link_hall_ms(const struct link *link);
int16_t link_tz_min(const struct link *link);
uint16_t link_training(const struct link *link);
/* The boot number in force (ours, or the one WELCOME gave). */
uint32_t link_boot(const struct link *link);

#endif
