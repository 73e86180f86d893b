/* SPDX-License-Identifier: Apache-2.0 */
/*
 * press and act - a key of a window, or a verb of the hall, in an administrator's name.
 */
#include <stdio.h>
#include <string.h>

#include "ctl/act.h"
#include "ctl/client.h"
#include "ctl/say.h"

static int report(const struct msg_result *result)
{
    char label[LABEL_TEXT_SIZE];
    label_text(result->prefix, result->number, label);
    if (result->code == REFUSED_NOT) {
        printf("done%s%s\n", result->number ? " " : "", result->number ? label : "");
        return 0;
    }
    if (result->retry_ms)
        complain("refused: %s; again in %u s", refusal_text(result->code),
                 (result->retry_ms + 999u) / 1000u);
    else
        complain("refused: %s", refusal_text(result->code));
    return 1;
}

static bool ask(const struct ctl *ctl, struct message *act, struct message *answer)
{
    struct client *client = client_open(ctl, VIEW_KIND_NONE);
    act->type = MSG_TYPE_ACT;
    act->act.seq = 1; /* each conversation has a boot number of its own (D-09) */
    bool answered =
        client && client_send(client, act) && client_await(client, MSG_TYPE_RESULT, answer);
    client_close(client);
    return answered;
}

int act_send(const struct ctl *ctl, struct message *act)
{
    struct message answer;
    return ask(ctl, act, &answer) ? report(&answer.result) : 1;
}

int act_send_quietly(const struct ctl *ctl, struct message *act, uint8_t *code)
{
    struct message answer;
    *code = REFUSED_NOT;
    if (!ask(ctl, act, &answer))
        return 1;
    *code = answer.result.code;
    return *code != REFUSED_NOT;
}

bool act_window(const char *word, uint16_t *target)
{
    if (read_target(word, target))
        return true;
    complain("%s is no window: a number, or room-N", word);
    return false;
}

int ctl_accept_history(const struct ctl *ctl)
{
    struct message message = {0};
    message.act.verb = VERB_ACCEPT_HISTORY;
    if (ctl->count && (!read_u32(ctl->words[0], &message.act.arg) || !message.act.arg)) {
        complain("%s is no number of numbers; leave it out when you do not know", ctl->words[0]);
        return 2;
    }
    return act_send(ctl, &message);
}

int ctl_press(const struct ctl *ctl)
{
    struct message message = {0};
    message.act.key = (uint8_t)pad_key_from_name(ctl->words[1]);
    if (!act_window(ctl->words[0], &message.act.target))
        return 2;
    if (!message.act.key) {
        complain("there is no key %s: next recall finish miss pause transfer park return start "
                 "help undo",
                 ctl->words[1]);
        return 2;
    }
    if (ctl->count > 2 && !read_u32(ctl->words[2], &message.act.arg)) {
        complain("%s is no number", ctl->words[2]);
        return 2;
    }
    return act_send(ctl, &message);
}

static int act_day(const struct ctl *ctl)
{
    struct message message = {0};
    if (strcmp(ctl->words[1], "open") == 0) {
        message.act.verb = VERB_DAY_OPEN;
        if (ctl->count == 3 && read_u32(ctl->words[2], &message.act.arg))
            return act_send(ctl, &message);
    } else if (strcmp(ctl->words[1], "close") == 0)
        message.act.verb = VERB_DAY_CLOSE;
    if (ctl->count > 2 && strcmp(ctl->words[2], "force") == 0)
        message.act.arg = 1;
    else if (ctl->count > 2)
        message.act.verb = VERB_NONE;
    if (message.act.verb)
        return act_send(ctl, &message);
    complain("usage: hallctl act day open [YYYYMMDD], act day close [force]");
    return 2;
}

/* The wall clock is right and the hall's time is not (R-O8). */
static int act_clock(const struct ctl *ctl)
{
    struct message message = {0};
    message.act.verb = VERB_CLOCK;
    return act_send(ctl, &message);
}

/* Kiosks and boards send everybody out, until it is over; also on a closed day. */
static int act_emergency(const struct ctl *ctl)
{
    struct message message = {0};
    message.act.verb = VERB_EMERGENCY;
    message.act.arg = strcmp(ctl->words[1], "on") == 0 ? EMERGENCY_EVACUATE : EMERGENCY_NONE;
    if (message.act.arg || strcmp(ctl->words[1], "off") == 0)
        return act_send(ctl, &message);
    complain("usage: hallctl act emergency on, or off");
    return 2;
}

/* The ticket behind a number of today, from the tickets that are open; the exit status. */
int act_find(const struct ctl *ctl, const char *word, uint32_t *ticket)
{
    struct label label;
    struct client *client = NULL;
    const struct view_rows *rows = NULL;
    const struct view_row *row;
    uint32_t at = 0;
    *ticket = 0;
    if (!label_parse(word, &label)) {
        complain("%s is no number of a ticket, like A042", word);
        return 2;
    }
    client = client_open(ctl, VIEW(VIEW_KIND_ADMIN, 0));
    rows = client ? client_rows(client) : NULL;
    while (rows && (row = view_each(rows, ROW_TYPE_TICKET, &at))) {
        struct row_ticket held;
        view_row_decode(row, &held);
        if (held.prefix == label_wire_prefix(label) && held.number == label.number)
            *ticket = row->key;
    }
    client_close(client);
    if (rows && !*ticket)
        complain("no open ticket has the number %s today", word);
    return *ticket ? 0 : 1;
}

static int act_rejoin(const struct ctl *ctl)
{
    struct message message = {0};
    message.act.verb = VERB_REJOIN;
    int status = act_find(ctl, ctl->words[1], &message.act.ticket);
    return status ? status : act_send(ctl, &message);
}

/* R-M13: for the rest of this day. */
static int act_quota(const struct ctl *ctl)
{
    struct message message = {.act = {.verb = VERB_QUOTA}};
    uint32_t service, session;
    if (!read_u32(ctl->words[1], &service) || !read_u32(ctl->words[2], &session) ||
        !read_u32(ctl->words[3], &message.act.arg) || service > UINT16_MAX || session > UINT8_MAX) {
        complain(
            "usage: hallctl act quota SERVICE SESSION NUMBERS; sessions count from 1, 0 numbers "
            "= no limit");
        return 2;
    }
    message.act.service = (uint16_t)service;
    message.act.place = (uint8_t)session;
    return act_send(ctl, &message);
}

int ctl_act(const struct ctl *ctl)
{
    static const struct {
        const char *word;
        uint8_t verb;
    } verbs[] = {{"open", VERB_OPEN},
                 {"close", VERB_CLOSE},
                 {"pause", VERB_PAUSE},
                 {"resume", VERB_RESUME}};
    if (strcmp(ctl->words[0], "clock") == 0 && ctl->count == 1)
        return act_clock(ctl);
    if (strcmp(ctl->words[0], "day") == 0 && ctl->count > 1)
        return act_day(ctl);
    if (strcmp(ctl->words[0], "emergency") == 0 && ctl->count == 2)
        return act_emergency(ctl);
    if (strcmp(ctl->words[0], "rejoin") == 0 && ctl->count == 2)
        return act_rejoin(ctl);
    if (strcmp(ctl->words[0], "quota") == 0 && ctl->count == 4)
        return act_quota(ctl);
    int status;
    if (act_ticket(ctl, &status))
        return status;
    for (size_t i = 0; i < countof(verbs) && ctl->count > 1; i++) {
        struct message message = {0};
        if (strcmp(ctl->words[0], verbs[i].word) != 0)
            continue;
        message.act.verb = verbs[i].verb;
        message.act.arg = verbs[i].verb == VERB_PAUSE ? PAUSE_AWAY : 0;
        return act_window(ctl->words[1], &message.act.target) ? act_send(ctl, &message) : 2;
    }
    complain("usage: hallctl act day open|close [force], act clock, act emergency on|off, act "
             "rejoin|cancel NUMBER, "
             "act void NUMBER REASON [TEXT], act void-all SERVICE REASON TEXT COUNT, "
             "act call WINDOW NUMBER WHY, act item WINDOW [ITEM], "
             "act quota SERVICE SESSION NUMBERS, act admit NUMBER HH:MM [CLASS] [CODE], act "
             "lease-end KIOSK, "
             "act open|close|pause|resume WINDOW");
    return 2;
}
