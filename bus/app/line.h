/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line - one RS-485 line of the hall: its master (master/bus.h), its port, its clock.
 *
 * Ownership: line_new allocates, at start. The definition must live as long as the line.
 */
#ifndef APP_LINE_H
#define APP_LINE_H

#include "base/err.h"
#include "domain/hall_def.h"
#include "master/bus.h"

struct event_base;
struct line;

struct line_options {
    const struct hall_def *def;
    const struct line_def *line;
    const char *port; /* overrides line->port when not NULL */
    void *context;
    /* A station's frame, news of a station, credit: for the controller. */
    void (*on_event)(void *context, uint16_t line, const struct bus_event *event);
};

struct line *line_new(struct event_base *base, const struct line_options *options) MUST_CHECK;
void line_free(struct line *line);

uint16_t line_id(const struct line *line);
/* A frame of the controller. */
void line_frame(struct line *line, const uint8_t *frame, size_t length);
/* number: counts the tunnels, so that stations see a new one. */
void line_tunnel(struct line *line, bool up, uint8_t number);
/* The controller's counter of frames to all (D-02). */
void line_gctr(struct line *line, uint32_t gctr);

#endif
