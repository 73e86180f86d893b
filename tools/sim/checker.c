/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/checker.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANNOUNCE_BOARDS 32

const char *promise_name(enum promise promise)
{
    static const char *const names[PROMISE_COUNT] = {"KEPT",
#define X(name, text) #name,
                                                     PROMISES(X)
#undef X
    };
    return names[promise];
}

const char *promise_text(enum promise promise)
{
    static const char *const texts[PROMISE_COUNT] = {"",
#define X(name, text) text,
                                                     PROMISES(X)
#undef X
    };
    return texts[promise];
}

static void *grown(void *memory, size_t bytes)
{
    memory = realloc(memory, bytes);
    if (!memory)
        abort();
    return memory;
}

void checker_init(struct checker *checker, const struct hall_def *def, uint32_t tickets,
                  const msec *now)
{
    memset(checker, 0, sizeof(*checker));
    checker->now = now;
    ledger_init(&checker->ledger, def, tickets);
    checker->id_heads = calloc(4096, sizeof(uint32_t));
    checker->answer_size = 1u << 12;
    checker->answers = calloc(checker->answer_size, sizeof(*checker->answers));
    checker->slip_size = tickets * 4 + 64;
    checker->seen_slips = calloc(checker->slip_size, sizeof(*checker->seen_slips));
    if (!checker->id_heads || !checker->answers || !checker->seen_slips)
        abort();
}

void checker_free(struct checker *checker)
{
    ledger_free(&checker->ledger);
    free(checker->rows);
    free(checker->row_ids);
    free(checker->row_tickets);
    free(checker->dead);
    free(checker->id_heads);
    free(checker->id_next);
    free(checker->spoken);
    free(checker->answers);
    free(checker->seen_slips);
}

void checker_break(struct checker *checker, enum promise promise, const char *fmt, ...)
{
    va_list args;
    if (checker->broken)
        return;
    checker->broken = promise;
    checker->at = *checker->now;
    va_start(args, fmt);
    vsnprintf(checker->sentence, sizeof(checker->sentence), fmt, args);
    va_end(args);
}

/* ---- rows ---- */

static uint64_t blend(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

static uint64_t hash_of_row(const struct store_row *row)
{
    uint8_t bytes[FACTS_MAX * FACT_BYTES_MAX];
    struct wire_out out = {bytes, bytes + sizeof(bytes), false};
    uint64_t h = blend(blend(row->seq, (uint64_t)row->at), row->id.uid);
    h = blend(blend(h, (uint64_t)row->id.boot << 32 | row->id.seq), row->result.code);
    h = blend(blend(h, row->result.ticket.n), row->result.label.number);
    h = blend(blend(h, row->result.call), row->result.ahead);
    for (uint32_t i = 0; i < row->facts.count; i++)
        fact_put(&out, &row->facts.list[i]);
    for (const uint8_t *at = bytes; at + 8 <= out.at; at += 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        h = blend(h, word);
    }
    for (const uint8_t *at = out.at - (out.at - bytes) % 8; at < out.at; at++)
        h = blend(h, *at);
    return h;
}

static uint32_t id_bucket(const struct command_id *id)
{
    return (uint32_t)(blend(blend(id->uid, id->boot), (uint64_t)id->session << 32 | id->seq) >> 20);
}

static bool same_id(const struct command_id *a, const struct command_id *b)
{
    return a->uid == b->uid && a->boot == b->boot && a->session == b->session && a->seq == b->seq;
}

/* The row of a command, 0 = none. */
static uint32_t row_of(const struct checker *checker, const struct command_id *id)
{
    uint32_t row = checker->id_heads[id_bucket(id) % 4096];
    while (row && !same_id(&checker->row_ids[row - 1], id))
        row = checker->id_next[row - 1];
    return row;
}

static void add_row(struct checker *checker, const struct store_row *row)
{
    if (checker->row_count == checker->row_size) {
        checker->row_size = checker->row_size * 2 + 1024;
        checker->rows = grown(checker->rows, checker->row_size * sizeof(uint64_t));
        checker->row_ids = grown(checker->row_ids, checker->row_size * sizeof(*checker->row_ids));
        checker->row_tickets = grown(checker->row_tickets, checker->row_size * sizeof(uint32_t));
        checker->id_next = grown(checker->id_next, checker->row_size * sizeof(uint32_t));
    }
    if (row->id.uid && row_of(checker, &row->id))
        checker_break(checker, PROMISE_REPEATED, "rows %u and %u are of one command",
                      row_of(checker, &row->id), checker->row_count + 1);
    uint32_t issued = 0;
    for (uint32_t i = 0; i < row->facts.count; i++)
        if (row->facts.list[i].kind == FACT_KIND_ISSUED)
            issued = row->facts.list[i].issued.ticket;
    for (uint32_t i = 0; i < checker->dead_count && issued; i++)
        if (same_id(&checker->dead[i], &row->id))
            checker_break(checker, PROMISE_GHOST, "ticket %u came after its stand-in", issued);
    checker->row_tickets[checker->row_count] = issued;
    uint32_t *head = &checker->id_heads[id_bucket(&row->id) % 4096];
    checker->rows[checker->row_count] = hash_of_row(row);
    checker->row_ids[checker->row_count] = row->id;
    checker->id_next[checker->row_count] = *head;
    *head = ++checker->row_count;
}

void checker_row(struct checker *checker, const struct store_row *row)
{
    if (row->seq <= checker->row_count) {
        if (checker->rows[row->seq - 1] != hash_of_row(row))
            checker_break(checker, PROMISE_ROWS, "row %llu is not what was committed",
                          (unsigned long long)row->seq);
        return;
    }
    if (row->seq != checker->row_count + 1u) {
        checker_break(checker, PROMISE_ROWS, "row %llu follows row %u",
                      (unsigned long long)row->seq, checker->row_count);
        return;
    }
    add_row(checker, row);
    checker->ledger.row = checker->row_count;
    checker->ledger.verb = row->verb;
    if (row->verb == VERB_DAY_OPEN)
        checker->yesterday = checker->row_count - 1;
    for (uint32_t i = 0; i < row->facts.count && !checker->broken; i++)
        ledger_fact(checker, &row->facts.list[i]);
}

void checker_restart(struct checker *checker, uint64_t rows, uint64_t attempted)
{
    checker->restarts++;
    if (rows < checker->row_count)
        checker_break(checker, PROMISE_LOST, "%u rows were committed, %llu are left",
                      checker->row_count, (unsigned long long)rows);
    if (rows > attempted)
        checker_break(checker, PROMISE_ROWS, "%llu rows, only %llu were written",
                      (unsigned long long)rows, (unsigned long long)attempted);
}

/* ---- answers at devices ---- */

static struct seen_answer *find_answer(struct checker *checker, const struct command_id *id)
{
    uint32_t at = id_bucket(id);
    while (checker->answers[at % checker->answer_size].id.seq &&
           !same_id(&checker->answers[at % checker->answer_size].id, id))
        at++;
    return &checker->answers[at % checker->answer_size];
}

static void more_answers(struct checker *checker)
{
    struct seen_answer *old = checker->answers;
    uint32_t size = checker->answer_size;
    checker->answer_size *= 4;
    checker->answers = calloc(checker->answer_size, sizeof(*checker->answers));
    if (!checker->answers)
        abort();
    for (uint32_t i = 0; i < size; i++)
        if (old[i].id.seq)
            *find_answer(checker, &old[i].id) = old[i];
    free(old);
}

static void compare(struct checker *checker, const struct seen_answer *first,
                    const struct seen_answer *now)
{
    /* Refusals are not in the journal: after a restart, or when the session was pushed out of the
     * table of answers, they are decided anew (D-10). */
    if (first->code && (checker->forgetful || first->life != now->life))
        return;
    if (first->code != now->code || first->ticket.n != now->ticket.n ||
        !label_same(first->label, now->label) || (!first->code && first->jseq != now->jseq))
        checker_break(checker, PROMISE_REPEATED,
                      "command %llx/%u/%u: first %s ticket %u, then %s %u",
                      (unsigned long long)now->id.uid, now->id.boot, now->id.seq,
                      refusal_name(first->code), first->ticket.n, refusal_name(now->code),
                      now->ticket.n);
}

void checker_answer(struct checker *checker, const struct command_id *id, uint8_t verb,
                    const struct answer *answer, uint32_t life)
{
    const struct seen_answer now =
        {*id, life, answer->result.code, answer->result.ticket, answer->result.label, answer->jseq};
    checker->answers_seen++;
    if (answer->jseq > checker->row_count) {
        checker_break(checker, PROMISE_EARLY, "row %llu was answered before it was committed",
                      (unsigned long long)answer->jseq);
        return;
    }
    /* A number that came in before, under another command, makes no row (D-22); nor does
     * somebody who is signed on already. */
    bool told = verb == VERB_IMPORT || verb == VERB_VOID_SLIP || verb == VERB_SIGN_ON;
    if (!answer->result.code && !told && row_of(checker, id) != answer->jseq)
        checker_break(checker, PROMISE_LOST, "the %s of command %llx/%u/%u has no row",
                      verb_name(verb), (unsigned long long)id->uid, id->boot, id->seq);
    struct seen_answer *first = find_answer(checker, id);
    if (first->id.seq && same_id(&first->id, id))
        compare(checker, first, &now);
    else if (++checker->answer_count * 2 > checker->answer_size) {
        more_answers(checker);
        first = find_answer(checker, id);
    }
    *first = now;
}

/* ---- paper, boards, people ---- */

static struct seen_slip *find_slip(struct checker *checker, struct label label)
{
    uint32_t at =
        (uint32_t)blend((uint64_t)(uint8_t)label.prefix[0] << 8 | (uint8_t)label.prefix[1],
                        label.number);
    while (checker->seen_slips[at % checker->slip_size].label.number &&
           !label_same(checker->seen_slips[at % checker->slip_size].label, label))
        at++;
    return &checker->seen_slips[at % checker->slip_size];
}

struct seen_slip *checker_find_slip(struct checker *checker, struct label label)
{
    struct seen_slip *slip = find_slip(checker, label);
    return slip->label.number ? slip : NULL;
}

void checker_slip(struct checker *checker, ticket_id id, struct label label, bool copy)
{
    const struct ledger_ticket *ticket = ledger_ticket(&checker->ledger, id.n);
    struct seen_slip *slip = find_slip(checker, label);
    char text[LABEL_TEXT_SIZE];
    label_print(label, text);
    checker->slips++;
    checker->copies += copy;
    if (id.n && (!ticket || !label_same(ticket->label, label)))
        checker_break(checker, PROMISE_UNKNOWN, "the slip %s is of no ticket", text);
    if (slip->label.number && (slip->ticket.n != id.n || (slip->originals && !copy)))
        checker_break(checker, PROMISE_PAPER, "%s is on two slips", text);
    if (!slip->label.number && ++checker->slip_count == checker->slip_size)
        abort();
    slip->label = label;
    slip->ticket = id;
    slip->originals += !copy;
}

void checker_stands_for(struct checker *checker, const struct command_id *other)
{
    uint32_t row = row_of(checker, other);
    const struct ledger_ticket *ticket =
        row ? ledger_ticket(&checker->ledger, checker->row_tickets[row - 1]) : NULL;
    if (ticket && ticket->state != TICKET_VOIDED && !ticket->was_called)
        checker_break(checker, PROMISE_GHOST, "ticket %u waits beside its stand-in",
                      checker->row_tickets[row - 1]);
    if (checker->dead_count == checker->dead_size) {
        checker->dead_size = checker->dead_size * 2 + 64;
        checker->dead = grown(checker->dead, checker->dead_size * sizeof(*checker->dead));
    }
    checker->dead[checker->dead_count++] = *other;
}

void checker_spoken(struct checker *checker, uint32_t board, const struct announce_view *announce)
{
    struct ledger *ledger = &checker->ledger;
    uint32_t index = announce->id - ledger->announce_floor - 1;
    if (announce->id <= ledger->announce_floor || index >= ledger->calls.count) {
        checker_break(checker, PROMISE_SPOKEN, "announcement %u was never made", announce->id);
        return;
    }
    while (checker->spoken_size <= index) {
        uint32_t size = checker->spoken_size * 2 + 1024;
        checker->spoken = grown(checker->spoken, size * sizeof(uint32_t));
        memset(checker->spoken + checker->spoken_size, 0,
               (size - checker->spoken_size) * sizeof(uint32_t));
        checker->spoken_size = size;
    }
    const struct ledger_ticket *ticket = &ledger->tickets[ledger->calls.tickets[index]];
    if (!label_same(ticket->label, announce->label))
        checker_break(checker, PROMISE_SPOKEN, "announcement %u says another number", announce->id);
    uint32_t bit = 1u << board % ANNOUNCE_BOARDS;
    if (checker->spoken[index] & bit)
        checker_break(checker, PROMISE_SPOKEN, "board %u says announcement %u twice", board,
                      announce->id);
    checker->spoken[index] |= bit;
}

void checker_person_served(struct checker *checker, struct label label)
{
    struct ledger_ticket *ticket = ledger_label(&checker->ledger, label);
    char text[LABEL_TEXT_SIZE];
    label_print(label, text);
    checker->served++;
    if (!ticket) {
        checker_break(checker, PROMISE_UNKNOWN, "%s was served and is of no ticket", text);
        return;
    }
    if (++ticket->physically > 1)
        checker_break(checker, PROMISE_SERVED, "%s was served to the end twice", text);
    if (ticket->state != TICKET_SERVED)
        checker_break(checker, PROMISE_SERVED, "%s was served; the journal says %s", text,
                      ticket_state_name(ticket->state));
}

static void end_paper(struct checker *checker)
{
    char text[LABEL_TEXT_SIZE];
    for (uint32_t i = 0; i < checker->slip_size; i++) {
        const struct seen_slip *slip = &checker->seen_slips[i];
        label_print(slip->label, text);
        if (slip->label.number && !ledger_label(&checker->ledger, slip->label))
            checker_break(checker, PROMISE_UNKNOWN, "the slip %s never came to the journal", text);
    }
}

void checker_end(struct checker *checker)
{
    struct ledger *ledger = &checker->ledger;
    char text[LABEL_TEXT_SIZE];
    end_paper(checker);
    for (uint32_t i = 0; i < ledger->count; i++) {
        const struct ledger_ticket *ticket = &ledger->tickets[i];
        label_print(ticket->label, text);
        if (ticket->physically && ticket->state != TICKET_SERVED)
            checker_break(checker, PROMISE_SERVED, "%s was served; at the end it is %s", text,
                          ticket_state_name(ticket->state));
        if (ticket->state == TICKET_WAITING || ticket->state == TICKET_CALLED ||
            ticket->state == TICKET_SERVING)
            checker_break(checker, PROMISE_STARVED, "%s is %s after the close", text,
                          ticket_state_name(ticket->state));
    }
}
