/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-line - RS-485 lines without wires: pseudo-terminals that all hear each other.
 *
 * For `./hall run` and the tests; a hall with real adapters does not need it.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include "domain/hall_def.h"
#include "line/line.h"
#include "loop/loop.h"
#include "os/file.h"
#include "os/log.h"
#include "os/options.h"

#define BAUD_DEFAULT 115200
#define ENDS_DEFAULT 3

struct settings {
    const char *dir;
    struct option_list lines;
    uint32_t ends, baud;
};

static struct line *lines[LINES_MAX];
static size_t line_count;

static void on_signal(evutil_socket_t signal, short what, void *base)
{
    (void)signal;
    (void)what;
    event_base_loopbreak(base);
}

static enum err read_ids(const struct settings *settings, uint32_t ids[LINES_MAX])
{
    for (size_t i = 0; i < settings->lines.count; i++) {
        char *end;
        unsigned long id = strtoul(settings->lines.items[i], &end, 10);
        if (*end || !id || id > UINT16_MAX || i == LINES_MAX)
            return log_fault(ERR_USAGE,
                             "--line %s is not a line; write a number from 1, at most %d lines",
                             settings->lines.items[i], LINES_MAX);
        for (size_t k = 0; k < i; k++)
            if (ids[k] == id)
                return log_fault(ERR_USAGE, "--line %lu is given twice; give each line once", id);
        ids[i] = (uint32_t)id;
    }
    return ERR_NONE;
}

static enum err open_lines(const struct settings *settings, struct event_base *base)
{
    uint32_t ids[LINES_MAX];
    enum err err = read_ids(settings, ids);
    if (!err)
        err = file_make_dir(settings->dir, 0755);
    for (size_t i = 0; i < settings->lines.count && !err; i++) {
        lines[i] = line_open(base, settings->dir, ids[i], settings->ends, settings->baud);
        if (!lines[i])
            return ERR_IO;
        line_count++;
    }
    return err;
}

static enum err run(const struct settings *settings)
{
    struct event_base *base = loop_precise();
    struct event *term = base ? evsignal_new(base, SIGTERM, on_signal, base) : NULL;
    struct event *interrupt = base ? evsignal_new(base, SIGINT, on_signal, base) : NULL;
    enum err err = term && interrupt ? ERR_NONE : log_fault(ERR_NOMEM, "start");
    if (!err) {
        event_add(term, NULL);
        event_add(interrupt, NULL);
        err = open_lines(settings, base);
    }
    if (!err) {
        log_info("ready lines=%zu ends=%u baud=%u dir=%s", line_count, settings->ends,
                 settings->baud, settings->dir);
        (void)event_base_dispatch(base);
    }
    for (size_t i = 0; i < line_count; i++)
        line_close(lines[i]);
    if (term)
        event_free(term);
    if (interrupt)
        event_free(interrupt);
    if (base)
        event_base_free(base);
    return err;
}

int main(int argc, char **argv)
{
    struct settings settings = {.ends = ENDS_DEFAULT, .baud = BAUD_DEFAULT};
    const struct option_row rows[] = {
        {"dir", "DIR", "make the ends here: DIR/line-1.bus, DIR/line-1.a …", .text = &settings.dir},
        {"line", "N", "a line; may be given again", .list = &settings.lines},
        {"ends", "N", "ends of each line with .bus (3)", .number = &settings.ends, .min = 2,
         .max = LINE_ENDS_MAX},
        {"baud", "N", "speed of the lines (115200)", .number = &settings.baud, .min = 300,
         .max = 4000000},
    };
    const struct options options = {"hall-line", "RS-485 lines without wires, as pseudo-terminals",
                                    NULL, rows, countof(rows)};
    log_component("line");
    int status = options_read(&options, argc, argv, NULL);
    if (status != OPTIONS_GO)
        return status;
    if (!settings.dir || !settings.lines.count) {
        fprintf(stderr, "hall-line: --dir and --line are needed; see --help\n");
        return OPTIONS_BAD;
    }
    enum err err = run(&settings);
    return err == ERR_USAGE ? OPTIONS_BAD : err ? 1 : 0;
}
