/* SPDX-License-Identifier: Apache-2.0 */
/*
 * line_group - the key of all frames to all stations of one line (D-17): made when the
 * controller starts, given to pads and strips in WELCOME, turned when one of them may not
 * have it any more.
 *
 * Turning: every station is told the next key by GKEY; frames go on under the present one
 * until all have said GKEY_OK, a minute at most. The counter goes on over the turn, so that
 * the bus program's count and BEAT stay right.
 *
 * Time: monotonic milliseconds, passed in. Randomness is passed in.
 * Threads: none. Pure; no memory but this struct.
 */
#ifndef APP_LINE_GROUP_H
#define APP_LINE_GROUP_H

#include "protocol/channel.h"

#define LINE_GROUP_TURN_MS MINUTE
#define LINE_GROUP_FRAMES_MAX (RECORD_FRAMES_MAX - 1024)

struct line_group {
    struct channel channel; /* frames to all go out here */
    uint8_t phase;
    bool turning;
    uint8_t next[RECORD_KEY];
    msec turn_by;
};

void line_group_init(struct line_group *group, const uint8_t key[RECORD_KEY]);
void line_group_wipe(struct line_group *group);
/* That one next; a turn under way ends with this key instead. */
void line_group_turn(struct line_group *group, const uint8_t key[RECORD_KEY], msec now);
/* all: every station that is there said GKEY_OK. True: the next key is in force now. */
bool line_group_tick(struct line_group *group, bool all, msec now);
/* Is the key used up? */
bool line_group_worn(const struct line_group *group);

void line_group_welcome(const struct line_group *group, struct msg_welcome *welcome);
/* The next key, while turning. */
void line_group_gkey(const struct line_group *group, struct message *message);
/* Does this GKEY_OK mean the next key? */
bool line_group_confirms(const struct line_group *group, const struct msg_gkey_ok *ok);

#endif
