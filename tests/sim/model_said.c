/* SPDX-License-Identifier: Apache-2.0 */
#include "model_said.h"

#include <stddef.h>

#define SAY(promise, sentence) \
    do {                       \
        if (!(promise))        \
            return sentence;   \
    } while (0)

static struct model_ticket *ticket_of(struct engine_model *model, uint32_t id)
{
    for (uint32_t i = 0; i < model->count; i++)
        if (model->tickets[i].id == id)
            return &model->tickets[i];
    return NULL;
}

static const char *see_announced(struct engine_model *model, const struct fact_announced *said)
{
    struct model_ticket *ticket = ticket_of(model, said->ticket);
    SAY(ticket, "an unknown ticket is announced");
    SAY(said->announce == ++model->announced, "announcements are not counted");
    if (said->kind == ANNOUNCE_MISSED) {
        SAY(model->def->rules.announce_missed, "a quiet hall calls out who was missed");
        SAY(ticket->state == TICKET_MISSED, "somebody is called out as missed who was not");
        return NULL;
    }
    SAY(said->kind == ANNOUNCE_NEXT && model->def->rules.announce_next,
        "a quiet hall tells people to get ready");
    SAY(ticket->state == TICKET_WAITING, "somebody is told to get ready who does not wait");
    SAY(!ticket->readied, "somebody is told twice to get ready");
    ticket->readied = true;
    return NULL;
}

const char *model_see_said(struct engine_model *model, const struct fact *fact)
{
    if (fact->kind == FACT_KIND_ANNOUNCED)
        return see_announced(model, &fact->announced);
    if (fact->kind == FACT_KIND_DAY_OPENED)
        model->noticed = 0;
    if (fact->kind == FACT_KIND_NOTICE) {
        SAY(fact->notice.notice == ++model->noticed, "notices are not counted");
        SAY(fact->notice.view || !fact->notice.text[0], "a notice is shown nowhere");
    }
    return NULL;
}
