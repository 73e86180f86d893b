/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-kiosk - what a visitor waits for: pages, pixels under the finger, numbers, paper.
 */
#include <string.h>

#include "bench/kiosk_parts.h"
#include "config/config.h"
#include "os/log.h"
#include "os/options.h"

int main(int argc, char **argv)
{
    const char *hall = "halls/jianchang", *where = "/var/tmp", *part = NULL, *json = NULL;
    const struct option_row rows[] = {
        {"hall", "DIR", "the definition of the hall (halls/jianchang)", .text = &hall},
        {"dir", "DIR", "on the disk to be measured (/var/tmp)", .text = &where},
        {"part", "NAME", "only frames, or only visits", .text = &part},
        {"json", "FILE", "write the figures there, too", .text = &json},
    };
    const struct options options = {"bench-kiosk", "what a visitor waits for", NULL, rows,
                                    countof(rows)};
    int status = options_read(&options, argc, argv, NULL);
    if (status >= 0)
        return status;
    if (part && strcmp(part, "frames") != 0 && strcmp(part, "visits") != 0) {
        fprintf(stderr, "bench-kiosk: --part is frames or visits, not \"%s\"\n", part);
        return OPTIONS_BAD;
    }
    log_component("bench-kiosk");
    struct bench bench = {.count = 0};
    struct hall_def *def = NULL;
    enum err err = config_load(hall, stderr, &def, NULL);
    if (!err && (!part || strcmp(part, "frames") == 0))
        err = kiosk_frames(&bench, def);
    if (!err && (!part || strcmp(part, "visits") == 0))
        err = kiosk_visits(&bench, hall, where);
    config_free(def);
    return bench_end(&bench, json) || err ? 1 : 0;
}
