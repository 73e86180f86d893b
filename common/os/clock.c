/* SPDX-License-Identifier: Apache-2.0 */
#include "os/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "os/file.h"
#include "os/log.h"
#include "os/tzif.h"

#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"
#define ZONE_FOLDER "/usr/share/zoneinfo"
#define ZONE_FILE_MAX 65536

static msec read_clock(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now); /* cannot fail for these two clocks */
    return (msec)now.tv_sec * SECOND + now.tv_nsec / 1000000;
}

msec clock_utc_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

msec clock_mono_ms(void)
{
    return read_clock(CLOCK_BOOTTIME);
}

int64_t clock_mono_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void clock_boot_id(char id[CLOCK_BOOT_ID_SIZE])
{
    uint8_t *bytes;
    size_t length;
    snprintf(id, CLOCK_BOOT_ID_SIZE, "unknown");
    if (file_read(BOOT_ID_FILE, 4096, &bytes, &length) != ERR_NONE)
        return;
    if (length >= 36)
        snprintf(id, CLOCK_BOOT_ID_SIZE, "%.36s", (const char *)bytes);
    free(bytes);
}

static msec floor_seconds(msec utc)
{
    return utc / SECOND - (utc % SECOND < 0);
}

/* ERR_CONFIG: not a zone; ERR_MALFORMED: its file makes no sense. Logs nothing. */
static enum err look_up(const char *zone, msec utc, int16_t *offset_min)
{
    char path[256];
    int n = snprintf(path, sizeof(path), "%s/%s", ZONE_FOLDER, zone);
    if (!*zone || *zone == '/' || strstr(zone, "..") || n < 0 || (size_t)n >= sizeof(path) ||
        !file_exists(path))
        return ERR_CONFIG;
    uint8_t *bytes;
    size_t length;
    enum err err = file_read(path, ZONE_FILE_MAX, &bytes, &length);
    if (err)
        return ERR_CONFIG; /* a folder such as "Asia" */
    int32_t seconds = 0;
    if (!tzif_offset(bytes, length, floor_seconds(utc), &seconds))
        err = ERR_MALFORMED;
    free(bytes);
    *offset_min = (int16_t)(seconds / 60);
    return err;
}

enum err clock_zone_check(const char *zone)
{
    int16_t ignored;
    return look_up(zone, 0, &ignored);
}

enum err clock_offset(const char *zone, msec utc, int16_t *offset_min)
{
    enum err err = look_up(zone, utc, offset_min);
    if (err == ERR_CONFIG)
        return log_fault(err,
                         "time zone %s is not known on this machine; install the package tzdata "
                         "or write a name from %s",
                         zone, ZONE_FOLDER);
    if (err)
        return log_fault(err, "time zone file %s/%s is damaged; reinstall the package tzdata",
                         ZONE_FOLDER, zone);
    return ERR_NONE;
}
