/* SPDX-License-Identifier: Apache-2.0 */
#include "model_next.h"

#include <stddef.h>
#include <string.h>

int64_t model_key(const struct hall_def *def, uint16_t service, uint8_t ticket_class,
                  bool second_leg, msec now, msec due)
{
    const struct rules_def *rules = &def->rules;
    int64_t base = due ? due : now;
    if (rules->dispatch == DISPATCH_FIFO)
        return now;
    if (rules->dispatch != DISPATCH_HEADSTART)
        return base;
    int64_t minutes = rules->head_start_min[ticket_class];
    if (second_leg)
        minutes += rules->transfer_bonus_min;
    int64_t mean = def_service(def, (service_id){service})->mean_ms;
    return base - minutes * 60000 + rules->short_weight_pm * mean / 1000;
}

static int64_t key_at(const struct engine_model *model, const struct window_def *window,
                      const struct model_ticket *ticket)
{
    const struct rules_def *rules = &model->def->rules;
    if (rules->dispatch == DISPATCH_HEADSTART && window->kind == WINDOW_KIND_COMPREHENSIVE &&
        window->zone != def_service(model->def, (service_id){ticket->service})->zone)
        return ticket->key + rules->help_delay_min * 60000;
    return ticket->key;
}

/* Strict: green, appointment, priority, normal. */
static int strictness(const struct engine_model *model, const struct model_ticket *ticket)
{
    static const char order[] = {CLASS_GREEN, CLASS_APPOINTMENT, CLASS_PRIORITY, CLASS_NORMAL};
    int at = 0;
    if (model->def->rules.dispatch == DISPATCH_STRICT && !ticket->returned)
        while (order[at] != (char)ticket->ticket_class)
            at++;
    return at;
}

struct seen {
    const struct model_ticket *ticket;
    int64_t key;
    int group;
};

static bool before(const struct engine_model *model, const struct seen *a, const struct seen *b)
{
    if (a->group != b->group)
        return a->group < b->group;
    const struct model_ticket *x = a->ticket, *y = b->ticket;
    if (x->returned != y->returned)
        return x->returned;
    if (strictness(model, x) != strictness(model, y))
        return strictness(model, x) < strictness(model, y);
    if (a->key != b->key)
        return a->key < b->key;
    return x->joined != y->joined ? x->joined < y->joined : x->order < y->order;
}

/* 'P', 'A', 'N', 'R' (the returned) or '*' (no turns). */
static bool belongs(const struct model_ticket *ticket, char letter, msec now)
{
    uint8_t class = ticket->ticket_class;
    switch (letter) {
    case 'P':
        return class == CLASS_PRIORITY || class == CLASS_GREEN;
    case 'A':
        return class == CLASS_APPOINTMENT && ticket->key <= now;
    case 'R':
        return ticket->returned;
    default:
        return true;
    }
}

static struct seen best_of(const struct engine_model *model, const struct model_target *target,
                           char letter, uint32_t but, msec now)
{
    const struct window_def *window = def_window(model->def, target->id);
    struct seen best = {.ticket = NULL};
    for (uint32_t i = 0; i < model->count; i++) {
        const struct model_ticket *ticket = &model->tickets[i];
        int group = model_group(target, ticket->service); /* R-D4: this pair, or none */
        if (ticket->state != TICKET_WAITING || ticket->sent || !group || ticket->id == but ||
            !belongs(ticket, letter, now))
            continue;
        struct seen seen = {ticket, key_at(model, window, ticket), 0};
        if (letter != '*')
            seen.group = group;
        if (!best.ticket || before(model, &seen, &best))
            best = seen;
    }
    return best;
}

/* The oldest normal ticket of some service has waited beyond that service's limit. */
static bool ages(const struct engine_model *model, const struct model_target *target, msec now)
{
    for (uint16_t id = 0; id < MODEL_SERVICES_MAX; id++) {
        if (!model_group(target, id))
            continue;
        const struct service_def *service = def_service(model->def, (service_id){id});
        struct seen oldest = {.ticket = NULL};
        for (uint32_t t = 0; t < model->count; t++) {
            struct seen seen = {&model->tickets[t], model->tickets[t].key, 0};
            if (seen.ticket->state == TICKET_WAITING && !seen.ticket->sent &&
                seen.ticket->service == service->id.n &&
                seen.ticket->ticket_class == CLASS_NORMAL &&
                (!oldest.ticket || before(model, &seen, &oldest)))
                oldest = seen;
        }
        if (oldest.ticket && now - oldest.ticket->joined > service->wait_limit_min * 60000)
            return true;
    }
    return false;
}

static struct model_next by_turns(const struct engine_model *model,
                                  const struct model_target *target, uint32_t but, msec now)
{
    struct seen seen = best_of(model, target, 'R', but, now);
    if (seen.ticket)
        return (struct model_next){seen.ticket->id, seen.key, CALL_WHY_NEXT, target->turn};
    const char *pattern = ages(model, target, now) ? "NPNA" : "PAN";
    size_t length = strlen(pattern);
    for (size_t n = 0; n < length; n++) {
        size_t at = (target->turn + n) % length;
        seen = best_of(model, target, pattern[at], but, now);
        uint8_t why = pattern[at] == 'P'   ? CALL_WHY_TURN_PRIVILEGED
                      : pattern[at] == 'A' ? CALL_WHY_TURN_APPOINTMENT
                                           : CALL_WHY_TURN_ANYBODY;
        if (seen.ticket)
            return (struct model_next){seen.ticket->id, seen.key, why,
                                       (uint8_t)((at + 1) % length)};
    }
    return (struct model_next){.turn = target->turn};
}

static struct model_next sent_here(const struct engine_model *model,
                                   const struct model_target *target, uint32_t but)
{
    struct seen best = {.ticket = NULL};
    for (uint32_t i = 0; i < model->count; i++) {
        const struct model_ticket *ticket = &model->tickets[i];
        struct seen seen = {ticket, ticket->key, 0};
        if (ticket->state == TICKET_WAITING && ticket->sent == target->id && ticket->id != but &&
            (!best.ticket || before(model, &seen, &best)))
            best = seen;
    }
    return (struct model_next){best.ticket ? best.ticket->id : 0, best.key, CALL_WHY_SENT,
                               target->turn};
}

struct model_next model_next(const struct engine_model *model, const struct model_target *target,
                             uint32_t but, msec now)
{
    struct model_next sent = sent_here(model, target, but);
    const struct window_def *window = def_window(model->def, target->id);
    if (sent.id || !window)
        return sent;
    if (model->def->rules.dispatch == DISPATCH_TURNS)
        return by_turns(model, target, but, now);
    struct seen best = best_of(model, target, '*', but, now);
    return (struct model_next){best.ticket ? best.ticket->id : 0, best.key, CALL_WHY_NEXT,
                               target->turn};
}
