/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bench/kiosk_paper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "bench/bench.h"
#include "os/log.h"

#define CHUNK 65536
#define WELL 0x12 /* to DLE EOT n: only the fixed bits, nothing is wrong */
#define POLL_MS 200

/* Where the reader is: the last bytes, for a command that is cut between two reads, and the dots of
 * a picture still to come, which are no commands. */
struct reader {
    uint8_t last[8];
    size_t dots;
};

static void note(struct paper_end *paper)
{
    double now = bench_clock();
    pthread_mutex_lock(&paper->lock);
    if (paper->first == 0)
        paper->first = now;
    pthread_mutex_unlock(&paper->lock);
}

static void say(const struct paper_end *paper, uint8_t byte)
{
    if (write(paper->fd, &byte, 1) != 1)
        log_warn("the printer's answer was lost");
}

static void take(struct paper_end *paper, struct reader *reader, uint8_t byte)
{
    uint8_t *last = reader->last;
    if (reader->dots) {
        reader->dots--;
        return;
    }
    memmove(last, last + 1, sizeof(reader->last) - 1);
    last[7] = byte;
    if (last[5] == 0x10 && last[6] == 0x04)
        say(paper, WELL);
    if (last[5] == 0x1d && last[6] == 'r')
        say(paper, 0); /* there is paper, and all is on it */
    if (last[0] == 0x1d && last[1] == 'v' && last[2] == '0') {
        reader->dots = (size_t)(last[4] + 256 * last[5]) * (size_t)(last[6] + 256 * last[7]);
        memset(last, 0, sizeof(reader->last));
        note(paper);
    }
}

static bool goes_on(struct paper_end *paper)
{
    pthread_mutex_lock(&paper->lock);
    bool running = paper->running;
    pthread_mutex_unlock(&paper->lock);
    return running;
}

static void *work(void *context)
{
    static uint8_t bytes[CHUNK];
    struct paper_end *paper = context;
    struct reader reader = {.dots = 0};
    while (goes_on(paper)) {
        struct pollfd ready = {paper->fd, POLLIN, 0};
        if (poll(&ready, 1, POLL_MS) <= 0 || !(ready.revents & POLLIN))
            continue;
        ssize_t n = read(paper->fd, bytes, sizeof(bytes));
        for (ssize_t i = 0; i < n; i++)
            take(paper, &reader, bytes[i]);
    }
    return NULL;
}

enum err paper_open(struct paper_end *paper)
{
    struct termios raw;
    *paper = (struct paper_end){.fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)};
    pthread_mutex_init(&paper->lock, NULL);
    if (paper->fd < 0 || grantpt(paper->fd) != 0 || unlockpt(paper->fd) != 0 ||
        ptsname_r(paper->fd, paper->port, sizeof(paper->port)) != 0 ||
        tcgetattr(paper->fd, &raw) != 0)
        return log_fault(ERR_IO, "no pseudo-terminal: %s", strerror(errno));
    cfmakeraw(&raw);
    if (tcsetattr(paper->fd, TCSANOW, &raw) != 0)
        return log_fault(ERR_IO, "pseudo-terminal: %s", strerror(errno));
    paper->running = true;
    if (pthread_create(&paper->thread, NULL, work, paper) != 0) {
        paper->running = false;
        return log_fault(ERR_NOMEM, "no thread");
    }
    return ERR_NONE;
}

void paper_close(struct paper_end *paper)
{
    if (paper->running) {
        pthread_mutex_lock(&paper->lock);
        paper->running = false;
        pthread_mutex_unlock(&paper->lock);
        pthread_join(paper->thread, NULL);
    }
    if (paper->fd >= 0)
        close(paper->fd);
    paper->fd = -1;
}

void paper_clear(struct paper_end *paper)
{
    pthread_mutex_lock(&paper->lock);
    paper->first = 0;
    pthread_mutex_unlock(&paper->lock);
}

double paper_wait(struct paper_end *paper, double patience)
{
    const struct timespec moment = {0, 200000};
    double end = bench_clock() + patience;
    for (;;) {
        pthread_mutex_lock(&paper->lock);
        double first = paper->first;
        pthread_mutex_unlock(&paper->lock);
        if (first > 0 || bench_clock() > end)
            return first;
        nanosleep(&moment, NULL);
    }
}
