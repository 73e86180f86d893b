/* SPDX-License-Identifier: Apache-2.0 */
#include "app/reader.h"

#include <event2/event.h>
#include <stdlib.h>

#include "os/clock.h"
#include "os/log.h"
#include "serial/port.h"

struct reader {
    struct reader_options options;
    struct port *port;
    struct event *ticking;
    struct sam sam;
};

static void tell(struct reader *reader, enum sam_news news)
{
    if (news == SAM_NO_NEWS)
        return;
    if (news == SAM_HERE)
        log_info("reader answers");
    else if (news == SAM_MISSING)
        log_warn("reader does not answer; check its cable and power (no-card way is shown)");
    else if (news == SAM_TROUBLE)
        log_info("reader: a card could not be read");
    reader->options.on_news(reader->options.context, news,
                            news == SAM_CARD ? &reader->sam.citizen : NULL);
    citizen_wipe(&reader->sam.citizen);
}

static void on_bytes(void *context, const uint8_t *bytes, size_t count)
{
    struct reader *reader = context;
    for (size_t i = 0; i < count; i++)
        tell(reader, sam_take(&reader->sam, bytes[i], clock_mono_ms()));
}

static void on_state(void *context, bool open)
{
    struct reader *reader = context;
    sam_reset(&reader->sam, clock_mono_ms());
    if (!open)
        reader->options.on_news(reader->options.context, SAM_MISSING, NULL);
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
    struct reader *reader = context;
    uint8_t request[SAM_REQUEST_SIZE];
    enum sam_news news;
    (void)fd;
    (void)what;
    if (!port_is_open(reader->port))
        return;
    size_t count = sam_step(&reader->sam, clock_mono_ms(), request, &news);
    if (count)
        port_write(reader->port, request, count);
    tell(reader, news);
}

struct reader *reader_new(struct event_base *base, const struct reader_options *options)
{
    const struct timeval every = {0, READER_TICK_MS * 1000};
    struct reader *reader = calloc(1, sizeof(*reader));
    if (!reader)
        goto fail;
    reader->options = *options;
    sam_init(&reader->sam, clock_mono_ms());
    reader->port = port_new(base, &(struct port_options){.path = options->path,
                                                         .baud = READER_BAUD,
                                                         .name = "reader",
                                                         .context = reader,
                                                         .on_bytes = on_bytes,
                                                         .on_state = on_state});
    reader->ticking = event_new(base, -1, EV_PERSIST, on_tick, reader);
    if (!reader->port || !reader->ticking || event_add(reader->ticking, &every) != 0)
        goto fail;
    return reader;
fail:
    (void)log_fault(ERR_NOMEM, "reader");
    reader_free(reader);
    return NULL;
}

void reader_free(struct reader *reader)
{
    if (!reader)
        return;
    port_free(reader->port);
    if (reader->ticking)
        event_free(reader->ticking);
    citizen_wipe(&reader->sam.citizen);
    free(reader);
}

void reader_want(struct reader *reader, bool wanted)
{
    sam_want(&reader->sam, wanted, clock_mono_ms());
}
