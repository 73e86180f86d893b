/* SPDX-License-Identifier: Apache-2.0 */
/*
 * report - the mistakes found in the files of a hall, to be printed in their order.
 *
 * A line reads "FILE:LINE:COLUMN: KEY: what is wrong; what to do". A warning is a line
 * like that with "warning: " before the sentence, and no mistake: the hall is usable.
 */
#ifndef CONFIG_REPORT_H
#define CONFIG_REPORT_H

#include <stdio.h>

#include "base/base.h"
#include "config/document.h"
#include "config/schema.h"

#define MISTAKES_MAX 200 /* kept, with warnings; more are only counted */
#define MISTAKE_SIZE 320

struct mistake {
    uint8_t part; /* enum config_part */
    struct place place;
    char text[MISTAKE_SIZE]; /* "KEY: sentence" */
};

struct report {
    uint32_t count, warned; /* all of them */
    uint32_t kept;          /* of both, in the list */
    const char *names[PART_COUNT];
    struct mistake list[MISTAKES_MAX];
};

void report_add(struct report *report, enum config_part part, struct place place, const char *path,
                const char *fmt, ...) PRINTF_LIKE(5, 6);
void report_warn(struct report *report, enum config_part part, struct place place, const char *path,
                 const char *fmt, ...) PRINTF_LIKE(5, 6);
/* Sorted by file, then line. */
void report_print(struct report *report, FILE *to);

#endif
