/* SPDX-License-Identifier: Apache-2.0 */
/*
 * act_ticket - cancel, void, a named call, one more item, and slips of kiosks that are lost, in an
 * administrator's name.
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ctl/act.h"
#include "ctl/client.h"
#include "ctl/say.h"

static bool read_minute(const char *word, uint32_t *minute)
{
    unsigned hour, rest;
    char end;
    if (sscanf(word, "%2u:%2u%c", &hour, &rest, &end) != 2 || hour > 23 || rest > 59)
        return false;
    *minute = hour * 60 + rest;
    return true;
}

static bool read_class(const char *word, uint8_t *ticket_class)
{
    for (*ticket_class = 0; *ticket_class < CLASS_RETURNED; (*ticket_class)++)
        if (strcmp(word, ticket_class_name(*ticket_class)) == 0)
            return true;
    return false;
}

/* F18: what stands on a slip that the controller never heard of. */
static int admit(const struct ctl *ctl)
{
    struct message message = {.act.verb = VERB_ADMIT};
    struct label label;
    bool classed = ctl->count > 3 && read_class(ctl->words[3], &message.act.place);
    int code = classed ? 4 : 3;
    if (!label_parse(ctl->words[1], &label) || !read_minute(ctl->words[2], &message.act.expect) ||
        ctl->count > code + 1 || (ctl->count > code && !strchr(ctl->words[code], '-'))) {
        complain("write what the slip says: hallctl act admit A603 10:42 [priority] [CODE]");
        return 2;
    }
    if (!classed)
        message.act.place = CLASS_NORMAL;
    if (ctl->count > code) /* D-24: what a scanner reads off the slip */
        snprintf(message.act.text, sizeof(message.act.text), "%s", ctl->words[code]);
    message.act.arg = (uint32_t)label_wire_prefix(label) << 16 | label.number;
    return act_send(ctl, &message);
}

static void take_text(struct message *message, const char *text)
{
    (void)utf8_copy(message->act.text, sizeof(message->act.text), text);
}

static int cancel(const struct ctl *ctl)
{
    struct message message = {.act.verb = VERB_CANCEL};
    int status = act_find(ctl, ctl->words[1], &message.act.ticket);
    return status ? status : act_send(ctl, &message);
}

static uint32_t reason_of(const char *word)
{
    for (uint8_t reason = 1; reason < VOID_REASON_COUNT; reason++)
        if (strcmp(word, void_reason_name(reason)) == 0)
            return reason;
    complain("%s is no reason: citizen left mistake duplicate closed", word);
    return 0;
}

static int void_one(const struct ctl *ctl)
{
    struct message message = {.act.verb = VERB_VOID, .act.arg = reason_of(ctl->words[2])};
    if (!message.act.arg)
        return 2;
    if (ctl->count > 3)
        take_text(&message, ctl->words[3]);
    int status = act_find(ctl, ctl->words[1], &message.act.ticket);
    return status ? status : act_send(ctl, &message);
}

/* F18: its numbers that were not given yet; a few with each command, so that each answer comes at
 * once. */
static int lease_end(const struct ctl *ctl)
{
    struct message message = {.act.verb = VERB_LEASE_END};
    uint8_t code = REFUSED_NOT;
    take_text(&message, ctl->words[1]);
    for (uint32_t round = 0; round <= TICKETS_DAY_MAX; round++) {
        if (!act_send_quietly(ctl, &message, &code))
            continue;
        if (code == REFUSED_UNKNOWN_LEASE && round) {
            printf("done\n");
            return 0;
        }
        break;
    }
    if (code)
        complain("refused: %s", refusal_text(code));
    return 1;
}

/* How many wait for a service, as the controller shows it. */
static bool count_waiting(const struct ctl *ctl, uint16_t service, uint32_t *waiting)
{
    struct client *client = client_open(ctl, VIEW(VIEW_KIND_ADMIN, 0));
    const struct view_rows *rows = client ? client_rows(client) : NULL;
    struct row_service row;
    bool found = rows && view_get(rows, ROW_TYPE_SERVICE, service, &row);
    *waiting = found ? row.waiting : 0;
    client_close(client);
    if (rows && !found)
        complain("no such service");
    return found;
}

/* R-C4: the controller voids a few at a time, so that each answer comes at once; asked again
 * until nobody is left, or somebody came who was not counted. */
static int void_them(const struct ctl *ctl, struct message *message, uint32_t confirmed)
{
    uint8_t code = REFUSED_NOT;
    uint32_t waiting = confirmed;
    for (uint32_t before = confirmed + 1; waiting && waiting < before;) {
        message->act.expect = waiting;
        if (act_send_quietly(ctl, message, &code)) {
            if (code)
                complain("refused: %s", refusal_text(code));
            return 1;
        }
        before = waiting;
        if (!count_waiting(ctl, message->act.service, &waiting))
            return 1;
    }
    if (waiting)
        complain("somebody came meanwhile: %u wait", waiting);
    else
        printf("done\n");
    return waiting != 0;
}

static int void_all(const struct ctl *ctl)
{
    struct message message = {.act.verb = VERB_VOID, .act.arg = reason_of(ctl->words[2])};
    uint32_t service, waiting, confirmed = 0;
    if (!message.act.arg)
        return 2;
    if (!read_u32(ctl->words[1], &service) || !service || service > UINT16_MAX) {
        complain("%s is no service: its number in services.yaml", ctl->words[1]);
        return 2;
    }
    message.act.service = (uint16_t)service;
    take_text(&message, ctl->words[3]);
    if (!count_waiting(ctl, (uint16_t)service, &waiting))
        return 1;
    if (!waiting) {
        complain("nobody waits for service %u", service);
        return 1;
    }
    bool said = ctl->count > 4 && read_u32(ctl->words[4], &confirmed);
    if (!said || confirmed != waiting) {
        complain("%u wait for service %u; say %u behind the text to void them all", waiting,
                 service, waiting);
        return 2;
    }
    return void_them(ctl, &message, confirmed);
}

static int call_named(const struct ctl *ctl)
{
    struct message message = {.act.verb = VERB_CALL_NAMED};
    if (!act_window(ctl->words[1], &message.act.target))
        return 2;
    take_text(&message, ctl->words[3]);
    int status = act_find(ctl, ctl->words[2], &message.act.ticket);
    return status ? status : act_send(ctl, &message);
}

static int add_item(const struct ctl *ctl)
{
    struct message message = {.act.verb = VERB_ADD_ITEM};
    if (!act_window(ctl->words[1], &message.act.target))
        return 2;
    if (ctl->count > 2 && !read_u32(ctl->words[2], &message.act.arg)) {
        complain("%s is no number", ctl->words[2]);
        return 2;
    }
    return act_send(ctl, &message);
}

bool act_ticket(const struct ctl *ctl, int *status)
{
    static const struct {
        const char *word;
        int least, most;
        int (*run)(const struct ctl *ctl);
    } acts[] = {{"cancel", 2, 2, cancel},      {"void", 3, 4, void_one},
                {"void-all", 4, 5, void_all},  {"call", 4, 4, call_named},
                {"item", 2, 3, add_item},      {"admit", 3, 5, admit},
                {"lease-end", 2, 2, lease_end}};
    for (size_t i = 0; i < countof(acts); i++) {
        if (strcmp(ctl->words[0], acts[i].word) != 0)
            continue;
        if (ctl->count < acts[i].least || ctl->count > acts[i].most)
            return false;
        *status = acts[i].run(ctl);
        return true;
    }
    return false;
}
