/* SPDX-License-Identifier: Apache-2.0 */
#include "model_back.h"
#include "engine/say.h"

#include <string.h>

/* The first field of every fact of one ticket is its id. */
static struct model_ticket *ticket_of(struct engine_model *model, const struct fact *fact)
{
    const struct field_table *table = fact_table(fact->kind);
    uint32_t id = 0;
    if (table && table->count && strcmp(table->fields[0].name, "ticket") == 0)
        memcpy(&id, &fact->day_opened, sizeof(id));
    for (uint32_t i = 0; id && i < model->count; i++)
        if (model->tickets[i].id == id)
            return &model->tickets[i];
    return NULL;
}

static struct model_target *target_of(struct engine_model *model, uint16_t id)
{
    for (uint32_t i = 0; i < model->target_count; i++)
        if (model->targets[i].id == id)
            return &model->targets[i];
    return NULL;
}

static bool only_told(uint8_t kind)
{
    return kind == FACT_KIND_PRINTED || kind == FACT_KIND_TICKET_BACK ||
           kind == FACT_KIND_REPRINTED;
}

/* Of the window, not beside what it does. */
static bool is_act(uint8_t kind)
{
    return kind != FACT_KIND_UNDONE && kind != FACT_KIND_TICKET_BACK &&
           kind != FACT_KIND_TARGET_BACK && kind != FACT_KIND_RATED &&
           kind != FACT_KIND_RATING_CLOSED && kind != FACT_KIND_PRINTED && kind != FACT_KIND_HELP &&
           kind != FACT_KIND_REPRINTED && kind != FACT_KIND_EMERGENCY &&
           kind != FACT_KIND_MAINTAINED && kind != FACT_KIND_ANNOUNCED && kind != FACT_KIND_NOTICE;
}

static void leaves_parked(struct model_ticket *ticket, msec at)
{
    ticket->held[ticket->park_kind] += at - ticket->parked;
}

void model_note(struct engine_model *model, const struct fact *fact)
{
    struct model_ticket *ticket = ticket_of(model, fact);
    struct model_target *target = target_of(model, model->acting);
    for (uint32_t i = 0; fact->kind == FACT_KIND_DAY_CLOSED && i < model->count; i++)
        if (model->tickets[i].state == TICKET_PARKED)
            leaves_parked(&model->tickets[i], fact->at);
    model->was = ticket ? *ticket : (struct model_ticket){0};
    if (target && fact->kind == FACT_KIND_CALLED)
        target->turn_before = target->turn;
    if (target && is_act(fact->kind))
        target->undone = false;
    if (!ticket || only_told(fact->kind))
        return;
    struct model_kept *kept = &model->kept[ticket - model->tickets];
    if (kept->command == model->command)
        return;
    *kept = (struct model_kept){model->command, model->acting, *ticket};
}

void model_clock(struct engine_model *model, const struct fact *fact)
{
    struct model_ticket *ticket = ticket_of(model, fact);
    if (fact->kind == FACT_KIND_PARKED) {
        ticket->park_kind = fact->parked.kind;
        ticket->parked = fact->at;
    } else if (ticket && fact->kind != FACT_KIND_TICKET_BACK && model->was.state == TICKET_PARKED &&
               ticket->state != TICKET_PARKED) {
        leaves_parked(ticket, fact->at);
    }
}

static const char *see_undone(struct engine_model *model, const struct fact_undone *undone)
{
    struct model_target *target = target_of(model, undone->target);
    SAY(target && undone->target == model->acting, "another window takes it back (D-20)");
    SAY(!target->undone, "an undo is taken back");
    SAY(undone->announce <= model->announced, "it withdraws what was never said");
    target->undone = true;
    target->undid_call =
        undone->announce && undone->verb != VERB_RECALL && undone->verb != VERB_MISS;
    return NULL;
}

static bool is_same(const struct fact_ticket_back *back, const struct model_ticket *was)
{
    bool at_target = was->state == TICKET_CALLED || was->state == TICKET_SERVING;
    return back->state == was->state && back->service == was->service &&
           (back->sent == was->sent || !back->sent) && back->ticket_class == was->ticket_class &&
           back->key == was->key && back->joined == was->joined && back->order == was->order &&
           back->returned == was->returned && back->items == was->items &&
           (!at_target || back->target == was->at) && back->held_away == was->held[PARK_AWAY] &&
           back->held_kept == was->held[PARK_KEPT] &&
           back->held_meanwhile == was->held[PARK_MEANWHILE];
}

static const char *see_ticket_back(struct engine_model *model, const struct fact_ticket_back *back)
{
    struct fact fact = {.kind = FACT_KIND_TICKET_BACK, .ticket_back = *back};
    struct model_ticket *ticket = ticket_of(model, &fact);
    SAY(ticket, "an unknown ticket goes back");
    struct model_kept *kept = &model->kept[ticket - model->tickets];
    SAY(kept->at == model->acting && kept->command, "another has touched that ticket since (D-20)");
    SAY(!ticket->rated, "a rated ticket goes back (D-20)");
    SAY(is_same(back, &kept->before), "a ticket goes back to where it was not");
    struct model_target *here = target_of(model, ticket->at);
    if (ticket->state == TICKET_CALLED || ticket->state == TICKET_SERVING)
        here->ticket = 0;
    uint16_t sent = back->sent;
    *ticket = kept->before;
    ticket->sent = sent;
    kept->command = 0;
    if (ticket->state != TICKET_CALLED && ticket->state != TICKET_SERVING)
        return NULL;
    struct model_target *there = target_of(model, ticket->at);
    SAY(there && !there->ticket, "a window has two tickets");
    there->ticket = ticket->id;
    return NULL;
}

static const char *see_target_back(struct engine_model *model, const struct fact_target_back *back)
{
    struct model_target *target = target_of(model, back->target);
    bool busy = back->state == WINDOW_CALLING || back->state == WINDOW_SERVING;
    SAY(target, "an unknown window goes back");
    SAY(target->ticket == (busy ? back->ticket : 0), "a window goes back to another ticket");
    SAY(back->turn == (target->undid_call ? target->turn_before : target->turn),
        "a window goes back to another turn than before its call");
    target->turn = back->turn;
    return NULL;
}

const char *model_see_back(struct engine_model *model, const struct fact *fact)
{
    if (fact->kind == FACT_KIND_UNDONE)
        return see_undone(model, &fact->undone);
    if (fact->kind == FACT_KIND_TICKET_BACK)
        return see_ticket_back(model, &fact->ticket_back);
    return see_target_back(model, &fact->target_back);
}
