/* SPDX-License-Identifier: Apache-2.0 */
/*
 * issue - what a ticket that is being made has in common, however it was asked for.
 *
 * Threads: none; pure.
 */
#ifndef ENGINE_ISSUE_H
#define ENGINE_ISSUE_H

#include "engine/rules.h"

struct issuing {
    uint16_t service; /* index */
    uint8_t ticket_class, lang, principals;
    uint8_t session; /* whose number it takes; SESSION_NONE = of none */
    uint8_t source, proof, age_band;
    uint64_t id_a, id_b;
    uint32_t booking;
    uint16_t journey;
    bool granted; /* by a guide or leader who is signed on where it is asked for */
    msec due;     /* the start of an appointment's slot */
};

/* Did staff have a hand in it: the desk, or a proof that only a guide or leader gives? */
bool grant_by_staff(const struct issuing *issuing);
/* R-K8 … R-K10: may this person have that ticket? HAS_TICKET answers with the one that is held. */
enum refusal grant_person(struct act *act, const struct issuing *issuing);
/* R-P2, R-K11: is the class proven, and are so many people allowed? */
enum refusal grant_class(const struct act *act, const struct issuing *issuing);
/* The fact, and the answer with the wait. All was checked. */
void issue_emit(struct act *act, const struct issuing *issuing);
/* Is there room and a number for it? */
enum refusal issue_room(const struct act *act, uint16_t service, uint8_t ticket_class);

#endif
