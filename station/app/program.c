/* SPDX-License-Identifier: Apache-2.0 */
#include "app/program.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "app/control.h"
#include "app/line.h"
#include "app/terminal.h"
#include "app/window.h"
#include "config/config.h"
#include "i18n/words_load.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"

#define TICK_MS 100 /* flashing, waiting times, the end of a notice */

struct program {
    struct hall_def *def;
    struct words words;
    struct event_base *base;
    struct event *term, *interrupt, *tick;
    struct line_options wanted[LINES_MAX]; /* of --line */
    struct line *lines[LINES_MAX];         /* the same, opened */
    size_t wanted_count, line_count;
    struct device *devices;
    size_t count;
    struct control *control;
    struct terminal *terminal;
    struct window *window;
};

static void on_signal(evutil_socket_t signal, short what, void *base)
{
    (void)signal;
    (void)what;
    event_base_loopbreak(base);
}

static void on_tick(evutil_socket_t fd, short what, void *context)
{
    struct program *program = context;
    msec now = clock_mono_ms();
    (void)fd;
    (void)what;
    for (size_t i = 0; i < program->count; i++)
        device_tick(&program->devices[i], &program->words, now);
    if (program->control)
        control_tick(program->control);
    terminal_tick(program->terminal);
    window_tick(program->window);
}

static void on_heard(void *context)
{
    struct program *program = context;
    if (program->control)
        control_tick(program->control);
}

/* ---- which stations ---- */

static bool is_station(const struct device_def *device)
{
    return device->kind == DEVICE_PAD || device->kind == DEVICE_STRIP ||
           device->kind == DEVICE_RATING;
}

/* Is the name in "pad-1,strip-1"? NULL = all are. */
static bool listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, name, length) == 0 && (at[length] == ',' || !at[length]))
            return true;
    }
    return !list;
}

static bool is_wanted(const struct program *program, uint16_t line)
{
    for (size_t i = 0; i < program->wanted_count; i++)
        if (program->wanted[i].def->id == line)
            return true;
    return false;
}

/* Every name of --stations is a station on one of the lines given. */
static enum err check_names(const struct program *program, const char *list)
{
    char name[NAME_SIZE];
    for (const char *at = list; at && *at; at += *at == ',') {
        size_t length = strcspn(at, ",");
        snprintf(name, sizeof(name), "%.*s", (int)(length < NAME_SIZE ? length : 0), at);
        const struct device_def *device = def_device(program->def, name);
        if (!device || !is_station(device))
            return log_fault(ERR_USAGE,
                             "--stations %.*s: the hall has no such pad, strip or "
                             "rating pad; see its devices.yaml",
                             (int)length, at);
        if (!is_wanted(program, device->line))
            return log_fault(ERR_USAGE, "--stations %s: it is on line %u; give --line %u=PATH",
                             name, device->line, device->line);
        at += length;
    }
    return ERR_NONE;
}

static enum err add_device(struct program *program, const struct device_def *station,
                           const char *key_path)
{
    struct device *device = &program->devices[program->count];
    enum err err = device_init(device, program->def, station, key_path, clock_mono_ms());
    if (!err)
        program->count++;
    return err;
}

static enum err want_line(struct program *program, const char *text)
{
    char *end;
    unsigned long id = strtoul(text, &end, 10);
    if (*end != '=' || !end[1])
        return log_fault(ERR_USAGE, "--line %s: write it as LINE=PATH, like 1=/dev/ttyUSB0", text);
    const struct line_def *def = id <= UINT16_MAX ? def_line(program->def, (uint16_t)id) : NULL;
    if (!def)
        return log_fault(ERR_USAGE, "--line %s: the hall has no such line; see its devices.yaml",
                         text);
    if (is_wanted(program, def->id))
        return log_fault(ERR_USAGE, "--line %s: the line is given twice", text);
    program->wanted[program->wanted_count++] =
        (struct line_options){def, end + 1, program, on_heard};
    return ERR_NONE;
}

static enum err add_stations(struct program *program, const struct settings *settings)
{
    char path[FILE_PATH_MAX];
    enum err err = ERR_NONE;
    for (uint32_t i = 0; i < program->def->device_count && !err; i++) {
        const struct device_def *station = &program->def->devices[i];
        if (!is_wanted(program, station->line) || !is_station(station) ||
            !listed(settings->stations, station->name))
            continue;
        snprintf(path, sizeof(path), "%s/%s.key", settings->keys_dir, station->name);
        err = add_device(program, station, path);
        if (!err) /* the line's handshakes have it */
            device_key_forget(&program->devices[program->count - 1].key);
    }
    if (!err && !program->count)
        err = log_fault(ERR_CONFIG, "no station is on these lines; see devices.yaml");
    return err;
}

static enum err open_line(struct program *program, const struct line_options *wanted)
{
    struct line *line = line_new(program->base, wanted);
    if (!line)
        return ERR_NOMEM;
    program->lines[program->line_count++] = line;
    for (size_t i = 0; i < program->count; i++)
        if (program->devices[i].def->line == wanted->def->id)
            line_add(line, &program->devices[i]);
    return ERR_NONE;
}

/* No port is touched before everything that was asked is known to make sense. */
static enum err open_lines(struct program *program, const struct settings *settings)
{
    enum err err = ERR_NONE;
    for (size_t i = 0; i < settings->lines.count && !err; i++)
        err = want_line(program, settings->lines.items[i]);
    if (!err)
        err = check_names(program, settings->stations);
    if (!err)
        err = add_stations(program, settings);
    for (size_t i = 0; i < program->wanted_count && !err; i++)
        err = open_line(program, &program->wanted[i]);
    return err;
}

static enum err open_session(struct program *program, const struct settings *settings)
{
    struct address address;
    struct device_key key;
    enum err err = address_parse(settings->controller, &address);
    if (!err)
        err = device_key_read(settings->key, &key);
    if (err)
        return err;
    const char *name = settings->name ? settings->name : key.name;
    const struct device_def *station = def_device(program->def, name);
    if (!station || !is_station(station))
        err = log_fault(ERR_CONFIG,
                        "%s has no pad, strip or rating pad named %s; see its devices.yaml",
                        settings->hall, name);
    device_key_wipe(&key);
    if (!err)
        err = add_device(program, station, settings->key);
    if (!err)
        err = device_connect(&program->devices[0], program->base, &address, program->def,
                             settings->capture);
    return err;
}

/* ---- start and stop ---- */

static enum err start_loop(struct program *program)
{
    const struct timeval tick = {0, TICK_MS * 1000};
    program->base = event_base_new();
    if (!program->base)
        return log_fault(ERR_NOMEM, "start");
    program->term = evsignal_new(program->base, SIGTERM, on_signal, program->base);
    program->interrupt = evsignal_new(program->base, SIGINT, on_signal, program->base);
    program->tick = event_new(program->base, -1, EV_PERSIST, on_tick, program);
    if (!program->term || !program->interrupt || !program->tick)
        return log_fault(ERR_NOMEM, "start");
    event_add(program->term, NULL);
    event_add(program->interrupt, NULL);
    event_add(program->tick, &tick);
    return ERR_NONE;
}

static enum err read_hall(struct program *program, const char *dir)
{
    enum err err = config_load(dir, stderr, &program->def, NULL);
    if (err)
        return err;
    program->devices = calloc(program->def->device_count + 1, sizeof(*program->devices));
    return program->devices ? words_load(&program->words) : log_fault(ERR_NOMEM, "start");
}

static enum err open_people(struct program *program, const struct settings *settings)
{
    program->terminal =
        terminal_open(program->base, program->devices, program->count, &program->words);
    enum err err = settings->window ? window_open(program->base, program->devices, program->count,
                                                  &program->words, &program->window)
                                    : ERR_NONE;
    if (err || !settings->control)
        return err;
    const struct control_options options = {settings->control, program->devices, program->count,
                                            &program->words};
    program->control = control_open(program->base, &options);
    return program->control ? ERR_NONE : ERR_CONFIG;
}

static void finish(struct program *program)
{
    window_close(program->window);
    terminal_close(program->terminal);
    control_close(program->control);
    for (size_t i = 0; i < program->count; i++)
        device_fini(&program->devices[i]);
    for (size_t i = 0; i < program->line_count; i++)
        line_free(program->lines[i]);
    free(program->devices);
    if (program->tick)
        event_free(program->tick);
    if (program->term)
        event_free(program->term);
    if (program->interrupt)
        event_free(program->interrupt);
    if (program->base)
        event_base_free(program->base);
    config_free(program->def);
}

enum err program_run(const struct settings *settings)
{
    static struct program program;
    enum err err = start_loop(&program); /* first: from here on SIGTERM ends it well */
    if (!err)
        err = read_hall(&program, settings->hall);
    if (!err)
        err = settings->controller ? open_session(&program, settings)
                                   : open_lines(&program, settings);
    if (!err)
        err = open_people(&program, settings);
    if (!err) {
        log_info("ready stations=%zu lines=%zu", program.count, program.line_count);
        (void)event_base_dispatch(program.base);
        log_info("stopped");
    }
    finish(&program);
    return err;
}
