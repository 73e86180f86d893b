/* SPDX-License-Identifier: Apache-2.0 */
#include "app/spoken.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/keeper.h"
#include "domain/vocab.h"
#include "os/file.h"

#define LINE_MAX 128
#define LINE_FORMAT                                                                              \
    "instance=%" PRIx64 " epoch=%" PRIu32 " last=%" PRIu32 " emergency=%" PRIu8 " from=%" PRId64 \
    "\n"
#define LINE_SCAN \
    "instance=%" SCNx64 " epoch=%" SCNu32 " last=%" SCNu32 " emergency=%" SCNu8 " from=%" SCNd64
#define FIELDS_CALL 3 /* of a version that kept no emergency */

static void read_line(struct spoken *spoken)
{
    uint8_t *bytes;
    size_t length;
    if (file_read(spoken->path, LINE_MAX, &bytes, &length))
        return;
    uint64_t instance;
    uint32_t epoch, last;
    uint8_t emergency = EMERGENCY_NONE;
    int64_t from = 0;
    int fields =
        sscanf((const char *)bytes, LINE_SCAN, &instance, &epoch, &last, &emergency, &from);
    if (fields >= FIELDS_CALL) {
        spoken->instance = instance;
        spoken->epoch = epoch;
        spoken->last = last;
        spoken->emergency = emergency < EMERGENCY_COUNT ? emergency : EMERGENCY_NONE;
        spoken->emergency_from = from;
    } else {
        log_warn("file=%s is not a record of what was spoken; starting anew", spoken->path);
    }
    free(bytes);
}

enum err spoken_open(struct spoken *spoken, const char *folder)
{
    memset(spoken, 0, sizeof(*spoken));
    if (!folder)
        return ERR_NONE;
    int length = snprintf(spoken->path, sizeof(spoken->path), "%s/spoken", folder);
    if (length < 0 || (size_t)length >= sizeof(spoken->path))
        return log_fault(ERR_TOOBIG, "the name of the folder --state is too long");
    enum err err = file_make_dir(folder, 0755);
    if (err)
        return err;
    read_line(spoken);
    spoken->keeper = keeper_open(spoken->path);
    return spoken->keeper ? ERR_NONE : ERR_NOMEM;
}

void spoken_close(struct spoken *spoken)
{
    keeper_close(spoken->keeper);
    spoken->keeper = NULL;
}

bool spoken_hall(struct spoken *spoken, uint64_t instance, uint32_t epoch)
{
    if (spoken->instance == instance && spoken->epoch == epoch)
        return false;
    spoken->instance = instance;
    spoken->epoch = epoch;
    spoken->last = 0;
    return true;
}

static bool write_line(struct spoken *spoken)
{
    char line[LINE_MAX];
    int length = snprintf(line, sizeof(line), LINE_FORMAT, spoken->instance, spoken->epoch,
                          spoken->last, spoken->emergency, spoken->emergency_from);
    return !spoken->keeper || keeper_write(spoken->keeper, line, (size_t)length);
}

void spoken_set(struct spoken *spoken, uint32_t id)
{
    spoken->last = id;
    if (!write_line(spoken))
        log_every(&spoken->site, "file=%s not written: after a restart calls may be spoken again",
                  spoken->path);
}

void spoken_emergency(struct spoken *spoken, uint8_t emergency, msec utc)
{
    if (spoken->emergency == emergency)
        return;
    spoken->emergency = emergency;
    spoken->emergency_from = utc;
    if (!write_line(spoken))
        log_every(&spoken->site, "file=%s not written: a restart may not know of an emergency",
                  spoken->path);
}

uint8_t spoken_emergency_kept(const struct spoken *spoken, msec utc)
{
    msec age = utc - spoken->emergency_from;
    return age >= 0 && age < SPOKEN_EMERGENCY_MS ? spoken->emergency : EMERGENCY_NONE;
}
