/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-sim replay - reads the command line, runs the day, writes the log of calls.
 */
#include <errno.h>
#include <string.h>

#include "os/log.h"
#include "os/options.h"
#include "sim/replay.h"
#include "sim/sim.h"

struct settings {
    const char *dir, *rule, *out;
    uint32_t restart_every;
};

static int usage(const char *sentence, const char *what)
{
    fprintf(stderr, "hall-sim: %s%s; see hall-sim replay --help\n", sentence, what);
    return OPTIONS_BAD;
}

/* Options stand before and behind the folder. */
static int read_settings(struct settings *settings, int argc, char **argv)
{
    const struct option_row rows[] = {
        {"rule", "RULE", "headstart, fifo, strict or turns (headstart)", .text = &settings->rule},
        {"out", "FILE", "the log of calls (standard output)", .text = &settings->out},
        {"restart-every", "N", "build the hall anew from its journal after every N events",
         .number = &settings->restart_every, .min = 1},
    };
    const struct options options = {"hall-sim replay", "a recorded day through the engine", "DIR",
                                    rows, countof(rows)};
    int rest = 0;
    int status = options_read(&options, argc, argv, &rest);
    if (status >= 0)
        return status;
    if (rest >= argc)
        return usage("a folder with a day is wanted", "");
    settings->dir = argv[rest];
    argc -= rest;
    argv += rest;
    status = options_read(&options, argc, argv, &rest);
    if (status < 0 && rest < argc)
        return usage("unexpected argument ", argv[rest]);
    return status;
}

static int rule_of(const char *name)
{
    static const char *const names[] = {[DISPATCH_HEADSTART] = "headstart",
                                        [DISPATCH_FIFO] = "fifo",
                                        [DISPATCH_STRICT] = "strict",
                                        [DISPATCH_TURNS] = "turns"};
    for (size_t i = 0; i < countof(names); i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}

static enum err write_log(const struct replay *replay, const char *path)
{
    FILE *file = path ? fopen(path, "w") : stdout;
    if (!file)
        return log_fault(ERR_IO, "%s: %s", path, strerror(errno));
    replay_write(replay, file);
    bool bad = fflush(file) != 0 || ferror(file);
    if (path && fclose(file) != 0)
        bad = true;
    return bad ? log_fault(ERR_IO, "%s: %s", path ? path : "standard output", strerror(errno))
               : ERR_NONE;
}

int sim_replay(int argc, char **argv)
{
    struct settings settings = {.rule = "headstart"};
    int status = read_settings(&settings, argc, argv);
    if (status >= 0)
        return status;
    int rule = rule_of(settings.rule);
    if (rule < 0)
        return usage("there is no rule ", settings.rule);

    struct day day;
    struct replay replay = {0};
    enum err err = day_read(settings.dir, &day);
    if (err)
        return err == ERR_USAGE ? OPTIONS_BAD : 1;
    const struct replay_options options = {.rule = (uint8_t)rule,
                                           .restart_every = settings.restart_every};
    err = replay_run(&replay, &day, &options);
    if (!err)
        err = write_log(&replay, settings.out);
    replay_free(&replay);
    day_free(&day);
    return err ? 1 : 0;
}
