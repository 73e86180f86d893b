/* SPDX-License-Identifier: Apache-2.0 */
#include "app/results.h"

#include <string.h>

#define WAYS 8 /* sessions in a bucket */

struct remembered {
    bool used;
    uint32_t seq;
    struct answer answer;
};

struct slot {
    uint64_t uid;
    uint32_t boot, session;
    uint64_t touched; /* 0 = free */
    uint32_t highest;
    struct remembered list[RESULTS_REMEMBERED]; /* at seq % RESULTS_REMEMBERED */
};

struct results {
    uint32_t buckets;
    uint64_t touches;
    struct slot slots[];
};

static uint32_t bucket_count(uint32_t sessions)
{
    return sessions / WAYS + 1;
}

size_t results_bytes(uint32_t sessions)
{
    return sizeof(struct results) + (size_t)bucket_count(sessions) * WAYS * sizeof(struct slot);
}

struct results *results_init(void *memory, uint32_t sessions)
{
    struct results *results = memory;
    memset(memory, 0, results_bytes(sessions));
    results->buckets = bucket_count(sessions);
    return results;
}

static uint32_t bucket_of(const struct results *results, uint64_t uid, uint32_t session)
{
    uint64_t h = (uid ^ (uint64_t)session << 32 ^ session) * 0x9e3779b97f4a7c15u;
    return (uint32_t)((h >> 32) % results->buckets) * WAYS;
}

static bool is_session(const struct slot *slot, uint64_t uid, uint32_t boot, uint32_t session)
{
    return slot->touched && slot->uid == uid && slot->boot == boot && slot->session == session;
}

static const struct slot *look_up(const struct results *results, uint64_t uid, uint32_t boot,
                                  uint32_t session)
{
    const struct slot *bucket = &results->slots[bucket_of(results, uid, session)];
    for (uint32_t i = 0; i < WAYS; i++)
        if (is_session(&bucket[i], uid, boot, session))
            return &bucket[i];
    return NULL;
}

/* The session's own slot, else the one in its bucket that was silent longest. */
static struct slot *take(struct results *results, const struct command_id *id)
{
    struct slot *bucket = &results->slots[bucket_of(results, id->uid, id->session)];
    struct slot *oldest = bucket;
    for (uint32_t i = 0; i < WAYS; i++) {
        if (is_session(&bucket[i], id->uid, id->boot, id->session))
            return &bucket[i];
        if (bucket[i].touched < oldest->touched)
            oldest = &bucket[i];
    }
    *oldest = (struct slot){.uid = id->uid, .boot = id->boot, .session = id->session};
    return oldest;
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
