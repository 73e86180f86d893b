/* SPDX-License-Identifier: Apache-2.0 */
/*
 * room - how much room the disk of the state folder has, and 64 MiB that are kept back.
 *
 * STATE/reserve.bin takes room while there is some. When the disk is nearly full it is removed:
 * what it held is for calling and serving the people who are here, and no new tickets are issued
 * (F06). It comes back by itself when there is twice its room again, so that the hall does not
 * waver.
 *
 *     free >= 16 reserves   plenty
 *     free >= 4 reserves    low: said once
 *     free >= 1 reserve     scarce: no backups, no archives
 *     below, or no reserve  none: no new tickets
 *
 * Errors: none; what happens is logged when it changes. Threads: the turn's.
 */
#ifndef STORE_ROOM_H
#define STORE_ROOM_H

#include "os/file.h"
#include "store/store.h"

struct room {
    char path[FILE_PATH_MAX];
    uint64_t reserve; /* bytes; 0 = nothing is kept back or looked at */
    bool there;       /* the file */
    bool impossible;  /* this file system cannot keep room */
    enum store_room level;
};

/* Also before the journal is opened: a start writes, and may find the disk full. */
void room_open(struct room *room, const char *dir, uint32_t reserve_mb);
enum store_room room_look(struct room *room);
/* The disk said that it is full. */
void room_give_up(struct room *room);

#endif
