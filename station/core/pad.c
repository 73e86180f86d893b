/* SPDX-License-Identifier: Apache-2.0 */
#include "core/pad.h"

#include "core/when.h"
#include "protocol/bits.h"

void pad_init(struct pad *pad, target_id target)
{
    *pad = (struct pad){.target = target, .life = PAD_LIFE_MS};
}

static bool makes_sense(const struct pad *pad, uint8_t key)
{
    /* 求助 is never withheld, and what has no bit is the controller's to judge. */
    if (!pad->keys || key == KEY_HELP || key > 16)
        return true;
    return pad->keys & PAD_KEY_BIT(key);
}

static void begin(struct pad *pad, uint8_t key, uint16_t arg, uint16_t seq, msec now)
{
    pad->seq = seq;
    pad->key = key;
    pad->arg = arg;
    pad->seen = pad->call; /* D-08: the call that was shown when the key went down */
    pad->pressed = pad->repeat = now;
    pad->choose_until = 0;
    pad->notice_until = 0;
    pad->last = PAD_PENDING;
}

static void conclude(struct pad *pad, enum pad_outcome outcome, uint8_t code, msec now)
{
    pad->last = outcome;
    pad->last_seq = pad->seq;
    pad->last_code = code;
    pad->last_label = (struct label){0};
    pad->seq = 0;
    pad->retry_at = 0;
    if (outcome != PAD_DONE)
        pad->notice_until = now + PAD_NOTICE_MS;
}

/* One of the keys 1-8 names the place of a transfer (D-16). */
static enum pad_taken choose(struct pad *pad, uint8_t key, uint16_t seq, msec now)
{
    if (key < KEY_NEXT || key > KEY_RETURN) {
        pad->choose_until = 0;
        return PAD_NOT_NOW;
    }
    begin(pad, KEY_TRANSFER, key, seq, now);
    return PAD_TAKEN;
}

enum pad_taken pad_press(struct pad *pad, uint8_t key, uint16_t arg, uint16_t seq, msec now)
{
    bool bounce = key == pad->edge_key && now - pad->edge < PAD_DEBOUNCE_MS;
    pad->edge_key = key;
    pad->edge = now;
    if (bounce)
        return PAD_BOUNCE;
    if (pad->seq) {
        if (key == pad->key && now - pad->pressed >= PAD_LOCK_MS)
            pad->repeat = now;
        return PAD_LOCKED;
    }
    if (pad->choose_until > now)
        return choose(pad, key, seq, now);
    if (key == KEY_NONE || !makes_sense(pad, key))
        return PAD_NOT_NOW;
    if (key == KEY_TRANSFER && !arg) {
        pad->choose_until = now + PAD_CHOOSE_MS;
        return PAD_CHOOSING;
    }
    begin(pad, key, arg, seq, now);
    return PAD_TAKEN;
}

void pad_take_state(struct pad *pad, const struct msg_padstate *state, msec now)
{
    if (state->target != pad->target.n)
        return;
    pad->known = true;
    pad->state = state->state;
    pad->call = state->call;
    pad->calls = state->calls;
    pad->parked = state->parked;
    pad->label = label_from_wire(state->prefix, state->number);
    pad->waiting = state->waiting;
    pad->keys = state->keys;
    pad->training = state->training;
    pad->since = now;
    pad->since_s = state->since_s;
}

/* CALL is faster than PADSTATE, but says less. */
void pad_take_call(struct pad *pad, const struct rec_call_entry *entry, msec now)
{
    if (entry->target != pad->target.n)
        return;
    struct label label = label_from_wire(entry->prefix, entry->number);
    bool other = !label_same(label, pad->label);
    if (other || entry->state != pad->state) {
        pad->since = now;
        pad->since_s = 0;
        pad->keys = 0; /* of the state before; PADSTATE says them anew */
    }
    if (other)
        pad->calls = entry->state == WINDOW_CALLING;
    else if (entry->call != pad->call && entry->state == WINDOW_CALLING)
        pad->calls++;
    pad->known = true;
    pad->state = entry->state;
    pad->call = entry->call;
    pad->label = label;
}

void pad_take_result(struct pad *pad, const struct msg_result *result, msec now)
{
    /* The controller carries seq on beyond 16 bits. */
    if (!pad->seq || result->session != 0 || (uint16_t)result->seq != pad->seq)
        return;
    bool done = result->code == REFUSED_NOT;
    conclude(pad, done ? PAD_DONE : PAD_REFUSED, result->code, now);
    pad->last_label = label_from_wire(result->prefix, result->number);
    if (result->code == REFUSED_TOO_SOON)
        pad->retry_at = now + result->retry_ms;
}

bool pad_next(struct pad *pad, msec now, struct msg_press *press)
{
    if (!pad->seq || now < pad->repeat || now - pad->pressed >= pad->life)
        return false;
    pad->repeat = now + PAD_REPEAT_MS;
    *press =
        (struct msg_press){.seq = pad->seq, .key = pad->key, .seen = pad->seen, .arg = pad->arg};
    return true;
}

void pad_tick(struct pad *pad, msec now)
{
    if (pad->seq && now - pad->pressed >= pad->life) /* D-11 */
        conclude(pad, PAD_NO_ANSWER, REFUSED_NOT, now);
    if (pad->choose_until && now >= pad->choose_until)
        pad->choose_until = 0;
    if (pad->notice_until && now >= pad->notice_until)
        pad->notice_until = 0;
}

msec pad_deadline(const struct pad *pad)
{
    msec when = WHEN_NEVER;
    if (pad->seq)
        when = when_sooner(pad->repeat, pad->pressed + pad->life);
    if (pad->choose_until)
        when = when_sooner(when, pad->choose_until);
    if (pad->notice_until)
        when = when_sooner(when, pad->notice_until);
    return when;
}

static enum pad_notice notice(const struct pad *pad, bool online, msec now)
{
    if (!online)
        return PAD_NOTICE_OFFLINE;
    if (pad->notice_until > now)
        return pad->last == PAD_NO_ANSWER ? PAD_NOTICE_NO_ANSWER : PAD_NOTICE_REFUSED;
    if (pad->choose_until > now)
        return PAD_NOTICE_CHOOSE;
    return pad->seq ? PAD_NOTICE_SENDING : PAD_NOTICE_NONE;
}

void pad_view(const struct pad *pad, bool online, msec now, struct pad_view *view)
{
    /* D-27: in training the hall's clock runs faster than ours. */
    msec pace = pad->training > 1 ? pad->training : 1;
    *view = (struct pad_view){
        .notice = notice(pad, online, now),
        .code = pad->last_code,
        .known = pad->known,
        .state = pad->state,
        .calls = pad->calls,
        .parked = pad->parked,
        .label = pad->label,
        .waiting = pad->waiting,
        .keys = pad->keys,
        .shown_s = pad->since_s + (uint32_t)((now - pad->since) * pace / SECOND),
    };
    if (view->notice == PAD_NOTICE_REFUSED && pad->retry_at > now)
        view->retry_s = (uint16_t)((pad->retry_at - now + SECOND - 1) / SECOND);
}
