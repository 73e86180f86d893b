/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-display - what a waiting person sees and hears: calls, a board that comes back, a line that
 * moves; and what a board costs.
 */
#include <string.h>

#include "bench/display_parts.h"
#include "config/config.h"
#include "os/log.h"
#include "os/options.h"

static bool wanted(const char *part, const char *name)
{
    return !part || strcmp(part, name) == 0;
}

int main(int argc, char **argv)
{
    static const char *const parts[] = {"frames", "day", "calls", "board"};
    const char *hall = "halls/jianchang", *where = "/var/tmp", *part = NULL, *json = NULL;
    const struct option_row rows[] = {
        {"hall", "DIR", "whose pages are drawn (halls/jianchang)", .text = &hall},
        {"dir", "DIR", "on the disk to be measured (/var/tmp)", .text = &where},
        {"part", "NAME", "only frames, day, calls, or board", .text = &part},
        {"json", "FILE", "write the figures there, too", .text = &json},
    };
    const struct options options = {"bench-display", "what a waiting person sees and hears", NULL,
                                    rows, countof(rows)};
    int status = options_read(&options, argc, argv, NULL);
    if (status >= 0)
        return status;
    bool known = !part;
    for (size_t i = 0; i < countof(parts); i++)
        known = known || strcmp(part, parts[i]) == 0;
    if (!known) {
        fprintf(stderr, "bench-display: --part is frames, day, calls or board, not \"%s\"\n", part);
        return OPTIONS_BAD;
    }
    log_component("bench-display");
    struct bench bench = {.count = 0};
    struct hall_def *def = NULL;
    enum err err = config_load(hall, stderr, &def, NULL);
    if (!err && wanted(part, "frames"))
        err = display_frames(&bench, def);
    if (!err && wanted(part, "day"))
        err = display_day(&bench, def);
    if (!err && wanted(part, "calls"))
        err = display_calls(&bench, where);
    if (!err && wanted(part, "board"))
        err = display_board(&bench, where);
    config_free(def);
    return bench_end(&bench, json) || err ? 1 : 0;
}
