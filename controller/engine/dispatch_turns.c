/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch_turns - the turn pattern of R-D, for halls that want ratios instead of head starts.
 *
 *     P  the first of the privileged: priority and green
 *     A  the first appointment whose slot is open
 *     N  the first of anybody
 *
 * Each window goes through P-A-N; while a normal ticket of its services has waited longer
 * than its service's limit, through N-P-N-A. A letter that finds nobody passes its turn on.
 * Within a letter the window's group 1 goes first, then 2 … 5.
 */
#include <assert.h>

#include "engine/dispatch.h"

#define CLASS_BIT(name) (1u << CLASS_##name)
#define PRIVILEGED (CLASS_BIT(PRIORITY) | CLASS_BIT(GREEN))
#define ANYBODY ((1u << CLASS_COUNT) - 1)

struct letter {
    uint8_t classes, why;
};
#define P                                    \
    {                                        \
        PRIVILEGED, CALL_WHY_TURN_PRIVILEGED \
    }
#define A                                                 \
    {                                                     \
        CLASS_BIT(APPOINTMENT), CALL_WHY_TURN_APPOINTMENT \
    }
#define N                              \
    {                                  \
        ANYBODY, CALL_WHY_TURN_ANYBODY \
    }
static const struct letter usual[] = {P, A, N}, ageing[] = {N, P, N, A};
#undef P
#undef A
#undef N

/* Has a normal ticket waited longer than its service allows? */
static bool somebody_ages(const struct hall *hall, const struct target *target, msec now)
{
    for (uint8_t i = 0; i < target->served_count; i++) {
        const struct service *service = &hall->services[target->served[i].service];
        uint32_t slot = ticket_queue_first_of(&service->queue, CLASS_BIT(NORMAL), 0);
        if (slot && now - hall->nodes[slot].place.joined > service->def->wait_limit_min * MINUTE)
            return true;
    }
    return false;
}

/* A slot is open from its beginning on (R-D); until then an appointment is anybody. */
static bool open_for(const struct hall *hall, uint8_t classes, uint32_t slot, msec now)
{
    return classes != CLASS_BIT(APPOINTMENT) || hall->nodes[slot].place.key <= now;
}

/* The first of these classes, the lowest group before all others. */
static uint32_t first_of(const struct hall *hall, const struct target *target, uint8_t classes,
                         uint32_t but, msec now)
{
    uint32_t best = 0;
    uint8_t best_group = 0;
    for (uint8_t i = 0; i < target->served_count; i++) {
        const struct service *service = &hall->services[target->served[i].service];
        uint32_t slot = ticket_queue_first_of(&service->queue, classes, but);
        uint8_t group = target->served[i].group;
        if (!slot || !open_for(hall, classes, slot, now) || (best && group > best_group))
            continue;
        if (best && group == best_group &&
            !place_before(&hall->nodes[slot].place, &hall->nodes[best].place))
            continue;
        best = slot;
        best_group = group;
    }
    return best;
}

struct dispatch_turn dispatch_by_turns(const struct hall *hall, const struct target *target,
                                       uint32_t but, msec now)
{
    struct dispatch_turn turn = {.why = CALL_WHY_NEXT, .turn = target->turn};
    if (!target->def)
        return turn;
    /* The returned go first and take nobody's turn. */
    turn.slot = first_of(hall, target, CLASS_BIT(RETURNED), but, now);
    if (turn.slot)
        return turn;
    bool ages = somebody_ages(hall, target, now);
    const struct letter *letters = ages ? ageing : usual;
    uint8_t count = ages ? countof(ageing) : countof(usual);
    for (uint8_t n = 0; n < count && !turn.slot; n++) {
        uint8_t at = (uint8_t)((target->turn + n) % count);
        turn.slot = first_of(hall, target, letters[at].classes, but, now);
        if (turn.slot) {
            turn.why = letters[at].why;
            turn.turn = (uint8_t)((at + 1) % count);
        }
    }
    return turn;
}
