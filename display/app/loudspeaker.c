/* SPDX-License-Identifier: Apache-2.0 */
#include "app/loudspeaker.h"

#include "os/log.h"
#include "voice/sound.h"

static void wait_longer(struct loudspeaker *loudspeaker, msec now)
{
    msec wait = loudspeaker->wait ? loudspeaker->wait * 2 : LOUDSPEAKER_RETRY_MIN_MS;
    loudspeaker->wait = wait < LOUDSPEAKER_RETRY_MAX_MS ? wait : LOUDSPEAKER_RETRY_MAX_MS;
    loudspeaker->retry = now + loudspeaker->wait;
}

void loudspeaker_close(struct loudspeaker *loudspeaker)
{
    uint32_t device = loudspeaker->device;
    loudspeaker->device = 0;
    sound_close(device);
}

static enum loudspeaker_state fail(struct loudspeaker *loudspeaker, const char *what, msec now)
{
    log_warn("sound stopped: %s; calls are shown only until it works again", what);
    loudspeaker->told = true;
    wait_longer(loudspeaker, now);
    loudspeaker_close(loudspeaker);
    return LOUDSPEAKER_FAILED;
}

static bool is_gone(const struct loudspeaker *loudspeaker)
{
    return loudspeaker->device && sound_failed(loudspeaker->device);
}

bool loudspeaker_due(const struct loudspeaker *loudspeaker, msec now)
{
    return (!loudspeaker->device || is_gone(loudspeaker)) && now >= loudspeaker->retry;
}

bool loudspeaker_open(struct loudspeaker *loudspeaker, msec now)
{
    if (is_gone(loudspeaker)) /* while nobody spoke: no call is lost in it */
        (void)fail(loudspeaker, "the device was removed", now);
    if (loudspeaker->device)
        return true;
    loudspeaker->device =
        sound_open(loudspeaker->hertz, loudspeaker->told
                                           ? NULL
                                           : "calls are shown but not spoken: connect a sound "
                                             "device, or start with --mute");
    loudspeaker->told = loudspeaker->device == 0;
    if (!loudspeaker->device)
        wait_longer(loudspeaker, now);
    return loudspeaker->device != 0;
}

void loudspeaker_fini(struct loudspeaker *loudspeaker)
{
    loudspeaker_close(loudspeaker);
    sound_thread_ends();
}

void loudspeaker_play(struct loudspeaker *loudspeaker, const int16_t *samples, uint32_t count,
                      msec now)
{
    sound_play(loudspeaker->device, samples, count);
    loudspeaker->left = sound_left(loudspeaker->device);
    loudspeaker->moved = now;
}

enum loudspeaker_state loudspeaker_poll(struct loudspeaker *loudspeaker, msec now)
{
    uint32_t left = sound_left(loudspeaker->device);
    if (left == 0) {
        loudspeaker->wait = 0; /* it plays: the next trouble is a new one */
        return LOUDSPEAKER_ENDED;
    }
    if (is_gone(loudspeaker))
        return fail(loudspeaker, "the device was removed", now);
    if (left != loudspeaker->left) {
        loudspeaker->left = left;
        loudspeaker->moved = now;
    }
    if (now - loudspeaker->moved >= LOUDSPEAKER_STALL_MS)
        return fail(loudspeaker, "the device does not play", now);
    return LOUDSPEAKER_PLAYS;
}

void loudspeaker_hush(struct loudspeaker *loudspeaker)
{
    if (loudspeaker->device)
        sound_hush(loudspeaker->device);
}
