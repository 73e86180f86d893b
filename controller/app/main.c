/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-controller - the hall's memory and judge: who is called, and what is remembered.
 */
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "app/controller.h"
#include "config/config.h"
#include "os/options.h"
#include "os/secrets.h"
#include "pages/pages.h"

#define TRAINING_MAX 9999
#define RESERVE_MB 64
#define RESERVE_MB_MAX 65536

struct arguments {
    const char *hall, *state, *listen, *training_start;
    uint32_t training, reserve_mb;
    bool check;
};

static int read_arguments(struct arguments *args, int argc, char **argv)
{
    const struct option_row rows[] = {
        {"hall", "DIR", "the definition of the hall", .text = &args->hall},
        {"state", "DIR", "what the hall remembers; made when missing", .text = &args->state},
        {"listen", "ADDR:PORT", "where devices connect (127.0.0.1:7420; port 0 = any)",
         .text = &args->listen},
        {"check", NULL, "check the definition of the hall and exit", .flag = &args->check},
        {"training", "N", "practice: the hall's clock runs N times faster",
         .number = &args->training, .min = 1, .max = TRAINING_MAX},
        {"training-start", "WHEN", "practice begins then: 20260318T0900, local time",
         .text = &args->training_start},
        {"reserve-mb", "N", "kept back for a full disk (64); 0 = nothing",
         .number = &args->reserve_mb, .max = RESERVE_MB_MAX},
    };
    const struct options options = {"hall-controller", "the hall's memory and judge", NULL, rows,
                                    countof(rows)};
    return options_read(&options, argc, argv, NULL);
}

static int usage(const char *sentence)
{
    fprintf(stderr, "hall-controller: %s; see --help\n", sentence);
    return 2;
}

static int check_hall(const char *dir)
{
    struct hall_def *def;
    struct pages *pages = NULL;
    uint32_t mistakes = 0;
    if (config_load(dir, stderr, &def, &mistakes) ||
        pages_load(dir, def, stderr, &pages, &mistakes)) {
        if (mistakes)
            fprintf(stderr, "hall-controller: %s has %u mistake%s\n", dir, mistakes,
                    mistakes == 1 ? "" : "s");
        if (def)
            config_free(def);
        return 2;
    }
    pages_free(pages);
    printf("%s: %u floors, %u zones, %u services, %u windows, %u lines, %u devices\n", def->id,
           def->floor_count, def->zone_count, def->service_count, def->window_count,
           def->line_count, def->device_count);
    config_free(def);
    return 0;
}

/* "ADDR:PORT" into two parts; the address stays in `host`. */
static bool split(const char *text, char *host, size_t size, uint16_t *port)
{
    const char *colon = strrchr(text, ':');
    unsigned number;
    int used = 0;
    if (!colon || colon == text || (size_t)(colon - text) >= size)
        return false;
    if (sscanf(colon + 1, "%5u%n", &number, &used) != 1 || colon[1 + used] || number > UINT16_MAX)
        return false;
    memcpy(host, text, (size_t)(colon - text));
    host[colon - text] = '\0';
    *port = (uint16_t)number;
    return true;
}

#define OWN_PAGES (128 * 1024)

/* The buffers of a session go back to the system when it ends, also after a storm: glibc would by
 * itself keep blocks of a size that was freed once. */
static void give_memory_back(void)
{
    mallopt(M_MMAP_THRESHOLD, OWN_PAGES);
}

/* One socket for each device of a large hall. */
static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static int status_of(enum err err)
{
    switch (err) {
    case ERR_NONE:
        return 0;
    case ERR_CONFIG:
    case ERR_USAGE:
    case ERR_OTHER_HALL:
    case ERR_NEWER:
        return 2; /* another start would end the same way */
    case ERR_NOMEM:
    case ERR_IO:
    case ERR_DB:
    case ERR_MALFORMED:
    case ERR_TOOBIG:
    case ERR_GONE:
        break;
    }
    return 1;
}

static int serve(const struct controller_settings *settings)
{
    struct controller *c = calloc(1, sizeof(*c));
    if (!c)
        return 1;
    raise_file_limit();
    give_memory_back();
    int status = status_of(controller_open(c, settings));
    if (!status)
        status = controller_run(c);
    controller_close(c);
    free(c);
    return status;
}

int main(int argc, char **argv)
{
    struct arguments args = {.listen = "127.0.0.1:7420", .reserve_mb = RESERVE_MB};
    struct controller_settings settings = {0};
    char host[64];
    secrets_keep();
    log_component("controller");
    int status = read_arguments(&args, argc, argv);
    if (status != OPTIONS_GO)
        return status;
    if (!args.hall)
        return usage("--hall DIR is missing");
    if (args.check)
        return check_hall(args.hall);
    if (!args.state)
        return usage("--state DIR is missing");
    if (!split(args.listen, host, sizeof(host), &settings.port))
        return usage("--listen wants ADDR:PORT, like 127.0.0.1:7420");
    if (args.training_start && !args.training)
        return usage("--training-start needs --training N");
    settings.hall_dir = args.hall;
    settings.state_dir = args.state;
    settings.host = host;
    settings.training = (uint16_t)args.training;
    log_training(args.training != 0);
    settings.training_start = args.training_start;
    settings.reserve_mb = args.reserve_mb;
    return serve(&settings);
}
