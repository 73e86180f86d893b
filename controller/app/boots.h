/* SPDX-License-Identifier: Apache-2.0 */
/*
 * boots - the boot numbers of devices (D-09): the highest seen of each, and new ones for
 * devices that cannot count.
 *
 * New numbers come from one counter for the whole hall, reserved in blocks in STATE/boots,
 * so that one is never given twice, also after a crash. Errors: ERR_IO, logged by os/file.
 */
#ifndef APP_BOOTS_H
#define APP_BOOTS_H

#include <stdbool.h>

#include "base/base.h"
#include "base/err.h"
#include "os/file.h"

#define BOOTS_BLOCK 1000
#define BOOTS_MAX 0x7fffffffu  /* no device starts that often: such a HELLO makes no sense */
#define BOOTS_DEVICES_MAX 8192 /* a power of two, well above the roster */

struct boots {
    char path[FILE_PATH_MAX];
    uint32_t last, reserved;
    uint32_t devices;
    struct {
        uint64_t uid;
        uint32_t boot;
    } seen[BOOTS_DEVICES_MAX];
};

enum err boots_open(struct boots *boots, const char *state_dir) MUST_CHECK;
/* A number above all that this device had. */
enum err boots_next(struct boots *boots, uint64_t uid, uint32_t *boot) MUST_CHECK;
/* May a device have this number: counted by itself, or given to it by boots_next? */
bool boots_may_be(const struct boots *boots, uint32_t boot);
/* A device was seen with this number: HELLO, or a journal row. */
void boots_saw(struct boots *boots, uint64_t uid, uint32_t boot);
uint32_t boots_highest(const struct boots *boots, uint64_t uid);

#endif
