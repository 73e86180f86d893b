/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control - a local socket through which a person or a script presses keys and reads
 * what a station shows: for stations on a PC, which have no keys of their own.
 *
 * One request a connection, one line: "press NAME KEY [ARG]", "show NAME", "list". The
 * answer is a line "0" (done) or "1" (not), then text; press is answered when the hall
 * has answered.
 *
 * Ownership: control_open makes the socket (mode 0600); control_close removes it.
 */
#ifndef APP_CONTROL_H
#define APP_CONTROL_H

#include "app/device.h"

#define CONTROL_CLIENTS_MAX 16
#define CONTROL_LINE_MAX 128

struct event_base;
struct control;

struct control_options {
    const char *path;
    struct device *devices;
    size_t count;
    const struct words *words;
};

struct control *control_open(struct event_base *base,
                             const struct control_options *options) MUST_CHECK;
void control_close(struct control *control);
/* Answers the presses that have ended. */
void control_tick(struct control *control);

/* The other end: sends the request, prints the text. The exit status of the program. */
int control_ask(const char *path, const char *request);

#endif
