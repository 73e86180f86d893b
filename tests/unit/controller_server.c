/* SPDX-License-Identifier: Apache-2.0 */
/* The listening end with real sockets: a whole hall that comes back at once. */
#include "net/server.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "domain/vocab.h"
#include "os/clock.h"
#include "test.h"

#define DEVICES 500
#define WORDS 8 /* what each device has to say at once: its state, where it stands, its rows */
#define PATIENCE_MS (20 * SECOND)

static const uint8_t psk[NOISE_PSK] = {1, 2, 3};

struct device {
    int socket; /* -1 = none */
    struct session session;
    uint8_t output[SESSION_OUTPUT_MIN], input[SESSION_INPUT_SIZE];
};

struct fixture {
    struct event_base *base;
    struct server *server;
    uint32_t hellos, words;
    struct device devices[DEVICES];
};

static const uint8_t *key_of(void *context, struct client *client, uint64_t uid)
{
    (void)context, (void)client, (void)uid;
    return psk;
}

static void stranger(void *context, struct client *client, uint64_t uid)
{
    (void)context, (void)client, (void)uid;
    fail();
}

static bool hello(void *context, struct client *client, const struct msg_hello *said,
                  struct msg_welcome *welcome, struct server_refusal *refusal)
{
    struct fixture *f = context;
    (void)client, (void)said, (void)refusal;
    welcome->boot = 1;
    f->hellos++;
    return true;
}

static void proven(void *context, struct client *client)
{
    (void)context, (void)client;
}

static void message(void *context, struct client *client, const struct message *said)
{
    struct fixture *f = context;
    (void)client, (void)said;
    f->words++;
}

static void closed(void *context, struct client *client, const char *why)
{
    (void)context, (void)client, (void)why;
}

static msec hall_ms(void *context, int16_t *tz_min)
{
    (void)context;
    *tz_min = 0;
    return 0;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    f->base = event_base_new();
    const struct server_options options = {
        .base = f->base,
        .host = "127.0.0.1",
        .clients_max = DEVICES,
        .calls = {f, key_of, stranger, hello, proven, message, closed, hall_ms},
    };
    for (uint32_t i = 0; i < DEVICES; i++)
        f->devices[i].socket = -1;
    *state = f;
    return server_new(&options, &f->server);
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    for (uint32_t i = 0; i < DEVICES; i++)
        if (f->devices[i].socket >= 0)
            close(f->devices[i].socket);
    server_free(f->server);
    event_base_free(f->base);
    free(f);
    return 0;
}

static void flush(struct device *device)
{
    size_t length;
    const uint8_t *bytes = session_output(&device->session, &length);
    assert_int_equal(send(device->socket, bytes, length, MSG_NOSIGNAL), (ssize_t)length);
    session_output_drop(&device->session, length);
}

/* From an address of its own. */
static void dial(struct fixture *f, uint32_t i)
{
    struct device *device = &f->devices[i];
    const struct sockaddr_in from = {.sin_family = AF_INET,
                                     .sin_addr.s_addr = htonl(0x7f010001u + i)};
    const struct sockaddr_in to = {.sin_family = AF_INET,
                                   .sin_port = htons(server_port(f->server)),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    device->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(device->socket >= 0);
    assert_int_equal(bind(device->socket, (const struct sockaddr *)&from, sizeof(from)), 0);
    assert_int_equal(connect(device->socket, (const struct sockaddr *)&to, sizeof(to)), 0);
}

static void knock(struct fixture *f, uint32_t i)
{
    struct device *device = &f->devices[i];
    const struct session_buffers buffers = {device->input, device->output, sizeof(device->output)};
    const struct msg_hello said = {.kind = DEVICE_BOARD, .uid = i + 1, .boot = 1};
    const uint8_t ephemeral[CRYPTO_POINT] = {7, (uint8_t)i, (uint8_t)(i >> 8)};
    session_init_client(&device->session, &buffers, &said, psk, ephemeral, clock_mono_ms());
    flush(device);
}

/* Reads what came; the answer to its knock makes it talk. */
static void attend(struct device *device)
{
    static struct message message;
    const struct message word = {.type = MSG_TYPE_STATUS};
    enum session_event event;
    uint8_t bytes[4096];
    if (device->socket < 0)
        return;
    ssize_t count = recv(device->socket, bytes, sizeof(bytes), MSG_DONTWAIT);
    for (size_t at = 0; count > 0 && at < (size_t)count;) {
        at += session_feed(&device->session, bytes + at, (size_t)count - at, clock_mono_ms(),
                           &message, &event);
        for (int i = 0; event == SESSION_WELCOME && i < WORDS; i++)
            assert_int_equal(session_send(&device->session, &word, clock_mono_ms()), ERR_NONE);
    }
    if (count > 0)
        flush(device);
}

static void one_round(struct fixture *f)
{
    event_base_loop(f->base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
    server_tick(f->server, clock_mono_ms());
    server_flush(f->server);
    for (uint32_t i = 0; i < DEVICES; i++)
        attend(&f->devices[i]);
}

/* D-33: after a restart the controller knows no address, and 500 devices come from 500. None may be
 * refused, also when all have connected before the first one speaks: a device that is refused
 * comes back later and later. */
static void a_hall_that_comes_back_at_once_is_let_in_whole(void **state)
{
    struct fixture *f = *state;
    for (uint32_t i = 0; i < DEVICES; i++) {
        dial(f, i);
        one_round(f);
    }
    for (uint32_t i = 0; i < DEVICES; i++)
        knock(f, i);
    msec late = clock_mono_ms() + PATIENCE_MS;
    while (f->words < DEVICES * WORDS && clock_mono_ms() < late)
        one_round(f);
    assert_int_equal(f->hellos, DEVICES);
    assert_int_equal(f->words, DEVICES * WORDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_hall_that_comes_back_at_once_is_let_in_whole, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
