/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link_fixture - a small controller and a device in one event loop, for the tests of
 * the link. The controller answers HELLO as the real one does: WELCOME, and the rows that
 * the HELLO asked for, in one flight. Nothing waits for a fixed time: WAIT_UNTIL turns the
 * loop until a condition holds.
 */
#ifndef TESTS_LINK_FIXTURE_H
#define TESTS_LINK_FIXTURE_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>

#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "link/link.h"
#include "os/clock.h"
#include "protocol/session.h"
#include "test.h"

#define PATIENCE_MS (20 * SECOND) /* only a broken link waits that long */

struct fixture {
    struct event_base *base;
    struct evconnlistener *listener;
    struct sockaddr_in address;

    struct bufferevent *peer; /* the one connection of the controller */
    struct session session;
    uint8_t key_there[NOISE_PSK]; /* the device's key as the controller has it */
    uint8_t randoms;
    uint8_t input[SESSION_INPUT_SIZE], output[SESSION_OUTPUT_MIN + 65536];
    struct message message;
    uint8_t forged;
    bool mute; /* until the next connection: it reads and says nothing */
    bool refuse;
    uint16_t retry_ms; /* what a refused device is asked to wait */
    char from[INET_ADDRSTRLEN];
    char last_words[SESSION_TEXT_SIZE]; /* of the device's BYE */
    uint32_t ends;                      /* of the device's tries */
    uint32_t connections, strangers, acts, hellos, syncs, vacks;
    struct msg_sync sync;
    struct msg_vack vack;
    struct msg_hello hello;
    struct msg_welcome welcome;

    struct device_key key;
    struct link *link;
    struct view_row held[16];
    struct view_rows hall; /* the controller's rows */
    uint32_t rows_calls, messages, welcomes;
    uint32_t states[8]; /* how often each was told */
    enum link_state state;
    msec state_at;
    FILE *log; /* what stderr is now; NULL = itself */
    int real_stderr;
};

int link_setup(void **state);
int link_teardown(void **state);

void controller_listen(struct fixture *f);
void controller_stop(struct fixture *f);
void controller_hang_up(struct fixture *f);
/* Bytes as they are, by whoever sits on the wire. */
void controller_forge(struct fixture *f, const uint8_t header[FRAME_HEADER],
                      const struct message *message);
void controller_say(struct fixture *f, const struct message *message);
/* The window's row changes to that number; the delta says it follows `from`. */
void controller_say_delta(struct fixture *f, uint32_t from, uint16_t number);

struct link_options device_options(struct fixture *f);
void device_start(struct fixture *f);
/* The number in the window's row as the device has it. */
uint16_t device_shows(struct fixture *f);

/* From here on what is logged is kept; then: how many lines say this. */
void log_catch(struct fixture *f);
uint32_t log_count(struct fixture *f, const char *text);

void link_patience_over(evutil_socket_t fd, short what, void *context);

/* Turns the loop until the condition holds. */
#define WAIT_UNTIL(f, condition)                                                     \
    do {                                                                             \
        bool tired = false;                                                          \
        struct event *patience = evtimer_new((f)->base, link_patience_over, &tired); \
        const struct timeval after = {PATIENCE_MS / SECOND, 0};                      \
        evtimer_add(patience, &after);                                               \
        while (!(condition) && !tired)                                               \
            event_base_loop((f)->base, EVLOOP_ONCE);                                 \
        event_free(patience);                                                        \
        if (tired)                                                                   \
            fail_msg("waited in vain for: %s", #condition);                          \
    } while (0)

#define LINK_TEST(name) cmocka_unit_test_setup_teardown(name, link_setup, link_teardown)

#endif
