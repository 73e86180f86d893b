/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "line/line.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "os/log.h"

#define READ_MAX 512
#define CARRY_MAX 256 /* characters of one speaker handed on together */

struct terminal {
    struct line *line;
    uint32_t index;
    int master, slave;
    struct event *readable;
    char name[64];
    char link[512];
};

struct line {
    uint32_t id, ends;
    struct event *tick;
    struct wire wire;
    struct terminal terminals[LINE_ENDS_MAX];
};

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void hand_on(struct line *line, uint32_t speaker, const uint8_t *bytes, size_t count)
{
    for (uint32_t i = 0; i < line->ends; i++)
        if (i != speaker && write(line->terminals[i].master, bytes, count) < 0) {
            /* Nobody reads there and its buffer is full: lost, as on a wire. */
            continue;
        }
}

/* Hands on what has arrived and sets the tick for the rest. */
static void carry(struct line *line)
{
    uint8_t bytes[CARRY_MAX], byte;
    uint32_t speaker, last = line->ends;
    size_t count = 0;
    int64_t now = now_ns();
    while (wire_next(&line->wire, now, &speaker, &byte)) {
        if (count && (speaker != last || count == CARRY_MAX)) {
            hand_on(line, last, bytes, count);
            count = 0;
        }
        last = speaker;
        bytes[count++] = byte;
    }
    if (count)
        hand_on(line, last, bytes, count);
    if (wire_deadline(&line->wire) != INT64_MAX) {
        const struct timeval tick = {0, LINE_TICK_MS * 1000};
        event_add(line->tick, &tick);
    }
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
    (void)fd;
    (void)what;
    carry(context);
}

static void on_readable(evutil_socket_t fd, short what, void *context)
{
    struct terminal *terminal = context;
    uint8_t bytes[READ_MAX];
    (void)what;
    ssize_t n = read((int)fd, bytes, sizeof(bytes));
    if (n <= 0)
        return;
    wire_put(&terminal->line->wire, terminal->index, bytes, (size_t)n, now_ns());
    carry(terminal->line);
}

static enum err name_it(struct terminal *terminal, const char *dir)
{
    char suffix[8] = "bus";
    if (terminal->index)
        snprintf(suffix, sizeof(suffix), "%c", (char)('a' + terminal->index - 1));
    int n = snprintf(terminal->link, sizeof(terminal->link), "%s/line-%u.%s", dir,
                     terminal->line->id, suffix);
    if (n < 0 || (size_t)n >= sizeof(terminal->link)) {
        terminal->link[0] = 0;
        return log_fault(ERR_CONFIG, "dir=%s name is too long", dir);
    }
    char target[1];
    if (readlink(terminal->link, target, sizeof(target)) >= 0)
        (void)unlink(terminal->link); /* of a line simulator that was killed */
    if (symlink(terminal->name, terminal->link) == 0)
        return ERR_NONE;
    enum err err = log_fault(ERR_IO, "link=%s cannot be made: %s; name another folder",
                             terminal->link, strerror(errno));
    terminal->link[0] = 0;
    return err;
}

static enum err open_terminal(struct terminal *terminal, struct event_base *base, const char *dir)
{
    struct termios mode;
    memset(&mode, 0, sizeof(mode));
    cfmakeraw(&mode);
    mode.c_cflag |= CREAD;
    (void)cfsetspeed(&mode, B38400); /* any speed: zero would mean "hung up" */
    if (openpty(&terminal->master, &terminal->slave, terminal->name, &mode, NULL)) {
        terminal->master = terminal->slave = -1;
        return log_fault(ERR_IO, "no pseudo-terminal: %s", strerror(errno));
    }
    (void)fcntl(terminal->master, F_SETFL, O_NONBLOCK);
    terminal->readable =
        event_new(base, terminal->master, EV_READ | EV_PERSIST, on_readable, terminal);
    if (!terminal->readable)
        return log_fault(ERR_NOMEM, "line=%u", terminal->line->id);
    event_add(terminal->readable, NULL);
    return name_it(terminal, dir);
}

struct line *line_open(struct event_base *base, const char *dir, uint32_t id, uint32_t ends,
                       uint32_t baud)
{
    struct line *line = calloc(1, sizeof(*line));
    if (!line) {
        (void)log_fault(ERR_NOMEM, "line=%u", id);
        return NULL;
    }
    line->id = id;
    line->ends = ends;
    wire_init(&line->wire, ends, baud);
    for (uint32_t i = 0; i < ends; i++)
        line->terminals[i] = (struct terminal){.line = line, .index = i, .master = -1, .slave = -1};
    line->tick = evtimer_new(base, on_tick, line);
    enum err err = line->tick ? ERR_NONE : log_fault(ERR_NOMEM, "line=%u", id);
    for (uint32_t i = 0; i < ends && !err; i++)
        err = open_terminal(&line->terminals[i], base, dir);
    if (!err)
        return line;
    line_close(line);
    return NULL;
}

void line_close(struct line *line)
{
    if (!line)
        return;
    for (uint32_t i = 0; i < line->ends; i++) {
        struct terminal *terminal = &line->terminals[i];
        if (terminal->readable)
            event_free(terminal->readable);
        if (terminal->master >= 0)
            close(terminal->master);
        if (terminal->slave >= 0)
            close(terminal->slave);
        if (terminal->link[0])
            (void)unlink(terminal->link);
    }
    if (line->tick)
        event_free(line->tick);
    log_info("line=%u carried=%llu spoilt=%llu dropped=%llu", line->id,
             (unsigned long long)line->wire.carried, (unsigned long long)line->wire.spoilt,
             (unsigned long long)line->wire.dropped);
    free(line);
}
