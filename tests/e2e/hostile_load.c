/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hostile_load - bench/hostile against a controller that a test runs, until SIGTERM; then one line
 * of JSON says what was tried.
 *
 *     hostile_load PORT HOME UID IDLE SLOW HANDSHAKES_S [KEYFILE…]
 *
 * HOME: address where a device lives; UID: of an adopted device, in hexadecimal. Each key file is a
 * console that never reads.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/hostile.h"
#include "os/log.h"

#define WORDS 7

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
    (void)number;
    stopped = 1;
}

static uint32_t number(const char *word)
{
    return (uint32_t)strtoul(word, NULL, 10);
}

int main(int argc, char **argv)
{
    static struct device_key keys[HOSTILE_DEAF_MAX];
    struct hostile_counts counts = {.knocks = 0};
    log_component("hostile_load");
    if (argc < WORDS || argc - WORDS > HOSTILE_DEAF_MAX) {
        fprintf(stderr, "usage: hostile_load PORT HOME UID IDLE SLOW HANDSHAKES_S [KEYFILE…]\n");
        return 2;
    }
    for (int i = WORDS; i < argc; i++)
        if (device_key_read(argv[i], &keys[i - WORDS]))
            return 2;
    const struct hostile_options options = {.port = (uint16_t)number(argv[1]),
                                            .home = ntohl(inet_addr(argv[2])),
                                            .uid = strtoull(argv[3], NULL, 16),
                                            .idle = number(argv[4]),
                                            .slow = number(argv[5]),
                                            .handshakes_s = number(argv[6]),
                                            .deaf = keys,
                                            .deaf_count = (uint32_t)(argc - WORDS)};
    signal(SIGTERM, on_signal);
    signal(SIGPIPE, SIG_IGN);
    if (hostile_run(&options, &counts, &stopped))
        return 1;
    printf("{\"idle\": %" PRIu32 ", \"slow\": %" PRIu32 ", \"sessions\": %" PRIu32
           ", \"handshakes\": %" PRIu32 ", \"knocks\": %" PRIu32 ", \"failed\": %" PRIu32 "}\n",
           counts.made[HOSTILE_IDLE], counts.made[HOSTILE_SLOW], counts.sessions,
           counts.made[HOSTILE_KNOCK], counts.knocks, counts.failed);
    return 0;
}
