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

void announce_forget(struct announce *announce, uint32_t last)
{
    uint32_t fates[ANNOUNCE_FATES];
    memcpy(fates, announce->fates, sizeof(fates));
    announce_init(announce, last);
    memcpy(announce->fates, fates, sizeof(fates));
}

bool announce_takes_board(uint8_t kind)
{
    return kind != CALL_MISSED && kind != CALL_NEXT;
}

void announce_begin(struct announce *announce)
{
    announce->said.offered = announce->shown.offered = false;
    for (uint32_t i = 0; i < announce->count; i++) {
        struct announce_entry *entry = &announce->entries[i];
        entry->offered = false;
        if (entry->fate == ANNOUNCE_OVERTAKEN) /* by what may have been taken back since (D-20) */
            entry->fate = ANNOUNCE_WAITING;
    }
    for (uint32_t i = 0; i < announce->unheard_count; i++)
        announce->unheard[i].offered = false;
}

static bool repeats(const struct announce_entry *entry)
{
    return entry->kind == CALL_AGAIN || entry->kind == CALL_LAST;
}

/* R-V3: the person has not heard the first call yet, so that one sentence is said in its own
 * words and place; the later id only counts as settled. */
static void merge(struct announce_entry *first, struct announce_entry *again)
{
    again->fate = ANNOUNCE_MERGED;
    if (first->dies < again->dies)
        first->dies = again->dies;
    /* The recall keeps the sentence alive even when the first row has gone. */
    first->offered = true;
}

/* R-V3: of what waits about one number only the newest is true, unless it only repeats. */
static void compare(struct announce *announce, uint32_t at)
{
    struct announce_entry *entry = &announce->entries[at];
    for (uint32_t i = 0; i < at; i++) {
        struct announce_entry *first = &announce->entries[i];
        if (first->fate != ANNOUNCE_WAITING || !label_same(first->label, entry->label))
            continue;
        if (repeats(entry) && first->target.n == entry->target.n &&
            announce_takes_board(first->kind)) {
            merge(first, entry);
            return;
        }
        first->fate = ANNOUNCE_OVERTAKEN;
    }
}

static void offer_again(const struct announce_entry *offer, struct announce_entry *known)
{
    if (known->id == offer->id)
        known->offered = true;
}

/* R-V3: a later word about the number says more than this one again. */
static void offer_unheard(const struct announce_entry *offer, struct announce_entry *unheard)
{
    offer_again(offer, unheard);
    if (offer->id > unheard->id && label_same(offer->label, unheard->label))
        unheard->fate = ANNOUNCE_OVERTAKEN;
}

void announce_offer(struct announce *announce, const struct announce_entry *offer)
{
    offer_again(offer, &announce->said);
    offer_again(offer, &announce->shown);
    for (uint32_t i = 0; i < announce->unheard_count; i++)
        offer_unheard(offer, &announce->unheard[i]);
    if (offer->id <= announce->last)
        return;
    uint32_t at = announce->count;
    while (at > 0 && announce->entries[at - 1].id > offer->id)
        at--;
    if (at > 0 && announce->entries[at - 1].id == offer->id) {
        struct announce_entry *known = &announce->entries[at - 1];
        known->offered = true;
        compare(announce, at - 1);
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
    announce->entries[at].row_dies = offer->dies;
    compare(announce, at);
}

void announce_end(struct announce *announce)
{
    for (uint32_t i = 0; i < announce->count; i++) {
        struct announce_entry *entry = &announce->entries[i];
        if (!entry->offered && entry->fate == ANNOUNCE_WAITING)
            entry->fate = ANNOUNCE_WITHDRAWN;
    }
}

/* Whoever it calls is served, was served, or was missed by now. */
static bool is_answered(const struct announce_entry *entry, const struct board *board)
{
    return board_serving(board, entry->label) ||
           (announce_takes_board(entry->kind) &&
            board_call_over(board, entry->target, entry->label));
}

/* R-V3: it waited so long that it is not true any more. */
static bool is_over(const struct announce_entry *entry, const struct board *board, msec now)
{
    return now - entry->born > ANNOUNCE_OVERTAKEN_MS && is_answered(entry, board);
}

static enum announce_fate settle(const struct announce_entry *entry, const struct board *board,
                                 msec now)
{
    if (entry->fate == ANNOUNCE_MERGED || entry->fate == ANNOUNCE_OVERTAKEN)
        return (enum announce_fate)entry->fate;
    if (now >= entry->dies)
        return ANNOUNCE_EXPIRED; /* before WITHDRAWN: a controller drops expired rows too */
    if (entry->fate == ANNOUNCE_WITHDRAWN)
        return ANNOUNCE_WITHDRAWN;
    return is_over(entry, board, now) ? ANNOUNCE_OVERTAKEN : ANNOUNCE_SPEAK;
}

static bool waits(const struct announce_entry *entry, msec now)
{
    return entry->fate == ANNOUNCE_WAITING && now < entry->dies;
}

uint32_t announce_waiting(const struct announce *announce, msec now)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < announce->count; i++)
        count += waits(&announce->entries[i], now);
    return count;
}

/* How long the take-over stands, with what waits behind it (R-L9, R-L14). */
static msec hold(const struct announce *announce, msec now)
{
    msec ms = ANNOUNCE_SHOW_MAX_MS - announce_waiting(announce, now) * ANNOUNCE_SHOW_STEP_MS;
    return ms > ANNOUNCE_READ_MS ? ms : ANNOUNCE_READ_MS;
}

/* Its row went while it could be taken back (D-20); one that went later has expired. */
static bool undone(const struct announce_entry *entry, msec now)
{
    return entry->fate == ANNOUNCE_WITHDRAWN ||
           (entry->id && !entry->offered && now - entry->born < ANNOUNCE_UNDO_MS &&
            now < entry->row_dies);
}

/* Once taken back, for ever. */
static void note_undone(struct announce_entry *entry, msec now)
{
    if (undone(entry, now))
        entry->fate = ANNOUNCE_WITHDRAWN;
}

/* Does a call have the board now? */
static bool shows(const struct announce *announce, msec now)
{
    return announce->shown.id && now - announce->shown_since < ANNOUNCE_SHOW_MAX_MS;
}

static const struct announce_entry *second_band(const struct announce *announce, msec now)
{
    for (uint32_t i = 0; i < announce->count; i++)
        if (waits(&announce->entries[i], now) && announce_takes_board(announce->entries[i].kind))
            return &announce->entries[i];
    return NULL;
}

static void note_second(struct announce *announce, msec now)
{
    const struct announce_entry *second = shows(announce, now) ? second_band(announce, now) : NULL;
    uint32_t id = second ? second->id : 0;
    if (id != announce->second)
        announce->second_since = now;
    announce->second = id;
}

static bool was_read(const struct announce *announce, msec now)
{
    msec ms = hold(announce, now);
    msec since = ms == ANNOUNCE_READ_MS ? announce->read_since : announce->shown_since;
    return !announce->shown.id || undone(&announce->shown, now) || now - since >= ms;
}

static bool its_turn(const struct announce *announce, const struct announce_entry *entry, msec now)
{
    if (announce->speaking || announce->held)
        return false;
    return !announce_takes_board(entry->kind) || was_read(announce, now);
}

static uint8_t count_behind(const struct announce *announce, msec now)
{
    uint32_t behind = announce_waiting(announce, now);
    return behind < UINT8_MAX ? (uint8_t)behind : UINT8_MAX;
}

static void begin(struct announce *announce, struct announce_entry *entry, msec now)
{
    entry->behind = count_behind(announce, now);
    announce->speaking = true;
    announce->said = *entry;
    if (!announce_takes_board(entry->kind))
        return;
    announce->read_since = entry->id == announce->second ? announce->second_since : now;
    announce->shown = *entry;
    announce->shown_since = now;
    note_second(announce, now);
}

bool announce_step(struct announce *announce, const struct board *board, msec now,
                   struct announce_entry *entry)
{
    note_undone(&announce->said, now);
    note_undone(&announce->shown, now);
    if (announce->count == 0)
        return false;
    note_second(announce, now);
    enum announce_fate fate = settle(&announce->entries[0], board, now);
    if (fate == ANNOUNCE_SPEAK && !its_turn(announce, &announce->entries[0], now))
        return false;
    *entry = announce->entries[0];
    entry->fate = (uint8_t)fate;
    announce->last = entry->id;
    announce->fates[fate]++;
    announce->count--;
    memmove(&announce->entries[0], &announce->entries[1],
            announce->count * sizeof(announce->entries[0]));
    if (fate == ANNOUNCE_SPEAK)
        begin(announce, entry, now);
    return true;
}

void announce_done(struct announce *announce)
{
    assert(announce->speaking);
    announce->speaking = false;
}

static void drop_unheard(struct announce *announce)
{
    announce->unheard_count--;
    memmove(&announce->unheard[0], &announce->unheard[1],
            announce->unheard_count * sizeof(announce->unheard[0]));
}

void announce_unheard(struct announce *announce)
{
    announce_done(announce);
    if (announce->unheard_count == ANNOUNCE_UNHEARD_MAX)
        drop_unheard(announce);
    /* One that breaks off a second time has its old place again: nothing was said since. */
    uint32_t at = announce->unheard_count++;
    for (; at > 0 && announce->unheard[at - 1].id > announce->said.id; at--)
        announce->unheard[at] = announce->unheard[at - 1];
    announce->unheard[at] = announce->said;
}

/* It was seen at its time, so that nobody has to hear it once it was answered. */
static enum announce_fate settle_unheard(const struct announce_entry *unheard,
                                         const struct board *board, msec now)
{
    if (unheard->fate != ANNOUNCE_SPEAK)
        return (enum announce_fate)unheard->fate;
    if (now >= unheard->dies)
        return ANNOUNCE_EXPIRED;
    if (!unheard->offered)
        return ANNOUNCE_WITHDRAWN;
    return is_answered(unheard, board) ? ANNOUNCE_OVERTAKEN : ANNOUNCE_SPEAK;
}

bool announce_again(struct announce *announce, const struct board *board, msec now,
                    struct announce_entry *entry)
{
    if (announce->speaking || announce->held || !announce->unheard_count)
        return false;
    *entry = announce->unheard[0];
    entry->fate = (uint8_t)settle_unheard(entry, board, now);
    entry->behind = count_behind(announce, now);
    drop_unheard(announce);
    if (entry->fate == ANNOUNCE_SPEAK) {
        announce->speaking = true;
        announce->said = *entry;
    }
    return true;
}

bool announce_undone(const struct announce *announce, msec now)
{
    return announce->speaking && undone(&announce->said, now);
}

uint32_t announce_shown(const struct announce *announce, msec now,
                        struct announce_entry list[ANNOUNCE_BANDS])
{
    if (!shows(announce, now))
        return 0;
    uint32_t count = 0;
    if (!undone(&announce->shown, now))
        list[count++] = announce->shown;
    const struct announce_entry *second = second_band(announce, now);
    if (second)
        list[count++] = *second;
    return count;
}

bool announce_blink(const struct announce *announce, msec now)
{
    return announce->shown.id != 0 && (now - announce->shown_since) / SECOND == 1;
}
