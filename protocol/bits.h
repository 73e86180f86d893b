/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bits - flags inside messages that both ends of a line must read alike.
 */
#ifndef PROTOCOL_BITS_H
#define PROTOCOL_BITS_H

/* BEAT.flags: b0 the bus program has no tunnel to the controller (D-14); b7..4 which tunnel it is,
 * counted on, so that a station sees that another one began and says HELLO again. */
#define BEAT_CONTROLLER_LOST 0x01
#define BEAT_TUNNEL_SHIFT 4
#define BEAT_TUNNEL_MASK 0x0f
/* BEAT.gctr: BEAT_GROUP_SENT and the CTR of the last frame to all; 0 = none in this tunnel. */
#define BEAT_GROUP_SENT 0x100

/* PADSTATE.keys: keys 1 … 16 that make sense now; 0 = not said. */
#define PAD_KEY_BIT(key) ((uint16_t)(1u << ((key)-1)))

/* STATUS.flags of stations. */
#define STATION_FLAG_CONFLICT 0x0001 /* another device on the line uses our address */

/* STATUS.flags of boards. */
#define BOARD_FLAG_NO_VOICE 0x0001 /* calls of its voice zone are shown but not spoken */

#endif
