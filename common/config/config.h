/* SPDX-License-Identifier: Apache-2.0 */
/*
 * config - the definition of a hall from the YAML files of one directory.
 *
 *     hall.yaml zones.yaml services.yaml windows.yaml devices.yaml, and items.csv if there is one
 *
 * Two passes (D-36): libyaml events keep path -> file, line, column; libcyaml fills
 * the structs; defaults are applied in one table; then our own checks name every
 * mistake as "FILE:LINE:COLUMN: KEY: what is wrong; what to do".
 *
 * Ownership: config_load allocates (at start only); config_free releases.
 * Errors:    ERR_CONFIG after every mistake was reported: also a file that cannot be
 *            read. Mistakes go to `report`, sorted by file and line.
 */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdio.h>

#include "base/base.h"
#include "base/err.h"
#include "domain/hall_def.h"

/* Loads and checks the hall at `dir`. `report` gets one line a mistake (stderr for programs);
 * the number of mistakes goes to *mistakes when it is not NULL. */
enum err config_load(const char *dir, FILE *report, struct hall_def **def,
                     uint32_t *mistakes) MUST_CHECK;
void config_free(struct hall_def *def);

/* The same from files in memory, in the order hall, zones, services, windows, devices,
 * items (length 0 = none): a definition fetched from the controller (D-41). */
#define CONFIG_FILES 6
struct config_file {
    const char *name; /* as it stands in messages */
    const uint8_t *bytes;
    size_t length;
};
enum err config_parse(const struct config_file files[CONFIG_FILES], FILE *report,
                      struct hall_def **def, uint32_t *mistakes) MUST_CHECK;
/* "hall.yaml" … "items.csv" */
const char *config_file_name(uint32_t index);
/* Reads the files of `dir`, 1 MB each at most, as config_load does; the caller frees bytes[],
 * also after ERR_CONFIG. */
enum err config_read(const char *dir, FILE *report, uint8_t *bytes[CONFIG_FILES],
                     size_t length[CONFIG_FILES], uint32_t *mistakes) MUST_CHECK;

#endif
