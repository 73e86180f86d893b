/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-sim - a hall without walls: the real engine in virtual time.
 *
 *     hall-sim replay DIR --rule headstart --out calls.csv
 *     hall-sim day --seed 7 --trace
 *     hall-sim days --seeds 1..500
 */
#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "os/log.h"
#include "os/options.h"
#include "sim/sim.h"

static const struct subcommand {
    const char *name, *usage;
    int (*run)(int argc, char **argv);
} subcommands[] = {
    {"replay", "DIR [--rule RULE] [--out FILE]: a recorded day through the engine", sim_replay},
    {"day", "--seed N [--shrink] [--trace]: a whole generated day with everything that goes wrong",
     sim_day},
    {"days", "--seeds A..B: many of them, until one breaks a promise", sim_days},
};

static int print_usage(FILE *file)
{
    fprintf(file, "usage: hall-sim SUBCOMMAND …; each takes --help\n");
    for (size_t i = 0; i < countof(subcommands); i++)
        fprintf(file, "  %s %s\n", subcommands[i].name, subcommands[i].usage);
    return file == stdout ? OPTIONS_DONE : OPTIONS_BAD;
}

int main(int argc, char **argv)
{
    log_component("hall-sim");
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        printf("hall-sim %s\n", HALL_VERSION);
        return OPTIONS_DONE;
    }
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return print_usage(stdout);
    for (size_t i = 0; argc > 1 && i < countof(subcommands); i++)
        if (strcmp(argv[1], subcommands[i].name) == 0)
            return subcommands[i].run(argc - 1, argv + 1);
    if (argc > 1)
        fprintf(stderr, "hall-sim: there is no subcommand '%s'\n", argv[1]);
    return print_usage(stderr);
}
