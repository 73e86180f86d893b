/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roles - which kind of device may send which message; everything else is refused.
 *
 * Threads: none; pure.
 */
#ifndef NET_ROLES_H
#define NET_ROLES_H

#include <stdbool.h>
#include <stdint.h>

bool roles_may_send(uint8_t device_kind, uint8_t message_type);
/* Of those who may send ACT: a kiosk calls a guide and does nothing else with it. */
bool roles_may_act(uint8_t device_kind, uint8_t verb);
/* May it ask for rows of this view? */
bool roles_may_view(uint8_t device_kind, uint16_t view);

#endif
