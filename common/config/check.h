/* SPDX-License-Identifier: Apache-2.0 */
/*
 * check - do the parts of a hall fit together? Names every mistake, never the first only.
 *
 * The order of the calls does not matter; the report is sorted in the end.
 */
#ifndef CONFIG_CHECK_H
#define CONFIG_CHECK_H

#include <stdbool.h>

#include "config/build.h"

void check_hall(struct build *build);
void check_places(struct build *build);
void check_windows(struct build *build);
void check_services(struct build *build);
void check_devices(struct build *build);
/* Device `i`: what is wired to a kiosk. */
void check_kiosk_devices(struct build *build, uint32_t i);
/* Device `i`: a board at a window or room, or of dots. */
void check_board(struct build *build, uint32_t i);
void check_voice(struct build *build);
void check_items(struct build *build);

/* Each names a mistake at `path` when there is no such thing. What a file that could not
 * be read may hold is taken as known. */
void check_floor(struct build *build, enum config_part part, const char *path, uint32_t number);
void check_zone(struct build *build, enum config_part part, const char *path, uint32_t id);
void check_voice_zone(struct build *build, enum config_part part, const char *path, uint32_t id);
void check_service(struct build *build, enum config_part part, const char *path, uint32_t id);
void check_window(struct build *build, enum config_part part, const char *path, uint32_t number);
void check_room(struct build *build, enum config_part part, const char *path, uint32_t id);

#endif
