/* SPDX-License-Identifier: Apache-2.0 */
#include "app/machine.h"

#include <stdio.h>
#include <sys/statvfs.h>

#define SENSORS_MAX 8

static int16_t sensor(unsigned number)
{
    char path[64];
    int thousandths = 0;
    snprintf(path, sizeof(path), "/sys/class/thermal/thermal_zone%u/temp", number);
    FILE *file = fopen(path, "re");
    if (!file)
        return MACHINE_CELSIUS_UNKNOWN;
    int found = fscanf(file, "%d", &thousandths);
    fclose(file);
    /* What no sensor measures, a broken driver says. */
    if (found != 1 || thousandths < -100000 || thousandths > 200000)
        return MACHINE_CELSIUS_UNKNOWN;
    return (int16_t)(thousandths / 1000);
}

int16_t machine_celsius(void)
{
    int16_t hottest = MACHINE_CELSIUS_UNKNOWN;
    for (unsigned i = 0; i < SENSORS_MAX; i++) {
        int16_t celsius = sensor(i);
        hottest = celsius > hottest ? celsius : hottest;
    }
    return hottest;
}

uint32_t machine_free_mb(const char *folder)
{
    struct statvfs disk;
    if (statvfs(folder ? folder : "/", &disk) != 0)
        return 0;
    uint64_t mb = ((uint64_t)disk.f_bavail * disk.f_frsize) >> 20;
    return mb > UINT32_MAX ? UINT32_MAX : (uint32_t)mb;
}
