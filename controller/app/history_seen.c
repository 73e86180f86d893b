/* SPDX-License-Identifier: Apache-2.0 */
#include "app/history_seen.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/file.h"
#include "os/log.h"

#define TEXT_MAX 128

static bool is_more(const struct history_seen *told, const struct history_own *own)
{
    return told->epoch > own->epoch || (told->epoch == own->epoch && told->row > own->row);
}

enum err history_seen_open(struct history_seen *seen, const char *state_dir,
                           const struct history_own *own)
{
    char path[FILE_PATH_MAX];
    uint8_t *text;
    size_t length;
    uint64_t instance;
    *seen = (struct history_seen){0};
    if (!file_in(state_dir, "history-seen", path))
        return ERR_TOOBIG;
    if (!file_exists(path))
        return ERR_NONE;
    if (file_read(path, TEXT_MAX, &text, &length))
        return log_fault(ERR_IO, "file=%s cannot be read", path);
    struct history_seen kept = {.behind = true};
    bool good = sscanf((const char *)text, "%" SCNx64 " %" SCNu32 " %" SCNu64 " %" SCNu32 " %24s",
                       &instance, &kept.epoch, &kept.row, &kept.lost, kept.device) == 5;
    free(text);
    if (!good)
        return log_fault(ERR_IO,
                         "file=%s makes no sense; delete it, and let all devices connect before "
                         "the day is opened",
                         path);
    if (instance == own->instance && kept.epoch >= own->epoch)
        *seen = kept;
    else
        unlink(path); /* accepted since, or of another hall */
    return ERR_NONE;
}

static void keep(const struct history_seen *seen, const char *state_dir,
                 const struct history_own *own)
{
    char path[FILE_PATH_MAX], text[TEXT_MAX];
    int n = snprintf(text, sizeof(text), "%016" PRIx64 " %" PRIu32 " %" PRIu64 " %" PRIu32 " %s\n",
                     own->instance, seen->epoch, seen->row, seen->lost, seen->device);
    if (file_in(state_dir, "history-seen", path))
        (void)!file_write(path, text, (size_t)n, 0600); /* logged; devices say it again */
}

bool history_seen_note(struct history_seen *seen, const char *state_dir,
                       const struct history_own *own, const struct history_seen *told)
{
    bool more = is_more(told, own);
    bool most = !seen->behind || told->epoch > seen->epoch ||
                (told->epoch == seen->epoch && told->row > seen->row);
    if (!more || !most)
        return more;
    uint64_t lost = told->row > own->row ? told->row - own->row : 1;
    /* Of a later epoch nobody knows where it left this one. */
    if (told->epoch > own->epoch && told->row > lost)
        lost = told->row;
    *seen = *told;
    seen->behind = true;
    seen->lost = lost < UINT32_MAX ? (uint32_t)lost : UINT32_MAX;
    keep(seen, state_dir, own);
    log_warn("device=%s has seen journal row %" PRIu64 " of epoch %" PRIu32 ", this journal ends "
             "at %" PRIu64 " of %" PRIu32 ": an old copy was restored; no numbers and no calls "
             "until the newest state is back, or hallctl accept-history",
             seen->device, seen->row, seen->epoch, own->row, own->epoch);
    return true;
}

void history_seen_end(struct history_seen *seen, const char *state_dir)
{
    char path[FILE_PATH_MAX];
    *seen = (struct history_seen){0};
    if (file_in(state_dir, "history-seen", path))
        unlink(path);
}
