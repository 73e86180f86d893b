/* SPDX-License-Identifier: Apache-2.0 */
/*
 * world_lease - what the controller does for kiosks that may be alone one day (D-22).
 */
#include <string.h>

#include "sim/world.h"

#define GRANT_EVERY (30 * SECOND)

static void name_of(uint32_t kiosk, char *name, size_t size)
{
    snprintf(name, size, "kiosk-%u", kiosk + 1);
}

static void tell_block(struct world *w, uint32_t index)
{
    struct lease_view view;
    char name[32];
    if (!hall_lease(w->core.hall, index, &view) || view.ended)
        return;
    const struct block block = {view.lease, view.service, view.first, view.last};
    for (uint32_t i = 0; i < w->kiosk_count; i++) {
        name_of(i, name, sizeof(name));
        if (strcmp(name, view.device) == 0)
            link_send_block(w, w->kiosks[i].link, &block);
    }
}

void core_tell_blocks(struct world *w, uint32_t kiosk)
{
    char name[32];
    struct lease_view view;
    name_of(kiosk, name, sizeof(name));
    if (w->core.committing)
        return; /* what is granted now is told after the commit; the rest when asked again */
    for (uint32_t i = 0; i < hall_leases(w->core.hall); i++)
        if (hall_lease(w->core.hall, i, &view) && strcmp(view.device, name) == 0)
            tell_block(w, i);
}

static void grant(struct world *w, uint32_t kiosk, const struct service_def *service)
{
    struct command command = {.verb = VERB_LEASE, .service = service->id, .who = "controller"};
    name_of(kiosk, command.text, sizeof(command.text));
    if (!service->prefix[0] ||
        hall_lease_left(w->core.hall, command.text, service->id) > w->def->rules.lease_size / 2u)
        return;
    command.id = (struct command_id){0, w->core.life, 0, ++w->core.own_seq};
    core_take(w, UINT32_MAX, 0, &command);
}

void core_grant(struct world *w)
{
    struct core *core = &w->core;
    for (; core->leases < hall_leases(core->hall); core->leases++)
        tell_block(w, core->leases);
    if (!w->def->rules.lease_size || !hall_day(core->hall) || w->closing ||
        w->now - core->last_grant < GRANT_EVERY)
        return;
    core->last_grant = w->now;
    for (uint32_t k = 0; k < w->kiosk_count; k++) {
        if (w->links[w->kiosks[k].link].up)
            core_tell_blocks(w, k);
        for (uint32_t i = 0; i < w->def->service_count; i++)
            grant(w, k, &w->def->services[i]);
    }
}

enum err core_superseded(struct world *w, struct command *command)
{
    static struct store_row row;
    const struct command_id other = {command->other_uid, command->other_boot, 0,
                                     command->other_seq};
    struct answer answer;
    bool found = false;
    if (command->verb != VERB_IMPORT || !command->other_uid)
        return ERR_NONE;
    if (results_find(w->core.results, &other, &answer) == RESULTS_KNOWN) {
        if (!answer.result.code)
            command->ticket = answer.result.ticket;
        return ERR_NONE;
    }
    enum err err = journal_find(w->core.journal, &other, &row, &found);
    if (!err && found)
        command->ticket = row.result.ticket;
    return err;
}
