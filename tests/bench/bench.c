/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/bench.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "os/log.h"

static bool falls_short(const struct figure *figure)
{
    switch (figure->target) {
    case AT_LEAST:
        return !(figure->value >= figure->limit); /* also when it is no number */
    case AT_MOST:
        return !(figure->value <= figure->limit);
    case NO_TARGET:
        break;
    }
    return false;
}

void bench_figure(struct bench *bench, struct figure figure)
{
    static const char *const sign[] = {[AT_LEAST] = ">=", [AT_MOST] = "<="};
    assert(bench->count < FIGURES_MAX);
    bench->figures[bench->count++] = figure;
    printf("%-32s %10.2f %-6s", figure.name, figure.value, figure.unit);
    if (figure.target != NO_TARGET)
        printf(" %s %10.2f %s", sign[figure.target], figure.limit,
               falls_short(&figure) ? "MISSED" : "ok");
    printf("\n");
    fflush(stdout);
}

static int write_json(const struct bench *bench, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return 1;
    fprintf(file, "{");
    for (uint32_t i = 0; i < bench->count; i++)
        fprintf(file, "%s\n  \"%s\": %.4f", i ? "," : "", bench->figures[i].name,
                bench->figures[i].value);
    fprintf(file, "\n}\n");
    return fclose(file) ? 1 : 0;
}

int bench_end(const struct bench *bench, const char *json)
{
    int status = 0;
    for (uint32_t i = 0; i < bench->count; i++)
        if (falls_short(&bench->figures[i]))
            status = 1;
    if (json && write_json(bench, json)) {
        log_warn("file=%s cannot be written", json);
        status = 1;
    }
    return status;
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double bench_clock(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

double bench_cpu(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_cpu_of(pid_t process)
{
    clockid_t clock;
    return clock_getcpuclockid(process, &clock) == 0 ? seconds_of(clock) : 0;
}

double bench_rss_of(pid_t process)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)process);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file))
        if (strncmp(line, "Rss:", 4) == 0)
            kib = strtol(line + 4, NULL, 10);
    if (file)
        fclose(file);
    return (double)kib;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double bench_percentile(double *values, uint32_t count, uint32_t percent)
{
    assert(count);
    qsort(values, count, sizeof(*values), compare);
    uint32_t at = (uint32_t)((uint64_t)count * percent / 100);
    return values[at < count ? at : count - 1];
}
