/* SPDX-License-Identifier: Apache-2.0 */
#include "store/marker.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "os/log.h"

#define NAME "disk-marker"
#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"
#define BOOT_ID_SIZE 40
#define MARKER_BYTES 128 /* within one sector: written whole or not at all */

static void read_boot_id(char id[BOOT_ID_SIZE])
{
    uint8_t *bytes;
    size_t length;
    snprintf(id, BOOT_ID_SIZE, "unknown"); /* the same at every start: copies once too often */
    if (file_read(BOOT_ID_FILE, 4096, &bytes, &length) != ERR_NONE)
        return;
    if (length >= 36)
        snprintf(id, BOOT_ID_SIZE, "%.36s", (const char *)bytes);
    free(bytes);
}

static bool write_mark(const struct marker *marker, bool failed)
{
    char boot_id[BOOT_ID_SIZE], text[MARKER_BYTES + 1];
    read_boot_id(boot_id);
    int n = snprintf(text, sizeof(text), "%s %s %" PRId64 " %" PRId64, failed ? "failed" : "good",
                     boot_id, marker->at, marker->before);
    memset(text + n, ' ', (size_t)(MARKER_BYTES - n));
    text[MARKER_BYTES - 1] = '\n';
    return pwrite(marker->fd, text, MARKER_BYTES, 0) == MARKER_BYTES;
}

/* What makes no sense counts as no mark: only a power cut tears it, and that voids it anyway. */
static void read_mark(struct marker *marker)
{
    char text[MARKER_BYTES + 1] = "", word[8] = "", id[BOOT_ID_SIZE] = "", now_id[BOOT_ID_SIZE];
    if (pread(marker->fd, text, MARKER_BYTES, 0) < 0)
        return;
    if (sscanf(text, "%7s %39s %" SCNd64 " %" SCNd64, word, id, &marker->at, &marker->before) != 4)
        marker->at = marker->before = 0;
    read_boot_id(now_id);
    marker->failed = marker->at && strcmp(word, "failed") == 0 && strcmp(id, now_id) == 0;
    marker->twice = marker->failed && marker->before && marker->at >= marker->before &&
                    marker->at - marker->before < MARKER_TWICE;
}

enum err marker_open(struct marker *marker, const char *dir)
{
    char path[FILE_PATH_MAX];
    *marker = (struct marker){.fd = -1};
    int n = snprintf(path, sizeof(path), "%s/" NAME, dir);
    if (n < 0 || (size_t)n >= sizeof(path))
        return log_fault(ERR_IO, "state=%.200s… cannot be used: the name is too long", dir);
    marker->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (marker->fd < 0)
        return log_fault(ERR_IO,
                         "state=%s cannot be written: %s; give the folder to the user that "
                         "runs the controller",
                         dir, strerror(errno));
    read_mark(marker);
    /* Reserves its bytes. Never written again at a start: another controller may own it. */
    if (lseek(marker->fd, 0, SEEK_END) < MARKER_BYTES && !write_mark(marker, false))
        return log_fault(ERR_IO, "state=%s cannot be written: %s", dir, strerror(errno));
    return ERR_NONE;
}

void marker_close(struct marker *marker)
{
    if (marker->fd >= 0)
        close(marker->fd);
    *marker = (struct marker){.fd = -1};
}

bool marker_set(struct marker *marker, msec now)
{
    if (marker->failed || marker->fd < 0)
        return marker->failed;
    marker->before = marker->at;
    marker->at = now;
    marker->failed = true;
    return write_mark(marker, true);
}

enum err marker_clear(struct marker *marker)
{
    marker->failed = marker->twice = false;
    if (!write_mark(marker, false))
        return log_fault(ERR_IO, "file=" NAME " cannot be written: %s", strerror(errno));
    return ERR_NONE;
}
