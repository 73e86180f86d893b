/* SPDX-License-Identifier: Apache-2.0 */
#include "app/line.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "os/clock.h"
#include "os/log.h"
#include "serial/port.h"

struct line {
    struct port *port;
    void *context;
    void (*on_heard)(void *context);
    size_t count;
    struct device *devices[STATIONS_PER_LINE_MAX];
};

/* Each station hears all of it; at most one of them was asked. */
static void on_bytes(void *context, const uint8_t *bytes, size_t count)
{
    struct line *line = context;
    struct station_reply reply;
    msec now = clock_mono_ms();
    for (size_t i = 0; i < line->count; i++)
        for (size_t at = 0; at < count;) {
            at += station_link_feed(&line->devices[i]->line, bytes + at, count - at, now, &reply);
            /* What was asked before the last word of these bytes has been given up by now. */
            if (reply.length && at == count)
                port_write(line->port, reply.wire, reply.length);
        }
    /* The answer is on the wire: now what takes its time. */
    for (size_t i = 0; i < line->count; i++)
        device_work(line->devices[i], now);
    line->on_heard(line->context);
}

struct line *line_new(struct event_base *base, const struct line_options *options)
{
    char name[32];
    const struct line_def *def = options->def;
    struct line *line = calloc(1, sizeof(*line));
    if (!line) {
        (void)log_fault(ERR_NOMEM, "line=%u", def->id);
        return NULL;
    }
    line->context = options->context;
    line->on_heard = options->on_heard;
    snprintf(name, sizeof(name), "line=%u", def->id);
    const struct port_options port = {.path = options->path,
                                      .baud = def->baud,
                                      .name = name,
                                      .context = line,
                                      .on_bytes = on_bytes};
    line->port = port_new(base, &port);
    if (line->port)
        return line;
    free(line);
    return NULL;
}

void line_free(struct line *line)
{
    if (!line)
        return;
    port_free(line->port);
    free(line);
}

void line_add(struct line *line, struct device *device)
{
    assert(line->count < STATIONS_PER_LINE_MAX); /* D-39; the definition was checked */
    line->devices[line->count++] = device;
}
