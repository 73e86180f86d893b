/* SPDX-License-Identifier: Apache-2.0 */
/*
 * inbound - messages of devices to commands of the hall. With outbound the only place
 * where protocol and engine meet.
 *
 * Threads: none; pure.
 */
#ifndef APP_INBOUND_H
#define APP_INBOUND_H

#include "engine/command.h"
#include "protocol/message.h"

/* Who sent the message. */
struct sender {
    uint64_t uid;
    uint32_t boot;
    uint8_t kind;     /* enum device_kind */
    target_id target; /* the window it stands at; 0 = none */
    const char *name;
    uint32_t highest; /* number of its last command in session 0 */
};

/* False when the message is no command. The caller fills in `now` and `tz_min`. */
bool inbound_command(const struct message *message, const struct sender *sender,
                     struct command *command);

/* Pads count to 65,535 and start again: the number nearest to the last one. */
uint32_t inbound_widen(uint16_t seq, uint32_t highest);

#endif
