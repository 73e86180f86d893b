/* SPDX-License-Identifier: Apache-2.0 */
#include "app/line.h"

#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include "os/clock.h"
#include "os/log.h"
#include "serial/port.h"

struct line {
    struct line_options options;
    struct port *port;
    struct event *timer;
    struct log_site dropped, foreign;
    struct bus bus;
    struct bus_output output;
};

static void note(struct line *line, const struct bus_event *event)
{
    uint16_t id = line->options.line->id;
    const struct device_def *station = def_station(line->options.def, id, event->address);
    const char *name = station ? station->name : "?";
    if (event->kind == BUS_EVENT_STATION)
        log_info("line=%u station=%s address=%u online=%d errors=%u", id, name, event->address,
                 event->online, event->errors);
    else if (event->kind == BUS_EVENT_DROPPED)
        log_every(&line->dropped, "line=%u station=%s address=%u a frame was given up", id, name,
                  event->address);
    else if (event->kind == BUS_EVENT_FOREIGN)
        log_every(&line->foreign,
                  "line=%u another master is on this line; disconnect it, or the other hall-bus",
                  id);
}

static void give(struct line *line, const struct bus_input *input)
{
    msec now = clock_mono_ms();
    struct bus_output *output = &line->output;
    bus_step(&line->bus, now, input, output);
    if (output->wire_length && line->port)
        port_write(line->port, output->wire, output->wire_length);
    msec wait = output->deadline - now;
    const struct timeval after = {wait / SECOND, wait % SECOND * 1000};
    event_add(line->timer, &after);
    for (uint32_t i = 0; i < output->count; i++) {
        note(line, &output->events[i]);
        line->options.on_event(line->options.context, line->options.line->id, &output->events[i]);
    }
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    give(context, &(struct bus_input){.kind = BUS_TICK});
}

static void on_bytes(void *context, const uint8_t *bytes, size_t count)
{
    _Static_assert(PORT_READ_MAX <= BUS_INPUT_MAX, "a read of the port fits a step of the bus");
    give(context, &(struct bus_input){.kind = BUS_BYTES, .bytes = bytes, .length = count});
}

/* People press keys on pads and wait; a strip only listens. */
static uint8_t every(uint8_t kind)
{
    return kind == DEVICE_PAD ? 1 : kind == DEVICE_RATING ? 2 : 8;
}

static void find_stations(const struct line_options *options, struct bus_settings *settings)
{
    for (uint32_t i = 0; i < options->def->device_count; i++) {
        const struct device_def *device = &options->def->devices[i];
        if (device->line != options->line->id || settings->count == BUS_STATIONS_MAX)
            continue;
        settings->every[settings->count] = every(device->kind);
        settings->addresses[settings->count++] = device->address;
    }
}

struct line *line_new(struct event_base *base, const struct line_options *options)
{
    struct line *line = calloc(1, sizeof(*line));
    struct bus_settings settings = {.baud = options->line->baud};
    char name[32];
    if (!line)
        goto fail;
    line->options = *options;
    find_stations(options, &settings);
    bus_init(&line->bus, &settings, clock_mono_ms());
    line->timer = evtimer_new(base, on_timer, line);
    if (!line->timer)
        goto fail;
    snprintf(name, sizeof(name), "line=%u", options->line->id);
    const struct port_options port = {.path = options->port ? options->port : options->line->port,
                                      .baud = settings.baud,
                                      .name = name,
                                      .context = line,
                                      .on_bytes = on_bytes};
    line->port = port_new(base, &port);
    if (!line->port)
        goto fail;
    give(line, &(struct bus_input){.kind = BUS_TICK});
    return line;
fail:
    (void)log_fault(ERR_NOMEM, "line=%u", options->line->id);
    line_free(line);
    return NULL;
}

void line_free(struct line *line)
{
    if (!line)
        return;
    port_free(line->port);
    if (line->timer)
        event_free(line->timer);
    free(line);
}

uint16_t line_id(const struct line *line)
{
    return line->options.line->id;
}

void line_frame(struct line *line, const uint8_t *frame, size_t length)
{
    give(line, &(struct bus_input){.kind = BUS_FRAME, .bytes = frame, .length = length});
}

void line_tunnel(struct line *line, bool up, uint8_t number)
{
    give(line, &(struct bus_input){.kind = up ? BUS_TUNNEL_UP : BUS_TUNNEL_DOWN, .number = number});
}

void line_gctr(struct line *line, uint32_t gctr)
{
    give(line, &(struct bus_input){.kind = BUS_GCTR, .gctr = gctr});
}
