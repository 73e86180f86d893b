/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/events.h"

#include <stdlib.h>

static bool before(const struct event *a, const struct event *b)
{
    if (a->at != b->at)
        return a->at < b->at;
    return a->kind != b->kind ? a->kind < b->kind : a->number < b->number;
}

bool events_add(struct events *events, struct event event)
{
    if (events->count == events->size) {
        uint32_t size = events->size ? events->size * 2 : 256;
        struct event *list = realloc(events->list, size * sizeof(*list));
        if (!list)
            return false;
        events->list = list;
        events->size = size;
    }
    uint32_t at = events->count++;
    for (; at > 0 && before(&event, &events->list[(at - 1) / 2]); at = (at - 1) / 2)
        events->list[at] = events->list[(at - 1) / 2];
    events->list[at] = event;
    return true;
}

bool events_next(struct events *events, struct event *event)
{
    if (!events->count)
        return false;
    *event = events->list[0];
    const struct event last = events->list[--events->count];
    uint32_t at = 0;
    for (uint32_t child; (child = 2 * at + 1) < events->count; at = child) {
        if (child + 1 < events->count && before(&events->list[child + 1], &events->list[child]))
            child++;
        if (!before(&events->list[child], &last))
            break;
        events->list[at] = events->list[child];
    }
    events->list[at] = last;
    return true;
}

void events_free(struct events *events)
{
    free(events->list);
    *events = (struct events){0};
}
