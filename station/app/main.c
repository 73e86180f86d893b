/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-station - call pads, window strips and rating pads on a PC: many on RS-485 lines
 * in one process, or one straight on the network; and the way to press their keys.
 */
#include <stdio.h>
#include <string.h>

#include "app/control.h"
#include "app/program.h"
#include "link/capture.h"
#include "os/log.h"
#include "os/secrets.h"

/* "pad-1:transfer:2" as "press pad-1 transfer 2". */
static int ask_press(const char *control, const char *press)
{
    char request[CONTROL_LINE_MAX];
    int n = snprintf(request, sizeof(request), "press %s\n", press);
    if (n < 0 || (size_t)n >= sizeof(request) || !strchr(press, ':')) {
        fprintf(stderr, "hall-station: --press %s: write it as STATION:KEY or STATION:KEY:NUMBER\n",
                press);
        return OPTIONS_BAD;
    }
    for (char *at = request; (at = strchr(at, ':'));)
        *at = ' ';
    return control_ask(control, request);
}

static int ask_show(const char *control, const char *show)
{
    char request[CONTROL_LINE_MAX];
    int n = snprintf(request, sizeof(request), "show %s\n", show);
    if (n < 0 || (size_t)n >= sizeof(request)) {
        fprintf(stderr, "hall-station: --show %s: no station has so long a name\n", show);
        return OPTIONS_BAD;
    }
    return control_ask(control, request);
}

static bool complete(const struct settings *settings)
{
    bool on_tcp = settings->controller && settings->key && !settings->lines.count;
    bool on_lines = settings->lines.count && settings->keys_dir && !settings->controller;
    return settings->hall && (on_tcp || on_lines);
}

int main(int argc, char **argv)
{
    struct settings settings = {0};
    secrets_keep();
    const char *press = NULL, *show = NULL;
    bool list = false;
    const struct option_row rows[] = {
        {"hall", "DIR", "the definition of the hall", .text = &settings.hall},
        {"line", "LINE=PATH", "be stations of that line, at that port; may be given again",
         .list = &settings.lines},
        {"stations", "A,B", "these stations; all of the lines when left out",
         .text = &settings.stations},
        {"keys-dir", "DIR", "their keys, DIR/NAME.key", .text = &settings.keys_dir},
        {"controller", "HOST:PORT", "be one station straight on the network",
         .text = &settings.controller},
        {"key", "FILE", "its key, made by hallctl adopt", .text = &settings.key},
        {"name", "NAME", "its name, as in the key", .text = &settings.name},
        CAPTURE_OPTION(settings.capture),
        {"window", NULL, "show the stations of a service window on the display",
         .flag = &settings.window},
        {"control", "SOCKET", "serve --press and --show here, or ask there",
         .text = &settings.control},
        {"press", "STATION:KEY", "press pad-1:next, pad-1:transfer:2, rating-1:5; needs --control",
         .text = &press},
        {"show", "STATION", "print what it shows; needs --control", .text = &show},
        {"list", NULL, "name the stations; needs --control", .flag = &list},
    };
    const struct options options = {"hall-station",
                                    "call pads, window strips and rating pads on a PC", NULL, rows,
                                    countof(rows)};
    log_component("station");
    int status = options_read(&options, argc, argv, NULL);
    if (status != OPTIONS_GO)
        return status;
    if (settings.control && press)
        return ask_press(settings.control, press);
    if (settings.control && show)
        return ask_show(settings.control, show);
    if (settings.control && list)
        return control_ask(settings.control, "list\n");
    if (press || show || list || !complete(&settings)) {
        fprintf(stderr, "hall-station: give --hall with --line and --keys-dir, or with "
                        "--controller and --key; or --control with --press, --show or --list; "
                        "see --help\n");
        return OPTIONS_BAD;
    }
    if (settings.capture && !settings.controller) {
        fprintf(stderr, "hall-station: --capture needs --controller: what a line carries is for "
                        "hall-bus to record; see --help\n");
        return OPTIONS_BAD;
    }
    enum err err = program_run(&settings);
    return err == ERR_CONFIG || err == ERR_USAGE ? OPTIONS_BAD : err ? 1 : 0;
}
