/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options - the command line of a program from one table of long options.
 *
 *     static const struct option_row rows[] = {
 *         {"hall", "DIR", "the definition of the hall", .text = &settings.hall},
 *         {"port", "N", "listen here", .number = &settings.port, .max = 65535},
 *         {"check", NULL, "validate and exit", .flag = &settings.check},
 *     };
 *     int status = options_read(&(struct options){"hall-x", "does x", NULL, rows,
 *                               countof(rows)}, argc, argv, NULL);
 *     if (status >= 0)
 *         return status;
 *
 * "--name VALUE" and "--name=VALUE" both work, a VALUE is never empty; --help and --version are
 * added.
 * Ownership: texts point into argv.
 */
#ifndef OS_OPTIONS_H
#define OS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/base.h"

#define OPTIONS_GO (-1)
#define OPTIONS_DONE 0 /* --help or --version was answered */
#define OPTIONS_BAD 2  /* one sentence is on stderr */

/* An option that may be given again and again. */
#define OPTION_LIST_MAX 128
struct option_list {
    const char *items[OPTION_LIST_MAX];
    size_t count;
};

/* Exactly one of flag, text, number, list is set. What is not given keeps its value. */
struct option_row {
    const char *name;  /* "hall" */
    const char *value; /* shown in the help: "DIR"; NULL for a flag */
    const char *help;
    bool *flag;
    const char **text;
    uint32_t *number;
    uint32_t min, max; /* of the number; max 0 = no limit */
    struct option_list *list;
};

struct options {
    const char *program; /* "hall-kiosk" */
    const char *summary; /* one sentence */
    const char *rest;    /* "COMMAND [ARGUMENT]…"; NULL = takes none */
    const struct option_row *rows;
    size_t count;
};

/* OPTIONS_GO, or the status to exit with. *rest (may be NULL) gets the index of the
 * first argument that is no option; options stand before it. */
int options_read(const struct options *options, int argc, char **argv, int *rest) MUST_CHECK;

#endif
