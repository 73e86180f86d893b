/* SPDX-License-Identifier: Apache-2.0 */
#include "app/line_group.h"

#include <string.h>

void line_group_init(struct line_group *group, const uint8_t key[RECORD_KEY])
{
    *group = (struct line_group){0};
    channel_init_group(&group->channel, ADDRESS_ALL, true, 0, key, 0);
}

void line_group_wipe(struct line_group *group)
{
    channel_wipe(&group->channel);
    crypto_wipe(group->next, sizeof(group->next));
    group->turning = false;
}

bool line_group_worn(const struct line_group *group)
{
    return group->channel.out.next >= LINE_GROUP_FRAMES_MAX;
}

/* Counter of the next frame under the next key. */
static uint32_t next_counter(const struct line_group *group)
{
    return line_group_worn(group) ? 0 : group->channel.out.next;
}

void line_group_turn(struct line_group *group, const uint8_t key[RECORD_KEY], msec now)
{
    memcpy(group->next, key, RECORD_KEY);
    group->turning = true;
    group->turn_by = now + LINE_GROUP_TURN_MS;
}

bool line_group_tick(struct line_group *group, bool all, msec now)
{
    if (!group->turning || (!all && now < group->turn_by))
        return false;
    group->phase ^= 1;
    channel_init_group(&group->channel, ADDRESS_ALL, true, group->phase, group->next,
                       next_counter(group));
    crypto_wipe(group->next, sizeof(group->next));
    group->turning = false;
    return true;
}

static void put_key(const uint8_t key[RECORD_KEY], uint16_t *length, uint8_t *at)
{
    *length = RECORD_KEY;
    memcpy(at, key, RECORD_KEY);
}

void line_group_welcome(const struct line_group *group, struct msg_welcome *welcome)
{
    welcome->gphase = group->phase;
    welcome->gctr = group->channel.out.next;
    put_key(group->channel.out.key, &welcome->gkey.length, welcome->gkey.at);
}

void line_group_gkey(const struct line_group *group, struct message *message)
{
    message->type = MSG_TYPE_GKEY;
    message->gkey.gphase = group->phase ^ 1;
    message->gkey.gctr = next_counter(group);
    put_key(group->next, &message->gkey.gkey.length, message->gkey.gkey.at);
}

bool line_group_confirms(const struct line_group *group, const struct msg_gkey_ok *ok)
{
    return group->turning && ok->gphase == (group->phase ^ 1);
}
