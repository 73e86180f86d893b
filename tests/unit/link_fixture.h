/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link_fixture - a small controller and a device in one event loop, for the tests of
 * the link. Nothing waits for a fixed time: WAIT_UNTIL turns the loop until a
 * condition holds.
 */
#ifndef TESTS_LINK_FIXTURE_H
#define TESTS_LINK_FIXTURE_H

#include <arpa/inet.h>
#include <netinet/in.h>

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
    uint8_t input[SESSION_INPUT_SIZE], output[SESSION_OUTPUT_MIN + 65536];
    struct message message;
    bool mute; /* until the next connection: it reads and says nothing */
    bool refuse;
    uint16_t retry_ms; /* what a refused device is asked to wait */
    char from[INET_ADDRSTRLEN];
    uint32_t connections, acts, hellos, syncs, vacks;
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
};

int link_setup(void **state);
int link_teardown(void **state);

void controller_listen(struct fixture *f);
void controller_stop(struct fixture *f);
void controller_hang_up(struct fixture *f);
void controller_say(struct fixture *f, const struct message *message);
/* The window's row changes to that number; the delta says it follows `from`. */
void controller_say_delta(struct fixture *f, uint32_t from, uint16_t number);

struct link_options device_options(struct fixture *f);
void device_start(struct fixture *f);
/* The number in the window's row as the device has it. */
uint16_t device_shows(struct fixture *f);

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
