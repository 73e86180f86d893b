/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch and ticket - what happens, and what has happened: facts of the journal, one a line.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/say.h"

/* Nothing is left to be done: each line went out as it came. */
static void on_signal(int number)
{
    (void)number;
    _exit(0);
}

int ctl_watch(const struct ctl *ctl)
{
    struct client *client = client_open(&ctl->address, &ctl->device);
    struct message message = {.type = MSG_TYPE_WATCH};
    message.watch.on = 1;
    if (!client || !client_send(client, &message)) {
        client_close(client);
        return 1;
    }
    (void)signal(SIGTERM, on_signal);
    (void)signal(SIGINT, on_signal);
    setvbuf(stdout, NULL, _IOLBF, 0);
    int16_t tz_min = client_welcome(client)->tz_min;
    while (client_next(client, &message, CLIENT_FOREVER)) {
        char at[CLOCK_TEXT_SIZE];
        if (message.type != MSG_TYPE_EVENT)
            continue;
        clock_text(message.event.at_ms, tz_min, at);
        if (printf("%s %" PRIu64 " %s\n", at, message.event.jseq, message.event.text) < 0)
            break;
    }
    client_close(client);
    return 1; /* only a signal ends it well */
}

/* How many lines came; -1 when the conversation broke. */
static int print_history(struct client *client)
{
    struct message message;
    for (int lines = 0;; lines++) {
        char at[CLOCK_TEXT_SIZE];
        if (!client_await(client, MSG_TYPE_HISTORY, &message))
            return -1;
        if (message.history.last)
            return lines;
        clock_text(message.history.at_ms, client_welcome(client)->tz_min, at);
        printf("%s %" PRIu64 " %s\n", at, message.history.jseq, message.history.text);
    }
}

int ctl_ticket(const struct ctl *ctl)
{
    struct label label;
    struct message message = {.type = MSG_TYPE_HISTORY_REQ};
    if (!label_parse(ctl->words[0], &label)) {
        complain("%s is no number of a ticket, like A042", ctl->words[0]);
        return 2;
    }
    if (ctl->count > 1 && !read_u32(ctl->words[1], &message.history_req.day)) {
        complain("%s is no day, like 20260318", ctl->words[1]);
        return 2;
    }
    message.history_req.seq = 1;
    message.history_req.prefix = label_wire_prefix(label);
    message.history_req.number = label.number;
    struct client *client = client_open(&ctl->address, &ctl->device);
    int lines = client && client_send(client, &message) ? print_history(client) : -1;
    client_close(client);
    if (lines == 0)
        complain("no ticket had the number %s on that day", ctl->words[0]);
    return lines > 0 ? 0 : 1;
}
