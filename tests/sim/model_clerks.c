/* SPDX-License-Identifier: Apache-2.0 */
#include "model_clerks.h"
#include "engine/say.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static struct model_target *target_of(struct engine_model *model, uint16_t id)
{
    for (uint32_t i = 0; i < model->target_count; i++)
        if (model->targets[i].id == id)
            return &model->targets[i];
    return NULL;
}

void model_serve_as_defined(struct engine_model *model)
{
    for (uint32_t i = 0; i < model->target_count; i++) {
        const struct window_def *window = def_window(model->def, model->targets[i].id);
        model->targets[i].staff = 0;
        model->targets[i].able = UINT64_MAX;
        memset(model->targets[i].groups, 0, sizeof(model->targets[i].groups));
        for (uint8_t k = 0; window && k < window->service_count; k++)
            model->targets[i].groups[window->services[k].n] =
                window->groups[k] ? window->groups[k] : 1;
    }
}

uint8_t model_group(const struct model_target *target, uint16_t service)
{
    assert(service < MODEL_SERVICES_MAX);
    return target->able >> service & 1 ? target->groups[service] : 0;
}

static const char *see_assigned(struct engine_model *model, const struct fact_assigned *assigned)
{
    struct model_target *target = target_of(model, assigned->target);
    SAY(target && assigned->target < TARGET_ROOM, "something else than a window is assigned");
    assert(assigned->service < MODEL_SERVICES_MAX);
    uint8_t *group = &target->groups[assigned->service];
    SAY(assigned->on || *group, "a window loses what it did not have");
    *group = assigned->on ? assigned->group : 0;
    for (uint32_t i = 0; i < model->target_count; i++)
        if (model->targets[i].groups[assigned->service])
            return NULL;
    return "no window is left for a service";
}

static const char *see_signed_on(struct engine_model *model, const struct fact_signed_on *on)
{
    struct model_target *target = target_of(model, on->target);
    SAY(target && !target->staff, "two people are signed on at one window");
    for (uint32_t i = 0; i < model->target_count; i++)
        SAY(model->targets[i].staff != on->staff, "one person is signed on at two windows");
    target->staff = on->staff;
    target->able = on->services[0] ? 0 : UINT64_MAX;
    for (const char *at = on->services; *at;) {
        char *end;
        unsigned long service = strtoul(at, &end, 10);
        if (service < MODEL_SERVICES_MAX)
            target->able |= (uint64_t)1 << service;
        at = *end ? end + 1 : end;
    }
    return NULL;
}

static const char *see_signed_off(struct engine_model *model, const struct fact_signed_off *off)
{
    struct model_target *target = target_of(model, off->target);
    SAY(target && target->staff == off->staff, "somebody else goes than who was there");
    target->staff = 0;
    target->able = UINT64_MAX;
    return NULL;
}

const char *model_see_clerks(struct engine_model *model, const struct fact *fact)
{
    switch (fact->kind) {
    case FACT_KIND_SIGNED_ON:
        return see_signed_on(model, &fact->signed_on);
    case FACT_KIND_SIGNED_OFF:
        return see_signed_off(model, &fact->signed_off);
    case FACT_KIND_ASSIGNED:
        return see_assigned(model, &fact->assigned);
    default:
        return NULL;
    }
}
