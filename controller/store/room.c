/* SPDX-License-Identifier: Apache-2.0 */
#include "store/room.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "os/log.h"

#define MIB (1024u * 1024u)
#define LOW_AT 16
#define SCARCE_AT 4
#define BACK_AT 2

static bool free_bytes(const struct room *room, uint64_t *bytes)
{
    char folder[FILE_PATH_MAX];
    struct statvfs fs;
    snprintf(folder, sizeof(folder), "%s", room->path);
    *strrchr(folder, '/') = '\0';
    if (statvfs(folder, &fs) != 0)
        return false;
    *bytes = (uint64_t)fs.f_bavail * fs.f_frsize;
    return true;
}

static void drop(struct room *room)
{
    if (room->there && unlink(room->path) != 0 && errno != ENOENT)
        log_warn("file=%s cannot be removed: %s", room->path, strerror(errno));
    room->there = false;
}

/* Twice the room is taken for a moment: it proves what statvfs does not know, a quota for example.
 */
static void make(struct room *room)
{
    int fd = open(room->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    int why = fd < 0 ? errno : posix_fallocate(fd, 0, (off_t)(BACK_AT * room->reserve));
    if (!why && ftruncate(fd, (off_t)room->reserve) != 0)
        why = errno;
    if (fd >= 0)
        close(fd);
    room->there = !why;
    if (!why)
        return;
    (void)unlink(room->path);
    room->impossible = why != ENOSPC && why != EDQUOT && why != EFBIG;
    if (room->impossible)
        log_warn("file=%s cannot be made: %s; no room is kept for a full disk", room->path,
                 strerror(why));
}

static enum store_room level_of(const struct room *room, uint64_t free)
{
    if (free < room->reserve || (!room->there && !room->impossible))
        return STORE_ROOM_NONE;
    if (free < SCARCE_AT * room->reserve)
        return STORE_ROOM_SCARCE;
    return free < LOW_AT * room->reserve ? STORE_ROOM_LOW : STORE_ROOM_PLENTY;
}

static void tell(const struct room *room, enum store_room before, uint64_t free)
{
    static const char *const sentences[] = {
        [STORE_ROOM_PLENTY] = "has room again",
        [STORE_ROOM_LOW] = "is getting full; make room",
        [STORE_ROOM_SCARCE] = "is nearly full: no backups and archives are written; make room",
        [STORE_ROOM_NONE] =
            "is full: no new tickets are issued, those that are here are called and served; make "
            "room, and it goes on by itself",
    };
    enum store_room now = room->level;
    if (now == before)
        return;
    bool good = now < before && now <= STORE_ROOM_LOW;
    (good ? log_info : log_warn)("the disk of file=%s %s free_mb=%" PRIu64, room->path,
                                 sentences[good ? STORE_ROOM_PLENTY : now], free / MIB);
}

enum store_room room_look(struct room *room)
{
    uint64_t free;
    if (!room->reserve || !free_bytes(room, &free))
        return room->level;
    if (room->there && free < room->reserve)
        drop(room);
    else if (!room->there && !room->impossible && free >= BACK_AT * room->reserve)
        make(room);
    (void)free_bytes(room, &free);
    enum store_room before = room->level;
    room->level = level_of(room, free);
    tell(room, before, free);
    return room->level;
}

void room_open(struct room *room, const char *dir, uint32_t reserve_mb)
{
    struct stat there;
    *room = (struct room){.level = STORE_ROOM_PLENTY};
    int n = snprintf(room->path, sizeof(room->path), "%s/reserve.bin", dir);
    if (n < 0 || (size_t)n >= sizeof(room->path))
        return; /* the journal's own name is longer, and is refused */
    room->reserve = (uint64_t)reserve_mb * MIB;
    /* One of another size, or half a one, is made anew. */
    room->there = stat(room->path, &there) == 0;
    if (room->there && (uint64_t)there.st_size != room->reserve)
        drop(room);
    room_look(room);
}

void room_give_up(struct room *room)
{
    if (!room->reserve)
        return;
    drop(room);
    room->level = STORE_ROOM_NONE;
}
