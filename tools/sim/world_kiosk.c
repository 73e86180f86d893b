/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_kiosk - a kiosk, its printer and its own journal (docs/reliability.md): INTENT, ACKED,
 * PRINTING, PRINTED, then reported. The power may go at every step; what was journaled stays.
 */
#include <stdlib.h>

#include "sim/world.h"

#define ASK_AGAIN (2 * SECOND)

static void later(struct world *w, uint32_t index, msec lo, msec hi)
{
    struct kiosk *kiosk = &w->kiosks[index];
    world_after(w, dice_span(&kiosk->dice, lo, hi), EVENT_KIOSK, index, ++kiosk->tag);
}

void kiosk_init(struct world *w, uint32_t index)
{
    struct kiosk *kiosk = &w->kiosks[index];
    kiosk->dice = dice_of(w->plan.seed, 40, index);
    kiosk->boot = 1;
    later(w, index, 0, SECOND);
}

bool kiosk_queue(struct world *w, uint32_t index, uint32_t person)
{
    struct kiosk *kiosk = &w->kiosks[index];
    if (kiosk->off || kiosk->paper_out || kiosk->line_count == countof(kiosk->line))
        return false;
    kiosk->line[(kiosk->line_head + kiosk->line_count++) % countof(kiosk->line)] = person;
    if (!kiosk->active && !kiosk->asking)
        later(w, index, SECOND, 5 * SECOND);
    return true;
}

static bool stands_here(const struct world *w, uint32_t index, uint32_t person)
{
    const struct person *p = &w->people[person];
    return p->state == PERSON_AT_KIOSK && p->kiosk == index;
}

static struct record *active(struct kiosk *kiosk)
{
    return &kiosk->records[kiosk->active - 1];
}

static void power_cut(struct world *w, uint32_t index)
{
    struct kiosk *kiosk = &w->kiosks[index];
    TRACE(w, "kiosk %u loses power", index);
    kiosk->off = true;
    kiosk->asking = false;
    link_down(w, kiosk->link, 100);
    later(w, index, 10 * SECOND, 2 * MINUTE);
}

static bool power_fails(struct world *w, uint32_t index)
{
    struct kiosk *kiosk = &w->kiosks[index];
    if (!dice_chance(&kiosk->dice, rate_of(w, RATE_KIOSK_POWER)))
        return false;
    power_cut(w, index);
    return true;
}

static void ask(struct world *w, uint32_t index, const struct command *command)
{
    struct kiosk *kiosk = &w->kiosks[index];
    kiosk->asked = *command;
    kiosk->asked.id = (struct command_id){0x1000u + index, kiosk->boot, 0, ++kiosk->seq};
    snprintf(kiosk->asked.who, sizeof(kiosk->asked.who), "kiosk-%u", index + 1);
    kiosk->asking = true;
    kiosk->asked_at = w->now;
    link_send_command(w, kiosk->link, &kiosk->asked);
    later(w, index, ASK_AGAIN, ASK_AGAIN);
}

/* ---- one visitor ---- */

static void ask_for_ticket(struct world *w, uint32_t index, struct record *record)
{
    struct command command = {.verb = VERB_ISSUE,
                              .service = {record->service},
                              .ticket_class = record->ticket_class,
                              .lang = LANG_ZH,
                              .principals = 1,
                              .source = SOURCE_KIOSK};
    const struct person *p = &w->people[record->person];
    if (p->slot) {
        command.verb = VERB_CHECK_IN;
        person_code(p, command.code, sizeof(command.code));
    } else {
        command.journey = p->journey;
    }
    ask(w, index, &command);
    record->boot = w->kiosks[index].boot;
    record->seq = w->kiosks[index].seq;
    TRACE(w, "kiosk %u: person %u asks for service %u", index, record->person, record->service);
}

static struct record *add_record(struct kiosk *kiosk)
{
    if (kiosk->record_count == kiosk->record_size) {
        kiosk->record_size = kiosk->record_size * 2 + 64;
        kiosk->records = realloc(kiosk->records, kiosk->record_size * sizeof(*kiosk->records));
        if (!kiosk->records)
            abort();
    }
    return &kiosk->records[kiosk->record_count++];
}

static bool give_alone(struct world *w, uint32_t index, struct record *record,
                       const struct command_id *other);

static void begin(struct world *w, uint32_t index, uint32_t person)
{
    struct kiosk *kiosk = &w->kiosks[index];
    struct record *record = add_record(kiosk);
    *record = (struct record){.state = RECORD_INTENT,
                              .person = person,
                              .service = w->people[person].service,
                              .ticket_class = w->people[person].ticket_class};
    w->people[person].state = PERSON_AT_KIOSK;
    kiosk->active = kiosk->record_count;
    if (power_fails(w, index))
        return;
    if (w->links[kiosk->link].up || !give_alone(w, index, record, NULL))
        ask_for_ticket(w, index, record);
}

/* A number of its own, now: the visitor does not wait for a controller that is silent. */
static bool give_alone(struct world *w, uint32_t index, struct record *record,
                       const struct command_id *other)
{
    struct kiosk *kiosk = &w->kiosks[index];
    for (uint32_t i = 0; i < kiosk->block_count; i++) {
        struct block *block = &kiosk->blocks[i];
        if (block->service.n != record->service || block->first.number > block->last)
            continue;
        record->alone = true;
        record->block = *block;
        record->label = block->first;
        record->other = other ? *other : (struct command_id){0};
        record->given = w->now;
        record->state = RECORD_ACKED;
        block->first.number++;
        kiosk->asking = false;
        TRACE(w, "kiosk %u gives %s alone%s", index, named(record->label),
              other ? ", in place of a command" : "");
        later(w, index, 0, 500);
        return true;
    }
    return false;
}

void kiosk_block(struct world *w, uint32_t index, const struct block *block)
{
    struct kiosk *kiosk = &w->kiosks[index];
    uint32_t free_at = kiosk->block_count;
    for (uint32_t i = 0; i < kiosk->block_count; i++) {
        if (kiosk->blocks[i].lease == block->lease)
            return;
        if (kiosk->blocks[i].first.number > kiosk->blocks[i].last)
            free_at = i;
    }
    for (uint32_t i = 0; i < kiosk->record_count; i++)
        if (kiosk->records[i].alone && kiosk->records[i].block.lease == block->lease)
            return; /* used up and forgotten, but for the records */
    if (kiosk->off || free_at == countof(kiosk->blocks))
        return;
    kiosk->blocks[free_at] = *block;
    kiosk->block_count += free_at == kiosk->block_count;
}

static bool take_next(struct world *w, uint32_t index)
{
    struct kiosk *kiosk = &w->kiosks[index];
    while (kiosk->line_count && !kiosk->paper_out) {
        uint32_t person = kiosk->line[kiosk->line_head];
        kiosk->line_head = (kiosk->line_head + 1) % countof(kiosk->line);
        kiosk->line_count--;
        const struct person *p = &w->people[person];
        if (p->state == PERSON_IN_LINE && p->kiosk == index) {
            begin(w, index, person);
            return true;
        }
    }
    return false;
}

/* ---- paper ---- */

static void slip_comes_out(struct world *w, uint32_t index, const struct record *record)
{
    TRACE(w, "kiosk %u prints %s%s", index, named(record->label), record->copy ? " COPY" : "");
    checker_slip(&w->checker, record->ticket, record->label, record->copy);
    if (stands_here(w, index, record->person))
        person_gets(w, record->person, record->label, true);
}

static void end_of_roll(struct world *w, uint32_t index, struct record *record)
{
    struct kiosk *kiosk = &w->kiosks[index];
    record->state = RECORD_FAILED;
    kiosk->active = 0;
    kiosk->paper_out = true;
    TRACE(w, "kiosk %u: no paper for %s", index, named(record->label));
    if (stands_here(w, index, record->person)) /* D-21: shown large */
        person_gets(w, record->person, record->label, false);
    later(w, index, MINUTE, 10 * MINUTE);
}

static void print(struct world *w, uint32_t index)
{
    struct kiosk *kiosk = &w->kiosks[index];
    struct record *record = active(kiosk);
    if (record->state == RECORD_ACKED) {
        if (power_fails(w, index))
            return;
        if (dice_chance(&kiosk->dice, rate_of(w, RATE_PAPER))) {
            end_of_roll(w, index, record);
            return;
        }
        record->state = RECORD_PRINTING; /* durable before the first byte */
        later(w, index, SECOND, 3 * SECOND);
        return;
    }
    if (dice_chance(&kiosk->dice, rate_of(w, RATE_KIOSK_POWER))) {
        if (dice_chance(&kiosk->dice, 500)) /* it was whole already */
            slip_comes_out(w, index, record);
        power_cut(w, index);
        return;
    }
    slip_comes_out(w, index, record);
    record->state = RECORD_PRINTED;
    kiosk->active = 0;
    later(w, index, SECOND, 3 * SECOND);
}

/* ---- what is told to the controller afterwards ---- */

static void import(struct world *w, uint32_t index, const struct record *record)
{
    struct command command = {
        .verb = VERB_IMPORT,
        .service = {record->service},
        .ticket_class = record->ticket_class,
        .lang = LANG_ZH,
        .principals = 1,
        .lease = record->block.lease,
        .label = record->label,
        .journey = w->people[record->person].slot ? 0 : w->people[record->person].journey,
        .arg = record->state == RECORD_PRINTED ? PRINT_PRINTED : PRINT_NO_PAPER,
        .arg2 = WORLD_DAY,
        .issued = record->given,
        .other_uid = record->other.uid,
        .other_boot = record->other.boot,
        .other_seq = record->other.seq,
    };
    ask(w, index, &command);
    TRACE(w, "kiosk %u tells of %s", index, named(record->label));
}

static bool report(struct world *w, uint32_t index)
{
    struct kiosk *kiosk = &w->kiosks[index];
    for (; kiosk->unreported < kiosk->record_count; kiosk->unreported++) {
        struct record *record = &kiosk->records[kiosk->unreported];
        bool printed = record->state == RECORD_PRINTED;
        if (kiosk->unreported + 1 == kiosk->active)
            return false;
        if (record->reported || (!printed && record->state != RECORD_FAILED))
            continue;
        if (record->alone) {
            import(w, index, record);
            return true;
        }
        struct command command = {.verb = VERB_PRINTED,
                                  .ticket = record->ticket,
                                  .arg = printed ? PRINT_PRINTED : PRINT_NO_PAPER};
        ask(w, index, &command);
        return true;
    }
    return false;
}

static void boot(struct world *w, uint32_t index)
{
    struct kiosk *kiosk = &w->kiosks[index];
    kiosk->off = false;
    kiosk->boot++;
    kiosk->seq = 0;
    TRACE(w, "kiosk %u starts", index);
    if (!kiosk->active)
        return;
    struct record *record = active(kiosk);
    if (record->state == RECORD_PRINTING) { /* perhaps it came out: the same number, marked */
        record->copy = true;
        record->state = RECORD_ACKED;
    }
    if (record->state != RECORD_INTENT)
        return;
    uint32_t person = record->person;
    const struct command_id lost = {0x1000u + index, record->boot, 0, record->seq};
    if (stands_here(w, index, person) && give_alone(w, index, record, record->seq ? &lost : NULL))
        return;
    record->state = RECORD_REFUSED; /* nobody knows; if it was given, it is a ghost (D-21) */
    kiosk->active = 0;
    if (stands_here(w, index, person))
        begin(w, index, person);
}

void kiosk_step(struct world *w, uint32_t index, uint32_t tag)
{
    struct kiosk *kiosk = &w->kiosks[index];
    if (tag != kiosk->tag)
        return;
    if (kiosk->off) {
        boot(w, index);
        if (kiosk->off || kiosk->asking)
            return;
        if (kiosk->active && active(kiosk)->alone && active(kiosk)->state == RECORD_ACKED) {
            later(w, index, SECOND, 3 * SECOND);
            return;
        }
    }
    if (kiosk->asking) {
        bool asks = kiosk->asked.verb == VERB_ISSUE || kiosk->asked.verb == VERB_CHECK_IN;
        if (asks && give_alone(w, index, active(kiosk), &kiosk->asked.id))
            return;
        link_send_command(w, kiosk->link, &kiosk->asked);
        later(w, index, ASK_AGAIN, ASK_AGAIN);
        return;
    }
    if (kiosk->active) {
        print(w, index);
        return;
    }
    kiosk->paper_out = false; /* somebody put in a roll */
    if (take_next(w, index) || report(w, index))
        return;
    later(w, index, 20 * SECOND, 40 * SECOND);
}

void kiosk_connected(struct world *w, uint32_t index)
{
    struct kiosk *kiosk = &w->kiosks[index];
    if (kiosk->asking)
        link_send_command(w, kiosk->link, &kiosk->asked);
}

void kiosk_answer(struct world *w, uint32_t index, const struct parcel *parcel)
{
    struct kiosk *kiosk = &w->kiosks[index];
    const struct result *result = &parcel->answer.result;
    if (!kiosk->asking || kiosk->off || kiosk->asked.id.boot != parcel->id.boot ||
        kiosk->asked.id.seq != parcel->id.seq)
        return;
    kiosk->asking = false;
    if (kiosk->asked.verb == VERB_IMPORT && result->code)
        checker_break(&w->checker, PROMISE_UNKNOWN, "%s, given alone, is refused: %s",
                      named(kiosk->asked.label), refusal_text(result->code));
    if (kiosk->asked.verb == VERB_PRINTED || kiosk->asked.verb == VERB_IMPORT) {
        const struct record *told = &kiosk->records[kiosk->unreported];
        if (told->alone && told->other.uid)
            checker_stands_for(&w->checker, &told->other);
        kiosk->records[kiosk->unreported].reported = true;
        later(w, index, 0, SECOND);
        return;
    }
    struct record *record = active(kiosk);
    if (result->code) {
        TRACE(w, "kiosk %u: refused, %s", index, refusal_name(result->code));
        record->state = RECORD_REFUSED;
        kiosk->active = 0;
        if (stands_here(w, index, record->person))
            person_refused(w, record->person, result->code);
        later(w, index, SECOND, 2 * SECOND);
        return;
    }
    record->state = RECORD_ACKED;
    record->ticket = result->ticket;
    record->label = result->label;
    if (!power_fails(w, index))
        later(w, index, 0, 500);
}
