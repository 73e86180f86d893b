/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config_hall - the small good hall of tests/data/halls/good in memory, to be spoilt.
 */
#ifndef TESTS_CONFIG_HALL_H
#define TESTS_CONFIG_HALL_H

#include "config/config.h"

struct hall_files {
    struct config_file list[CONFIG_FILES];
    char *texts[CONFIG_FILES]; /* allocated, with room to grow */
};

void hall_files_read(struct hall_files *files);
void hall_files_free(struct hall_files *files);
/* Puts `with` where `what` stands first in that file ("zones.yaml"); `what` "" = at the end. */
void hall_files_patch(struct hall_files *files, const char *name, const char *what,
                      const char *with);
/* Loads them; *report (allocated) gets the lines. */
enum err hall_files_load(const struct hall_files *files, char **report, struct hall_def **def,
                         uint32_t *mistakes);

#endif
