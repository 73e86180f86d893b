/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hall-display - a board of the waiting area: shows the calls of its zone and speaks those
 * of its voice zone.
 */
#include <stdio.h>

#include "app/preview.h"
#include "link/capture.h"
#include "os/again.h"
#include "os/log.h"
#include "os/options.h"
#include "os/secrets.h"

#define MONITORS_MAX 16
#define RATE_MIN 120
#define RATE_MAX 260

static struct display display;
static const char *say;

static int read_options(struct display_options *to, int argc, char **argv)
{
    const struct option_row rows[] = {
        {"hall", "DIR", "the definition of the hall", .text = &to->hall},
        {"controller", "HOST:PORT", "where the controller listens", .text = &to->controller},
        {"key", "FILE", "this board's key, made by hallctl adopt", .text = &to->key},
        {"name", "NAME", "this board in the definition: board-1", .text = &to->name},
        {"state", "DIR", "remembers what was spoken, and keeps a definition that it fetched",
         .text = &to->state},
        {"size", "WxH", "of the window; the picture is scaled", .text = &to->size},
        CAPTURE_OPTION(to->capture),
        {"monitor", "N", "which screen of this machine, from 1", .number = &to->monitor, .min = 1,
         .max = MONITORS_MAX},
        {"fullscreen", NULL, "cover the whole screen", .flag = &to->fullscreen},
        {"offscreen", NULL, "no window; see it with hallctl screen", .flag = &to->offscreen},
        {"portrait", NULL, "upright, whatever the definition says", .flag = &to->portrait},
        {"landscape", NULL, "lying, whatever the definition says", .flag = &to->landscape},
        {"window", "N", "above that window, whatever the definition says", .number = &to->window,
         .min = 1, .max = TARGET_ROOM - 1},
        {"room", "N", "beside that room", .number = &to->room, .min = 1, .max = TARGET_ROOM - 1},
        {"rows", "N", "calls shown, whatever the definition says", .number = &to->rows,
         .min = BOARD_ROWS_MIN, .max = BOARD_ROWS_MAX},
        {"mute", NULL, "screen only, no voice", .flag = &to->mute},
        {"english", NULL, "speak every call in English too", .flag = &to->english},
        {"volume", "PERCENT", "of the voice (100)", .number = &to->volume, .max = 100},
        {"say", "CALL", "only say a call, \"A023 6\" or \"A023 r5\", as this hall says it",
         .text = &say},
        {"rate", "WORDS", "a minute, of what is spoken live (as the hall says)",
         .number = &to->rate, .min = RATE_MIN, .max = RATE_MAX},
    };
    return options_read(&(struct options){"hall-display", "a board of the waiting area, with voice",
                                          NULL, rows, countof(rows)},
                        argc, argv, NULL);
}

static const char *missing(const struct display_options *options)
{
    if (!options->hall)
        return "--hall DIR";
    if (!options->controller)
        return "--controller HOST:PORT";
    if (!options->key)
        return "--key FILE";
    return options->name ? NULL : "--name NAME";
}

int main(int argc, char **argv)
{
    struct display_options options = {.volume = 100};
    secrets_keep();
    log_component("display");
    int status = read_options(&options, argc, argv);
    if (status >= 0)
        return status;
    if (say && options.hall) {
        enum err err = preview_say(&options, say);
        return err == ERR_USAGE || err == ERR_CONFIG ? OPTIONS_BAD : err != ERR_NONE;
    }
    if (missing(&options)) {
        fprintf(stderr, "hall-display: %s is missing; see --help\n", missing(&options));
        return OPTIONS_BAD;
    }
    enum err err = display_open(&display, &options);
    if (!err)
        err = display_run(&display);
    bool renew = display.renew;
    display_close(&display);
    if (renew && !err)
        return again(argv);
    if (err == ERR_CONFIG || err == ERR_USAGE)
        return OPTIONS_BAD;
    return err ? 1 : 0;
}
