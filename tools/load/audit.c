/* SPDX-License-Identifier: Apache-2.0 */
#include "load/audit.h"

#include <stdlib.h>

#include "os/log.h"
#include "protocol/message.h"
#include "store/store.h"

struct entry {
    uint32_t issued, called, finished, missed, transferred;
};

struct audit {
    struct book *book;
    struct entry *entries; /* by visitor */
    uint64_t rows;
};

static void issued(struct audit *audit, const struct fact_issued *fact)
{
    struct book_ticket *ticket = book_find(audit->book, fact->ticket);
    if (!ticket) {
        book_differs(audit->book, "the journal has ticket %u, which no kiosk was given",
                     fact->ticket);
        return;
    }
    struct label label = label_from_wire(fact->prefix, fact->number);
    if (!label_same(label, ticket->label) || fact->service != ticket->legs[0].service)
        book_differs(audit->book, "ticket %u has another number or service in the journal",
                     fact->ticket);
    audit->entries[ticket->visitor].issued++;
}

static void called(struct audit *audit, const struct fact_called *fact)
{
    struct book_ticket *ticket = book_find(audit->book, fact->ticket);
    if (!ticket)
        return; /* said by issued() */
    uint32_t leg = audit->entries[ticket->visitor].called++;
    if (leg < BOOK_LEGS_MAX && ticket->legs[leg].target != fact->target)
        book_differs(audit->book,
                     "call %u of ticket %u: the journal says window %u, window %u was told",
                     leg + 1, fact->ticket, fact->target, ticket->legs[leg].target);
}

static struct entry *entry_of(struct audit *audit, uint32_t id)
{
    struct book_ticket *ticket = book_find(audit->book, id);
    return ticket ? &audit->entries[ticket->visitor] : NULL;
}

static void count(struct audit *audit, const struct fact *fact)
{
    struct entry *entry = NULL;
    if (fact->kind == FACT_KIND_ISSUED)
        issued(audit, &fact->issued);
    else if (fact->kind == FACT_KIND_CALLED)
        called(audit, &fact->called);
    else if (fact->kind == FACT_KIND_FINISHED && (entry = entry_of(audit, fact->finished.ticket)))
        entry->finished++;
    else if (fact->kind == FACT_KIND_MISSED && (entry = entry_of(audit, fact->missed.ticket)))
        entry->missed++;
    else if (fact->kind == FACT_KIND_TRANSFERRED &&
             (entry = entry_of(audit, fact->transferred.ticket)))
        entry->transferred++;
}

static enum err on_row(void *context, const struct store_row *row)
{
    struct audit *audit = context;
    audit->rows++;
    for (uint32_t i = 0; i < row->facts.count; i++)
        count(audit, &row->facts.list[i]);
    return ERR_NONE;
}

static void compare(struct audit *audit)
{
    for (uint32_t i = 0; i < audit->book->visitors; i++) {
        const struct book_ticket *ticket = &audit->book->tickets[i];
        const struct entry *entry = &audit->entries[i];
        if (!ticket->id)
            continue; /* said by audit_devices */
        if (entry->issued != 1)
            book_differs(audit->book, "acknowledged ticket %u is %u times in the journal",
                         ticket->id, entry->issued);
        if (entry->called != ticket->calls)
            book_differs(audit->book, "ticket %u: %u calls in the journal, windows were told %u",
                         ticket->id, entry->called, ticket->calls);
        if (entry->finished != (ticket->end == BOOK_SERVED) ||
            entry->missed != (ticket->end == BOOK_MISSED) || entry->transferred != ticket->leg)
            book_differs(audit->book,
                         "ticket %u: journal finished %u missed %u transferred %u; windows end %d "
                         "legs %u",
                         ticket->id, entry->finished, entry->missed, entry->transferred,
                         ticket->end, ticket->leg);
    }
}

enum err audit_journal(struct book *book, const char *state, const char *hall_id, bool training)
{
    struct audit audit = {.book = book};
    audit.entries = calloc(book->visitors, sizeof(*audit.entries));
    if (!audit.entries)
        return log_fault(ERR_NOMEM, "no memory for the audit");
    struct store *store = NULL;
    enum err err =
        store_open(&(struct store_options){.dir = state, .hall_id = hall_id, .training = training},
                   &store);
    if (!err)
        err = store_replay(store, on_row, &audit);
    store_close(store);
    if (!err)
        compare(&audit);
    free(audit.entries);
    return err;
}

void audit_devices(struct book *book)
{
    for (uint32_t i = 0; i < book->visitors; i++) {
        const struct book_ticket *ticket = &book->tickets[i];
        if (!ticket->id) {
            book_differs(book, "visitor %u has no ticket", i);
            continue;
        }
        if (ticket->end == BOOK_OPEN)
            book_differs(book, "ticket %u was never finished", ticket->id);
        if (ticket->calls != ticket->leg + 1)
            book_differs(book, "ticket %u was called %u times on %u legs", ticket->id,
                         ticket->calls, ticket->leg + 1);
        for (uint32_t n = 0; n <= ticket->leg; n++)
            if (ticket->legs[n].target && !book_was_shown(ticket, ticket->legs[n].target))
                book_differs(book, "the call of ticket %u to window %u was on no board", ticket->id,
                             ticket->legs[n].target);
    }
}
