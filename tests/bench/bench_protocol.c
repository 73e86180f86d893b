/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-protocol - the figures that HALL/1 owes: what it costs, and what it stands
 * (protocol/SPEC.md; docs/performance.md).
 *
 * Where machines differ, only ratios of one run are judged. Each part may be run alone.
 */
#include <string.h>
#include <unistd.h>

#include "bench/protocol_parts.h"
#include "os/log.h"
#include "os/options.h"

#define COMMANDS 1000000
#define KILLS 5

static const struct part {
    const char *name;
    enum err (*measure)(struct bench *bench, const struct protocol_options *options);
} parts[] = {
    {"codec", protocol_codec}, {"mcu", protocol_mcu},     {"trip", protocol_trip},
    {"storm", protocol_storm}, {"stall", protocol_stall}, {"hostile", protocol_hostile},
    {"once", protocol_once},
};

static bool is_part(const char *name)
{
    for (size_t i = 0; i < countof(parts); i++)
        if (strcmp(parts[i].name, name) == 0)
            return true;
    fprintf(stderr, "bench-protocol: no part '%s'; there are:", name);
    for (size_t i = 0; i < countof(parts); i++)
        fprintf(stderr, " %s", parts[i].name);
    fprintf(stderr, "\n");
    return false;
}

/* Each part is measured, whatever became of the one before. */
static enum err run_parts(struct bench *bench, const struct protocol_options *options,
                          const char *only)
{
    enum err first = ERR_NONE;
    for (size_t i = 0; i < countof(parts); i++) {
        if (only && strcmp(only, parts[i].name) != 0)
            continue;
        enum err err = parts[i].measure(bench, options);
        if (err)
            fprintf(stderr, "bench-protocol: part %s could not be measured\n", parts[i].name);
        first = first ? first : err;
    }
    return first;
}

/* What else the machine does shows in every percentile. */
static void show_machine(void)
{
    double load = 0;
    FILE *file = fopen("/proc/loadavg", "r");
    if (file && fscanf(file, "%lf", &load) == 1)
        printf("%ld processors, load %.2f at the start\n", sysconf(_SC_NPROCESSORS_ONLN), load);
    if (file)
        fclose(file);
}

int main(int argc, char **argv)
{
    struct protocol_options options = {"/var/tmp", COMMANDS, KILLS};
    const char *json = NULL, *only = NULL;
    const struct option_row rows[] = {
        {"part", "NAME", "this part only", .text = &only},
        {"dir", "DIR", "on the disk to be measured (/var/tmp)", .text = &options.disk},
        {"commands", "N", "of part once (1000000)", .number = &options.commands, .min = 1000,
         .max = COMMANDS},
        {"kills", "N", "of part once (5)", .number = &options.kills, .max = 100},
        {"json", "FILE", "write the figures there, too", .text = &json},
    };
    const struct options table = {"bench-protocol", "what HALL/1 costs and stands", NULL, rows,
                                  countof(rows)};
    int status = options_read(&table, argc, argv, NULL);
    if (status >= 0)
        return status;
    if (only && !is_part(only))
        return OPTIONS_BAD;
    log_component("bench-protocol");
    show_machine();
    struct bench bench = {.count = 0};
    enum err err = run_parts(&bench, &options, only);
    return bench_end(&bench, json) || err ? 1 : 0;
}
