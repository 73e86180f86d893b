/* SPDX-License-Identifier: Apache-2.0 */
/*
 * program - hall-station as a whole: the stations it is, their lines or sessions, and
 * the people at it.
 */
#ifndef APP_PROGRAM_H
#define APP_PROGRAM_H

#include "base/err.h"
#include "os/options.h"

struct settings {
    const char *hall, *controller, *key, *name; /* one station on TCP … */
    const char *keys_dir, *stations;            /* … or many on lines */
    struct option_list lines;
    const char *control;
    const char *capture; /* on TCP */
    bool window;
};

/* Runs until SIGTERM or SIGINT. ERR_CONFIG, ERR_USAGE: the settings are wrong. */
enum err program_run(const struct settings *settings) MUST_CHECK;

#endif
