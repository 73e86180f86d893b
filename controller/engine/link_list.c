/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/link_list.h"

#include <assert.h>

void link_list_add_behind(struct link_list *list, struct link *links, uint32_t at, uint32_t behind)
{
    assert(at && !links[at].prev && !links[at].next && list->head != at);
    uint32_t next = behind ? links[behind].next : list->head;
    links[at] = (struct link){.prev = behind, .next = next};
    if (behind)
        links[behind].next = at;
    else
        list->head = at;
    if (next)
        links[next].prev = at;
    else
        list->tail = at;
    list->count++;
}

void link_list_add(struct link_list *list, struct link *links, uint32_t at)
{
    link_list_add_behind(list, links, at, list->tail);
}

void link_list_remove(struct link_list *list, struct link *links, uint32_t at)
{
    struct link gone = links[at];
    assert(at && list->count && (gone.prev || list->head == at));
    assert(gone.next || list->tail == at);
    if (gone.prev)
        links[gone.prev].next = gone.next;
    else
        list->head = gone.next;
    if (gone.next)
        links[gone.next].prev = gone.prev;
    else
        list->tail = gone.prev;
    links[at] = (struct link){0, 0};
    list->count--;
}
