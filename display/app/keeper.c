/* SPDX-License-Identifier: Apache-2.0 */
#include "app/keeper.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "os/file.h"
#include "os/log.h"

struct keeper {
    char *path;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t work, news;
    /* under the lock, never held while the disk works: */
    bool stop, ended, failed;
    uint32_t wanted, done; /* texts given, and up to which they are written */
    size_t length;
    char text[KEEPER_TEXT_MAX];
};

/* With the lock held; left while the disk works. */
static void write_newest(struct keeper *keeper)
{
    char text[KEEPER_TEXT_MAX];
    size_t length = keeper->length;
    uint32_t number = keeper->wanted;
    memcpy(text, keeper->text, length);
    pthread_mutex_unlock(&keeper->lock);
    bool failed = file_write(keeper->path, text, length, 0644) != ERR_NONE;
    pthread_mutex_lock(&keeper->lock);
    keeper->done = number;
    keeper->failed = failed;
    pthread_cond_signal(&keeper->news);
}

static void *run(void *context)
{
    struct keeper *keeper = context;
    pthread_mutex_lock(&keeper->lock);
    while (keeper->done != keeper->wanted || !keeper->stop) {
        if (keeper->done != keeper->wanted)
            write_newest(keeper);
        else
            pthread_cond_wait(&keeper->work, &keeper->lock);
    }
    keeper->ended = true;
    pthread_cond_signal(&keeper->news);
    pthread_mutex_unlock(&keeper->lock);
    return NULL;
}

static bool start(struct keeper *keeper, const char *path)
{
    pthread_condattr_t monotonic;
    keeper->path = strdup(path);
    if (!keeper->path || pthread_condattr_init(&monotonic))
        return false;
    bool ok = !pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) &&
              !pthread_mutex_init(&keeper->lock, NULL) &&
              !pthread_cond_init(&keeper->work, &monotonic) &&
              !pthread_cond_init(&keeper->news, &monotonic) &&
              !pthread_create(&keeper->thread, NULL, run, keeper);
    (void)pthread_condattr_destroy(&monotonic);
    return ok;
}

struct keeper *keeper_open(const char *path)
{
    struct keeper *keeper = calloc(1, sizeof(*keeper));
    if (keeper && start(keeper, path))
        return keeper;
    (void)log_fault(ERR_NOMEM, "no thread for %s", path);
    if (keeper)
        free(keeper->path);
    free(keeper);
    return NULL;
}

static struct timespec in(msec ms)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)(ms % SECOND) * 1000000L;
    until.tv_sec += (time_t)(ms / SECOND) + until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    return until;
}

bool keeper_write(struct keeper *keeper, const char *text, size_t length)
{
    const struct timespec until = in(KEEPER_WAIT_MS);
    int late = 0;
    assert(length <= sizeof(keeper->text));
    pthread_mutex_lock(&keeper->lock);
    memcpy(keeper->text, text, length);
    keeper->length = length;
    keeper->wanted++;
    pthread_cond_signal(&keeper->work);
    while (keeper->done != keeper->wanted && !late)
        late = pthread_cond_timedwait(&keeper->news, &keeper->lock, &until);
    bool written = keeper->done == keeper->wanted && !keeper->failed;
    pthread_mutex_unlock(&keeper->lock);
    return written;
}

void keeper_close(struct keeper *keeper)
{
    if (!keeper)
        return;
    const struct timespec until = in(KEEPER_CLOSE_MS);
    int late = 0;
    pthread_mutex_lock(&keeper->lock);
    keeper->stop = true;
    pthread_cond_signal(&keeper->work);
    while (!keeper->ended && !late)
        late = pthread_cond_timedwait(&keeper->news, &keeper->lock, &until);
    bool ended = keeper->ended;
    pthread_mutex_unlock(&keeper->lock);
    if (!ended) {
        log_warn("file=%s the disk does not answer; ending without it", keeper->path);
        (void)pthread_detach(keeper->thread);
        return;
    }
    (void)pthread_join(keeper->thread, NULL);
    (void)pthread_cond_destroy(&keeper->work);
    (void)pthread_cond_destroy(&keeper->news);
    (void)pthread_mutex_destroy(&keeper->lock);
    free(keeper->path);
    free(keeper);
}
