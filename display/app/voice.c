/* SPDX-License-Identifier: Apache-2.0 */
#include "app/voice.h"

#include <pthread.h>
#include <stdlib.h>

#include "model/speech.h"
#include "os/log.h"
#include "voice/sound.h"

#define LATE_MS 3000 /* a device that does not take its samples is broken */

enum voice_state { VOICE_IDLE, VOICE_MAKING, VOICE_PLAYING };

struct voice {
    bool mute, thread_runs;
    enum voice_state state; /* the caller's view */
    uint32_t device;
    msec retry, over; /* when to try the device again; when the sound must have ended */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
    /* under the lock: */
    bool stop, wanted, made;
    struct speech speech;
    struct samples samples;
    struct synth *synth;
};

static void *make_samples(void *context)
{
    struct voice *voice = context;
    pthread_mutex_lock(&voice->lock);
    while (!voice->stop) {
        if (!voice->wanted) {
            pthread_cond_wait(&voice->work, &voice->lock);
            continue;
        }
        struct speech speech = voice->speech;
        voice->wanted = false;
        pthread_mutex_unlock(&voice->lock);
        struct samples samples = synth_say(voice->synth, &speech);
        pthread_mutex_lock(&voice->lock);
        voice->samples = samples;
        voice->made = true;
    }
    pthread_mutex_unlock(&voice->lock);
    return NULL;
}

static void open_device(struct voice *voice, msec now)
{
    voice->retry = now + VOICE_RETRY_MS;
    voice->device = sound_open(synth_hertz(voice->synth),
                               "calls are shown but not spoken: connect a sound device, or start "
                               "with --mute");
}

static void close_device(struct voice *voice)
{
    sound_close(voice->device);
    voice->device = 0;
}

static enum err start(struct voice *voice, const struct voice_options *options)
{
    enum err err = synth_open(options->rate, &voice->synth);
    if (err)
        return err;
    if (pthread_mutex_init(&voice->lock, NULL) || pthread_cond_init(&voice->work, NULL) ||
        pthread_create(&voice->thread, NULL, make_samples, voice))
        return log_fault(ERR_NOMEM, "no thread for the voice");
    voice->thread_runs = true;
    return ERR_NONE;
}

enum err voice_open(const struct voice_options *options, msec now, struct voice **opened)
{
    *opened = NULL;
    struct voice *voice = calloc(1, sizeof(*voice));
    if (!voice)
        return ERR_NOMEM;
    voice->mute = options->mute;
    if (!voice->mute) {
        enum err err = start(voice, options);
        if (err) {
            voice_close(voice);
            return err;
        }
        open_device(voice, now);
    }
    *opened = voice;
    return ERR_NONE;
}

void voice_close(struct voice *voice)
{
    if (!voice)
        return;
    if (voice->thread_runs) {
        pthread_mutex_lock(&voice->lock);
        voice->stop = true;
        pthread_cond_signal(&voice->work);
        pthread_mutex_unlock(&voice->lock);
        pthread_join(voice->thread, NULL);
        pthread_cond_destroy(&voice->work);
        pthread_mutex_destroy(&voice->lock);
    }
    if (voice->synth) {
        close_device(voice);
        synth_close(voice->synth);
    }
    free(voice);
}

bool voice_works(const struct voice *voice)
{
    return voice->mute || voice->device != 0;
}

bool voice_busy(const struct voice *voice)
{
    return voice->state != VOICE_IDLE;
}

bool voice_say(struct voice *voice, const struct speech *speech, msec now)
{
    if (voice->mute)
        return false;
    if (!voice->device && now >= voice->retry)
        open_device(voice, now);
    if (!voice->device)
        return false;
    pthread_mutex_lock(&voice->lock);
    voice->speech = *speech;
    voice->wanted = true;
    voice->made = false;
    pthread_cond_signal(&voice->work);
    pthread_mutex_unlock(&voice->lock);
    voice->state = VOICE_MAKING;
    return true;
}

/* The samples are there: to the device. */
static void play(struct voice *voice, msec now)
{
    pthread_mutex_lock(&voice->lock);
    bool made = voice->made;
    struct samples samples = voice->samples;
    pthread_mutex_unlock(&voice->lock);
    if (!made)
        return;
    voice->state = VOICE_PLAYING;
    voice->over = now + (msec)samples.count * SECOND / samples.hertz + LATE_MS;
    sound_play(voice->device, samples.at, samples.count);
}

static bool device_failed(const struct voice *voice, msec now)
{
    return sound_failed(voice->device) || now >= voice->over;
}

bool voice_poll(struct voice *voice, msec now)
{
    if (voice->state == VOICE_MAKING)
        play(voice, now);
    if (voice->state != VOICE_PLAYING)
        return false;
    if (sound_left(voice->device) > 0) {
        if (!device_failed(voice, now))
            return false;
        log_warn("sound stopped: the device was removed or does not play; calls are shown only");
        close_device(voice);
        voice->retry = now + VOICE_RETRY_MS;
    } else {
        sound_hush(voice->device);
    }
    voice->state = VOICE_IDLE;
    return true;
}
