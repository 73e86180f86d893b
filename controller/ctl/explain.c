/* SPDX-License-Identifier: Apache-2.0 */
/*
 * explain - why everything happened to a number as it did: of a controller that runs, or, with
 * --state, of the folder of one that does not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/client.h"
#include "ctl/ctl.h"
#include "ctl/say.h"
#include "ctl/tale.h"
#include "domain/calendar.h"
#include "engine/fact.h"
#include "store/offline.h"

#define HISTORY_WAIT_MS (20 * SECOND) /* it may read a whole day of long ago */
#define LINE_SIZE 1024

/* ---- of a controller ---- */

static bool take_history(void *context, const struct message *message)
{
    if (message->type != MSG_TYPE_HISTORY)
        return false;
    if (message->history.last)
        return true;
    tale_fact(context, message->history.at_ms, message->history.text);
    return false;
}

static bool explain_online(const struct ctl *ctl, struct label label, uint32_t day,
                           struct tale *tale)
{
    struct message message = {.type = MSG_TYPE_HISTORY_REQ};
    struct client *client = client_open(ctl, VIEW_KIND_NONE);
    message.history_req.seq = 1;
    message.history_req.prefix = label_wire_prefix(label);
    message.history_req.number = label.number;
    message.history_req.day = day;
    if (client)
        tale->tz_min = client_welcome(client)->tz_min;
    bool whole = client && client_send(client, &message) &&
                 client_talk(client, HISTORY_WAIT_MS, take_history, tale);
    client_close(client);
    return whole;
}

/* ---- of a state folder ---- */

struct reading {
    struct tale *tale;
    struct label wanted;
    uint32_t ticket; /* of that number */
    uint32_t count, size;
    struct issued {
        uint32_t ticket;
        struct label label;
    } * issued; /* everybody of that day, in the order of ids */
    bool told, failed;
};

static bool keep_issued(struct reading *reading, const struct fact_issued *fact)
{
    if (reading->count == reading->size) {
        reading->size = reading->size * 2 + 1024;
        void *more = realloc(reading->issued, reading->size * sizeof(*reading->issued));
        if (!more)
            return false;
        reading->issued = more;
    }
    struct label label = label_from_wire(fact->prefix, fact->number);
    reading->issued[reading->count++] = (struct issued){fact->ticket, label};
    if (label_same(label, reading->wanted))
        reading->ticket = fact->ticket;
    return true;
}

static enum err find_numbers(void *context, const struct store_row *row)
{
    struct reading *reading = context;
    for (uint32_t i = 0; i < row->facts.count; i++) {
        const struct fact *fact = &row->facts.list[i];
        if (fact->kind == FACT_KIND_DAY_OPENED)
            reading->tale->tz_min = fact->day_opened.tz_min;
        if (fact->kind == FACT_KIND_ISSUED && !keep_issued(reading, &fact->issued))
            return ERR_NOMEM;
    }
    return ERR_NONE;
}

static struct label label_of(const struct reading *reading, uint32_t ticket)
{
    for (uint32_t i = 0; i < reading->count; i++)
        if (reading->issued[i].ticket == ticket)
            return reading->issued[i].label;
    return (struct label){0};
}

/* The other ticket that a call speaks of. */
static uint32_t other_of(const struct fact *fact, uint32_t ticket)
{
    if (fact->kind != FACT_KIND_CALLED)
        return 0;
    return fact->called.ticket == ticket ? fact->called.runner_up : fact->called.ticket;
}

static bool speaks_of(const struct fact *fact, const char *line, uint32_t ticket)
{
    char named[32];
    if (fact->kind == FACT_KIND_CALLED && fact->called.runner_up == ticket)
        return true;
    int n = snprintf(named, sizeof(named), " ticket=%u", ticket);
    const char *at = strstr(line, named);
    return at && (at[n] == ' ' || !at[n]);
}

static void tell_fact(struct reading *reading, const struct store_row *row, const struct fact *fact)
{
    char line[LINE_SIZE], other[LABEL_TEXT_SIZE];
    size_t at = fact_print(fact, line, sizeof(line) - 64);
    if (!speaks_of(fact, line, reading->ticket))
        return;
    if (fact->kind == FACT_KIND_ISSUED)
        at += (size_t)snprintf(line + at, sizeof(line) - at, " ahead=%u", row->result.ahead);
    label_print(label_of(reading, other_of(fact, reading->ticket)), other);
    if (other[0])
        snprintf(line + at, sizeof(line) - at, " other=%s", other);
    tale_fact(reading->tale, (uint64_t)fact->at, line);
}

static enum err tell_row(void *context, const struct store_row *row)
{
    struct reading *reading = context;
    for (uint32_t i = 0; i < row->facts.count; i++) {
        const struct fact *fact = &row->facts.list[i];
        bool open = reading->tale->state && reading->tale->state != TICKET_SERVED &&
                    reading->tale->state != TICKET_CANCELLED &&
                    reading->tale->state != TICKET_VOIDED;
        if (fact->kind != FACT_KIND_DAY_CLOSED)
            tell_fact(reading, row, fact);
        else if (open) /* who is at a window at the close has been served */
            reading->tale->state =
                reading->tale->state == TICKET_SERVING ? TICKET_SERVED : TICKET_EXPIRED;
    }
    return ERR_NONE;
}

static bool explain_offline(const struct ctl *ctl, struct label label, uint32_t day,
                            struct tale *tale)
{
    struct reading reading = {.tale = tale, .wanted = label};
    bool whole = !offline_day(ctl->state, day, find_numbers, &reading);
    tale->ticket = reading.ticket;
    if (whole && reading.ticket)
        whole = !offline_day(ctl->state, day, tell_row, &reading);
    free(reading.issued);
    return whole;
}

/* ---- */

static bool read_day(const struct ctl *ctl, uint32_t *day)
{
    *day = 0;
    if (!ctl->day)
        return !ctl->state;
    *day = calendar_date_parse(ctl->day);
    if (!*day && (!read_u32(ctl->day, day) || !calendar_date_valid(*day)))
        *day = 0;
    return *day != 0;
}

int ctl_explain(const struct ctl *ctl)
{
    struct label label;
    struct tale tale;
    uint32_t day;
    if (!label_parse(ctl->words[0], &label)) {
        complain("%s is no number of a ticket, like A042", ctl->words[0]);
        return 2;
    }
    if (!read_day(ctl, &day)) {
        complain("say which day, like --day 2026-03-18");
        return 2;
    }
    tale_begin(&tale, stdout, ctl->words[0], 0);
    bool whole = ctl->state ? explain_offline(ctl, label, day, &tale)
                            : explain_online(ctl, label, day, &tale);
    if (whole && !tale.lines)
        complain("no ticket had the number %s on that day", ctl->words[0]);
    if (whole)
        tale_end(&tale);
    return whole && tale.lines ? 0 : 1;
}
