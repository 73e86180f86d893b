/* SPDX-License-Identifier: Apache-2.0 */
#include "app/results.h"

#include <string.h>

#define NONE UINT32_MAX

struct remembered {
    bool used;
    uint32_t seq;
    struct answer answer;
};

struct slot {
    uint64_t uid;
    uint32_t boot, session;
    uint64_t touched;
    uint32_t next; /* in its bucket; NONE = last */
    uint32_t highest;
    bool whole;                                 /* nothing was forgotten when it came */
    struct remembered list[RESULTS_REMEMBERED]; /* at seq % RESULTS_REMEMBERED */
};

struct results {
    uint32_t capacity, used;
    bool forgot; /* a session, since the start */
    uint64_t touches;
    uint32_t *buckets; /* behind the slots: the first slot of each */
    struct slot slots[];
};

size_t results_bytes(uint32_t sessions)
{
    return sizeof(struct results) + sessions * (sizeof(struct slot) + sizeof(uint32_t));
}

struct results *results_init(void *memory, uint32_t sessions)
{
    struct results *results = memory;
    *results = (struct results){.capacity = sessions};
    results->buckets = (uint32_t *)(void *)(results->slots + sessions);
    for (uint32_t i = 0; i < sessions; i++)
        results->buckets[i] = NONE;
    return results;
}

static uint32_t *bucket_of(const struct results *results, uint64_t uid, uint32_t boot,
                           uint32_t session)
{
    uint64_t h = (uid ^ (uint64_t)session << 32 ^ boot) * 0x9e3779b97f4a7c15u;
    return &results->buckets[(uint32_t)(h >> 32) % results->capacity];
}

static bool is_session(const struct slot *slot, uint64_t uid, uint32_t boot, uint32_t session)
{
    return slot->uid == uid && slot->boot == boot && slot->session == session;
}

static const struct slot *look_up(const struct results *results, uint64_t uid, uint32_t boot,
                                  uint32_t session)
{
    for (uint32_t i = *bucket_of(results, uid, boot, session); i != NONE;
         i = results->slots[i].next)
        if (is_session(&results->slots[i], uid, boot, session))
            return &results->slots[i];
    return NULL;
}

static void unlink_slot(struct results *results, uint32_t index)
{
    const struct slot *slot = &results->slots[index];
    uint32_t *at = bucket_of(results, slot->uid, slot->boot, slot->session);
    while (*at != index)
        at = &results->slots[*at].next;
    *at = slot->next;
}

/* A place for a new session: that of the session which was silent longest, when all are taken. */
static uint32_t make_room(struct results *results)
{
    if (results->used < results->capacity)
        return results->used++;
    uint32_t oldest = 0;
    for (uint32_t i = 1; i < results->capacity; i++)
        if (results->slots[i].touched < results->slots[oldest].touched)
            oldest = i;
    unlink_slot(results, oldest);
    results->forgot = true;
    return oldest;
}

static struct slot *take(struct results *results, const struct command_id *id)
{
    uint32_t *bucket = bucket_of(results, id->uid, id->boot, id->session);
    for (uint32_t i = *bucket; i != NONE; i = results->slots[i].next)
        if (is_session(&results->slots[i], id->uid, id->boot, id->session))
            return &results->slots[i];
    uint32_t index = make_room(results);
    struct slot *slot = &results->slots[index];
    memset(slot, 0, sizeof(*slot));
    slot->uid = id->uid;
    slot->boot = id->boot;
    slot->session = id->session;
    slot->whole = !results->forgot;
    slot->next = *bucket;
    *bucket = index;
    return slot;
}

enum results_found results_find(const struct results *results, const struct command_id *id,
                                struct answer *answer)
{
    const struct slot *slot = look_up(results, id->uid, id->boot, id->session);
    if (!slot)
        return RESULTS_NEW;
    const struct remembered *at = &slot->list[id->seq % RESULTS_REMEMBERED];
    if (at->used && at->seq == id->seq) {
        *answer = at->answer;
        return RESULTS_KNOWN;
    }
    if (slot->highest >= RESULTS_REMEMBERED && id->seq <= slot->highest - RESULTS_REMEMBERED)
        return RESULTS_OLD;
    return RESULTS_NEW;
}

void results_put(struct results *results, const struct command_id *id, const struct answer *answer)
{
    struct slot *slot = take(results, id);
    slot->touched = ++results->touches;
    slot->list[id->seq % RESULTS_REMEMBERED] = (struct remembered){true, id->seq, *answer};
    if (id->seq > slot->highest)
        slot->highest = id->seq;
}

uint32_t results_highest(const struct results *results, uint64_t uid, uint32_t boot,
                         uint32_t session)
{
    const struct slot *slot = look_up(results, uid, boot, session);
    return slot ? slot->highest : 0;
}

bool results_is_above(const struct results *results, const struct command_id *id)
{
    const struct slot *slot = look_up(results, id->uid, id->boot, id->session);
    return slot && slot->whole && id->seq > slot->highest;
}

void results_retire(struct results *results, uint64_t uid, uint32_t boot)
{
    for (uint32_t i = 0; i < results->used; i++)
        if (results->slots[i].uid == uid && results->slots[i].boot == boot)
            results->slots[i].touched = 0;
}
