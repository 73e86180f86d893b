/* SPDX-License-Identifier: Apache-2.0 */
#include "model/announce.h"

#include <assert.h>
#include <string.h>

const char *announce_fate_name(enum announce_fate fate)
{
    static const char *const names[] =
        {[ANNOUNCE_WAITING] = "waiting",     [ANNOUNCE_SPEAK] = "speak",
         [ANNOUNCE_MERGED] = "merged",       [ANNOUNCE_EXPIRED] = "expired",
         [ANNOUNCE_OVERTAKEN] = "overtaken", [ANNOUNCE_WITHDRAWN] = "withdrawn"};
    return names[fate];
}

void announce_init(struct announce *announce, uint32_t last)
{
    memset(announce, 0, sizeof(*announce));
    announce->last = last;
}

void announce_begin(struct announce *announce)
{
    for (uint32_t i = 0; i < announce->count; i++)
        announce->entries[i].offered = false;
}

static bool repeats(const struct announce_entry *entry)
{
    return entry->kind == CALL_AGAIN || entry->kind == CALL_LAST;
}

/* R-V3: the person has not heard the first call yet, so that one sentence is said in its own
 * words and place; the later id only counts as settled. */
static void merge(struct announce *announce, uint32_t at)
{
    struct announce_entry *entry = &announce->entries[at];
    if (!repeats(entry))
        return;
    for (uint32_t i = 0; i < at; i++) {
        struct announce_entry *first = &announce->entries[i];
        if (first->fate == ANNOUNCE_WAITING && first->target.n == entry->target.n &&
            label_same(first->label, entry->label)) {
            entry->fate = ANNOUNCE_MERGED;
            if (first->dies < entry->dies)
                first->dies = entry->dies;
            /* The recall keeps the sentence alive even when the first row has gone. */
            first->offered = true;
            return;
        }
    }
}

void announce_offer(struct announce *announce, const struct announce_entry *offer)
{
    if (offer->id <= announce->last)
        return;
    uint32_t at = announce->count;
    while (at > 0 && announce->entries[at - 1].id > offer->id)
        at--;
    if (at > 0 && announce->entries[at - 1].id == offer->id) {
        struct announce_entry *known = &announce->entries[at - 1];
        known->offered = true;
        merge(announce, at - 1);
        return;
    }
    if (announce->count == ANNOUNCE_MAX) {
        if (at == announce->count)
            return;
        announce->count--; /* the newest waits outside: its row comes again */
    }
    memmove(&announce->entries[at + 1], &announce->entries[at],
            (announce->count - at) * sizeof(announce->entries[0]));
    announce->count++;
    announce->entries[at] = *offer;
    announce->entries[at].fate = ANNOUNCE_WAITING;
    announce->entries[at].offered = true;
    merge(announce, at);
}

void announce_end(struct announce *announce)
{
    for (uint32_t i = 0; i < announce->count; i++) {
        struct announce_entry *entry = &announce->entries[i];
        if (!entry->offered && entry->fate == ANNOUNCE_WAITING)
            entry->fate = ANNOUNCE_WITHDRAWN;
    }
}

static enum announce_fate settle(const struct announce_entry *entry, const struct board *board,
                                 msec now)
{
    if (entry->fate == ANNOUNCE_MERGED)
        return ANNOUNCE_MERGED;
    if (now >= entry->dies)
        return ANNOUNCE_EXPIRED; /* before WITHDRAWN: a controller drops expired rows too */
    if (entry->fate == ANNOUNCE_WITHDRAWN)
        return ANNOUNCE_WITHDRAWN;
    if (now - entry->born > ANNOUNCE_OVERTAKEN_MS && board_serving(board, entry->label))
        return ANNOUNCE_OVERTAKEN;
    return ANNOUNCE_SPEAK;
}

bool announce_step(struct announce *announce, const struct board *board, msec now,
                   struct announce_entry *entry)
{
    if (announce->count == 0)
        return false;
    enum announce_fate fate = settle(&announce->entries[0], board, now);
    if (fate == ANNOUNCE_SPEAK &&
        (announce->speaking ||
         (announce->shown.id && now - announce->shown_since < ANNOUNCE_SHOW_MIN_MS)))
        return false;
    *entry = announce->entries[0];
    entry->fate = (uint8_t)fate;
    announce->last = entry->id;
    announce->count--;
    memmove(&announce->entries[0], &announce->entries[1],
            announce->count * sizeof(announce->entries[0]));
    if (fate == ANNOUNCE_SPEAK) {
        announce->speaking = true;
        announce->shown = *entry;
        announce->shown_since = now;
    }
    return true;
}

void announce_done(struct announce *announce)
{
    assert(announce->speaking);
    announce->speaking = false;
}

uint32_t announce_shown(const struct announce *announce, msec now,
                        struct announce_entry list[ANNOUNCE_BANDS])
{
    if (announce->shown.id == 0)
        return 0;
    msec age = now - announce->shown_since;
    if (age >= ANNOUNCE_SHOW_MAX_MS || (age >= ANNOUNCE_SHOW_MIN_MS && !announce->speaking))
        return 0;
    list[0] = announce->shown;
    for (uint32_t i = 0; i < announce->count; i++) {
        const struct announce_entry *next = &announce->entries[i];
        if (next->fate == ANNOUNCE_WAITING && now < next->dies) {
            list[1] = *next;
            return 2;
        }
    }
    return 1;
}

bool announce_blink(const struct announce *announce, msec now)
{
    return announce->shown.id != 0 && (now - announce->shown_since) / SECOND == 1;
}
