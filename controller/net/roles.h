/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roles - what each kind of device may send, do and see; everything else is refused.
 *
 * A right is that of the key's kind, which the controller takes from its own roster, never
 * of what a device says it is. The table is whole: a message or verb without a rule does not
 * compile, so a new one is nobody's until somebody says whose it is.
 *
 * Threads: none; pure.
 */
#ifndef NET_ROLES_H
#define NET_ROLES_H

#include <stdbool.h>
#include <stdint.h>

#include "protocol/message.h"

bool roles_may_send(uint8_t device_kind, uint8_t message_type);
/* Of those who may send ACT: a kiosk calls a guide and does nothing else with it. */
/* What a person of that role (enum staff_role) may do in a session of their own, as far as the
 * device may do it at all. */
bool roles_person_may(uint8_t staff_role, uint8_t verb);
/* R-C4: VOID of all who wait, beside VOID of one. */
bool roles_person_may_void_all(uint8_t staff_role);
bool roles_may_act(uint8_t device_kind, uint8_t verb);
/* Of those who may send BLOB_REQ: what a screen shows is for people only. */
bool roles_may_fetch(uint8_t device_kind, uint8_t blob_kind);
/* All three: may it send this very message? */
bool roles_allow(uint8_t device_kind, const struct message *message);

/* Where a device stands. */
struct role_place {
    uint16_t target; /* its window; 0 = none */
    uint32_t device; /* its index in the hall definition */
};
/* May it ask for rows of this view? Stations see their own window, boards their own picture. */
bool roles_may_view(uint8_t device_kind, uint16_t view, struct role_place own);

#endif
