/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch and ticket - what happens, and what has happened: facts of the journal, one a line.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/say.h"

#define HISTORY_WAIT_MS (20 * SECOND) /* it may read a whole day of long ago */

/* Nothing is left to be done: each line went out as it came. */
static void on_signal(int number)
{
    (void)number;
    _exit(0);
}

static bool print_event(void *context, const struct message *message)
{
    const struct client *client = context;
    char at[CLOCK_TEXT_SIZE];
    if (message->type != MSG_TYPE_EVENT)
        return false;
    clock_text(message->event.at_ms, client_welcome(client)->tz_min, at);
    return printf("%s %" PRIu64 " %s\n", at, message->event.jseq, message->event.text) < 0;
}

int ctl_watch(const struct ctl *ctl)
{
    struct client *client = client_open(ctl, VIEW_KIND_NONE);
    struct message message = {.type = MSG_TYPE_WATCH};
    message.watch.on = 1;
    if (client && client_send(client, &message)) {
        (void)signal(SIGTERM, on_signal);
        (void)signal(SIGINT, on_signal);
        setvbuf(stdout, NULL, _IOLBF, 0);
        (void)client_talk(client, CLIENT_FOREVER, print_event, client);
    }
    client_close(client);
    return 1; /* only a signal ends it well */
}

struct told {
    int lines;
    unsigned ticket; /* its id, of the first line */
    int16_t tz_min;
};

static bool print_history(void *context, const struct message *message)
{
    struct told *told = context;
    const struct msg_history *history = &message->history;
    char at[CLOCK_TEXT_SIZE];
    if (message->type != MSG_TYPE_HISTORY)
        return false;
    if (history->last)
        return true;
    /* Calls of others, where it would have been the next, are for `explain`. */
    const char *named = strstr(history->text, " ticket=");
    unsigned ticket = named ? (unsigned)strtoul(named + 8, NULL, 10) : 0;
    if (!told->ticket)
        told->ticket = ticket;
    if (ticket != told->ticket)
        return false;
    clock_text(history->at_ms, told->tz_min, at);
    printf("%s %" PRIu64 " %s\n", at, history->jseq, history->text);
    told->lines++;
    return false;
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
    struct client *client = client_open(ctl, VIEW_KIND_NONE);
    struct told told = {0, 0, client ? client_welcome(client)->tz_min : 0};
    bool whole = client && client_send(client, &message) &&
                 client_talk(client, HISTORY_WAIT_MS, print_history, &told);
    client_close(client);
    if (whole && !told.lines)
        complain("no ticket had the number %s on that day", ctl->words[0]);
    return whole && told.lines ? 0 : 1;
}
