/* SPDX-License-Identifier: Apache-2.0 */
#include "line/wire.h"

#define BITS_PER_CHAR 10 /* 8N1 */
#define SECOND_NS 1000000000
#define SPOIL 0x5a /* what a collision does to a character */

void wire_init(struct wire *wire, uint32_t ends, uint32_t baud)
{
    *wire = (struct wire){.ends = ends, .speaker = ends};
    wire->char_ns = (int64_t)BITS_PER_CHAR * SECOND_NS / baud;
}

void wire_put(struct wire *wire, uint32_t index, const uint8_t *bytes, size_t count, int64_t now)
{
    struct wire_end *end = &wire->end[index];
    if (!end->count && end->next < now)
        end->next = now;
    for (size_t i = 0; i < count; i++) {
        if (end->count == WIRE_QUEUE_SIZE) {
            wire->dropped += count - i;
            return;
        }
        end->queue[(end->head + end->count++) % WIRE_QUEUE_SIZE] = bytes[i];
    }
}

/* The end whose next character starts first; wire->ends when all are silent. */
static uint32_t first(const struct wire *wire)
{
    uint32_t best = wire->ends;
    for (uint32_t i = 0; i < wire->ends; i++)
        if (wire->end[i].count && (best == wire->ends || wire->end[i].next < wire->end[best].next))
            best = i;
    return best;
}

int64_t wire_deadline(const struct wire *wire)
{
    uint32_t index = first(wire);
    return index == wire->ends ? INT64_MAX : wire->end[index].next + wire->char_ns;
}

/* Does another end start while this character is on the line? Then theirs is spoilt too. */
static bool meets_another(struct wire *wire, uint32_t index, int64_t start)
{
    int64_t stop = start + wire->char_ns;
    bool met = wire->speaker != index && wire->speaker != wire->ends && start < wire->busy_until;
    for (uint32_t i = 0; i < wire->ends; i++) {
        struct wire_end *other = &wire->end[i];
        if (i == index || !other->count || other->next >= stop)
            continue;
        met = true;
        other->spoilt_until = stop;
    }
    return met;
}

bool wire_next(struct wire *wire, int64_t now, uint32_t *speaker, uint8_t *byte)
{
    uint32_t index = first(wire);
    if (index == wire->ends || wire->end[index].next + wire->char_ns > now)
        return false;
    struct wire_end *end = &wire->end[index];
    int64_t start = end->next;
    bool spoilt = meets_another(wire, index, start) || start < end->spoilt_until;
    *speaker = index;
    *byte = end->queue[end->head];
    end->head = (end->head + 1) % WIRE_QUEUE_SIZE;
    end->count--;
    end->next = start + wire->char_ns;
    if (end->next >= wire->busy_until) {
        wire->busy_until = end->next;
        wire->speaker = index;
    }
    wire->carried++;
    if (spoilt) {
        wire->spoilt++;
        *byte ^= SPOIL;
    }
    return true;
}
