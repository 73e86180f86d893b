/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spoken - what a board keeps over a restart: the last announcement that was begun (D-12), and
 * that the building is to be left.
 *
 * Ids are counted per instance of the hall's state, and an accepted history starts a new
 * epoch (D-26): the number belongs to both, another instance or epoch begins at 0.
 * An emergency is ended by the manager alone (docs/ui t06b): neither by the controller that went
 * down, nor by the fuse of the board. Kept for SPOKEN_EMERGENCY_MS by the machine's own clock.
 *
 * File:   DIR/spoken, one line; without a folder it is kept in memory only. A thread writes it: a
 *         slow disk holds a call up for KEEPER_WAIT_MS at most.
 * Errors: a file that cannot be read counts as none; one that cannot be written is logged
 *         at most once a minute, and the board speaks on.
 */
#ifndef APP_SPOKEN_H
#define APP_SPOKEN_H

#include <stdbool.h>

#include "base/err.h"
#include "os/log.h"

#define SPOKEN_PATH_MAX 4096
#define SPOKEN_EMERGENCY_MS (24 * HOUR)

struct keeper;

struct spoken {
    char path[SPOKEN_PATH_MAX]; /* "" = memory only */
    struct keeper *keeper;      /* NULL = the same */
    uint64_t instance;
    uint32_t epoch, last;
    uint8_t emergency;   /* enum emergency … */
    msec emergency_from; /* … since when, UTC */
    struct log_site site;
};

/* `folder` may be NULL. ERR_IO when it cannot be made, ERR_TOOBIG when its name is too long. */
enum err spoken_open(struct spoken *spoken, const char *folder) MUST_CHECK;
void spoken_close(struct spoken *spoken);
/* The hall that is heard now. True when it is another one than the number belongs to. */
bool spoken_hall(struct spoken *spoken, uint64_t instance, uint32_t epoch);
void spoken_set(struct spoken *spoken, uint32_t id);
/* The hall says so; `utc` is now. */
void spoken_emergency(struct spoken *spoken, uint8_t emergency, msec utc);
/* The one that stood when this board ended, by its own clock less than a day ago; else 0. */
uint8_t spoken_emergency_kept(const struct spoken *spoken, msec utc);

#endif
