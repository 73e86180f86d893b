/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>

#include "engine/rules.h"

uint32_t fact_slot(const struct hall *hall, uint32_t ticket)
{
    uint32_t slot = ticket_slot(hall, (ticket_id){ticket});
    assert(slot);
    return slot;
}

uint16_t fact_target(const struct hall *hall, uint16_t target)
{
    uint16_t index = target_index(hall, (target_id){target});
    assert(index);
    return index;
}

typedef void (*apply_fn)(struct hall *hall, const struct fact *fact);

/* HELP, REPRINTED, MAINTAINED and DIGEST are only told: the hall is as it was. */
static const apply_fn apply_of[FACT_KIND_COUNT] = {
    [FACT_KIND_DAY_OPENED] = apply_day_opened,
    [FACT_KIND_DAY_CLOSED] = apply_day_closed,
    [FACT_KIND_ISSUED] = apply_issued,
    [FACT_KIND_PRINTED] = apply_printed,
    [FACT_KIND_CALLED] = apply_called,
    [FACT_KIND_RECALLED] = apply_recalled,
    [FACT_KIND_STARTED] = apply_started,
    [FACT_KIND_FINISHED] = apply_finished,
    [FACT_KIND_MISSED] = apply_missed,
    [FACT_KIND_TRANSFERRED] = apply_transferred,
    [FACT_KIND_PARKED] = apply_parked,
    [FACT_KIND_REJOINED] = apply_rejoined,
    [FACT_KIND_WINDOW_OPENED] = apply_window_opened,
    [FACT_KIND_WINDOW_CLOSED] = apply_window_closed,
    [FACT_KIND_WINDOW_PAUSED] = apply_window_paused,
    [FACT_KIND_WINDOW_RESUMED] = apply_window_resumed,
    [FACT_KIND_RATING_CLOSED] = apply_rating_closed,
    [FACT_KIND_RATED] = apply_rated,
    [FACT_KIND_HISTORY_ACCEPTED] = apply_history_accepted,
    [FACT_KIND_LEASED] = apply_leased,
    [FACT_KIND_LEASE_ENDED] = apply_lease_ended,
    [FACT_KIND_SUPERSEDED] = apply_superseded,
    [FACT_KIND_SIGNED_ON] = apply_signed_on,
    [FACT_KIND_SIGNED_OFF] = apply_signed_off,
    [FACT_KIND_ASSIGNED] = apply_assigned,
    [FACT_KIND_CANCELLED] = apply_cancelled,
    [FACT_KIND_VOIDED] = apply_voided,
    [FACT_KIND_UNDONE] = apply_undone,
    [FACT_KIND_TICKET_BACK] = apply_ticket_back,
    [FACT_KIND_TARGET_BACK] = apply_target_back,
    [FACT_KIND_ITEM_ADDED] = apply_item_added,
    [FACT_KIND_BOOKED] = apply_booked,
    [FACT_KIND_UNBOOKED] = apply_unbooked,
    [FACT_KIND_QUOTA_SET] = apply_quota_set,
    [FACT_KIND_PICK_UP] = apply_pick_up,
    [FACT_KIND_DUTY_SET] = apply_duty_set,
    [FACT_KIND_EMERGENCY] = apply_emergency,
    [FACT_KIND_ANNOUNCED] = apply_announced,
    [FACT_KIND_NOTICE] = apply_notice,
};

void hall_apply(struct hall *hall, const struct fact *fact)
{
    assert(!hall_objection(hall, fact));
    if (apply_of[fact->kind])
        apply_of[fact->kind](hall, fact);
    hall->now = fact->at;
    hall->facts++;
}
