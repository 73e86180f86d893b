/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/lease.h"

#include <assert.h>
#include <string.h>

#include "engine/numbering.h"
#include "engine/rules.h"

static uint64_t mix(uint64_t h, uint64_t field)
{
    h = (h ^ field) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

static uint64_t hash_of(const struct hall *hall, uint32_t index)
{
    const struct lease *lease = &hall->leases[index];
    uint64_t h = mix(4, hall->first + index);
    h = mix(h, hall->services[lease->service].def->id.n);
    h = mix(h, (uint64_t)lease->first << 32 | (uint64_t)lease->last << 16 | lease->given);
    h = mix(h, (uint64_t)lease->ended);
    for (size_t i = 0; i < sizeof(lease->device); i++)
        h = mix(h, (uint8_t)lease->device[i]);
    return h;
}

static uint64_t hash_of_tombstone(const struct hall *hall, uint32_t index)
{
    const struct tombstone *stone = &hall->tombstones[index];
    return mix(mix(mix(5, index), stone->uid), (uint64_t)stone->boot << 32 | stone->seq);
}

uint64_t lease_digest(const struct hall *hall)
{
    uint64_t h = mix(6, (uint64_t)hall->lease_count << 32 | hall->superseded);
    for (uint32_t i = 0; i < hall->jump_count; i++)
        h = mix(h, (uint64_t)hall->jumps[i].slot << 32 | hall->jumps[i].by);
    h = mix(h, (uint64_t)hall->passed_ids << 16 | hall->passed);
    h = mix(h, (uint64_t)hall->passed_first << 16 | hall->passed_last);
    return hall->lease_hash + mix(h, (uint64_t)hall->burnt_first << 16 | hall->burnt_last);
}

struct lease *lease_find(struct hall *hall, uint32_t id)
{
    if (!hall->day || id < hall->first || id - hall->first >= hall->lease_count)
        return NULL;
    return &hall->leases[id - hall->first];
}

bool lease_is_of(const struct lease *lease, const char *device)
{
    char name[sizeof(lease->device)];
    copy_who(name, sizeof(name), device);
    return strcmp(lease->device, name) == 0;
}

struct lease *lease_with(struct hall *hall, struct label label)
{
    for (uint32_t i = 0; i < hall->lease_count; i++) {
        struct lease *lease = &hall->leases[i];
        struct label first = hall->services[lease->service].prefix;
        first.number = label.number; /* label_same compares the prefixes */
        if (label_same(first, label) && label.number >= lease->first && label.number <= lease->last)
            return lease;
    }
    return NULL;
}

void lease_count(struct hall *hall, struct lease *lease)
{
    uint32_t index = (uint32_t)(lease - hall->leases);
    assert(index < hall->lease_count && lease->given <= lease->last - lease->first);
    hall->lease_hash -= hash_of(hall, index);
    lease->given++;
    hall->lease_hash += hash_of(hall, index);
}

static uint16_t series_of(const struct hall *hall, const struct lease *lease)
{
    return numbering_series(hall, lease->service);
}

static uint16_t pass_burnt(const struct hall *hall, uint16_t number)
{
    bool burnt = hall->burnt_last && number >= hall->burnt_first && number <= hall->burnt_last;
    return burnt ? (uint16_t)(hall->burnt_last + 1) : number;
}

uint16_t lease_pass(const struct hall *hall, uint16_t series, uint16_t number)
{
    number = pass_burnt(hall, number);
    if (number > numbering_counts(hall, series)->leased) /* the usual case costs nothing */
        return number;
    for (uint32_t i = 0; i < hall->lease_count; i++) {
        const struct lease *lease = &hall->leases[i];
        if (series_of(hall, lease) == series && number >= lease->first && number <= lease->last)
            number = (uint16_t)(lease->last + 1);
    }
    return pass_burnt(hall, number);
}

bool lease_superseded(const struct hall *hall, const struct command_id *id)
{
    uint32_t count = hall->superseded < TOMBSTONES_MAX ? hall->superseded : TOMBSTONES_MAX;
    for (uint32_t i = 0; i < count && !id->session; i++) {
        const struct tombstone *stone = &hall->tombstones[i];
        if (stone->uid == id->uid && stone->boot == id->boot && stone->seq == id->seq)
            return true;
    }
    return false;
}

void lease_forget(struct hall *hall, uint16_t burnt_first, uint16_t burnt_last)
{
    memset(hall->leases, 0, hall->lease_count * sizeof(*hall->leases));
    for (uint32_t i = 0; i < hall->service_count; i++)
        for (int c = 0; c < CLASS_COUNT; c++)
            hall->services[i].counts[c].leased = 0;
    hall->lease_count = hall->superseded = 0;
    hall->lease_hash = 0;
    hall->burnt_first = burnt_first;
    hall->burnt_last = burnt_last;
}

void lease_burnt(const struct hall *hall, uint16_t *first, uint16_t *last)
{
    *first = hall->burnt_first;
    *last = hall->burnt_last;
    for (uint32_t i = 0; i < hall->lease_count; i++) {
        const struct lease *lease = &hall->leases[i];
        if (!*first || lease->first < *first)
            *first = lease->first;
        if (lease->last > *last)
            *last = lease->last;
    }
}

/* ---- granting ---- */

/* The first number from `from` on where a whole block keeps clear of the numbers that belong to a
 * class (R-N6). */
static uint32_t clear_of_classes(const struct hall *hall, uint16_t series, uint32_t from,
                                 uint16_t size)
{
    for (uint32_t moved = 0; moved != from;) {
        moved = from;
        for (uint32_t i = 0; i < hall->service_count; i++) {
            const struct service_def *def = hall->services[i].def;
            for (int c = 0; c < CLASS_COUNT && numbering_series(hall, (uint16_t)i) == series; c++)
                if (def->class_first[c] && def->class_first[c] < from + size &&
                    from <= def->class_last[c])
                    from = def->class_last[c] + 1u;
        }
    }
    return from;
}

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* The next block of the service; false when its numbers are used up. */
static bool next_block(const struct hall *hall, uint16_t service, uint16_t *first, uint16_t *last)
{
    const struct service_def *def = hall->services[service].def;
    uint16_t number = numbering_series(hall, service);
    const struct series *series = numbering_counts(hall, number);
    const struct rules_def *rules = &hall->def->rules;
    uint32_t from = larger(rules->lease_first ? rules->lease_first : 1, numbering_first(def));
    from = larger(from, larger(series->leased, series->last) + 1u);
    from = larger(from, hall->burnt_last + 1u);
    from = clear_of_classes(hall, number, from, rules->lease_size);
    uint32_t to = from + rules->lease_size - 1u;
    if (to > numbering_last(def))
        to = numbering_last(def);
    *first = (uint16_t)from;
    *last = (uint16_t)to;
    return from <= to;
}

uint32_t hall_lease_left(const struct hall *hall, const char *device, service_id service)
{
    int32_t index = service_index(hall, service);
    uint32_t left = 0;
    for (uint32_t i = 0; i < hall->lease_count; i++) {
        const struct lease *lease = &hall->leases[i];
        if (!lease->ended && lease->service == index &&
            strncmp(lease->device, device, sizeof(lease->device) - 1) == 0)
            left += 1u + lease->last - lease->first - lease->given;
    }
    return left;
}

enum refusal rule_lease(struct act *act)
{
    struct hall *hall = act->hall;
    const struct command *command = act->command;
    int32_t index = service_index(hall, command->service);
    uint16_t size = hall->def->rules.lease_size, first, last;
    if (index < 0)
        return REFUSED_UNKNOWN_SERVICE;
    if (!command->text[0])
        return REFUSED_UNKNOWN_DEVICE;
    if (!size || !hall->services[index].def->prefix[0])
        return REFUSED_NO_ISSUE;
    if (hall_lease_left(hall, command->text, command->service) > size / 2u)
        return REFUSED_WRONG_STATE; /* it has enough: numbers are not burnt for nothing */
    if (hall->lease_count == hall->lease_room || !next_block(hall, (uint16_t)index, &first, &last))
        return REFUSED_FULL;

    struct fact fact = {.kind = FACT_KIND_LEASED};
    fact.leased.lease = hall->first + hall->lease_count;
    fact.leased.service = command->service.n;
    fact.leased.prefix = prefix_pack(hall->services[index].prefix);
    fact.leased.first = first;
    fact.leased.last = last;
    copy_who(fact.leased.device, sizeof(fact.leased.device), command->text);
    emit(act, &fact);
    return REFUSED_NOT;
}

void apply_leased(struct hall *hall, const struct fact *fact)
{
    const struct fact_leased *leased = &fact->leased;
    int32_t index = service_index(hall, (service_id){leased->service});
    assert(index >= 0 && hall->lease_count < hall->lease_room);
    assert(leased->lease == hall->first + hall->lease_count);
    struct lease *lease = &hall->leases[hall->lease_count++];
    *lease = (struct lease){(uint16_t)index, leased->first, leased->last, 0, 0, {0}};
    copy_who(lease->device, sizeof(lease->device), leased->device);
    numbering_counts(hall, numbering_series(hall, (uint16_t)index))->leased = leased->last;
    hall->lease_hash += hash_of(hall, hall->lease_count - 1);
}

static void end_lease(struct act *act, uint32_t id)
{
    struct fact fact = {.kind = FACT_KIND_LEASE_ENDED};
    fact.lease_ended.lease = id;
    fact.lease_ended.why = 1;
    emit(act, &fact);
}

/* As many of that kiosk's as one command may; asked again until there are none. */
static enum refusal end_all_of(struct act *act, const char *device)
{
    const struct hall *hall = act->hall;
    for (uint32_t i = 0; i < hall->lease_count && act->facts->count < FACTS_MAX - 1; i++)
        if (!hall->leases[i].ended && lease_is_of(&hall->leases[i], device))
            end_lease(act, hall->first + i);
    return act->facts->count ? REFUSED_NOT : REFUSED_UNKNOWN_LEASE;
}

/* F18: the kiosk is gone for good, or its box was stolen. What it gave before still counts. */
enum refusal rule_lease_end(struct act *act)
{
    const struct command *command = act->command;
    const struct lease *lease = lease_find(act->hall, command->lease);
    if (!command->lease && command->text[0])
        return end_all_of(act, command->text);
    if (!lease)
        return REFUSED_UNKNOWN_LEASE;
    if (lease->ended)
        return REFUSED_WRONG_STATE;
    end_lease(act, command->lease);
    return REFUSED_NOT;
}

void apply_lease_ended(struct hall *hall, const struct fact *fact)
{
    struct lease *lease = lease_find(hall, fact->lease_ended.lease);
    assert(lease && !lease->ended);
    uint32_t index = (uint32_t)(lease - hall->leases);
    hall->lease_hash -= hash_of(hall, index);
    lease->ended = fact->at;
    hall->lease_hash += hash_of(hall, index);
}

void apply_superseded(struct hall *hall, const struct fact *fact)
{
    uint32_t index = hall->superseded % TOMBSTONES_MAX;
    if (hall->superseded >= TOMBSTONES_MAX) /* the oldest: its session is long over */
        hall->lease_hash -= hash_of_tombstone(hall, index);
    hall->tombstones[index] =
        (struct tombstone){fact->superseded.uid, fact->superseded.boot, fact->superseded.seq};
    hall->superseded++;
    hall->lease_hash += hash_of_tombstone(hall, index);
}

/* ---- reading and checking ---- */

uint32_t hall_leases(const struct hall *hall)
{
    return hall->day ? hall->lease_count : 0;
}

bool hall_lease(const struct hall *hall, uint32_t index, struct lease_view *view)
{
    if (index >= hall_leases(hall))
        return false;
    const struct lease *lease = &hall->leases[index];
    *view = (struct lease_view){
        .lease = hall->first + index,
        .service = hall->services[lease->service].def->id,
        .first = hall->services[lease->service].prefix,
        .last = lease->last,
        .given = lease->given,
        .ended = lease->ended != 0,
        .device = lease->device,
    };
    view->first.number = lease->first;
    return true;
}

const char *lease_check(const struct hall *hall)
{
    uint64_t hash = 0;
    uint32_t stones = hall->superseded < TOMBSTONES_MAX ? hall->superseded : TOMBSTONES_MAX;
    for (uint32_t i = 0; i < hall->lease_count; i++) {
        const struct lease *lease = &hall->leases[i];
        if (!lease->first || lease->last < lease->first)
            return "a lease has no numbers";
        if (lease->given > 1 + lease->last - lease->first)
            return "more tickets came of a lease than it has numbers";
        if (numbering_counts(hall, series_of(hall, lease))->leased < lease->last)
            return "a series does not know of a lease";
        hash += hash_of(hall, i);
    }
    for (uint32_t i = 0; i < stones; i++)
        hash += hash_of_tombstone(hall, i);
    return hash == hall->lease_hash ? NULL : "a lease changed beside its digest";
}
