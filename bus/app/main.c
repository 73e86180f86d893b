/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-bus - masters the RS-485 lines of one interface box and carries their frames to
 * the controller and back.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "app/tunnel.h"
#include "config/config.h"
#include "link/capture.h"
#include "loop/loop.h"
#include "os/again.h"
#include "os/log.h"
#include "os/options.h"
#include "os/secrets.h"

struct settings {
    const char *hall, *controller, *key, *name, *state, *capture;
    struct option_list ports;
};

struct program {
    struct hall_def *def;
    struct fetch fetch;
    struct device_key key;
    struct event_base *base;
    struct event *term, *interrupt;
    bool ended; /* by a signal */
    struct tunnel tunnel;
};

static void on_signal(evutil_socket_t signal, short what, void *context)
{
    struct program *program = context;
    (void)signal;
    (void)what;
    program->ended = true;
    event_base_loopbreak(program->base);
}

/* "--port 3=/dev/ttyS1": the line, or NULL after one clear sentence. */
static const struct line_def *port_line(const struct program *program, const char *text,
                                        const char **path)
{
    char *end;
    unsigned long id = strtoul(text, &end, 10);
    const struct line_def *line =
        *end == '=' && id <= UINT16_MAX ? def_line(program->def, (uint16_t)id) : NULL;
    *path = end + (*end == '=');
    if (*end != '=' || !**path)
        (void)log_fault(ERR_USAGE, "--port %s: write it as LINE=PATH, like 1=/dev/ttyUSB0", text);
    else if (!line)
        (void)log_fault(ERR_USAGE, "--port %s: the hall has no such line; see its devices.yaml",
                        text);
    else if (strcmp(line->bus, program->key.name) != 0)
        (void)log_fault(ERR_USAGE, "--port %s: line %u belongs to %s, not to %s", text, line->id,
                        line->bus, program->key.name);
    else
        return line;
    return NULL;
}

static enum err find_port(const struct program *program, const struct settings *settings,
                          const struct line_def *line, const char **path)
{
    *path = NULL;
    for (size_t i = 0; i < settings->ports.count; i++) {
        const char *place;
        const struct line_def *of = port_line(program, settings->ports.items[i], &place);
        if (!of)
            return ERR_USAGE;
        if (of == line)
            *path = place;
    }
    return ERR_NONE;
}

static enum err open_lines(struct program *program, const struct settings *settings)
{
    for (uint32_t i = 0; i < program->def->line_count; i++) {
        const struct line_def *line = &program->def->lines[i];
        if (strcmp(line->bus, program->key.name) != 0)
            continue;
        struct line_options options = {.def = program->def,
                                       .line = line,
                                       .context = &program->tunnel};
        options.on_event = tunnel_event;
        enum err err = find_port(program, settings, line, &options.port);
        if (err)
            return err;
        if (!options.port && !*line->port) {
            log_info("line=%u has no port; give one with --port %u=PATH or in devices.yaml",
                     line->id, line->id);
            continue;
        }
        struct line *opened = line_new(program->base, &options);
        if (!opened)
            return ERR_NOMEM;
        program->tunnel.lines[program->tunnel.count++] = opened;
    }
    if (!program->tunnel.count)
        return log_fault(ERR_CONFIG, "bus=%s masters no line with a port; see devices.yaml",
                         program->key.name);
    return ERR_NONE;
}

static enum err prepare(struct program *program, const struct settings *settings,
                        struct address *address)
{
    enum err err = address_parse(settings->controller, address);
    if (!err)
        err = fetch_load(&program->fetch, settings->hall, settings->state, &program->def);
    if (!err)
        err = device_key_read(settings->key, &program->key);
    if (!err && settings->name && strcmp(settings->name, program->key.name) != 0)
        err = log_fault(ERR_CONFIG, "--name %s, but %s is the key of %s; give the right one",
                        settings->name, settings->key, program->key.name);
    if (!err && program->key.kind != DEVICE_BUS)
        err = log_fault(ERR_CONFIG, "%s is the key of a %s, not of a bus; give the right one",
                        settings->key, device_kind_name(program->key.kind));
    fetch_for(&program->fetch, program->key.name, DEVICE_BUS);
    return err;
}

static enum err listen_to_signals(struct program *program)
{
    program->base = loop_precise();
    if (!program->base)
        return log_fault(ERR_NOMEM, "start");
    program->term = evsignal_new(program->base, SIGTERM, on_signal, program);
    program->interrupt = evsignal_new(program->base, SIGINT, on_signal, program);
    if (!program->term || !program->interrupt)
        return log_fault(ERR_NOMEM, "start");
    event_add(program->term, NULL);
    event_add(program->interrupt, NULL);
    return ERR_NONE;
}

static void finish(struct program *program)
{
    tunnel_close(&program->tunnel);
    for (size_t i = 0; i < program->tunnel.count; i++)
        line_free(program->tunnel.lines[i]);
    if (program->term)
        event_free(program->term);
    if (program->interrupt)
        event_free(program->interrupt);
    if (program->base)
        event_base_free(program->base);
    fetch_fini(&program->fetch);
    config_free(program->def);
    device_key_wipe(&program->key);
}

static enum err run(const struct settings *settings, bool *renew)
{
    static struct program program;
    struct address address;
    enum err err = listen_to_signals(&program); /* first: from here on SIGTERM ends it well */
    if (!err)
        err = prepare(&program, settings, &address);
    if (!err)
        err = open_lines(&program, settings);
    if (!err)
        err = tunnel_open(&program.tunnel, program.base, &address, &program.key, &program.fetch,
                          settings->capture);
    if (!err) {
        log_info("ready bus=%s lines=%zu controller=%s", program.key.name, program.tunnel.count,
                 settings->controller);
        (void)event_base_dispatch(program.base);
        log_info("stopped");
    }
    *renew = program.tunnel.renew && !program.ended;
    finish(&program);
    return err;
}

int main(int argc, char **argv)
{
    struct settings settings = {0};
    secrets_keep();
    const struct option_row rows[] = {
        {"hall", "DIR", "the definition of the hall", .text = &settings.hall},
        {"controller", "HOST:PORT", "where the controller listens", .text = &settings.controller},
        {"key", "FILE", "this bus's key, made by hallctl adopt", .text = &settings.key},
        {"name", "NAME", "its name, as in the key", .text = &settings.name},
        {"state", "DIR", "keeps a definition of the hall that it fetched", .text = &settings.state},
        CAPTURE_OPTION(settings.capture),
        {"port", "LINE=PATH", "the port of a line instead of the hall's; may be given again",
         .list = &settings.ports},
    };
    const struct options options = {"hall-bus", "masters the RS-485 lines of a hall", NULL, rows,
                                    countof(rows)};
    log_component("bus");
    int status = options_read(&options, argc, argv, NULL);
    if (status != OPTIONS_GO)
        return status;
    if (!settings.hall || !settings.controller || !settings.key) {
        fprintf(stderr, "hall-bus: --hall, --controller and --key are needed; see --help\n");
        return OPTIONS_BAD;
    }
    bool renew = false;
    enum err err = run(&settings, &renew);
    if (renew && !err)
        return again(argv);
    return err == ERR_CONFIG || err == ERR_USAGE ? OPTIONS_BAD : err ? 1 : 0;
}
