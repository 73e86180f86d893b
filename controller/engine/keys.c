/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keys - what a key means at this window at this moment (D-04, D-05).
 *
 * The pad knows keys, the hall knows the window: one table for pad, bar, page, API
 * and call boxes, so that no device carries rules.
 */
#include "engine/rules.h"

static const uint8_t verb_of[] = {
    [KEY_NEXT] = VERB_CALL_NEXT, [KEY_RECALL] = VERB_RECALL, [KEY_FINISH] = VERB_FINISH,
    [KEY_MISS] = VERB_MISS,      [KEY_PAUSE] = VERB_PAUSE,   [KEY_TRANSFER] = VERB_TRANSFER,
    [KEY_PARK] = VERB_PARK,      [KEY_RETURN] = VERB_RETURN, [KEY_START] = VERB_START,
    [KEY_HELP] = VERB_HELP,      [KEY_UNDO] = VERB_UNDO,
};

enum refusal key_meaning(struct act *act)
{
    uint8_t key = act->command->key;
    if (key >= countof(verb_of) || !verb_of[key])
        return REFUSED_UNKNOWN_KEY; /* Digits, OK and CANCEL are the pad's own: it types a number
                                     with them and sends the key that the number is for, as its arg.
                                   */
    if (!act->index)
        return REFUSED_UNKNOWN_WINDOW;
    act->verb = verb_of[key];

    /* One key pauses and resumes; it also takes back a pause that has not begun. */
    const struct target *target = act_target(act);
    if (act->verb == VERB_PAUSE && (target->state == WINDOW_PAUSED || target->pause_reason))
        act->verb = VERB_RESUME;
    if (act->verb == VERB_PAUSE && !act->arg)
        act->arg = PAUSE_AWAY;
    if (act->verb == VERB_PARK && !act->arg)
        act->arg = PARK_MEANWHILE; /* D-07: a pad parks as meanwhile */
    return REFUSED_NOT;
}
