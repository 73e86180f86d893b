/* SPDX-License-Identifier: Apache-2.0 */
#include "app/voice.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/loudspeaker.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/log.h"

#define POLL_MS 10  /* while something sounds */
#define IDLE_MS 500 /* between looks whether a try is due */

struct voice {
    bool mute, thread_runs;
    uint32_t posted, over; /* things to say, and those over for the caller */
    bool failed;           /* the last one did not sound to its end */
    msec posted_at;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work, end;
    /* under the lock, never held while a device or a synthesiser works: */
    bool stop, gone;
    enum voice_sound sound;
    bool stuck;       /* the thread did not move when it was asked to */
    uint32_t wanted;  /* the number of `speech` */
    uint32_t dropped; /* up to this number the caller waits no longer */
    uint32_t played;
    uint32_t ended; /* the last one that sounded to its end */
    msec alive;     /* when the thread moved last */
    struct speech speech;
    /* the thread's own: */
    uint32_t rate;
    char pack[FILE_PATH_MAX];
    struct synth *synth;
    struct loudspeaker loudspeaker;
};

/* ---- the thread ---- */

/* With the lock held. It counts as failed until the thread moves again. */
static void give_up(struct voice *voice)
{
    voice->dropped = voice->wanted;
    voice->stuck = true;
    voice->sound = VOICE_SOUND_FAILED;
}

static void moved(struct voice *voice)
{
    pthread_mutex_lock(&voice->lock);
    voice->alive = clock_mono_ms();
    voice->stuck = false;
    voice->sound = voice->loudspeaker.device ? VOICE_SOUND_WORKS : VOICE_SOUND_FAILED;
    pthread_mutex_unlock(&voice->lock);
}

static bool wanted_still(struct voice *voice, uint32_t number)
{
    pthread_mutex_lock(&voice->lock);
    bool wanted = !voice->stop && voice->dropped < number;
    pthread_mutex_unlock(&voice->lock);
    return wanted;
}

static void play(struct voice *voice, const struct samples *samples)
{
    if (samples->count)
        loudspeaker_play(&voice->loudspeaker, samples->at, samples->count, clock_mono_ms());
    moved(voice);
}

/* The chime sounds while the sentence is being made. */
static void speak(struct voice *voice, const struct speech *speech, uint32_t number)
{
    static const struct timespec pause = {0, POLL_MS * 1000000};
    enum loudspeaker_state state = LOUDSPEAKER_PLAYS;
    if (!loudspeaker_open(&voice->loudspeaker, clock_mono_ms()))
        return;
    struct samples lead = synth_lead(voice->synth, speech);
    play(voice, &lead);
    struct samples rest = synth_rest(voice->synth, speech);
    play(voice, &rest);
    while (state == LOUDSPEAKER_PLAYS && wanted_still(voice, number)) {
        (void)nanosleep(&pause, NULL);
        state = loudspeaker_poll(&voice->loudspeaker, clock_mono_ms());
        moved(voice);
    }
    loudspeaker_hush(&voice->loudspeaker);
    pthread_mutex_lock(&voice->lock);
    if (state == LOUDSPEAKER_ENDED)
        voice->ended = number;
    pthread_mutex_unlock(&voice->lock);
}

/* With the lock held. */
static void wait_for_work(struct voice *voice)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += IDLE_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    (void)pthread_cond_timedwait(&voice->work, &voice->lock, &until);
}

/* With the lock held; left while it works. */
static void work(struct voice *voice)
{
    uint32_t number = voice->wanted;
    struct speech speech = voice->speech;
    bool speaks = voice->played < number && voice->dropped < number;
    pthread_mutex_unlock(&voice->lock);
    if (speaks)
        speak(voice, &speech, number);
    else if (loudspeaker_due(&voice->loudspeaker, clock_mono_ms()))
        (void)loudspeaker_open(&voice->loudspeaker, clock_mono_ms());
    moved(voice);
    pthread_mutex_lock(&voice->lock);
    voice->played = number;
}

/* espeak-ng looks through its folders first: the first picture of a board does not wait for it. */
static bool prepare(struct voice *voice)
{
    if (synth_open(voice->rate, voice->pack, &voice->synth)) {
        log_warn("no voice: calls are shown but not spoken");
        return false;
    }
    voice->loudspeaker.hertz = synth_hertz(voice->synth);
    return true;
}

static void *run(void *context)
{
    struct voice *voice = context;
    bool able = prepare(voice);
    pthread_mutex_lock(&voice->lock);
    if (!able) {
        give_up(voice);
        voice->played = voice->wanted;
    }
    while (able && !voice->stop) {
        work(voice);
        if (!voice->stop && voice->played == voice->wanted)
            wait_for_work(voice);
    }
    pthread_mutex_unlock(&voice->lock);
    loudspeaker_fini(&voice->loudspeaker);
    pthread_mutex_lock(&voice->lock);
    voice->gone = true;
    pthread_cond_signal(&voice->end);
    pthread_mutex_unlock(&voice->lock);
    return NULL;
}

/* ---- the caller ---- */

static bool init_waiting(struct voice *voice)
{
    pthread_condattr_t monotonic;
    if (pthread_condattr_init(&monotonic))
        return false;
    bool ok = !pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) &&
              !pthread_mutex_init(&voice->lock, NULL) &&
              !pthread_cond_init(&voice->work, &monotonic) &&
              !pthread_cond_init(&voice->end, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    return ok;
}

static enum err start(struct voice *voice, const struct voice_options *options)
{
    voice->rate = options->rate;
    if (options->pack)
        snprintf(voice->pack, sizeof(voice->pack), "%s", options->pack);
    voice->sound = VOICE_SOUND_WORKS; /* until the first try says otherwise */
    if (!init_waiting(voice) || pthread_create(&voice->thread, NULL, run, voice))
        return log_fault(ERR_NOMEM, "no thread for the voice");
    voice->thread_runs = true;
    return ERR_NONE;
}

enum err voice_open(const struct voice_options *options, struct voice **opened)
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
    }
    *opened = voice;
    return ERR_NONE;
}

/* True when the thread ended; false after VOICE_CLOSE_MS: a driver holds it. */
static bool stop_thread(struct voice *voice)
{
    struct timespec until;
    int late = 0;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += VOICE_CLOSE_MS / SECOND;
    pthread_mutex_lock(&voice->lock);
    voice->stop = true;
    pthread_cond_signal(&voice->work);
    while (!voice->gone && !late)
        late = pthread_cond_timedwait(&voice->end, &voice->lock, &until);
    bool gone = voice->gone;
    pthread_mutex_unlock(&voice->lock);
    if (gone)
        (void)pthread_join(voice->thread, NULL);
    else
        (void)pthread_detach(voice->thread);
    return gone;
}

void voice_close(struct voice *voice)
{
    if (!voice)
        return;
    if (voice->thread_runs) {
        if (!stop_thread(voice)) {
            log_warn("the sound device does not answer; ending without it");
            return;
        }
        (void)pthread_cond_destroy(&voice->work);
        (void)pthread_cond_destroy(&voice->end);
        (void)pthread_mutex_destroy(&voice->lock);
    }
    synth_close(voice->synth);
    free(voice);
}

enum voice_sound voice_sound(struct voice *voice)
{
    if (voice->mute)
        return VOICE_SOUND_NONE;
    pthread_mutex_lock(&voice->lock);
    enum voice_sound sound = voice->sound;
    pthread_mutex_unlock(&voice->lock);
    return sound;
}

bool voice_busy(const struct voice *voice)
{
    return voice->over != voice->posted;
}

bool voice_say(struct voice *voice, const struct speech *speech, msec now)
{
    assert(!voice_busy(voice));
    if (voice->mute)
        return false;
    pthread_mutex_lock(&voice->lock);
    bool free_to_work = !voice->stuck;
    if (free_to_work) {
        voice->speech = *speech;
        voice->wanted = ++voice->posted;
        pthread_cond_signal(&voice->work);
    }
    pthread_mutex_unlock(&voice->lock);
    voice->failed = !free_to_work;
    voice->posted_at = now;
    return free_to_work;
}

void voice_hush(struct voice *voice)
{
    if (voice->mute)
        return;
    pthread_mutex_lock(&voice->lock);
    voice->dropped = voice->posted;
    pthread_mutex_unlock(&voice->lock);
    voice->over = voice->posted;
}

bool voice_heard(const struct voice *voice)
{
    return voice->mute || !voice->failed;
}

bool voice_poll(struct voice *voice, msec now)
{
    if (!voice_busy(voice))
        return false;
    pthread_mutex_lock(&voice->lock);
    msec since = voice->alive > voice->posted_at ? voice->alive : voice->posted_at;
    bool over = voice->played == voice->posted;
    bool late = !over && now - since >= VOICE_LATE_MS;
    voice->failed = voice->ended != voice->posted;
    if (late)
        give_up(voice);
    pthread_mutex_unlock(&voice->lock);
    if (late)
        log_warn("sound stopped: the device does not answer; calls are shown only until it does");
    if (over || late)
        voice->over = voice->posted;
    return over || late;
}
