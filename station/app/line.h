/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line - the stations of this process that share one end of an RS-485 line.
 *
 * Ownership: line_new allocates, at start; the devices belong to the caller.
 */
#ifndef APP_LINE_H
#define APP_LINE_H

#include "app/device.h"

struct event_base;
struct line;

/* on_heard: bytes were taken; an answer may have been among them. */
struct line_options {
    const struct line_def *def;
    const char *path;
    void *context;
    void (*on_heard)(void *context);
};

struct line *line_new(struct event_base *base, const struct line_options *options) MUST_CHECK;
void line_free(struct line *line);
void line_add(struct line *line, struct device *device);

#endif
