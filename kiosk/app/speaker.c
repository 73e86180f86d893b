/* SPDX-License-Identifier: Apache-2.0 */
#include "app/speaker.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "os/log.h"
#include "voice/chime.h"
#include "voice/sound.h"

#define LONGEST_S 40 /* a page read out */
#define RINGS_S 10

struct text {
    bool chinese;
    uint8_t rings;
    char reading[SPEAKER_TEXT_MAX];
};

struct speaker {
    bool thread_runs;
    int hertz;
    uint32_t device;
    uint32_t percent;
    msec retry;
    bool pending; /* said to the thread, not played yet */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
    atomic_bool stop_now; /* the sentence being made is worth nothing any more */
    /* under the lock: */
    bool stop, wanted, made;
    struct text text;
    struct track track, words; /* the thread's while it makes, ours when made */
};

static void make(struct speaker *speaker, const struct text *text)
{
    engine_say(&speaker->words, text->chinese, ENGINE_RATE_DEFAULT, text->reading);
    speaker->track.count = 0;
    for (uint8_t i = 0; i < text->rings; i++)
        chime_add(&speaker->track, speaker->hertz);
    track_add(&speaker->track, speaker->words.at, speaker->words.count);
}

static void *make_samples(void *context)
{
    struct speaker *speaker = context;
    static struct text text; /* one speaker a process, as espeak-ng is one */
    pthread_mutex_lock(&speaker->lock);
    while (!speaker->stop) {
        if (!speaker->wanted) {
            pthread_cond_wait(&speaker->work, &speaker->lock);
            continue;
        }
        text = speaker->text;
        speaker->wanted = speaker->made = false;
        atomic_store(&speaker->stop_now, false);
        pthread_mutex_unlock(&speaker->lock);
        make(speaker, &text);
        pthread_mutex_lock(&speaker->lock);
        speaker->made = !speaker->wanted;
    }
    pthread_mutex_unlock(&speaker->lock);
    return NULL;
}

static void open_device(struct speaker *speaker, msec now)
{
    speaker->retry = now + SPEAKER_RETRY_MS;
    speaker->device =
        sound_open(speaker->hertz,
                   "nothing is said aloud: connect a sound device for the voice guide");
}

static enum err start_thread(struct speaker *speaker)
{
    if (!track_init(&speaker->words, (uint32_t)speaker->hertz * LONGEST_S) ||
        !track_init(&speaker->track, (uint32_t)speaker->hertz * (LONGEST_S + RINGS_S)) ||
        pthread_mutex_init(&speaker->lock, NULL) || pthread_cond_init(&speaker->work, NULL) ||
        pthread_create(&speaker->thread, NULL, make_samples, speaker))
        return log_fault(ERR_NOMEM, "no thread for the voice");
    speaker->words.stop = &speaker->stop_now;
    speaker->thread_runs = true;
    return ERR_NONE;
}

enum err speaker_open(msec now, struct speaker **opened)
{
    *opened = NULL;
    struct speaker *speaker = calloc(1, sizeof(*speaker));
    if (!speaker)
        return log_fault(ERR_NOMEM, "voice");
    enum err err = engine_start(&speaker->hertz);
    if (!err)
        err = start_thread(speaker);
    if (err) {
        speaker_close(speaker);
        return err;
    }
    open_device(speaker, now);
    *opened = speaker;
    return ERR_NONE;
}

void speaker_close(struct speaker *speaker)
{
    if (!speaker)
        return;
    if (speaker->thread_runs) {
        atomic_store(&speaker->stop_now, true);
        pthread_mutex_lock(&speaker->lock);
        speaker->stop = true;
        pthread_cond_signal(&speaker->work);
        pthread_mutex_unlock(&speaker->lock);
        pthread_join(speaker->thread, NULL);
        pthread_cond_destroy(&speaker->work);
        pthread_mutex_destroy(&speaker->lock);
    }
    sound_close(speaker->device);
    track_fini(&speaker->track);
    track_fini(&speaker->words);
    free(speaker);
}

bool speaker_works(const struct speaker *speaker)
{
    return speaker && speaker->device != 0;
}

bool speaker_busy(const struct speaker *speaker)
{
    return speaker_works(speaker) && (speaker->pending || sound_left(speaker->device) > 0);
}

void speaker_say(struct speaker *speaker, const struct utterance *utterance)
{
    if (!speaker_works(speaker))
        return;
    sound_hush(speaker->device);
    speaker->percent = utterance->percent;
    speaker->pending = true;
    atomic_store(&speaker->stop_now, true);
    pthread_mutex_lock(&speaker->lock);
    speaker->text.chinese = utterance->chinese;
    speaker->text.rings = utterance->rings;
    utf8_copy(speaker->text.reading, sizeof(speaker->text.reading), utterance->reading);
    speaker->wanted = true;
    speaker->made = false;
    pthread_cond_signal(&speaker->work);
    pthread_mutex_unlock(&speaker->lock);
}

static void play(struct speaker *speaker)
{
    struct track *track = &speaker->track;
    for (uint32_t i = 0; i < track->count; i++)
        track->at[i] = (int16_t)((int32_t)track->at[i] * (int32_t)speaker->percent / 100);
    sound_play(speaker->device, track->at, track->count);
    speaker->pending = false;
}

void speaker_poll(struct speaker *speaker, msec now)
{
    if (!speaker)
        return;
    if (speaker->device && sound_failed(speaker->device)) {
        log_warn("sound stopped: the device was removed; nothing is said aloud");
        sound_close(speaker->device);
        speaker->device = 0;
        speaker->retry = now + SPEAKER_RETRY_MS;
    }
    if (!speaker->device && now >= speaker->retry)
        open_device(speaker, now);
    if (!speaker->pending || !speaker->device)
        return;
    pthread_mutex_lock(&speaker->lock);
    if (speaker->made && !speaker->wanted)
        play(speaker); /* the thread waits: the track is ours */
    pthread_mutex_unlock(&speaker->lock);
}
